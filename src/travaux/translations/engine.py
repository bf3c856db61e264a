"""The optional machine that translates: an address of the installation's choice, never needed.

The service speaks the interface of LibreTranslate: POST {"q": [...], "source", "target",
"format": "text"} gives {"translatedText": [...]}. What it makes is labelled wherever it shows.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from travaux.core.formats.exchange.units import CODE, Unit
from travaux.drafts.models import Version
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.models import Job
from travaux.plumbing.tasks import progress, start_job
from travaux.plumbing.verdicts import refuse
from travaux.translations.actions import keep_machine_words
from travaux.translations.queries import package_of
from travaux.translations.states import Standing

BATCH = 20
TIMEOUT = 60  # seconds for one batch
LARGEST = 8 * 1024 * 1024


def there_is_one() -> bool:
    """Whether this installation has named a machine."""
    return bool(settings.TRANSLATOR_URL)


def name_of() -> str:
    """Where the machine stands, for its label."""
    return urlsplit(settings.TRANSLATOR_URL).hostname or ""


def translate(job: Job, *, version: str, language: str) -> dict[str, int]:
    """Ask the machine for every paragraph that has no translation; the task of a job row."""
    here = Version.objects.select_related("text__process").get(key=version)
    by = Person.objects.get(key=job.by_key)
    units = package_of(here, language, [Standing.MISSING]).units
    made = done = 0
    for whole in _in_batches(units):
        targets: dict[str, str] = {}
        for start in range(0, len(whole), BATCH):
            batch = whole[start : start + BATCH]
            # Codes mean nothing to a machine: emphasis is left out, notes go to the end of the words.
            words = [CODE.sub("", unit.source) for unit in batch]
            answered = _asked(words, here.language, language)
            targets |= {unit.key: target for unit, target in zip(batch, answered, strict=True)}
        # what came is kept at once, whatever becomes of the rest
        made += keep_machine_words(
            by=by,
            version=here,
            language=language,
            targets=targets,
            engine=name_of(),
            at=clock.now(),
        )
        done += len(whole)
        progress(job, done, len(units))
    return {"paragraphs": made}


def start(by: Person, version: Version, language: str, at: datetime) -> Job:
    """Begin to ask the machine, in the worker."""
    return start_job(
        "travaux.translations.engine.translate",
        what=_named(version, language),
        by_key=by.key,
        at=at,
        process_code=version.text.process.code,
        version=version.key,
        language=language,
    )


def last_job(version: Version, language: str) -> Job | None:
    """How far the machine is with a version and language, or what stopped it; None: never asked."""
    return Job.objects.filter(what=_named(version, language)).order_by("-pk").first()


def _named(version: Version, language: str) -> str:
    return f"machine-translation {version.key} {language}"


def _in_batches(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Whole paragraphs, with their notes and cells, of together at least BATCH pieces."""
    batch: list[Unit] = []
    for unit in units:
        begins = batch and unit.key.partition(".")[0] != batch[-1].key.partition(".")[0]
        if begins and len(batch) >= BATCH:
            yield batch
            batch = []
        batch.append(unit)
    if batch:
        yield batch


def _asked(words: list[str], source: str, target: str) -> list[str]:
    body = {"q": words, "source": source, "target": target, "format": "text"}
    if settings.TRANSLATOR_KEY:
        body["api_key"] = settings.TRANSLATOR_KEY
    request = urllib.request.Request(
        settings.TRANSLATOR_URL.rstrip("/") + "/translate",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            told = json.loads(answer.read(LARGEST))
    except (urllib.error.URLError, OSError, ValueError):
        raise refuse("machine-does-not-answer") from None
    made = told.get("translatedText") if isinstance(told, dict) else None
    if not isinstance(made, list) or len(made) != len(words):
        raise refuse("machine-does-not-answer")
    return [str(one) for one in made]
