"""What a figure of the site consists of: two pictures that carry their type and both colours, its data, its spec."""

import base64
import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path

import vl_convert

from compute_deal import paths
from compute_deal.book.figure_data import answer_of, as_csv, heading, tables_of
from compute_deal.book.stylesheet import subset
from compute_deal.charts.palette import INK, LINE, MUTED

FOLDER = "figures"  # below _static
PHONE = 312  # pixels that a page of 360 has for a picture
APART = 6  # pixels between two labels of an axis there
DARK = {INK: "#e4e7ec", MUTED: "#a9b0bb", LINE: "#3a404a"}  # charts.js has the same for live charts
GAP = "white"  # the line between marks, which has the colour of the page
PAGE = "#121212"
WEIGHTS = {400: "Inter-Regular.otf", 600: "Inter-SemiBold.otf"}


def write_files(folder: Path, name: str, spec: dict, picture: str, notes: list[str]) -> tuple[dict, dict, bool]:
    """Write a figure's files.

    Parameters
    ----------
    folder : Path
        Where to.
    name : str
        The figure's name, for the files.
    spec : dict
        Its Vega-Lite spec.
    picture : str
        The wide picture, an SVG.
    notes : list of str
        What stands before the data: title, source, licence, caveats.

    Returns
    -------
    (dict, dict, bool)
        Width and height of the wide and of the narrow picture; whether there are data.
    """
    folder.mkdir(parents=True, exist_ok=True)
    narrow, phone = on_a_phone(unbound(spec))
    for file, svg in ((f"{name}.svg", picture), (f"{name}-narrow.svg", phone)):
        (folder / file).write_text(dressed(svg), encoding="utf-8")
    tables = tables_of(spec)
    if tables:
        (folder / f"{name}.csv").write_text(as_csv(notes, tables), encoding="utf-8", newline="")
    narrow.pop("datasets", None)
    shown = [
        {
            "look": table.look,
            "heads": [heading(column) for column in table.columns],
            "rows": [[row.get(column) for column in table.columns] for row in table.rows],
        }
        for table in tables
    ]
    content = json.dumps(
        {"spec": unbound(spec), "narrow": narrow, "tables": shown},
        separators=(",", ":"),
        ensure_ascii=False,
    )
    (folder / f"{name}.js").write_text(f'(window.figures ??= {{}})["{name}"] = {content};\n', encoding="utf-8")
    return size_of(picture), size_of(phone), bool(tables)


def size_of(svg: str) -> dict[str, int]:
    """Return the size of a picture in whole pixels.

    Examples
    --------
    >>> size_of('<svg width="640.5" height="300" viewBox="0 0 1 1">')
    {'width': 640, 'height': 300}
    """
    return {side: int(float(re.search(rf'\b{side}="([\d.]+)"', svg)[1])) for side in ("width", "height")}


def unbound(spec: dict) -> dict:
    """Return a spec without Vega's own form for its sliders: the page has one."""
    if "params" not in spec:
        return spec
    return spec | {"params": [{k: v for k, v in param.items() if k != "bind"} for param in spec["params"]]}


def sliders_of(spec: dict) -> list[dict]:
    """Return the sliders of a chart with name, value and what the form needs."""
    return [
        param["bind"] | {"name": param["name"], "label": param["bind"]["name"].strip(), "value": param["value"]}
        for param in spec.get("params", [])
        if "bind" in param
    ]


def on_a_phone(spec: dict) -> tuple[dict, str]:
    """Return a spec, and its picture, at the width of a phone: legends in one column, labels that leave room."""
    spec = copy.deepcopy(spec)
    spec["config"]["legend"]["columns"] = 1
    spec["config"]["legend"]["labelFontSize"] = spec["config"]["text"]["fontSize"] = 11
    spec["config"]["axis"] |= {"labelFontSize": 11, "titleFontSize": 11, "labelOverlap": True, "labelSeparation": APART}
    for part in parts_of(spec):
        if isinstance(part.get("legend"), dict) and "columns" in part["legend"]:
            part["legend"]["columns"] = 1
    vl_convert.register_font_directory(str(paths.FONTS))
    if "width" in spec:
        spec |= {"width": PHONE, "autosize": {"type": "fit-x", "contains": "padding"}}
        return spec, vl_convert.vegalite_to_svg(spec)
    views = [view for view in spec.get("vconcat", []) if "width" in view]
    for _ in range(2):  # Vega fits single views only: the second picture corrects the first
        over = size_of(vl_convert.vegalite_to_svg(spec))["width"] - PHONE
        for view in views:
            view["width"] = max(120, view["width"] - over)
    return spec, vl_convert.vegalite_to_svg(spec)


def parts_of(spec: dict | list) -> Iterator[dict]:
    """Yield the objects inside a spec, but not its data."""
    for key, part in spec.items() if isinstance(spec, dict) else enumerate(spec):
        if isinstance(part, dict | list) and key != "datasets":
            if isinstance(part, dict):
                yield part
            yield from parts_of(part)


def dressed(svg: str) -> str:
    """Return a picture that carries its typeface and follows the page from light to dark, wherever it is shown."""
    used = "".join(sorted(set(re.sub(r"<[^>]*>", "", svg))))
    faces = "".join(
        f"@font-face{{font-family:Inter;font-weight:{weight};src:url(data:font/woff;base64,{encoded(file, used)})}}"
        for weight, file in WEIGHTS.items()
        if weight == 400 or 'font-weight="600"' in svg or 'font-weight="bold"' in svg
    )
    dark = "".join(
        f'[{kind}="{light}"]{{{kind}:{shade}}}' for light, shade in DARK.items() for kind in ("fill", "stroke")
    )
    dark += f'[stroke="{GAP}"]{{stroke:{PAGE}}}'
    style = f"<style>{faces}@media (prefers-color-scheme:dark){{{dark}}}</style>"
    return re.sub(r"(<svg\b[^>]*>)", lambda found: found[1] + style, svg, count=1)


@cache
def encoded(file: str, characters: str) -> str:
    """Return the part of a font that shows some characters, for a data address."""
    return base64.b64encode(subset(paths.FONTS / file, characters, ["kern"])).decode()


def slider_form(spec: dict, figure: str) -> str:
    """Return the form of a chart's sliders, each with its value and unit, and below them what the chart says of these."""
    rows, sliders = [], sliders_of(spec)
    names = [slider["label"].rpartition(", ")[0] for slider in sliders]
    for at, slider in enumerate(sliders):
        name, comma, end = slider["label"].rpartition(", ")
        unit = end if comma else ""
        what = name if unit and names.count(name) == 1 else slider["label"]  # two of one name differ by their units
        id, value = f"{figure}-{at}", f"{slider['value']:g}"
        limits = " ".join(f'{key}="{slider[key]:g}"' for key in ("min", "max", "step"))
        said = escape(f"{value} {unit}".strip())
        rows.append(
            f'<div class="slider"><label for="{id}">{escape(what)}</label>'
            f'<input type="range" id="{id}" name="{slider["name"]}" {limits} value="{value}" data-unit="{escape(unit)}"'
            f' aria-valuetext="{said}"><output for="{id}">{said}</output></div>'
        )
    if not rows:
        return ""
    reset = '<button type="button" class="reset" hidden>Reset</button>'
    layers, words = answer_of(spec)
    drawn = ", ".join(f".layer_{layer}_marks text" for layer in layers)
    answer = f'<output class="answer" aria-live="polite" data-from="{drawn}">{escape(words)}</output>' if layers else ""
    return f'<form class="sliders" autocomplete="off">{"".join(rows)}{reset}{answer}</form>'
