"""Expressions mean what XPath and OpenRosa say, and whatever is typed is answered in words."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from travaux.core.problems import Unusable
from travaux.core.surveys import evaluation, expressions
from travaux.core.surveys.evaluation import Scope, evaluate, holds
from travaux.core.surveys.patterns import read_pattern

NOW = datetime(2024, 10, 12, 21, 30, tzinfo=UTC)
ANSWERS = {
    "age": 40.0,
    "name": "Ana María",
    "topics": "t1 t3",
    "born": "1984-02-29",
    "amounts": ("10", "2.5", ""),
    "empty": "",
}


def say(text: str, here="", row=None):
    look = lambda name: ANSWERS.get(name, "")  # noqa: E731
    return evaluate(text, Scope(look, NOW, here, 2, lambda n, c: f"{n}:{c}", row or {}))


def test_every_function_has_a_meaning() -> None:
    assert set(evaluation._CALLS) | set(evaluation._LAZY) == set(expressions.FUNCTIONS)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("10 div 4", 2.5),
        ("-7 mod 3", -1.0),  # the sign of the dividend, as XPath says
        ("- - 3", 3.0),
        ("1 < 2 and 2 < 1 or true()", True),
        ("'10' > 9", True),
        ("'a' = \"a\"", True),
        ("${age} >= 18 and ${age} < 65", True),
        ("selected(${topics}, 't3')", True),
        ("selected(${topics}, 't')", False),
        ("selected(${empty}, '')", False),
        ("count-selected(${topics})", 2.0),
        ("selected-at(${topics}, 1)", "t3"),
        ("selected-at(${topics}, 7)", ""),
        ("if(${age} > 18, 'adult', 'minor')", "adult"),
        ("if(false(), ${missing}, coalesce(${empty}, 'x'))", "x"),
        ("string-length(${name})", 9.0),
        ("substr(${name}, 0, 3)", "Ana"),
        ("substring('12345', 2, 3)", "234"),
        ("substring('12345', 0)", "12345"),
        ("substring-after('a=b=c', '=')", "b=c"),
        ("substring-before('a=b', ';')", ""),
        ("concat('a', 1, true())", "a1true"),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("normalize-space('  a   b ')", "a b"),
        ("regex('AB-12', '[A-Z]{2}-[0-9]+')", True),
        ("regex('xAB-12', '[A-Z]{2}-[0-9]+')", False),  # the whole answer, not a part
        ("round(2.5)", 3.0),
        ("round(2.345, 2)", 2.35),
        ("round(1 div 0)", math.nan),
        ("int(-2.7)", -2.0),
        ("floor(-2.5)", -3.0),
        ("ceiling(2.1)", 3.0),
        ("sum(${amounts})", 12.5),
        ("count(${amounts})", 3.0),
        ("count-non-empty(${amounts})", 2.0),
        ("max(${amounts})", 10.0),
        ("min(3, 1, 2)", 1.0),
        ("join(', ', ${amounts})", "10, 2.5, "),
        ("indexed-repeat(${amounts}, ${group}, 2)", "2.5"),
        ("position(..)", 2.0),
        ("${born} < today()", True),
        ("today() - date('2024-10-02')", 10.0),
        ("date('1970-01-11') = 10", True),
        ("format-date(${born}, '%e/%n/%Y')", "29/2/1984"),
        ("date(19)", date(1970, 1, 20)),
        ("decimal-time('12:00')", 0.5),
        ("jr:choice-name('t1', '${topics}')", "topics:t1"),
        ("boolean-from-string('true')", True),
        ("not(${empty})", True),
        ("number('abc')", math.nan),
        ("'a' < 'b'", False),  # text is ordered by nothing
        ("../age = 40", True),
        ("/data/group/age = 40", True),
        ("current()/../age = 40", True),
        ("“a” = 'a'", True),  # the quotes of a word processor
    ],
)
def test_expressions_say(text: str, value) -> None:
    said = say(text)
    if isinstance(value, float) and math.isnan(value):
        assert isinstance(said, float) and math.isnan(said)
    else:
        assert said == value and type(said) is type(value)


def test_here_and_the_columns_of_a_choice() -> None:
    assert say(". >= 18 and . <= 99", here=40.0) is True
    assert say("once(7)", here="3") == "3" and say("once(7)") == 7.0
    assert say("region = ${born}", row={"region": "1984-02-29"}) is True


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("${a} = ", "expression-unreadable"),
        ("(1 + 2", "expression-unreadable"),
        ("a b", "expression-unreadable"),
        ("1 ! 2", "expression-unreadable"),
        ("/data/a[1]", "expression-unreadable"),
        ("document('file:///etc/passwd')", "expression-function-unknown"),
        ("pulldata()", "expression-function-unknown"),
        ("if(1, 2)", "expression-arguments"),
        ("today(1)", "expression-arguments"),
        ("1 + " * 600 + "1", "expression-too-long"),
        ("(" * 60 + "1" + ")" * 60, "expression-too-deep"),
        ("-" * 80 + "1", "expression-too-deep"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, code: str) -> None:
    with pytest.raises(Unusable) as refused:
        expressions.parse(text)
    assert refused.value.code == code


def test_plain_answers_stand_for_yes_and_no() -> None:
    scope = Scope(lambda name: "", NOW)
    assert holds("yes", scope, when_empty=False) and holds("TRUE", scope, when_empty=False)
    assert not holds("no", scope, when_empty=True)
    assert holds("", scope, when_empty=True) and not holds(" ", scope, when_empty=False)


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|aa)*c", "(.*)*", r"(a)\1", "(x{1,99}y){1,99}"])
def test_patterns_that_could_stall_are_refused(pattern: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_pattern(pattern)
    assert refused.value.code == "pattern-risky"


@pytest.mark.parametrize(
    "pattern",
    [r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", r"^\+?[0-9 ]{6,20}$", "(a|b)?c", "x{3}"],
)
def test_usual_patterns_pass(pattern: str) -> None:
    assert read_pattern(pattern).pattern == pattern


@given(st.text(alphabet="0123456789.+-*<>=!()$ {}'\",ab/andorselected", max_size=60))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    try:
        say(text)
    except Unusable as refused:
        assert refused.code.startswith(("expression-", "pattern-"))


_numbers = st.integers(0, 999).map(float)


@given(_numbers, _numbers, st.sampled_from(["+", "-", "*", "<", "<=", ">", ">=", "=", "!="]))
def test_arithmetic_agrees_with_python(a: float, b: float, sign: str) -> None:
    in_python = {"=": "=="}.get(sign, sign)
    assert say(f"{a} {sign} {b}") == eval(f"{a} {in_python} {b}")
