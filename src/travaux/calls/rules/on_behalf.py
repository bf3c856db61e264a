"""Whether the secretariat may enter an application for somebody who wrote, sent paper or called."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from travaux.calls.models import Admission, Application, Call, Kind
from travaux.calls.rules.calls import Phase, is_secretariat, phase
from travaux.calls.rules.nominations import confirmation_in_time
from travaux.calls.states import ApplicationState
from travaux.correspondence.models import OnBehalf
from travaux.correspondence.rules import needs_clearance
from travaux.correspondence.states import Confirmation
from travaux.people.models import Person
from travaux.plumbing.verdicts import YES, Verdict, no


def may_enter_applications(person: Person | None, call: Call, at: datetime) -> Verdict:
    """The secretariat enters what came for a call that was announced and not cancelled."""
    verdict = is_secretariat(person, call.process.code, at)
    if not verdict:
        return verdict
    now = phase(call, at)
    if now is Phase.DRAFT:
        return no("call-not-announced")
    return no("call-cancelled") if now is Phase.CANCELLED else YES


def came_at(call: Call, day: date, at: datetime) -> datetime:
    """The instant by which a day of arrival is judged: its beginning where the call is, or the
    opening of the call on that day; never later than it is entered."""
    begins = datetime.combine(day, time(0, 0), ZoneInfo(call.zone or "UTC")).astimezone(UTC)
    if call.opens_at is not None and begins < call.opens_at < begins + timedelta(days=1):
        begins = call.opens_at
    return min(at, begins)


def came_in_time(call: Call, email: str, came: datetime) -> Verdict:
    """What came while the call was open is in time; later by an exception on record alone."""
    then = phase(call, came)
    if then is Phase.OPEN:
        return YES
    if then is Phase.PLANNED:
        return no("call-not-open-yet")
    admitted = Admission.objects.filter(call=call, email__iexact=email or "-", until__gt=came)
    return YES if admitted.exists() else no("call-closed-to-late")


def is_first_of(call: Call, email: str) -> Verdict:
    """A nominee has one application in a call, by whichever way it came."""
    if call.kind != Kind.NOMINATION or not email:
        return YES
    standing = Application.objects.filter(
        call=call, email__iexact=email, state=ApplicationState.SUBMITTED
    )
    return no("nominated-already") if standing.exists() else YES


def may_mend(
    person: Person | None, application: Application, made: OnBehalf | None, at: datetime
) -> Verdict:
    """The secretariat mends what it entered for somebody, until they confirmed it as it stands.

    What came in time stays in time; an authority that confirmed it must be able to confirm anew.
    """
    call = application.call
    verdict = is_secretariat(person, call.process.code, at)
    if not verdict:
        return verdict
    if application.erased_at is not None:
        return no("application-erased")
    if application.state != ApplicationState.SUBMITTED:
        return no("application-withdrawn")
    if made is None or made.erased_at is not None or application.person_id is not None:
        return no("application-not-entered")
    if phase(call, at) is Phase.CANCELLED:
        return no("call-cancelled")
    if made.state == Confirmation.CONFIRMED:
        return no("sender-confirmed")
    confirmed = application.confirmed_at or application.claimed_at
    if confirmed is not None and not confirmation_in_time(application, at):
        return no("mending-too-late")
    return YES


def mails_are_held(process_code: str) -> bool:
    """Whether mails to senders without an account are read before they go: where letters are."""
    return needs_clearance(process_code, "letter")
