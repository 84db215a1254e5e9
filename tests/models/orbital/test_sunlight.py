import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.orbital.sunlight import (
    EARTH_RADIUS_KM,
    dawn_dusk_beta_deg,
    dawn_dusk_sunlit_fraction,
    eclipse_duration_h,
    eclipse_fraction,
    orbit_period_s,
    orbit_radius_km,
    sun_synchronous_inclination_deg,
)

altitudes = st.floats(200.0, 36_000.0)
betas = st.floats(-90.0, 90.0)


def test_published_eclipse_points():
    assert eclipse_fraction(650.0) == pytest.approx(0.362, abs=5e-4)
    assert eclipse_fraction(650.0, 90.0) == 0.0
    # spacedc-mdao prints a sunlit share of 0.6379771268.
    assert 1.0 - eclipse_fraction(650.0) == pytest.approx(0.6379771268, abs=1e-9)


def test_published_period():
    # spacedc-mdao prints 97.72823561 minutes at 650 km.
    assert orbit_period_s(650.0) / 60.0 == pytest.approx(97.72823561, rel=1e-8)


def test_shadow_is_a_cylinder():
    # Step along the orbit and count the points behind the Earth and closer than Re to the axis of the shadow.
    altitude, beta = 700.0, np.radians(40.0)
    radius = orbit_radius_km(altitude)
    angle = np.linspace(0.0, 2.0 * np.pi, 400_000, endpoint=False)
    position = radius * np.column_stack([np.cos(angle), np.sin(angle), np.zeros_like(angle)])
    sun = np.array([np.cos(beta), 0.0, np.sin(beta)])
    along = position @ sun
    off_axis = np.linalg.norm(position - along[:, None] * sun, axis=1)
    counted = np.mean((along < 0.0) & (off_axis < EARTH_RADIUS_KM))
    assert eclipse_fraction(altitude, 40.0) == pytest.approx(counted, abs=1e-5)


@given(altitudes, betas)
def test_eclipse_is_a_share_below_a_half_and_even_in_beta(altitude, beta):
    share = eclipse_fraction(altitude, beta)
    assert 0.0 <= share < 0.5
    assert share == pytest.approx(eclipse_fraction(altitude, -beta), abs=1e-12)


@given(altitudes, st.floats(0.0, 89.0), st.floats(0.0, 1.0))
def test_eclipse_shrinks_with_beta(altitude, beta, step):
    assert eclipse_fraction(altitude, beta + step) <= eclipse_fraction(altitude, beta) + 1e-12


@given(altitudes)
def test_eclipse_ends_at_the_limit(altitude):
    # the shadow is a cylinder, so the orbit clears it where r sin(beta) is the radius of the Earth
    limit = np.degrees(np.arcsin(EARTH_RADIUS_KM / (EARTH_RADIUS_KM + altitude)))
    assert eclipse_fraction(altitude, min(limit + 1e-6, 90.0)) == 0.0
    assert eclipse_fraction(altitude, limit - 0.01) > 0.0


def test_eclipse_broadcasts():
    assert eclipse_fraction(np.array([400.0, 650.0])[:, None], np.array([0.0, 30.0, 90.0])).shape == (2, 3)


def test_eclipse_duration():
    # 0.36202 of 97.728 minutes is 35.38 minutes.
    assert eclipse_duration_h(650.0) * 60.0 == pytest.approx(35.38, abs=0.01)


def test_sun_synchronous_inclination_of_textbook_orbits():
    # Landsat-like 705 km: 98.2 degrees; 800 km: 98.6 degrees.
    assert sun_synchronous_inclination_deg(705.0) == pytest.approx(98.2, abs=0.05)
    assert sun_synchronous_inclination_deg(800.0) == pytest.approx(98.6, abs=0.05)
    with pytest.raises(ValueError, match="no sun-synchronous"):
        sun_synchronous_inclination_deg(7000.0)


def test_dawn_dusk_year():
    # sin(beta) = sin(97.99 + 23.44) gives 58.6 at one solstice; sin(97.99 - 23.44) gives 74.55 at the other.
    assert dawn_dusk_beta_deg(650.0, 23.44) == pytest.approx(58.6, abs=0.05)
    assert dawn_dusk_beta_deg(650.0, -23.44) == pytest.approx(74.55, abs=0.05)
    # The published assumptions for such an orbit run from 0.95 to 1.00; it is far from the 0.638 of beta zero.
    assert 0.95 < dawn_dusk_sunlit_fraction(650.0) < 1.0
    # High enough, the orbit is never in shadow: eclipse-free at about 1,400 km.
    assert dawn_dusk_sunlit_fraction(1450.0) == 1.0
    assert dawn_dusk_sunlit_fraction(650.0) < dawn_dusk_sunlit_fraction(1000.0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: eclipse_fraction(-1.0), "altitude_km must be above zero"),
        (lambda: eclipse_fraction(650.0, 91.0), "beta_deg must lie between"),
        (lambda: dawn_dusk_beta_deg(650.0, 30.0), "sun_declination_deg must lie within"),
        (lambda: dawn_dusk_sunlit_fraction(650.0, samples=0), "samples must be above zero"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
