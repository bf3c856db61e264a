"""You said, we did, and the closing report of a track, as documents."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from travaux.answers.wording import outcome_words
from travaux.comments.wording import type_name
from travaux.consultations.models import Track
from travaux.consultations.queries import audience_of
from travaux.consultations.wording import KINDS
from travaux.core.formats.text_files import Masthead, write_text
from travaux.core.texts.document import Block, Document
from travaux.plumbing.languages import current, said
from travaux.reports.queries.closing import Closing
from travaux.reports.queries.tracks import Said
from travaux.reports.wording import CHANGES


def _heading(text: str) -> Block:
    return Block("heading", text, level=1)


def _table(rows: Sequence[tuple[str, ...]]) -> Block:
    return Block("table", "\n".join("\t".join(r) for r in rows), rows=tuple(rows))


def changed_words(one: Said) -> str:
    """What became of the paragraph, in words."""
    words = str(CHANGES.get(one.changed, ""))
    if one.caused:
        words = _("%(changed)s because of this comment") % {"changed": words}
    return words


def said_table(rows: Sequence[Said]) -> list[tuple[str, ...]]:
    """The list as rows of words, its headings first."""
    found: list[tuple[str, ...]] = [
        (_("Number"), _("Member"), _("Place"), _("You said"), _("We answered"), _("In the text"))
    ]
    for one in rows:
        line = one.line
        words = "\n".join(p for p in (line.comment.text, line.comment.proposed) if p)
        answer = "\n".join(p for p in (line.outcome_words, line.reasons) if p)
        place = " ".join(p for p in (line.section, line.paragraph) if p)
        found.append((line.number, line.member, place, words, answer, changed_words(one)))
    return found


def write_said(title: str, rows: Sequence[Said], invented: bool) -> bytes:
    """You said, we did, as a Word file."""
    document = Document(title, (_table(said_table(rows)),), current())
    return write_text(document, "docx", masthead=_masthead(invented))


def _masthead(invented: bool) -> Masthead:
    return Masthead(standing=_("Demonstration: invented.") if invented else "")


def closing_blocks(track: Track, found: Closing) -> list[Block]:
    """The closing report, section by section."""
    types = found.rounds[0].types if found.rounds else ""
    blocks = [
        Block("paragraph", f"{KINDS[track.kind]}: {'; '.join(audience_of(track))}"),
        _heading(_("Who was asked, and who answered")),
        _table(
            [(_("Round"), _("Who"), _("Asked"), _("Heard")), *found.asked]
            if found.asked
            else [(_("Nothing yet."),)]
        ),
        _heading(_("What they said")),
        Block("paragraph", _("Comments: %(n)s") % {"n": found.comments}),
        _table(
            [
                (_("Section"), _("Comments")),
                *((name or _("The whole text"), n) for name, n in found.sections),
            ]
        ),
        _table(
            [
                (_("Type of comment"), _("Comments")),
                *((type_name(types, code) or "–", n) for code, n in found.types),
            ]
        ),
        *_alike_blocks(found),
        _heading(_("What became of it")),
        Block(
            "paragraph",
            _("Answers released: %(n)s. Paragraphs changed because of comments: %(changed)s.")
            % {"n": found.answered, "changed": found.changed},
        ),
    ]
    if found.outcomes:
        rows = [(_("Outcome"), _("Comments")), *((outcome_words(c), n) for c, n in found.outcomes)]
        blocks.append(_table(rows))
    if found.points:
        blocks.append(_heading(_("Points that several made")))
        blocks.append(
            _table(
                [
                    (_("In the words of the first"), _("Comments"), _("Outcome")),
                    *((words, n, outcome_words(code)) for words, n, code in found.points),
                ]
            )
        )
    return blocks


def _alike_blocks(found: Closing) -> list[Block]:
    """What was said many times in nearly the same words, and what this does not say."""
    if found.alike is None:
        told = _("There are too many comments to hold each against all others here.")
        return [Block("paragraph", told)]
    if not found.alike:
        return []
    told = _(
        "A program put together what stands in nearly the same words. The same thought in other "
        "words, or in another language, is not found in this way."
    )
    rows = [(_("In the words of the first"), _("Comments"), _("From how many")), *found.alike]
    return [
        Block("heading", _("Said in nearly the same words"), level=2),
        Block("paragraph", told),
        _table(rows),
    ]


def write_closing(track: Track, found: Closing, ending: str) -> bytes:
    """The closing report as a file."""
    title = _("Closing report: %(track)s") % {"track": said(track.titles)}
    document = Document(title, tuple(closing_blocks(track, found)), current())
    return write_text(
        document,
        ending,
        masthead=_masthead(track.demonstration or any(r.demonstration for r in found.rounds)),
    )
