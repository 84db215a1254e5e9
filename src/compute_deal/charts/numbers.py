"""Numbers as readers see them: the one place where a quantity, or a row of the evidence, becomes text."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from compute_deal.evidence.quantities import dated, quantity_of

BILLION, MILLION = 1e9, 1e6
EXACT_DIGITS = 12  # beyond these a number is noise of floating point
SCALES = ((1e12, "trillion", "tn"), (BILLION, "billion", "bn"), (MILLION, "million", "m"))

# How a unit reads after a number, one and many. A currency and a fraction have rules of their own below.
WORDS = {
    "days": (" day", " days"),
    "months": (" month", " months"),
    "years": (" year", " years"),
    "ratio": (" times", " times"),
    "MW": (" MW", " MW"),
    "tokens/minute": (" token a minute", " tokens a minute"),
    "m2": (" m²", " m²"),
    "W/m2": (" W/m²", " W/m²"),
    "kg/m2": (" kg/m²", " kg/m²"),
}
IN_CENTS = ("GPU-hour", "H100-equivalent hour")  # prices that stand beside each other to the cent
# not from `calendar`, which follows the language of the machine
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SMALL = dict(zip("123456789", ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], strict=True))
WHOLE = {"0": "none", "2 times": "twice"}
PERIODS = {"month": " a month", "quarter": " a quarter", "year": " a year"}


def significant(value: float, digits: int = 3, keep_whole: bool = True) -> str:
    """Return a number with so many significant digits, thousands grouped, no needless zeros; a half is rounded up.

    Parameters
    ----------
    value : float
        The number.
    digits : int, optional
        Significant digits.
    keep_whole : bool, optional
        Keep the digits before the point, however many.

    Returns
    -------
    str

    Examples
    --------
    >>> significant(43.777), significant(325_000), significant(0.0805, 2), significant(-2.5)
    ('43.8', '325,000', '0.081', '−2.5')
    >>> significant(677.4, 2), significant(677.4, 2, keep_whole=False)
    ('677', '680')
    >>> significant(100 * 0.575, 2), significant(0.995, 2)
    ('58', '1')
    """
    if value == 0:
        return "0"
    exact = Decimal(f"{abs(value):.{EXACT_DIGITS}g}")  # 100 · 0.575 is 57.5 and a trace less
    decimals = digits - 1 - exact.adjusted()
    if keep_whole:
        decimals = max(0, decimals)
    text = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 else text


def scaled(value: float, short: bool = False) -> tuple[float, str]:
    """Return a large number as a smaller one and its scale word.

    Examples
    --------
    >>> scaled(1.25e9), scaled(84.5e9, short=True), scaled(950.0)
    ((1.25, ' billion'), (84.5, 'bn'), (950.0, ''))
    """
    for size, word, abbreviation in SCALES:
        if abs(value) >= size * 0.9995:
            return value / size, abbreviation if short else f" {word}"
    return value, ""


def in_words(text: str) -> str:
    """Return an ISO date, month or year as readers write it; "undated" if there is none.

    Examples
    --------
    >>> in_words("2026-05-03"), in_words("2029-05"), in_words("2028")
    ('3 May 2026', 'May 2029', '2028')
    """
    if not text:
        return "undated"
    year, *rest = text.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"


def day(when: date) -> str:
    """Return a date as readers write it.

    Examples
    --------
    >>> day(date(2026, 11, 1))
    '1 November 2026'
    """
    return in_words(f"{when:%Y-%m-%d}")


def money(value: float, per: str = "", digits: int = 3, short: bool = False) -> str:
    """Return an amount of US dollars.

    Parameters
    ----------
    value : float
        Amount in USD.
    per : str, optional
        What it is for: "month", "GPU-hour", "kg" and so on.
    digits : int, optional
        Significant digits; millions and billions have no more of them even before the point.
    short : bool, optional
        With "bn" for "billion" and "/" for "a", as in tables and on axes.

    Returns
    -------
    str

    Examples
    --------
    >>> money(1.25e9, "month"), money(1.25e9, "month", short=True), money(-1.257e9, digits=4), money(5.2648, "GPU-hour")
    ('$1.25 billion a month', '$1.25bn/month', '−$1.257 billion', '$5.26 per GPU-hour')
    >>> money(3.9, "GPU-hour"), money(4.0, "GPU-hour"), money(2.9, "W"), money(677.4e6, digits=2)
    ('$3.90 per GPU-hour', '$4 per GPU-hour', '$2.9 per W', '$680 million')
    """
    number, scale = scaled(value, short)
    text = significant(number, digits, keep_whole=not scale)
    if not scale and per in IN_CENTS and "." in text and abs(number) < 100:
        text = f"{number:.2f}".replace("-", "−")
    sign, text = ("−", text[1:]) if text.startswith("−") else ("", text)
    after = ""
    if per:
        after = f"/{per}" if short else PERIODS.get(per, f" per {per}")
    return f"{sign}${text}{scale}{after}"


def quantity(value: float, unit: str, digits: int = 3, short: bool = False) -> str:
    """Return a number with its unit.

    Parameters
    ----------
    value : float
        In `unit`, as the evidence and the models keep it.
    unit : str
        A unit of the descriptor.
    digits : int, optional
        Significant digits.
    short : bool, optional
        The short form, for tables.

    Returns
    -------
    str

    Examples
    --------
    >>> quantity(90, "days"), quantity(0.195, "fraction"), quantity(1400, "MW"), quantity(325000, "GPUs")
    ('90 days', '19.5%', '1.4 GW', '325,000 GPUs')
    >>> quantity(0.8033, "ratio", 2), quantity(0.13, "1/year"), quantity(47e9, "USD/year")
    ('0.8 times', '13% a year', '$47 billion a year')
    """
    currency, _, per = unit.partition("/")
    if currency == "USD":
        return money(value, per, digits, short)
    if unit == "fraction":
        return f"{significant(100 * value, digits)}%"
    if unit == "1/year":
        return f"{significant(100 * value, digits)}% a year"
    if unit == "MW" and abs(value) >= 1000:
        return f"{significant(value / 1000, digits)} GW"
    number, scale = scaled(value, short) if abs(value) >= 1e6 else (value, "")
    one, many = WORDS.get(unit, (f" {unit}", f" {unit}")) if unit not in ("number", "count") else ("", "")
    return significant(number, digits) + scale + (one if value == 1 else many)


def span(low: float, high: float, unit: str, digits: int = 3) -> str:
    """Return a range with its unit once.

    Parameters
    ----------
    low, high : float
        Bounds in `unit`.
    unit : str
        A unit of the descriptor.
    digits : int, optional
        Significant digits.

    Returns
    -------
    str
        Both ends with as many decimals, unless that shows more digits than asked for.

    Examples
    --------
    >>> span(1.2e9, 1.5e9, "USD"), span(0.05, 0.4, "fraction"), span(900e6, 1.5e9, "USD"), span(2, 2.75, "years")
    ('$1.2–1.5 billion', '5–40%', '$900 million to $1.5 billion', '2.00–2.75 years')
    >>> span(0.0431, 0.448, "fraction", 2)
    '4.3–45%'
    """
    left, right = quantity(low, unit, digits), quantity(high, unit, digits)
    if left == right:
        return left
    head, tail = split_unit(left)
    front, back = split_unit(right)
    if tail == back and (head[0] == "−") == (front[0] == "−"):
        decimals = max(len(number.partition(".")[2]) for number in (head, front))
        if decimals + max(map(whole_digits, (head, front))) <= digits:
            head, front = (with_decimals(number, decimals) for number in (head, front))
        return f"{head}–{front.lstrip('$')}{back}"
    return f"{left} to {right}"


def whole_digits(number: str) -> int:
    """Return how many digits a written number has before its point.

    Examples
    --------
    >>> whole_digits("$1,250.5"), whole_digits("−0.7")
    (4, 1)
    """
    return sum(mark.isdigit() for mark in number.partition(".")[0])


def with_decimals(number: str, decimals: int) -> str:
    """Return a written number with zeros added up to so many decimals.

    Examples
    --------
    >>> with_decimals("$1.5", 2), with_decimals("8", 1), with_decimals("90", 0)
    ('$1.50', '8.0', '90')
    """
    whole, _, fraction = number.partition(".")
    return f"{whole}.{fraction.ljust(decimals, '0')}" if decimals else number


def split_unit(text: str) -> tuple[str, str]:
    """Return a quantity as its number, currency sign included, and what follows.

    Examples
    --------
    >>> split_unit("$1.25 billion a month"), split_unit("19.5%")
    (('$1.25', ' billion a month'), ('19.5', '%'))
    """
    end = next((at for at, mark in enumerate(text) if not (mark.isdigit() or mark in "−$.,")), len(text))
    return text[:end], text[end:]


def spelled(text: str) -> str:
    """Return a quantity with a number from one to nine in words, a bare zero as "none", any other as it is.

    Examples
    --------
    >>> spelled("6"), spelled("1 year"), spelled("2 times"), spelled("2.5 years"), spelled("0"), spelled("14 months")
    ('six', 'one year', 'twice', '2.5 years', 'none', '14 months')
    """
    number, unit = split_unit(text)
    return WHOLE.get(text) or SMALL.get(number, number) + unit


def given(row: dict[str, str]) -> str:
    """Return the value of a row without its range and date.

    Examples
    --------
    >>> given({"value": "3", "unit": "months"}), given({"text": "2029-05", "unit": "date"})
    ('3 months', 'May 2029')
    """
    if row.get("text"):
        return in_words(row["text"]) if row["unit"] == "date" else row["text"]
    return quantity(quantity_of(row).value, row.get("unit", "USD"), 6)


def stated(row: dict[str, str]) -> str:
    """Return what a row states and for when, its range where it has one.

    Examples
    --------
    >>> row = {"low": "", "value": "3", "high": "", "unit": "months", "as_of": "2026-06-12"}
    >>> stated(row), stated(row | {"low": "2", "high": "4"}), stated(row | {"low": "3"})
    ('3 months, 12 June 2026', '3 months (2–4 months), 12 June 2026', 'at least 3 months, 12 June 2026')
    """
    if row.get("likelihood"):
        return f"{row['likelihood']}, {row['impact']}; borne by {row['bearer']}"
    when = dated(row)
    date = (in_words(when) if "-" in when or when.isdigit() else when) if when else "undated"
    if row.get("text"):
        return f"{given(row)}, {date}"
    unit = row.get("unit", "USD")
    low, value, high = (float(row[name]) if row.get(name) else None for name in ("low", "value", "high"))
    parts = []
    if value is not None:
        bound = "at least " if low == value and high is None else "up to " if high == value and low is None else ""
        parts.append(bound + quantity(value, unit, 6))
        if low is not None and high is not None and low < high:
            parts[-1] += f" ({span(low, high, unit, 6)})"
    elif low is not None and high is not None:
        parts.append(span(low, high, unit, 6))
    elif low is not None or high is not None:
        parts.append(f"at least {quantity(low, unit, 6)}" if low is not None else f"up to {quantity(high, unit, 6)}")
    if row.get("fee"):
        parts.append(quantity(float(row["fee"]), "USD/month", 6))
    return ", ".join([*parts, date])
