"""No number is typed into the text: each comes from the evidence or from a result."""

import json
import re

import pytest

from compute_deal import paths
from compute_deal.book.prose import authored
from compute_deal.book.registry import gather
from compute_deal.book.stored import quotes_of

MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"

# What may stand in the text as typed, and nothing else.
ALLOWED = [
    rf"\b\d{{1,2}}(?: and \d{{1,2}})? {MONTH}(?: 20\d\d)?\b",  # days that name a document or an event
    rf"\b{MONTH} 20\d\d\b",
    r"\b20\d\d\b",  # years
    r"\bpages? (?:[F\d][-\d]*(?:, | and )?)+",  # pages of a filing
    r"\b(?:H100|H200|GB200|GB300|B200|Colossus [12]|Q[1-4]|S-1|10-Q|424B4|AI1|V[23]|Fortune 10|Falcon 9|GPT-4|Grok [45])\b",
    r"\b(?:Opus|Sonnet|Haiku|Fable) \d(?:\.\d)?\b",  # names of models
    r"\b28 days of usage times 13 plus subscriptions times 12\b",  # the definition of a run-rate, quoted
    r"\b(?:CC BY 4\.0|Python 3\.11)\b",
    r"\bp(?:5|50|95)\b",
]
# What is no prose: code, roles, targets, formulae, links' addresses, directives' options, comments.
NOT_PROSE = [
    r"```\{math\}.*?```",
    r"^```(?:bibtex|text|python|\{code-block\} \w+)\n.*?^```$",
    r"^```.*?$",
    r"^:{3,}.*$",
    r"^:\w[\w-]*:.*$",
    r"```\w*\n.*?```",
    r"\{[\w:]+\}`[^`]*`",
    r"`[^`]*`",
    r"\$\$.*?\$\$",
    r"\$[^$\n]+\$",
    r"\]\([^)]*\)",
    r"^\(\S+\)=$",
    r"<[^>]+>",
    r"^%.*$",
    r"^\d+\. ",  # items of a numbered list
]


def typed_numbers(text):
    """Return the digits in MyST text that are neither computed nor allowed, each with its surroundings."""
    for pattern in NOT_PROSE:
        text = re.sub(pattern, " ", text, flags=re.DOTALL | re.MULTILINE)
    for pattern in ALLOWED:
        text = re.sub(pattern, " ", text)
    return [text[max(0, found.start() - 30) : found.end() + 20] for found in re.finditer(r"\d[\d.,]*", text)]


def texts():
    for page in paths.pages():
        text = page.read_text(encoding="utf-8")
        if page.suffix == ".md":
            yield page.name, text
            continue
        for at, cell in enumerate(json.loads(text)["cells"]):
            caption = cell["metadata"].get("mystnb", {}).get("figure", {}).get("caption", "")
            prose = authored("".join(cell["source"])) if cell["cell_type"] == "markdown" else caption
            if prose:
                yield f"{page.name}, cell {at}", prose


@pytest.mark.parametrize(("place", "text"), [pytest.param(*item, id=item[0]) for item in texts()])
def test_no_number_is_typed(place, text):
    assert typed_numbers(text) == []


def test_every_number_that_is_quoted_exists():
    known = gather()
    assert (
        sorted((page, id) for page, id in quotes_of() if id not in known.results and id not in known.evidence.facts)
        == []
    )


@pytest.mark.parametrize("text", ["It pays 1.25 billion.", "a share of 20 %", "in 37 months", "about 3.75bn", "x2"])
def test_a_typed_number_is_found(text):
    assert typed_numbers(text)


@pytest.mark.parametrize(
    "text", ["{n}`csa_fee` on 20 May 2026", "the H100 of $r_2$", "page F-62", "[here](a/b2.md)", "`x = 2`"]
)
def test_what_is_allowed_passes(text):
    assert not typed_numbers(text)


RENTAL = r"\bre-let|\blet(?:s|ting)? (?:again|to)\b|\b(?:is|was|were) let\b"  # where an analyst says leased or rented
DULL = r"\b(?:it is important to note|it should be noted|needless to say|in order to|delve|leverag\w+|game.chang\w+|unprecedented)\b"


@pytest.mark.parametrize(("place", "text"), [pytest.param(*item, id=item[0]) for item in texts()])
def test_no_filler(place, text):
    assert not re.findall(f"{DULL}|{RENTAL}", text, flags=re.IGNORECASE)


REPORT = {path.stem: json.loads(path.read_text(encoding="utf-8"))["cells"] for path in paths.notebooks()}
CHAPTERS = ["index", *(stem for stem in REPORT if stem[0].isdigit())]
MOST_SENTENCES, MOST_NUMBERS, MOST_WORDS = 3, 4, 12_000


def prose(stem):
    return [authored("".join(cell["source"])) for cell in REPORT[stem] if cell["cell_type"] == "markdown"]


@pytest.mark.parametrize("stem", CHAPTERS)
def test_a_chapter_opens_with_its_answer_in_few_sentences_and_numbers(stem):
    known = gather()
    (answer,) = re.findall(r"^> (.*)$", "".join(REPORT[stem][0]["source"]), flags=re.MULTILINE)
    answer = authored(answer)
    quoted = set(re.findall(r"\{n\}`(\w+)", answer))
    dates = {
        id
        for id in quoted
        if (known.results[id] if id in known.results else vars(known.evidence[id]))["unit"] == "date"
    }
    assert len(quoted - dates) <= MOST_NUMBERS
    assert len(re.findall(r"[.?!](?= [A-Z]|$)", answer)) <= MOST_SENTENCES


def test_the_report_is_short():
    text = " ".join(part for stem in CHAPTERS for part in prose(stem))
    for pattern in (r"```.*?```", r"\$\$.*?\$\$", r"\{cite:p\}`[^`]*`", r"\]\([^)]*\)"):
        text = re.sub(pattern, " ", text, flags=re.DOTALL)
    assert len(text.split()) <= MOST_WORDS


@pytest.mark.parametrize("stem", REPORT)
def test_a_figure_has_its_finding_as_headline_its_unit_and_its_source(stem):
    captions = [
        cell["metadata"]["mystnb"]["figure"]["caption"] for cell in REPORT[stem] if "mystnb" in cell["metadata"]
    ]
    for caption in captions:
        headline, unit, source = caption.split("\n\n")
        assert len(headline.split()) > 3
        assert headline[-1] not in ".:"
        assert unit
        assert source.endswith(".")


def plain(text):
    return re.sub(r"[-–\s]+", " ", text).lower()


def test_every_term_of_the_glossary_is_used():
    glossary = gather().evidence.tables["glossary"]
    tables = [path for path in sorted(paths.DATA.glob("*.csv")) if path.stem != "glossary"]
    files = [path.read_text(encoding="utf-8") for path in [*tables, paths.ROOT / "references.bib"]]
    used = plain("\n".join([*(text for _, text in texts()), *files, *(row["definition"] for row in glossary)]))
    unused = []
    for row in glossary:
        # "Run-rate (RR)" is found as either
        words = [*re.findall(r"\(([^)]+)\)", row["term"]), *re.sub(r"\(.*?\)", "", row["term"]).split(", ")]
        if not any(re.search(rf"\b{re.escape(plain(word).strip())}s?\b", used) for word in words):
            unused.append(row["term"])
    assert unused == []
