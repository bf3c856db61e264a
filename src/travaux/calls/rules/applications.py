"""Who may apply, amend and withdraw, until when; who may read what was handed in."""

from __future__ import annotations

from datetime import datetime

from travaux.calls.models import Admission, Application, Call, Kind
from travaux.calls.rules.calls import Phase, input_until, is_secretariat, phase
from travaux.calls.states import ApplicationState
from travaux.core.formats.bounds import ending_of
from travaux.people.models import Person
from travaux.plumbing.verdicts import YES, Verdict, no

MOST_FILES = 30  # of one application
FILE_BYTES = 20 * 1024 * 1024
ENDINGS = (
    "pdf", "docx", "odt", "rtf", "txt", "xlsx", "ods", "csv", "pptx", "odp",
    "jpg", "jpeg", "png", "webp", "heic", "tif", "tiff",
)  # fmt: skip


def is_known(person: Person | None) -> bool:
    return person is not None and getattr(person, "pk", None) is not None


def is_applicant(person: Person | None, application: Application) -> bool:
    return is_known(person) and application.person_id == getattr(person, "pk", None)


def admitted_until(person: Person | None, call: Call) -> datetime | None:
    """Until when a recorded exception lets somebody hand in after the deadline."""
    if not is_known(person) or not getattr(person, "email", None):
        return None
    found = Admission.objects.filter(call=call, email__iexact=person.email)  # type: ignore[union-attr]
    return max((a.until for a in found), default=None)


def may_hand_in(person: Person | None, call: Call, at: datetime) -> Verdict:
    """What is handed in comes while the call is open, or by a recorded exception."""
    now = phase(call, at)
    if now is Phase.OPEN:
        return YES
    if now is Phase.DRAFT:
        return no("call-not-announced")
    if now is Phase.CANCELLED:
        return no("call-cancelled")
    if now is Phase.PLANNED:
        return no("call-not-open-yet")
    until = admitted_until(person, call)
    return YES if until is not None and at < until else no("call-closed-to-late")


def is_late(call: Call, at: datetime) -> bool:
    """Whether what comes at this instant is marked as received after the deadline."""
    until = input_until(call)
    return until is not None and at >= until


def may_begin(person: Person | None, call: Call, at: datetime) -> Verdict:
    """Somebody who is signed in begins an application; a nominee has one in each call."""
    if not is_known(person):
        return no("sign-in-first")
    verdict = may_hand_in(person, call, at)
    if not verdict:
        return verdict
    if call.kind == Kind.NOMINATION:
        standing = Application.objects.filter(call=call, person=person).exclude(
            state=ApplicationState.WITHDRAWN
        )
        if standing.exists():
            return no("already-applied")
    return YES


def may_save(person: Person | None, application: Application, at: datetime) -> Verdict:
    """What is typed is kept for its author, also when it cannot be handed in any more."""
    if not is_applicant(person, application):
        return no("not-your-application")
    if application.erased_at is not None:
        return no("application-erased")
    if application.state == ApplicationState.WITHDRAWN:
        return no("application-withdrawn")
    return YES


def may_submit(person: Person | None, application: Application, at: datetime) -> Verdict:
    """A draft is handed in, and what was handed in is amended, until the deadline."""
    verdict = may_save(person, application, at)
    if not verdict:
        return verdict
    return may_hand_in(person, application.call, at)


def may_withdraw(person: Person | None, application: Application, at: datetime) -> Verdict:
    """Nobody is held to an application: it may be withdrawn at any time."""
    if not is_applicant(person, application):
        return no("not-your-application")
    if application.state == ApplicationState.WITHDRAWN:
        return no("application-withdrawn")
    return YES if application.state == ApplicationState.SUBMITTED else no("application-not-sent")


def may_discard(person: Person | None, application: Application) -> Verdict:
    """A draft is thrown away by its author."""
    if not is_applicant(person, application):
        return no("not-your-application")
    return YES if application.state == ApplicationState.DRAFT else no("moved-meanwhile")


def may_read(person: Person | None, application: Application, at: datetime) -> Verdict:
    """An application is read by its author and, once handed in, by the secretariat alone."""
    if is_applicant(person, application):
        return YES
    verdict = is_secretariat(person, application.call.process.code, at)
    if not verdict:
        return verdict
    return YES if application.state != ApplicationState.DRAFT else no("not-your-application")


def file_fits(name: str, size: int, start: bytes) -> Verdict:
    """A file is of a kind that people send, not empty, and what its ending says."""
    ending = ending_of(name)
    if ending not in ENDINGS:
        return no("attachment-kind", ending=ending[:12] or "?", known=", ".join(ENDINGS))
    if not size:
        return no("attachment-empty", name=name[:120])
    if size > FILE_BYTES:
        return no("attachment-too-large", name=name[:120], megabytes=FILE_BYTES // 2**20)
    wanted = {
        "pdf": (b"%PDF",), "png": (b"\x89PNG",), "jpg": (b"\xff\xd8",), "jpeg": (b"\xff\xd8",),
        "docx": (b"PK",), "xlsx": (b"PK",), "pptx": (b"PK",), "odt": (b"PK",), "ods": (b"PK",),
        "odp": (b"PK",), "rtf": (b"{\\rtf",), "webp": (b"RIFF",),
        "tif": (b"II", b"MM"), "tiff": (b"II", b"MM"),
    }.get(ending)  # fmt: skip
    if wanted and not start.lstrip(b"\xef\xbb\xbf\r\n ").startswith(wanted):
        return no("attachment-not-as-named", name=name[:120])
    return YES
