"""What `travaux comments read` tells of a file: comments, tracked changes, and what was doubtful."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from travaux.core.comments.pairing import Sent
from travaux.core.comments.placing import Target, targets_of
from travaux.core.comments.placing_rows import RowPlaces
from travaux.core.comments.returned import Edit, Remark, Understood, understand
from travaux.core.comments.types import recognise
from travaux.core.formats.bounds import ending_of
from travaux.core.formats.comment_tables import CommentTable, read_comment_table
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


def told_of(data: bytes, name: str, draft: Document | None, say: Say) -> Told:
    """All that a file says, in the shape of the contract."""
    targets = targets_of(draft) if draft is not None else ()
    told: Told = {"comments": [], "changes": [], "problems": []}
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
        if not told["comments"] and not told["changes"] and not told.get("edits"):
            told["problems"].append(say(Problem("nothing-to-read")))
    return told


def lines_of(told: Told) -> list[str]:
    """The same for a person, one line each."""
    comments = [
        f"{c.get('row') or ''}\t{c['author']}\t{c['paragraph']}\t{c['comment']}"
        for c in told["comments"]
    ]
    changes = [
        f"{c['kind']}\t{c['author']}\t{c['paragraph']}\t{c['text']}" for c in told["changes"]
    ]
    return [*comments, *changes]


def _add_table(
    told: Told, table: CommentTable, targets: Sequence[Target], draft: Document | None, say: Say
) -> None:
    from travaux.comments.wording import why_unplaced

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


def named(target: Target) -> str:
    """A paragraph as a person finds it: the number of its section and its own, or its first words."""
    path = [n for n in target.section_path if n]
    if target.kind == "heading":
        return target.number or target.label or target.text[:60]
    return "/".join([*path[-1:], target.number or target.label]).strip("/") or target.text[:60]


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
    formatting = []
    for change in review.changes:
        entry = {
            "kind": change.kind,
            "author": change.author,
            "date": change.date or None,
            "text": change.text,
            "paragraph": names.get(change.stretch, ""),
        }
        if change.kind == "move":
            entry["to"] = names.get(change.to)
        if change.kind == "format":
            formatting.append(entry | {"detail": change.detail})
        else:
            told["changes"].append(entry)
    if formatting:
        told["formatting"] = formatting
    if targets:
        # What differs in a text that is another one says nothing.
        edits = [edit for edit in held.edits if edit.tracked or not held.unlike]
        told["edits"] = [_edit(edit, by_key) for edit in edits]
        told["changes"] += _untracked(edits, by_key)


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
        "quote": remark.quote,
        "type": _type(comment.text),
        "comment": comment.text,
        "proposed": held.edits[remark.edit].after if remark.edit >= 0 else "",
        "reply_to": comment.reply_to or None,
        "resolved": comment.resolved,
        "id": comment.id,
        "date_utc": comment.date_utc or None,
    }


def _type(text: str) -> str:
    """A type that the commenter wrote before a colon: "ed: a comma is missing"."""
    head, colon, _ = text.partition(":")
    return head.strip() if colon and len(head) <= 20 and recognise(head) else ""


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
