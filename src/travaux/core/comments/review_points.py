"""What was understood of a Word file under review, as the points that it makes."""

from __future__ import annotations

from collections.abc import Sequence

from travaux.core.comments.point import Point, Reply
from travaux.core.comments.returned import Edit, Remark, Understood
from travaux.core.formats.word_review import MarginComment, Review


def of_review(review: Review, held: Understood, *, untracked: bool = True) -> list[Point]:
    """Margin comments with their answers and proposals, then the proposals on which none is.

    In the order of the text; without `untracked` only what was marked in the file.
    """
    answers: dict[str, list[MarginComment]] = {}
    roots = {comment.id: comment for comment in review.comments if not comment.reply_to}
    for comment in review.comments:
        if comment.reply_to:
            answers.setdefault(_root(comment, review), []).append(comment)
    used: set[int] = set()
    placed: list[tuple[int, Point]] = []
    order = {key: at for at, key in enumerate(dict.fromkeys(held.found.values()))}
    for number, remark in enumerate(held.remarks, 1):
        comment = remark.comment
        if comment.reply_to and comment.id not in roots and _root(comment, review) in roots:
            continue
        edit = held.edits[remark.edit] if remark.edit >= 0 and remark.edit not in used else None
        if edit is not None:
            used.add(remark.edit)
        point = _remark(remark, edit, answers.get(comment.id, ()), number)
        placed.append((order.get(remark.key, len(order)), point))
    for at, edit in enumerate(held.edits):
        if at in used or not (edit.tracked or untracked):
            continue
        placed.append((order.get(edit.key, len(order)), _edit(edit, at + 1)))
    placed.sort(key=lambda pair: pair[0])
    return [point for _, point in placed]


def _root(comment: MarginComment, review: Review) -> str:
    parents = {held.id: held.reply_to for held in review.comments}
    key, seen = comment.id, {comment.id}
    while parents.get(key) and parents[key] in parents and parents[key] not in seen:
        key = parents[key]
        seen.add(key)
    return key


def _remark(
    remark: Remark, edit: Edit | None, answers: Sequence[MarginComment], number: int
) -> Point:
    comment = remark.comment
    replies = tuple(Reply(a.text, a.author, a.date) for a in answers)
    lines = [comment.text]
    for reply in replies:
        who = " · ".join(filter(None, (reply.author, reply.date[:10])))
        lines.append(f"— {who}: {reply.text}" if who else f"— {reply.text}")
    extra = {"travaux:resolved": "yes"} if comment.resolved else {}
    if replies:
        extra["travaux:replies"] = str(len(replies))
    if comment.date_utc:
        extra["travaux:date-utc"] = comment.date_utc
    if remark.to_key and remark.to_key != remark.key:
        extra["travaux:to"] = remark.to_key
    plain = edit is not None and edit.kind == "change" and not edit.note
    return Point(
        kind="comment",
        where=f"comment {number}",
        scope="paragraph" if remark.key else "unplaced",
        key=remark.key,
        why="margin" if remark.key else "comment-without-place",
        text="\n\n".join(lines),
        proposed=edit.after if edit is not None and plain else "",
        before=edit.before if edit is not None and plain else "",
        words=comment.text,
        replies=replies,
        quote=remark.quote,
        quote_after=comment.quote_after if comment.quote_after != remark.quote else "",
        author=comment.author,
        date=comment.date,
        extra=extra,
    )


def _edit(edit: Edit, number: int) -> Point:
    extra = {} if edit.tracked else {"travaux:tracked": "no"}
    if edit.note:
        extra["travaux:note"] = edit.note
    if edit.kind == "move" and edit.after:
        extra["travaux:to"] = edit.after
    return Point(
        kind="note" if edit.note else edit.kind,
        where=f"change {number}",
        scope="paragraph" if edit.key else ("text" if edit.kind == "insert" else "unplaced"),
        key=edit.key,
        sure=edit.sure,
        why="tracked" if edit.tracked else "compared",
        proposed="" if edit.kind in ("delete", "move") else edit.after,
        before=edit.before,
        quote=edit.before,
        author=edit.author,
        date=edit.date,
        extra=extra,
    )
