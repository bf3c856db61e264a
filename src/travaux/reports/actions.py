"""Writing a report: started from the last one, told in sections, frozen with its figures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Max

from travaux.consultations.models import Track
from travaux.core.ledger.canonical import digest
from travaux.journal.actions import Actor, action, record
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.reports.documents import words_in
from travaux.reports.models import MOVES, ClosingEdition, Occasion, Report, ReportState
from travaux.reports.queries import figures_of
from travaux.reports.queries.editions import figures_to_keep
from travaux.reports.rules import (
    WORDS_AT_MOST,
    may_edit,
    may_freeze,
    may_keep_closing,
    may_write_reports,
    within_length,
)
from travaux.reports.wording import SECTIONS
from travaux.roadmap.models import Process

CARRIED = ("evidence", "consultation", "challenges")  # what the next report may start from


@action
def start_report(
    *,
    by: Person,
    process: Process,
    cut_off: date,
    at: datetime,
    original_language: str = "en",
    symbol: str = "",
    distribution: str = "",
    titles: dict[str, str] | None = None,
    session: dict[str, str] | None = None,
    session_on: date | None = None,
    agenda: str = "",
    submitted_on: date | None = None,
    dated_on: date | None = None,
    cut_off_assumed: bool = False,
    demonstration: bool = False,
) -> Report:
    """Start the next report as at a cut-off date; it begins from the last frozen one."""
    require(may_write_reports(by, process))
    if cut_off > at.date():
        raise refuse("report-cut-off-ahead")
    last = Report.objects.filter(process=process).aggregate(n=Max("number"))["n"] or 0
    previous = (
        Report.objects.filter(process=process, state=ReportState.FROZEN).order_by("-number").first()
    )
    prose = {k: previous.prose[k] for k in CARRIED if previous and previous.prose.get(k)}
    if previous and previous.original_language != original_language:
        prose = {}
    report = Report.objects.create(
        process=process,
        number=last + 1,
        symbol=symbol,
        distribution=distribution,
        titles=titles or {},
        original_language=original_language,
        cut_off=cut_off,
        cut_off_assumed=cut_off_assumed,
        submitted_on=submitted_on,
        session=session or {},
        session_on=session_on,
        agenda=agenda,
        dated_on=dated_on,
        previous=previous,
        deliverable=process.deliverables.filter(kind="report").first(),
        prose=prose,
        created_at=at,
        demonstration=demonstration,
    )
    record(
        by=by,
        subject=report.key,
        process=process.code,
        at=at,
        facts={"number": report.number, "cut_off": cut_off.isoformat()},
    )
    return report


@action
def write_section(
    *, by: Person, report: Report, section: str, text: str, seen_revision: int, at: datetime
) -> None:
    """Write the prose of one section; a text that changed meanwhile is never overwritten."""
    require(may_edit(by, report))
    if section not in SECTIONS:
        raise refuse("report-section-unknown")
    prose = {**report.prose, section: text}
    changed = Report.objects.filter(
        pk=report.pk, revision=seen_revision, state=ReportState.DRAFT
    ).update(prose=prose, revision=seen_revision + 1)
    if not changed:
        raise refuse("report-changed-meanwhile")
    report.prose, report.revision = prose, seen_revision + 1
    record(
        by=by,
        subject=report.key,
        process=report.process.code,
        at=at,
        facts={"section": section, "words": len(text.split())},
    )


@action
def set_masthead(*, by: Person, report: Report, at: datetime, **fields: Any) -> None:
    """Set symbol, distribution, dates, session and title of a report that is not frozen."""
    require(may_edit(by, report))
    allowed = {
        "symbol", "distribution", "titles", "session", "session_on", "agenda",
        "submitted_on", "dated_on",
    }  # fmt: skip
    chosen = {k: v for k, v in fields.items() if k in allowed}
    changed = Report.objects.filter(pk=report.pk, state=ReportState.DRAFT).update(**chosen)
    if not changed:
        raise refuse("report-is-frozen")
    for key, value in chosen.items():
        setattr(report, key, value)
    record(
        by=by,
        subject=report.key,
        process=report.process.code,
        at=at,
        facts={"fields": sorted(chosen)},
    )


@action
def keep_proposal(*, by: Person, report: Report, shown: bool, at: datetime) -> None:
    """What follows without more money stands in the report, or is left out of it."""
    require(may_edit(by, report))
    changed = Report.objects.filter(pk=report.pk, state=ReportState.DRAFT).update(proposal=shown)
    if not changed:
        raise refuse("report-is-frozen")
    report.proposal = shown
    record(
        by=by,
        subject=report.key,
        process=report.process.code,
        at=at,
        facts={"shown": shown},
    )


@action
def freeze_report(*, by: Person, report: Report, at: datetime) -> None:
    """Freeze the report: its figures are taken from the record as at the cut-off and kept."""
    kept = figures_of(report)
    require(may_freeze(by, report, kept))
    limit = int(report.process.report_defaults.get("words_at_most", WORDS_AT_MOST))
    require(within_length(words_in(report, kept), limit))
    said = digest({"prose": report.prose, "figures": kept, "symbol": report.symbol})
    move(report, MOVES, "freeze", figures=kept, frozen_at=at, digest=said)
    record(
        by=by,
        subject=report.key,
        process=report.process.code,
        at=at,
        facts={"number": report.number, "digest": said},
    )


@action
def keep_closing(
    *, by: Actor | None, track: Track, at: datetime, occasion: str = Occasion.ASKED
) -> ClosingEdition:
    """Keep the closing report of a track as it is now, with its digest, as its next edition.

    The timetable keeps it without a person, once the track is closed and once all is answered.
    """
    Track.objects.select_for_update().get(pk=track.pk)  # two at once would take one number
    require(may_keep_closing(by, track, at))
    kept = figures_to_keep(track, at)
    said = digest(kept)
    last = ClosingEdition.objects.filter(track=track).order_by("number").last()
    if last is not None and last.digest == said:
        raise refuse("closing-unchanged", number=last.number)
    edition = ClosingEdition.objects.create(
        track=track,
        number=last.number + 1 if last is not None else 1,
        occasion=occasion,
        figures=kept,
        digest=said,
        kept_at=at,
    )
    record(
        by=by,
        subject=track.key,
        process=track.process.code,
        at=at,
        facts={"number": edition.number, "occasion": occasion, "digest": said},
    )
    return edition
