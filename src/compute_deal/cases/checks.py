"""One check of a method: a number that is known from elsewhere beside the one that the models give."""

from collections.abc import Mapping
from dataclasses import dataclass

from compute_deal.evidence import Evidence

PUBLISHED, CLOSED, ROUTE = "published", "closed form", "second route"
KINDS = (PUBLISHED, CLOSED, ROUTE)
EXACT = 1e-9  # what floating point and iterative roots leave


@dataclass(frozen=True)
class Check:
    """A number known from elsewhere, and ours.

    Parameters
    ----------
    id : str
        Name of the check; of a published number, its row of the evidence.
    method : str
        Module of `compute_deal.models` that is checked, such as "erlang" or "risk.exit_game".
    kind : {"published", "closed form", "second route"}
        Whether the number is printed by others, follows from a formula or by hand, or comes from another way to compute it.
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
        Key of the bibliography.
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


def published(evidence: Evidence, methods: Mapping[str, str] | str, ours: Mapping[str, float]) -> list[Check]:
    """Return checks against rows of the table of published models.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    methods : str or mapping of str to str
        The method of all, or of each row.
    ours : mapping of str to float
        What the models give, by row, in its unit.

    Returns
    -------
    list of Check
        In the order of the results.
    """
    rows = evidence.rows("published_models", ours)
    return [
        Check(
            id=id,
            method=methods if isinstance(methods, str) else methods[id],
            kind=PUBLISHED,
            what=row["name"],
            route=row.model.removesuffix(" calculator").removesuffix(" white paper"),
            expected=float(row.value),
            ours=float(ours[id]),
            tolerance=float(row.tolerance),
            unit=row.unit,
            source=row.source,
        )
        for id, row in rows.iterrows()
    ]


def closed(id: str, method: str, what: str, route: str, expected: float, ours: float, **more: object) -> Check:
    """Return a check against a closed form or an example worked by hand."""
    return Check(id, method, CLOSED, what, route, float(expected), float(ours), **more)


def second(id: str, method: str, what: str, route: str, expected: float, ours: float, **more: object) -> Check:
    """Return a check against another way to compute the same."""
    return Check(id, method, ROUTE, what, route, float(expected), float(ours), **more)


def values(evidence: Evidence, *ids: str) -> list[float]:
    """Return values of the table of published models."""
    return [float(value) for value in evidence.rows("published_models", ids).value]
