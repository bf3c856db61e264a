"""The table of answers in the layout of IPCC reviews: chapter, pages and lines, comment, response."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext

from travaux.answers.queries.table import TableLine, lines_visible, table_lines
from travaux.answers.rules import may_see_answers, may_see_desk
from travaux.comments.states import Scope
from travaux.consultations.models import Round
from travaux.consultations.queries import titles_of
from travaux.core.formats.comment_tables import AnswerTable, Cell, write_answers
from travaux.core.texts.line_numbers import LineMap
from travaux.drafts.queries import lines_of
from travaux.people.models import Person
from travaux.plumbing.languages import direction, said, to_django
from travaux.plumbing.verdicts import require

#: The headings as reviewers know them; they stay in English in every language.
HEADINGS = {
    "number": "Comment No",
    "section": "Chapter",
    "from_page": "From Page",
    "from_line": "From Line",
    "to_page": "To Page",
    "to_line": "To Line",
    "comment": "Comment",
    "response": "Response",
}
ENDINGS = ("xlsx", "docx", "csv")
_WHOLE = ("0", "0", "0", "0")


def ipcc_file(
    round: Round, person: Person | None, ending: str, language: str, at: datetime
) -> bytes:
    """The table as a file; who may not see the answers yet is refused.

    The reviewer stands in brackets behind the comment; 0 0 0 0 means the whole text or chapter.
    Pages and lines are those of the numbered print that was fixed at publication; they are empty
    where there is none.
    """
    require(may_see_answers(person, round, at))
    staff = bool(may_see_desk(person, round.process.code, at))
    with translation.override(to_django(language)):
        lines = lines_of(round.version)
        keys = dict(round.version.paragraphs.values_list("pk", "anchor__key"))
        rows = [
            _row(line, lines, keys)
            for line in table_lines(round, lines_visible(round, staff=staff, at=at), staff=staff)
        ]
        table = AnswerTable(
            title=tuple(p for p in (round.version.symbol, said(titles_of(round), language)) if p),
            headings=HEADINGS,
            rows=rows,
            language=language,
            direction="rtl" if direction(language) == "rtl" else "ltr",
            columns=tuple(HEADINGS),
            sheet=gettext("Answers"),
            author="Travaux",
        )
    return write_answers(table, f".{ending}")


def _row(line: TableLine, lines: LineMap | None, keys: dict[int, str]) -> dict[str, Cell]:
    comment = line.comment
    place = _WHOLE
    if comment.scope == Scope.PARAGRAPH and comment.paragraph_id:
        key = keys.get(comment.paragraph_id, "")
        held = next((p for p in lines.places if p[4] == key), None) if lines else None
        place = tuple(str(n) for n in held[:4]) if held else ("", "", "", "")  # type: ignore[assignment]
    elif comment.scope == Scope.UNPLACED:
        place = ("", "", "", "")
    words = "" if line.withdrawn else comment.text
    if comment.proposed and not line.withdrawn:
        words = f"{words}\n{gettext('Proposed change')}: {comment.proposed}".strip()
    response = ": ".join(p for p in (line.outcome_words, line.reasons) if p)
    tongue = comment.language or comment.submission.language
    return {
        "number": Cell(line.number),
        "section": Cell(line.section),
        **{
            name: Cell(value)
            for name, value in zip(
                ("from_page", "from_line", "to_page", "to_line"), place, strict=True
            )
        },
        "comment": Cell(
            f"{words} [{line.member}]" if line.member else words,
            tongue,
            "rtl" if tongue and direction(tongue) == "rtl" else "",
        ),
        "response": Cell(response),
    }
