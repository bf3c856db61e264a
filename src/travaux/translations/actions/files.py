"""Files of translators: kept as they came, then taken in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from travaux.core.formats.exchange.units import Package
from travaux.drafts.models import Version
from travaux.evidence.rules.kept_words import repeated
from travaux.journal.actions import action
from travaux.people.models import Person
from travaux.plumbing.files import keep_file
from travaux.plumbing.verdicts import refuse, require
from travaux.translations import rules
from travaux.translations.actions._rows import _line, _texts, _written
from travaux.translations.exchanging import Report, looked_at
from travaux.translations.models import (
    TranslationFile,
)


@action
def receive_file(
    *, by: Person, version: Version, language: str, data: Any, name: str, at: datetime
) -> TranslationFile:
    """Keep a file that came back, as it is; nothing is taken in yet."""
    require(rules.may_translate(by, version, language, at))
    kept = TranslationFile.objects.create(
        version=version,
        language=language,
        file=keep_file(data, name=name, at=at, by=by, process_code=version.text.process.code),
        received_at=at,
        received_by=by.key,
    )
    _line(by, version, at, language, file=kept.key, digest=kept.file.digest)
    return kept


@action
def take_in_file(
    *, by: Person, received: TranslationFile, package: Package, at: datetime
) -> Report:
    """Take in what a file holds: new words are added, the older ones stay in the history."""
    require(rules.may_translate(by, received.version, received.language, at))
    changed = TranslationFile.objects.filter(pk=received.pk, taken_at=None).update(taken_at=at)
    if not changed:
        raise refuse("file-taken-already")
    report, rows = looked_at(received.version, received.language, package)
    process = received.version.text.process
    kept = repeated(["\n".join(_texts(made)) for _p, made, _m in rows], process, at)
    if kept:
        named = [rows[n][0].number or rows[n][0].anchor.key for n in kept]
        raise refuse("translation-repeats-kept-words", paragraphs="; ".join(named[:20]))
    for paragraph, made, machine in rows:
        _written(by, paragraph, received.language, made, at, machine=machine)
    _line(
        by,
        received.version,
        at,
        received.language,
        file=received.key,
        taken=report.news,
        older=len(report.older),
    )
    return report
