"""Giving out the work, changing who has it, and taking it back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from travaux.drafts.models import Version
from travaux.journal.actions import action, nothing_to_record
from travaux.people.models import Person
from travaux.plumbing.mail import write_mail
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.translations import rules
from travaux.translations.actions._rows import _line
from travaux.translations.models import (
    TranslationJob,
)
from travaux.translations.queries import (
    words_open,
)
from travaux.translations.states import MOVES, JobState
from travaux.translations.wording import job_mail, moved_mail


@action
def open_job(
    *,
    by: Person,
    version: Version,
    language: str,
    at: datetime,
    translator: Person | None = None,
    reviser: Person | None = None,
    due_on: date | None = None,
    remark: str = "",
) -> TranslationJob:
    """Give out the translation of a version into one language; translator and reviser are told."""
    require(rules.may_give_out(by, version, at))
    require(rules.may_translate(by, version, language, at))
    if translator is not None and translator == reviser:
        raise refuse("reviser-is-translator")
    if due_on is not None and due_on < at.date():
        raise refuse("due-in-the-past")
    try:
        with transaction.atomic():
            job = TranslationJob.objects.create(
                version=version,
                language=language,
                words=words_open(version, language),
                due_on=due_on,
                translator=translator,
                reviser=reviser,
                remark=remark,
                opened_at=at,
            )
    except IntegrityError:
        raise refuse("job-open-already") from None
    _tell_named(job, {}, at)
    _line(by, version, at, language, job=job.key, words=job.words)
    return job


def _tell_named(job: TranslationJob, before: dict[str, Person | None], at: datetime) -> None:
    """Whoever is newly named in a job is told."""
    for role in ("translator", "reviser"):
        person = getattr(job, role)
        if person is not None and person != before.get(role):
            subject, text = job_mail(job, role)
            once = f"translation-job {job.key} {role} {person.key}"
            write_mail(person, subject, text, about=job.key, once=once, at=at)


@action
def change_job(
    *,
    by: Person,
    job: TranslationJob,
    translator: Person | None,
    reviser: Person | None,
    due_on: date | None,
    remark: str,
    at: datetime,
) -> TranslationJob:
    """Name who translates and who revises, or others; put the due date off. Those new are told."""
    require(rules.may_give_out(by, job.version, at))
    job = TranslationJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if job.state not in rules.AT_WORK:
        raise refuse("job-ended")
    if translator is not None and translator == reviser:
        raise refuse("reviser-is-translator")
    if due_on is not None and due_on != job.due_on and due_on < at.date():
        raise refuse("due-in-the-past")
    before = {"translator": job.translator, "reviser": job.reviser}
    told = {"translator": translator, "reviser": reviser, "due_on": due_on, "remark": remark}
    changed = [name for name, value in told.items() if getattr(job, name) != value]
    if not changed:
        nothing_to_record()
        return job
    for name in changed:
        setattr(job, name, told[name])
    job.save(update_fields=changed)
    _tell_named(job, before, at)
    _line(by, job.version, at, job.language, job=job.key, changed=changed)
    return job


@action
def move_job(*, by: Person, job: TranslationJob, name: str, at: datetime) -> TranslationJob:
    """Deliver a job, give it back, close or cancel it."""
    version = job.version
    if name == "deliver":
        require(rules.may_translate(by, version, job.language, at))
    elif name in ("give-back", "close") and by == job.reviser:
        pass
    else:
        require(rules.may_give_out(by, version, at))
    ended = {"ended_at": at} if MOVES[name].after in (JobState.CLOSED, JobState.CANCELLED) else {}
    move(job, MOVES, name, **ended)
    _tell_moved(job, name, by, at)
    _line(by, version, at, job.language, job=job.key, state=job.state)
    return job


def _tell_moved(job: TranslationJob, name: str, by: Person, at: datetime) -> None:
    """Delivered: the reviser is told. Given back or closed: the translator. Cancelled: both."""
    whom = {"deliver": ("reviser",), "give-back": ("translator",), "close": ("translator",)}
    for role in whom.get(name, ("translator", "reviser")):
        person = getattr(job, role)
        if person is not None and person != by:
            subject, text = moved_mail(job, name, person)
            write_mail(person, subject, text, about=job.key, at=at)
