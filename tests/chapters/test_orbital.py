"""The chapter on orbital computing: headline numbers by another route, and what each of them rests on."""

from dataclasses import replace

import numpy as np
import pytest

from compute_deal.chapters.orbital import case
from compute_deal.chapters.orbital.case import (
    LATER,
    TODAY,
    compare,
    drawn,
    end_year,
    middle_case,
    ratios_in,
    ratios_today,
    slider_case,
    start_year,
)
from compute_deal.chapters.orbital.figures import PARTS, bill
from compute_deal.chapters.orbital.later_results import band
from compute_deal.chapters.orbital.published import mccalip, spacedc
from compute_deal.chapters.orbital.results import orbital_results
from compute_deal.evidence import load
from compute_deal.models.orbital.cost import cost_ratio, ground_lines, orbit_bill, orbit_lines

COARSE = 2**7
# Shares that are counted over the draws, so that a small change moves them by whole draws or not at all.
COUNTED = ("orbit_reach_", "orbit_parity_")
# What money at 8.4 % a year costs over five and over fourteen years, for each dollar.
FIVE, FOURTEEN = 0.084 / (1 - 1.084**-5), 0.084 / (1 - 1.084**-14)


@pytest.fixture(scope="module")
def evidence():
    return load()


@pytest.fixture(scope="module")
def results(evidence):
    return orbital_results(evidence)


@pytest.fixture
def coarse(monkeypatch):
    monkeypatch.setattr(case, "DRAWS", COARSE)


def changed(evidence, factor, ids):
    """Return the evidence with the value, low and high of rows times a factor."""

    def times(row):
        bounds = {name: row[name] for name in ("low", "value", "high") if row.get(name)}
        return row | {name: str(float(text) * factor) for name, text in bounds.items()}

    facts = {
        id: replace(
            fact,
            **{
                name: None if getattr(fact, name) is None else getattr(fact, name) * factor
                for name in ("low", "value", "high")
            },
        )
        for id, fact in evidence.facts.items()
        if id in ids and fact.unit != "date"
    }
    tables = {
        name: [times(row) if row.get("id") in ids and row.get("unit") != "date" else row for row in rows]
        for name, rows in evidence.tables.items()
    }
    return replace(evidence, facts=evidence.facts | facts, tables=tables)


def likely(evidence, **changes):
    return compare(evidence, lambda name: evidence.number(*TODAY[name]), **changes)


def test_the_ground_by_hand(evidence):
    # Yearly payments on one dollar at 8.4 %: over 5 years 0.25310, over 14 years 0.12412.
    # Epoch's operating expenses of 0.9 contain the energy.
    # Of Epoch's 38 USD/W seven tenths are computing, 26.6, and 11.4 the building.
    # 26.6 * 0.25310 + 11.4 * 0.12412 + 0.9 = 9.047 USD/W a year.
    assert (FIVE, FOURTEEN) == (pytest.approx(0.25310, abs=1e-5), pytest.approx(0.12412, abs=1e-5))
    usd = 26.6 * FIVE + 11.4 * FOURTEEN + 0.9
    assert sum(ground_lines(likely(evidence)).values()) == pytest.approx(usd, rel=1e-9)


def test_orbit_by_hand(evidence, results):
    # Installed: 1.10 / (mean of 0.98^0..0.98^4 = 0.96079 * 0.98 in the sun) = 1.16825 W per W; 32.0 kg per kW.
    installed = 1.10 / (np.mean(0.98 ** np.arange(5)) * 0.98)
    satellites, launch = 22 * installed, 1500 / 36.5 * installed
    yearly = (satellites + launch + 26.6) * (FIVE + 0.03) + 0.01 * satellites + 1.0 * FIVE
    # Chips lost at 5 % a year: mean survivors (1 - exp(-0.25)) / 0.25 = 0.8848, times 0.99 for resets.
    assert sum(orbit_lines(likely(evidence)).values()) == pytest.approx(yearly, rel=1e-9)
    assert likely(evidence).orbit.working_share == pytest.approx(0.99 * (1 - np.exp(-0.25)) / 0.25)
    assert results["orbit_case_mass"].value == pytest.approx(1000 * installed / 36.5)


def test_the_answer_by_plain_draws_and_plain_arithmetic(evidence, results):
    rng = np.random.default_rng(12)
    draw = {name: rng.triangular(*evidence.bounds(*row), 200_000) for name, row in TODAY.items()}
    installed = (1 + draw["overhead"]) / (np.mean(0.98 ** np.arange(5)) * 0.98)
    satellites = draw["satellite_usd_per_w"] * installed
    launch = draw["launch_usd_per_kg"] / draw["specific_power_w_per_kg"] * installed
    rate, life, loss = draw["capital_cost"], draw["satellite_years"], draw["satellite_loss_per_year"]

    def payment(years):
        return rate / (1 - (1 + rate) ** -years)

    yearly = (satellites + launch) * (payment(life) + loss) + 26.6 * (payment(np.minimum(life, 5)) + loss)
    yearly += 0.01 * satellites + payment(5)
    working = 0.99 * (1 - np.exp(-5 * draw["chip_loss_per_year"])) / (5 * draw["chip_loss_per_year"])
    ground = (26.6 * FIVE + draw["facility_usd_per_w"] * FOURTEEN + 0.9) / 0.995
    low, median, high = np.quantile(yearly / working / ground, [0.05, 0.5, 0.95])
    answer = results["orbit_ratio_today"]
    assert (answer.value, answer.low, answer.high) == pytest.approx((median, low, high), rel=0.01)


def test_the_case_that_stands_for_the_draws_has_their_median(evidence, results):
    assert float(cost_ratio(middle_case(evidence))) == pytest.approx(results["orbit_ratio_today"].value, rel=1e-9)
    # What sliders set is rounded to their steps, which no digit shown notices.
    assert float(cost_ratio(slider_case(evidence))) == pytest.approx(results["orbit_ratio_today"].value, rel=5e-3)


@pytest.mark.parametrize(
    ("id", "dearer"),
    [
        ("orbit_case_launch_price", True),
        ("orbit_case_satellite_price", True),
        ("orbit_case_specific_power", False),
        ("orbit_case_life", False),
        ("orbit_case_chip_loss", True),
        ("orbit_case_capital_cost", True),
        ("discount_rate_spacex", False),
    ],
)
def test_a_changed_fact_moves_the_answer(evidence, coarse, id, dearer):
    before, after = (np.median(ratios_today(each)) for each in (load(), changed(load(), 1.3, {id})))
    assert bool(after > before) is dearer
    assert abs(after / before - 1) > 0.01


def test_seed_does_not_carry_the_answer(monkeypatch, results):
    monkeypatch.setattr(case, "SEED", 11)
    other = orbital_results(load())
    for id, close in (("orbit_ratio_today", 5e-3), ("orbit_ratio_2040", 5e-3)):
        assert other[id].value == pytest.approx(results[id].value, rel=close)
    assert other["orbit_reach_half_again"].value == pytest.approx(results["orbit_reach_half_again"].value, abs=0.01)
    assert other["orbit_reach_parity"].high == pytest.approx(results["orbit_reach_parity"].high, rel=1e-2)


def test_more_of_what_is_hoped_for_is_cheaper(results):
    order = ["today", "no_loss", "free_satellite", "filing", "free_launch", "claims", "all_free", "claims_no_loss"]
    values = [results[f"orbit_ratio_{name}"].value for name in order]
    assert values == sorted(values, reverse=True)
    assert results["orbit_ratio_all_free"].low < 1 < results["orbit_ratio_all_free"].value
    # 18,500 USD/kg less 99 %.
    assert results["orbit_claimed_launch"].value == pytest.approx(185.0)


def test_all_free_by_hand(evidence):
    # Chips with their satellites' losses, and one-off work: (26.6 * (0.25310 + 0.03) + 0.25310) / 0.87597 = 8.885;
    # over 9.093 on Earth 0.977 at the most likely values.
    free = likely(evidence, launch_usd_per_kg=0.0, satellite_usd_per_w=0.0)
    assert float(cost_ratio(free)) == pytest.approx(0.977, abs=1e-3)


def test_published_models_come_out_as_published(evidence, results):
    for name in ("mccalip", "spacedc"):
        published = results[f"orbit_{name}_published"].value
        assert results[f"orbit_{name}_again"].value == pytest.approx(published, rel=3e-3)
    # Totals of 51.1 and 15.9 bn USD, worked out in McCalip's code.
    assert float(cost_ratio(mccalip(evidence))) == pytest.approx(51.0953 / 15.8511, rel=1e-5)
    # 237.77 m USD of launches at 3,000 USD/kg are 79.26 t for 1,008 kW.
    assert 1000 / spacedc(evidence).orbit.specific_power_w_per_kg == pytest.approx(237.77e6 / 3000 / 1008)


def test_a_wrong_input_breaks_a_published_model(evidence):
    wrong = changed(load(), 23 / 22, {"mccalip_hardware_price"})
    assert float(cost_ratio(mccalip(wrong))) != pytest.approx(3.22, rel=2e-3)


def test_numbers_of_others_are_quoted_as_they_stand(results):
    assert results["orbit_published_lowest"].value == pytest.approx(8.2 / 167)
    assert (results["orbit_bcg"].value, results["orbit_bcg"].low, results["orbit_bcg"].high) == (2.75, 2.5, 3.0)
    assert (results["orbit_goal_power"].value, results["orbit_goal_power"].unit) == (100_000, "MW/year")
    assert results["orbit_pitched_satellite"].inputs == ("starcloud_pitch_hardware_price",)


def test_the_bill_draws_every_line_of_both_sides(evidence, results):
    rows = bill(slider_case(evidence)).data
    assert set(rows.line) == {"", *orbit_bill(middle_case(evidence))}
    assert set(rows.part) == set(PARTS)
    totals = rows.groupby("side").cost.sum()
    assert totals["On Earth"] == pytest.approx(1.0)
    assert totals["In orbit"] == pytest.approx(results["orbit_ratio_today"].value, rel=5e-3)


def test_paths_start_today(evidence):
    assert start_year(evidence) == pytest.approx(2026 + 325 / 365)
    assert end_year(evidence) == 2050
    assert ratios_in(evidence, start_year(evidence)) == pytest.approx(ratios_today(evidence))
    shown = band(evidence)
    assert shown["years"][1:] == list(range(2027, 2051))
    assert all(
        low < middle < high for low, middle, high in zip(shown["low"], shown["median"], shown["high"], strict=True)
    )
    assert shown["median"] == sorted(shown["median"], reverse=True)


def test_parity_depends_on_how_assumptions_move_together(evidence, results):
    reach = results["orbit_reach_parity"]
    shares = [np.mean(ratios_in(evidence, 2050.0, correlation) <= 1.0) for correlation in (0.0, 0.5, 1.0)]
    assert [reach.value, results["orbit_reach_parity_halfway"].value, reach.high] == pytest.approx(shares)
    assert shares == sorted(shares)
    assert reach.low < 0.001
    assert reach.high == pytest.approx(0.18, abs=0.01)


def test_in_step_the_best_draw_is_best_in_everything(evidence):
    ratios = cost_ratio(compare(evidence, lambda name: drawn(evidence, name, 1.0)))
    best, worst = np.argmin(ratios), np.argmax(ratios)
    for name in TODAY:
        draws = drawn(evidence, name, 1.0)
        better = draws.max() if name in case.BETTER_HIGH else draws.min()
        worse = draws.min() if name in case.BETTER_HIGH else draws.max()
        assert (draws[best], draws[worst]) == pytest.approx((better, worse))


def test_lift_by_hand(results):
    # A gigawatt at 10 kg/kW is 10,000 t, so a hundred are a million: 27 launches of 100 t a day.
    assert results["orbit_goal_multiple"].value == 450
    assert results["orbit_goal_per_day"].value == pytest.approx(10_000 / 365.25)
    # 2,213 t a year for five years are 11,065 t: at 32.0 kg/kW 0.346 GW, at 10 kg/kW 1.11 GW.
    assert results["orbit_kept_flown"].value == 350
    assert results["orbit_kept_claimed"].value == 1100


def test_learning_by_hand(results):
    # 200 USD/kg at 400 * 9^(1/0.32193) = 368,305 t; 6,163 t have flown; the rest over 2,213 t a year is 163.6.
    assert results["orbit_curve_years"].value == 160


def test_hardware_by_hand(results):
    # 1,100 W over two sides of 0.85 at 330 K, 1,143 W/m2.
    assert results["orbit_radiator_area"].value == pytest.approx(1100 / (1.7 * 5.670374e-8 * 330**4), rel=1e-5)
    traffic = results["orbit_traffic"]
    assert (traffic.low, traffic.high) == (pytest.approx(230_400 / 80), pytest.approx(230_400 / 18))


def test_a_result_does_not_claim_rows_of_another(results):
    assert set(results["orbit_ai1_mass"].inputs) == {"ai1_specific_power"}
    assert not {id for id, _ in LATER.values()} & set(results["orbit_ratio_today"].inputs)
    assert "orbit_case_launch_price" not in results["orbit_ratio_free_launch"].inputs


def test_a_hair_on_every_input_moves_no_result_by_more(coarse):
    evidence = load()
    before = orbital_results(evidence)
    after = orbital_results(changed(load(), 1 - 1e-9, set(evidence.places)))
    for id, result in before.items():
        if not id.startswith(COUNTED) and isinstance(result.value, float):
            assert after[id].value == pytest.approx(result.value, rel=1e-6), id
        if id.startswith(COUNTED):
            assert after[id].value == pytest.approx(result.value, abs=1.5 / COARSE), id
