"""A form held against answers: what is asked, what is computed, what is wrong, and where."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from travaux.core.problems import Unusable
from travaux.core.surveys.answers import answer, initial, path_text
from travaux.core.surveys.check import check_form
from travaux.core.surveys.model import Choice, Form, Group, Question
from travaux.core.surveys.plain import form_digest, form_from_plain, form_to_plain
from travaux.core.surveys.reading import plain_number, read_number

NOW = datetime(2024, 10, 12, 9, 0, tzinfo=UTC)
YES_NO = (Choice("yes", {"en": "Yes"}), Choice("no", {"en": "No"}))


def ask(name: str, kind: str = "text", **also) -> Question:
    return Question(name, kind, labels={"en": name.title()}, **also)


FORM = Form(
    "offer",
    (
        ask("city", required="yes", required_messages={"fr": "Dites la ville."}),
        ask("seats", "integer", constraint=". >= 20", constraint_messages={"en": "20 at least."}),
        ask("online", "select-one", choices=YES_NO),
        ask("link", relevant="${online} = 'yes'", required="${seats} > 100"),
        Group(
            "costs",
            (
                ask("item", required="yes"),
                ask("amount", "decimal", constraint=". > 0"),
                ask("receipt", "file", relevant="${amount} > 500", required="true()"),
            ),
            labels={"en": "Costs"},
            repeat=True,
        ),
        Question("total", "calculate", calculation="sum(${amount})"),
        ask("why", relevant="${total} > 1000"),
    ),
)


def found(raw):
    return answer(FORM, raw, now=NOW)


def codes(one) -> dict[str, str]:
    return {path_text(p.path): p.problem.code for p in one.problems}


def test_the_form_is_fit() -> None:
    assert check_form(FORM) == ()


def test_conditions_open_and_close_questions() -> None:
    one = found({"city": "Aling", "online": "no", "link": "x"})
    assert ("link",) not in one.shown and "link" not in one.answers and one.is_whole
    one = found({"city": "Aling", "online": "yes", "seats": "120"})
    assert ("link",) in one.shown and codes(one) == {"link": "answer-needed"}
    assert ("link",) in one.required


def test_an_answer_that_is_not_asked_moves_nothing() -> None:
    """Amounts are asked inside a group; when it is closed, what computes with them sees nothing."""
    form = Form(
        "f",
        (
            ask("a", "integer"),
            Group("g", (ask("b", "integer"),), relevant="${a} > 1"),
            Question("c", "calculate", calculation="coalesce(${b}, 'none')"),
        ),
    )
    assert answer(form, {"a": "2", "b": "5"}, now=NOW).answers == {"a": 2, "b": 5, "c": "5"}
    assert answer(form, {"a": "1", "b": "5"}, now=NOW).answers == {"a": 1, "c": "none"}


def test_repetitions_are_answered_and_computed_each_for_itself() -> None:
    raw = {
        "city": "Aling",
        "costs": [
            {"item": "Room", "amount": "600"},
            {"item": "", "amount": "450,5"},
            {"item": "x"},
        ],
    }
    one = found(raw)
    assert one.answers["costs"] == [
        {"item": "Room", "amount": "600"},
        {"amount": "450.5"},
        {"item": "x"},
    ]
    assert one.answers["total"] == "1050.5" and ("why",) in one.shown
    assert codes(one) == {"costs.1.receipt": "file-needed", "costs.2.item": "answer-needed"}
    assert one.at(("costs", 0, "amount")) == "600" and one.at(("costs", 7, "amount")) == ""


def test_messages_of_the_form_stand_at_their_place_in_order() -> None:
    one = found({"seats": "3"})
    assert [p.path for p in one.problems] == [("city",), ("seats",)]
    assert one.problems[0].texts == {"fr": "Dites la ville."}
    assert one.problems[1].problem.code == "answer-not-allowed"
    assert one.problems[1].texts == {"en": "20 at least."}


@pytest.mark.parametrize(
    ("kind", "raw", "kept"),
    [
        ("integer", "12", 12),
        ("integer", "١٢", 12),
        ("integer", "1 200", 1200),
        ("integer", "2.5", "answer-not-whole"),
        ("integer", "twelve", "answer-not-number"),
        ("decimal", "2,50", "2.5"),
        ("decimal", "1,200", "answer-number-ambiguous"),
        ("decimal", "0,125", "0.125"),
        ("decimal", "1.200.300,5", "1200300.5"),
        ("decimal", "9" * 40, "answer-number-too-long"),
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "29.2.2024", "answer-not-date"),
        ("time", "9:5", "answer-not-time"),
        ("time", "09:05", "09:05"),
        ("datetime", "2024-02-29T10:00", "2024-02-29T10:00"),
        ("datetime", "soon", "answer-not-instant"),
        ("geopoint", "-1.25, 36.8", "-1.25 36.8"),
        ("geopoint", "91 0", "answer-not-place"),
        ("geotrace", "1 1; 2 2", "1 1; 2 2"),
        ("select-one", "yes", "yes"),
        ("select-one", "maybe", "answer-not-choice"),
        ("select-multiple", ["no", "yes", "no"], ["yes", "no"]),
        ("rank", ["no", "yes"], ["no", "yes"]),
        ("rank", ["no", "no"], "answer-ranked-twice"),
        ("acknowledge", "on", "OK"),
        ("file", ["k1", "k1"], ["k1"]),
        ("text", "a\r\nb\x00", "a\nb"),
        ("text", "x" * 20_001, "answer-over-length"),
    ],
)
def test_answers_are_read(kind: str, raw, kept) -> None:
    choices = YES_NO if kind in ("select-one", "select-multiple", "rank") else ()
    one = answer(Form("f", (ask("q", kind, choices=choices),)), {"q": raw}, now=NOW)
    if one.problems:
        assert one.problems[0].problem.code == kept and "q" not in one.answers
    else:
        assert one.answers["q"] == kept


def test_ranges_keep_their_bounds_and_steps() -> None:
    form = Form("f", (ask("q", "range", least=Decimal(1), most=Decimal(5), step=Decimal("0.5")),))
    said = {
        raw: [p.problem.code for p in answer(form, {"q": raw}, now=NOW).problems]
        for raw in ("1", "2.5", "2.3", "0", "6")
    }
    assert said == {
        "1": [], "2.5": [], "2.3": ["answer-not-in-steps"], "0": ["answer-below-least"], "6": ["answer-above-most"],
    }  # fmt: skip


def test_a_filter_leaves_the_choices_that_fit() -> None:
    cities = (Choice("p", {}, {"region": "a"}), Choice("q", {}, {"region": "b"}))
    form = Form(
        "f",
        (
            ask("region", "text"),
            ask("city", "select-one", choices=cities, choice_filter="region=${region}"),
        ),
    )
    one = answer(form, {"region": "a", "city": "q"}, now=NOW)
    assert [c.name for c in one.choices[("city",)]] == ["p"]
    assert codes(one) == {"city": "answer-not-choice"}


def test_defaults_stand_in_an_empty_form() -> None:
    form = Form("f", (ask("a", default="x"), ask("b", "date", default="today()"), ask("c")))
    assert initial(form, now=NOW) == {"a": "x", "b": "2024-10-12"}


def test_as_many_repetitions_as_another_answer_says() -> None:
    form = Form(
        "f",
        (ask("n", "integer"), Group("g", (ask("x"),), repeat=True, count="${n}")),
    )
    assert answer(form, {"n": "2"}, now=NOW).instances == {("g",): 2}
    assert answer(form, {"n": "100000"}, now=NOW).instances == {("g",): 60}
    assert answer(form, {"n": ""}, now=NOW).instances == {("g",): 0}


@pytest.mark.parametrize(
    ("items", "code", "where"),
    [
        ((), "form-empty", ""),
        ((Question("t", "calculate", calculation="1"),), "form-empty", ""),
        ((ask("a"), ask("a")), "form-name-taken", "a"),
        ((ask("a b"),), "form-name-unusable", "a b"),
        ((ask("a", "telepathy"),), "form-kind-unknown", "a"),
        ((ask("a", "select-one"),), "form-choices-missing", "a"),
        ((ask("a", "select-one", choices=(Choice("x y"),)),), "form-choice-unusable", "a"),
        ((ask("a", "select-one", choices=(Choice("x"), Choice("x"))),), "form-choice-taken", "a"),
        ((Question("a", "text"),), "form-label-missing", "a"),
        ((ask("a", relevant="${b} = 1"),), "form-reference-unknown", "a"),
        (
            (Question("a", "note", labels={"en": "Hello ${b}"}), ask("c")),
            "form-reference-unknown",
            "a",
        ),
        ((ask("a", relevant="${"),), "expression-unreadable", "a"),
        ((ask("a", constraint="regex(., '(a+)+')"),), "pattern-risky", "a"),
        (
            (ask("a", relevant="${b} = 1"), ask("b", relevant="${a} = 1")),
            "form-goes-in-circles",
            "b",
        ),
        (
            (Question("t", "calculate", calculation="${t} + 1"), ask("a")),
            "",
            "",  # its own value: nothing stands there yet
        ),
    ],
)
def test_a_form_that_cannot_be_asked_is_told_why(items, code: str, where: str) -> None:
    told = [(p.code, p.where) for p in check_form(Form("f", tuple(items)))]
    assert (code, where) in told if code else told == []


def test_constraints_may_look_at_each_other() -> None:
    form = Form(
        "f",
        (
            ask("begins", "date", constraint=". <= ${ends} or ${ends} = ''"),
            ask("ends", "date", constraint=". >= ${begins}"),
        ),
    )
    assert check_form(form) == ()
    assert not answer(form, {"begins": "2024-05-01", "ends": "2024-05-03"}, now=NOW).problems
    told = codes(answer(form, {"begins": "2024-05-04", "ends": "2024-05-03"}, now=NOW))
    assert told == {"begins": "answer-not-allowed", "ends": "answer-not-allowed"}


def test_a_form_as_plain_values_is_the_same_form() -> None:
    again = form_from_plain(form_to_plain(FORM))
    assert again == FORM and form_digest(again) == form_digest(FORM)
    other = Form("offer", FORM.items[1:])
    assert form_digest(other) != form_digest(FORM)


@pytest.mark.parametrize("told", [{"items": 3}, {"items": ["x"]}, {"items": [{"name": "a"}]}])
def test_plain_values_that_are_no_form_are_refused(told) -> None:
    with pytest.raises(Unusable) as refused:
        form_from_plain(told)
    assert refused.value.code == "form-unreadable"


_texts = st.text(alphabet="0123456789,.-yesnoé٣\x00\n", max_size=12)
_raw = st.recursive(
    _texts | st.lists(_texts, max_size=3),
    lambda inner: st.lists(st.dictionaries(st.sampled_from(["item", "amount"]), inner), max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from(["city", "seats", "online", "link", "costs", "total", "why"]), _raw
    )
)
def test_whatever_is_typed_is_answered_not_raised(raw) -> None:
    one = found(raw)
    again = found(raw)
    assert one == again
    assert all(p.path in one.shown or p.path[0] == "costs" for p in one.problems)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_number_written_down_is_read_again(value: Decimal) -> None:
    assert read_number(plain_number(value)) == value
