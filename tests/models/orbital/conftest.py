"""A comparison for properties and arithmetic."""

import pytest

from compute_deal.models.orbital.sides import Comparison, Ground, Orbit


@pytest.fixture
def sides():
    """A comparison with every kind of cost, for properties and arithmetic."""
    return Comparison(
        Orbit(
            power_w=1e9,
            installed_w_per_w=1.1,
            satellite_usd_per_w=20.0,
            specific_power_w_per_kg=50.0,
            launch_usd_per_kg=1000.0,
            replacement_per_year=0.05,
            operations_per_year=0.01,
            chips_usd_per_w=25.0,
            chip_replacement_per_year=0.02,
            chip_kg_per_w=0.003,
        ),
        Ground(
            power_w=1e9,
            facility_usd_per_w=12.0,
            energy_usd_per_kwh=0.06,
            pue=1.2,
            load_factor=0.9,
            operations_usd_per_w_year=0.5,
            maintenance_per_year=0.02,
            chips_usd_per_w=25.0,
        ),
        years=5.0,
    )
