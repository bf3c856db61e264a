"""Brackets are put in, given another wording, lifted; positions are taken; a status is set."""

from __future__ import annotations

from datetime import datetime

from travaux.core.texts.brackets import groups, parse
from travaux.core.texts.brackets.editing import (
    add_wording,
    clean_up,
    put_in_brackets,
    settle,
    source_of,
)
from travaux.core.texts.brackets.wide import lifted, put_over
from travaux.drafts.actions.editing import edit_paragraph
from travaux.drafts.models import Paragraph, ParagraphStatus, Stand
from travaux.drafts.queries.following import carried_positions
from travaux.drafts.queries.negotiating import wide_of
from travaux.drafts.rules import delegation_of, may_draft, may_edit, may_take_position
from travaux.drafts.states import Agreement, Stance
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require

NOTE = 1000


@action
def change_brackets(
    *,
    by: Person,
    paragraph: Paragraph,
    what: str,
    revision: int,
    at: datetime,
    bracket: int = 0,
    words: str = "",
    nth: int = 1,
) -> Paragraph:
    """Bracket words ("bracket"), add a wording ("add"), lift ("keep", "drop") or tidy ("tidy").

    `words` are those to be bracketed, the `nth` time they stand in the paragraph; or the wording
    that is added. Errors: Refusal; those of `core.texts.brackets.editing`.
    """
    version = paragraph.version
    require(may_edit(by, version, at))
    body = paragraph.body
    if what == "bracket":
        start = _place(body, words.strip(), nth)
        body = put_in_brackets(body, start, start + len(words.strip()))
    elif what == "add":
        body = add_wording(body, bracket, words)
    elif what in ("keep", "drop"):
        body = settle(body, bracket, what)  # type: ignore[arg-type]
    elif what == "tidy":
        body = clean_up(body)
    else:
        raise refuse("nothing-chosen")
    if body == paragraph.body:
        nothing_to_record()
        return paragraph
    changed = edit_paragraph(by=by, paragraph=paragraph, body=body, revision=revision, at=at)
    record(
        by=by,
        subject=paragraph.anchor.key,
        process=version.text.process.code,
        at=at,
        facts={"version": version.key, "what": what, "bracket": bracket},
    )
    return changed


@action
def bracket_over(
    *,
    by: Person,
    first: Paragraph,
    last: Paragraph,
    revision: int,
    last_revision: int,
    at: datetime,
) -> None:
    """Whole paragraphs, from one to a later one, stand in one bracket."""
    version = first.version
    require(may_edit(by, version, at))
    if last.version_id != version.pk or last.position <= first.position:
        raise refuse("span-backwards")
    opened, closed = put_over(first.body, last.body)
    edit_paragraph(by=by, paragraph=first, body=opened, revision=revision, at=at)
    edit_paragraph(by=by, paragraph=last, body=closed, revision=last_revision, at=at)
    record(
        by=by,
        subject=first.anchor.key,
        process=version.text.process.code,
        at=at,
        facts={"version": version.key, "last": last.anchor.key},
    )


@action
def lift_over(
    *,
    by: Person,
    first: Paragraph,
    last: Paragraph,
    revision: int,
    last_revision: int,
    at: datetime,
) -> None:
    """A bracket over several paragraphs is lifted and its words stay."""
    version = first.version
    require(may_edit(by, version, at))
    opening, _lonely = wide_of(version).get(first.anchor.key, ((), ()))
    held = next((one for one in opening if one.last_anchor == last.anchor.key), None)
    if held is None:
        raise refuse("bracket-gone")
    opened, closed = lifted(first.body, last.body, held.wide)
    edit_paragraph(by=by, paragraph=first, body=opened, revision=revision, at=at)
    edit_paragraph(by=by, paragraph=last, body=closed, revision=last_revision, at=at)
    record(
        by=by,
        subject=first.anchor.key,
        process=version.text.process.code,
        at=at,
        facts={"version": version.key, "last": last.anchor.key},
    )


def _place(body: str, words: str, nth: int) -> int:
    if not words:
        raise refuse("span-empty")
    place = -1
    for _ in range(max(1, min(nth, 200))):
        place = body.find(words, place + 1)
        if place < 0:
            raise refuse("words-not-there")
    return place


@action
def take_position(
    *,
    by: Person,
    paragraph: Paragraph,
    bracket: int,
    stance: str,
    note: str,
    at: datetime,
) -> Stand:
    """A delegation's focal point supports, opposes or reserves on a bracket; the last word counts."""
    version = paragraph.version
    require(may_take_position(by, version, at))
    if stance not in Stance.values:
        raise refuse("stance-unknown")
    mandate = delegation_of(by, version.text.process.code, at)
    assert mandate is not None and mandate.country is not None
    found = list(groups(parse(paragraph.body).nodes))
    if not 0 <= bracket < len(found):
        raise refuse("no-such-bracket", number=bracket, of=len(found))
    wording = source_of(found[bracket])
    shared = {
        "version": version,
        "anchor": paragraph.anchor,
        "bracket": bracket,
        "country": mandate.country,
    }
    before = Stand.objects.filter(**shared, lifted_at__isnull=True).first()
    kept = note.strip()[:NOTE]
    if before is not None and (before.stance, before.note, before.wording, before.mandate) == (
        stance,
        kept,
        wording,
        mandate.key,
    ):
        nothing_to_record()
        return before
    Stand.objects.filter(**shared, lifted_at__isnull=True).update(lifted_at=at, lifted_by=by.key)
    stand = Stand.objects.create(
        **shared,
        stance=stance,
        note=kept,
        wording=wording,
        mandate=mandate.key,
        by_key=by.key,
        at=at,
    )
    record(
        by=by,
        subject=paragraph.anchor.key,
        process=version.text.process.code,
        at=at,
        facts={
            "version": version.key,
            "bracket": bracket,
            "country": mandate.country.code,
            "stance": stance,
        },
    )
    return stand


@action
def lift_position(*, by: Person, paragraph: Paragraph, bracket: int, at: datetime) -> None:
    """A delegation takes back what it held; that it held it stays on record."""
    version = paragraph.version
    require(may_take_position(by, version, at))
    mandate = delegation_of(by, version.text.process.code, at)
    assert mandate is not None and mandate.country is not None
    gone = Stand.objects.filter(
        version=version,
        anchor=paragraph.anchor,
        bracket=bracket,
        country=mandate.country,
        lifted_at__isnull=True,
    ).update(lifted_at=at, lifted_by=by.key)
    if not gone:
        earlier = next(
            (
                one.stand
                for one in carried_positions(version)
                if (one.anchor, one.bracket) == (paragraph.anchor.key, bracket)
                and one.stand.country_id == mandate.country_id
            ),
            None,
        )
        if earlier is None:
            raise refuse("no-position-held")
        # it came over from a version before: that it ends here is kept on this one
        Stand.objects.create(
            version=version, anchor=paragraph.anchor, bracket=bracket, country=mandate.country,
            stance=earlier.stance, note=earlier.note, wording=earlier.wording,
            mandate=mandate.key, by_key=by.key, at=at, lifted_at=at, lifted_by=by.key,
        )  # fmt: skip
    record(
        by=by,
        subject=paragraph.anchor.key,
        process=version.text.process.code,
        at=at,
        facts={"version": version.key, "bracket": bracket, "country": mandate.country.code},
    )


@action
def set_status(*, by: Person, paragraph: Paragraph, status: str, at: datetime) -> None:
    """A paragraph is agreed, agreed ad referendum, or pending."""
    version = paragraph.version
    require(may_draft(by, version.text.process, at))
    if status not in Agreement.values:
        raise refuse("status-unknown")
    held = ParagraphStatus.objects.filter(version=version, anchor=paragraph.anchor).first()
    if held is not None and held.status == status:
        nothing_to_record()
        return
    ParagraphStatus.objects.update_or_create(
        version=version,
        anchor=paragraph.anchor,
        defaults={"status": status, "by_key": by.key, "at": at},
    )
    record(
        by=by,
        subject=paragraph.anchor.key,
        process=version.text.process.code,
        at=at,
        facts={"version": version.key, "status": status},
    )
