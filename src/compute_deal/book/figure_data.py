"""The data of a figure, as its marks show them: every table, with what the chart computes from it, as CSV."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import vl_convert

from compute_deal.charts import palette

UNITS = {"usd_bn": "USD billion", "bn": "USD billion", "usd_m": "USD million", "usd": "USD", "mw": "MW", "kw": "kW"}
SPELT = {"p5": "5th percentile", "p50": "median", "p95": "95th percentile"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MIDNIGHT = "T00:00:00"
VIEWS = ("layer", "hconcat", "vconcat", "concat")
FILTER, LABEL = "filter", "text"
COLOURS = {getattr(palette, name): name.lower() for name in ("BLUE", "ORANGE", "GREEN", "PURPLE", "RED", "GREY")}
MARKS = {"rule": "straight line", LABEL: "label", "point": "mark", "circle": "mark"}
ROW, CELL = "row_as_text", "\ue01f"  # a sign that no text has and every picture may
NUMBER, WORD = "n", "w"  # before each cell, which is text while Vega has it
DIGITS = 8  # significant, of what the chart computes


@dataclass(frozen=True)
class Leaf:
    """One mark of a chart with what it is drawn from.

    Parameters
    ----------
    data : str
        Name of the dataset.
    transforms : tuple of dict
        What is done to it, without filters at the end.
    mark : dict
        The mark.
    encoding : dict
        Its channels.
    """

    data: str
    transforms: tuple[dict, ...]
    mark: dict
    encoding: dict

    @property
    def is_computed(self) -> bool:
        """Whether the chart itself computes what the mark shows."""
        return any(FILTER not in step for step in self.transforms)

    @property
    def fields(self) -> list[str]:
        """The columns that the mark shows."""
        channels = (
            part for channel in self.encoding.values() for part in (channel if type(channel) is list else [channel])
        )
        return list(dict.fromkeys(channel["field"] for channel in channels if "field" in channel))

    @property
    def look(self) -> str:
        """How the mark looks, in words."""
        kind = self.mark["type"]
        by = self.encoding.get("color", {}).get("field")
        colour = COLOURS.get(self.mark.get("color", self.mark.get("fill")), "")
        return f"{colour} {MARKS.get(kind, kind)}{f' by {heading(by)}' if by else ''}".strip()

    @property
    def is_answer(self) -> bool:
        """Whether the mark is a sentence at a fixed place whose words the chart computes."""
        text, x = (self.encoding.get(channel, {}) for channel in ("text", "x"))
        return self.mark["type"] == LABEL and self.is_computed and "field" in text and "value" in x


@dataclass(frozen=True)
class Table:
    """Rows that marks of a chart show.

    Parameters
    ----------
    columns : tuple of str
        Names.
    rows : tuple of dict
        Values by column.
    look : str
        How the marks look.
    """

    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    look: str

    def holds(self, other: "Table") -> bool:
        """Return whether each row of another table stands in one of this."""
        return all(any(row.items() <= mine.items() for mine in self.rows) for row in other.rows)


def leaves(view: dict, data: str = "", transforms: tuple[dict, ...] = ()) -> Iterator[Leaf]:
    """Yield the marks of a chart, in its order.

    Parameters
    ----------
    view : dict
        A Vega-Lite spec or a part of one.
    data, transforms
        What the part inherits.

    Yields
    ------
    Leaf

    Examples
    --------
    >>> point = {"mark": "point", "encoding": {"x": {"field": "a"}, "tooltip": [{"field": "b"}, {"field": "a"}]}}
    >>> [leaf] = leaves({"data": {"name": "d"}, "layer": [point | {"transform": [{"filter": "datum.a > 1"}]}]})
    >>> leaf.data, leaf.transforms, leaf.fields, leaf.look
    ('d', (), ['a', 'b'], 'mark')
    """
    data = view.get("data", {}).get("name", data)
    transforms = (*transforms, *view.get("transform", ()))
    if "mark" in view:
        mark = {"type": view["mark"]} if isinstance(view["mark"], str) else view["mark"]
        steps = list(transforms)
        while steps and FILTER in steps[-1]:
            steps.pop()
        yield Leaf(data, tuple(steps), mark, view.get("encoding", {}))
    for part in (part for name in VIEWS for part in view.get(name, ())):
        yield from leaves(part, data, transforms)


def tables_of(spec: dict) -> list[Table]:
    """Return what the marks of a chart show, the longest table first, sliders as they are first set.

    Where the chart computes, its results are the columns; else the rows are those of the dataset. A table that another holds is
    left out, and so is one that only places a word or a line.

    Parameters
    ----------
    spec : dict
        A Vega-Lite spec with its datasets.

    Returns
    -------
    list of Table

    Examples
    --------
    >>> twice = [{"calculate": "datum.a * factor", "as": "b"}]
    >>> encoding = {"x": {"field": "b", "type": "quantitative"}, "y": {"field": "a", "type": "nominal"}}
    >>> bar = {"mark": "bar", "transform": twice, "encoding": encoding}
    >>> spec = {"datasets": {"d": [{"a": 1}, {"a": 3}]}, "data": {"name": "d"}, "layer": [bar]}
    >>> tables_of(spec | {"params": [{"name": "factor", "value": 2}]})[0].rows
    ({'a': 1, 'b': 2}, {'a': 3, 'b': 6})
    """
    groups: dict[tuple[str, str], list[Leaf]] = {}
    for leaf in leaves(spec):
        if leaf.data in spec.get("datasets", {}):
            steps = json.dumps(leaf.transforms) if leaf.is_computed else ""
            groups.setdefault((leaf.data, steps), []).append(leaf)
    wanted = [group for group in groups.values() if any(leaf.mark["type"] != LABEL or leaf.is_answer for leaf in group)]
    computed = iter(evaluated(spec, [group for group in wanted if group[0].is_computed]))
    found = []
    for group in wanted:
        rows = next(computed) if group[0].is_computed else spec["datasets"][group[0].data]
        columns = tuple(dict.fromkeys(key for row in rows for key in row))
        if len(columns) > 1 or group[0].is_computed:
            found.append(Table(columns, tuple(rows), ", ".join(dict.fromkeys(leaf.look for leaf in group))))
    kept: list[Table] = []
    for table in sorted(found, key=lambda table: (len(table.rows), len(table.columns)), reverse=True):
        if not any(other.holds(table) for other in kept):
            kept.append(table)
    return kept


def answer_of(spec: dict) -> tuple[list[int], str]:
    """Return which layers of a chart say its answer, and what they say with the sliders as they are first set."""
    told = [(at, leaf) for at, leaf in enumerate(leaves(spec)) if leaf.is_answer]
    found = evaluated(spec, [[leaf] for _, leaf in told])
    words = [rows[0][leaf.encoding[LABEL]["field"]] for (_, leaf), rows in zip(told, found, strict=True)]
    return [at for at, _ in told], ". ".join(words).replace(",. ", ", ")


def evaluated(spec: dict, groups: list[list[Leaf]]) -> list[list[dict]]:
    """Return the rows that Vega computes for groups of marks of the same transforms, in the columns that these show.

    Vega gives back only what it draws: each row is drawn as a text.
    """
    if not groups:
        return []
    columns = [columns_of(spec, group) for group in groups]
    views = [
        {
            "data": {"name": group[0].data},
            "transform": [*group[0].transforms, {"calculate": as_text(names), "as": ROW}],
            "mark": LABEL,
            "encoding": {"text": {"field": ROW, "type": "nominal"}},
        }
        for group, names in zip(groups, columns, strict=True)
    ]
    shared = {key: spec[key] for key in ("$schema", "datasets", "params") if key in spec}
    drawn = texts_drawn(vl_convert.vegalite_to_scenegraph(shared | {"hconcat": views})["scenegraph"])
    return [
        [dict(zip(names, map(cell, row.split(CELL)), strict=True)) for row in rows]
        for names, rows in zip(columns, drawn, strict=True)
    ]


def columns_of(spec: dict, group: list[Leaf]) -> list[str]:
    """Return the columns that marks show or that are stacked for them, those of the dataset before what is computed."""
    stacked = [step["stack"] for step in group[0].transforms if "stack" in step]
    fields = dict.fromkeys([*stacked, *(field for leaf in group for field in leaf.fields)])
    given = {key for row in spec["datasets"][group[0].data] for key in row}
    return sorted(fields, key=lambda field: field not in given)


def as_text(columns: list[str]) -> str:
    """Return the expression that makes one text of a row.

    Examples
    --------
    >>> as_text(["a"])
    "(isNumber(datum['a']) ? 'n' : 'w') + datum['a']"
    """
    cells = (f"(isNumber(datum['{name}']) ? '{NUMBER}' : '{WORD}') + datum['{name}']" for name in columns)
    return f" + '{CELL}' + ".join(cells)


def cell(text: str) -> float | str:
    """Return a cell from its text.

    Examples
    --------
    >>> cell("n0.30000000000000004"), cell("n12"), cell("w12")
    (0.3, 12, '12')
    """
    if text[0] != NUMBER:
        return text[1:]
    number = float(f"{float(text[1:]):.{DIGITS}g}")
    return int(number) if number.is_integer() else number


def texts_drawn(mark: dict) -> Iterator[list[str]]:
    """Yield the texts of each text mark of a picture."""
    if mark.get("marktype") == LABEL and mark.get("role") == "mark":
        yield [item["text"] for item in mark["items"]]
    for item in mark.get("items", ()):
        yield from (texts for part in item.get("items", ()) for texts in texts_drawn(part))


def as_csv(notes: list[str], tables: list[Table]) -> str:
    """Return tables as CSV, one below the other, after comment lines that say what they are and whose."""
    text = io.StringIO()
    comment = "# {}\n".format
    text.writelines(comment(" ".join(line.split())) for line in notes)
    for at, table in enumerate(tables, 1):
        if len(tables) > 1:
            text.write(comment(f"Table {at} of {len(tables)}, drawn as: {table.look}"))
        units = "; ".join(f"{column}: {heading(column)}" for column in table.columns if heading(column) != column)
        text.write(comment(f"Columns: {units}") if units else "")
        writer = csv.DictWriter(text, table.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({column: in_spreadsheet(value) for column, value in row.items()} for row in table.rows)
    return text.getvalue()


def in_spreadsheet(value):
    """Return a datum for a spreadsheet, which takes text that begins with certain signs for a formula; a day without an hour.

    Examples
    --------
    >>> in_spreadsheet("=1+1"), in_spreadsheet("2026-05-03T00:00:00"), in_spreadsheet(-2.5)
    ("'=1+1", '2026-05-03', -2.5)
    """
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.startswith(FORMULA) else value.removesuffix(MIDNIGHT)


def heading(column: str) -> str:
    """Return the name of a column as words.

    Examples
    --------
    >>> heading("full_usd"), heading("usd_bn"), heading("fee_bn"), heading("p95"), heading("turned_away")
    ('full, USD', 'USD billion', 'fee, USD billion', '95th percentile', 'turned away')
    """
    for end, unit in UNITS.items():
        if column == end or column.endswith(f"_{end}"):
            name = column.removesuffix(end).replace("_", " ").strip()
            return f"{name}, {unit}" if name else unit
    return SPELT.get(column, column.replace("_", " "))
