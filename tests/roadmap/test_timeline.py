"""The picture of the roadmap, drawn from plain values."""

from __future__ import annotations

from datetime import date

import pytest

from travaux.roadmap.pictures import lines, measure
from travaux.roadmap.timeline import Row, Span, Words, draw

WORDS = Words(lambda day: f"{day:%b}", "4 Nov 2024")
PLAN = Span(date(2024, 2, 1), date(2024, 2, 29))
ROWS = [
    Row("a", "1", "Call", PLAN, Span(date(2024, 4, 17), date(2024, 4, 18)), "done", "7 weeks late",
        True),
    Row("b", "2", "Meeting", Span(date(2024, 12, 1), date(2024, 12, 31)), after=("a",)),
]  # fmt: skip
EYE = date(2024, 11, 4)


def kinds(picture) -> list[str]:
    return [m.kind for m in picture.marks]


def test_two_versions_with_real_text():
    wide, narrow = draw(ROWS, EYE, WORDS)
    assert (wide.width, narrow.width) == (1120, 328)
    for picture in (wide, narrow):
        said = [m.text for m in picture.marks if m.shape == "text"]
        assert {"Call", "Meeting", "7 weeks late", "4 Nov 2024", "2024"} <= set(said)
    assert "dep" in kinds(wide) and "dep" not in kinds(narrow)  # arrows need the room


def test_plan_and_record_are_told_apart():
    wide, _ = draw(ROWS, EYE, WORDS)
    found = kinds(wide)
    assert found.count("base") == 1 and found.count("full") == 1 and found.count("plan") == 1
    assert "slip" in found and "now" in found


def test_a_day_far_from_the_plan_is_pointed_at_and_squeezes_nothing():
    near, _ = draw(ROWS, EYE, WORDS)
    far, _ = draw(ROWS, date(2031, 1, 1), WORDS)
    bars = [(m.x, m.w) for m in near.marks if m.kind in {"base", "plan"}]
    assert [(m.x, m.w) for m in far.marks if m.kind in {"base", "plan"}] == bars
    assert "now" not in kinds(far) and "nowfill" in kinds(far)


def test_every_mark_stays_in_the_picture():
    long = [Row(str(n), str(n), "Très longue étape de la feuille de route " * 3, PLAN,
                Span(date(2025, 1, 1), date(2025, 3, 31)), "revised", "avec 11 mois de retard", True)
            for n in range(20)]  # fmt: skip
    for right_to_left in (False, True):
        for picture in draw(long, EYE, WORDS, right_to_left=right_to_left):
            for mark in picture.marks:
                if mark.shape == "rect":
                    assert float(mark.x) >= 0
                    assert float(mark.x) + float(mark.w) <= picture.width + 0.1
                if mark.shape != "path":
                    assert 0 <= float(mark.y) <= picture.height


def test_right_to_left_mirrors_places():
    left, _ = draw(ROWS, EYE, WORDS)
    right, _ = draw(ROWS, EYE, WORDS, right_to_left=True)
    for a, b in zip(left.marks, right.marks, strict=True):
        if a.shape == "rect":
            assert abs(1120 - float(a.x) - float(a.w) - float(b.x)) < 0.11
        if a.shape == "text":
            assert abs(1120 - float(a.x) - float(b.x)) < 0.11 and a.anchor == b.anchor


def test_a_single_day_is_still_seen():
    wide, _ = draw([Row("a", "1", "Day", None, Span(EYE, EYE), "done")], EYE, WORDS)
    assert next(float(m.w) for m in wide.marks if m.kind == "full") >= 5


@pytest.mark.parametrize(
    "text",
    [
        "Guidelines: final version to the Assembly",
        "表达举办专家组会议和区域协商意向的长标题",
        "Слово",
    ],
)
def test_broken_lines_lose_nothing(text):
    found = lines(text, 120)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert all(measure(line) <= 140 or " " not in line for line in found)
