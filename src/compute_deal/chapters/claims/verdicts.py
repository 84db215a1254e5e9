"""Verdicts: what follows from a claimed number and the number found."""

import math
from dataclasses import dataclass
from enum import StrEnum

from compute_deal.evidence.expressions import Quantity

LOOSE = 3.0  # so many times the tolerance off is imprecise; farther off is contradicted
ROUNDING = 1e-6  # relative: nobody states a number more finely, and a sum in floating point may differ by less


class Verdict(StrEnum):
    """What becomes of a claim.

    Where a number decides:

    - *holds*: the number found is the one claimed, within the tolerance; or the inequality claimed is true.
    - *imprecise*: off by more than the tolerance but by no more than three times as much; or an inequality
      that is false by no more than the tolerance; or a number that holds in a wording that goes beyond it.
    - *contradicted*: farther off than that.
    - *superseded*: it held for the date of which it speaks, and later evidence gives a number for which the
      claim no longer holds.
    - *cannot be checked*: there is no evidence.

    Where no number decides, we judge, in the same words: *holds* if a party or a primary document says so;
    *imprecise* if it is partly so, or loosely put; *contradicted* if a party or a primary document says
    otherwise; *cannot be checked* if nothing found settles it.
    """

    HOLDS = "holds"
    IMPRECISE = "imprecise"
    CONTRADICTED = "contradicted"
    SUPERSEDED = "superseded"
    UNKNOWN = "cannot be checked"


class Comparison(StrEnum):
    """How a claim relates a quantity to its number."""

    EQUAL = "equal"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"


@dataclass(frozen=True)
class Claimed:
    """What a claim says of a quantity.

    Parameters
    ----------
    low, high : float
        Ends of what is claimed; equal for a single number.
    comparison : Comparison
        How the quantity is said to relate to them. An inequality looks at `low` where it sets a floor and at
        `high` where it sets a ceiling.
    tolerance : float
        How far off the claim may be, relative to the number claimed.
    """

    low: float
    high: float
    comparison: Comparison
    tolerance: float = 0.0


def shortfall(claimed: Claimed, found: Quantity) -> float:
    """Return by how much a claim misses what was found, relative to the number claimed; 0 if it does not.

    Parameters
    ----------
    claimed : Claimed
        The claim.
    found : Quantity
        What the evidence says; its value decides.

    Returns
    -------
    float
        Infinite where a claim about zero is missed.

    Examples
    --------
    >>> twice = Claimed(2, 2, Comparison.ABOUT)
    >>> shortfall(twice, Quantity.of(0.8)), shortfall(twice, Quantity.of(2))
    (0.6, 0.0)
    """
    below, above = claimed.low - found.value, found.value - claimed.high
    match claimed.comparison:
        case Comparison.EQUAL | Comparison.ABOUT:
            missed, bound = max((below, claimed.low), (above, claimed.high))
        case Comparison.AT_LEAST | Comparison.MORE_THAN:
            missed, bound = below, claimed.low
        case _:
            missed, bound = above, claimed.high
    if missed <= 0:
        return 0.0
    return missed / abs(bound) if bound else math.inf


def on_the_bound(claimed: Claimed, found: Quantity) -> bool:
    """Return whether a strict inequality fails because the value lies on its bound.

    It does not fail where the source, too, says only "more than" or "less than" that number.

    Parameters
    ----------
    claimed : Claimed
        The claim.
    found : Quantity
        What the evidence says.

    Returns
    -------
    bool

    Examples
    --------
    >>> more = Claimed(2.5, 2.5, Comparison.MORE_THAN)
    >>> on_the_bound(more, Quantity.of(2.5)), on_the_bound(more, Quantity.of(2.5, low=2.5))
    (True, False)
    """
    match claimed.comparison:
        case Comparison.MORE_THAN:
            bound, beyond = claimed.low, found.high > found.value
        case Comparison.LESS_THAN:
            bound, beyond = claimed.high, found.low < found.value
        case _:
            return False
    return math.isclose(found.value, bound, rel_tol=ROUNDING) and not beyond


def compare(claimed: Claimed, found: Quantity) -> Verdict:
    """Return whether a claim holds, is imprecise or is contradicted.

    Parameters
    ----------
    claimed : Claimed
        The claim.
    found : Quantity
        What the evidence says.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> rounded = Claimed(6.3, 6.3, Comparison.EQUAL, tolerance=0.008)
    >>> [str(compare(rounded, Quantity.of(found))) for found in (6.3, 6.34, 6.36, 7.0)]
    ['holds', 'holds', 'imprecise', 'contradicted']
    """
    missed = shortfall(claimed, found)
    if claimed.comparison in (Comparison.EQUAL, Comparison.ABOUT):
        exact, loose = claimed.tolerance, LOOSE * claimed.tolerance
    else:
        exact, loose = 0.0, claimed.tolerance
    if missed <= exact + ROUNDING and not on_the_bound(claimed, found):
        return Verdict.HOLDS
    return Verdict.IMPRECISE if loose and missed <= loose + ROUNDING else Verdict.CONTRADICTED


def judge(
    claimed: Claimed | None,
    found: Quantity | None = None,
    later: Quantity | None = None,
    overstated: bool = False,
) -> Verdict:
    """Return the verdict on a claim with a number.

    Parameters
    ----------
    claimed : Claimed or None
        The claim.
    found : Quantity or None, optional
        The quantity for the date of which the claim speaks; None where there is no evidence.
    later : Quantity or None, optional
        The same quantity as later evidence has it.
    overstated : bool, optional
        Whether the wording goes beyond the number.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> customers = Claimed(8, 8, Comparison.EQUAL)
    >>> str(judge(customers, Quantity.of(8), Quantity.of(9)))
    'superseded'
    """
    if claimed is None or found is None:
        return Verdict.UNKNOWN
    verdict = compare(claimed, found)
    if verdict is Verdict.HOLDS and later is not None and compare(claimed, later) is not Verdict.HOLDS:
        return Verdict.SUPERSEDED
    return Verdict.IMPRECISE if verdict is Verdict.HOLDS and overstated else verdict
