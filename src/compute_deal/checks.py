"""One check of a method: a number that is known from elsewhere beside the one that the models give."""

from collections.abc import Mapping
from dataclasses import dataclass

from compute_deal.evidence import Evidence

PUBLISHED, CLOSED, ROUTE, CONSISTENCY = "published", "closed form", "second route", "consistency"
EXACT = 1e-9  # what floating point and iterative roots leave


@dataclass(frozen=True)
class Check:
    """A number known from elsewhere, and ours.

    Parameters
    ----------
    id : str
        Name of the check, or the row of the evidence that holds the expected number.
    method : str
        Module of `compute_deal.models` that is checked, such as "growth" or "risk.exit_game".
    kind : {"published", "closed form", "second route", "consistency"}
        Whether the number is printed by others or given by their published code, follows from a formula or by hand, comes
        from another way to compute it, or rests on the same inputs or code as ours, so that both can only fit or not.
    what : str
        What is compared.
    route : str
        Who published the number, or how else it was computed.
    expected, ours : float
        Both numbers, in `unit`.
    tolerance : float
        Largest deviation that is accepted: what the rounding of a printed number, the stated error or four standard errors
        of a simulation allow.
    unit : str, optional
        A unit of the evidence.
    source : str, optional
        Key of the bibliography, where the expected number stands in the evidence.
    scale : float, optional
        What the deviation is a share of; the expected number if left out. Needed where zero is expected.
    """

    id: str
    method: str
    kind: str
    what: str
    route: str
    expected: float
    ours: float
    tolerance: float = EXACT
    unit: str = "ratio"
    source: str = ""
    scale: float | None = None

    @property
    def deviation(self) -> float:
        """How far our number is from the other, as a share of it or of the scale."""
        return (self.ours - self.expected) / (self.expected if self.scale is None else self.scale)

    @property
    def holds(self) -> bool:
        """Whether the deviation is within the tolerance; a hair is granted to the last digit."""
        return abs(self.deviation) <= self.tolerance + EXACT


def of_row(
    evidence: Evidence, id: str, method: str, ours: float, kind: str = PUBLISHED, route: str = "", **more: object
) -> Check:
    """Return a check against a row of the table of published models.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    id, method : str
        The row, and the module that is checked.
    ours : float
        What the models give, in the unit of the row.
    kind : str, optional
        A number can stand in the table and yet be worked out by us from what is printed, or by running published code.
    route : str, optional
        Where the number comes from; who published it if left out.
    **more
        Other fields of the check.

    Returns
    -------
    Check
    """
    row = evidence.rows("published_models", [id]).iloc[0]
    fields = {
        "what": row["name"],
        "route": route or row.model.removesuffix(" calculator").removesuffix(" white paper"),
        "tolerance": float(row.tolerance) if row.tolerance else EXACT,
    } | more
    return Check(
        id,
        method,
        kind,
        expected=float(row.value),
        ours=float(ours),
        unit=row.unit,
        source=row.source,
        **fields,
    )


def published(evidence: Evidence, method: str, ours: Mapping[str, float]) -> list[Check]:
    """Return checks against numbers that others have printed or that their published code gives.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    method : str
        The module that is checked.
    ours : mapping of str to float
        What the models give, by row of the table of published models, in its unit.

    Returns
    -------
    list of Check
        In the order of the results.
    """
    return [of_row(evidence, id, method, value) for id, value in ours.items()]


def closed(id: str, method: str, what: str, route: str, expected: float, ours: float, **more: object) -> Check:
    """Return a check against a closed form or an example worked by hand."""
    return Check(id, method, CLOSED, what, route, float(expected), float(ours), **more)


def second(id: str, method: str, what: str, route: str, expected: float, ours: float, **more: object) -> Check:
    """Return a check against another way to compute the same."""
    return Check(id, method, ROUTE, what, route, float(expected), float(ours), **more)


def consistent(id: str, method: str, what: str, route: str, expected: float, ours: float, **more: object) -> Check:
    """Return a check that two results agree which rest on the same inputs or the same code."""
    return Check(id, method, CONSISTENCY, what, route, float(expected), float(ours), **more)
