"""Which office may be asked to name who speaks for its state, and who belongs to an organisation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from travaux.people.models import Contact, Kind, Naming, Person
from travaux.people.queries import address_of
from travaux.people.rules.roles import may_appoint
from travaux.plumbing.verdicts import YES, Verdict, no

NAMING_DAYS = 42  # a link to an authority opens so long
NAMERS = (Kind.MISSION, Kind.MINISTRY)  # offices that name who speaks for their state
LETTERS = ("pdf", "jpg", "jpeg", "png", "docx")
MOST_DOMAINS = 20
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,63}")
# where everybody has an address: it says nothing of whom somebody works for
OF_EVERYBODY = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "msn.com",
        "yahoo.com",
        "icloud.com",
        "me.com",
        "aol.com",
        "proton.me",
        "protonmail.com",
        "gmx.net",
        "gmx.de",
        "gmx.com",
        "web.de",
        "mail.ru",
        "yandex.ru",
        "yandex.com",
        "qq.com",
        "163.com",
        "126.com",
        "sina.com",
        "foxmail.com",
        "zoho.com",
        "mail.com",
        "orange.fr",
        "laposte.net",
    ]
)


def may_ask_authority(person: Person | None, contact: Contact) -> Verdict:
    """The secretariat asks a mission or ministry of a state that it can write to."""
    verdict = may_appoint(person, contact.process_code)
    if not verdict:
        return verdict
    if contact.kind not in NAMERS or contact.country_id is None or contact.retired_at is not None:
        return no("contact-names-nobody")
    return YES if address_of(contact) else no("contact-without-address")


def may_name(naming: Naming, at: datetime) -> Verdict:
    """A link to an authority names once, until it expires."""
    if naming.used_at is not None:
        return no("naming-used")
    if at >= naming.expires_at or naming.contact.retired_at is not None:
        return no("naming-expired")
    return YES


def is_letter(name: str) -> Verdict:
    """A signed letter comes as PDF, picture or Word file."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return YES if ending in LETTERS else no("letter-kind")


def are_domains(domains: Sequence[str]) -> Verdict:
    """Mail domains are an organisation's own, never those where everybody has an address."""
    if len(domains) > MOST_DOMAINS:
        return no("too-many-domains", most=MOST_DOMAINS)
    for domain in domains:
        if not _DOMAIN.fullmatch(domain):
            return no("domain-unfit", domain=domain[:80])
        if domain in OF_EVERYBODY:
            return no("domain-of-everybody", domain=domain)
    return YES


def belongs(addresses: Sequence[str], domains: Sequence[str]) -> Verdict:
    """A confirmed address in one of the domains shows that somebody belongs to the organisation."""
    mine = {a.rsplit("@", 1)[-1].lower() for a in addresses}
    return YES if mine & set(domains) else no("address-not-of-organisation")
