"""From what somebody typed or chose to a value of the question's kind, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from travaux.core.problems import Unusable
from travaux.core.surveys.model import CHOSEN, FILES, Choice, Question

Raw = str | Sequence[str]
Answer = str | int | list[str]

LONGEST_TEXT = 20_000
_MOST_DIGITS = 30
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_POINT = re.compile(r"-?\d{1,2}(\.\d+)? -?\d{1,3}(\.\d+)?( -?\d+(\.\d+)?)?( \d+(\.\d+)?)?")
# digits of other scripts, their decimal mark, and signs that a keyboard puts in
_PLAIN = {ord("٫"): ".", ord("−"): "-", ord("\u00a0"): "", ord("\u202f"): "", ord(" "): ""}


def _digits(text: str) -> str:
    return "".join(str(int(c)) if c.isdigit() and c.isdecimal() else c for c in text)


def read_number(text: str) -> Decimal:
    """A number as people type it: other scripts' digits, spaces between thousands, comma or point.

    A single comma is a decimal mark unless exactly three digits follow it, which could be either:
    error `answer-number-ambiguous`. Others: `answer-not-number`, `answer-number-too-long`.

    >>> read_number("1 200,5"), read_number("٣٫٥")
    (Decimal('1200.5'), Decimal('3.5'))
    """
    plain = _digits(text.strip()).translate(_PLAIN)
    if plain.count(",") > 1 or ("," in plain and "." in plain):
        whole, _, rest = plain.rpartition("." if plain.rfind(".") > plain.rfind(",") else ",")
        parts = re.split(r"[.,]", whole)
        grouped = all(len(p) == 3 for p in parts[1:])
        if not grouped:
            raise Unusable("answer-not-number", text=text[:60])
        mixed = "," in plain and "." in plain
        plain = "".join(parts) + ("." + rest if mixed else rest)
    elif "," in plain:
        before, after = plain.split(",")
        if len(after) == 3 and before.lstrip("+-") not in ("", "0"):
            raise Unusable("answer-number-ambiguous", text=text[:60])
        plain = f"{before}.{after}"
    if len(plain) > _MOST_DIGITS:
        raise Unusable("answer-number-too-long", most=_MOST_DIGITS)
    if not _NUMBER.fullmatch(plain):
        raise Unusable("answer-not-number", text=text[:60])
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise Unusable("answer-not-number", text=text[:60]) from None


def plain_number(value: Decimal) -> str:
    """A number as it is kept: without exponent and without zeros that say nothing.

    >>> plain_number(Decimal("12.50")), plain_number(Decimal("1E+3"))
    ('12.5', '1000')
    """
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def read_answer(question: Question, raw: Raw, choices: Sequence[Choice]) -> Answer:
    """One answer in the form in which it is kept; "" or [] where nothing was answered.

    Kept are: text as text; whole numbers as int; decimals, dates (YYYY-MM-DD), times (HH:MM) and
    instants as text; one choice as its name; several choices and files as a list of names. Errors
    carry what was typed: `answer-not-number`, `answer-number-ambiguous`, `answer-number-too-long`, `answer-not-date`, `answer-not-time`, `answer-not-instant`,
    `answer-not-place`, `answer-not-choice`, `answer-over-length`, `answer-below-least`, `answer-above-most`,
    `answer-not-in-steps`, `answer-not-whole`, `answer-ranked-twice`.
    """
    if question.kind in (*FILES, "select-multiple", "rank"):
        return _several(question, raw, choices)
    text = raw if isinstance(raw, str) else (raw[0] if raw else "")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if not text:
        return ""
    if len(text) > LONGEST_TEXT:
        raise Unusable("answer-over-length", most=LONGEST_TEXT, length=len(text))
    if question.kind in ("integer", "decimal", "range"):
        return _number(question, text)
    if question.kind == "select-one":
        if text not in {c.name for c in choices}:
            raise Unusable("answer-not-choice", choice=text[:80])
        return text
    if question.kind == "acknowledge":
        return "OK" if text.lower() not in {"no", "false", "0", "off"} else ""
    return _moment_or_text(question.kind, text)


def _moment_or_text(kind: str, text: str) -> str:
    try:
        if kind == "date":
            return date.fromisoformat(_digits(text)).isoformat()
        if kind == "time":
            return time.fromisoformat(_digits(text)).isoformat("minutes")
        if kind == "datetime":
            return datetime.fromisoformat(_digits(text)).isoformat("T", "minutes")
    except ValueError:
        codes = {"date": "answer-not-date", "time": "answer-not-time"}
        raise Unusable(codes.get(kind, "answer-not-instant"), text=text[:60]) from None
    if kind.startswith("geo"):
        points = [" ".join(p.replace(",", " ").split()) for p in _digits(text).split(";")]
        points = [p for p in points if p]
        enough = len(points) == 1 if kind == "geopoint" else len(points) >= 2
        if not enough or not all(_POINT.fullmatch(p) and _on_earth(p) for p in points):
            raise Unusable("answer-not-place", text=text[:60])
        return "; ".join(points)
    return text


def _on_earth(point: str) -> bool:
    latitude, longitude = (float(v) for v in point.split()[:2])
    return abs(latitude) <= 90 and abs(longitude) <= 180


def _number(question: Question, text: str) -> Answer:
    found = read_number(text)
    if question.least is not None and found < question.least:
        raise Unusable("answer-below-least", least=plain_number(question.least))
    if question.most is not None and found > question.most:
        raise Unusable("answer-above-most", most=plain_number(question.most))
    if question.step and (found - (question.least or 0)) % question.step != 0:
        raise Unusable("answer-not-in-steps", step=plain_number(question.step))
    if question.kind == "integer":
        if found != found.to_integral_value():
            raise Unusable("answer-not-whole", text=text[:60])
        return int(found)
    return plain_number(found)


def _several(question: Question, raw: Raw, choices: Sequence[Choice]) -> list[str]:
    names = raw.split() if isinstance(raw, str) else [one.strip() for one in raw]
    names = [one for one in names if one]
    if question.kind in CHOSEN:
        known = {c.name for c in choices}
        for name in names:
            if name not in known:
                raise Unusable("answer-not-choice", choice=name[:80])
        if question.kind == "rank":
            if len(set(names)) != len(names):
                raise Unusable("answer-ranked-twice")
            return names
        order = [c.name for c in choices]
        return sorted(set(names), key=order.index)
    return list(dict.fromkeys(names))
