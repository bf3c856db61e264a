"""Files that came in together: what each of them is, whose it is, and what it would bring."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from travaux.comments.models import IntakeFile
from travaux.comments.queries.tables import TablePlan, plan_table
from travaux.comments.queries.understanding import Mending
from travaux.comments.states import IntakeState, Scope
from travaux.consultations.models import Round
from travaux.core.comments.points import BY_HAND
from travaux.core.formats.bounds import ending_of
from travaux.core.formats.mails import Attachment
from travaux.core.problems import Unusable
from travaux.people.models import Country
from travaux.people.queries import countries_known

MOST_FILES = 60
MOST_OPENED = 200  # files that mails may add to those that were dropped in together
_POINTS, _PROBLEMS, _AUTHORS = 4, 6, 3  # of one file in the list; the others on its own page
_WORDS = 110  # characters of a point in the list


@dataclass(frozen=True, slots=True)
class Glance:
    """A file at first sight: its state, for whom it seems to speak, and what it brings.

    `said` is what stopped it (code, where, facts), or the beginning of what was understood:
    points with their places, problems, tracked formatting by author, files that are attached
    (`attachments` holds these with their bytes).
    """

    state: str
    comments: int = 0
    unplaced: int = 0
    member: str = ""
    said: Mapping[str, Any] | None = None
    attachments: tuple[Attachment, ...] = ()


class StateNames:
    """States by any name or code that the register has for them."""

    def __init__(self) -> None:
        self._by_name: dict[str, Country] = {}
        for country in countries_known():
            names = [*country.names.values(), *country.formal_names.values(), country.code]
            for name in names:
                self._by_name.setdefault(folded(name), country)

    def named(self, words: str) -> Country | None:
        """The state that these words name, whole."""
        return self._by_name.get(folded(words))

    def in_file_name(self, name: str) -> Country | None:
        """The one state whose whole name stands in the name of a file; None where two do."""
        words = f" {folded(name.rsplit('.', 1)[0])} "
        found = {
            country.pk: country
            for known, country in self._by_name.items()
            if len(known) > 3 and f" {known} " in words
        }
        return next(iter(found.values())) if len(found) == 1 else None


def folded(words: str) -> str:
    """Words to be compared: without case, with single blanks for whatever stands between them."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def at_first_sight(
    round: Round, data: bytes, name: str, states: StateNames, *, member: str = ""
) -> Glance:
    """Read one file; whatever stops it is told, and never stops the others.

    `member` is for whom the mail spoke to which it was attached.
    """
    if ending_of(name) in BY_HAND or data.startswith(b"%PDF-"):
        country = states.in_file_name(name)
        return Glance(IntakeState.BY_HAND, member=_name(country) or member)
    try:
        plan = plan_table(round, data, name)
    except Unusable as unusable:
        problem = unusable.problem
        told = {"code": problem.code, "where": problem.where, "facts": dict(problem.facts)}
        return Glance(IntakeState.FAILED, said=told)
    if not plan.rows and not plan.formatting and not plan.attachments:
        return Glance(IntakeState.FAILED, said={"code": "nothing-filled-in", "facts": {}})
    silent = not plan.rows and not plan.formatting
    return Glance(
        IntakeState.OPENED if silent else IntakeState.READ,
        len(plan.rows),
        len(plan.unplaced),
        _member(plan, name, states) or member,
        beginning_of(round, plan),
        plan.attachments,
    )


def beginning_of(round: Round, plan: TablePlan) -> dict[str, Any]:
    """What the list of files shows of one: its first points, those without a place before all."""
    mending = Mending(round, plan)
    points = [
        {
            "row": row.row.row,
            "kind": row.kind,
            "place": mending.place_of(row),
            "why": row.why if row.asks else "",
            "words": _begun(row.row.comment or row.row.proposed),
        }
        for row in mending.ordered[:_POINTS]
    ]
    files = [one for one in plan.attachments if one.is_file]
    names_a_place = any(row.scope != Scope.TEXT for row in plan.rows)
    return {
        "points": points,
        "more": max(0, len(mending.ordered) - len(points)),
        "problems": [
            {"code": p.code, "where": p.where, "facts": dict(p.facts)}
            for p in plan.table.problems[:_PROBLEMS]
        ],
        "more_problems": max(0, len(plan.table.problems) - _PROBLEMS),
        "formatting": [list(one) for one in formatting_by_author(plan)[:_AUTHORS]],
        "attached": [
            {
                "name": one.name[:200],
                "type": one.media_type,
                "size": one.size,
                "is_file": one.is_file,
            }
            for one in plan.attachments
        ],
        # a mail that only says what is attached is left out unless a person ticks it
        "covers": bool(files) and not names_a_place and not plan.formatting,
    }


def depth_of(file: IntakeFile) -> int:
    """In how many mails a file lies: 0 for one that was dropped in itself."""
    depth, above = 0, file.source
    while above is not None and depth < 20:
        depth, above = depth + 1, above.source
    return depth


def _begun(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _WORDS else f"{line[:_WORDS]}…"


def formatting_by_author(plan: TablePlan) -> list[tuple[str, int, int]]:
    """Who tracked changes of look: the author, how many changes, in how many paragraphs."""
    changes: Counter[str] = Counter()
    paragraphs: Counter[str] = Counter()
    for row in plan.formatting:
        author = row.row.extra.get("travaux:author", "")
        changes[author] += int(row.row.extra.get("travaux:count", "1"))
        paragraphs[author] += 1
    return [(author, count, paragraphs[author]) for author, count in changes.most_common()]


def _member(plan: TablePlan, name: str, states: StateNames) -> str:
    """For whom the whole file speaks; "" where its rows say so themselves, or nothing does."""
    members = {row.row.member.strip() for row in plan.rows}
    if len(members) == 1:
        (only,) = members
        if only and (states.named(only) or _is_table(plan)):
            return only
    elif _is_table(plan):
        return ""
    return _name(states.in_file_name(name) or states.in_file_name(plan.subject))


def _is_table(plan: TablePlan) -> bool:
    """Whether members stand in a table, and are not only the authors of notes in the margin."""
    return any(row.point is None for row in plan.rows)


def _name(country: Country | None) -> str:
    return str(country.names.get("en") or next(iter(country.names.values()), "")) if country else ""
