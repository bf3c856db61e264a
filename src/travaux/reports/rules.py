"""Who may write a report, and who may read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from travaux.consultations.models import Track
from travaux.consultations.rules import Phase, phase
from travaux.core.ledger.canonical import digest
from travaux.correspondence.rules import is_named, may_go_out
from travaux.people.models import Role
from travaux.people.queries import holds
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.reports.models import Report, ReportState
from travaux.reports.queries.tracks import rounds_in
from travaux.roadmap.models import Process

WORDS_AT_MOST = 8500  # counting footnotes and headings; Geneva's rule for parliamentary documents
WEEKS_BEFORE_SESSION = 10  # submission before the meeting of the body; the same rule


def may_write_reports(person: Any, process: Process) -> Verdict:
    """The secretariat of the process reports to the governing body."""
    if person is None or not person.is_authenticated:
        return no("sign-in-first")
    if not holds(person, process.code, [Role.SECRETARIAT]):
        return no("report-kept-by-secretariat")
    return YES


def may_edit(person: Any, report: Report) -> Verdict:
    """Until it is frozen."""
    verdict = may_write_reports(person, report.process)
    if verdict and report.state == ReportState.FROZEN:
        return no("report-is-frozen")
    return verdict


def may_read(person: Any, report: Report) -> Verdict:
    """A frozen report is public; before, the secretariat and the auditor see it."""
    if report.state == ReportState.FROZEN:
        return YES
    if holds(person, report.process.code, [Role.SECRETARIAT, Role.AUDITOR]):
        return YES
    if is_named(person, report.process.code, "report", report.key):
        return YES  # whoever clears it has to read it
    return no("report-not-public-yet")


def what_is_cleared(report: Report, figures: dict[str, Any]) -> str:
    """The digest of a report as those who clear it read it: prose, masthead and figures."""
    return digest(
        {
            "prose": report.prose,
            "figures": figures,
            "symbol": report.symbol,
            "titles": report.titles,
            "distribution": report.distribution,
            "cut_off": report.cut_off.isoformat(),
        }
    )


def may_freeze(person: Any, report: Report, figures: dict[str, Any]) -> Verdict:
    """The secretariat freezes a report; where the process asks for clearance, once approved."""
    verdict = may_edit(person, report)
    if not verdict:
        return verdict
    cleared = what_is_cleared(report, figures)
    return may_go_out(report.process.code, "report", report.key, cleared)


def may_keep_closing(person: Any, track: Track, at: datetime) -> Verdict:
    """The secretariat keeps the closing report of a closed track; the timetable (None) as well."""
    if person is not None:
        verdict = may_write_reports(person, track.process)
        if not verdict:
            return verdict
    rounds = list(rounds_in(track))
    if not rounds or any(phase(r, at) is not Phase.CLOSED for r in rounds):
        return no("track-not-closed")
    return YES


def within_length(words: int, limit: int) -> Verdict:
    """The body's own limit of words."""
    return no("report-too-long", words=words, limit=limit) if words > limit else YES
