"""Every language of a version with its counts and its job; the jobs of a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from travaux.drafts.models import Version
from travaux.people.models import Person
from travaux.plumbing.languages import SIX
from travaux.translations.models import Translation, TranslationJob
from travaux.translations.queries.pieces import OPEN_WORK
from travaux.translations.queries.standing import standing_of, translatable
from travaux.translations.states import Standing


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """One language of a version: how many paragraphs stand how, and the job for it."""

    language: str
    counts: dict[str, int]
    total: int
    job: TranslationJob | None

    @property
    def done(self) -> int:
        return self.counts.get(Standing.CURRENT, 0) + self.counts.get(Standing.REVIEWED, 0)

    @property
    def open(self) -> int:
        return sum(self.counts.get(standing, 0) for standing in OPEN_WORK)


def languages_of(version: Version) -> tuple[str, ...]:
    """The languages a version can be translated into."""
    return tuple(code for code in SIX if code != version.language)


def overview_of(version: Version) -> list[LanguageRow]:
    """Every language of a version with its counts; the queries do not grow with the text."""
    paragraphs = translatable(version)
    jobs = {
        job.language: job
        for job in TranslationJob.objects.filter(version=version)
        .select_related("translator", "reviser")
        .order_by("pk")
    }
    found = []
    for language in languages_of(version):
        shown = standing_of(paragraphs, language)
        counts = Counter(str(one.standing) for one in shown.values())
        found.append(LanguageRow(language, dict(counts), len(paragraphs), jobs.get(language)))
    return found


def jobs_of(person: Person) -> list[TranslationJob]:
    """The jobs under way in which a person translates or revises, those due first."""
    mine = Q(translator=person) | Q(reviser=person)
    under_way = TranslationJob.objects.filter(mine, state__in=["open", "delivered"])
    return list(
        under_way.select_related("version__text__process").order_by(
            F("due_on").asc(nulls_last=True)
        )
    )


def own_data(person: Person) -> dict[str, Any]:
    """What this room keeps of a person: their jobs, and how much they translated and reviewed."""
    jobs = TranslationJob.objects.filter(translator=person) | TranslationJob.objects.filter(
        reviser=person
    )
    return {
        "jobs": [
            {"job": job.key, "language": job.language, "due_on": job.due_on, "state": job.state}
            for job in jobs.distinct()
        ],
        "translated": Translation.objects.filter(by_key=person.key).count(),
        "reviewed": Translation.objects.filter(reviewed_by=person.key).count(),
    }
