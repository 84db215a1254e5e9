"""The evidence with hostile text in every cell of free text: in memory, so that no check of the data is in the way."""

import ast
import json
from dataclasses import replace

from compute_deal import paths
from compute_deal.charts import theme
from compute_deal.charts.tables import Table
from compute_deal.evidence import Evidence, load
from compute_deal.evidence.facts import fact_of_claim, fact_of_row
from compute_deal.results import Published

MARK = "Hostile"
TEXT = (
    MARK + r""" <img src=x onerror=alert(1)> </script><script>alert(2)</script> <!--<script> [x](javascript:alert(3))"""
    r""" ![i](x) `code` {n}`csa_fee` {cite:p}`nobody` {{ 7*7 }} $x_1$ \(y\) \[z\] | * **b** _u_ \input{a} #panic("t")"""
    r""" #{1} @ref <lab> [^1] &lt; ~~s~~ ^a^ 'q' "q" % c ::: ```{raw} html"""
    "\nnext\r\n\n# line \\"
)
# columns of text whose cells are keys, dates or expressions, which the checks of the data hold to their form
KEYS = {
    "unit",
    "observed",
    "observed_later",
    "context",
    "threshold",
    "reading",
    "superseded_by",
    "overlaps_with",
    "differs_from",
}
PICKED = {"Anthropic", "Silicon Data SDH100RT, neoclouds"}  # customer and series whose rows a chapter picks by name


def free_columns():
    """Return by table the columns that hold free text."""
    descriptor = json.loads(paths.DESCRIPTOR.read_text(encoding="utf-8"))
    return {
        resource["name"]: [
            field["name"]
            for field in resource["schema"]["fields"]
            if field["type"] == "string"
            and field["name"] not in KEYS
            and not {"enum", "pattern"} & field.get("constraints", {}).keys()
        ]
        for resource in descriptor["resources"]
    }


def spoilt(table, number, row, columns):
    """Return a row with hostile text in its free columns, except where its text is a date or picks the row."""
    cells = {name: f"{table} {number} {name} {TEXT}" for name in columns if row[name] not in PICKED}
    if "text" in cells and (row["unit"] == "date" or not row["text"]):
        cells["text"] = row["text"]
    if "see_also" in cells:
        cells["see_also"] = cells["term"].replace(";", ",")
        cells["term"] = cells["see_also"]
    return row | cells


def hostile_evidence():
    """Return the evidence as it would be if someone had put hostile text into all of its tables and sources."""
    known = load()
    columns = free_columns()
    tables = {
        table: [spoilt(table, number, row, columns[table]) for number, row in enumerate(rows, 1)]
        for table, rows in known.tables.items()
    }
    sources = {
        key: replace(source, publisher=f"p {TEXT}", title=f"t {TEXT}", read=f"r {TEXT}", how_read=f"h {TEXT}")
        for key, source in known.sources.items()
    }
    facts = {row["id"]: fact_of_row(row, sources) for row in tables["facts"]}
    claims = {row["id"]: fact_of_claim(row, sources) for row in tables["claims"] if row["unit"]}
    return Evidence(facts | claims, tables, sources)


def shown(cell, space):
    """Return the outputs of a notebook's code cell, run here."""
    body = ast.parse("".join(cell["source"])).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), space)  # noqa: S102 (the report's own notebooks)
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), space) if last else None
    if value is None:
        return {}
    if isinstance(value, float):
        return {"text/plain": repr(value)}
    return value._repr_mimebundle_() if isinstance(value, Table | Published) else theme.outputs(value.to_dict())
