"""A person says whether paragraphs that look alike are one: then the identity goes on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from travaux.drafts.actions._rows import _hold, _new_anchors
from travaux.drafts.models import Anchor, Likeness, Paragraph, ParagraphEdit, Version
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.verdicts import refuse


@action
def settle_likenesses(
    *,
    by: Person,
    version: Version,
    same: Iterable[tuple[str, str]] = (),
    apart: Iterable[tuple[str, str]] = (),
    at: datetime,
) -> int:
    """Pairs (identity before, identity here) that are one paragraph, and pairs that are not.

    One paragraph goes on under the identity that it had, with its comments; a part of a split or
    a merger stays one of several. What is not the same gets an identity of its own and is not
    asked about again. How many pairs were settled is given back.
    """
    _hold(version, by, at)
    if version.based_on_id is None:
        raise refuse("version-has-none-before")
    renamed: dict[str, str] = {}
    told: list[list[object]] = []
    for decided, one in ((same, True), (apart, False)):
        for old, new in decided:
            new = renamed.get(new, new)
            before = _standing(version.based_on_id, old)
            here = _standing(version.pk, new)
            if one:
                renamed[new] = _joined(version, before, here, by, at)
            else:
                renamed[new] = _parted(version, before, here, by, at)
            told.append([old, renamed[new], one])
    if not told:
        nothing_to_record()
        return 0
    record(
        by=by,
        subject=version.key,
        process=version.text.process.code,
        at=at,
        facts={"pairs": told},
    )
    return len(told)


def _standing(version_id: int, anchor: str) -> Paragraph:
    found = (
        Paragraph.objects.select_related("anchor")
        .filter(version_id=version_id, anchor__key=anchor)
        .first()
    )
    if found is None:
        raise refuse("paragraph-gone")
    return found


def _joined(version: Version, before: Paragraph, here: Paragraph, by: Person, at: datetime) -> str:
    """The identity of the paragraph from now on."""
    if before.anchor_id == here.anchor_id:
        return here.anchor.key
    stands = Paragraph.objects.filter(version=version, anchor_id=before.anchor_id).exists()
    known = Paragraph.objects.filter(
        version_id=before.version_id, anchor_id=here.anchor_id
    ).exists()
    if stands or known:
        _keep(version, before.anchor, here.anchor, True, by, at)
        return here.anchor.key
    _renamed(version, here, before.anchor)
    Likeness.objects.filter(version=version, new_id=before.anchor_id).delete()
    return before.anchor.key


def _parted(version: Version, before: Paragraph, here: Paragraph, by: Person, at: datetime) -> str:
    if before.anchor_id == here.anchor_id:
        (fresh,) = _new_anchors(version.text_id, 1)
        _renamed(version, here, fresh)
        here.anchor = fresh
    _keep(version, before.anchor, here.anchor, False, by, at)
    return here.anchor.key


def _renamed(version: Version, here: Paragraph, anchor: Anchor) -> None:
    ParagraphEdit.objects.filter(version=version, anchor_id=here.anchor_id).update(anchor=anchor)
    Likeness.objects.filter(version=version, new_id=here.anchor_id).update(new=anchor)
    Paragraph.objects.filter(pk=here.pk).update(anchor=anchor)


def _keep(version: Version, old: Anchor, new: Anchor, same: bool, by: Person, at: datetime) -> None:
    Likeness.objects.update_or_create(
        version=version, old=old, new=new, defaults={"same": same, "by_key": by.key, "at": at}
    )
