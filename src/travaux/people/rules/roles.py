"""Who may give and end roles, who may leave, and who keeps the contacts of a process."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from travaux.core.contacts.columns import KINDS, LANGUAGES
from travaux.core.contacts.rows import LONGEST, day_of, is_email
from travaux.people.models import Appointment, Country, Office, Person, Role
from travaux.people.queries import appointments_of, holds, standing_secretariats
from travaux.people.queries.offices import scope_held
from travaux.plumbing.verdicts import YES, Verdict, no

STATE_ROLES = (Role.FOCAL_POINT,)  # speak for a state, so the appointment names it


def may_appoint(person: Person | None, process_code: str) -> Verdict:
    """The secretariat of a process gives its roles; nobody else's."""
    if person is None or not getattr(person, "is_authenticated", False):
        return no("sign-in-first")
    if not process_code:
        # a role in every process is given by the technical officer on the command line
        everywhere = appointments_of(person).filter(role=Role.SECRETARIAT, process_code="")
        return YES if everywhere.exists() else no("not-your-role")
    return YES if holds(person, process_code, [Role.SECRETARIAT]) else no("not-your-role")


def fits(
    role: str, country: Country | None, office: Office | None = None, process_code: str = ""
) -> Verdict:
    """A focal point speaks for a state, and whoever is of an office has its states: both are named."""
    if role in STATE_ROLES and country is None:
        return no("focal-point-needs-state")
    if role == Role.OFFICE and office is None:
        return no("office-unnamed")
    if office is not None and (role != Role.OFFICE or office.process_code != process_code):
        return no("office-of-another")
    return YES


def may_end(person: Person | None, appointment: Appointment, at: datetime) -> Verdict:
    """The secretariat ends roles of its process, but never leaves it without a secretariat."""
    allowed = may_appoint(person, appointment.process_code)
    if not allowed:
        return allowed
    return remains(appointment, at)


def remains(appointment: Appointment, at: datetime) -> Verdict:
    """Somebody of the secretariat remains when this appointment ends."""
    if appointment.role == Role.SECRETARIAT and appointment.process_code:
        others = standing_secretariats(appointment.process_code, at)
        if not others.exclude(person_id=appointment.person_id).exists():
            return no("last-secretariat", process=appointment.process_code)
    return YES


def may_erase(person: Person | None, whom: Person, at: datetime) -> Verdict:
    """Everybody may have their own account erased; the only secretariat names a successor first."""
    if person is not None and person.pk != whom.pk:
        return no("not-your-account")
    for appointment in appointments_of(whom, at):
        stays = remains(appointment, at)
        if not stays:
            return stays
    return YES


# ---- contacts ---------------------------------------------------------------------------------------
READERS_OF_CONTACTS = (Role.SECRETARIAT, Role.OFFICE)
OF_A_STATE = ("mission", "ministry", "focal-point")  # an office of a state names it


@dataclass(frozen=True, slots=True)
class OfficeDetails:
    """What is known of an office."""

    kind: str
    country: Country | None = None
    office: str = ""
    language: str = ""
    email: str = ""
    copies: tuple[str, ...] = ()
    telephone: str = ""
    address: str = ""
    note: str = ""

    def columns(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "country": self.country,
            "office": self.office.strip(),
            "language": self.language,
            "email": self.email.strip(),
            "copies": list(self.copies),
            "telephone": self.telephone.strip(),
            "address": self.address.strip(),
            "note": self.note.strip(),
        }


@dataclass(frozen=True, slots=True)
class PostDetails:
    """Who holds a post, and since when."""

    name: str = ""
    title: str = ""
    function: str = ""
    salutation: str = ""
    email: str = ""
    since: str = ""
    until: str = ""

    def columns(self) -> dict[str, str]:
        return {
            "name": self.name.strip(),
            "title": self.title.strip(),
            "function": self.function.strip(),
            "salutation": self.salutation.strip(),
            "email": self.email.strip(),
            "since": self.since,
            "until": self.until,
        }

    def __bool__(self) -> bool:
        return any(v for k, v in self.columns().items() if k not in ("since", "until"))


def may_keep_contacts(person: Person | None, process_code: str) -> Verdict:
    """The secretariat of a process keeps its contacts; nobody else changes them."""
    if person is None or not getattr(person, "is_authenticated", False):
        return no("sign-in-first")
    return YES if holds(person, process_code, [Role.SECRETARIAT]) else no("not-your-role")


def may_read_contacts(person: Person | None, process_code: str) -> Verdict:
    """Names and addresses are seen by the secretariat; by an office those of its states."""
    if person is None or not getattr(person, "is_authenticated", False):
        return no("sign-in-first")
    return YES if holds(person, process_code, READERS_OF_CONTACTS) else no("not-your-role")


def may_read_lists(person: Person | None, process_code: str) -> Verdict:
    """Distribution lists reach beyond the states of one office: the secretariat's alone."""
    return may_keep_contacts(person, process_code)


def reads_contacts_of(person: Person | None, process_code: str) -> frozenset[int] | None:
    """The states whose contacts somebody reads; None: all, as the secretariat."""
    return None if may_keep_contacts(person, process_code) else scope_held(person, process_code)


def contact_is_whole(details: OfficeDetails) -> Verdict:
    """A contact has a kind, an office or a state, and addresses that can be addresses."""
    if details.kind not in KINDS:
        return no("contact-kind-unknown", value=details.kind)
    if details.country is None and details.kind in OF_A_STATE:
        return no("contact-country-missing")
    if details.language not in ("", *LANGUAGES):
        return no("contact-language-unknown", value=details.language)
    if details.email and not is_email(details.email.strip()):
        return no("contact-email-unfit", value=details.email)
    for copy in details.copies:
        if not is_email(copy):
            return no("contact-copy-unfit", value=copy)
    for name in ("office", "telephone", "address", "note"):
        if len(getattr(details, name)) > LONGEST[name]:
            return no("contact-too-long", field=name, most=LONGEST[name])
    return YES


def post_is_whole(details: PostDetails) -> Verdict:
    """A post names its holder or its function, and ends after it begins."""
    if not details.name.strip() and not details.function.strip():
        return no("post-nameless")
    if details.email and not is_email(details.email.strip()):
        return no("contact-email-unfit", value=details.email)
    for day in (details.since, details.until):
        if day and day_of(day) != day:
            return no("contact-date-unfit", value=day)
    if details.since and details.until and details.until < details.since:
        return no("contact-ends-before-it-begins")
    for name in ("name", "title", "function", "salutation"):
        if len(getattr(details, name)) > LONGEST[name]:
            return no("contact-too-long", field=name, most=LONGEST[name])
    return YES


def list_is_whole(name: str, kinds: Collection[str]) -> Verdict:
    """A list has a name; what it means by rule are kinds that are known."""
    if not name.strip():
        return no("list-nameless")
    unknown = sorted(set(kinds) - set(KINDS))
    return no("contact-kind-unknown", value=unknown[0]) if unknown else YES
