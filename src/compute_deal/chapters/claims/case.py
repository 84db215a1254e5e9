"""Every claim of the two articles, judged against the evidence."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from compute_deal.chapters.claims.verdicts import Claimed, Comparison, Verdict, judge
from compute_deal.evidence import Evidence, traced
from compute_deal.evidence.expressions import Quantity, evaluate_range, names
from compute_deal.evidence.quantities import first_day, last_day, quantities
from compute_deal.evidence.tables import Row

ARTICLES = {"seed_ajianaz_2026": "ajianaz", "seed_devdigest_2026": "devdigest"}


@dataclass(frozen=True)
class Judged:
    """One claim with its verdict.

    Parameters
    ----------
    row : dict of str to str
        The claim as it stands in the table.
    verdict : Verdict
        Computed where the claim has a number, ours where it has none.
    found, later : Quantity or None
        What the evidence says, and what later evidence says, in the unit of the row.
    inputs : tuple of str
        Ids of the rows that the verdict rests on, those of the expressions first.
    """

    row: Row
    verdict: Verdict
    found: Quantity | None
    later: Quantity | None
    inputs: tuple[str, ...]

    @property
    def id(self) -> str:
        """Key of the claim."""
        return self.row["id"]

    @property
    def article(self) -> str:
        """Short name of the article that makes the claim."""
        return ARTICLES[self.row["source"]]

    @property
    def computed(self) -> bool:
        """Whether a number decided."""
        return self.found is not None

    @property
    def plain(self) -> bool:
        """Whether the claim only states a figure or quotes one, so that its number is the article's."""
        return self.row["kind"] in ("figure", "quote")

    @property
    def by_own_figures(self) -> bool:
        """Whether the claim was tested against figures of its own article alone."""
        used = names(self.row["observed"]) if self.row["observed"] else ()
        return bool(used) and all(name.startswith(f"claim_{self.article}_") for name in used)


def judged_claims(evidence: Evidence) -> list[Judged]:
    """Return all claims with their verdicts, in the order of the articles.

    Parameters
    ----------
    evidence : Evidence
        The facts and the other tables.

    Returns
    -------
    list of Judged

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> judged = {claim.id: claim for claim in judged_claims(load())}
    >>> str(judged["claim_devdigest_revenue_multiple"].verdict)
    'contradicted'
    """
    return [judged_claim(evidence, row["id"]) for row in evidence.tables["claims"]]


@traced
def judged_claim(evidence: Evidence, id: str) -> Judged:
    """Return one claim with its verdict, and note which rows that rests on.

    Parameters
    ----------
    evidence : Evidence
        The facts and the other tables.
    id : str
        Key of the claim.

    Returns
    -------
    Judged
    """
    row, known = evidence.row(id), _quantities(evidence)
    found, later = (evaluate_range(row[name], known) if row[name] else None for name in ("observed", "observed_later"))
    verdict = Verdict(row["verdict"]) if row["verdict"] else judge(claimed(row), found, later, bool(row["wording"]))
    used = [name for column in ("observed", "observed_later") if row[column] for name in names(row[column])]
    claim = Judged(row, verdict, found, later, tuple(dict.fromkeys([*used, *row["context"].split()])))
    evidence.reads.note(claim.inputs)
    return claim


@traced
def _quantities(evidence: Evidence) -> dict[str, Quantity | None]:
    return quantities(evidence.tables)


def claimed(row: Row) -> Claimed | None:
    """Return what a row claims; a month counts from its first to its last day."""
    if row["claimed_date"]:
        low, high = (day(row["claimed_date"]).toordinal() for day in (first_day, last_day))
    else:
        stated = [float(row[name]) for name in ("claimed_low", "claimed_value", "claimed_high") if row[name]]
        if not stated:
            return None
        low, high = min(stated), max(stated)
    return Claimed(low, high, Comparison(row["comparison"]), float(row["tolerance"] or 0))


def counted(claims: Sequence[Judged]) -> dict[tuple[str, Verdict], int]:
    """Return how many claims of each article have each verdict, zero included."""
    counts = Counter((claim.article, claim.verdict) for claim in claims)
    return {(article, verdict): counts[article, verdict] for article in ARTICLES.values() for verdict in Verdict}
