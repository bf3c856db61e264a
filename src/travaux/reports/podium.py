"""The biography of a paragraph as a document that works offline, on the podium."""

from __future__ import annotations

from django.utils.translation import gettext as _

from travaux.answers.wording import outcome_words
from travaux.comments.wording import CAPACITIES, number_name, said_words
from travaux.consultations.queries import titles_of
from travaux.core.formats.text_files import Masthead, write_text
from travaux.core.texts.document import Block, Document, Mark
from travaux.core.texts.redline import Piece
from travaux.drafts.queries import masthead_of
from travaux.grounds.wording import BEARINGS, KINDS
from travaux.plumbing.languages import current, said
from travaux.reports.queries.biography import Biography, Heard, Station
from travaux.reports.wording import STATION_KINDS


def title_of(biography: Biography) -> str:
    """How the paragraph is named at the head of the page."""
    latest = biography.latest
    name = (latest.number or latest.label) if latest else ""
    return _("Paragraph %(number)s: its biography") % {"number": name or biography.anchor.key}


def document_of(biography: Biography) -> Document:
    """The stations one after another, each change with its marks, each comment with its answer."""
    blocks: list[Block] = _grounds(biography)
    for station in biography.stations:
        blocks.append(Block("heading", f"{station.name} · {STATION_KINDS[station.kind]}", level=1))
        if station.paragraph is not None:
            number = station.paragraph.number
            blocks.append(Block("paragraph", station.paragraph.body, number))
        if station.pieces:
            blocks.append(_marked(station.pieces))
        blocks += _negotiation(station)
        if station.causes:
            numbers = ", ".join(station.causes)
            blocks.append(
                Block("paragraph", _("Changed by the comments: %(numbers)s") % {"numbers": numbers})
            )
        for one in station.decided:
            told = {"meeting": said(one.meeting.titles), "text": one.text}
            blocks.append(Block("paragraph", _("Decided at %(meeting)s: %(text)s") % told))
        for heard in station.heard:
            blocks.append(Block("heading", said(titles_of(heard.round)), level=2))
            blocks.append(_table(heard))
    return Document(title_of(biography), tuple(blocks), current())


def _negotiation(station: Station) -> list[Block]:
    """Who holds what on each open bracket: a table with a row for each position."""
    told = station.negotiation
    if not told:
        return []
    blocks = [Block("heading", _("Brackets and positions"), level=2)]
    if told.status:
        blocks.append(Block("paragraph", _("Status: %(status)s") % {"status": told.status}))
    for wide in told.around:
        sides = "; ".join(f"{one.it.party}: {one.stance}" for one in wide.held)
        blocks.append(Block("paragraph", f"{wide.words} {sides}".strip()))
    rows = [(_("Bracket"), _("Delegation"), _("Position"), _("Note"))]
    for bracket in told.brackets:
        words = bracket.it.source.replace("\n", " ")
        if not bracket.held:
            rows.append((words, "–", _("Nobody has said anything on it yet."), ""))
        for place, one in enumerate(bracket.held):
            remarks = f" ({', '.join(one.remarks)})" if one.remarks else ""
            note = one.it.note.replace("\n", " ")
            rows.append(("" if place else words, one.it.party, f"{one.stance}{remarks}", note))
    if len(rows) > 1:
        text = "\n".join("\t".join(row) for row in rows)
        blocks.append(Block("table", text, rows=tuple(rows)))
    elif not told.around:
        blocks.append(Block("paragraph", _("No bracket is open")))
    return blocks


def _grounds(biography: Biography) -> list[Block]:
    """Why it says this: one line for each thing that stands behind it."""
    blocks = [Block("heading", _("Why it says this"), level=1)]
    if biography.waiver is not None:
        told = f"{_('This paragraph needs no ground:')} {biography.waiver.reason}"
        return [*blocks, Block("paragraph", told)]
    if biography.bare:
        return [*blocks, Block("paragraph", _("Nothing stands behind this paragraph."))]
    if not biography.grounds:
        return []
    for shown in biography.grounds:
        one = shown.ground
        words = f"{BEARINGS[one.bearing]} · {KINDS[one.kind]}: {shown.title}"
        if shown.fallen:
            words += f" ({_('does not stand any more')})"
        if shown.changed:
            words += f" ({_('The words changed since')})"
        # its reason as it may be read now: not where it repeats words that are kept back
        blocks.append(Block("paragraph", f"{words} {shown.reason}".strip()))
    return blocks


def _marked(pieces: tuple[Piece, ...]) -> Block:
    """A redline in signs that every printer has: [- out -] and [+ in +], the new words strong.

    Where the words themselves have brackets the signs are ‹- out -› and ‹+ in +›.
    """
    bracketed = any("[" in piece.text or "]" in piece.text for piece in pieces)
    left, right = "‹›" if bracketed else "[]"
    words = ""
    marks: list[Mark] = []
    for piece in pieces:
        if piece.kind == "same":
            words += piece.text
            continue
        sign = "+" if piece.kind == "ins" else "-"
        core = piece.text.strip()
        if not core:  # a space alone: nothing that a reader could see marked
            words += piece.text if piece.kind == "ins" else ""
            continue
        before, _core, after = piece.text.partition(core)
        words += before
        start = len(words)
        words += f"{left}{sign} {core} {sign}{right}"
        if piece.kind == "ins":
            marks.append(Mark(start, len(words), "strong"))
        words += after
    return Block("paragraph", words.strip(), marks=tuple(marks))


def _table(heard: Heard) -> Block:
    head = (_("No."), _("Member"), _("Comment"), _("Proposed wording"), _("Outcome"), _("Reasons"))
    rows = [head]
    for line in heard.lines:
        comment, answer = line.comment, line.answer if heard.answers_shown else None
        speaks = str(CAPACITIES.get(comment.submission.capacity, ""))
        other = number_name(answer.duplicate_of) if answer and answer.duplicate_of else ""
        rows.append(
            (
                line.number,
                "; ".join(
                    part
                    for part in (
                        f"{line.member} ({speaks})" if speaks else line.member,
                        said_words(comment.submission),
                    )
                    if part
                ),
                comment.text.replace("\n", " "),
                comment.proposed.replace("\n", " "),
                outcome_words(answer.outcome, other) if answer else "",
                answer.reasons.replace("\n", " ") if answer else "",
            )
        )
    return Block("table", "\n".join("\t".join(row) for row in rows), rows=tuple(rows))


def write(biography: Biography, ending: str) -> bytes:
    """The biography as .docx, .pdf, .html or .md, in the active language."""
    latest = biography.latest
    masthead = masthead_of(biography.stations[-1].version) if latest else Masthead()
    return write_text(document_of(biography), ending, masthead=masthead)
