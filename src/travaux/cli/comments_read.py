"""What `travaux comments read` tells of a file: comments, tracked changes, and what was doubtful."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from travaux.cli.comments_letters import add_letter, named, type_of
from travaux.comments.file_sentences import why_unplaced
from travaux.comments.file_words import looks_words
from travaux.core.comments.formatting import Formatting, formatting_of
from travaux.core.comments.pairing import Sent
from travaux.core.comments.placing import Target, targets_of
from travaux.core.comments.placing_rows import RowPlaces
from travaux.core.comments.points import BY_HAND, LETTERS
from travaux.core.comments.returned import Edit, Remark, Understood, understand
from travaux.core.formats.bounds import ending_of
from travaux.core.formats.comment_tables import CommentTable, read_comment_table
from travaux.core.formats.mails import NESTING
from travaux.core.formats.pdf_out import printed_places
from travaux.core.formats.word_review import Review, read_review
from travaux.core.problems import Problem, Unusable
from travaux.core.texts.document import Document
from travaux.core.texts.line_numbers import LineMap, line_map
from travaux.core.texts.redline import redline

Say = Callable[[Problem], dict[str, str]]
Told = dict[str, Any]
# A Word file without a table of comments is read for its margin and its tracked changes.
_NO_TABLE = frozenset(("table-without-heading", "table-empty"))


def told_of(data: bytes, name: str, draft: Document | None, say: Say, deep: int = 0) -> Told:
    """All that a file says, in the shape of the contract; `deep` counts the mails around it.

    Errors (Unusable): those of the readers; `read-by-hand` for scans and the like.
    """
    targets = targets_of(draft) if draft is not None else ()
    told: Told = {"comments": [], "changes": [], "problems": []}
    if ending_of(name) in LETTERS:

        def read_it(attached: bytes, called: str) -> Told:
            if deep >= NESTING:
                raise Unusable("attachments-too-deep", count=1)
            return told_of(attached, called, draft, say, deep + 1)

        add_letter(told, data, name, draft, say, read_it)
        return told
    if ending_of(name) in BY_HAND:
        raise Unusable("read-by-hand", ending=ending_of(name))
    is_word = ending_of(name) == "docx"
    try:
        table = read_comment_table(data, name)
    except Unusable as unusable:
        if not is_word or unusable.code not in _NO_TABLE:
            raise
    else:
        _add_table(told, table, targets, draft, say)
    if is_word:
        _add_review(told, read_review(data), targets, draft.title if draft else "", say)
        kept = ("comments", "changes", "edits", "formatting")
        if not any(told.get(part) for part in kept):
            told["problems"].append(say(Problem("nothing-to-read")))
    return told


def _add_table(
    told: Told, table: CommentTable, targets: Sequence[Target], draft: Document | None, say: Say
) -> None:
    told["problems"] += [say(problem) for problem in table.problems]
    lines = _lines_of(told, table, draft, targets, say)
    places = RowPlaces(targets, lines) if targets else None
    by_key = {target.key: target for target in targets}
    for row in table.rows:
        target = None
        if places is not None:
            place = places.place(row)
            target = by_key.get(place.key)
            if place.kind == "unplaced":
                what = {"where": f"row {row.row}", "what": why_unplaced(place.why)}
                told["problems"].append(what)
        told["comments"].append(
            {
                "author": row.member,
                "date": row.date or None,
                "paragraph": named(target) if target else row.paragraph or row.clause,
                "quote": target.text if target and target.kind != "heading" else "",
                "type": row.type,
                "comment": row.comment,
                "proposed": row.proposed,
                "reply_to": None,
                "resolved": None,
                "row": row.row,
                "number": row.number,
                "section": row.clause,
                "line": row.line,
                "observation": row.observation,
            }
        )


def _lines_of(
    told: Told, table: CommentTable, draft: Document | None, targets: Sequence[Target], say: Say
) -> LineMap | None:
    """The lines of the draft as its PDF with numbered lines prints them, where the table asks."""
    if draft is None or not table.by_lines:
        return None
    try:
        return line_map(printed_places(draft), [target.key for target in targets])
    except Unusable as unusable:
        told["problems"].append(say(unusable.problem))
        return None


def _add_review(
    told: Told, review: Review, targets: Sequence[Target], title: str, say: Say
) -> None:
    told["problems"] += [say(problem) for problem in review.problems]
    by_key = {target.key: target for target in targets}
    if targets:
        held = understand(review, sent_of(targets), title)
        if held.unlike:
            told["problems"].append(say(Problem("file-unlike-draft")))
    else:
        held = Understood(remarks=tuple(_alone(review)), found={})
    names = _names(review, held, by_key)
    for remark in held.remarks:
        told["comments"].append(_comment(remark, held, names))
        if targets and not remark.key:
            where = f"comment {remark.comment.id}"
            told["problems"].append({"where": where, **_only_what(say, "comment-without-place")})
    for change in review.changes:
        if change.kind == "format":
            continue
        entry = {
            "kind": change.kind,
            "author": change.author,
            "date": change.date or None,
            "text": change.text,
            "paragraph": names.get(change.stretch, ""),
            "within": _within(review, change.stretch),
        }
        if change.kind == "move":
            entry["to"] = names.get(change.to)
        told["changes"].append(entry)
    formatting = formatting_of(review, held.found)
    if formatting:
        told["formatting"] = [_formatted(one, names) for one in formatting]
    if targets:
        # What differs in a text that is another one says nothing.
        edits = [edit for edit in held.edits if edit.tracked or not held.unlike]
        told["edits"] = [_edit(edit, by_key) for edit in edits]
        told["changes"] += _untracked(edits, by_key)


def _within(review: Review, stretch: int) -> str:
    """Where in its paragraph it stands, if not in its words: "footnote 2", "text-box", "table"."""
    held = review.stretches[stretch] if 0 <= stretch < len(review.stretches) else None
    if held is None or held.place == "body":
        return ""
    return f"{held.place} {held.note}".strip()


def _formatted(one: Formatting, names: dict[int, str]) -> dict[str, Any]:
    """What one author formatted anew in one paragraph."""
    return {
        "kind": "format",
        "author": one.author,
        "date": one.date or None,
        "paragraph": names.get(one.stretch, ""),
        "count": one.count,
        "detail": " ".join(one.details),
        "what": looks_words(one.details),
        "text": one.words,
    }


def sent_of(targets: Sequence[Target]) -> list[Sent]:
    """The paragraphs of a text, each with the one before it."""
    return [
        Sent(t.key, t.text, t.number, t.kind, targets[at - 1].key if at else "")
        for at, t in enumerate(targets)
    ]


def _alone(review: Review) -> list[Remark]:
    """Margin comments where no text was given to place them in."""
    return [
        Remark(comment, quote=comment.quote or comment.quote_after) for comment in review.comments
    ]


def _names(review: Review, held: Understood, by_key: dict[str, Target]) -> dict[int, str]:
    """What each stretch is called: as in the draft, else by its number, else by its first words."""
    names: dict[int, str] = {}
    for at, stretch in enumerate(review.stretches):
        key = held.found.get(at, "")
        if key in by_key:
            names[at] = named(by_key[key])
        else:
            words = " ".join((stretch.before or stretch.after).split())
            names[at] = stretch.number or words[:60]
    return names


def _comment(remark: Remark, held: Understood, names: dict[int, str]) -> dict[str, Any]:
    comment = remark.comment
    return {
        "author": comment.author,
        "date": comment.date or None,
        "paragraph": names.get(comment.first, ""),
        "paragraph_to": names.get(comment.last) if comment.last != comment.first else None,
        "quote": remark.quote,
        "type": type_of(comment.text),
        "comment": comment.text,
        "proposed": held.edits[remark.edit].after if remark.edit >= 0 else "",
        "reply_to": comment.reply_to or None,
        "resolved": comment.resolved,
        "id": comment.id,
        "date_utc": comment.date_utc or None,
    }


def _edit(edit: Edit, by_key: dict[str, Target]) -> dict[str, Any]:
    return {
        "kind": edit.kind,
        "paragraph": named(by_key[edit.key]) if edit.key in by_key else "",
        "before": edit.before,
        "after": edit.after,
        "author": edit.author,
        "date": edit.date or None,
        "tracked": edit.tracked,
        "sure": edit.sure,
        "note": edit.note,
    }


def _untracked(edits: Sequence[Edit], by_key: dict[str, Target]) -> list[dict[str, Any]]:
    """Edits made without keeping track, word by word, as changes whose author is not known."""
    found = []
    kinds = {"ins": "insert", "del": "delete"}
    for edit in edits:
        if edit.tracked:
            continue
        paragraph = named(by_key[edit.key]) if edit.key in by_key else ""
        for piece in redline(edit.before, edit.after):
            if piece.kind != "same":
                found.append(
                    {
                        "kind": kinds[piece.kind],
                        "author": "",
                        "date": None,
                        "text": piece.text,
                        "paragraph": paragraph,
                        "tracked": False,
                    }
                )
    return found


def _only_what(say: Say, code: str) -> dict[str, str]:
    return {"what": say(Problem(code))["what"]}
