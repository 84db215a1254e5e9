"""Sunlight on a circular orbit: period, eclipse and the year of a dawn-dusk orbit.

The shadow of the Earth is a cylinder: no penumbra and no refraction. Angles are in degrees,
lengths in km. Every function takes numbers or arrays that broadcast.
"""

import numpy as np

from compute_deal.models.orbital.checks import require_positive

EARTH_RADIUS_KM = 6378.137
EARTH_MU_KM3_PER_S2 = 398_600.4418
EARTH_J2 = 1.08262668e-3
OBLIQUITY_DEG = 23.44
SECONDS_PER_TROPICAL_YEAR = 365.2422 * 86_400.0


def orbit_radius_km(altitude_km, earth_radius_km=EARTH_RADIUS_KM):
    """Return the radius of a circular orbit.

    Parameters
    ----------
    altitude_km : float or array_like
        Height above the surface, km.
    earth_radius_km : float, default equatorial radius
        Radius of the Earth, km.

    Returns
    -------
    float or ndarray
        Orbit radius, km.

    Raises
    ------
    ValueError
        If the altitude is not above zero.

    Examples
    --------
    >>> orbit_radius_km(650.0)
    7028.137
    """
    require_positive(altitude_km=altitude_km, earth_radius_km=earth_radius_km)
    return earth_radius_km + altitude_km


def orbit_period_s(altitude_km):
    """Return the period of a circular orbit.

    Parameters
    ----------
    altitude_km : float or array_like
        Height above the surface, km.

    Returns
    -------
    float or ndarray
        Period, s.

    Notes
    -----
    Kepler's third law, ``2 pi sqrt(r^3 / mu)``.

    Examples
    --------
    >>> round(float(orbit_period_s(650.0)) / 60.0, 1)
    97.7
    """
    return 2.0 * np.pi * np.sqrt(orbit_radius_km(altitude_km) ** 3 / EARTH_MU_KM3_PER_S2)


def eclipse_fraction(altitude_km, beta_deg=0.0, earth_radius_km=EARTH_RADIUS_KM):
    """Return the share of a circular orbit spent in the shadow of the Earth.

    Parameters
    ----------
    altitude_km : float or array_like
        Height above the surface, km.
    beta_deg : float or array_like, default 0
        Angle between the Sun and the orbit plane, degrees, from -90 to 90.
    earth_radius_km : float, default equatorial radius
        Radius of the Earth, km.

    Returns
    -------
    float or ndarray
        Share of the period, 0 to 0.5.

    Raises
    ------
    ValueError
        If the altitude is not above zero or beta is outside -90 to 90 degrees.

    Notes
    -----
    ``arccos(sqrt(r^2 - Re^2) / (r cos beta)) / pi``, and 0 where the argument is 1 or more.

    Examples
    --------
    >>> round(float(eclipse_fraction(650.0)), 3)
    0.362
    >>> float(eclipse_fraction(650.0, 90.0))
    0.0
    """
    if not np.all(np.abs(np.asarray(beta_deg)) <= 90.0):
        raise ValueError(f"beta_deg must lie between -90 and 90 degrees, got {beta_deg!r}")
    radius = orbit_radius_km(altitude_km, earth_radius_km)
    horizon = np.sqrt(radius**2 - earth_radius_km**2) / radius
    # The floor only keeps the division defined at 90 degrees, where no orbit meets the shadow.
    cos_beta = np.maximum(np.cos(np.radians(beta_deg)), 1e-12)
    return np.arccos(np.minimum(horizon / cos_beta, 1.0)) / np.pi


def eclipse_duration_h(altitude_km, beta_deg=0.0):
    """Return the time in shadow per orbit, which the battery has to bridge.

    Parameters
    ----------
    altitude_km : float or array_like
        Height above the surface, km.
    beta_deg : float or array_like, default 0
        Angle between the Sun and the orbit plane, degrees.

    Returns
    -------
    float or ndarray
        Hours.

    Examples
    --------
    >>> round(float(eclipse_duration_h(650.0)), 2)
    0.59
    """
    return eclipse_fraction(altitude_km, beta_deg) * orbit_period_s(altitude_km) / 3600.0


def sun_synchronous_inclination_deg(altitude_km):
    """Return the inclination whose plane turns with the Sun.

    Parameters
    ----------
    altitude_km : float or array_like
        Height above the surface, km.

    Returns
    -------
    float or ndarray
        Inclination, degrees (above 90: retrograde).

    Raises
    ------
    ValueError
        If no circular sun-synchronous orbit exists at that height (above about 5,970 km).

    Notes
    -----
    The node drifts by ``-1.5 J2 (Re/r)^2 n cos i``; this is set equal to one turn a tropical year.

    Examples
    --------
    >>> round(float(sun_synchronous_inclination_deg(650.0)), 1)
    98.0
    """
    radius = orbit_radius_km(altitude_km)
    mean_motion = 2.0 * np.pi / orbit_period_s(altitude_km)
    drift_wanted = 2.0 * np.pi / SECONDS_PER_TROPICAL_YEAR
    cosine = -drift_wanted / (1.5 * EARTH_J2 * (EARTH_RADIUS_KM / radius) ** 2 * mean_motion)
    if np.any(cosine < -1.0):
        raise ValueError(f"no sun-synchronous circular orbit at altitude_km {altitude_km!r}")
    return np.degrees(np.arccos(cosine))


def dawn_dusk_beta_deg(altitude_km, sun_declination_deg):
    """Return the beta angle of a dawn-dusk sun-synchronous orbit.

    Parameters
    ----------
    altitude_km : float or array_like
        Height above the surface, km.
    sun_declination_deg : float or array_like
        Declination of the Sun, degrees, between the two solstices.

    Returns
    -------
    float or ndarray
        Angle between the Sun and the orbit plane, degrees.

    Raises
    ------
    ValueError
        If the declination is beyond the solstices.

    Notes
    -----
    With the node a quarter turn from the Sun, ``sin beta = sin(i + declination)``. The equation of time is
    left out.

    Examples
    --------
    >>> round(float(dawn_dusk_beta_deg(650.0, 23.44)), 1)
    58.6
    """
    if not np.all(np.abs(np.asarray(sun_declination_deg)) <= OBLIQUITY_DEG + 1e-9):
        raise ValueError(f"sun_declination_deg must lie within ±{OBLIQUITY_DEG}, got {sun_declination_deg!r}")
    inclination = sun_synchronous_inclination_deg(altitude_km)
    sine = np.sin(np.radians(inclination + np.asarray(sun_declination_deg)))
    return np.degrees(np.arcsin(sine))


def dawn_dusk_sunlit_fraction(altitude_km, samples=3600):
    """Return the share of a year in which a dawn-dusk orbit is in sunlight.

    Parameters
    ----------
    altitude_km : float
        Height above the surface, km.
    samples : int, default 3600
        Number of points along the year.

    Returns
    -------
    float
        Mean sunlit share over the year.

    Raises
    ------
    ValueError
        If the altitude is not above zero or has no sun-synchronous orbit.

    Notes
    -----
    Mean of ``1 - eclipse_fraction`` over the ecliptic longitude of the Sun, the year taken as a circle.
    The shadow season lies around one solstice.

    Examples
    --------
    >>> 0.95 < dawn_dusk_sunlit_fraction(650.0) < 1.0
    True
    """
    require_positive(samples=samples)
    longitude = 2.0 * np.pi * (np.arange(samples) + 0.5) / samples
    declination = np.degrees(np.arcsin(np.sin(np.radians(OBLIQUITY_DEG)) * np.sin(longitude)))
    beta = dawn_dusk_beta_deg(altitude_km, declination)
    return float(np.mean(1.0 - eclipse_fraction(altitude_km, beta)))
