"""Translating, reviewing, taking files in, giving out the work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from travaux.core.formats.exchange.units import Package, block_from, units_of
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.queries import block_of
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.files import keep_file
from travaux.plumbing.mail import write_mail
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.translations import rules
from travaux.translations.exchanging import Report, cleaned, looked_at
from travaux.translations.models import (
    SameMeaning,
    Translation,
    TranslationFile,
    TranslationJob,
)
from travaux.translations.queries import (
    changed_since,
    source_digest,
    standing_of,
    translatable,
    words_open,
)
from travaux.translations.states import MOVES, JobState, Standing
from travaux.translations.wording import job_mail


@action
def translate_paragraph(
    *,
    by: Person,
    paragraph: Paragraph,
    language: str,
    targets: Mapping[str, str],
    seen: int,
    at: datetime,
) -> Translation | None:
    """Put a paragraph into a language. `seen` is the translation the person looked at (its pk, or
    0): if somebody was faster nothing is put over it ("translated-meanwhile").

    A code that does not agree with the source's is refused, so that no emphasis or note is lost.
    """
    version = paragraph.version
    require(rules.may_translate(by, version, language, at))
    newest = (
        Translation.objects.select_for_update()
        .filter(anchor=paragraph.anchor_id, language=language)
        .order_by("-pk")
        .first()
    )
    words = cleaned(targets)
    if not any(text.strip() for text in words.values()):
        raise refuse("translation-missing")
    made, amiss = block_from(paragraph.anchor.key, block_of(paragraph), words)
    if amiss:
        raise refuse("codes-amiss", codes=" ".join(amiss))
    shown = standing_of([paragraph], language)[paragraph.anchor_id]
    if shown.block == made and shown.standing == Standing.CURRENT:
        nothing_to_record()
        return shown.row
    if (newest.pk if newest else 0) != seen:
        raise refuse("translated-meanwhile")
    row = _written(by, paragraph, language, made, at)
    _line(by, version, at, language, paragraph=paragraph.anchor.key)
    return row


@action
def review_translation(
    *, by: Person, paragraph: Paragraph, language: str, seen: int, at: datetime
) -> Translation:
    """A second person finds a translation right as it stands."""
    shown = standing_of([paragraph], language)[paragraph.anchor_id]
    row = shown.row
    require(rules.may_review(by, paragraph.version, language, row.by_key if row else "", at))
    if row is None or row.pk != seen:
        raise refuse("translated-meanwhile")
    if shown.standing == Standing.CHANGED:
        raise refuse("source-changed-since")
    if shown.standing == Standing.REVIEWED:
        nothing_to_record()
        return row
    Translation.objects.filter(pk=row.pk).update(reviewed_by=by.key, reviewed_at=at)
    row.reviewed_by, row.reviewed_at = by.key, at
    _line(by, paragraph.version, at, language, reviewed=paragraph.anchor.key)
    return row


@action
def keep_meaning(*, by: Person, version: Version, anchors: list[str], at: datetime) -> int:
    """Say of changes since the version before that the meaning is unchanged: a typing mistake.

    Translations of the words before stay current.
    """
    require(rules.may_give_out(by, version, at))
    chosen = [
        SameMeaning(
            anchor_id=row.anchor_id,
            before=source_digest(block_of(old)),
            after=source_digest(block_of(row)),
            by_key=by.key,
            at=at,
        )
        for old, row, said in changed_since(version)
        if row.anchor.key in anchors and not said
    ]
    if not chosen:
        nothing_to_record()
        return 0
    SameMeaning.objects.bulk_create(chosen, ignore_conflicts=True)
    record(
        by=by,
        subject=version.key,
        process=version.text.process.code,
        at=at,
        facts={"same_meaning": sorted(anchors)[:200]},
    )
    return len(chosen)


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
    for paragraph, made, machine in rows:
        _written(by, paragraph, received.language, made, at, machine=machine)
    _line(by, received.version, at, received.language, file=received.key, taken=report.news)
    return report


@action
def keep_machine_words(
    *,
    by: Person | None,
    version: Version,
    language: str,
    targets: Mapping[str, str],
    engine: str,
    at: datetime,
) -> int:
    """Keep what a machine made of the paragraphs that lack a translation, labelled as such."""
    if by is not None:
        require(rules.may_translate(by, version, language, at))
    paragraphs = translatable(version)
    shown = standing_of(paragraphs, language)
    made = 0
    for row in paragraphs:
        if shown[row.anchor_id].standing != Standing.MISSING:
            continue
        key = row.anchor.key
        if not any(targets.get(name) for name, _ in units_of(key, block_of(row))):
            continue
        block, _ = block_from(key, block_of(row), cleaned(targets))
        _written(by, row, language, block, at, machine=True, engine=engine)
        made += 1
    if made:
        _line(by, version, at, language, machine=made, engine=engine[:60])
    else:
        nothing_to_record()
    return made


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
    for person, role in ((translator, "translator"), (reviser, "reviser")):
        if person is not None:
            subject, text = job_mail(job, role)
            once = f"translation-job {job.key} {role}"
            write_mail(person, subject, text, about=job.key, once=once, at=at)
    _line(by, version, at, language, job=job.key, words=job.words)
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
    _line(by, version, at, job.language, job=job.key, state=job.state)
    return job


def _written(
    by: Person | None,
    paragraph: Paragraph,
    language: str,
    made: Any,
    at: datetime,
    *,
    machine: bool = False,
    engine: str = "",
) -> Translation:
    return Translation.objects.create(
        anchor_id=paragraph.anchor_id,
        language=language,
        source_digest=source_digest(block_of(paragraph)),
        source_body=paragraph.body,
        body=made.text,
        marks=[[m.start, m.end, m.kind, m.href] for m in made.marks],
        notes=[[n.at, n.label, n.text] for n in made.notes],
        rows=[list(row) for row in made.rows],
        machine=machine,
        engine=engine,
        by_key=by.key if by is not None else "",
        at=at,
    )


def _line(by: Person | None, version: Version, at: datetime, language: str, **facts: Any) -> None:
    record(
        by=by,
        subject=version.key,
        process=version.text.process.code,
        at=at,
        facts={"language": language, **facts},
    )
