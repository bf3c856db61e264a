"""Who may confirm a nomination, until when; who ticks off what makes it complete."""

from __future__ import annotations

from datetime import datetime, timedelta

from travaux.calls.models import (
    Application,
    AuthorityRule,
    Call,
    Kind,
    LateConfirmation,
    Referral,
)
from travaux.calls.rules.applications import admitted_until
from travaux.calls.rules.authorities import same_authority
from travaux.calls.rules.calls import Phase, confirmable_until, is_secretariat, phase
from travaux.calls.states import ApplicationState, ReferralState
from travaux.people.models import Person, Role
from travaux.people.queries import appointments_of
from travaux.plumbing.verdicts import YES, Verdict, no


def is_authority(person: Person | None, application: Application, at: datetime) -> bool:
    """Whether somebody speaks for the state that nominates: a focal point of it in this process."""
    if person is None or not getattr(person, "pk", None) or application.country_id is None:
        return False
    return (
        appointments_of(person, at)
        .filter(
            role=Role.FOCAL_POINT,
            country_id=application.country_id,
            process_code__in=["", application.call.process.code],
        )
        .exists()
    )


def may_see_nomination(person: Person | None, application: Application, at: datetime) -> Verdict:
    """The authority of the state reads what was handed in to be confirmed by it."""
    if application.call.kind != Kind.NOMINATION or application.state == ApplicationState.DRAFT:
        return no("not-your-application")
    return YES if is_authority(person, application, at) else no("not-your-nomination")


def may_open_files(person: Person | None, application: Application, at: datetime) -> Verdict:
    """Who is asked to confirm a nomination opens its files while it stands, and nobody of another state."""
    verdict = may_see_nomination(person, application, at)
    if not verdict:
        return verdict
    standing = application.state == ApplicationState.SUBMITTED
    return YES if standing else no("application-withdrawn")


def authority_of(person: Person, application: Application, at: datetime) -> str:
    """For which authority a focal point confirms: the organisation of the appointment, or alone."""
    assert application.country_id is not None  # only a state has focal points
    held = (
        appointments_of(person, at)
        .filter(
            role=Role.FOCAL_POINT,
            country_id=application.country_id,
            process_code__in=["", application.call.process.code],
            organisation__isnull=False,
        )
        .select_related("organisation")
        .first()
    )
    return held.organisation.key if held is not None and held.organisation else person.key


def mission_decides(call: Call) -> bool:
    """Whether the call announced that the permanent mission decides between authorities."""
    return call.authority_rule == AuthorityRule.MISSION


def decided_against(application: Application) -> bool:
    """Whether the permanent mission said, the last time it was asked, that others stand."""
    last = (
        Referral.objects.filter(
            call=application.call_id,
            country=application.country_id,
            state=ReferralState.ANSWERED,
        )
        .order_by("-answered_at", "-pk")
        .first()
    )
    if last is None:
        return False
    return last.referred.filter(application=application, stands=False).exists()


def may_still_be_confirmed(application: Application, at: datetime) -> Verdict:
    """A nomination that was handed in, is not confirmed nor put to the mission, in time."""
    if application.state != ApplicationState.SUBMITTED:
        return no("application-withdrawn")
    if application.confirmed_at is not None:
        return no("nomination-confirmed")
    if application.claimed_at is not None:
        return no("nomination-at-mission")
    if decided_against(application):
        return no("mission-decided-otherwise")
    return confirmation_in_time(application, at)


def confirmation_in_time(application: Application, at: datetime) -> Verdict:
    """A confirmation after the deadline follows the rule announced, or an exception on record."""
    call = application.call
    now = phase(call, at)
    if now is Phase.CANCELLED:
        return no("call-cancelled")
    if now is not Phase.CLOSED or call.late_confirmation == LateConfirmation.MARKED:
        return YES
    within = call.late_confirmation == LateConfirmation.WITHIN
    until = confirmable_until(call)
    if within and until is not None and at < until:
        return YES
    admitted = admitted_until(application.person, call) if application.late else None
    if admitted is not None:  # came by a recorded exception, and is confirmed by it
        longer = timedelta(hours=call.confirmation_hours if within else 0)
        if at < admitted + longer:
            return YES
    return no("confirmation-too-late")


def nominee_stays(application: Application, name: str, email: str) -> Verdict:
    """Once a letter stands for a nominee, name and address stay: nobody else takes the place."""
    if application.confirmed_at is None and application.claimed_at is None:
        return YES
    same = application.name == name and application.email.lower() == email.lower()
    return YES if same else no("confirmed-nominee-stays")


def state_stays(application: Application) -> Verdict:
    """Once a letter of an authority stands, the nomination is not given to another state."""
    if application.confirmed_at is None and application.claimed_at is None:
        return YES
    return no("confirmed-nominee-stays")


def may_confirm(person: Person | None, application: Application, at: datetime) -> Verdict:
    """The authority confirms what a nominee handed in; nobody confirms their own nomination."""
    verdict = may_see_nomination(person, application, at)
    if not verdict:
        return verdict
    own = person is not None and (
        application.person_id == person.pk
        or (person.email or "").lower() == application.email.lower()
    )
    if own:
        return no("nominee-not-nominator")
    return may_still_be_confirmed(application, at)


def may_revoke(person: Person | None, application: Application, at: datetime) -> Verdict:
    """The authority takes its confirmation back until the deadline; the place is free again."""
    verdict = may_see_nomination(person, application, at)
    if not verdict:
        return verdict
    said = application.confirmed_at or application.claimed_at
    if said is None or application.state != ApplicationState.SUBMITTED:
        return no("nomination-not-confirmed")
    mine = person is not None and (
        application.authority in ("", person.key)
        or same_authority(application.authority, authority_of(person, application, at), application)
    )
    if mission_decides(application.call) and not mine:
        return no("confirmation-of-another-authority")
    return confirmation_in_time(application, at)


def may_tick(person: Person | None, application: Application, at: datetime) -> Verdict:
    """The secretariat ticks off what it saw of an application that was handed in."""
    verdict = is_secretariat(person, application.call.process.code, at)
    if not verdict:
        return verdict
    return YES if application.state != ApplicationState.DRAFT else no("application-not-sent")
