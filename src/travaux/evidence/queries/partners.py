"""What partners promised for the assessment: which part of it, and whether it is done or late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from travaux.evidence.models.partners import PromisedPart
from travaux.evidence.queries.questions import offered_of, questions_of, words_of
from travaux.evidence.queries.surveys import surveys_of
from travaux.plumbing.languages import said
from travaux.roadmap.models import Process

# what partners promised in a process, told by the room that keeps it:
# [(key, partner, what, due on, state, whether its day has passed, delivered on)]
Told = tuple[str, str, str, date | None, str, bool, date | None]
PROMISES: list[Callable[[Process, datetime], list[Told]]] = []


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment; `parts` are the parts of the assessment that it is for, by tie and name."""

    key: str
    partner: str
    what: str
    due_on: date | None
    state: str
    late: bool
    delivered_on: date | None
    parts: tuple[tuple[str, str, str], ...] = ()  # key of the tie, kind, name


def parts_known(process: Process) -> dict[tuple[str, str], str]:
    """(kind, key) -> name of what something can be promised for: deliverables of the mandate, the
    milestones of the assessment (its releases), its questions, and what it holds."""
    known = {("deliverable", d.code): said(d.titles) for d in process.deliverables.all()}
    evidence = process.milestones.filter(deliverable__kind="evidence").order_by("position")
    known |= {("milestone", m.code): said(m.titles) for m in evidence}
    known |= {("question", q.key): f"{q.number}. {words_of(q)}" for q in questions_of(process)}
    known |= {("survey", s.key): said(s.titles) for s in surveys_of(process)}
    for (kind, key, part), (title, _address) in offered_of(process).items():
        if not part:
            known[kind, key] = title
    return known


def promises_of(process: Process, at: datetime) -> list[Promise]:
    """Everything that partners promised, with what it is tied to: late ones first, then by day."""
    told = [one for tell in PROMISES for one in tell(process, at)]
    if not told:
        return []
    names = parts_known(process)
    ties: dict[str, list[tuple[str, str, str]]] = {}
    for tie in PromisedPart.objects.filter(process=process, ended_at__isnull=True):
        name = names.get((tie.kind, tie.subject_key), tie.subject_key)
        ties.setdefault(tie.promise_key, []).append((tie.key, tie.kind, name))
    made = [Promise(*one, parts=tuple(ties.get(one[0], ()))) for one in told]
    return sorted(made, key=lambda p: (not p.late, p.due_on or date.max, p.key))
