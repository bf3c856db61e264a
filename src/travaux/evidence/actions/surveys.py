"""Preparing a survey: its facts and frame, the editions of its form, opening, closing, publishing."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from travaux.core.surveys.comparing import structure_digest
from travaux.core.surveys.model import Form, tagged
from travaux.core.surveys.plain import form_digest, form_from_plain, form_to_plain
from travaux.evidence.actions.placing import ROLES, _checked_roles, _place_again
from travaux.evidence.models import (
    Access,
    Device,
    Edition,
    EditionState,
    Invitation,
    Level,
    Sampling,
    Survey,
    SurveyState,
    Unit,
)
from travaux.evidence.rules.standing import is_secretariat
from travaux.evidence.rules.surveys import (
    MOST_DEVICES,
    may_change_form,
    may_change_survey,
    may_issue,
)
from travaux.evidence.states import MOVES
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Country, Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process

_FREE = (
    "titles", "texts", "unit", "level", "sampling", "access", "frame", "margins", "roles", "least",
    "closes_at", "zone", "wording", "wording_language",
)  # fmt: skip


def _roles_of(form: Form) -> dict[str, str]:
    """Questions that are tagged as saying country, unit, size or weight."""
    found = {role: tagged(form, role) for role in ROLES}
    return {role: questions[0].name for role, questions in found.items() if questions}


def _set(survey: Survey, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        if name not in _FREE:
            raise TypeError(f"a survey has no {name}")
        setattr(survey, name, value)
    for value, choices in (
        (survey.unit, Unit), (survey.level, Level), (survey.sampling, Sampling),
        (survey.access, Access),
    ):  # fmt: skip
        if value not in choices.values:
            raise refuse("survey-rule-unknown", rule=str(value)[:40])
    if not any(survey.titles.values()):
        raise refuse("survey-needs-title")
    if not 1 <= survey.least <= 1000:
        raise refuse("survey-least")
    for margin in survey.margins.values():
        if not isinstance(margin, dict) or any(
            not isinstance(n, int | float) or n < 0 or n > 1e9 for n in margin.values()
        ):
            raise refuse("survey-frame-unreadable")


@action
def prepare_survey(
    *, by: Person, process: Process, form: Form, at: datetime, demonstration: bool = False,
    **facts: Any,
) -> Survey:  # fmt: skip
    """A survey begins with its form; country, unit and size are taken from the form's tags."""
    require(is_secretariat(by, process.code, at))
    survey = Survey(
        process=process, created_at=at, roles=_roles_of(form),
        demonstration=demonstration or process.demonstration,
    )  # fmt: skip
    _set(survey, facts)
    survey.save(force_insert=True)
    _edition(survey, form, 1, at)
    record(by=by, subject=survey.key, process=process.code, at=at, facts={"unit": survey.unit})
    return survey


def _edition(survey: Survey, form: Form, number: int, at: datetime) -> Edition:
    return Edition.objects.create(
        survey=survey, number=number, form=form_to_plain(form), form_digest=form_digest(form),
        structure_digest=structure_digest(form), created_at=at,
    )  # fmt: skip


def _locked(survey: Survey) -> Survey:
    found = Survey.objects.select_for_update(of=("self",)).select_related("process")
    return found.get(pk=survey.pk)


@action
def change_survey(*, by: Person, survey: Survey, seen: int, at: datetime, **facts: Any) -> Survey:
    """Facts, frame, deadline or rules change; `seen` is the revision that was read.

    Where other questions say country, unit, size or weight, every answer is placed anew.
    """
    survey = _locked(survey)
    require(may_change_survey(by, survey, at))
    if survey.revision != seen:
        raise refuse("moved-meanwhile")
    until = facts.get("closes_at")
    if until is not None and until != survey.closes_at and until <= at:
        raise refuse("survey-deadline-past")
    if "roles" in facts:
        last = survey.editions.order_by("-number")[0]
        facts["roles"] = _checked_roles(facts["roles"], last)
    before = {name: getattr(survey, name) for name in facts}
    _set(survey, facts)
    changed = [name for name in facts if getattr(survey, name) != before[name]]
    if not changed:
        nothing_to_record()
        return survey
    survey.revision += 1
    survey.save(update_fields=[*changed, "revision"])
    told: dict[str, Any] = {"changed": changed}
    if "roles" in changed:
        told["answers"] = _place_again(survey, at)
    if "closes_at" in changed:
        told["until"] = survey.closes_at.isoformat() if survey.closes_at else ""
    record(by=by, subject=survey.key, process=survey.process.code, at=at, facts=told)
    return survey


def _edition_now(edition: Edition) -> Edition:
    found = Edition.objects.select_for_update(of=("self",)).select_related("survey__process")
    return found.get(pk=edition.pk)


@action
def replace_survey_form(
    *, by: Person, edition: Edition, form: Form, seen: int, at: datetime
) -> Edition:
    """An edition gets another form; once translation began, only words in further languages."""
    edition = _edition_now(edition)
    require(may_change_form(by, edition, at))
    if edition.revision != seen:
        raise refuse("moved-meanwhile")
    structure = structure_digest(form)
    if edition.state == EditionState.TRANSLATING and structure != edition.structure_digest:
        raise refuse("edition-in-translation")
    if form_digest(form) == edition.form_digest:
        nothing_to_record()
        return edition
    edition.form, edition.form_digest = form_to_plain(form), form_digest(form)
    edition.structure_digest = structure
    edition.revision += 1
    edition.save(update_fields=["form", "form_digest", "structure_digest", "revision"])
    roles = {**_roles_of(form), **edition.survey.roles}
    Survey.objects.filter(pk=edition.survey_id).update(roles=roles)
    record(by=by, subject=edition.survey.key, process=edition.survey.process.code, at=at,
           facts={"edition": edition.number, "form": edition.form_digest})  # fmt: skip
    return edition


@action
def begin_translation(*, by: Person, edition: Edition, at: datetime) -> Edition:
    """From now on what is asked stays as it is, and words in further languages come in."""
    edition = _edition_now(edition)
    require(may_issue(by, edition, at))
    move(edition, MOVES, "translate-edition", translating_at=at)
    record(by=by, subject=edition.survey.key, process=edition.survey.process.code, at=at,
           facts={"edition": edition.number, "structure": edition.structure_digest})  # fmt: skip
    return edition


@action
def issue_edition(*, by: Person, edition: Edition, at: datetime) -> Edition:
    """An edition is frozen and asked from now on; the survey opens with its first."""
    edition = _edition_now(edition)
    require(may_issue(by, edition, at))
    move(edition, MOVES, "issue-edition", issued_at=at)
    Survey.objects.filter(pk=edition.survey_id, state=SurveyState.DRAFT).update(
        state=SurveyState.OPEN
    )
    record(by=by, subject=edition.survey.key, process=edition.survey.process.code, at=at,
           facts={"edition": edition.number, "form": edition.form_digest})  # fmt: skip
    return edition


@action
def begin_edition(*, by: Person, survey: Survey, at: datetime) -> Edition:
    """A further edition begins as a copy of the last one; answers of both stay apart."""
    survey = _locked(survey)
    require(may_change_survey(by, survey, at))
    last = survey.editions.order_by("-number")[0]
    if last.state != EditionState.ISSUED:
        raise refuse("edition-under-way")
    made = _edition(survey, form_from_plain(last.form), last.number + 1, at)
    record(by=by, subject=survey.key, process=survey.process.code, at=at,
           facts={"edition": made.number})  # fmt: skip
    return made


@action
def close_survey(*, by: Person, survey: Survey, at: datetime) -> Survey:
    """No more answers come in."""
    require(may_change_survey(by, survey, at))
    move(survey, MOVES, "close-survey")
    record(by=by, subject=survey.key, process=survey.process.code, at=at)
    return survey


@action
def reopen_survey(*, by: Person, survey: Survey, at: datetime) -> Survey:
    """Answers come in again."""
    require(may_change_survey(by, survey, at))
    move(survey, MOVES, "reopen-survey")
    record(by=by, subject=survey.key, process=survey.process.code, at=at)
    return survey


@action
def publish_results(*, by: Person, survey: Survey, at: datetime) -> Survey:
    """Results become everybody's; facts and frame of the survey are frozen."""
    survey = _locked(survey)
    require(may_change_survey(by, survey, at))
    if survey.state != SurveyState.CLOSED:
        raise refuse("survey-still-open")
    Survey.objects.filter(pk=survey.pk).update(published_at=at, revision=F("revision") + 1)
    survey.invitations.exclude(email="").update(email="")  # nobody is written to any more
    record(by=by, subject=survey.key, process=survey.process.code, at=at)
    survey.refresh_from_db()
    return survey


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@action
def invite_to_survey(
    *, by: Person, survey: Survey, unit_name: str, at: datetime, country: Country | None = None
) -> tuple[Invitation, str]:
    """A link for one unit; its token is told once and only its digest is kept."""
    require(may_change_survey(by, survey, at))
    token = secrets.token_urlsafe(24)
    made = Invitation.objects.create(
        survey=survey, digest=_digest(token), country=country, unit_name=unit_name.strip()[:200],
        at=at,
    )  # fmt: skip
    record(by=by, subject=survey.key, process=survey.process.code, at=at,
           facts={"invitation": made.key})  # fmt: skip
    return made, token


@action
def give_device(*, by: Person, survey: Survey, name: str, at: datetime) -> tuple[Device, str]:
    """A password for the application of an enumerator; it is told once, and its digest kept."""
    require(may_change_survey(by, survey, at))
    if not name.strip():
        raise refuse("device-needs-name")
    if survey.devices.count() >= MOST_DEVICES:
        raise refuse("too-many-devices", most=MOST_DEVICES)
    password = "-".join(secrets.token_hex(3) for _ in range(4))
    made = Device.objects.create(
        survey=survey, person_key=by.key, name=name.strip()[:120], digest=_digest(password),
        made_at=at,
    )  # fmt: skip
    record(by=by, subject=survey.key, process=survey.process.code, at=at,
           facts={"device": made.key})  # fmt: skip
    return made, password


@action
def revoke_device(*, by: Person, device: Device, at: datetime) -> None:
    """The password of a device does not hold any more."""
    require(is_secretariat(by, device.survey.process.code, at))
    if not Device.objects.filter(pk=device.pk, revoked_at__isnull=True).update(revoked_at=at):
        raise refuse("moved-meanwhile")
    record(by=by, subject=device.survey.key, process=device.survey.process.code, at=at,
           facts={"device": device.key})  # fmt: skip
