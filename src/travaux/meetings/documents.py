"""Documents made from data: the list of participants, the list of documents, the report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from travaux.comments.wording import member_name, place_name
from travaux.core.formats.masthead import Masthead
from travaux.core.formats.word_out import write_docx
from travaux.core.texts.blocks import table
from travaux.core.texts.document import Block, Document
from travaux.design.templatetags.parts import day, in_zone, moment
from travaux.evidence.queries.releases import release_name
from travaux.meetings.models import Intervention, Meeting, Participant
from travaux.meetings.queries.meetings import (
    Listed,
    carried_over,
    host_name,
    name_of,
    papers_of,
    place_words,
)
from travaux.meetings.queries.places import listed, sections
from travaux.meetings.queries.spoken import interventions_of
from travaux.meetings.states import SpokenState
from travaux.meetings.wording import (
    ATTRIBUTION,
    CAPACITIES,
    DISTRIBUTIONS,
    KINDS,
    MODES,
    TASKS,
)
from travaux.plumbing.languages import current, said, to_django


def _heading(text: object, level: int = 1) -> Block:
    return Block("heading", str(text), level=level)


def _paragraph(text: object) -> Block:
    return Block("paragraph", str(text))


def _when(meeting: Meeting) -> str:
    begins, ends = in_zone(meeting.starts_at, meeting.zone), in_zone(meeting.ends_at, meeting.zone)
    return f"{moment(begins)} – {moment(ends)} ({meeting.zone})"


def _head(meeting: Meeting) -> list[Block]:
    """What, when, where; and that it is invented, where it is."""
    lines = [_when(meeting), place_words(meeting) or str(MODES[meeting.mode]), host_name(meeting)]
    if meeting.demonstration:
        lines.append(_("Demonstration: invented."))
    return [_paragraph(line) for line in lines if line]


def _written(meeting: Meeting, title: str, blocks: Iterable[Block], symbol: str = "") -> bytes:
    head = Masthead(symbol=symbol or meeting.symbol, date=day(meeting.starts_at.date()))
    document = Document(f"{name_of(meeting)}: {title}", (*_head(meeting), *blocks), current())
    return write_docx(document, head)


def participant_list(meeting: Meeting, language: str = "", *, letters: bool = False) -> bytes:
    """The list of participants in the customary order, in a language (the reader's).

    `letters`: with each of a delegation, whether their letter was seen; for who keeps the meeting.
    """
    with translation.override(to_django(language or current())):
        blocks: list[Block] = []
        for section in sections(listed(meeting)):
            blocks.append(_heading(f"{KINDS[section.kind]} ({section.count})"))
            for one in section.delegations:
                if one.name:
                    blocks.append(_heading(one.name, 2))
                blocks += [_paragraph(_line(p, letters=letters)) for p in one.members]
        if not blocks:
            blocks.append(_paragraph(_("Nobody is registered yet.")))
        return _written(meeting, _("List of participants"), blocks)


def _line(one: Participant, *, letters: bool = False) -> str:
    called = " ".join(part for part in (one.form, one.name) if part)
    parts = [called, one.function, str(CAPACITIES[one.capacity])]
    if one.mode == "online" and one.meeting.mode != "online":
        parts.append(str(MODES["online"]))
    if letters and (one.country_id or one.organisation_id or one.delegation):
        parts.append(_letter(one))
    return " · ".join(part for part in parts if part)


def _letter(one: Participant) -> str:
    if one.letter_seen_at is not None:
        return _("letter seen on %(day)s") % {"day": day(one.letter_seen_at.date())}
    return _("letter not seen yet") if one.letter_id else _("no letter")


def document_list(meeting: Meeting, papers: Sequence[Listed]) -> bytes:
    """The document list as a Word file, with what came late marked."""
    return _written(meeting, _("List of documents"), [_document_table(papers)])


def _document_table(papers: Sequence[Listed]) -> Block:
    rows = [(_("Symbol"), _("Title"), _("Languages"), _("Issued"), _("Distribution"))]
    for one in papers:
        issued = day(one.paper.issued_at.date())
        if one.late:
            issued += " " + _("(%(days)s days late)") % {"days": one.late}
        rows.append(
            (
                one.paper.symbol,
                _titled(one),
                one.languages,
                issued,
                str(DISTRIBUTIONS[one.paper.distribution]),
            )
        )
    return table(rows)


def _titled(one: Listed) -> str:
    """The title of a paper, with the release of the assessment that it rests on."""
    title = said(one.paper.titles)
    if one.paper.release is None:
        return title
    rests = _("It rests on: %(release)s") % {"release": release_name(one.paper.release)}
    return f"{title} ({rests})"


def report(meeting: Meeting, at: datetime, language: str = "") -> bytes:
    """The report of the meeting, made from its record: agenda, documents, minutes, decisions,
    interventions as the announced rule ascribes them, actions, participants by kind and name."""
    with translation.override(to_django(language or current())):
        blocks: list[Block] = []
        if meeting.summary:
            blocks += [_heading(_("Summary")), *_prose(meeting.summary)]
        for change in meeting.mode_changes.all():
            blocks.append(
                _paragraph(
                    _("On %(day)s it was turned online: %(reason)s")
                    % {"day": day(change.at.date()), "reason": change.reason}
                )
            )
        rule = _("What is said is ascribed %(to)s.") % {"to": ATTRIBUTION[meeting.attribution]}
        blocks += [_heading(_("Agenda and minutes")), _paragraph(rule)]
        spoken = [i for i in interventions_of(meeting) if i.state in _SHOWN]
        for item in meeting.items.all():
            blocks.append(_heading(f"{item.position}. {said(item.titles)}", 2))
            blocks += _prose(item.minutes)
            blocks += [_paragraph(_speech(i)) for i in spoken if i.item_id == item.pk]
        loose = [i for i in spoken if i.item_id is None]
        if loose:
            blocks.append(_heading(_("Other interventions"), 2))
            blocks += [_paragraph(_speech(i)) for i in loose]
        decisions = list(meeting.decisions.all())
        if decisions:
            blocks.append(_heading(_("Decisions")))
            blocks += [Block("paragraph", d.text, number=str(d.number)) for d in decisions]
        owed = [*meeting.tasks.all(), *carried_over(meeting)]
        if owed:
            rows = [(_("Action"), _("Who owes it"), _("Due on"), _("Status"))]
            rows += [(t.text, t.owner, day(t.due_on), str(TASKS[t.state])) for t in owed]
            blocks += [_heading(pgettext("to be done after a meeting", "Actions")), table(rows)]
        papers = papers_of(meeting, None, at)
        if papers:
            blocks += [_heading(_("Documents")), _document_table(papers)]
        blocks.append(_heading(_("Participants")))
        for section in sections(listed(meeting)):
            names = [
                f"{one.name}: {people}" if one.name else people
                for one in section.delegations
                for people in [", ".join(p.name for p in one.members)]
            ]
            told = "; ".join(names) if meeting.names_public else str(section.count)
            blocks.append(_paragraph(f"{KINDS[section.kind]}: {told}"))
        return _written(meeting, _("Report of the meeting"), blocks)


_SHOWN = (SpokenState.CONFIRMED, SpokenState.LAPSED)


def _prose(text: str) -> list[Block]:
    return [_paragraph(part.strip()) for part in text.split("\n\n") if part.strip()]


def _speech(one: Intervention) -> str:
    """Who, on what, what: as the comment that came of it may be shown."""
    comment = one.comment
    if comment is None:
        return one.text
    number = f" [{comment.number}]" if comment.number else ""
    who = member_name(comment.submission, full=False)
    return f"{who}, {place_name(comment)}{number}: {one.text}"
