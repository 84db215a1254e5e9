import numpy as np
import pytest

from compute_deal.models.risk.sensitivity import Factor, sobol_indices, tornado


def test_ishigami_function_has_its_published_indices():
    # Ishigami and Homma (1990), a = 7, b = 0.1; closed form in Saltelli et al. (2008).
    factors = [Factor(name=name, low=-np.pi, central=0.0, high=np.pi) for name in ("x1", "x2", "x3")]

    def ishigami(x):
        return np.sin(x["x1"]) + 7 * np.sin(x["x2"]) ** 2 + 0.1 * x["x3"] ** 4 * np.sin(x["x1"])

    found = {i.name: i for i in sobol_indices(ishigami, factors, np.random.default_rng(2), base_samples=4096)}
    published = {"x1": (0.3139, 0.5576), "x2": (0.4424, 0.4424), "x3": (0.0, 0.2437)}
    for name, (first, total) in published.items():
        assert abs(found[name].first_order - first) < max(2 * found[name].first_order_error, 0.005)
        assert abs(found[name].total - total) < max(2 * found[name].total_error, 0.005)
    assert list(found) == ["x1", "x2", "x3"]


def test_indices_repeat_with_the_seed():
    factors = [Factor(name=name, low=0.0, central=0.5, high=1.0) for name in ("a", "b")]
    runs = [
        sobol_indices(lambda x: x["a"] * x["b"], factors, np.random.default_rng(2), base_samples=64) for _ in range(2)
    ]
    assert runs[0] == runs[1]


def test_tornado_by_hand():
    # 10 + a * b at (2, 3): a from 1 to 4 gives 13 to 22, b from 2.5 to 3.5 gives 15 to 17.
    factors = [Factor(name="b", low=2.5, central=3.0, high=3.5), Factor(name="a", low=1.0, central=2.0, high=4.0)]
    base, bars = tornado(lambda x: 10 + x["a"] * x["b"], factors)
    assert base == 16.0
    assert [(bar.name, bar.at_low, bar.at_high, bar.swing) for bar in bars] == [("a", 13, 22, 9), ("b", 15, 17, 2)]


def test_bad_input():
    with pytest.raises(ValueError, match="'a'"):
        Factor(name="a", low=1.0, central=0.5, high=2.0)
    with pytest.raises(ValueError, match="'a'"):
        Factor(name="a", low=1.0, central=1.0, high=1.0)
    with pytest.raises(ValueError, match="power of two"):
        sobol_indices(
            lambda x: x["a"], [Factor(name="a", low=0, central=1, high=2)], np.random.default_rng(1), base_samples=100
        )
