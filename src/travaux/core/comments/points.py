"""Any file that came in on a draft, as the points it makes: Word, workbook, table, letter."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from travaux.core.comments.letters import points_of, split_reference
from travaux.core.comments.pairing import Sent
from travaux.core.comments.placing import Placement, Target
from travaux.core.comments.placing_rows import RowPlaces
from travaux.core.comments.returned import Edit, Remark, Understood, understand
from travaux.core.formats.bounds import check_size, ending_of
from travaux.core.formats.comment_tables import CommentTable, TableRow, read_comment_table
from travaux.core.formats.decoding import decode
from travaux.core.formats.text_files import read_text
from travaux.core.formats.word_review import MarginComment, Review, read_review
from travaux.core.problems import Problem, Unusable
from travaux.core.texts.line_numbers import LineMap

FileKind = Literal["word", "table", "sheet", "letter", "by-hand"]
PointKind = Literal["comment", "row", "change", "note", "insert", "delete", "move", "letter"]
#: Files that a person reads and enters by hand: they are kept, nothing is taken out of them.
BY_HAND = frozenset(
    ("pdf", "png", "jpg", "jpeg", "tif", "tiff", "heic", "odt", "rtf", "doc", "msg")
)
LETTERS = frozenset(("txt", "text", "md", "eml", "html", "htm"))
_NO_TABLE = frozenset(("table-without-heading", "table-empty"))


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a file says about the draft.

    `scope` and `key` are its place; `sure` is False where a person has to confirm it, `why` says
    by what it was found or why not, `candidates` are keys worth a look. `before` are the words
    that a change is about. `author` and `date` stand as in the file; `member` is for whom, where
    a table says so. `where` is its place in the file: "row 12", "comment 3".
    """

    kind: PointKind
    where: str
    scope: str = "unplaced"
    key: str = ""
    sure: bool = True
    why: str = ""
    candidates: tuple[str, ...] = ()
    text: str = ""
    proposed: str = ""
    quote: str = ""
    before: str = ""
    author: str = ""
    date: str = ""
    member: str = ""
    capacity: str = ""
    type: str = ""
    clause: str = ""
    paragraph: str = ""
    line: str = ""
    observation: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file as read: its kind, its points in order, what was doubtful, and how it begins."""

    kind: FileKind
    points: tuple[Point, ...] = ()
    problems: tuple[Problem, ...] = ()
    beginning: str = ""
    sheet_of: str = ""


@dataclass(frozen=True, slots=True)
class SentOut:
    """The draft as it was sent out: its targets in reading order, its printed lines, its title."""

    targets: tuple[Target, ...]
    lines: LineMap | None = None
    title: str = ""

    @property
    def sent(self) -> list[Sent]:
        return [
            Sent(t.key, t.text, t.number, t.kind, self.targets[at - 1].key if at else "")
            for at, t in enumerate(self.targets)
        ]


def read_file(
    data: bytes, name: str, draft: SentOut, *, aliases: Mapping[str, str] | None = None
) -> FileRead:
    """Read whatever came in. Nothing is guessed silently and nothing dropped.

    Word files give margin comments, tracked changes, edits without tracking, and the comment
    tables in them; workbooks and CSV their rows; letters and mails their points. PDFs, pictures
    and the formats of other programs are kept to be entered by hand (`kind` "by-hand").
    `sheet_of` is the mark of a sheet of ours: the round and version it was made for.
    Errors: those of the readers; `file-empty`, `file-too-large`.
    """
    check_size(data)
    ending = ending_of(name)
    if ending in BY_HAND or (ending not in LETTERS and data.startswith(b"%PDF-")):
        return FileRead("by-hand")
    if ending == "docx":
        return _from_word(data, name, draft, aliases or {})
    if ending in LETTERS:
        return _from_letter(data, ending, draft)
    table = read_comment_table(data, name, aliases=aliases)
    return _from_table(table, draft)


# Tables


def _from_table(table: CommentTable, draft: SentOut) -> FileRead:
    places = RowPlaces(draft.targets, draft.lines)
    points = [_row(row, places) for row in table.rows]
    mark = sheet_mark(table.preamble)
    unreadable = [_row(row, places) for row in table.unreadable]
    kind: FileKind = "sheet" if mark else "table"
    everything = sorted((*points, *unreadable), key=lambda p: int(p.where.removeprefix("row ")))
    beginning = "\n".join(table.preamble)
    problems = table.problems if everything else (*table.problems, Problem("nothing-filled-in"))
    return FileRead(kind, tuple(everything), problems, beginning, mark)


def sheet_mark(lines: Sequence[str]) -> str:
    """The mark of a sheet of ours among the lines above its table: "travaux:ROUND:VERSION".

    >>> sheet_mark(["Sheet for comments", "Mark (do not change): travaux:r1:v2"])
    'r1:v2'
    """
    for line in lines:
        _, found, rest = line.partition("travaux:")
        if found:
            return rest.split()[0].strip(".,;") if rest.split() else ""
    return ""


def _row(row: TableRow, places: RowPlaces) -> Point:
    empty = not row.comment and not row.proposed
    found = Placement("unplaced", why="row-without-comment") if empty else places.place(row)
    return Point(
        kind="row",
        where=f"row {row.row}",
        scope=str(found.kind),
        key=found.key,
        why=found.why,
        candidates=found.candidates,
        text=row.comment,
        proposed=row.proposed,
        author="",
        date=row.date,
        member=row.member,
        capacity=row.capacity,
        type=row.type,
        clause=row.clause,
        paragraph=row.paragraph,
        line=row.line,
        observation=row.observation or ": ".join(p for p in (row.outcome, row.reasons) if p),
        extra={
            **row.extra,
            **{
                f"travaux:{name}": value
                for name in ("number", "answered_in")
                if (value := str(getattr(row, name)))
            },
        },
    )


# Word files


def _from_word(data: bytes, name: str, draft: SentOut, aliases: Mapping[str, str]) -> FileRead:
    review = read_review(data)
    table: CommentTable | None = None
    try:
        table = read_comment_table(data, name, aliases=aliases)
    except Unusable as unusable:
        if unusable.code not in _NO_TABLE:
            raise
    held = understand(review, draft.sent, draft.title)
    mark = sheet_mark(table.preamble) if table is not None else ""
    points: list[Point] = []
    if table is not None:
        points += _from_table(table, draft).points
    points += [
        point
        for point in of_review(review, held, untracked=not held.unlike)
        if not _only_labelled(point, draft)
    ]
    problems = [*review.problems, *(table.problems if table is not None else ())]
    nothing = not points
    if held.unlike and (review.changes or review.comments) and table is None:
        problems.append(Problem("file-unlike-draft"))
    beginning = "\n".join(s.after for s in review.stretches[:12] if s.after.strip())
    if nothing and held.unlike and table is None:
        # Words of its own, nothing marked: a letter that was written in Word.
        text = "\n\n".join(s.after for s in review.stretches if s.after.strip())
        return FileRead("letter", _letter_points(text, draft), tuple(problems), beginning)
    if nothing:
        problems.append(Problem("nothing-filled-in" if mark else "nothing-to-read"))
    kind: FileKind = (
        "sheet" if mark else "table" if table is not None and not held.remarks else "word"
    )
    return FileRead(kind, tuple(points), tuple(problems), beginning, mark)


def _only_labelled(point: Point, draft: SentOut) -> bool:
    """Whether a heading only bears the reference that stands behind it in every copy."""
    if point.kind != "change" or point.text or not point.proposed.endswith("]"):
        return False
    target = next((t for t in draft.targets if t.key == point.key and t.label), None)
    return target is not None and point.proposed == f"{target.text} [{target.label}]"


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
    lines = [comment.text]
    for answer in answers:
        who = " · ".join(filter(None, (answer.author, answer.date[:10])))
        lines.append(f"— {who}: {answer.text}" if who else f"— {answer.text}")
    extra = {"travaux:resolved": "yes"} if comment.resolved else {}
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
        quote=remark.quote,
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


# Letters


def _from_letter(data: bytes, ending: str, draft: SentOut) -> FileRead:
    problems: tuple[Problem, ...] = ()
    if ending == "eml":
        text = _mail_text(data)
    elif ending in ("html", "htm"):
        document = read_text(data, f"letter.{ending}")
        text, problems = "\n\n".join(b.text for b in document.blocks), document.problems
    else:
        text, problems = decode(data)
    if not text.strip():
        raise Unusable("text-empty")
    return FileRead("letter", _letter_points(text, draft), problems, text[:1500])


def _letter_points(text: str, draft: SentOut) -> tuple[Point, ...]:
    places = RowPlaces(draft.targets, draft.lines)
    found = []
    for point in points_of(text):
        clause, paragraph = split_reference(point.reference)
        row = TableRow(point.line, clause=clause, paragraph=paragraph, comment=point.text)
        place = places.place(row) if point.reference else Placement("text", why="whole-text")
        found.append(
            Point(
                kind="letter",
                where=f"line {point.line}",
                scope=str(place.kind),
                key=place.key,
                why=place.why,
                candidates=place.candidates,
                text=point.text or point.reference,
                clause=clause,
                paragraph=paragraph,
            )
        )
    return tuple(found)


def _mail_text(data: bytes) -> str:
    """The plain words of a mail, its subject first; attachments stay in the kept file."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    subject = str(message.get("subject") or "").strip()
    body = message.get_body(preferencelist=("plain", "html"))
    words = ""
    if body is not None:
        try:
            content = body.get_content()
        except (LookupError, ValueError, KeyError):
            content = body.get_payload(decode=True) or b""
        words = decode(content)[0] if isinstance(content, bytes) else str(content)
        if body.get_content_type() == "text/html":
            document = read_text(words.encode(), "mail.html")
            words = "\n\n".join(block.text for block in document.blocks)
    return "\n\n".join(filter(None, (subject, words)))
