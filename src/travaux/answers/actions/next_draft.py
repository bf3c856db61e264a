"""The next draft: which comments changed a paragraph, and where the others stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from travaux.answers.models import Answer, CarryOver, Cause, EditorialChange
from travaux.answers.queries.carrying import Standing, standings_on
from travaux.answers.rules import may_see_desk
from travaux.comments.models import Comment
from travaux.drafts import actions as drafting
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.queries import working_version_of
from travaux.drafts.rules import may_edit, may_work_on
from travaux.drafts.states import VersionState
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse, require

BATCH = 500
DECIDED = (CarryOver.Kind.PLACED, CarryOver.Kind.KEPT_BACK)


@action
def make_next_draft(*, by: Person, version: Version, at: datetime, remark: str = "") -> Version:
    """A working version begins from the one that was commented on, with its comments beside it.

    Comments follow the paragraph that they were made on; where it is only alike, or gone, they
    wait for a decision. Where the next version is begun already, it goes on with that one.
    """
    process = version.text.process
    require(may_see_desk(by, process.code, at))
    standing = working_version_of(version)
    working = standing or drafting.start_working_version(
        by=by, based_on=version, at=at, remark=remark
    )
    before = _counts(working)
    counts = _carry_over(working, by, at)
    if standing is not None and counts == before:
        nothing_to_record()
        return working
    record(by=by, subject=working.key, process=process.code, at=at, facts={**counts})
    return working


@action
def update_carry_over(*, by: Person, version: Version, at: datetime) -> dict[str, int]:
    """Say again where each comment stands on a version, after its words changed.

    What a person decided stays.
    """
    if version.based_on is None:
        raise refuse("version-has-no-base")
    before = _counts(version)
    counts = _carry_over(version, by, at)
    if counts == before:
        nothing_to_record()
        return counts
    code = version.text.process.code
    record(by=by, subject=version.key, process=code, at=at, facts={**counts})
    return counts


def _counts(version: Version) -> dict[str, int]:
    kinds = list(CarryOver.objects.filter(version=version).values_list("kind", flat=True))
    return {kind: kinds.count(kind) for kind in CarryOver.Kind.values}


def _carry_over(version: Version, by: Person, at: datetime) -> dict[str, int]:
    """Write down where each comment stands; rows that say so already stay untouched."""
    wanted: dict[int, Standing] = {s.comment_id: s for s in standings_on(version)}
    held = {c.comment_id: c for c in CarryOver.objects.filter(version=version)}
    new: list[CarryOver] = []
    for comment_id, standing in wanted.items():
        row = held.get(comment_id)
        if row is None:
            new.append(
                CarryOver(
                    comment_id=comment_id,
                    version=version,
                    paragraph_id=standing.paragraph_id,
                    kind=standing.kind,
                    by_key=by.key,
                    at=at,
                )
            )
        elif _decided(row) and standing.kind != CarryOver.Kind.SAME:
            continue
        elif row.kind != standing.kind or row.paragraph_id != standing.paragraph_id:
            CarryOver.objects.filter(pk=row.pk).update(
                kind=standing.kind, paragraph_id=standing.paragraph_id, by_key=by.key, at=at
            )
    CarryOver.objects.bulk_create(new, batch_size=BATCH)
    gone = [row.pk for comment_id, row in held.items() if comment_id not in wanted]
    CarryOver.objects.filter(pk__in=gone).delete()
    return _counts(version)


def _decided(row: CarryOver) -> bool:
    """A decision holds while the paragraph it chose still stands."""
    if row.kind == CarryOver.Kind.KEPT_BACK:
        return True
    return row.kind == CarryOver.Kind.PLACED and row.paragraph_id is not None


@action
def decide_place(
    *,
    by: Person,
    version: Version,
    comment: Comment,
    paragraph: Paragraph | None,
    at: datetime,
) -> CarryOver:
    """A person places a waiting comment on a paragraph of the next version, or keeps it back."""
    require(may_see_desk(by, version.text.process.code, at))
    row = CarryOver.objects.filter(version=version, comment=comment).first()
    if row is None or row.kind == CarryOver.Kind.SAME:
        raise refuse("carry-over-unknown")
    require(may_work_on(by, version.text.process.code, [paragraph, comment.paragraph]))
    if paragraph is not None and paragraph.version_id != version.pk:
        raise refuse("paragraph-of-another-version")
    row.paragraph = paragraph
    row.kind = CarryOver.Kind.PLACED if paragraph else CarryOver.Kind.KEPT_BACK
    row.by_key, row.at = by.key, at
    row.save()
    record(
        by=by,
        subject=comment.key,
        process=version.text.process.code,
        at=at,
        facts={
            "version": version.key,
            "kind": row.kind,
            "paragraph": paragraph.anchor.key if paragraph else "",
        },
    )
    return row


def _may_name(by: Person, version: Version, paragraph: Paragraph, at: datetime) -> None:
    """Causes are named by the drafters until the version is published."""
    require(may_see_desk(by, version.text.process.code, at))
    if version.state == VersionState.PUBLISHED:
        raise refuse("version-not-in-work")
    require(may_work_on(by, version.text.process.code, [paragraph]))


@action
def name_causes(
    *, by: Person, paragraph: Paragraph, comments: Sequence[Comment], at: datetime
) -> int:
    """These comments changed that paragraph of the next version."""
    version = paragraph.version
    _may_name(by, version, paragraph, at)
    if not comments:
        raise refuse("cause-needed")
    for comment in comments:
        if comment.round.version.text_id != version.text_id:
            raise refuse("cause-unknown", comment=comment.key)
    added = _add_causes(by, paragraph, comments, at)
    if not added:
        nothing_to_record()
        return 0
    record(
        by=by,
        subject=paragraph.anchor.key,
        process=version.text.process.code,
        at=at,
        facts={"version": version.key, "comments": [c.key for c in comments]},
    )
    return added


def _add_causes(by: Person, paragraph: Paragraph, comments: Sequence[Comment], at: datetime) -> int:
    known = set(Cause.objects.filter(paragraph=paragraph).values_list("comment_id", flat=True))
    new = [
        Cause(paragraph=paragraph, comment=c, by_key=by.key, at=at)
        for c in comments
        if c.pk not in known
    ]
    Cause.objects.bulk_create(new, ignore_conflicts=True)
    EditorialChange.objects.filter(paragraph=paragraph).delete()
    return len(new)


@action
def forget_cause(*, by: Person, paragraph: Paragraph, comment: Comment, at: datetime) -> None:
    """A comment was named by mistake: it did not change this paragraph."""
    version = paragraph.version
    _may_name(by, version, paragraph, at)
    gone, _rows = Cause.objects.filter(paragraph=paragraph, comment=comment).delete()
    if not gone:
        raise refuse("moved-meanwhile")
    record(
        by=by,
        subject=paragraph.anchor.key,
        process=version.text.process.code,
        at=at,
        facts={"version": version.key, "comment": comment.key},
    )


@action
def mark_editorial(*, by: Person, paragraph: Paragraph, at: datetime) -> None:
    """A paragraph changed without a comment: a drafter says that the change is editorial."""
    version = paragraph.version
    _may_name(by, version, paragraph, at)
    _row, new = EditorialChange.objects.get_or_create(
        paragraph=paragraph, defaults={"by_key": by.key, "at": at}
    )
    if not new:
        nothing_to_record()
        return
    record(
        by=by,
        subject=paragraph.anchor.key,
        process=version.text.process.code,
        at=at,
        facts={"version": version.key},
    )


@action
def take_over_wording(
    *, by: Person, answer: Answer, version: Version, revision: int, at: datetime
) -> Paragraph:
    """The wording that a settled answer proposes becomes the paragraph's in the next draft.

    The comments that the answer serves are named as the cause.
    """
    require(may_see_desk(by, version.text.process.code, at))
    require(may_edit(by, version, at))
    if not answer.next_wording:
        raise refuse("no-next-wording")
    comments = [s.comment for s in answer.serves.select_related("comment__paragraph")]
    anchors = {c.paragraph.anchor_id for c in comments if c.paragraph}
    paragraph = (
        Paragraph.objects.filter(version=version, anchor_id__in=anchors)
        .order_by("position")
        .first()
    )
    if paragraph is None or version.text_id != answer.round.version.text_id:
        raise refuse("paragraph-not-in-next")
    drafting.edit_paragraph(
        by=by, paragraph=paragraph, body=answer.next_wording, revision=revision, at=at
    )
    paragraph.refresh_from_db()
    _add_causes(by, paragraph, comments, at)
    record(
        by=by,
        subject=paragraph.anchor.key,
        process=version.text.process.code,
        at=at,
        facts={
            "version": version.key,
            "answer": answer.key,
            "comments": [c.key for c in comments],
        },
    )
    return paragraph
