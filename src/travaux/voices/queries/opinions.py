"""Where opinions of a round's voters lie: groups, what all hold, what divides; small numbers withheld."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Sum
from django.urls import reverse

from travaux.consultations.models import Round
from travaux.consultations.queries import titles_of
from travaux.core.comments.opinion_votes import Votes, votes_of
from travaux.core.comments.opinions import Opinions, opinion_groups
from travaux.core.comments.opinions import Standing as Stands
from travaux.core.problems import Problem, Unusable
from travaux.plumbing.keeping import Keep
from travaux.plumbing.languages import said
from travaux.voices.models import Statement, Vote
from travaux.voices.queries.votes import counted, safe_words, voter_name
from travaux.voices.rules.voting import FEWEST

LETTERS = "ABCDE"  # as many as there are groups at most


@dataclass(frozen=True, slots=True)
class Cell:
    """How one group voted on one statement."""

    letter: str
    agree: int
    disagree: int
    passed: int

    @property
    def votes(self) -> int:
        return self.agree + self.disagree + self.passed

    @property
    def share(self) -> int:
        """Of a hundred who voted on it, how many agree."""
        return round(100 * self.agree / self.votes) if self.votes else 0

    @property
    def against(self) -> int:
        """Of a hundred who voted on it, how many disagree."""
        return round(100 * self.disagree / self.votes) if self.votes else 0


@dataclass(frozen=True, slots=True)
class Line:
    """A statement and how each group that is shown voted on it; no cells where that is withheld."""

    statement: Statement
    cells: tuple[Cell, ...]
    stands: Stands

    @property
    def held(self) -> bool:
        return self.stands.held >= self.stands.refused


@dataclass(frozen=True, slots=True)
class Marked:
    """A statement by which a group is told from the others."""

    line: Line
    agrees: bool
    share: int
    others: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A group of at least `FEWEST` people, with its place and size in the picture."""

    letter: str
    number: int
    people: int
    marks: tuple[Marked, ...]
    at: tuple[str, str, str]  # middle and radius, as a drawing writes numbers


@dataclass(frozen=True, slots=True)
class Landscape:
    """What the page tells. `why`: why there are no groups yet; then the rest is empty."""

    why: Problem | None
    people: int  # who voted on a statement that is told
    grouped: int
    groups: tuple[Shown, ...]
    hidden: int  # groups too small to be shown
    lines: tuple[Line, ...]
    consensus: tuple[Line, ...]
    divisive: tuple[Line, ...]
    found: Opinions | None


_reckoned: Keep[Landscape] = Keep(16)


def landscape(round_: Round) -> Landscape:
    """The opinions of a round; reckoned once for a state of its votes."""
    here = Vote.objects.filter(statement__round=round_)
    state = here.aggregate(n=Count("pk"), last=Max("at"), sum=Sum("value"), pk=Max("pk"))
    return _reckoned.get((round_.key, *state.values()), lambda: _reckon(round_))


def _table(round_: Round) -> tuple[Votes, dict[str, Statement]]:
    told = {str(s.number): s for s in counted(round_)}
    votes = Vote.objects.filter(statement__in=list(told.values())).select_related("statement")
    return votes_of(
        (voter_name(round_, v), str(v.statement.number), v.value) for v in votes.order_by("pk")
    ), told


def _reckon(round_: Round) -> Landscape:
    votes, told = _table(round_)
    people = len(votes.voters)
    try:
        found = opinion_groups(votes, seed=f"votes of {round_.key}")
    except Unusable as problem:
        return Landscape(problem.problem, people, 0, (), 0, (), (), (), None)
    shown = [g for g in found.groups if len(g.members) >= FEWEST]
    totals = {s: int((~_missing(votes, i)).sum()) for i, s in enumerate(votes.statements)}
    lines = {
        one.statement: Line(
            told[one.statement],
            _cells(one, [g.id for g in shown], totals[one.statement]),
            one,
        )
        for one in found.statements
    }
    places = _picture(found, [g.id for g in shown])
    return Landscape(
        why=None,
        people=people,
        grouped=sum(len(g.members) for g in found.groups),
        groups=tuple(
            Shown(
                LETTERS[g.id],
                g.id,
                len(g.members),
                tuple(
                    Marked(
                        lines[m.statement], m.agrees, round(100 * m.share), round(100 * m.others)
                    )
                    for m in g.marks
                    if lines[m.statement].cells
                ),
                places[g.id],
            )
            for g in shown
        ),
        hidden=len(found.groups) - len(shown),
        lines=tuple(lines.values()),
        consensus=tuple(lines[s] for s in found.consensus if lines[s].cells),
        divisive=tuple(lines[s] for s in found.divisive if lines[s].cells),
        found=found,
    )


def _missing(votes: Votes, place: int) -> Any:
    column = votes.table[:, place]
    return column != column  # not a number: no vote


def _cells(one: Stands, shown: list[int], total: int) -> tuple[Cell, ...]:
    """The groups' votes on a statement; none where a group, or all others together, cast too few.

    With the total of the page of votes, what is left over would tell of the few.
    """
    cells = tuple(Cell(LETTERS[g], one.agree[g], one.disagree[g], one.passed[g]) for g in shown)
    rest = total - sum(c.votes for c in cells)
    if any(c.votes < FEWEST for c in cells) or 0 < rest < FEWEST:
        return ()
    return cells


def _picture(found: Opinions, shown: list[int]) -> dict[int, tuple[str, str, str]]:
    """Middle and radius of each group in a field of 100 by 60; areas are in proportion to people."""
    middles = {}
    for g in shown:
        points = [found.projection[m] for m in found.groups[g].members]
        middles[g] = (
            sum(x for x, _y in points) / len(points),
            sum(y for _x, y in points) / len(points),
        )
    if not middles:
        return {}
    all_people = sum(len(found.groups[g].members) for g in shown)
    radius = {g: 14 * sqrt(len(found.groups[g].members) / all_people) for g in shown}
    xs, ys = zip(*middles.values(), strict=True)
    wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys)
    scale = min(66 / wide, 26 / high if high else 66 / wide)
    mid_x, mid_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return {
        g: (
            f"{50 + (x - mid_x) * scale:.1f}",
            f"{30 - (y - mid_y) * scale:.1f}",
            f"{radius[g]:.1f}",
        )
        for g, (x, y) in middles.items()
    }


def participants_file(round_: Round) -> bytes:
    """participants-votes.csv of Polis: a row per voter with their group and votes.

    The group is left out where it is too small to be shown; who wrote statements is told of nobody.
    """
    votes, _told = _table(round_)
    shown = landscape(round_)
    group = {
        m: g.number
        for g in shown.groups
        if shown.found is not None
        for m in shown.found.groups[g.number].members
    }
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(
        [
            "participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree",
            *votes.statements,
        ]
    )  # fmt: skip
    for voter, row in zip(votes.voters, votes.table.tolist(), strict=True):
        cast = ["" if value != value else int(value) for value in row]
        write.writerow(
            [voter, group.get(voter, ""), "", len(cast) - cast.count(""), cast.count(1),
             cast.count(-1), *cast]
        )  # fmt: skip
    return out.getvalue().encode()


def summary_file(round_: Round) -> bytes:
    """summary.csv of Polis, a line per fact; what is not counted here stays empty."""
    shown = landscape(round_)
    address = reverse("voices:votes", args=[round_.process.code, round_.key])
    rows: list[tuple[str, Any]] = [
        ("topic", safe_words(said(titles_of(round_)))),
        ("url", f"{settings.ADDRESS}{address}"),
        ("views", ""),
        ("voters", shown.people),
        ("voters-in-conv", shown.people),
        ("commenters", ""),
        ("comments", Statement.objects.filter(round=round_).count()),
        ("groups", len(shown.groups) + shown.hidden),
        ("conversation-description", ""),
    ]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()
