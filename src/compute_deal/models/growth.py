"""Growth between dated levels, and the growth that makes a fixed fee a chosen share of revenue.

Dates are decimal years (2026.5 is mid-2026), levels are positive numbers in any unit. A growth *factor*
is the ratio of two levels one year apart: 3.0 means that the level triples within a year. All are
elementary closed forms; `growth_to_share` is also evaluated in the page.
"""

from typing import Any


def implied_growth_factor(start_year: float, start_level: float, end_year: float, end_level: float) -> float:
    """Give the constant yearly growth factor that joins two dated levels.

    Parameters
    ----------
    start_year, end_year : float
        Dates in decimal years, the end after the start.
    start_level, end_level : float
        Positive levels in one unit.

    Returns
    -------
    float
        Growth factor per year.

    Raises
    ------
    ValueError
        If the end is not after the start or a level is not positive.

    Notes
    -----
    ``(end / start)^(1 / years)``, an elementary closed form.

    Examples
    --------
    From 9 to 36 within six months is a factor of 16 a year.

    >>> implied_growth_factor(2026.0, 9, 2026.5, 36)
    16.0
    """
    if not end_year > start_year:
        raise ValueError(f"the end must come after the start, got {start_year} to {end_year}")
    if not (start_level > 0 and end_level > 0):
        raise ValueError(f"levels must be positive, got {start_level} and {end_level}")
    return (end_level / start_level) ** (1 / (end_year - start_year))


def growth_to_share(fee: Any, revenue: Any, share: Any, years: Any) -> Any:
    """Give the yearly growth factor at which a fixed fee is a share of revenue after some years.

    Parameters
    ----------
    fee, revenue : float, array_like or expression
        Fee and revenue a year, in one unit; say which revenue: a run-rate and a quarter times four differ.
    share : float, array_like or expression
        Fee over revenue at the end, as a decimal above 0.
    years : float, array_like or expression
        Years until then, above 0.

    Returns
    -------
    float, ndarray or expression
        Growth factor per year; below 1 where revenue may even shrink. Any larger factor keeps the fee below the share.

    Notes
    -----
    ``(fee / (share · revenue))^(1 / years)``, an elementary closed form.

    Examples
    --------
    A fee of 15 on a revenue of 30: to be a quarter of revenue after one year, revenue must double to 60.

    >>> growth_to_share(15, 30, 0.25, 1.0)
    2.0
    """
    return (fee / share / revenue) ** (1 / years)
