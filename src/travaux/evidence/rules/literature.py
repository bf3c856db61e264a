"""Who brings literature in, and who screens it."""

from __future__ import annotations

from datetime import datetime

from travaux.evidence.models.literature import Reading, Stage, Work
from travaux.evidence.rules.interests import may_work_on_topics, may_work_on_work
from travaux.evidence.rules.standing import is_secretariat
from travaux.people.models import Person, Role
from travaux.people.queries import holds
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.roadmap.models import Process

SCREENING = (Role.SECRETARIAT, Role.DRAFTER, Role.EXPERT)
READERS = 2  # each work is read by two
MOST_WORKS = 20_000
MOST_FULL_TEXTS = 5  # of one work: the article and its supplements
LARGEST_FULL_TEXT = 30 * 1024 * 1024  # bytes
FULL_TEXT_ENDINGS = ("pdf", "docx", "txt", "html", "epub")


def may_bring_literature(person: Person | None, process: Process, at: datetime) -> Verdict:
    """The secretariat brings literature in, and says what is twice."""
    return is_secretariat(person, process.code, at)


def may_screen(person: Person | None, process: Process, at: datetime) -> Verdict:
    """Secretariat, drafters and experts of a process screen its literature."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    if not holds(person, process.code, SCREENING, at):
        return no("not-your-role")
    return may_work_on_topics(person, process.code)


def may_screen_work(person: Person | None, work: Work, at: datetime) -> Verdict:
    """Whoever screens deals with a work, unless its topic is left to others."""
    allowed = may_screen(person, work.process, at)
    return may_work_on_work(person, work) if allowed else allowed


def may_read_work(person: Person | None, work: Work, stage: str, at: datetime) -> Verdict:
    """Two read each work, each once; in full is read what was not left out before."""
    allowed = may_screen_work(person, work, at)
    if not allowed or person is None:
        return allowed
    if work.same_as_id is not None:
        return no("work-is-a-twin")
    given = Reading.objects.filter(work=work, stage=stage)
    if given.filter(person_id=person.pk).exists():
        return no("work-read-already")
    if given.count() >= READERS:
        return no("work-read-by-two")
    if stage == Stage.FULL and not work.retrieved:
        return no("full-text-not-had")
    return YES


def may_keep_full_text(person: Person | None, work: Work, at: datetime) -> Verdict:
    """Who screens attaches full texts and reads them; nobody else sees them: they are of others."""
    allowed = may_screen_work(person, work, at)
    if not allowed:
        return allowed
    return no("work-is-a-twin") if work.same_as_id is not None else YES
