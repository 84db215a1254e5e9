"""The headline numbers of the report under each of its scenarios."""

import pandas as pd

from compute_deal.chapters.actions.results import actions_results
from compute_deal.chapters.deal.results import deal_results
from compute_deal.chapters.risks.results import add_chances, add_paid
from compute_deal.charts.numbers import quantity
from compute_deal.charts.tables import AGREEMENT
from compute_deal.evidence import Evidence
from compute_deal.evidence.changes import parse_changes
from compute_deal.evidence.names import named
from compute_deal.markup import Markup, marked, plain, quoted
from compute_deal.results import Result, Results

# What a scenario may move, of all chapters that compute it in seconds; that on orbit does not rest on the market.
HEADLINES = {
    "headline_value": "Headline value",
    "firm_today": "Firm when this edition closed",
    "contract_worth": "Fees expected to be paid in all",
    "contract_worth_share": "The same, as a share of the headline",
    "anthropic_leaves": "Chance that Anthropic leaves over the price",
    "spacex_leaves": "Chance that SpaceX leaves, over the price or for its own use",
    "spacex_leaves_price": "Chance that SpaceX leaves over the price",
    "runs_to_term": "Chance that the last month is served",
    "exit_life": "Months still served, expected",
    "lock_even_use": "Use above which committing for a year pays",
}


def headline_numbers(evidence: Evidence) -> dict[str, Result]:
    """Return the headline numbers of the chapters.

    Parameters
    ----------
    evidence : Evidence
        The facts, with what is assumed.

    Returns
    -------
    dict of str to Result
        By id, in the order of the report.
    """
    risks = Results(evidence)
    add_chances(risks)
    add_paid(risks)
    known = [deal_results(evidence), risks, actions_results(evidence)]
    return {id: next(results[id] for results in known if id in results) for id in HEADLINES}


def scenario_results(evidence: Evidence) -> Results:
    """Return the headline numbers under each scenario of the evidence.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    Results
        By the scenario's key and the number's id.
    """
    results = Results(evidence)
    for row in evidence.tables["scenarios"]:
        for id, found in headline_numbers(evidence.with_values(**parse_changes(row["changes"]))).items():

            def compute(found: Result = found) -> tuple:
                evidence.reads.note(found.inputs)
                return found.value, found.low, found.high

            label = f"{row['title']}: {HEADLINES[id]}"
            results.add(f"{row['scenario']}_{id}", found.unit, label, compute, digits=found.digits)
    return results


def comparison(evidence: Evidence) -> pd.DataFrame:
    """Return a table of the headline numbers, a column for each scenario.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    pandas.DataFrame
        Of text, and of quotes from the second column on.
    """
    scenarios = evidence.tables["scenarios"]
    return pd.DataFrame(
        {
            "": list(HEADLINES.values()),
            **{row["title"]: [quoted(f"{row['scenario']}_{id}", "short") for id in HEADLINES] for row in scenarios},
        }
    )


def worth_by_scenario(evidence: Evidence, results: Results) -> pd.DataFrame:
    """Return what the contract is expected to pay under each scenario.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    results : Results
        As `scenario_results` returns them.

    Returns
    -------
    pandas.DataFrame
        Columns `scenario`, `low_bn`, `value_bn` and `high_bn`, in USD billion.
    """
    found = {row["title"]: results[f"{row['scenario']}_contract_worth"] for row in evidence.tables["scenarios"]}
    rows = [(title, each.low / 1e9, each.value / 1e9, each.high / 1e9) for title, each in found.items()]
    return pd.DataFrame(rows, columns=["scenario", "low_bn", "value_bn", "high_bn"]).round(4)


def assumed(evidence: Evidence) -> pd.DataFrame:
    """Return a table of what each scenario moves, in words, and why.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    pandas.DataFrame
        Of text, with quotes of what the report itself goes by.
    """
    rows = [(row["title"], moved(evidence, row["changes"]), row["why"]) for row in evidence.tables["scenarios"]]
    return pd.DataFrame(rows, columns=["Scenario", "What it moves", "What it stands for"])


def moved(evidence: Evidence, changes: str) -> Markup:
    """Return changes of the evidence in words, each with what the report itself goes by.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    changes : str
        As a scenario has them.

    Returns
    -------
    Markup

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> str(moved(load(), "risk_relet_share=1")).partition(": ")[2]
    '100% instead of {n}`risk_relet_share; short`'
    >>> str(moved(load(), ""))
    'nothing'
    """
    parts = []
    for id, value in parse_changes(changes).items():
        table, at = evidence.places[id]
        row = evidence.tables[table][at]
        unit, fact = row["unit"], id in evidence.facts
        before = quoted(id, "short") if fact else quantity(float(row["value"]), unit, short=True)
        what = named(evidence, id).removeprefix(f"{AGREEMENT}: ")
        parts.append(plain(f"{what}: {quantity(float(value), unit, short=True)} instead of ") + marked(before))
    return Markup("; ".join(parts) or "nothing")
