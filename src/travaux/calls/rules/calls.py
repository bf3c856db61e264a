"""Who may prepare, announce, extend and cancel a call, and in which phase it is."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from travaux.calls.models import Call
from travaux.calls.rules.clearing import announcement_may_go_out, clears_call
from travaux.calls.rules.meanings import meanings_fit
from travaux.calls.states import CallState
from travaux.core.surveys.check import check_form
from travaux.core.surveys.plain import form_from_plain
from travaux.people.models import Person, Role
from travaux.people.queries import holds
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.roadmap.models import Process

LONGEST_GRACE = 7 * 24 * 60  # minutes
MOST_PER_COUNTRY = 100
MOST_RETENTION = 3_650  # days
LONGEST_CONFIRMATION = 60 * 24  # hours after the deadline


class Phase(models.TextChoices):
    """Where a call stands at an instant."""

    DRAFT = "draft", _("in preparation")
    PLANNED = "planned", _("not open yet")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


def input_until(call: Call) -> datetime | None:
    """The last instant at which what comes is in time: the deadline and the announced grace."""
    if call.closes_at is None:
        return None
    return call.closes_at + timedelta(minutes=call.grace_minutes)


def confirmable_until(call: Call) -> datetime | None:
    """The last instant at which a confirmation counts, by the rule that was announced."""
    until = input_until(call)
    if until is None or call.late_confirmation != "within":
        return until
    return until + timedelta(hours=call.confirmation_hours)


def phase(call: Call, at: datetime) -> Phase:
    """The phase of a call; within the announced grace it is still open."""
    if call.state == CallState.DRAFT or call.opens_at is None:
        return Phase.DRAFT
    if call.state == CallState.CANCELLED:
        return Phase.CANCELLED
    until = input_until(call)
    if until is None or at >= until:
        return Phase.CLOSED
    return Phase.PLANNED if at < call.opens_at else Phase.OPEN


def in_grace(call: Call, at: datetime) -> bool:
    """Whether the deadline has passed but the announced grace has not."""
    return phase(call, at) is Phase.OPEN and call.closes_at is not None and at >= call.closes_at


def is_secretariat(person: Person | None, process_code: str, at: datetime) -> Verdict:
    """Calls are the secretariat's: of this process, not of another."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    return YES if holds(person, process_code, [Role.SECRETARIAT], at) else no("not-your-role")


def may_see_call(person: Person | None, call: Call, at: datetime) -> Verdict:
    """An announced call is public; one in preparation is the secretariat's and of who clears it."""
    if call.state != CallState.DRAFT:
        return YES
    verdict = is_secretariat(person, call.process.code, at)
    return verdict if verdict or not clears_call(person, call) else YES


def may_clone_call(person: Person | None, call: Call, process: Process, at: datetime) -> Verdict:
    """The secretariat of a process makes a call there out of one that it may see."""
    verdict = is_secretariat(person, process.code, at)
    if not verdict:
        return verdict
    return may_see_call(person, call, at)


def may_change_call(person: Person | None, call: Call, at: datetime) -> Verdict:
    """Form and rules change while the call is prepared; once announced they are frozen."""
    verdict = is_secretariat(person, call.process.code, at)
    if not verdict:
        return verdict
    return YES if call.state == CallState.DRAFT else no("call-frozen")


def is_ready(call: Call) -> Verdict:
    """A call that is announced has a title, a form that can be asked, and its dates."""
    if not any(call.titles.values()):
        return no("call-needs-title")
    if call.opens_at is None or call.closes_at is None:
        return no("call-needs-dates")
    problems = check_form(form_from_plain(call.form))
    return no("call-form-unfit", count=len(problems)) if problems else meanings_fit(call)


def may_announce_call(person: Person | None, call: Call, at: datetime) -> Verdict:
    """The secretariat announces a call that is ready, with its deadline ahead; cleared where asked."""
    verdict = may_change_call(person, call, at)
    if not verdict:
        return verdict
    ready = is_ready(call)
    if not ready:
        return ready
    if call.closes_at and call.closes_at <= at:
        return no("call-deadline-past")
    return announcement_may_go_out(call)


def may_extend_call(person: Person | None, call: Call, at: datetime) -> Verdict:
    """A deadline is moved for all, while the call is planned, open or in its announced grace."""
    verdict = is_secretariat(person, call.process.code, at)
    if not verdict:
        return verdict
    now = phase(call, at)
    if now is Phase.DRAFT:
        return no("call-not-announced")
    return YES if now in (Phase.PLANNED, Phase.OPEN) else no("call-closed")


def may_cancel_call(person: Person | None, call: Call, at: datetime) -> Verdict:
    """An announced call may be cancelled, with the reason on record."""
    verdict = is_secretariat(person, call.process.code, at)
    if not verdict:
        return verdict
    if call.state == CallState.DRAFT:
        return no("call-not-announced")
    return YES if call.state == CallState.ANNOUNCED else no("call-cancelled")
