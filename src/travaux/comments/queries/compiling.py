"""The compilation of a round's comments: states first, in the order of their names, then others."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from travaux.comments.models import Capacity, Comment
from travaux.comments.queries.intake import StateNames
from travaux.comments.queries.places import outline
from travaux.comments.states import Scope, SubmissionState
from travaux.comments.wording import (
    CAPACITIES,
    DESIGNATIONS,
    SHEET_COLUMNS,
    member_name,
    number_name,
    type_name,
)
from travaux.consultations.models import Round
from travaux.consultations.queries import titles_of
from travaux.core.countries.order import sort_key
from travaux.core.formats.comment_tables import AnswerTable, Cell, write_answers
from travaux.drafts.queries import title_of
from travaux.plumbing.languages import direction, said, to_django

COMPILED_ENDINGS = ("docx", "xlsx", "csv", "json")
COLUMNS = (
    "member",
    "capacity",
    "number",
    "section",
    "paragraph",
    "type",
    "comment",
    "proposed_change",
)
_ORDER = {Capacity.STATE: 0, Capacity.ORGANISATION: 1, Capacity.EXPERT: 2, Capacity.PERSON: 3}
SYMBOL = 80


def compilation(round: Round, language: str, on: str, symbol: str = "") -> AnswerTable:
    """Every comment that was handed in and not withdrawn, under the member that made it.

    States stand in the order of their names in `language`; what has no place stands last of its
    member, marked so. `symbol` is that of the compilation; `on` the date it is as at.
    """
    with translation.override(to_django(language)):
        states = StateNames()
        where = outline(round.version)
        found = []
        for comment in _comments(round):
            submission = comment.submission
            name = member_name(submission, full=True)
            country = submission.country or (
                states.named(name) if submission.capacity == Capacity.STATE else None
            )
            if country is not None:
                name = said(country.names, language) or name
            key = sort_key(name, language, country.pinyin if country else "")
            paragraph = comment.paragraph
            position = paragraph.position if paragraph else -1
            if comment.scope == Scope.UNPLACED:
                position = 2**31
            place = (_ORDER.get(Capacity(submission.capacity), 9), key, position, comment.number)
            found.append((place, _cells(comment, name, where, round)))
        found.sort(key=lambda pair: pair[0])
        title = (
            symbol[:SYMBOL],
            gettext("Compilation of comments"),
            title_of(round.version),
            round.version.symbol,
            said(titles_of(round), language),
            gettext("As at %(day)s") % {"day": on},
            gettext("Demonstration: invented.") if round.demonstration else "",
            str(DESIGNATIONS),
        )
        return AnswerTable(
            title=tuple(line for line in title if line),
            headings={key: str(SHEET_COLUMNS[key]) for key in COLUMNS},
            rows=[cells for _, cells in found],
            language=language,
            direction="rtl" if direction(language) == "rtl" else "ltr",
            columns=COLUMNS,
            sheet=gettext("Compilation"),
            author="Travaux",
        )


def compiled_file(round: Round, language: str, on: str, ending: str, symbol: str = "") -> bytes:
    """The compilation as a file."""
    return write_answers(compilation(round, language, on, symbol), f".{ending}")


def _comments(round: Round) -> Any:
    return (
        Comment.objects.filter(
            round=round,
            number__isnull=False,
            submission__state=SubmissionState.SUBMITTED,
            withdrawn_at__isnull=True,
            is_split=False,
        )
        .select_related(
            "submission__author",
            "submission__country",
            "submission__organisation",
            "paragraph",
        )
        .order_by("number", "point", "pk")
    )


def _cells(comment: Comment, member: str, where: Any, round: Round) -> dict[str, Cell]:
    paragraph = comment.paragraph
    heading = where.section_of(paragraph.position if paragraph else None)
    section = heading.short if heading else comment.clause_received
    if comment.scope == Scope.TEXT:
        section = gettext("The whole text")
    elif comment.scope == Scope.UNPLACED:
        section = f"{gettext('No place yet')}: {section}".rstrip(": ")
    printed = comment.paragraph_received
    if comment.scope == Scope.PARAGRAPH and paragraph:
        printed = paragraph.number or paragraph.label
    capacity = comment.submission.capacity
    tongue = comment.language or comment.submission.language
    return {
        "member": Cell(member),
        "capacity": Cell(str(CAPACITIES.get(capacity, capacity))),
        "number": Cell(number_name(comment)),
        "section": Cell(section),
        "paragraph": Cell(printed if comment.scope != Scope.TEXT else ""),
        "type": Cell(type_name(round.types, comment.type) or comment.type_received),
        "comment": _words(comment.text, tongue),
        "proposed_change": _words(comment.proposed, tongue),
    }


def _words(text: str, language: str) -> Cell:
    return Cell(text, language, "rtl" if language and direction(language) == "rtl" else "")
