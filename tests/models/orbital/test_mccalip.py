from dataclasses import replace

import pytest

from compute_deal.models.orbital.break_even import break_even_price
from compute_deal.models.orbital.cost import cost_ratio
from compute_deal.models.orbital.mccalip import floored_view_factor, mccalip, mccalip_comparison, mccalip_thermal


def test_published_defaults(mccalip_inputs):
    result = mccalip(mccalip_inputs)
    assert result.orbit_usd == pytest.approx(51.095e9, rel=1e-4)
    assert result.orbit_usd_per_mwh == pytest.approx(1166.56, abs=0.005)
    assert result.ground_usd == pytest.approx(15.851e9, rel=1e-4)
    assert result.ground_usd_per_mwh == pytest.approx(425.76, abs=0.005)
    assert result.ratio == pytest.approx(3.22, abs=0.005)
    assert result.orbit_usd_per_mwh / result.ground_usd_per_mwh == pytest.approx(2.74, abs=0.005)
    assert result.satellites == 39_731
    assert result.mass_kg == pytest.approx(29_390_054.8, abs=0.1)
    assert result.launches == 294
    assert result.array_m2 == pytest.approx(4.609e6, abs=1e3)
    assert result.gas_cubic_feet == pytest.approx(276.99e9, abs=0.01e9)
    assert result.turbines == 3


# Published points first, then further points of the published code.
@pytest.mark.parametrize(
    ("changes", "orbit_usd", "orbit_usd_per_mwh"),
    [
        ({"launch_usd_per_kg": 1000.0}, 65.79e9, 1502.06),
        ({"launch_usd_per_kg": 100.0, "satellite_usd_per_w": 5.0, "specific_power_w_per_kg": 75.0}, 10.476e9, 239.17),
        ({"satellite_usd_per_w": 32.0, "specific_power_w_per_kg": 24.7}, 74_206_699_886.64, 1694.2169),
        ({"satellite_usd_per_w": 25.0, "specific_power_w_per_kg": 31.6}, 58_201_324_208.86, 1328.7974),
        ({"power_w": 5e9}, 251_472_959_397.26, 1148.2784),
        ({"years": 10}, 66_807_249_424.66, 762.6398),
        (
            {
                "sunlit_fraction": 0.6,
                "degradation_per_year": 0.0,
                "replacement_per_year": 0.0,
                "one_off_usd": 0.0,
            },
            61_331_651_272.60,
            1400.2660,
        ),
        ({"satellite_power_w": 60e3}, 51_095_488_493.15, 1166.5637),
    ],
)
def test_other_orbital_points(mccalip_inputs, changes, orbit_usd, orbit_usd_per_mwh):
    result = mccalip(replace(mccalip_inputs, **changes))
    assert result.orbit_usd == pytest.approx(orbit_usd, rel=1e-4)
    assert result.orbit_usd_per_mwh == pytest.approx(orbit_usd_per_mwh, rel=1e-4)


def test_other_ground_point(mccalip_inputs):
    result = mccalip(replace(mccalip_inputs, pue=1.5, gas_usd_per_mmbtu=8.0, load_factor=1.0))
    assert result.ground_usd == pytest.approx(18_458_720_000.0)
    assert result.ground_usd_per_mwh == pytest.approx(421.43196347)
    assert (result.gas_cubic_feet, result.turbines) == (pytest.approx(407.34e9), 4)


def test_sign_flips_between_the_published_points(mccalip_inputs):
    cheap = replace(mccalip_inputs, launch_usd_per_kg=100.0, satellite_usd_per_w=5.0, specific_power_w_per_kg=75.0)
    assert mccalip(cheap).ratio < 1.0 < mccalip(mccalip_inputs).ratio


def test_break_even_as_published_and_with_all_costs(mccalip_inputs):
    result = mccalip(mccalip_inputs)
    assert result.published_break_even_usd_per_kg == pytest.approx(-263.66, abs=0.005)
    assert result.break_even_usd_per_kg == pytest.approx(-699.2, abs=0.05)
    at_break_even = replace(mccalip_inputs, launch_usd_per_kg=result.break_even_usd_per_kg)
    assert mccalip(at_break_even).ratio == pytest.approx(1.0)
    cheap = replace(mccalip_inputs, satellite_usd_per_w=5.0, specific_power_w_per_kg=75.0)
    assert mccalip(cheap).published_break_even_usd_per_kg == pytest.approx(733.24, abs=0.005)
    # With all costs in: (15.851 - 5.36369 * 1.5 - 1) bn / 14,303 t = 475.8 USD/kg.
    assert mccalip(cheap).break_even_usd_per_kg == pytest.approx(475.8, abs=0.1)


def test_break_even_satellite_price(mccalip_inputs):
    # At 500 USD/kg: (15.851 - 14.695 - 1) bn / (1.072737 GW * 1.5) = 0.097 USD/W.
    comparison = mccalip_comparison(mccalip_inputs)
    price = break_even_price(comparison, "satellite_usd_per_w")
    assert price == pytest.approx(0.097, abs=5e-4)
    assert cost_ratio(mccalip_comparison(replace(mccalip_inputs, satellite_usd_per_w=price))) == pytest.approx(1.0)


# At 60 and 0 degrees: further points of the published code, whose 72 points differ a little from the closed form.
@pytest.mark.parametrize(
    ("beta_deg", "temperature_c", "heat_mw", "area_km2", "view"),
    [
        (90.0, 62.60, 5811.26, 3.986, 0.0212),
        (60.0, 68.1324, 6203.894, 4.25576, 0.155963),
        (0.0, 76.4334, 6829.861, 4.68517, 0.290742),
    ],
)
def test_thermal_block(mccalip_inputs, mccalip_thermal_inputs, beta_deg, temperature_c, heat_mw, area_km2, view):
    result = mccalip_thermal(mccalip_thermal_inputs, beta_deg, mccalip(mccalip_inputs).array_m2)
    assert result.temperature_c == pytest.approx(temperature_c, abs=0.02)
    assert result.heat_w == pytest.approx(heat_mw * 1e6, rel=3e-4)
    assert result.area_needed_m2 == pytest.approx(area_km2 * 1e6, rel=4e-4)
    assert result.view_factor == pytest.approx(view, abs=2e-4)


def test_exact_view_factor_warms_the_edge_on_panel(mccalip_inputs, mccalip_thermal_inputs):
    # Edge-on at 550 km each face sees 0.258 of the Earth, twelve times the floor: 237 * 1.75 * 0.237 = 98 W/m2 more
    # on 1,261 W/m2, or 1.9 % in temperature: 6 K. The area still suffices.
    area = mccalip(mccalip_inputs).array_m2
    published = mccalip_thermal(mccalip_thermal_inputs, 90.0, area)
    exact = mccalip_thermal(mccalip_thermal_inputs, 90.0, area, exact_view=True)
    assert floored_view_factor(mccalip_thermal_inputs, 90.0) == published.view_factor
    assert exact.view_factor / published.view_factor == pytest.approx(12.2, abs=0.1)
    assert exact.temperature_c - published.temperature_c == pytest.approx(6.3, abs=0.1)
    assert exact.area_needed_m2 < area
