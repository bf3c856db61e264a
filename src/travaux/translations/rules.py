"""Who translates, who reviews, who gives out the work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from travaux.drafts import rules as drafts
from travaux.drafts.models import Version
from travaux.people.models import Person
from travaux.plumbing.languages import SIX
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.translations.models import TranslationJob
from travaux.translations.states import JobState

AT_WORK = (JobState.OPEN, JobState.DELIVERED)


def may_look(person: Any, version: Version) -> Verdict:
    """Whoever may read the version, and those who have it to translate or revise."""
    allowed = drafts.may_read(person, version)
    if allowed or _at_work_on(person, version, ""):
        return YES
    return allowed


def may_translate(
    person: Any, version: Version, language: str, at: datetime | None = None
) -> Verdict:
    """The secretariat, the drafters, and who has a job for this version and language."""
    if language not in SIX or language == version.language:
        return no("language-not-wanted")
    if drafts.may_draft(person, version.text.process, at):
        return YES
    return YES if _at_work_on(person, version, language) else no("not-a-translator")


def may_review(
    person: Any, version: Version, language: str, made_by: str, at: datetime | None = None
) -> Verdict:
    """Whoever may translate reviews what another person, or a machine, has made."""
    allowed = may_translate(person, version, language, at)
    if allowed and made_by and made_by == person.key:
        return no("own-translation")
    return allowed


def may_give_out(person: Any, version: Version, at: datetime | None = None) -> Verdict:
    """The secretariat and the drafters give out the work and take it back."""
    return drafts.may_draft(person, version.text.process, at)


def _at_work_on(person: Any, version: Version, language: str) -> bool:
    if not isinstance(person, Person) or not person.pk:
        return False
    jobs = TranslationJob.objects.filter(version=version, state__in=AT_WORK)
    if language:
        jobs = jobs.filter(language=language)
    return jobs.filter(translator=person).exists() or jobs.filter(reviser=person).exists()
