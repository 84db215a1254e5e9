"""Where a number is from and where it is used: `python -m compute_deal.trace ID`."""

import difflib
import os
import sys
import textwrap
from collections.abc import Iterator

from compute_deal import paths
from compute_deal.book.registry import BREAK, KNOWN_BY, Registry, formatted, gather, result_range
from compute_deal.book.stored import quotes_of
from compute_deal.chapters.claims.words import claimed_words, found_words
from compute_deal.charts.numbers import stated
from compute_deal.evidence import EvidenceError
from compute_deal.evidence.quantities import dated

WIDTH = 120  # characters of a line that lists uses


def trace(id: str, known: Registry, quoted: set[tuple[str, str]]) -> list[str]:
    """Return what is known of a row of evidence, a claim or a result, as lines.

    Parameters
    ----------
    id : str
        Key of a row of any table, or of a result.
    known : Registry
        What the report can quote.
    quoted : set of (str, str)
        Pages and the ids that their text quotes.

    Returns
    -------
    list of str

    Raises
    ------
    KeyError
        If there is no such id; the message names those that are near.
    """
    if id in known.results:
        lines = [*result_lines(id, known)]
    elif id in known.rows:
        lines = [*row_lines(id, known), *claim_lines(id, known)]
    else:
        near = difflib.get_close_matches(id, [*known.rows, *known.results], 5, 0.5)
        hint = f" Near it: {', '.join(near)}." if near else ""
        raise KeyError(f"There is no row of evidence and no result {id!r}.{hint}")
    return [*lines, *use_lines(id, known, quoted)]


def result_lines(id: str, known: Registry) -> Iterator[str]:
    """Yield what a result is and what it was computed from."""
    record = known.results[id]
    yield f"{id}: {record['label']}"
    yield f"  value       {formatted(id, record, '')}{result_range(record).replace(BREAK, '; ')}"
    yield f"  unit        {record['unit']}"
    yield f"  computed    in {record['page']}{line_of_code(id)}"
    for name in record["inputs"]:
        yield f"  from        {name}: {known.evidence.named(name)}, {value_of(name, known)}"


def row_lines(id: str, known: Registry) -> Iterator[str]:
    """Yield what a row states, where that is from, and how it is known."""
    row, table = known.rows[id], known.evidence.places[id][0]
    source = known.evidence.sources[row["source"]]
    yield f"{id}: {known.evidence.named(id)}"
    yield f"  row         {known.numbers[id]}, in data/{table}.csv"
    if id not in known.judged:
        yield f"  value       {stated(row)}"
        yield f"  unit        {row.get('unit') or 'none'}"
        low, high = (row.get(name, "") for name in ("low", "high"))
        yield f"  range       {f'{low} to {high}' if low and high else 'none given'}"
    yield f"  as of       {dated(row) or 'not given'}"
    yield f"  source      {source.short} [{source.key}], {row['locator']}"
    if source.url:
        yield f"              {source.url}"
    yield f"  known       {KNOWN_BY[row['known_by']]}; {row.get('status', 'reported')}"
    yield f"  confidence  {row['confidence']}"
    if row.get("superseded_by"):
        yield f"  preferred   {row['superseded_by']}"
    if row.get("note"):
        yield f"  note        {row['note']}"


def claim_lines(id: str, known: Registry) -> Iterator[str]:
    """Yield the verdict on a claim, and the rows it rests on."""
    if claim := known.judged.get(id):
        found = "; later ".join(filter(None, (found_words(claim, at) for at in (claim.found, claim.later))))
        yield f"  claimed     {claimed_words(claim) or 'no number'}"
        yield "  found       " + (f"{found}, by {claim.row['observed']}" if found else "no number")
        yield f"  verdict     {claim.verdict}{'' if claim.computed else ', our judgement'}: {claim.row['reason']}"
        for name in claim.inputs:
            yield f"  rests on    {name}: {known.evidence.named(name)}, {value_of(name, known)}"


def use_lines(id: str, known: Registry, quoted: set[tuple[str, str]]) -> Iterator[str]:
    """Yield where a row or a result is used: the pages that quote it, the results and claims that rest on it."""
    pages = sorted(page for page, name in quoted if name == id)
    uses = [f"quoted in {', '.join(pages)}"] if pages else []
    resting: dict[str, list[str]] = {}
    for name, record in sorted(known.results.items()):
        if id in record["inputs"]:
            resting.setdefault(record["page"], []).append(name)
    uses += [f"by results of {page} ({len(names)}): {', '.join(names)}" for page, names in sorted(resting.items())]
    if claims := [f"{claim.id} ({claim.verdict})" for claim in known.judged.values() if id in claim.inputs]:
        uses.append(f"by claims ({len(claims)}): {', '.join(claims)}")
    if others := [page for page, ids in sorted(known.read_by.items()) if id in ids and page not in resting]:
        uses.append(f"by the code of {', '.join(others)}, for figures or tables")
    for use in uses or ["nowhere"]:
        yield from textwrap.wrap(
            use, WIDTH, initial_indent="  used        ", subsequent_indent=" " * 14, break_on_hyphens=False
        )


def line_of_code(id: str) -> str:
    """Return file and line of the code that adds a result, empty where the code makes the id from parts."""
    for file in sorted(paths.PACKAGE.rglob("*.py")):
        lines = file.read_text(encoding="utf-8").splitlines()
        for at, line in enumerate(lines, 1):
            if f'"{id}"' in line and ".add(" in "".join(lines[max(0, at - 2) : at]):
                return f", by src/{file.relative_to(paths.PACKAGE.parent)}, line {at}"
    return ""


def value_of(id: str, known: Registry) -> str:
    """Return what a row states or a claim claims, with its date."""
    claim = known.judged.get(id)
    return claimed_words(claim) or "no number" if claim else stated(known.rows[id])


def main(arguments: list[str]) -> int:
    """Print what is known of one id; return 1 if there is none."""
    if len(arguments) != 1:
        print("Say which number: python -m compute_deal.trace csa_fee", file=sys.stderr)
        return 1
    try:
        lines = trace(arguments[0], gather(), quotes_of(paths.ROOT))
    except EvidenceError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyError as error:
        print(error.args[0], file=sys.stderr)
        return 1
    try:
        print("\n".join(lines), flush=True)
    except BrokenPipeError:  # the reader, such as head, has seen enough
        # what is left goes nowhere, for Python flushes once more as it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
