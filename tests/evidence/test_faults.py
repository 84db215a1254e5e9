"""Faults of every kind in the cells: each refused with file, row, column and what was expected.

All faults of one stage are put into one copy of the data, each in a row of its own, and read once: a fault that is
taken is missing among the problems.
"""

import shutil

import pytest

from tests.evidence.conftest import Package

LONG = "x" * 1_000_000

# Table, row, cell, what is put there, and words of the message. A row is named by its id or its term.
IN_CELLS = [
    # Dates that no calendar has, outside the span, or no dates.
    ("facts", "csa_notice_days", "as_of", "2026-13-01", "from 1990-01-01 to 2060-12-31"),
    ("facts", "csa_end", "text", "2026-02-30", "a date as YYYY-MM-DD"),
    ("facts", "csa_signed", "text", "2126-05-03", "to 2060-12-31"),
    ("events", "event_fcc_application", "date", "2026-02-30", "a date as YYYY-MM-DD"),
    ("events", "event_claude_3_opus_retired", "end_date", "2026-00-10", "a date as YYYY-MM-DD"),
    ("events", "event_anthropic_q2", "date", "2026-02-29", "a date as YYYY-MM-DD"),
    ("contracts", "anthropic_spacex_contract", "signed", "2026-04-31", "a date as YYYY-MM-DD"),
    ("contracts", "google_spacex_contract", "start", "2126-10", "to 2060-12-31"),
    ("contracts", "anthropic_akamai_contract", "end", "2029-13", "a date as YYYY-MM-DD"),
    ("contracts", "reflection_spacex_contract", "start", "2030-01", "above '2029-12' in end"),
    ("contracts", "openai_cerebras_contract", "signed", "2029", "above '2028' in end"),
    ("contracts", "meta_nebius_2026_contract", "signed", "2028-03-16", "signed not above start"),
    ("prices", "h100_index_2025_01", "date", "2025-14", "a date as YYYY-MM-DD"),
    ("prices", "h100_index_2026_04_30", "definition", "2026-02-30", "a date as YYYY-MM-DD"),
    ("prices", "h100_spot_2026_09_07", "definition", "2026-10-01", "definition not above date"),
    ("precedents", "coreweave_option_precedent", "date", "2025-06-31", "a date as YYYY-MM-DD"),
    ("claims", "claim_devdigest_end", "claimed_date", "2029-02-29", "a date as YYYY-MM-DD"),
    ("signposts", "watch_sites", "counts_from", "2026-02-29", "a date as YYYY-MM-DD"),
    ("series", "series_revenue_fy2023", "period", "FY2126", "of the form"),
    # Numbers that are none, or that the unit cannot have.
    ("facts", "csa_initial_period_months", "low", "NaN", "in the digits 0 to 9"),
    ("facts", "csa_gpus_announced", "value", "3.5", "a whole number from 0 to 1,000,000,000, in GPUs"),
    ("facts", "csa_gpus_prospectus", "high", "-Inf", "in the digits 0 to 9"),
    ("facts", "google_spacex_fee", "value", "-1250000000", "a number from 0 to 1,000,000,000,000, in USD/month"),
    ("facts", "reflection_spacex_fee", "value", "1e300", "in USD/month"),
    ("facts", "spacex_revenue_2025", "value", "-18674000000", "not below 0 unless metric says one of: income"),
    ("facts", "spacex_capex_2025", "value", "1_250", "in the digits 0 to 9"),
    ("facts", "customer_b_share_2026q2", "value", "41", "a number from 0 to 2, in fraction"),
    ("facts", "opus_4_8_input_price", "value", "٥", "in the digits 0 to 9"),
    ("facts", "opus_5_5_input_price", "value", "４", "in the digits 0 to 9"),
    ("series", "series_revenue_fy2024", "value", "1e999", "a number from -1,000,000,000,000"),
    ("series", "series_revenue_fy2025", "value", "-1", "not below 0"),
    ("events", "event_s1_terms", "value", "Infinity", "in the digits 0 to 9"),
    ("contracts", "openai_coreweave_contract", "value", "-1", "x"),
    ("contracts", "anthropic_rainier_contract", "chips", "0.5", "a whole number"),
    ("contracts", "anthropic_amazon_contract", "term_years", "1e9", "a number from 0 to 200, in years"),
    ("contracts", "anthropic_broadcom_contract", "power_mw", "nan", "in the digits 0 to 9"),
    ("contracts", "unnamed_spacex_contract", "fee", "1,250", "in the digits 0 to 9"),
    ("prices", "h100_index_2025_02", "value", "-2.3", "a number from 0"),
    ("precedents", "microsoft_leases_precedent", "refill_days_low", "-1", "a number from 0"),
    ("published_models", "mccalip_life", "value", "5 0", "in the digits 0 to 9"),
    ("published_models", "mccalip_target_power", "tolerance", "-1", "a number from 0"),
    ("claims", "claim_devdigest_fee", "tolerance", "2", "at most 1"),
    (
        "claims",
        "claim_ajianaz_fee",
        "claimed_value",
        "-1250000000",
        "a number from 0 to 1,000,000,000,000, in USD/month",
    ),
    ("claims", "claim_ajianaz_gpus", "claimed_low", "300000", "claimed_low not above claimed_value"),
    # Units: unknown, missing, of words beside a number.
    ("facts", "lock_sold_out_share", "unit", "dollars", "a unit of datapackage.json"),
    ("facts", "csa_ramp_months", "unit", "date", "the unit of the number in value"),
    ("events", "event_ai_loss_2025", "unit", "", "the unit of value"),
    ("events", "event_ai_loss_2024", "unit", "text", "the unit of the number in value"),
    ("prices", "h200_specialist_2026_05", "unit", "MW", "one of: USD/GPU-hour"),
    ("facts", "csa_fee", "unit", "USD/year", "USD/month, since metric says 'monthly'"),
    ("facts", "spacex_capex_2026q1", "unit", "USD/year", "USD/quarter, since metric says 'quarter'"),
    ("claims", "claim_ajianaz_run_rate_2024", "unit", "USD/month", "USD/year, since claim says 'run-rate'"),
    ("prices", "h100_index_2025_05_27", "value", "", "a number in USD/GPU-hour"),
    ("events", "event_series_g_run_rate", "value", "", "a number in USD/year"),
    ("contracts", "anthropic_google_broadcom_contract", "value_low", "-1", "a number not below 0"),
    ("facts", "anthropic_valuation_series_g", "id", LONG, "at most 100 characters"),
    # Text: characters, blanks, length, formulas, quotation marks.
    ("facts", "anthropic_run_rate_2026_02", "note", "one\0two", "printable text"),
    ("facts", "anthropic_run_rate_2026_05", "note", "\x1b[31mred", "printable text"),
    ("facts", "anthropic_run_rate_2026_07", "subject", "two\nlines", "printable text on one line"),
    ("facts", "anthropic_run_rate_2026_04", "locator", "   ", "without blanks around it"),
    ("facts", "anthropic_run_rate_2024_12", "metric", "", "present"),
    ("facts", "anthropic_revenue_2026q1", "note", LONG, "at most 1,000 characters"),
    ("facts", "anthropic_revenue_2026q2", "subject", "=1+1", "no spreadsheet takes for a formula"),
    ("events", "event_fcc_accepts", "event", "+1", "no spreadsheet takes for a formula"),
    ("risks", "risk_rents_fall", "owner", "-1", "no spreadsheet takes for a formula"),
    ("claims", "claim_ajianaz_total", "wording", "@SUM(A1)", "no spreadsheet takes for a formula"),
    ("glossary", "GPU", "definition", 'A "processor.', "quotation marks in pairs"),
    ("signposts", "watch_forward", "why", "left \u202eright", "printable text"),
    # References that the descriptor knows of.
    ("facts", "spacex_ipo_valuation", "superseded_by", "nothing_at_all", "the id of a row"),
    ("claims", "claim_devdigest_ramp", "differs_from", "claim_nobody", "the id of a row"),
    ("risks", "risk_rents_fall", "likelihood", "hearsay", "one of: rare"),
    ("risks", "risk_recall", "impact", "gap_lost", "one of: small"),
]

BETWEEN_ROWS = [
    ("facts", "csa_end", "text", "2025-01", "'2025-01', before '2026-11-22' of edition_date in row"),
    ("facts", "google_spacex_end", "text", "2026-09-01", "a date not before that of google_spacex_start"),
    ("facts", "reflection_spacex_end", "text", "2026-06-30", "a date not before that of reflection_spacex_start"),
    ("scenarios", "base", "changes", "csa_fees=1", "'csa_fees', which no row has; expected ids of rows; near it: csa_fee"),
    ("scenarios", "cools", "changes", "risk_relet_share=41", "'41.0' for value of risk_relet_share; expected a number"),
    ("scenarios", "tight", "changes", "csa_fee=1e9 csa_fee=2e9", "'csa_fee=2e9'; expected each row once"),
    ("facts", "reflection_spacex_fee", "unit", "USD", "USD/month, in which other rows state the metric 'monthly fee'"),
    ("facts", "spacex_revenue_2025", "unit", "USD/quarter", "USD/year, in which other rows"),
    ("series", "series_space_mass_fy2023", "unit", "USD", "kg, in which other rows state the metric 'mass to orbit'"),
    ("series", "series_revenue_fy2024", "period", "FY2023", "each entity, segment, metric, period once"),
    ("prices", "h100_index_2025_02", "date", "2025-01", "each series, hardware, venue, term, date once"),
    ("contracts", "anthropic_rainier_contract", "overlaps_with", "nobody_contract", "the id of another row of contracts"),
    ("contracts", "google_spacex_contract", "overlaps_with", "google_spacex_contract", "the id of another row"),
    ("glossary", "GPU", "see_also", "GPU-hour; Abacus", "the term of another row of glossary"),
    ("glossary", "TPU", "see_also", "TPU", "the term of another row of glossary"),
    ("signposts", "watch_customer_b", "threshold", "3 * csa_fees", "'csa_fees', which no row has"),
    ("signposts", "watch_prospectus", "reading", "obligations_of_nobody", "which no row has"),
    ("signposts", "watch_next_contract", "threshold", "csa_notice_days", "USD/GPU-hour, which is money"),
    ("signposts", "watch_sites", "threshold", "2 +", "an arithmetic expression"),
    ("signposts", "watch_api_price", "reading", "watch_api_price", "which states no number"),
    ("claims", "claim_ajianaz_fee", "observed", "claim_devdigest_fee", "rows of other tables"),
    ("claims", "claim_devdigest_fee", "observed", "claim_ajianaz_fee", "rows of other tables"),
    ("claims", "claim_ajianaz_fraction", "observed", "claim_devdigest_annual_fee / 2", "rows of other tables"),
    ("claims", "claim_ajianaz_backed_income", "observed", "csa_fee + csa_notice_days", "adds or compares money/time and time"),
    ("claims", "claim_ajianaz_build_years", "observed", "csa_fee", "years, which is time"),
    ("claims", "claim_devdigest_annual_fee", "observed", "csa_fee", "a row in USD/year, or the factor"),
    ("claims", "claim_ajianaz_gpus", "observed_later", "2 ** csa_notice_days", "no pure number"),
    ("events", "event_s1_terms", "source", "nobody_2026", "a key of references.bib"),
]  # fmt: skip

KEYS = {"glossary": "term", "scenarios": "scenario"}


def damaged(folder, faults):
    """Return the problems found in a copy of the data with all faults, and the row of each."""
    package, numbers = Package(folder), {}
    for table in dict.fromkeys(fault[0] for fault in faults):
        rows = package.rows(table)
        at = {row[KEYS.get(table, "id")]: number for number, row in enumerate(rows, 2)}
        for _, id, column, text, _ in (fault for fault in faults if fault[0] == table):
            rows[at[id] - 2][column] = text
            numbers[table, id] = at[id]
        package.write(table, rows)
    problems = package.problems()
    shutil.rmtree(package.data)
    return problems, numbers


@pytest.fixture(scope="module")
def in_cells(tmp_path_factory):
    return damaged(tmp_path_factory.mktemp("cells"), IN_CELLS)


@pytest.fixture(scope="module")
def between_rows(tmp_path_factory):
    return damaged(tmp_path_factory.mktemp("rows"), BETWEEN_ROWS)


def name(value):
    return f"{value[:12]!r}" if isinstance(value, str) else None


def assert_refused(found, table, id, column, words):
    problems, numbers = found
    place = (f"data/{table}.csv", numbers[table, id], column)
    said = [str(problem) for problem in problems if (problem.file, problem.row, problem.column) == place]
    assert said, f"{place} is taken"
    assert any(words in message for message in said), said
    assert max(map(len, said)) < 1200


@pytest.mark.parametrize(("table", "id", "column", "text", "words"), IN_CELLS, ids=name)
def test_a_fault_in_a_cell(in_cells, table, id, column, text, words):
    assert_refused(in_cells, table, id, column, words)


@pytest.mark.parametrize(("table", "id", "column", "text", "words"), BETWEEN_ROWS, ids=name)
def test_a_fault_between_rows(between_rows, table, id, column, text, words):
    assert_refused(between_rows, table, id, column, words)


@pytest.mark.parametrize(("stage", "faults"), [("in_cells", IN_CELLS), ("between_rows", BETWEEN_ROWS)])
def test_nothing_else_is_refused(request, stage, faults):
    problems, numbers = request.getfixturevalue(stage)
    meant = {(f"data/{table}.csv", numbers[table, id]) for table, id, *_ in faults}
    others = [problem for problem in problems if (problem.file, problem.row) not in meant]
    # a claim may rest on a damaged row, which its message names
    assert not [problem for problem in others if not any(id in problem.found for _, id, *_ in faults)]
