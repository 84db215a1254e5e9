import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.orbital.heat import radiated_w_per_m2, radiator_temperature_k


def test_published_fluxes():
    assert radiated_w_per_m2(293.15, 1.0) == pytest.approx(838.0, rel=1e-3)  # Starcloud
    assert radiated_w_per_m2(370.0, 1.0, sides=1) == pytest.approx(1063.0, rel=1e-3)  # van Berkel


def test_published_design_temperatures():
    # AI1: 1,400 W/m2 at an emissivity of 0.9.
    assert radiator_temperature_k(1400.0, 0.9, 2) == pytest.approx(342.0, abs=0.5)
    assert radiator_temperature_k(1400.0, 0.9, 1) == pytest.approx(407.0, abs=0.5)


def test_station_radiator_as_flown():
    # The radiators of the space station reject 14 kW from 42.4 m2: 330 W/m2, what two black faces emit at 232 K.
    assert radiator_temperature_k(14e3 / 42.4, 1.0) == pytest.approx(232.3, abs=0.1)


@given(st.floats(0.0, 5000.0), st.floats(0.05, 1.0), st.sampled_from([1, 2]))
def test_temperature_inverts_flux(flux, emissivity, sides):
    temperature = radiator_temperature_k(flux, emissivity, sides)
    if temperature > 0.0:
        assert radiated_w_per_m2(temperature, emissivity, sides) == pytest.approx(flux)


@given(st.floats(150.0, 1000.0), st.floats(1.01, 3.0))
def test_flux_rises_with_the_fourth_power(temperature, ratio):
    cool, hot = radiated_w_per_m2(temperature, 0.8), radiated_w_per_m2(temperature * ratio, 0.8)
    assert hot / cool == pytest.approx(ratio**4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: radiated_w_per_m2(300.0, 0.9, sides=3), "sides must be 1 or 2"),
        (lambda: radiated_w_per_m2(300.0, 0.0), "emissivity must be a share"),
        (lambda: radiated_w_per_m2(0.0, 0.9), "temperature_k must be above zero"),
        (lambda: radiator_temperature_k(-1.0, 0.9), "flux_w_per_m2 must not be negative"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
