"""Heat balance of a panel in orbit: what it emits, what it absorbs, the area and the temperature it needs.

A panel is a tuple of faces. Fluxes are per area of panel, not per area of face: a two-sided panel of 1 m2
emits from 2 m2.
"""

from dataclasses import dataclass

import numpy as np

from compute_deal.models.orbital.checks import require_non_negative, require_positive, require_share
from compute_deal.models.orbital.power import SOLAR_CONSTANT_W_PER_M2
from compute_deal.models.orbital.sunlight import EARTH_RADIUS_KM, orbit_radius_km

STEFAN_BOLTZMANN_W_PER_M2_K4 = 5.670374419e-8


@dataclass(frozen=True)
class Face:
    """One face of a panel.

    Parameters
    ----------
    emissivity : float
        Emissivity in the infrared; also the share of Earth's infrared absorbed.
    solar_absorptivity : float, default 0
        Share of sunlight and of reflected sunlight absorbed.
    earth_view_factor : float, default 0
        View factor to the Earth.
    sun_cosine : float, default 0
        Cosine between the normal and the Sun: 1 faces it, 0 is edge-on.
    """

    emissivity: float
    solar_absorptivity: float = 0.0
    earth_view_factor: float = 0.0
    sun_cosine: float = 0.0

    def __post_init__(self):
        """Refuse numbers outside their interval."""
        require_share(allow_zero=False, emissivity=self.emissivity)
        require_share(
            solar_absorptivity=self.solar_absorptivity,
            earth_view_factor=self.earth_view_factor,
            sun_cosine=self.sun_cosine,
        )


@dataclass(frozen=True)
class HeatEnvironment:
    """What shines on a panel.

    Parameters
    ----------
    earth_ir_w_per_m2 : float, default 0
        Infrared emission of the Earth at its surface, W/m2.
    albedo : float, default 0
        Share of sunlight the Earth reflects, scaled by what of its lit side is seen.
    solar_w_per_m2 : float, default solar constant
        Sunlight, W/m2.
    sink_k : float, default 0
        Temperature of deep space, K.
    """

    earth_ir_w_per_m2: float = 0.0
    albedo: float = 0.0
    solar_w_per_m2: float = SOLAR_CONSTANT_W_PER_M2
    sink_k: float = 0.0

    def __post_init__(self):
        """Refuse numbers outside their interval."""
        require_non_negative(
            earth_ir_w_per_m2=self.earth_ir_w_per_m2,
            albedo=self.albedo,
            solar_w_per_m2=self.solar_w_per_m2,
            sink_k=self.sink_k,
        )


DEEP_SPACE = HeatEnvironment()


def radiator_faces(emissivity, sides=2):
    """Return the faces of a radiator that sees deep space only.

    Parameters
    ----------
    emissivity : float
        Of each face.
    sides : int, default 2
        One or two.

    Returns
    -------
    tuple of Face
        The faces.

    Raises
    ------
    ValueError
        If sides is neither 1 nor 2.

    Examples
    --------
    >>> len(radiator_faces(0.9))
    2
    """
    if sides not in (1, 2):
        raise ValueError(f"sides must be 1 or 2, got {sides!r}")
    return (Face(emissivity),) * sides


def absorbed_flux_w_per_m2(faces, environment=DEEP_SPACE):
    """Return what a panel absorbs from Sun and Earth.

    Parameters
    ----------
    faces : tuple of Face
        The panel.
    environment : HeatEnvironment, default deep space
        What shines on it.

    Returns
    -------
    float
        W per m2 of panel.

    Notes
    -----
    Sum over faces of ``alpha S cos + alpha albedo S F + epsilon IR F``.

    Examples
    --------
    >>> absorbed_flux_w_per_m2((Face(0.9, earth_view_factor=0.5),), HeatEnvironment(earth_ir_w_per_m2=200.0))
    90.0
    """
    return sum(
        face.solar_absorptivity
        * environment.solar_w_per_m2
        * (face.sun_cosine + environment.albedo * face.earth_view_factor)
        + face.emissivity * environment.earth_ir_w_per_m2 * face.earth_view_factor
        for face in faces
    )


def net_flux_w_per_m2(temperature_k, faces, environment=DEEP_SPACE):
    """Return the heat a panel can take from its load.

    Parameters
    ----------
    temperature_k : float or array_like
        Surface temperature, K.
    faces : tuple of Face
        The panel.
    environment : HeatEnvironment, default deep space
        What shines on it.

    Returns
    -------
    float or ndarray
        W per m2 of panel; negative if it absorbs more than it emits.

    Raises
    ------
    ValueError
        If the temperature is not above zero.

    Notes
    -----
    ``sigma (sum of epsilon) (T^4 - T_sink^4) - absorbed``.

    Examples
    --------
    >>> round(net_flux_w_per_m2(293.15, radiator_faces(1.0)), 1)
    837.5
    """
    require_positive(temperature_k=temperature_k)
    emissivity = sum(face.emissivity for face in faces)
    emitted = STEFAN_BOLTZMANN_W_PER_M2_K4 * emissivity * (temperature_k**4 - environment.sink_k**4)
    return emitted - absorbed_flux_w_per_m2(faces, environment)


def radiator_area_m2(heat_w, temperature_k, faces, environment=DEEP_SPACE):
    """Return the panel area that rejects a heat load.

    Parameters
    ----------
    heat_w : float or array_like
        Heat to reject, W.
    temperature_k : float or array_like
        Surface temperature, K.
    faces : tuple of Face
        The panel.
    environment : HeatEnvironment, default deep space
        What shines on it.

    Returns
    -------
    float or ndarray
        m2; infinite where the panel cannot reject any heat at that temperature.

    Raises
    ------
    ValueError
        If the heat is negative or the temperature is not above zero.

    Examples
    --------
    >>> round(float(radiator_area_m2(40_000.0, 370.0, radiator_faces(1.0, sides=1))), 1)
    37.6
    """
    require_non_negative(heat_w=heat_w)
    flux = np.asarray(net_flux_w_per_m2(temperature_k, faces, environment))
    able = flux > 0.0
    return np.where(able, heat_w / np.where(able, flux, 1.0), np.inf)[()]


def radiator_temperature_k(flux_w_per_m2, faces, environment=DEEP_SPACE):
    """Return the temperature at which a panel rejects a flux: the inverse of the net flux.

    Parameters
    ----------
    flux_w_per_m2 : float or array_like
        Heat taken from the load per panel area, W/m2. Zero gives the idle temperature.
    faces : tuple of Face
        The panel.
    environment : HeatEnvironment, default deep space
        What shines on it.

    Returns
    -------
    float or ndarray
        K.

    Raises
    ------
    ValueError
        If the flux is negative.

    Notes
    -----
    ``((flux + absorbed) / (sigma sum of epsilon) + T_sink^4)^(1/4)``. For a solar panel that turns all its
    electricity into heat on board, the flux is zero: all that is absorbed leaves as heat.

    Examples
    --------
    >>> round(float(radiator_temperature_k(1400.0, radiator_faces(0.9))))
    342
    """
    require_non_negative(flux_w_per_m2=flux_w_per_m2)
    emissivity = sum(face.emissivity for face in faces)
    absorbed = absorbed_flux_w_per_m2(faces, environment)
    fourth = (flux_w_per_m2 + absorbed) / (STEFAN_BOLTZMANN_W_PER_M2_K4 * emissivity) + environment.sink_k**4
    return fourth**0.25


def earth_view_factor(altitude_km, tilt_deg=0.0, earth_radius_km=EARTH_RADIUS_KM):
    """Return the view factor from a small plate to the Earth.

    Parameters
    ----------
    altitude_km : float or array_like
        Height above the surface, km.
    tilt_deg : float or array_like, default 0
        Angle between the normal of the plate and the direction to the centre of the Earth, 0 to 180 degrees.
    earth_radius_km : float, default equatorial radius
        Radius of the Earth, km.

    Returns
    -------
    float or ndarray
        View factor, 0 to 1.

    Raises
    ------
    ValueError
        If the tilt is outside 0 to 180 degrees.

    Notes
    -----
    The exact form for a differential plate and a sphere (Howell, catalogue of radiation heat transfer
    configuration factors). With ``H = r/Re``: ``cos(tilt)/H^2`` while the whole disc is in front of the plate,
    zero while it is behind, and the cut disc in between.

    Examples
    --------
    >>> round(float(earth_view_factor(550.0, 0.0)), 3)
    0.848
    >>> round(float(earth_view_factor(550.0, 90.0)), 3)
    0.258
    """
    if not np.all((np.asarray(tilt_deg) >= 0.0) & (np.asarray(tilt_deg) <= 180.0)):
        raise ValueError(f"tilt_deg must lie between 0 and 180 degrees, got {tilt_deg!r}")
    distance = orbit_radius_km(altitude_km, earth_radius_km) / earth_radius_km
    tilt = np.radians(tilt_deg)
    cosine, sine = np.cos(tilt), np.sin(tilt)
    root = np.sqrt(distance**2 - 1.0)
    whole = cosine / distance**2
    # Outside the interval of the cut disc the arguments are clipped; the value is not used there.
    safe_sine = np.maximum(sine, 1e-12)
    cut = (
        0.5
        - np.arcsin(np.clip(root / (distance * safe_sine), -1.0, 1.0)) / np.pi
        + (
            cosine * np.arccos(np.clip(-root * cosine / safe_sine, -1.0, 1.0))
            - root * np.sqrt(np.maximum(1.0 - (distance * cosine) ** 2, 0.0))
        )
        / (np.pi * distance**2)
    )
    full_view = cosine * distance >= 1.0
    no_view = cosine * distance <= -1.0
    return np.where(full_view, whole, np.where(no_view, 0.0, cut))[()]


def sun_tracking_view_factor(altitude_km, beta_deg, earth_radius_km=EARTH_RADIUS_KM, samples=720):
    """Return the view factor to the Earth of one face of a panel that follows the Sun, averaged over an orbit.

    Parameters
    ----------
    altitude_km : float
        Height above the surface, km.
    beta_deg : float
        Angle between the Sun and the orbit plane, degrees.
    earth_radius_km : float, default equatorial radius
        Radius of the Earth, km.
    samples : int, default 720
        Points along the orbit.

    Returns
    -------
    float
        Mean view factor; the same for the face to the Sun and the face away from it.

    Notes
    -----
    The angle to the Earth follows ``cos(tilt) = cos(beta) cos(anomaly)``. At beta 90 both faces are edge-on all
    the way round.

    Examples
    --------
    >>> round(sun_tracking_view_factor(550.0, 90.0), 3)
    0.258
    """
    anomaly = 2.0 * np.pi * (np.arange(samples) + 0.5) / samples
    tilt_deg = np.degrees(np.arccos(np.cos(np.radians(beta_deg)) * np.cos(anomaly)))
    return float(np.mean(earth_view_factor(altitude_km, tilt_deg, earth_radius_km)))
