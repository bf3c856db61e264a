"""A file becomes a version in preview; a version becomes the ground of the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Max

from travaux.core.formats.text_files import read_text
from travaux.core.problems import Problem
from travaux.core.texts.document import Document
from travaux.core.texts.identities import kept as keeping
from travaux.core.texts.scripts import in_language
from travaux.core.texts.structure import renumber
from travaux.core.texts.versions import Standing
from travaux.drafts.actions._rows import BATCH, _new_anchors
from travaux.drafts.models import Anchor, Paragraph, Text, Version
from travaux.drafts.queries.lists import working_version_of
from travaux.drafts.queries.standing import fields_of, standings_of
from travaux.drafts.rules import may_discard, may_import, may_start_from
from travaux.drafts.states import VersionState
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.files import keep_file
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Deliverable, Milestone, Process

LANGUAGE = 8


@action
def import_text(
    *,
    by: Person,
    process: Process,
    data: bytes,
    name: str,
    at: datetime,
    document: Document | None = None,
    text: Text | None = None,
    titles: Mapping[str, str] | None = None,
    symbol: str = "",
    dated_on: date | None = None,
    language: str = "",
    numbering: str = "as-is",
    remark: str = "",
    deliverable: Deliverable | None = None,
    milestone: Milestone | None = None,
    demonstration: bool = False,
) -> Version:
    """A file comes in as a version in preview: a new text, or the next version of `text`.

    The file is kept as received. Paragraphs that are surely those of the version before keep their
    identity; all others get a new one, and a person says which of those that look alike are the
    same (`settle_likenesses`). Who has read the file already hands the
    `document` over, so that no lock is held while reading. Errors: Refusal; Unusable.
    """
    require(may_import(by, process, at))
    if text is not None and text.process_id != process.pk:
        raise refuse("text-elsewhere")
    if numbering not in ("as-is", "continuous", "by-section"):
        raise refuse("numbering-unknown")
    document = in_language(document or read_text(data, name))
    if numbering != "as-is":
        document = renumber(document, numbering)  # type: ignore[arg-type]
    code = (language or document.language or (text.language if text else "") or "en")[:LANGUAGE]
    called = {k: v for k, v in (titles or {}).items() if v}
    if not called:
        called = {code: document.title[:300] or name} if not text else dict(text.titles)
        if text and document.title:
            called = {code: document.title[:300]}
    file = keep_file(data=data, name=name, at=at, received_from=by.key, process_code=process.code)
    before = None
    if text is None:
        text = Text.objects.create(
            process=process,
            titles=called,
            language=code,
            deliverable=deliverable,
            demonstration=demonstration,
        )
        number = 1
    else:
        number = _next_number(text)
        if deliverable is not None and text.deliverable_id != deliverable.pk:
            text.deliverable = deliverable
            text.save(update_fields=["deliverable"])
        before = text.versions.exclude(state=VersionState.PREVIEW).order_by("-number").first()
        before = before or text.versions.order_by("-number").first()
    version = Version.objects.create(
        text=text,
        number=number,
        titles=called,
        symbol=symbol,
        dated_on=dated_on,
        language=code,
        based_on=before,
        milestone=milestone,
        source_file=file,
        problems=[_kept(problem) for problem in document.problems],
        remark=remark,
        created_at=at,
        created_by=by.key,
        demonstration=demonstration or text.demonstration,
    )
    kept = _write_all(version, document, before)
    record(
        by=by,
        subject=version.key,
        process=process.code,
        at=at,
        facts={
            "text": text.key,
            "number": number,
            "file": file.digest,
            "blocks": len(document.blocks),
            "kept": kept,
            "problems": [problem.code for problem in document.problems],
            **({"deliverable": deliverable.code} if deliverable else {}),
        },
    )
    return version


def _kept(problem: Problem) -> dict[str, object]:
    return {"code": problem.code, "where": problem.where, "facts": dict(problem.facts)}


def _next_number(text: Text) -> int:
    """The number after the last; the text's row is held, so that two imports do not collide."""
    Text.objects.select_for_update().get(pk=text.pk)
    return (text.versions.aggregate(last=Max("number"))["last"] or 0) + 1


def _write_all(version: Version, document: Document, before: Version | None) -> int:
    """The paragraphs of an import; how many kept the identity they had in the version before."""
    kept = _identities(document, before) if before else {}
    new = iter(_new_anchors(version.text_id, len(document.blocks) - len(kept)))
    rows = []
    for position, block in enumerate(document.blocks):
        anchor_id = kept[position] if position in kept else next(new).pk
        rows.append(
            Paragraph(version=version, anchor_id=anchor_id, position=position, **fields_of(block))
        )
    Paragraph.objects.bulk_create(rows, batch_size=BATCH)
    return len(kept)


def _identities(document: Document, before: Version) -> dict[int, int]:
    """Place in the new text -> anchor of the paragraph that it surely was in the version before."""
    news = [
        Standing(f"new {place}", block.number, block.text, block.kind)
        for place, block in enumerate(document.blocks)
    ]
    anchors = dict(
        Anchor.objects.filter(standings__version=before).values_list("key", "pk").distinct()
    )
    olds = standings_of(before)
    found = keeping(olds, news)
    return {place: anchors[olds[old].key] for place, old in found.items()}


@action
def start_working_version(
    *,
    by: Person,
    based_on: Version,
    at: datetime,
    titles: Mapping[str, str] | None = None,
    symbol: str = "",
    dated_on: date | None = None,
    remark: str = "",
    demonstration: bool | None = None,
) -> Version:
    """The next version begins: every paragraph stands in it with the identity that it has."""
    require(may_start_from(by, based_on, at))
    number = _next_number(based_on.text)
    working = working_version_of(based_on)
    if working is not None:
        raise refuse("working-version-exists", number=working.number)
    invented = based_on.demonstration if demonstration is None else demonstration
    version = Version.objects.create(
        text=based_on.text,
        number=number,
        titles=dict(titles or based_on.titles),
        symbol=symbol,
        dated_on=dated_on,
        language=based_on.language,
        distribution=based_on.distribution,
        beside=based_on.beside,
        state=VersionState.WORKING,
        based_on=based_on,
        remark=remark,
        created_at=at,
        created_by=by.key,
        demonstration=invented,
    )
    rows = []
    for row in based_on.paragraphs.all():
        row.pk, row.id, row.version, row.frozen, row.revision = None, None, version, False, 0
        row._state.adding = True
        rows.append(row)
    Paragraph.objects.bulk_create(rows, batch_size=BATCH)
    record(
        by=by,
        subject=version.key,
        process=based_on.text.process.code,
        at=at,
        facts={"based_on": based_on.key, "number": number, "paragraphs": len(rows)},
    )
    return version


@action
def discard_version(*, by: Person, version: Version, at: datetime) -> None:
    """An import that went wrong is thrown away; the file as received and the journal stay."""
    require(may_discard(by, version, at))
    text, key = version.text, version.key
    held = Version.objects.select_for_update().filter(pk=version.pk, state=VersionState.PREVIEW)
    if not held.exists() or Version.objects.filter(based_on=version).exists():
        raise refuse("version-in-use")
    Version.objects.filter(pk=version.pk).delete()
    if not text.versions.exists():
        Text.objects.filter(pk=text.pk).delete()
    record(by=by, subject=key, process=text.process.code, at=at, facts={"text": text.key})
