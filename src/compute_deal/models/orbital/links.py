"""Link bandwidth: what training and inference need against what can be had in orbit."""

import numpy as np

from compute_deal.models.orbital.checks import require_non_negative, require_positive, require_share

BITS_PER_BYTE = 8.0


def bisection_bytes_per_s(links_across_cut, link_bits_per_s):
    """Return the bandwidth across the middle of a cluster.

    Parameters
    ----------
    links_across_cut : float or array_like
        Links that cross the cut into two halves.
    link_bits_per_s : float or array_like
        Rate of one link, bit/s.

    Returns
    -------
    float or ndarray
        Byte/s.

    Raises
    ------
    ValueError
        If an input is negative.

    Examples
    --------
    >>> bisection_bytes_per_s(2, 9.6e12) / 1e12
    2.4
    """
    require_non_negative(links_across_cut=links_across_cut, link_bits_per_s=link_bits_per_s)
    return links_across_cut * link_bits_per_s / BITS_PER_BYTE


def all_reduce_bytes_per_s(parameters, bytes_per_parameter, groups, step_s):
    """Return what each group must send so that gradients are exchanged once a training step.

    Parameters
    ----------
    parameters : float or array_like
        Parameters of the model.
    bytes_per_parameter : float or array_like
        Bytes sent per gradient.
    groups : float or array_like
        Satellites (or halls) that each hold a full copy of the model.
    step_s : float or array_like
        Time of a step, s.

    Returns
    -------
    float or ndarray
        Byte/s out of each group, and the same in.

    Raises
    ------
    ValueError
        If an input is not above zero or there are fewer than two groups.

    Notes
    -----
    Ring all-reduce: ``2 (n - 1) / n * parameters * bytes / step``.

    Examples
    --------
    >>> all_reduce_bytes_per_s(1e12, 2.0, 2, 10.0) / 1e12
    0.2
    """
    require_positive(parameters=parameters, bytes_per_parameter=bytes_per_parameter, step_s=step_s)
    if not np.all(np.asarray(groups) >= 2):
        raise ValueError(f"groups must be 2 or more, got {groups!r}")
    return 2.0 * (groups - 1) / groups * parameters * bytes_per_parameter / step_s


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
