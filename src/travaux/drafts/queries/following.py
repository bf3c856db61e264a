"""Positions of a version before, and on which bracket of this one they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from travaux.core.texts.brackets.following import follow
from travaux.drafts.models import Stand, Version
from travaux.drafts.queries.comparing import Row, compared
from travaux.drafts.queries.lists import ancestor_of

CHAIN = 40  # versions back: more than any text has
GONE = "gone"
_WORSE = ("same", "changed", "guess", GONE)


@dataclass(frozen=True, slots=True)
class Carried:
    """A position that was taken on an earlier version; `how` is same, changed, guess or gone.

    What is gone has no bracket here any more: its words were settled or taken out.
    """

    stand: Stand
    anchor: str
    bracket: int
    how: str


def carried_positions(version: Version) -> list[Carried]:
    """What delegations held before and have neither confirmed, changed nor lifted on this version."""
    if not Stand.objects.filter(version__text_id=version.text_id).exists():
        return []
    return [one for one in _holding(version, CHAIN) if one.stand.version_id != version.pk]


def _holding(version: Version, left: int) -> list[Carried]:
    """The positions that stand on a version, its own first."""
    own = list(Stand.objects.filter(version=version).select_related("country", "anchor", "version"))
    held = [Carried(s, s.anchor.key, s.bracket, "same") for s in own if s.lifted_at is None]
    before = ancestor_of(version)
    if before is None or not left:
        return held
    earlier = [one for one in _holding(before, left - 1) if one.how != GONE]
    if not earlier:
        return held
    answered = {(s.anchor.key, s.bracket, s.country_id) for s in own}
    for one in _moved(before, version, earlier):
        key = (one.anchor, one.bracket, one.stand.country_id)
        if one.how == GONE:
            held.append(one)
        elif key not in answered:
            answered.add(key)
            held.append(one)
    return held


def _moved(before: Version, version: Version, earlier: list[Carried]) -> list[Carried]:
    rows: dict[str, Row] = {
        old.key: row for row in compared(before, version).rows for old in row.olds
    }
    words = {
        key: body
        for key, body in before.paragraphs.filter(
            anchor__key__in={one.anchor for one in earlier}
        ).values_list("anchor__key", "body")
    }
    found = []
    for one in earlier:
        row = rows.get(one.anchor)
        place = None
        for new in row.news if row is not None else ():
            at = follow(words.get(one.anchor, ""), new.text).get(one.bracket)
            if at is not None and (place is None or _WORSE.index(at.how) < _WORSE.index(place[1])):
                place = (new.key, at.how, at.number)
        if row is None or place is None:
            found.append(replace(one, anchor="", bracket=-1, how=GONE))
            continue
        how = place[1] if row.sure else "guess"
        found.append(Carried(one.stand, place[0], place[2], max(how, one.how, key=_WORSE.index)))
    return found
