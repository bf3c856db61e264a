"""Translating a paragraph, reviewing it, and changes that leave the meaning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from travaux.core.formats.exchange.units import block_from, units_of
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.queries import block_of
from travaux.evidence.rules.kept_words import may_say
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require
from travaux.translations import rules
from travaux.translations.actions._rows import _line, _texts, _written
from travaux.translations.exchanging import cleaned
from travaux.translations.models import (
    SameMeaning,
    Translation,
)
from travaux.translations.queries import (
    changed_since,
    source_digest,
    standing_of,
    translatable,
)
from travaux.translations.states import Standing


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
    require(may_say(_texts(made), version.text.process, at))
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
        if not may_say(_texts(block), version.text.process, at):
            continue  # nobody is there to mend it: the paragraph stays without
        _written(by, row, language, block, at, machine=True, engine=engine)
        made += 1
    if made:
        _line(by, version, at, language, machine=made, engine=engine[:60])
    else:
        nothing_to_record()
    return made
