"""Arithmetic over named quantities, read from text and never run as code."""

import ast
import itertools
import math
import operator
import warnings
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


def month_end(day: float) -> float:
    """Return the last day of the month of a day, both as the number of the day: a term "through May" runs to it.

    Examples
    --------
    >>> date.fromordinal(int(month_end(date(2028, 2, 1).toordinal())))
    datetime.date(2028, 2, 29)
    """
    try:
        month = date.fromordinal(round(day))
    except ValueError:
        raise OverflowError(f"{day:g} is no day of the calendar") from None
    return float(month.replace(day=monthrange(month.year, month.month)[1]).toordinal())


BINARY = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
UNARY = {ast.USub: operator.neg, ast.UAdd: operator.pos}
FUNCTIONS = {"min": min, "max": max, "abs": abs, "month_end": month_end}
OF_ONE = ("abs", "month_end")
LONGEST = 300  # characters; more than any claim needs, and too few to nest deeply
MOST_NAMES = 8  # the range of a result is looked for among all ends of its inputs


class ExpressionError(ValueError):
    """The text is no arithmetic over known names, or has no finite value."""


SAME = 1e-6  # relative: a bound nearer to the value than this is the value


@dataclass(frozen=True)
class Quantity:
    """A number with its range.

    Parameters
    ----------
    value : float
        Best value.
    low, high : float
        Range; infinite where the source says "more than" or "less than".

    Examples
    --------
    >>> Quantity.of(2.5, low=2.5)
    Quantity(value=2.5, low=2.5, high=inf)
    """

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, value: float, low: float | None = None, high: float | None = None) -> "Quantity":
        """Return a quantity as the tables state it: a lone bound that equals the value leaves the other end open."""
        if low is None and high is None:
            return cls(value, value, value)
        if high is None:
            return cls(value, low, math.inf if math.isclose(low, value, rel_tol=SAME) else value)
        if low is None:
            return cls(value, -math.inf if math.isclose(high, value, rel_tol=SAME) else value, high)
        return cls(value, low, high)


def names(text: str) -> tuple[str, ...]:
    """Return the names that an expression uses, in order, each once.

    Parameters
    ----------
    text : str
        The expression.

    Returns
    -------
    tuple of str

    Raises
    ------
    ExpressionError
        If the text is no expression of the kind allowed.

    Examples
    --------
    >>> names("12 * fee / max(revenue, 1)")
    ('fee', 'revenue')
    """
    return tuple(dict.fromkeys(found.id for found in walk(parsed(text)) if isinstance(found, ast.Name)))


def evaluate(text: str, values: Mapping[str, float]) -> float:
    """Return the value of an expression.

    Parameters
    ----------
    text : str
        Numbers, names, `+ - * / **`, parentheses, `min`, `max`, `abs`, and `month_end` of a date.
    values : mapping of str to float
        By name.

    Returns
    -------
    float

    Raises
    ------
    ExpressionError
        If the text is no such expression, a name is unknown, or the value is not a finite number.

    Examples
    --------
    >>> evaluate("12 * fee / revenue", {"fee": 1.25, "revenue": 18.75})
    0.8
    """
    try:
        value = float(computed(parsed(text), values))
    except ZeroDivisionError:
        raise ExpressionError(f"{text!r} divides by zero") from None
    except (OverflowError, TypeError):  # a type error where a root of a negative number gives a complex one
        raise ExpressionError(f"{text!r} has no finite value") from None
    if not math.isfinite(value):
        raise ExpressionError(f"{text!r} has no finite value")
    return value


def evaluate_range(text: str, quantities: Mapping[str, Quantity | None]) -> Quantity:
    """Return the value of an expression, and the smallest and largest that its inputs' ranges allow.

    The ends are looked for where every input is at an end of its own, which is exact where the expression
    rises or falls with each input. Open ends count only for an expression that is a single name; elsewhere the
    value stands for them.

    Parameters
    ----------
    text : str
        The expression.
    quantities : mapping of str to Quantity or None
        By name; None for what is known but has no number.

    Returns
    -------
    Quantity

    Raises
    ------
    ExpressionError
        As for `evaluate`, or if more names are used than the range can be searched over.

    Examples
    --------
    >>> evaluate_range("a / b", {"a": Quantity(6, 4, 8), "b": Quantity(2, 1, 2)})
    Quantity(value=3.0, low=2.0, high=8.0)
    """
    used = names(text)
    if len(used) > MOST_NAMES:
        raise ExpressionError(f"{text!r} uses {len(used)} names; at most {MOST_NAMES} are allowed")
    for name in used:
        if quantities.get(name) is None:
            raise ExpressionError(f"there is no quantity {name!r}")
    value = evaluate(text, {name: quantities[name].value for name in used})
    if used == (text.strip(),):
        return Quantity(value, quantities[used[0]].low, quantities[used[0]].high)
    ends = [
        [end if math.isfinite(end) else quantities[name].value for end in (quantities[name].low, quantities[name].high)]
        for name in used
    ]
    found = [evaluate(text, dict(zip(used, corner, strict=True))) for corner in itertools.product(*ends)]
    return Quantity(value, min(value, *found), max(value, *found)) if found else Quantity(value, value, value)


def parsed(text: str) -> ast.expr:
    """Return the tree of an expression of which every part is allowed."""
    if len(text) > LONGEST:
        raise ExpressionError(f"an expression of {len(text)} characters; at most {LONGEST} are allowed")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Python only warns of text such as "1or 2"
            tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError, Warning):
        raise ExpressionError(f"{text!r} is no arithmetic expression") from None
    for part in walk(tree):
        check(part, text)
    return tree


def walk(tree: ast.expr) -> list[ast.expr]:
    """Return the parts of a tree in the order of the text, names of functions left out."""
    found, ahead = [], [tree]
    while ahead:
        part = ahead.pop()
        found.append(part)
        if isinstance(part, ast.Call):
            below = part.args
        else:
            below = [child for child in ast.iter_child_nodes(part) if isinstance(child, ast.expr)]
        ahead.extend(reversed(below))
    return found


def check(part: ast.expr, text: str) -> None:
    """Raise an error if a part of an expression is not allowed."""
    match part:
        case ast.Constant(value=bool() | complex()):
            allowed = False
        case ast.Constant(value=int() | float()):
            allowed = True
        case ast.Name():
            allowed = part.id not in FUNCTIONS
        case ast.BinOp():
            allowed = type(part.op) in BINARY
        case ast.UnaryOp():
            allowed = type(part.op) in UNARY
        case ast.Call(func=ast.Name(id=id), args=args, keywords=[]):
            allowed = id in FUNCTIONS and (len(args) == 1 if id in OF_ONE else len(args) > 1)
        case _:
            allowed = False
    if not allowed:
        raise ExpressionError(
            f"{text!r} has more than numbers, names, + - * / **, parentheses, min, max, abs and month_end"
        )


def computed(tree: ast.expr, values: Mapping[str, float]) -> float:
    """Return the value of a checked tree."""
    match tree:
        case ast.Constant(value=value):
            return float(value)  # as a float, so that a tower of powers overflows instead of running for ever
        case ast.Name(id=id):
            if id not in values:
                raise ExpressionError(f"there is no quantity {id!r}")
            return float(values[id])
        case ast.BinOp(left=left, op=op, right=right):
            return BINARY[type(op)](computed(left, values), computed(right, values))
        case ast.UnaryOp(op=op, operand=operand):
            return UNARY[type(op)](computed(operand, values))
        case ast.Call(func=func, args=args):
            return FUNCTIONS[func.id](*(computed(part, values) for part in args))
    raise AssertionError(f"{tree!r} was not checked")
