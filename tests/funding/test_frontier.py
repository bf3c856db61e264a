"""The picture of cost against loss."""

from __future__ import annotations

from decimal import Decimal

from travaux.funding.frontier import Point, draw

POINTS = [
    Point(Decimal(1_179_384), 0.0),
    Point(Decimal(388_384), 30.97),
    Point(Decimal(426_384), 22.97, here=True),
]


def drawn(points=POINTS, **more):
    return draw(points, str, "USD", "Loss", "426,384", **more)


def test_what_costs_more_loses_less_and_lies_lower_and_further_on():
    for picture in drawn():
        marks = [m for m in picture.marks if m.kind == "full"]
        cheap, whole = sorted(marks, key=lambda m: float(m.x))
        assert float(cheap.y) < float(whole.y)
        assert all(0 <= float(m.x) <= picture.width and float(m.y) >= 0 for m in marks)
        assert sum(m.kind == "dark" for m in picture.marks) == 1
        assert any(m.text == "426,384" for m in picture.marks)


def test_from_right_to_left_the_picture_is_mirrored():
    wide, mirrored = drawn()[0], drawn(right_to_left=True)[0]
    first = [float(m.x) for m in wide.marks if m.kind == "full"]
    then = [wide.width - float(m.x) - float(m.w) for m in mirrored.marks if m.kind == "full"]
    assert first == [round(x, 1) for x in then]


def test_a_single_choice_and_none_at_all_are_drawn():
    assert drawn([Point(Decimal(0), 0.0)]) and drawn([])
