"""The optional machine that translates: an address of the installation's choice, never needed.

The service speaks the interface of LibreTranslate: POST {"q": [...], "source", "target",
"format": "text"} gives {"translatedText": [...]}. What it makes is labelled wherever it shows.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from django.conf import settings

from travaux.core.formats.exchange.units import CODE
from travaux.drafts.models import Version
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.models import Job
from travaux.plumbing.tasks import progress
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
    targets: dict[str, str] = {}
    for start in range(0, len(units), BATCH):
        batch = units[start : start + BATCH]
        # Codes mean nothing to a machine: emphasis is left out, notes go to the end of the words.
        words = [CODE.sub("", unit.source) for unit in batch]
        for unit, target in zip(batch, _asked(words, here.language, language), strict=True):
            targets[unit.key] = target
        progress(job, start + len(batch), len(units))
    made = keep_machine_words(
        by=by, version=here, language=language, targets=targets, engine=name_of(), at=clock.now()
    )
    return {"paragraphs": made}


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
