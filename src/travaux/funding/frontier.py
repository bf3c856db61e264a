"""The picture of the frontier: what each best choice costs, against what it loses.

Pure: plain values in, a frozen picture out. Words come in ready, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from travaux.funding.columns import step_of
from travaux.roadmap.pictures import Pen, Picture, measure

WIDE, NARROW = 1120, 328


@dataclass(frozen=True, slots=True)
class Point:
    """A best choice: its cost, its loss, and whether it is the one within the sum asked about."""

    cost: Decimal
    loss: float
    here: bool = False


def draw(
    points: Sequence[Point],
    axis: Callable[[int], str],
    cost_words: str,
    loss_words: str,
    here_words: str,
    *,
    right_to_left: bool = False,
) -> tuple[Picture, Picture]:
    """The wide and the narrow version: cost from the start to the end, loss from the foot up."""
    return (
        _drawn(points, axis, cost_words, loss_words, here_words, right_to_left, wide=True),
        _drawn(points, axis, cost_words, loss_words, here_words, right_to_left, wide=False),
    )


def _drawn(
    points: Sequence[Point],
    axis: Callable[[int], str],
    cost_words: str,
    loss_words: str,
    here_words: str,
    right_to_left: bool,
    *,
    wide: bool,
) -> Picture:
    width = WIDE if wide else NARROW
    left, foot, ceiling = (64, 320, 34) if wide else (34, 260, 34)
    right = width - (40 if wide else 16)
    pen = Pen(width, right_to_left, [])
    top = max([1.0, *(p.loss for p in points)])
    rise = max(1, ceil(top / 5))
    dear = max([Decimal(1), *(p.cost for p in points)])
    step = step_of(dear)
    steps = ceil(dear / step)

    def x(cost: Decimal | int) -> float:
        return left + float(cost) / (steps * step) * (right - left)

    def y(loss: float) -> float:
        return foot - loss / (rise * 5) * (foot - ceiling)

    for n in range(6):
        pen.path("axis" if n == 0 else "grid", (left, y(n * rise)), (right, y(n * rise)))
        pen.text("t2", left - 8, y(n * rise) + 4, str(n * rise), anchor="end")
    every = 1 if wide else max(1, ceil(steps / 3))
    for n in range(steps + 1):
        pen.path("grid", (x(n * step), foot), (x(n * step), foot + 5))
        if n % every == 0:
            pen.text("t2", x(n * step), foot + 20, axis(n * step), anchor="middle")
    pen.text("t2", 0, 14, loss_words)
    pen.text("t2", right, foot + 40, cost_words, anchor="end")
    ordered = sorted(points, key=lambda p: p.cost)
    corners: list[tuple[float, float]] = []
    for before, point in zip([None, *ordered], ordered, strict=False):
        if before is not None:  # until the next sum is there, the choice before it stands
            corners.append((x(point.cost), y(before.loss)))
        corners.append((x(point.cost), y(point.loss)))
    if len(corners) > 1:
        pen.path("dep", *corners)
    size = 5 if wide else 4
    for point in ordered:
        at = (x(point.cost), y(point.loss))
        if point.here:
            pen.path(
                "dark",
                (at[0], at[1] - 9), (at[0] + 9, at[1]), (at[0], at[1] + 9), (at[0] - 9, at[1]),
                closed=True,
            )  # fmt: skip
            fits = at[0] + 14 + measure(here_words) <= width
            place = at[0] + 14 if fits else at[0] - 14
            pen.text("tb halo", place, at[1] - 8, here_words, anchor="start" if fits else "end")
        else:
            pen.rect("full", at[0] - size, at[1] - size, size * 2, size * 2)
    return Picture(width, foot + 50, tuple(pen.marks), "for-wide" if wide else "for-narrow")
