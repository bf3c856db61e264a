"""Answers as a table: one column a question, labels for choices, a line for each repetition."""

from __future__ import annotations

from tests.core.surveys.test_answers import FORM, NOW

from travaux.core.surveys.answers import answer
from travaux.core.surveys.tables import columns, row


def test_a_row_says_what_was_answered() -> None:
    names = [name for name, _label in columns(FORM, "en")]
    assert names == ["city", "seats", "online", "link", "costs", "total", "why"]
    raw = {
        "city": "Aling",
        "seats": "40",
        "online": "no",
        "costs": [{"item": "Room", "amount": "10"}, {"item": "Meal", "amount": "2,5"}],
    }
    said = dict(zip(names, row(FORM, answer(FORM, raw, now=NOW).answers, "en"), strict=True))
    assert said["online"] == "No" and said["seats"] == 40 and said["link"] == ""
    assert said["costs"] == "1. Item: Room; Amount: 10\n2. Item: Meal; Amount: 2.5"
    assert said["total"] == "12.5"
