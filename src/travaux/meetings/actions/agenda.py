"""The agenda, and the papers under their symbols."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from travaux.core.meetings.symbols import read_symbol
from travaux.evidence.models import EvidenceRelease
from travaux.journal.actions import action, record
from travaux.meetings.models import Distribution, Issue, Item, Meeting, Paper
from travaux.meetings.rules.meetings import days_late, may_change
from travaux.people.models import Person
from travaux.plumbing.files import keep_file
from travaux.plumbing.languages import SIX
from travaux.plumbing.verdicts import refuse, require

MOST_ITEMS = 60
MOST_PAPERS = 500
PAPER_BYTES = 40 * 1024 * 1024
PAPER_ENDINGS = (".pdf", ".docx", ".doc", ".odt", ".pptx", ".xlsx", ".html", ".md", ".txt")


@action
def add_item(
    *, by: Person, meeting: Meeting, titles: Mapping[str, str], at: datetime, note: str = ""
) -> Item:
    """The agenda gets one more item, at its end."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    require(may_change(by, meeting, at))
    told = {k: v.strip() for k, v in titles.items() if v.strip()}
    if not told:
        raise refuse("item-needs-title")
    last = meeting.items.aggregate(n=Max("position"))["n"] or 0
    if last >= MOST_ITEMS:
        raise refuse("agenda-full", most=MOST_ITEMS)
    made = Item.objects.create(meeting=meeting, position=last + 1, titles=told, note=note.strip())
    record(
        by=by, subject=meeting.key, process=meeting.process.code, at=at, facts={"item": made.key}
    )
    return made


@action
def change_item(
    *, by: Person, item: Item, titles: Mapping[str, str], at: datetime, note: str = ""
) -> Item:
    """An item of the agenda is worded anew."""
    require(may_change(by, item.meeting, at))
    told = {k: v.strip() for k, v in titles.items() if v.strip()}
    if not told:
        raise refuse("item-needs-title")
    item.titles, item.note = told, note.strip()
    item.save(update_fields=["titles", "note"])
    record(
        by=by, subject=item.meeting.key, process=item.meeting.process.code, at=at,
        facts={"item": item.key},
    )  # fmt: skip
    return item


@action
def remove_item(*, by: Person, item: Item, at: datetime) -> None:
    """An item that nothing was written on leaves the agenda."""
    meeting = item.meeting
    require(may_change(by, meeting, at))
    if item.revision or item.interventions.exists() or item.papers.exists():
        raise refuse("item-in-use")
    key = item.key
    item.delete()
    record(by=by, subject=meeting.key, process=meeting.process.code, at=at, facts={"item": key})


def _checked(file: Any, language: str) -> None:
    if language not in SIX:
        raise refuse("paper-language-unknown")
    if file is None or not str(file.name).lower().endswith(PAPER_ENDINGS):
        raise refuse("paper-kind-unfit")
    if file.size > PAPER_BYTES:
        raise refuse("letter-too-large", most=PAPER_BYTES // 2**20)


@action
def issue_paper(
    *,
    by: Person,
    meeting: Meeting,
    symbol: str,
    titles: Mapping[str, str],
    language: str,
    file: Any,
    at: datetime,
    item: Item | None = None,
    distribution: str = Distribution.GENERAL,
    release: EvidenceRelease | None = None,
) -> Paper:
    """A paper is issued under its symbol, in its first language; when it is late, it says so.

    `release`: the frozen state of the assessment that it rests on.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    require(may_change(by, meeting, at))
    fit = str(read_symbol(symbol))
    told = {k: v.strip() for k, v in titles.items() if v.strip()}
    if not told:
        raise refuse("paper-needs-title")
    if distribution not in Distribution.values or (item and item.meeting_id != meeting.pk):
        raise refuse("meeting-rule-unknown")
    if release is not None and release.process_id != meeting.process_id:
        raise refuse("paper-release-unknown")
    _checked(file, language)
    if meeting.papers.count() >= MOST_PAPERS:
        raise refuse("agenda-full", most=MOST_PAPERS)
    if meeting.papers.filter(symbol=fit).exists():
        raise refuse("symbol-taken", symbol=fit)
    paper = Paper.objects.create(
        meeting=meeting,
        item=item,
        symbol=fit,
        titles=told,
        distribution=distribution,
        release=release,
        issued_at=at,
        demonstration=meeting.demonstration,
    )
    _keep(by, paper, language, file, at)
    record(
        by=by,
        subject=meeting.key,
        process=meeting.process.code,
        at=at,
        facts={
            "paper": paper.key,
            "symbol": fit,
            "days_late": days_late(meeting, at),
            **({"release": release.key} if release is not None else {}),
        },
    )
    return paper


def _keep(by: Person, paper: Paper, language: str, file: Any, at: datetime) -> Issue:
    code = paper.meeting.process.code
    kept = keep_file(file, name=file.name, at=at, process_code=code)
    return Issue.objects.create(paper=paper, language=language, file=kept, issued_at=at)


@action
def add_language(*, by: Person, paper: Paper, language: str, file: Any, at: datetime) -> Issue:
    """A paper is issued in one more language; what was issued never changes: that is a Rev. or Corr."""
    require(may_change(by, paper.meeting, at))
    _checked(file, language)
    if paper.issues.filter(language=language).exists():
        raise refuse("paper-in-language-already")
    made = _keep(by, paper, language, file, at)
    record(
        by=by,
        subject=paper.meeting.key,
        process=paper.meeting.process.code,
        at=at,
        facts={"paper": paper.key, "language": language},
    )
    return made
