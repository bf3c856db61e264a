"""What an expression says, given the answers so far. No clock: today and now are handed in."""

from __future__ import annotations

import hashlib
import math
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from travaux.core.problems import Unusable
from travaux.core.surveys import expressions as tree
from travaux.core.surveys.patterns import LONGEST as LONGEST_MATCHED
from travaux.core.surveys.patterns import read_pattern
from travaux.core.surveys.values import (
    Plain,
    Value,
    boolean,
    days,
    first,
    number,
    read_date,
    read_time,
    several,
    string,
)

_LONGEST_TEXT = 100_000  # of what an expression puts together


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may look at.

    `look` gives the answer of a question by its name; `here` is the answer of the question itself;
    `place` the number of the repetition around it, from 1; `label` the label of a choice of a
    question; `row` the further columns of the choice that a filter is asked about; `rows` the
    choices of a question with all their columns. `seed` is what `uuid()` and `random()` come out
    of: the same for the same answer, "" where it is not known yet (they are empty then).
    """

    look: Callable[[str], Value]
    now: datetime
    here: Value = ""
    place: int = 1
    label: Callable[[str, str], str] = lambda name, choice: choice
    row: Mapping[str, str] = field(default_factory=dict)
    rows: Callable[[str], Sequence[Mapping[str, str]]] = lambda name: ()
    seed: str = ""

    @property
    def today(self) -> date:
        return self.now.date()


def evaluate(text: str, scope: Scope) -> Value:
    """The value of an expression. Errors: those of `parse`, and of patterns.

    >>> scope = Scope({"age": "40"}.__getitem__, datetime(2024, 1, 1, tzinfo=UTC))
    >>> evaluate("${age} >= 18 and ${age} < 65", scope)
    True
    """
    return _value(tree.parse(text), scope)


def holds(text: str, scope: Scope, *, when_empty: bool) -> bool:
    """Whether an expression says yes; `when_empty` is said where there is none.

    XLSForm writes plain answers too: yes, no, true, false.
    """
    word = text.strip().lower()
    if not word:
        return when_empty
    if word in {"yes", "true", "y"}:
        return True
    if word in {"no", "false", "n"}:
        return False
    return boolean(evaluate(text, scope))


def _value(node: tree.Node, scope: Scope) -> Value:
    match node:
        case tree.Literal(value):
            return value
        case tree.Here():
            return scope.here
        case tree.Reference(name):
            return scope.look(name)
        case tree.Column(name):
            return scope.row[name] if name in scope.row else scope.look(name)
        case tree.Around():
            return ""
        case tree.Lookup(name, test, column):
            return _looked_up(name, test, column, scope)
        case tree.Minus(of):
            return -number(_value(of, scope))
        case tree.Binary(sign, left, right):
            return _binary(sign, left, right, scope)
        case tree.Call(function, arguments):
            if function in _LAZY:
                return _LAZY[function](arguments, scope)
            given = [_value(a, scope) for a in arguments]
            return _CALLS[function](given, scope)


def _looked_up(name: str, test: tree.Node | None, column: str, scope: Scope) -> Value:
    """A column of the choices of a list for which the test holds, in the order of the list."""
    found: list[Plain] = []
    for row in scope.rows(name):
        if test is None or boolean(_value(test, replace(scope, row=row))):
            found.append(row.get(column, ""))
    return found[0] if len(found) == 1 else tuple(found)


def _binary(sign: str, left: tree.Node, right: tree.Node, scope: Scope) -> Value:
    if sign == "or":
        return boolean(_value(left, scope)) or boolean(_value(right, scope))
    if sign == "and":
        return boolean(_value(left, scope)) and boolean(_value(right, scope))
    a, b = _value(left, scope), _value(right, scope)
    if sign in ("=", "!="):
        return _equal(a, b, sign == "=")
    if sign in ("<", "<=", ">", ">="):
        return _ordered(a, b, sign)
    x, y = number(a), number(b)
    if sign == "+":
        return x + y
    if sign == "-":
        return x - y
    if sign == "*":
        return x * y
    if y == 0 or math.isnan(y):
        return math.nan
    return x / y if sign == "div" else math.fmod(x, y) if math.isfinite(x) else math.nan


def _all(value: Value) -> tuple[Plain, ...]:
    return value if isinstance(value, tuple) else (value,)


def _equal(a: Value, b: Value, wanted: bool) -> bool:
    """Of several values it is enough that one is (or is not) equal, as XPath says."""
    if isinstance(a, bool) or isinstance(b, bool):
        return (boolean(a) == boolean(b)) == wanted
    for x in _all(a):
        for y in _all(b):
            numeric = isinstance(x, float | date) or isinstance(y, float | date)
            same = number(x) == number(y) if numeric else string(x) == string(y)
            if same == wanted:
                return True
    return False


def _ordered(a: Value, b: Value, sign: str) -> bool:
    for x in _all(a):
        for y in _all(b):
            p, q = number(x), number(y)
            if (
                (sign == "<" and p < q)
                or (sign == "<=" and p <= q)
                or (sign == ">" and p > q)
                or (sign == ">=" and p >= q)
            ):
                return True
    return False


# ---- functions that do not look at all of their arguments -----------------------------------------


def _if(arguments: Sequence[tree.Node], scope: Scope) -> Value:
    test, yes, otherwise = arguments
    return _value(yes if boolean(_value(test, scope)) else otherwise, scope)


def _coalesce(arguments: Sequence[tree.Node], scope: Scope) -> Value:
    for argument in arguments:
        value = _value(argument, scope)
        if string(value) != "":
            return value
    return ""


def _once(arguments: Sequence[tree.Node], scope: Scope) -> Value:
    return scope.here if string(scope.here) != "" else _value(arguments[0], scope)


def _choice_name(arguments: Sequence[tree.Node], scope: Scope) -> Value:
    """The label of a choice: the second argument names the question, often as a quoted text."""
    chosen = string(_value(arguments[0], scope))
    names = arguments[1]
    name = ""
    if isinstance(names, tree.Reference):
        name = names.name
    elif isinstance(names, tree.Literal) and isinstance(names.value, str):
        found = tree.references(names.value)
        name = found[0] if found else ""
    return scope.label(name, chosen)


def _position(arguments: Sequence[tree.Node], scope: Scope) -> Value:
    return float(scope.place)


def _indexed(arguments: Sequence[tree.Node], scope: Scope) -> Value:
    """The answer of one repetition; the second argument, the group, follows from the first."""
    values = _all(_value(arguments[0], scope))
    place = number(_value(arguments[2], scope))
    if math.isnan(place) or not 1 <= place <= len(values):
        return ""
    return values[int(place) - 1]


_LAZY: dict[str, Callable[[Sequence[tree.Node], Scope], Value]] = {
    "if": _if,
    "coalesce": _coalesce,
    "once": _once,
    "jr:choice-name": _choice_name,
    "position": _position,
    "index": _position,
    "indexed-repeat": _indexed,
}


# ---- functions of values --------------------------------------------------------------------------

Given = list[Value]


def _uuid(given: Given, scope: Scope) -> Value:
    """A code of its own for each answer, in the shape of a random UUID; the same each time."""
    if not scope.seed:
        return ""
    drawn = hashlib.sha256(f"uuid\n{scope.seed}".encode()).digest()
    return str(uuid.UUID(bytes=drawn[:16], version=4))


def _random(given: Given, scope: Scope) -> Value:
    """A number from 0 to below 1, evenly; the same each time for the same answer."""
    if not scope.seed:
        return ""
    drawn = hashlib.sha256(f"random\n{scope.seed}".encode()).digest()
    return (int.from_bytes(drawn[:8]) >> 11) / 2**53


def _rounded(given: Given, scope: Scope) -> Value:
    value = number(given[0])
    places = int(number(given[1])) if len(given) > 1 and math.isfinite(number(given[1])) else 0
    if not math.isfinite(value) or not -15 <= places <= 15:
        return value
    try:
        step = Decimal(1).scaleb(-places)
        return float(Decimal(repr(value)).quantize(step, rounding=ROUND_HALF_UP))
    except InvalidOperation:  # more digits than a double holds: there is nothing to round
        return value


def _substr(given: Given, scope: Scope) -> Value:
    text, start = string(given[0]), number(given[1])
    end = number(given[2]) if len(given) > 2 else math.inf
    low = 0 if math.isnan(start) else int(max(0, min(start, len(text))))
    high = 0 if math.isnan(end) else int(max(0, min(end, len(text))))
    return text[low:high]


def _substring(given: Given, scope: Scope) -> Value:
    text, start = string(given[0]), number(given[1])
    length = number(given[2]) if len(given) > 2 else math.inf
    if math.isnan(start) or math.isnan(length):
        return ""
    begin = math.floor(start + 0.5) if math.isfinite(start) else start
    end = begin + (math.floor(length + 0.5) if math.isfinite(length) else length)
    return "".join(c for i, c in enumerate(text, 1) if begin <= i < end)


def _regex(given: Given, scope: Scope) -> Value:
    text = string(given[0])
    if len(text) > LONGEST_MATCHED:
        return False
    try:
        return read_pattern(string(given[1])).fullmatch(text) is not None
    except Unusable:  # a pattern put together out of answers
        return False


def _translate(given: Given, scope: Scope) -> Value:
    text, before, after = (string(v) for v in given)
    table: dict[int, str | None] = {}
    for i, char in enumerate(before):
        table.setdefault(ord(char), after[i] if i < len(after) else None)
    return text.translate(table)


def _numbers(given: Given) -> list[float]:
    values = _all(given[0]) if len(given) == 1 else tuple(first(v) for v in given)
    return [number(v) for v in values if string(v) != ""]


def _least(given: Given, scope: Scope) -> Value:
    found = _numbers(given)
    return min(found) if found else math.nan


def _most(given: Given, scope: Scope) -> Value:
    found = _numbers(given)
    return max(found) if found else math.nan


def _words(value: Value) -> list[str]:
    return string(value).split()


def _selected(given: Given, scope: Scope) -> Value:
    wanted = string(given[1]).strip()
    return any(wanted in _words(one) for one in _all(given[0])) if wanted else False


def _selected_at(given: Given, scope: Scope) -> Value:
    words, place = _words(given[0]), number(given[1])
    if math.isnan(place) or not 0 <= place < len(words):
        return ""
    return words[int(place)]


def _join(given: Given, scope: Scope) -> Value:
    parts = [string(one) for value in given[1:] for one in _all(value)]
    joined = string(given[0]).join(parts)
    return joined[:_LONGEST_TEXT]


def _as_date(given: Given, scope: Scope) -> Value:
    value = first(given[0])
    if isinstance(value, str):
        value = read_date(value) or number(value)
    if isinstance(value, bool):
        return ""
    if isinstance(value, float):
        if not math.isfinite(value) or not -700_000 < value < 2_900_000:
            return ""
        return date.fromordinal(date(1970, 1, 1).toordinal() + math.floor(value))
    if isinstance(value, datetime):
        return value.date()
    return value


def _as_instant(given: Given, scope: Scope) -> Value:
    value = first(given[0])
    found = read_date(value) if isinstance(value, str) else value
    if isinstance(found, datetime):
        return found
    if isinstance(found, date):
        return datetime(found.year, found.month, found.day, tzinfo=UTC)
    return ""


def _decimal_days(given: Given, scope: Scope) -> Value:
    value = first(given[0])
    found = read_date(value) if isinstance(value, str) else value
    return days(found) if isinstance(found, date) else math.nan


def _decimal_time(given: Given, scope: Scope) -> Value:
    found = read_time(string(given[0]))
    if found is None:
        return math.nan
    return (found.hour * 3600 + found.minute * 60 + found.second) / 86_400


def _formatted(given: Given, scope: Scope) -> Value:
    value = first(given[0])
    found = read_date(value) if isinstance(value, str) else value
    if not isinstance(found, date):
        return ""
    clock = found if isinstance(found, datetime) else None
    parts = {
        "Y": f"{found.year:04d}", "y": f"{found.year % 100:02d}", "m": f"{found.month:02d}",
        "n": str(found.month), "d": f"{found.day:02d}", "e": str(found.day),
        "b": found.strftime("%b"), "a": found.strftime("%a"), "W": str(found.isocalendar()[1]),
        "H": f"{clock.hour:02d}" if clock else "00", "h": str(clock.hour) if clock else "0",
        "M": f"{clock.minute:02d}" if clock else "00", "S": f"{clock.second:02d}" if clock else "00",
        "3": f"{clock.microsecond // 1000:03d}" if clock else "000", "%": "%",
    }  # fmt: skip
    shape, said, i = string(given[1])[:100], "", 0
    while i < len(shape):
        if shape[i] == "%" and i + 1 < len(shape):
            said += parts.get(shape[i + 1], shape[i : i + 2])
            i += 2
        else:
            said += shape[i]
            i += 1
    return said


def _before(given: Given, scope: Scope) -> Value:
    text, mark = string(given[0]), string(given[1])
    return text.partition(mark)[0] if mark and mark in text else ""


def _after(given: Given, scope: Scope) -> Value:
    text, mark = string(given[0]), string(given[1])
    return text.partition(mark)[2] if mark else text


def _power(given: Given, scope: Scope) -> Value:
    try:
        found = math.pow(number(given[0]), number(given[1]))
    except (OverflowError, ValueError):
        return math.nan
    return found


def _safely(function: Callable[[float], float]) -> Callable[[Given, Scope], Value]:
    def run(given: Given, scope: Scope) -> Value:
        try:
            return float(function(number(given[0])))
        except (ValueError, OverflowError):
            return math.nan

    return run


_CALLS: dict[str, Callable[[Given, Scope], Value]] = {
    "true": lambda g, s: True,
    "false": lambda g, s: False,
    "not": lambda g, s: not boolean(g[0]),
    "boolean": lambda g, s: boolean(g[0]),
    "boolean-from-string": lambda g, s: string(g[0]).strip().lower() in {"true", "1"},
    "string": lambda g, s: string(g[0]),
    "concat": lambda g, s: "".join(string(one) for v in g for one in _all(v))[:_LONGEST_TEXT],
    "substr": _substr,
    "substring": _substring,
    "substring-before": _before,
    "substring-after": _after,
    "string-length": lambda g, s: float(len(string(g[0] if g else s.here))),
    "contains": lambda g, s: string(g[1]) in string(g[0]),
    "starts-with": lambda g, s: string(g[0]).startswith(string(g[1])),
    "ends-with": lambda g, s: string(g[0]).endswith(string(g[1])),
    "translate": _translate,
    "normalize-space": lambda g, s: " ".join(string(g[0] if g else s.here).split()),
    "regex": _regex,
    "join": _join,
    "number": lambda g, s: number(g[0] if g else s.here),
    "int": _safely(math.trunc),
    "round": _rounded,
    "floor": _safely(math.floor),
    "ceiling": _safely(math.ceil),
    "abs": _safely(abs),
    "pow": _power,
    "sqrt": _safely(math.sqrt),
    "exp": _safely(math.exp),
    "log": _safely(math.log),
    "log10": _safely(math.log10),
    "min": _least,
    "max": _most,
    "sum": lambda g, s: math.fsum(number(one) for one in several(g[0])),
    "count": lambda g, s: float(len(_all(g[0]))) if isinstance(g[0], tuple) else 1.0,
    "count-non-empty": lambda g, s: float(len(several(g[0]))),
    "selected": _selected,
    "selected-at": _selected_at,
    "count-selected": lambda g, s: float(len(_words(g[0]))),
    "uuid": _uuid,
    "random": _random,
    "today": lambda g, s: s.today,
    "now": lambda g, s: s.now,
    "date": _as_date,
    "date-time": _as_instant,
    "decimal-date-time": _decimal_days,
    "decimal-time": _decimal_time,
    "format-date": _formatted,
    "format-date-time": _formatted,
}
