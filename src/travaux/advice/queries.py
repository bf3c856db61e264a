"""The desks of expert groups, what they are shown, their advice, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from travaux.advice.models import Advice, Dissent, ExpertGroup, FinalView, Shown
from travaux.advice.rules import is_member, is_staff
from travaux.answers.models import Answer
from travaux.comments.models import Comment
from travaux.comments.queries import answerable
from travaux.consultations.models import Round
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.states import VersionState
from travaux.panels.models import Panel
from travaux.people.models import Person, Role
from travaux.roadmap.models import Process


def groups_for(person: Person | None, process: Process, at: datetime) -> list[ExpertGroup]:
    """The groups of a process that somebody sees: all as staff, else those they are a member of."""
    found = ExpertGroup.objects.filter(process=process).select_related("process", "panel")
    staff = is_staff(person, process.code, at)
    return [g for g in found.order_by("pk") if staff or is_member(person, g, at)]


def members_of(group: ExpertGroup, at: datetime) -> list[Person]:
    """Who has a seat in a group now, or the role of expert, with interests that stand; by name."""
    if group.panel_id is not None:
        found = Person.objects.filter(panel_places__seats__panel=group.panel)
    else:
        found = Person.objects.filter(
            Q(appointments__ends_at__isnull=True) | Q(appointments__ends_at__gt=at),
            appointments__role=Role.EXPERT,
            appointments__process_code__in=["", group.process.code],
            appointments__begins_at__lte=at,
        )
    known = found.filter(is_active=True, erased_at__isnull=True).distinct().order_by("name", "pk")
    return [p for p in known if is_member(p, group, at)]


def not_shown_yet(group: ExpertGroup) -> list[Version]:
    """Drafts whose words are fixed, that are not out yet, and that the group has not seen."""
    versions, _rounds = to_show(group)
    return [v for v in versions if v.state == VersionState.FROZEN]


def group_named(process_code: str, key: str) -> ExpertGroup | None:
    return (
        ExpertGroup.objects.filter(process__code=process_code, key=key)
        .select_related("process", "panel")
        .first()
    )


def shown_to(group: ExpertGroup) -> QuerySet[Shown]:
    """What a group was shown, the latest first."""
    return group.shown.select_related("version__text", "round__version__text").order_by("-pk")


def shown_named(process_code: str, key: str) -> Shown | None:
    return (
        Shown.objects.filter(key=key, group__process__code=process_code)
        .select_related("group__process", "group__panel", "version__text", "round__version__text")
        .select_related("round__process", "round__track")
        .first()
    )


def advice_on(shown: Shown) -> QuerySet[Advice]:
    """The advice on one thing, with the dissents, in the order in which it came."""
    return (
        Advice.objects.filter(shown=shown)
        .select_related("author", "paragraph__anchor", "answer", "done_in__text")
        .prefetch_related("dissents__person")
        .order_by("pk")
    )


def advice_of(group: ExpertGroup) -> QuerySet[Advice]:
    """All advice of a group."""
    return (
        Advice.objects.filter(shown__group=group)
        .select_related("author", "paragraph", "answer", "done_in__text")
        .select_related("shown__version__text", "shown__round__version__text")
        .prefetch_related("dissents__person")
        .order_by("pk")
    )


def advice_named(process_code: str, key: str) -> Advice | None:
    return (
        Advice.objects.filter(key=key, shown__group__process__code=process_code)
        .select_related("shown__group__process", "shown__group__panel", "shown__version__text")
        .select_related("shown__round", "paragraph", "answer", "author", "done_in")
        .first()
    )


def paragraphs_of(version: Version) -> QuerySet[Paragraph]:
    return version.paragraphs.select_related("anchor").order_by("position")


def compiled(round: Round) -> QuerySet[Comment]:
    """The comments of a round as those who answer see them, with the proposed answers."""
    return (
        answerable(round)
        .select_related("served__answer", "paragraph__anchor", "submission__country")
        .select_related("submission__organisation", "submission__author")
        .order_by("number", "point", "pk")
    )


def answer_in(round: Round, key: str) -> Answer | None:
    return Answer.objects.filter(round=round, key=key).first()


def to_show(group: ExpertGroup) -> tuple[list[Version], list[Round]]:
    """Drafts whose words are fixed and rounds, those not shown yet, the latest first."""
    seen = list(group.shown.values_list("version_id", "round_id"))
    versions = Version.objects.filter(
        text__process=group.process, state__in=[VersionState.FROZEN, VersionState.PUBLISHED]
    ).exclude(pk__in=[v for v, _ in seen if v])
    rounds = Round.objects.filter(process=group.process).exclude(pk__in=[r for _, r in seen if r])
    return (
        list(versions.select_related("text").order_by("-pk")[:30]),
        list(rounds.select_related("version__text").order_by("-pk")[:30]),
    )


def drafts_after(advice: Advice) -> list[Version]:
    """The drafts in which advice can have been followed."""
    version = advice.shown.version or (advice.shown.round.version if advice.shown.round else None)
    if version is None:
        return []
    found = Version.objects.filter(text=version.text, number__gte=version.number)
    return list(found.select_related("text").order_by("number"))


def views_of(group: ExpertGroup) -> QuerySet[FinalView]:
    return group.views.select_related("version__text").prefetch_related("dissents__person")


def panels_to_choose(process: Process) -> list[Panel]:
    """The adopted groups of a process."""
    return list(
        Panel.objects.filter(process=process, seats__isnull=False).distinct().order_by("pk")
    )


def own_data(person: Person) -> dict[str, Any]:
    """What this room keeps of a person: the advice and the dissents they wrote."""
    return {
        "advice": list(
            Advice.objects.filter(author=person)
            .order_by("pk")
            .values("key", "text", "of_group", "at", "state", "reason")
        ),
        "dissents": list(Dissent.objects.filter(person=person).order_by("pk").values("text", "at")),
    }
