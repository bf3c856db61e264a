"""A Word file that came back, held against the text that was sent out: what it proposes, and where."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from travaux.core.comments.edits import Edit, EditKind
from travaux.core.comments.formatting import Formatting, formatting_of
from travaux.core.comments.pairing import OURS, Found, How, Sent, pair
from travaux.core.comments.remarks import Remark, remarks_of
from travaux.core.formats.comment_tables.headings import is_heading_row, take_headings
from travaux.core.formats.word_review import Original, Review, originals
from travaux.core.texts.versions import normalised

__all__ = [
    "Edit",
    "Formatting",
    "Remark",
    "Understood",
    "same_words",
    "understand",
    "without_number",
]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file says about a text: proposals, remarks, and what found no place in the text.

    `loose` are remarks and edits without a paragraph; `formatting` are changes of look only, one
    for each paragraph and author.
    `unlike` is True where so little of the file is in the text that it may be another text.
    """

    edits: tuple[Edit, ...] = ()
    remarks: tuple[Remark, ...] = ()
    formatting: tuple[Formatting, ...] = ()
    unlike: bool = False
    found: Mapping[int, str] = field(default_factory=dict)

    @property
    def loose(self) -> int:
        return sum(1 for e in self.edits if not e.key and e.kind != "insert") + sum(
            1 for r in self.remarks if not r.key
        )


def understand(review: Review, sent: Sequence[Sent], title: str = "") -> Understood:
    """Hold a file against the paragraphs that were sent out, in reading order.

    A paragraph is found by the bookmark that the sent file carried, else by its words, else by an
    alignment of the two texts; `sure` is False where that alignment is not. Tracked
    changes become one proposal for each paragraph and author. Where the words before all changes
    are not those sent out, the file was edited without keeping track as well: then the words
    after all changes are one proposal, not tracked. The `title` printed above the text is no
    paragraph of it.

    >>> from travaux.core.formats.word_review import Review, Stretch, Piece
    >>> file = Review((Stretch((Piece("States should act now."),)),))
    >>> [(e.kind, e.after, e.tracked) for e in understand(file, [Sent("k", "States should act.")]).edits]
    [('change', 'States should act now.', False)]
    """
    before = originals(review)
    pairs = pair(before, sent)
    by_author = {author: originals(review, author) for author in _authors(review)}
    texts = {entry.key: entry for entry in sent}
    edits: list[Edit] = []
    where: dict[int, str] = {}
    last = ""
    divided = {part: found for found in pairs.values() for part in found.parts}
    for at, original in enumerate(before):
        found = pairs.get(at)
        key = sent[found.at].key if found else ""
        if not found and title and normalised(original.before) == normalised(title):
            continue
        if at in divided:
            where |= dict.fromkeys(original.stretches, sent[divided[at].at].key)
            continue
        if found:
            last = key
            for stretch in original.stretches:
                where[stretch] = key
        edits += _edits_of(at, before, by_author, review, texts.get(key), found, last)
        edits += [_merged(sent[place]) for place in (found.also if found else ())]
    _place_notes(review, where)
    taken = {place for found in pairs.values() for place in (found.at, *found.also)}
    edits += _left_out(sent, taken)
    edits = _with_moves(edits, review, where)
    words = sum(1 for original in before if original.before.strip())
    unlike = bool(sent) and len(pairs) * 2 < min(words, len(sent))
    remarks = remarks_of(review, where, texts, edits)
    formatting = formatting_of(review, where)
    return Understood(tuple(edits), remarks, formatting, unlike, where)


def _authors(review: Review) -> list[str]:
    return list(dict.fromkeys(c.author for c in review.changes if c.kind != "format"))


def _edits_of(
    at: int,
    before: Sequence[Original],
    by_author: Mapping[str, Sequence[Original]],
    review: Review,
    sent: Sent | None,
    place: Found | None,
    last: str,
) -> list[Edit]:
    """The proposals of one original paragraph."""
    original = before[at]
    found: list[Edit] = []
    parts = [before[part] for part in place.parts] if place else []
    how: How = place.how if place else ""
    sure = place.sure if place else True
    if original.place not in ("body", "table"):
        return _edits_of_note(at, before, by_author, review)
    stood = original.before.strip()
    words = sent.text if sent is not None else original.before
    whole = "\n".join([original.before, *(part.before for part in parts)])
    typed = typed_number(whole, sent) if sent is not None else ""
    whole = whole.removeprefix(typed)
    strayed = bool(stood) and sent is not None and (bool(parts) or not same_words(whole, sent))
    if sent is None and stood:
        if original.after.strip() and not _is_no_part(original):
            found.append(_edit("insert", last, "", original.after, tracked=False))
        return found
    for author, views in by_author.items():
        view = views[at]
        changes = _changes_in(review, original, author)
        if not changes:
            continue
        date = next((review.changes[c].date for c in changes if review.changes[c].date), "")
        facts = {"author": author, "date": date, "changes": changes, "how": how, "sure": sure}
        for text in view.came_before:
            found.append(_edit("insert", _key_before(last, sent), "", text, **facts))
        if not stood and view.after.strip():
            found.append(_edit("insert", last, "", view.after, **facts))
        elif view.gone:
            found.append(_edit("delete", sent.key if sent else "", words, "", **facts))
        elif stood and not strayed:
            after = _after(view, views, at)
            if normalised(after) != normalised(original.before):
                proposed = without_number(after.removeprefix(typed), sent) if sent else after
                found.append(_edit("change", sent.key if sent else "", words, proposed, **facts))
        for text in view.came_after:
            found.append(_edit("insert", sent.key if sent else last, "", text, **facts))
    if strayed and sent is not None:
        after = "\n".join([_after(original, before, at), *(part.after for part in parts)])
        after = after.removeprefix(typed)
        if (parts or not same_words(after, sent)) and after.strip():
            proposed = without_number(after, sent)
            found.append(
                _edit("change", sent.key, words, proposed, tracked=False, how=how, sure=sure)
            )
    return found


def _is_no_part(original: Original) -> bool:
    """Whether it belongs to the file and not to the text: a table of comments, our own words."""
    if original.place == "contents" or any(name.startswith(OURS) for name in original.names):
        return True
    heading = original.before.split("\n", 1)[0].split("\t")
    return original.place == "table" and is_heading_row(take_headings(heading, {}))


def _merged(sent: Sent) -> Edit:
    """A paragraph whose words went into the one before it, without keeping track."""
    return Edit("delete", sent.key, sent.text, "", tracked=False, how="likeness", sure=False)


def _edit(kind: EditKind, key: str, before: str, after: str, **facts: object) -> Edit:
    return Edit(kind, key, before, after.strip(), **facts)  # type: ignore[arg-type]


def _key_before(last: str, sent: Sent | None) -> str:
    return sent.before if sent is not None else last


def _after(view: Original, views: Sequence[Original], at: int) -> str:
    """Its words after the changes; where its end was taken out, those of the next run on."""
    words, place = view.after, at
    while views[place].joined and place + 1 < len(views):
        place += 1
        words += views[place].after
    return words


def _changes_in(review: Review, original: Original, author: str) -> tuple[int, ...]:
    places = set()
    for stretch in original.stretches:
        held = review.stretches[stretch]
        marks = {held.end_inserted, held.end_deleted}
        places |= marks | {p.inserted for p in held.pieces} | {p.deleted for p in held.pieces}
    return tuple(sorted(p for p in places if p >= 0 and review.changes[p].author == author))


def _edits_of_note(
    at: int,
    before: Sequence[Original],
    by_author: Mapping[str, Sequence[Original]],
    review: Review,
) -> list[Edit]:
    """A change in a note or a box is told as one, and hangs on the paragraph of its sign later."""
    original = before[at]
    found = []
    for author, views in by_author.items():
        changes = _changes_in(review, original, author)
        if changes and normalised(views[at].after) != normalised(original.before):
            date = next((review.changes[c].date for c in changes if review.changes[c].date), "")
            sign = review.stretches[original.stretches[0]].note or "box"
            found.append(
                _edit("change", f"~{original.host}", original.before, views[at].after,
                      author=author, date=date, changes=changes, note=sign)
            )  # fmt: skip
    return found


def _place_notes(review: Review, where: dict[int, str]) -> None:
    for at, stretch in enumerate(review.stretches):
        if stretch.host >= 0 and stretch.host in where:
            where.setdefault(at, where[stretch.host])


def _left_out(sent: Sequence[Sent], found: set[int]) -> list[Edit]:
    """Paragraphs that are not in the file: taken out without keeping track.

    Only where the file holds most of the text: a part of it sent back takes nothing out.
    """
    missing = [at for at in range(len(sent)) if at not in found and sent[at].text.strip()]
    if not found or 5 * len(missing) > len(sent):
        return []
    return [
        Edit("delete", sent[at].key, sent[at].text, "", tracked=False, sure=False)
        for at in missing
        if sent[at].kind != "table"
    ]


def _with_moves(edits: list[Edit], review: Review, where: Mapping[int, str]) -> list[Edit]:
    """Notes find the paragraph of their sign; what goes out here and comes in there is a move."""
    placed = [
        replace(edit, key=where.get(int(edit.key[1:]), "")) if edit.key.startswith("~") else edit
        for edit in edits
    ]
    moves = {at for at, change in enumerate(review.changes) if change.kind == "move"}
    out: list[Edit] = []
    for edit in placed:
        moved = [at for at in edit.changes if at in moves]
        if moved and edit.kind == "delete":
            other = next(
                (
                    e for e in placed
                    if e.kind == "insert" and set(e.changes) & set(moved)
                    and normalised(e.after) == normalised(edit.before)
                ),
                None,
            )  # fmt: skip
            if other is not None:
                out.append(replace(edit, kind="move", after=other.key))
                continue
        if moved and edit.kind == "insert" and any(
            e.kind == "delete" and set(e.changes) & set(moved)
            and normalised(e.before) == normalised(edit.after)
            for e in placed
        ):  # fmt: skip
            continue
        out.append(edit)
    return out


def same_words(text: str, sent: Sent) -> bool:
    """Whether words are those sent out, with or without the number printed before them."""
    return normalised(without_number(text, sent)) == normalised(sent.text)


_TYPED = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]{1,2}[\t \u00a0]+")


def typed_number(text: str, sent: Sent) -> str:
    """A number that was typed by hand before the words as sent out, with the blank behind it.

    Numbering that somebody began anew is no change of the words.

    >>> typed_number("1. Act now.", Sent("k", "Act now.", "7")), typed_number("1. Act.", Sent("k", "Go."))
    ('1. ', '')
    """
    found = _TYPED.match(text)
    if found and normalised(text[found.end() :]) == normalised(sent.text):
        return found.group()
    return ""


def without_number(text: str, sent: Sent) -> str:
    """Words without the number that stands before the same paragraph as it was sent out."""
    bare = text.lstrip()
    number = sent.number.strip()
    if number and bare.startswith(number):
        rest = bare[len(number) :]
        cut = re.match(r"[.)]?[\t \u00a0]+", rest)
        if cut and not normalised(sent.text).startswith(number):
            return rest[cut.end() :]
    if not number and bare != text:
        return bare
    return text
