import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.orbital.heat import (
    Face,
    HeatEnvironment,
    absorbed_flux_w_per_m2,
    earth_view_factor,
    net_flux_w_per_m2,
    radiator_area_m2,
    radiator_faces,
    radiator_temperature_k,
    sun_tracking_view_factor,
)
from compute_deal.models.orbital.sunlight import EARTH_RADIUS_KM

temperatures = st.floats(150.0, 1000.0)
LEO = HeatEnvironment(earth_ir_w_per_m2=238.0, albedo=0.3, sink_k=3.0)


def test_published_fluxes():
    assert net_flux_w_per_m2(293.15, radiator_faces(1.0, sides=2)) == pytest.approx(838.0, rel=1e-3)  # Starcloud
    assert net_flux_w_per_m2(370.0, radiator_faces(1.0, sides=1)) == pytest.approx(1063.0, rel=1e-3)  # van Berkel
    assert radiator_area_m2(40e3, 370.0, radiator_faces(1.0, sides=1)) == pytest.approx(38.0, rel=0.015)


def test_published_design_temperatures():
    # AI1: 1,400 W/m2 at an emissivity of 0.9.
    assert radiator_temperature_k(1400.0, radiator_faces(0.9, 2)) == pytest.approx(342.0, abs=0.5)
    assert radiator_temperature_k(1400.0, radiator_faces(0.9, 1)) == pytest.approx(407.0, abs=0.5)


def test_starcloud_net_flux():
    # 838 W/m2 emitted less 205 W/m2 absorbed leaves 633 W/m2; the paper prints only the sum of what is absorbed.
    faces = (Face(1.0, solar_absorptivity=205.0 / 1361.0, sun_cosine=1.0), Face(1.0))
    assert net_flux_w_per_m2(293.15, faces) == pytest.approx(633.0, abs=1.0)


def test_spacedc_radiator():
    # spacedc-mdao prints 788.8157 W/m2 and 1,434.338 m2 for 1,131,428.57 W at 312 K.
    faces = (Face(0.82, 0.07, earth_view_factor=0.2, sun_cosine=0.5), Face(0.82))
    assert net_flux_w_per_m2(312.0, faces, LEO) == pytest.approx(788.8157217, rel=1e-8)
    assert radiator_area_m2(1_131_428.5714, 312.0, faces, LEO) == pytest.approx(1434.33826, rel=1e-7)


def test_station_radiator_as_flown():
    # The radiators of the space station reject 14 kW from 42.4 m2: 330 W/m2, what two black faces emit at 232 K.
    flux = 14e3 / 42.4
    assert flux == pytest.approx(330.0, abs=0.5)
    assert radiator_temperature_k(flux, radiator_faces(1.0)) == pytest.approx(232.3, abs=0.1)


def test_ieee_spectrum_areas_follow_one_face_with_some_absorption():
    # 3, 1.4 and 1 m2 for 700 W at 20, 60 and 85 C. Emissivity 0.9 and about 145 W/m2 absorbed are inferred here.
    face = (Face(0.9, solar_absorptivity=145.0 / 1361.0, sun_cosine=1.0),)
    areas = radiator_area_m2(700.0, np.array([293.15, 333.15, 358.15]), face)
    assert areas == pytest.approx([3.0, 1.4, 1.0], rel=0.05)


def test_absorption_by_hand():
    # 0.2 * 1,361 * (0.5 + 0.3 * 0.4) + 0.9 * 240 * 0.4 = 168.764 + 86.4
    face = Face(0.9, 0.2, earth_view_factor=0.4, sun_cosine=0.5)
    assert absorbed_flux_w_per_m2((face,), HeatEnvironment(240.0, 0.3)) == pytest.approx(255.164)


@given(temperatures, st.floats(1.01, 3.0), st.floats(0.05, 1.0), st.sampled_from([1, 2]))
def test_area_falls_with_the_fourth_power_without_a_sink(temperature, ratio, emissivity, sides):
    faces = radiator_faces(emissivity, sides)
    cool, hot = radiator_area_m2(1e6, temperature, faces), radiator_area_m2(1e6, temperature * ratio, faces)
    assert cool / hot == pytest.approx(ratio**4)


@given(temperatures, st.floats(0.05, 1.0))
def test_second_side_halves_the_area(temperature, emissivity):
    one = radiator_area_m2(1.0, temperature, radiator_faces(emissivity, 1))
    assert one == pytest.approx(2.0 * radiator_area_m2(1.0, temperature, radiator_faces(emissivity, 2)))


@given(st.floats(0.0, 5000.0), st.floats(0.05, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 0.9))
def test_temperature_inverts_flux(flux, emissivity, absorptivity, view):
    faces = (Face(emissivity, absorptivity, earth_view_factor=view, sun_cosine=0.3), Face(emissivity))
    temperature = radiator_temperature_k(flux, faces, LEO)
    assert net_flux_w_per_m2(temperature, faces, LEO) == pytest.approx(flux, abs=1e-6)


def test_no_area_suffices_below_the_idle_temperature():
    faces = (Face(0.9, 0.9, sun_cosine=1.0),)
    idle = radiator_temperature_k(0.0, faces)
    areas = radiator_area_m2(1000.0, np.array([idle - 1.0, idle + 1.0]), faces)
    assert np.isinf(areas[0]) and np.isfinite(areas[1])


@pytest.mark.parametrize("tilt", [0.0, 15.0, 40.0, 75.0, 90.0, 120.0, 150.0, 170.0])
def test_view_factor_agrees_with_counting_rays(tilt):
    # Mean of cosine-weighted directions from the plate that meet the sphere, on a fine grid of directions.
    altitude = 550.0
    half_disc = np.arcsin(EARTH_RADIUS_KM / (EARTH_RADIUS_KM + altitude))
    polar = (np.arange(1500) + 0.5) / 1500 * half_disc
    azimuth = (np.arange(1500) + 0.5) / 1500 * 2.0 * np.pi
    polar, azimuth = np.meshgrid(polar, azimuth, indexing="ij")
    # Directions around the centre of the Earth; the normal of the plate is tilted from that axis.
    cosine = np.cos(polar) * np.cos(np.radians(tilt)) + np.sin(polar) * np.cos(azimuth) * np.sin(np.radians(tilt))
    counted = np.sum(np.maximum(cosine, 0.0) * np.sin(polar)) * (half_disc / 1500) * (2.0 * np.pi / 1500) / np.pi
    assert earth_view_factor(altitude, tilt) == pytest.approx(counted, abs=2e-5)


@given(st.floats(200.0, 40_000.0), st.floats(0.0, 180.0))
def test_view_factor_is_a_share_and_opposite_faces_sum_below_one(altitude, tilt):
    front, back = earth_view_factor(altitude, tilt), earth_view_factor(altitude, 180.0 - tilt)
    assert -1e-12 <= front <= 1.0
    assert front + back <= 1.0 + 1e-12


def test_sun_tracking_view_factor():
    # Edge-on all the way round at beta 90; the same on average for both faces at any beta.
    assert sun_tracking_view_factor(550.0, 90.0) == pytest.approx(earth_view_factor(550.0, 90.0), rel=1e-9)
    anomaly = (np.arange(720) + 0.5) / 720 * 2.0 * np.pi
    away = np.degrees(np.arccos(-np.cos(np.radians(30.0)) * np.cos(anomaly)))
    assert sun_tracking_view_factor(550.0, 30.0) == pytest.approx(np.mean(earth_view_factor(550.0, away)))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: radiator_faces(0.9, sides=3), "sides must be 1 or 2"),
        (lambda: Face(0.0), "emissivity must be a share"),
        (lambda: Face(0.9, sun_cosine=1.5), "sun_cosine must be a share"),
        (lambda: HeatEnvironment(sink_k=-1.0), "sink_k must not be negative"),
        (lambda: net_flux_w_per_m2(0.0, radiator_faces(0.9)), "temperature_k must be above zero"),
        (lambda: radiator_temperature_k(-1.0, radiator_faces(0.9)), "flux_w_per_m2 must not be negative"),
        (lambda: earth_view_factor(550.0, 181.0), "tilt_deg must lie between"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
