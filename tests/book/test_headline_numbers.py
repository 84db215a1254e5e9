"""The headline results have one number each, wherever they stand and however they are called."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from compute_deal import paths
from compute_deal.book.prose import LINK, Reader
from compute_deal.book.registry import gather
from compute_deal.summary.scenarios import HEADLINES

NUMBER = r"−?\d[\d,]*(?:\.\d+)?"
SCALES = {"USD": 1e9, "fraction": 0.01}  # the text says billions and per cent
RANGE_AFTER = re.compile(
    rf"(?:[^.;|(]{{0,25}} (?:\(|\| |from )|[^.|(]{{0,110}}? lies between )"
    rf"\$?({NUMBER})(?:%|bn| billion)?(?:–| and | to )\$?({NUMBER})[% ]"
)

# How the text names each result; # is its number. What another scenario gives is said with "where" or "if".
NAMED = {
    "headline_value": [
        r"\$# billion (?:of the headlines|that the full term would bring)",
        r"\bthat adds up to \$#",
        r"fees to the end come to \$#",
        r"Headline(?: value|, nobody leaves) \| \$#",
        r"falls from \$# billion to nothing",
    ],
    "firm_today": [
        r"would have left (?:only )?\$# billion to pay",
        r"where the other readings give \$#",
        r"\$# billion would still be paid",
        r"Firm (?:on|when) [^|]*\| \$#",
        r"Firm beyond that \| \$#",
        r"firm if notice was given then: \$#",
    ],
    "contract_worth": [
        r"\$# billion (?:of fees )?(?:is|are|to be) paid in all",
        r"pays \$# billion of fees in all",
        r"expect \$# billion of fees",
        r"it is worth \$# billion",
        r"Expected to be paid in all \| \$#",
        r"Fees expected to be paid in all \| \$#",
    ],
    "contract_worth_share": [r"of fees, #% of the headline", r"share of the headline \| #%"],
    "anthropic_leaves": [
        r"(?:Anthropic|it) leaves\b[^.;|]{0,90}?(?:chance|one) of #%(?! where| if)",
        r"chance that (?:Anthropic|it) leaves\b[^.;|]{0,40}? is (?:now )?#%",
        r"Chance that Anthropic leaves over the price[^|]*\| #%",
        r"All inputs uncertain \| #%",
    ],
    "spacex_leaves": [
        r"SpaceX leaves (?:with a chance|in) (?:of )?#%",
        r"Chance that SpaceX leaves, over the price or [^|]*\| #%",
    ],
    "spacex_leaves_price": [
        r"SpaceX leaves over the price with a chance of #%(?! where| if)",
        r"Chance that SpaceX leaves over the price \| #%",
    ],
    "trigger_anthropic": [
        r"\bfalls below \$# per GPU-hour",
        r"the trigger is \$#",
        r"below \$# per GPU-hour Anthropic gains",
    ],
    "trigger_spacex": [r"SpaceX leaves over the price above \$#", r"above \$# per GPU-hour SpaceX (?:does|gains)"],
    "unit_index_h100": [r"[Ii]t (?:stands|stood) at \$#", r"last value is \$#", r"on demand stood at \$#"],
    "unit_gpu_hour_prospectus": [
        r"Anthropic (?:raised [^.;]{0,60} and )?pays \$# per GPU-hour",
        r"a month, or \$# per GPU-hour",
        r"latest contract \| [^|]*\| below \$#",
    ],
    "unit_fee_to_market": [
        r"\bfee is # times (?:what the same chips|that \()",
        r"per GPU-hour, which is # times what the same chips",
        r"Same chips at the rental indices \| [^|]*\| # times",
    ],
    "owner_cost": [r"capacity costs it by our estimate \(\$#", r"The cost is \$# per GPU-hour"],
    "orbit_ratio_today": [
        r"same computing costs # times",
        r"today's prices it costs # times",
        r"\bOrbit\W* is said to cost # times",
        r"Today's prices \| #",
    ],
    "exit_life": [r"All inputs uncertain \| [^|]*\| # months", r"Months still served, expected \| # months"],
    "lock_even_use": [r"only above #% of use", r"Use above which committing [^|]*\| #%"],
    "claims_holds": [r"\b# hold and \d+ are contradicted"],
    "claims_contradicted": [r"\bhold and # are contradicted"],
}
# Results of one unit whose values agree to four digits, and why they are not one result.
ALIKE = [
    {
        "unit_gpu_hour",
        "unit_gpu_hour_prospectus",
        "fee_hour",
    },  # the fee by the prospectus's count, as price and as rent
    {"curve_h100_year", "rent_change_forward"},  # the forward curve, as a fall and as an expectation
    {"chance_default_anthropic", "chance_default_spacex"},  # one precedent stands for both
    {"hazard_default_anthropic", "hazard_default_spacex"},
    {"chance_dispute", "chance_regulation"},  # judgements of one size
    {"hazard_dispute", "hazard_regulation"},
    {"hazard_own_capacity", "hazard_recall"},
    {"orbit_fixed_facility_life", "orbit_scale1_flown_years"},  # by chance
    {"orbit_learning_google", "api_price_fall_opus"},  # by chance
    {"owner_epoch_deviation", "validation_published_worst", "validation_worst"},  # one check is the worst
]


@dataclass(frozen=True)
class Named:
    """A headline result as a page has it: the end of its range, and the number as written."""

    page: str
    id: str
    end: str
    written: str
    place: str


def found_by_name(page: str, text: str) -> Iterator[Named]:
    for id, patterns in NAMED.items():
        for pattern in patterns:
            for match in re.finditer(pattern.replace("#", f"({NUMBER})"), text):
                place = text[max(0, match.start() - 20) : match.end() + 40]
                yield Named(page, id, "value", match[1], place)
                if span := RANGE_AFTER.match(text, match.end()):
                    for end, written in zip(("low", "high"), span.groups(), strict=True):
                        yield Named(page, id, end, written, place)


def agrees(written: str, value: float, unit: str) -> bool:
    """Return whether a number in text is a rounding of a value."""
    number = float(written.replace(",", "").replace("−", "-"))
    scale = SCALES.get(unit.partition("/")[0] if unit == "USD" else unit, 1.0)
    half_a_digit = 0.5 * 10.0 ** -len(written.partition(".")[2])
    return abs(number - value / scale) <= half_a_digit * (1 + 1e-9)


def wrong(found: list[Named], results: dict[str, dict]) -> list[str]:
    return [
        f"{each.page}: {each.written} in {each.place!r}, but {each.id} has the {each.end} {results[each.id][each.end]:.6g}"
        for each in found
        if not agrees(each.written, results[each.id][each.end], results[each.id]["unit"])
    ]


def words_of(notebook: dict) -> Iterator[str]:
    """Yield what readers of a notebook see: prose, captions, tables, words of figures, and what is said of these."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            yield "".join(cell["source"])
        yield cell["metadata"].get("mystnb", {}).get("figure", {}).get("caption", "")
        for output in cell.get("outputs", ()):
            for kind, data in output.get("data", {}).items():
                if kind == "text/markdown":
                    yield "".join(data)
                elif kind == "image/svg+xml":
                    yield "; ".join(re.findall(r">([^<>]+)</text>", "".join(data)))
                elif "vegalite" in kind:
                    yield data.get("description", "")


@pytest.fixture(scope="module")
def known():
    return gather()


@pytest.fixture(scope="module")
def pages(known):
    """The text of each page as readers see it: prose as stored, captions, tables, words of figures."""
    reader = Reader(known)
    found = {}
    for path in paths.pages():
        text = path.read_text(encoding="utf-8")
        parts = words_of(json.loads(text)) if path.suffix == ".ipynb" else [text]
        plain = (reader.read(LINK.sub(r"\1", part)) for part in parts)
        found[path.stem] = "\n".join(re.sub(r"\\|<[^>]+>", "", part).replace("\n", " ") for part in plain)
    return found


@pytest.fixture(scope="module")
def found(pages):
    return [each for page, text in pages.items() for each in found_by_name(page, text)]


def test_every_headline_result_has_one_number_under_all_its_names(found, known):
    assert wrong(found, known.results) == []


def test_every_headline_result_is_found_by_its_names(found):
    assert {each.id for each in found} == set(NAMED)
    assert {each.id for each in found if each.end == "low"} >= {
        "contract_worth",
        "anthropic_leaves",
        "orbit_ratio_today",
    }


def test_no_scenario_of_the_report_as_it_is_says_something_else(known):
    ours = {id: known.results[id] for id in HEADLINES}
    again = {id: known.results[f"base_{id}"] for id in HEADLINES}
    for end in ("low", "value", "high"):
        assert {id: record[end] for id, record in again.items()} == {id: record[end] for id, record in ours.items()}


def test_every_quote_of_a_headline_result_shows_its_value(known):
    texts = [(path.stem, path.read_text(encoding="utf-8")) for path in paths.notebooks()]
    checked = 0
    links = [(page, *link.groups()) for page, text in texts for link in LINK.finditer(text)]
    for page, text, kind, target in links:
        id, _, style = target.partition(";")
        if kind != "n" or id not in NAMED:
            continue
        record = known.results[id]
        ends = {"range": ("low", "high"), "low": ("low",), "high": ("high",)}.get(style, ("value",))
        numbers = re.findall(NUMBER, text)
        assert len(numbers) == len(ends), (page, text)
        pairs = zip(numbers, ends, strict=True)
        assert [number for number, end in pairs if not agrees(number, record[end], record["unit"])] == [], page
        checked += 1
    assert checked > 20


@pytest.mark.parametrize("id", sorted(NAMED))
def test_a_wrong_number_in_the_text_is_found(id, found, known, pages):
    each = next(each for each in found if each.id == id and each.end == "value")
    off = f"{float(each.written.replace(',', '')) * 1.3:.{len(each.written.partition('.')[2])}f}"
    text = pages[each.page]
    planted = text.replace(each.place, each.place.replace(each.written, off))
    assert planted != text
    assert any(id in problem for problem in wrong(list(found_by_name(each.page, planted)), known.results))


def test_a_wrong_range_is_found(found, known, pages):
    each = next(each for each in found if each.end == "low" and each.id in ("contract_worth", "orbit_ratio_today"))
    off = str(round(2 * float(each.written)))
    planted = pages[each.page].replace(each.place, each.place.replace(each.written, off, 1))
    assert any(each.id in problem for problem in wrong(list(found_by_name(each.page, planted)), known.results))


def test_no_two_results_mean_the_same(known):
    groups: dict[tuple[str, str], set[str]] = {}
    for id, record in known.results.items():
        value = record["value"]
        if (
            isinstance(value, float)
            and value
            and record["unit"] != "number"
            and not id.startswith(scenario_keys(known))
        ):
            groups.setdefault((record["unit"], f"{value:.3e}"), set()).add(id)
    alike = [ids for ids in groups.values() if len(ids) > 1 and not any(ids <= reviewed for reviewed in ALIKE)]
    assert alike == [], "one quantity, two names? Quote one of them, or say here why they differ"


def scenario_keys(known):
    return tuple(f"{row['scenario']}_" for row in known.evidence.tables["scenarios"])


def test_the_printed_report_has_the_same_numbers(pdf, known):
    pages = [pdf[at].get_textpage().get_text_range() for at in range(len(pdf))]
    text = re.sub(r"\s+", " ", re.sub(r"№[A-Z]?\d+|†", "", " ".join(pages)))
    printed = list(found_by_name("print", text))
    assert len({each.id for each in printed}) >= len(NAMED) / 2
    assert wrong(printed, known.results) == []
