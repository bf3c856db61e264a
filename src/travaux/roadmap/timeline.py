"""The picture of the roadmap: planned windows against what is known, in two versions.

Pure: plain values in, a frozen picture out. Words come in ready, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from travaux.roadmap.pictures import Mark, Pen, Picture, lines, measure, number

WIDE, NARROW = 1120, 328
HEAD = 56  # as-at label, years, months
LINE, BAR = 17, 12
FAR = 92  # days: further from the plan than this, the as-at line is only pointed at


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Row:
    """One milestone, as the picture needs it."""

    key: str
    label: str
    title: str
    plan: Span | None
    now: Span | None = None
    state: str = "planned"  # planned, revised, doing, done, fixed
    note: str = ""
    late: bool = False
    after: tuple[str, ...] = ()
    lang: str = ""
    core: Span | None = None  # the part of `now` that is drawn full
    stands: date | None = None  # a fixed day beside `now`
    drag: Span | None = None  # the date that can be dragged, where the page lets one


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says beside its titles, in the reader's language."""

    month: Callable[[date], str]
    as_at: str


def draw(
    rows: Sequence[Row], as_at: date, words: Words, *, right_to_left: bool = False
) -> tuple[Picture, Picture]:
    """The wide and the narrow version of one timeline."""
    return (
        _Timeline(rows, as_at, words, right_to_left, wide=True).drawn(),
        _Timeline(rows, as_at, words, right_to_left, wide=False).drawn(),
    )


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


class _Timeline:
    """One version under the pen."""

    def __init__(
        self, rows: Sequence[Row], as_at: date, words: Words, right_to_left: bool, *, wide: bool
    ) -> None:
        self.rows, self.as_at, self.words, self.wide = rows, as_at, words, wide
        self.width = WIDE if wide else NARROW
        self.left, self.right = (276, WIDE - 14) if wide else (6, NARROW - 6)
        spans = [s for row in rows for s in (row.plan, row.now) if s]
        spans += [Span(row.stands, row.stands) for row in rows if row.stands]
        spans += [row.drag for row in rows if row.drag]
        first = min((s.first for s in spans), default=as_at)
        last = max((s.last for s in spans), default=as_at)
        self.before = as_at < first - timedelta(days=FAR)
        self.beyond = as_at > last + timedelta(days=FAR)
        if not self.before:
            first = min(first, as_at)
        if not self.beyond:
            last = max(last, as_at)
        self.first, self.end = first.replace(day=1), _month_after(last)
        self.pen = Pen(self.width, right_to_left, [])
        self.middles: dict[str, float] = {}
        self.height = HEAD
        self.tops: list[tuple[Row, list[str], float]] = []
        for row in rows:
            broken = lines(row.title, self.left - 44 if wide else self.right - 34)
            self.tops.append((row, broken, self.height))
            tall = len(broken) * LINE
            self.height += max(34, tall + 12) if wide else tall + BAR + 20
            self.height += LINE if self._below(row) else 0

    def x(self, day: date) -> float:
        """The place of the first instant of a day."""
        whole = (self.end - self.first).days
        return self.left + (self.right - self.left) * (day - self.first).days / whole

    def ends(self, span: Span) -> tuple[float, float]:
        """Both ends of a window; a single day is still wide enough to be seen."""
        start, end = self.x(span.first), self.x(span.last + timedelta(days=1))
        return start, max(end, start + (5 if self.wide else 4))

    def drawn(self) -> Picture:
        self._axis()
        for row, broken, top in self.tops:
            tall = len(broken) * LINE
            if self.wide:
                self.middles[row.key] = top + max(34, tall + 12) / 2
            else:
                self.middles[row.key] = top + tall + 12
        if self.wide:
            self._dependencies()
        self._now()
        for row, broken, top in self.tops:
            self._title(row, broken, top)
            self._bars(row, self.middles[row.key])
        return Picture(
            self.width,
            round(self.height),
            tuple(self.pen.marks),
            kind="for-wide" if self.wide else "for-narrow",
            day=number((self.right - self.left) / (self.end - self.first).days, 4),
            right_to_left=self.pen.right_to_left,
        )

    def _axis(self) -> None:
        months: list[date] = []
        month = self.first
        while month < self.end:
            months.append(month)
            month = _month_after(month)
        each = (self.right - self.left) / max(1, len(months))
        widest = max(measure(self.words.month(m)) for m in months)
        step = next((s for s in (1, 2, 3, 4, 6, 12) if widest + 6 <= each * s), 12)
        for m in [*months, self.end]:
            new_year = m.month == 1 or m == self.first
            if new_year or (m.month - 1) % step == 0 or m == self.end:
                self.pen.path(
                    "axis" if new_year and m != self.end else "grid",
                    (self.x(m), 20 if new_year and m != self.end else HEAD - 8),
                    (self.x(m), self.height),
                )
        said_year_at = -1e9
        for m in months:
            if m == self.first or m.month == 1:
                place = self.x(m)
                if place - said_year_at >= 40:
                    self.pen.text("tb", place + 5, 30, str(m.year))
                    said_year_at = place
            if (m.month - 1) % step == 0:
                if step == 1:
                    self.pen.text(
                        "t2", self.x(m) + each / 2, 47, self.words.month(m), anchor="middle"
                    )
                elif self.x(m) + widest <= self.right + 4:
                    self.pen.text("t2", self.x(m) + 3, 47, self.words.month(m))

    def _now(self) -> None:
        label = self.words.as_at
        if self.before or self.beyond:  # outside of the picture: say so at its edge
            edge = self.left if self.before else self.right
            self.pen.arrowhead("nowfill", edge, 9, back=self.before)
            self.pen.text(
                "nowt",
                edge + (10 if self.before else -10),
                13,
                label,
                anchor="start" if self.before else "end",
            )
            return
        place = self.x(self.as_at)
        half = measure(label) / 2
        anchor = "middle"
        if place + half > self.width:
            anchor = "end"
        elif place - half < 0:
            anchor = "start"
        self.pen.path("now", (place, 18), (place, self.height))
        self.pen.text("nowt", place, 13, label, anchor=anchor)

    def _dependencies(self) -> None:
        ends = {
            row.key: self.ends(span)
            for row in self.rows
            if (span := row.now or row.plan) is not None
        }
        for row in self.rows:
            for before in row.after:
                if before not in ends or row.key not in ends:
                    continue
                x1, y1 = ends[before][1], self.middles[before]
                x2, y2 = ends[row.key][0], self.middles[row.key]
                if x2 >= x1 + 12:
                    points = [(x1, y1), (x1 + 5, y1), (x1 + 5, y2), (x2 - 5, y2)]
                else:  # the successor begins before its predecessor ends: go round between rows
                    turn = y2 - 13 if y2 > y1 else y2 + 13
                    points = [
                        (x1, y1), (x1 + 5, y1), (x1 + 5, turn), (x2 - 8, turn), (x2 - 8, y2),
                        (x2 - 5, y2),
                    ]  # fmt: skip
                self.pen.path("dep", *points)
                self.pen.arrowhead("depfill", x2, y2)

    def _title(self, row: Row, broken: list[str], top: float) -> None:
        if self.wide:
            y = self.middles[row.key] + 4.5 - (len(broken) - 1) * LINE / 2
            self.pen.text("t2", 22, y, row.label, anchor="end")
            across = 34
        else:
            y = top + 13
            self.pen.text("t2 halo", 6, y, row.label)
            across = 28
        for i, line in enumerate(broken):
            self.pen.text("" if self.wide else "halo", across, y + i * LINE, line, lang=row.lang)

    def _bars(self, row: Row, middle: float) -> None:
        y = middle - BAR / 2
        reach: list[float] = []
        if row.plan:
            start, end = self.ends(row.plan)
            self.pen.rect("base" if row.now else "plan", start, y, end - start, BAR)
            reach += [start, end]
        if row.now:
            start, end = self.ends(row.now)
            if row.state == "fixed":
                place = (start + end) / 2
                self._diamond(place, middle)
                start, end = place - 10, place + 10
            elif row.state == "done":
                self.pen.rect("full", start, y, end - start, BAR)
            else:
                self.pen.rect("soft", start, y, end - start, BAR)
                if row.state == "doing" and row.now.first <= self.as_at <= row.now.last:
                    so_far = min(end, self.x(self.as_at + timedelta(days=1)))
                    self.pen.rect("full", start, y, max(3.0, so_far - start), BAR)
            if row.core:
                inner = self.ends(row.core)
                self.pen.rect("full", inner[0], y, inner[1] - inner[0], BAR)
            if row.stands:
                self._diamond(self.x(row.stands), middle)
            elif reach and start - reach[1] > 10:
                self.pen.path("slip", (reach[1] + 2, middle), (start - 3, middle))
                self.pen.arrowhead("warnfill", start - 1, middle)
            reach += [start, end]
        if row.drag:
            begin, stop = self.ends(row.drag)
            more = max(0.0, (20 - (stop - begin)) / 2)  # wide enough to be caught
            self.pen.handle(
                row.key, row.drag.first.isoformat(), row.drag.last.isoformat(),
                begin - more, y - 6, stop - begin + 2 * more, BAR + 12,
            )  # fmt: skip
        if row.note and reach:
            self._note(row, middle, min(reach), max(reach))

    def _diamond(self, place: float, middle: float) -> None:
        """A day that stands."""
        self.pen.path(
            "dark",
            (place, middle - 10), (place + 10, middle), (place, middle + 10), (place - 10, middle),
            closed=True,
        )  # fmt: skip

    def _reach(self, row: Row) -> tuple[float, float] | None:
        """Where the bars of a row begin and end."""
        found = [place for span in (row.plan, row.now) if span for place in self.ends(span)]
        if not found:
            return None
        fixed = 10 if row.now and row.state == "fixed" else 0
        return min(found) - fixed, max(found) + fixed

    def _below(self, row: Row) -> bool:
        """Whether the note of a row finds no room beside its bars."""
        reach = self._reach(row)
        if not row.note or reach is None:
            return False
        return measure(row.note) + 8 > max(self.width - reach[1], reach[0])

    def _note(self, row: Row, middle: float, start: float, end: float) -> None:
        """Beside the bars, on the side that has room for it; under them where neither has."""
        kind = ("tb warnt" if row.late else "t2") + " halo"
        if self._below(row):
            y = middle + BAR / 2 + LINE - 2
            at_start = start + measure(row.note) <= self.width
            place = start if at_start else self.width - 2
            self.pen.text(kind, place, y, row.note, anchor="start" if at_start else "end")
        elif end + measure(row.note) + 8 <= self.width:
            self.pen.text(kind, end + 6, middle + 4.5, row.note)
        else:
            self.pen.text(kind, start - 6, middle + 4.5, row.note, anchor="end")


__all__ = ["Mark", "Picture", "Row", "Span", "Words", "draw"]
