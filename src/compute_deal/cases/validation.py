"""Every published result that the models reproduce, in one list."""

from compute_deal.cases.market_epoch import EPOCH_LIVES, MW_PER_GW, epoch_table
from compute_deal.cases.orbital_checks import Check, checks
from compute_deal.evidence import Evidence
from compute_deal.models.risk.stopping import bermudan_put
from compute_deal.results import Result

FITTED_LIFE = 5  # years; the total that sets the rate is no test of it
ROUNDING = 0.05  # Epoch AI prints totals to half a billion or a whole one


def all_checks(evidence: Evidence) -> list[Check]:
    """Return published results beside ours: orbital models, the cost of a gigawatt, American puts.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    list of Check
        In the order of the models.
    """
    found = [*checks(evidence), *epoch_checks(evidence), *put_checks(evidence)]
    return list({check.id: check for check in found}.values())  # a total that two models reproduce counts once


def epoch_checks(evidence: Evidence) -> list[Check]:
    """Return Epoch AI's yearly totals by life of the chips, built up with the one rate that the five-year total sets."""
    table = epoch_table(evidence)
    rows = evidence.rows("published_models", EPOCH_LIVES.values())
    return [
        Check(id, row.model, row["name"], row.unit, row.value, table.interest[life] / MW_PER_GW, ROUNDING)
        for (life, id), (_, row) in zip(EPOCH_LIVES.items(), rows.iterrows(), strict=True)
        if life != FITTED_LIFE
    ]


def put_checks(evidence: Evidence) -> list[Check]:
    """Return the American puts of Longstaff and Schwartz, priced by the engine that solves the exit game."""
    table = evidence.frame("published_models")
    ids = [id for id in table.index if id.startswith("longstaff_put_")]
    rows = evidence.rows("published_models", ids)
    strike, rate, exercises = evidence.rows(
        "published_models", ["longstaff_strike", "longstaff_rate", "longstaff_exercises"]
    ).value
    found = []
    for id, row in rows.iterrows():
        spot, per_cent, years = (float(part) for part in str(id).split("_")[2:])
        ours = bermudan_put(spot, strike, rate, per_cent / 100, years, exercises_per_year=int(exercises))
        found.append(Check(str(id), row.model, row["name"], row.unit, row.value, round(float(ours), 6), row.tolerance))
    return found


def validation_results(evidence: Evidence) -> dict[str, Result]:
    """Return how many published results were computed again, and how near they came.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    dict of str to Result
        By id.
    """
    found = all_checks(evidence)
    inputs = [check.id for check in found]
    return {
        "validation_number": Result(len(found), "number", "Published results computed again", inputs=inputs),
        "validation_held": Result(
            sum(check.holds for check in found), "number", "Of these, within the stated tolerance", inputs=inputs
        ),
        "validation_worst": Result(
            max(abs(check.deviation) for check in found), "fraction", "Largest deviation", inputs=inputs, digits=2
        ),
    }
