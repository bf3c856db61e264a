"""What the answers of a form mean to this room: its questions say it by their tags, whatever their names.

A form that tags none of its questions so is read as the forms that came with this room before
there were tags: by the names they use. A form of another hand, with neither, means nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from travaux.calls.models import Application, Call, Kind
from travaux.core.surveys.model import FILES, Form, Group, Placed, Question, walk
from travaux.core.surveys.plain import form_from_plain
from travaux.plumbing.verdicts import YES, Verdict, no

# meaning -> the name that the forms of this room used before there were tags
HOSTS = {
    "host": "host_name", "place": "city", "date-from": "begins", "date-until": "ends",
    "cost": "cost", "cost-bearer": "bearer", "cost-amount": "amount", "cost-currency": "currency",
}  # fmt: skip
PARTNERS = {"commitment": "what_exactly", "commitment-offer": "offer", "commitment-due": "by_when"}
MEANINGS: dict[str, dict[str, str]] = {Kind.HOSTING: HOSTS, Kind.PARTNERSHIP: PARTNERS}
# what says something of a thing stands beside it, in the same group
BESIDE = {
    "cost-bearer": "cost", "cost-amount": "cost", "cost-currency": "cost",
    "date-until": "date-from", "commitment-offer": "commitment", "commitment-due": "commitment",
}  # fmt: skip
WANTED: dict[str, tuple[str, ...]] = {
    Kind.HOSTING: ("host", "cost", "date-from"),
    Kind.PARTNERSHIP: ("commitment",),
}


@dataclass(frozen=True, slots=True)
class Meant:
    """A question that bears a meaning, and the repeated group it is answered in, if any."""

    question: Question
    group: Group | None

    def rows(self, answers: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """The answers in which its own stands, one for each time it is asked."""
        if self.group is None:
            return [answers]
        told = answers.get(self.group.name)
        return [row for row in told if isinstance(row, dict)] if isinstance(told, list) else []

    def values(self, answers: Mapping[str, Any]) -> list[str]:
        """What was answered, each time that something was."""
        found = (row.get(self.question.name) for row in self.rows(answers))
        return [str(one) for one in found if one not in (None, "", [])]


Meanings = Mapping[str, Meant]


def _questions(form: Form) -> Iterator[tuple[Placed, Question]]:
    for placed in walk(form.items):
        if isinstance(placed.item, Question):
            yield placed, placed.item


def _nested(placed: Placed) -> bool:
    return sum(g.repeat for g in placed.groups) > 1


def meanings(call: Call) -> Meanings:
    """Meaning -> the question that bears it in the form of a call; never one that cannot be read."""
    form, known = form_from_plain(call.form), MEANINGS.get(call.kind, {})
    found: dict[str, Meant] = {}
    for placed, question in _questions(form):
        for tag in question.tags & set(known):
            if not _nested(placed):
                found.setdefault(tag, Meant(question, placed.repeat))
    if not found and form.name == call.kind:  # a form of before
        names = {name: meaning for meaning, name in known.items()}
        for placed, question in _questions(form):
            if question.name in names and not _nested(placed):
                found.setdefault(names[question.name], Meant(question, placed.repeat))
    return {
        meaning: one
        for meaning, one in found.items()
        if meaning not in BESIDE
        or (BESIDE[meaning] in found and found[BESIDE[meaning]].group == one.group)
    }


def meanings_fit(call: Call) -> Verdict:
    """Each meaning is borne once, where it can be read; what belongs to a thing stands beside it."""
    known, seen = MEANINGS.get(call.kind, {}), dict[str, Placed]()
    for placed, question in _questions(form_from_plain(call.form)):
        for tag in sorted(question.tags & set(known)):
            if tag in seen:
                first = seen[tag].item.name
                return no("meaning-twice", meaning=tag, first=first, second=question.name)
            if _nested(placed) or question.kind in FILES:
                return no("meaning-unreadable", meaning=tag, question=question.name)
            seen[tag] = placed
    for tag, placed in seen.items():
        of = BESIDE.get(tag)
        if of is not None and (of not in seen or seen[of].repeat != placed.repeat):
            return no("meaning-apart", meaning=tag, of=of, question=placed.item.name)
    return YES


def unsaid(call: Call) -> tuple[str, ...]:
    """Meanings that this room would use and that no question of the form bears."""
    found = meanings(call)
    return tuple(one for one in WANTED.get(call.kind, ()) if one not in found)


def namer(call: Call) -> Callable[[Application], str]:
    """How those who applied in a call are named where names are published.

    A nominee is named; an offer is named by its hosts and their place, not by who wrote it: where
    the form names no host and its name is of somebody who can be asked, nothing is told.
    """
    if call.kind == Kind.NOMINATION:
        return lambda one: one.name
    found = meanings(call)
    of_a_person = any(
        {"name", "identifying"} <= q.tags for _p, q in _questions(form_from_plain(call.form))
    )

    def named(one: Application) -> str:
        parts = (found[m].values(one.answers) if m in found else [] for m in ("host", "place"))
        told = ", ".join(p for p in ("; ".join(part) for part in parts) if p)
        return told or ("" if of_a_person else one.name)

    return named
