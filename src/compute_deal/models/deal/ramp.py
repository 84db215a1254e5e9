"""The ramp: how far below the full fee the first months were, inferred from a customer's share of revenue."""

from compute_deal.models.bounds import Bounds


def revenue_from_share(share: float, revenue_usd: float, printed_step: float) -> Bounds:
    """Return a customer's revenue from its share, with the range that rounding of the share leaves.

    Parameters
    ----------
    share : float
        The customer's share of revenue, as a decimal, as printed.
    revenue_usd : float
        Revenue of the period.
    printed_step : float
        Step to which the share is rounded: 0.001 for one decimal of a per cent.

    Returns
    -------
    Bounds
        USD.

    Raises
    ------
    ValueError
        If the share is outside 0 to 1.

    Examples
    --------
    >>> found = revenue_from_share(0.195, 7.814e9, 0.001)
    >>> [round(usd / 1e9, 3) for usd in (found.low, found.value, found.high)]
    [1.52, 1.524, 1.528]
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share is {share}; expected a decimal from 0 to 1")
    half = printed_step / 2
    return Bounds((share - half) * revenue_usd, share * revenue_usd, (share + half) * revenue_usd)


def average_ramp(paid_usd: Bounds, fee_usd_per_month: float, months: float) -> Bounds:
    """Return the average fraction of the full fee that was paid over some months.

    Parameters
    ----------
    paid_usd : Bounds
        Paid over these months.
    fee_usd_per_month : float
        Full monthly fee.
    months : float
        Number of months.

    Returns
    -------
    Bounds
        Decimal fractions.

    Examples
    --------
    >>> average_ramp(Bounds(1.25e9, 1.5e9, 2e9), 1.25e9, 2)
    Bounds(low=0.5, value=0.6, high=0.8)
    """
    full = fee_usd_per_month * months
    return Bounds(paid_usd.low / full, paid_usd.value / full, paid_usd.high / full)
