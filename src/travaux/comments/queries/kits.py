"""What goes out to be filled in without a connection, and how it is known when it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from django.utils.translation import gettext, override

from travaux.comments.wording import SHEET_WORDS, TYPES
from travaux.consultations.models import Round
from travaux.consultations.queries import titles_of
from travaux.consultations.rules import input_until
from travaux.core.comments.points import sheet_mark
from travaux.core.comments.types import TYPE_TABLES
from travaux.core.formats.comment_sheets import (
    CommentSheet,
    rows_of,
    write_sheet_docx,
    write_sheet_xlsx,
)
from travaux.drafts.queries import document_of, full_masthead_of, title_of
from travaux.plumbing.languages import SIX, current, direction, said, to_django

KIT_ENDINGS = ("docx", "xlsx")


def kit_of(round: Round, ending: str) -> bytes:
    """The draft with its sheet (Word), or the sheet alone (workbook), in the reader's language.

    It knows the round, the version and each paragraph, so that it finds its place again.
    """
    version = round.version
    paragraphs = list(version.paragraphs.select_related("anchor"))
    document = document_of(version, paragraphs)
    keys = [row.anchor.key for row in paragraphs]
    words = {key: str(value) for key, value in SHEET_WORDS.items()}
    until = input_until(round)
    sheet = CommentSheet(
        mark=mark_of(round),
        rows=rows_of(document.blocks, keys, words["whole"]),
        words=words,
        types=tuple((code, str(name)) for code, name in TYPES[round.types].items()),
        lines=tuple(
            line
            for line in (
                title_of(version),
                version.symbol,
                said(titles_of(round)),
                gettext("Comments until %(moment)s UTC") % {"moment": f"{until:%Y-%m-%d %H:%M}"},
                gettext("Demonstration: invented.") if round.demonstration else "",
            )
            if line
        ),
        advice=(
            gettext("Write beside the paragraph that you comment on; leave the others empty."),
            gettext("A comment on the text as a whole stands in the first line."),
            gettext("Save the file and send it back, or bring it in on the page of the round."),
        ),
        language=version.language,
        direction=direction(current()),
    )
    if ending == "xlsx":
        return write_sheet_xlsx(sheet)
    head = replace(full_masthead_of(version), contents=("", ""))
    return write_sheet_docx(document, keys, sheet, head)


def mark_of(round: Round) -> str:
    return f"{round.key}:{round.version.key}"


@cache
def kit_aliases() -> dict[str, str]:
    """Every heading that a sheet of ours may bear, in six languages, and the field it is."""
    found: dict[str, str] = {}
    for code in SIX:
        with override(to_django(code)):
            for key in ("reference", "paragraph", "type", "comment", "proposed"):
                found[str(SHEET_WORDS[key])] = key
    return found


@cache
def _member_words() -> frozenset[str]:
    found = set()
    for code in SIX:
        with override(to_django(code)):
            found.add(str(SHEET_WORDS["member"]))
    return frozenset(found)


def member_in(lines: Sequence[str]) -> str:
    """For whom a sheet was filled in, as it says above its table."""
    for line in lines:
        heading, sign, rest = line.partition("\t")
        if sign and heading.strip() in _member_words():
            return " ".join(rest.split())
    return ""


@cache
def _type_names(table: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for code in SIX:
        with override(to_django(code)):
            found.update({str(name).casefold(): key for key, name in TYPES[table].items()})
    return found


def type_code(round: Round, words: str) -> str:
    """The type of a comment as the round knows it, from its code or its name in any language."""
    known = TYPE_TABLES[round.types].recognise(words)
    return known or _type_names(round.types).get(words.strip().casefold(), "")


def is_of_another(round: Round, lines: Sequence[str]) -> bool:
    """Whether a sheet of ours was made for another round."""
    mark = sheet_mark(lines)
    return bool(mark) and mark != mark_of(round)
