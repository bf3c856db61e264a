"""Meetings of a process, their names, their papers, and what goes on from one to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from travaux.calls.models import Application, Call, Choice
from travaux.calls.models.calls import Kind as CallKind
from travaux.calls.queries.outcomes import names_published
from travaux.core.meetings.symbols import SUFFIXES, in_order, next_suffix, next_symbol
from travaux.drafts.models import Version
from travaux.evidence.models import EvidenceRelease
from travaux.meetings.models import Decision, Issue, Meeting, Paper, Series, Task
from travaux.meetings.rules.meetings import days_late, is_secretariat, takes_part
from travaux.meetings.states import MeetingState, TaskState
from travaux.panels.models import Panel
from travaux.panels.states import PanelState
from travaux.people.models import Person
from travaux.people.queries import rule_of
from travaux.people.queries.offices import offices_held
from travaux.plumbing.languages import NAMES, SIX, said
from travaux.roadmap.models import Process


def name_of(meeting: Meeting, language: str = "") -> str:
    """The name of a meeting in the reader's language, with its number in its series."""
    return said(meeting.titles, language) or meeting.key


def full_titles(meeting: Meeting) -> Mapping[str, str]:
    """The name of a meeting in every language in which it has one."""
    titles: Mapping[str, str] = meeting.titles
    return titles


def asks_interests(meeting: Meeting) -> bool:
    """Whether its process set a rule by which interests are declared."""
    rule = rule_of(meeting.process.code)
    return rule.pk is not None and bool(rule.roles)


def place_words(meeting: Meeting) -> str:
    """Venue and city; nothing for a meeting online."""
    return ", ".join(part for part in (meeting.venue, meeting.city) if part)


def _published(offer: Application) -> str:
    """An offer as its call announced it; empty where names are not published."""
    return str(names_published(offer.call, [offer])[0][1])


def host_name(meeting: Meeting) -> str:
    """Who hosts: the chosen offer as it was announced, or as typed."""
    if meeting.host is not None:
        return _published(meeting.host) or meeting.host_named
    return meeting.host_named


def meetings_of(process: Process, person: Person | None, at: datetime) -> QuerySet[Meeting]:
    """The meetings that somebody sees, the latest first; those in preparation only as who keeps them."""
    found = Meeting.objects.filter(process=process)
    if not is_secretariat(person, process.code, at):
        own = [o.pk for o in offices_held(person, process.code, at)]
        found = found.filter(Q(announced_at__isnull=False) | Q(office__in=own))
    return (
        found.select_related("process", "office", "series", "host__call", "track", "group")
        .prefetch_related("milestones")
        .order_by("-starts_at", "-pk")
    )


def meeting_named(process_code: str, key: str) -> Meeting | None:
    """One meeting of a process by its key."""
    return (
        Meeting.objects.filter(process__code=process_code, key=key)
        .select_related(
            "process",
            "office",
            "series",
            "track",
            "round__version__text",
            "host__call",
            "budget_line",
            "occasion",
            "group",
        )
        .order_by()
        .first()
    )


def series_of(process: Process) -> QuerySet[Series]:
    return Series.objects.filter(process=process).order_by("pk")


def groups_adopted(process: Process) -> QuerySet[Panel]:
    """The groups of a process that were chosen and adopted: any of them may meet."""
    return Panel.objects.filter(process=process, state=PanelState.ADOPTED).order_by("pk")


def offers_chosen(process: Process) -> list[tuple[Application, str]]:
    """The offers to host that calls of a process chose, with the names that were announced."""
    found = []
    for call in Call.objects.filter(process=process, kind=CallKind.HOSTING).order_by("pk"):
        choice = Choice.objects.filter(call=call).order_by("-pk").first()
        if choice is None:
            continue
        for offer in choice.applications.select_related("call").order_by("pk"):
            name = _published(offer)
            found.append((offer, name or gettext("Offer %(number)s") % {"number": offer.number}))
    return found


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper as a document list shows it; `readable`: for whoever asks."""

    paper: Paper
    issues: tuple[Issue, ...]
    late: int
    readable: bool

    @property
    def languages(self) -> str:
        return ", ".join(NAMES.get(i.language, i.language) for i in self.issues)


def papers_of(meeting: Meeting, person: Person | None, at: datetime) -> list[Listed]:
    """The document list: documents, then INF., then CRP., each by number and suffix. Two queries.

    That a paper for participants exists is told to all; who may read it is another question.
    """
    inside = takes_part(person, meeting, at)
    found = []
    for paper in meeting.papers.select_related("item", "release__process").prefetch_related(
        "issues__file"
    ):
        issues = sorted(
            paper.issues.all(),
            key=lambda i: SIX.index(i.language) if i.language in SIX else len(SIX),
        )
        readable = inside or paper.distribution == "general"
        found.append(Listed(paper, tuple(issues), days_late(meeting, paper.issued_at), readable))
    return sorted(found, key=lambda one: in_order(one.paper.symbol))


def papers_on_release(
    release: EvidenceRelease, person: Person | None, at: datetime
) -> list[tuple[str, Mapping[str, str], Mapping[str, str], str]]:
    """The papers that rest on a release of the assessment, of meetings that this reader sees:
    symbol, titles, titles of the meeting, and the address of its list of documents."""
    seen = meetings_of(release.process, person, at).order_by()
    found = release.papers.filter(meeting__in=seen).select_related("meeting__process")
    return [
        (
            one.symbol,
            one.titles,
            one.meeting.titles,
            reverse("meetings:papers", args=[one.meeting.process.code, one.meeting.key]),
        )
        for one in sorted(found, key=lambda p: in_order(p.symbol))
    ]


def proposals(meeting: Meeting) -> list[tuple[str, str]]:
    """(kind, free symbol) that the next paper may have: a document, INF., CRP.; and for each
    document that was issued its next Rev., Add. and Corr."""
    known = list(meeting.papers.values_list("symbol", flat=True))
    stem = meeting.symbol
    found = [("", next_symbol(known, stem))] if stem else []
    if stem:
        found += [
            ("INF", next_symbol(known, stem, "INF")),
            ("CRP", next_symbol(known, stem, "CRP")),
        ]
    for symbol in sorted(known, key=in_order)[-20:]:
        found += [(kind, next_suffix(known, symbol, kind)) for kind in SUFFIXES]
    return found


def issue_named(meeting: Meeting, paper: str, language: str) -> Issue | None:
    return (
        Issue.objects.filter(paper__meeting=meeting, paper__key=paper, language=language)
        .select_related("paper__meeting__process", "file")
        .first()
    )


def carried_over(meeting: Meeting) -> QuerySet[Task]:
    """Actions of earlier meetings of the series that were open when this one began."""
    if meeting.series_id is None:
        return Task.objects.none()
    return (
        Task.objects.filter(
            meeting__series=meeting.series_id,
            meeting__number__lt=meeting.number,
            at__lt=meeting.ends_at,
        )
        .filter(Q(closed_at__isnull=True) | Q(closed_at__gte=meeting.starts_at))
        .exclude(meeting__state=MeetingState.CANCELLED)
        .select_related("meeting__process")
        .order_by("due_on", "pk")
    )


def tasks_of(process: Process, *, open_only: bool = False) -> QuerySet[Task]:
    """What is owed after the meetings of a process, by the day it is due."""
    found = Task.objects.filter(meeting__process=process).select_related("meeting__process")
    if open_only:
        found = found.filter(state=TaskState.OPEN)
    return found.order_by("due_on", "pk")


def decisions_on(anchor_key: str) -> QuerySet[Decision]:
    """What meetings whose minutes are published decided on a paragraph."""
    return (
        Decision.objects.filter(anchor__key=anchor_key, meeting__minutes_published_at__isnull=False)
        .select_related("meeting__process", "meeting__round")
        .order_by("at", "pk")
    )


def decisions_before(version: Version, anchors: Sequence[str]) -> list[Decision]:
    """What meetings decided on paragraphs of the version that another was made from, as far as
    their minutes are published.

    A meeting that sat on no round counts to the version that was out when it decided: it decided
    before `version` was published, and no earlier than the version before.
    """
    before = version.based_on
    if before is None:
        return []
    found: list[Decision] = []
    # in blocks, so that a query never has more values than a database takes
    for start in range(0, len(anchors), 500):
        decided = Decision.objects.filter(
            anchor__key__in=anchors[start : start + 500],
            meeting__minutes_published_at__isnull=False,
        )
        here = Q(meeting__round__version=before)
        if before.published_at is not None:
            loose = Q(meeting__round=None, at__gte=before.published_at)
            if version.published_at is not None:
                loose &= Q(at__lte=version.published_at)
            here |= loose
        found += decided.filter(here).select_related("meeting", "anchor")
    return sorted(found, key=lambda one: (one.at, one.pk))


def topics_of_meetings(process_code: str) -> list[tuple[str, str]]:
    """Key and name of each meeting, the latest first, for letters and the register."""
    found = Meeting.objects.filter(process__code=process_code).order_by("-starts_at", "-pk")
    return [(one.key, name_of(one)) for one in found.only("key", "titles")]


def place_of_meeting(process_code: str, key: str) -> str:
    """The address of a meeting's page."""
    return reverse("meetings:meeting", args=[process_code, key])
