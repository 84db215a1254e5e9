"""Numbers of published models, as the evidence holds them."""

from collections.abc import Iterable

from compute_deal.evidence import Evidence


def published_values(evidence: Evidence, ids: Iterable[str]) -> dict[str, float]:
    """Return numbers of published models by id, in the order asked for, and note that they were read.

    Parameters
    ----------
    evidence : Evidence
        Holds the table of published models.
    ids : iterable of str
        Rows of that table that state a number.

    Returns
    -------
    dict of str to float
        In the units of the rows.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> published_values(load(), ("epoch_tco_it_life",))
    {'epoch_tco_it_life': 5.0}
    """
    wanted = list(ids)
    evidence.reads.note(wanted)
    rows = {row["id"]: row for row in evidence.tables["published_models"]}
    return {id: float(rows[id]["value"]) for id in wanted}


def published_range(evidence: Evidence, id: str) -> tuple[float, float]:
    """Return low and high of a row of a published model, the value standing in for a bound that is not given.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> published_range(load(), "bcg_ratio_today"), published_range(load(), "epoch_tco_it_life")
    ((2.5, 3.0), (5.0, 5.0))
    """
    evidence.reads.note([id])
    row = next(row for row in evidence.tables["published_models"] if row["id"] == id)
    return float(row["low"] or row["value"]), float(row["high"] or row["value"])
