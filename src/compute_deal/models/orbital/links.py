"""Link bandwidth: what training and inference need against what can be had in orbit."""

import numpy as np

from compute_deal.models.orbital.checks import require_positive, require_share

BITS_PER_BYTE = 8.0


def synchronous_slowdown(communication_share, bandwidth_ratio):
    """Return how much longer a training step takes with less bandwidth.

    Parameters
    ----------
    communication_share : float or array_like
        Share of the step on Earth that waits for traffic across the cut.
    bandwidth_ratio : float or array_like
        Bandwidth on Earth per bandwidth in orbit.

    Returns
    -------
    float or ndarray
        Step time in orbit per step time on Earth, with the same algorithm.

    Raises
    ------
    ValueError
        If the share is outside 0 to 1 or the ratio is not above zero.

    Notes
    -----
    ``(1 - s) + s R``. An algorithm that communicates less often lowers ``s``.

    Examples
    --------
    >>> synchronous_slowdown(0.5, 1001.0)
    501.0
    """
    require_share(communication_share=communication_share)
    require_positive(bandwidth_ratio=bandwidth_ratio)
    return (1.0 - communication_share) + communication_share * bandwidth_ratio


def link_factor(work_flop_per_s, bits_per_flop, link_bits_per_s):
    """Return the share of the work that a link lets through.

    Parameters
    ----------
    work_flop_per_s : float or array_like
        Work done, FLOP/s.
    bits_per_flop : float or array_like
        Bits over the link per FLOP.
    link_bits_per_s : float or array_like
        Rate of the link, bit/s.

    Returns
    -------
    float or ndarray
        ``min(1, link / (work * bits per FLOP))``.

    Raises
    ------
    ValueError
        If an input is not above zero.

    Examples
    --------
    >>> float(link_factor(1e15, 4e-6, 1e9))
    0.25
    """
    require_positive(work_flop_per_s=work_flop_per_s, bits_per_flop=bits_per_flop, link_bits_per_s=link_bits_per_s)
    return np.minimum(1.0, link_bits_per_s / (work_flop_per_s * bits_per_flop))
