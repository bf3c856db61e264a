"""Any file that came in on a draft, as the points it makes: Word, workbook, table, letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from travaux.core.comments.letters import points_of, split_reference
from travaux.core.comments.pairing import Sent
from travaux.core.comments.placing import Placement, Target
from travaux.core.comments.placing_rows import RowPlaces
from travaux.core.comments.point import Point, PointKind, Reply
from travaux.core.comments.returned import Formatting, understand
from travaux.core.comments.review_points import of_review
from travaux.core.formats.bounds import check_size, ending_of
from travaux.core.formats.comment_tables import CommentTable, TableRow, read_comment_table
from travaux.core.formats.decoding import decode
from travaux.core.formats.mails import Attachment, read_mail
from travaux.core.formats.text_files import read_text
from travaux.core.formats.word_review import read_review
from travaux.core.problems import Problem, Unusable
from travaux.core.texts.line_numbers import LineMap

__all__ = [
    "BY_HAND",
    "LETTERS",
    "FileRead",
    "Point",
    "PointKind",
    "Reply",
    "SentOut",
    "of_review",
    "read_file",
    "sheet_mark",
]

FileKind = Literal["word", "table", "sheet", "letter", "by-hand"]
#: Files that a person reads and enters by hand: they are kept, nothing is taken out of them.
BY_HAND = frozenset(
    ("pdf", "png", "jpg", "jpeg", "tif", "tiff", "heic", "odt", "rtf", "doc", "msg")
)
LETTERS = frozenset(("txt", "text", "md", "eml", "html", "htm"))
_NO_TABLE = frozenset(("table-without-heading", "table-empty"))


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file as read: its kind, its points in order, what was doubtful, and how it begins.

    `formatting` are tracked changes of look, which change no word; `attachments` the files of a
    mail, which are not read here: each is a file of its own. `subject` is that of a mail.
    """

    kind: FileKind
    points: tuple[Point, ...] = ()
    problems: tuple[Problem, ...] = ()
    beginning: str = ""
    sheet_of: str = ""
    formatting: tuple[Formatting, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    subject: str = ""


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
    nothing = not points and not held.formatting
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
    return FileRead(kind, tuple(points), tuple(problems), beginning, mark, held.formatting)


def _only_labelled(point: Point, draft: SentOut) -> bool:
    """Whether a heading only bears the reference that stands behind it in every copy."""
    if point.kind != "change" or point.text or not point.proposed.endswith("]"):
        return False
    target = next((t for t in draft.targets if t.key == point.key and t.label), None)
    return target is not None and point.proposed == f"{target.text} [{target.label}]"


# Letters


def _from_letter(data: bytes, ending: str, draft: SentOut) -> FileRead:
    if ending == "eml":
        return _from_mail(data, draft)
    problems: tuple[Problem, ...] = ()
    if ending in ("html", "htm"):
        document = read_text(data, f"letter.{ending}")
        text, problems = "\n\n".join(b.text for b in document.blocks), document.problems
    else:
        text, problems = decode(data)
    if not text.strip():
        raise Unusable("text-empty")
    return FileRead("letter", _letter_points(text, draft), problems, text[:1500])


def _from_mail(data: bytes, draft: SentOut) -> FileRead:
    """The words of a mail, its subject first; a mail of attachments alone has no point."""
    mail = read_mail(data)
    text = "\n\n".join(filter(None, (mail.subject, mail.text)))
    if not text.strip() and not mail.attachments:
        raise Unusable("mail-sealed" if mail.problems else "text-empty")
    points = tuple(
        replace(point, author=mail.sender, date=mail.date)
        for point in (
            () if mail.attachments and not mail.text.strip() else _letter_points(text, draft)
        )
    )
    return FileRead(
        "letter",
        points,
        mail.problems,
        text[:1500],
        attachments=mail.attachments,
        subject=mail.subject,
    )


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
