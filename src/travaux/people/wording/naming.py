"""Sentences and phrases of naming by authorities, and of members of organisations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "contact-names-nobody": _(
        "A permanent mission or a ministry of a state names who speaks for it; this contact is none."
    ),
    "contact-without-address": _("No address of this office is known. Write it down first."),
    "naming-used": _("This link was used already. Ask the secretariat for a new one."),
    "naming-expired": _("This link has expired. Ask the secretariat for a new one."),
    "letter-kind": _("A letter comes as PDF, picture or Word file."),
    "naming-letter-needed": _("Attach the signed letter."),
    "named-address": _("Write the e-mail address of each person."),
    "deputy-is-focal-point": _("The deputy must be another person than the focal point."),
    "too-many-domains": _("At most %(most)s mail domains are kept for an organisation."),
    "domain-unfit": _("“%(domain)s” is no mail domain. Write it like example.org."),
    "domain-of-everybody": _(
        "Everybody can have an address at %(domain)s: it shows nothing of whom somebody works for."
    ),
    "address-not-of-organisation": _(
        "None of your confirmed addresses is in a mail domain of this organisation."
    ),
    "no-organisation-here": _("This role is for no organisation."),
}
VERIFIED = {
    "domain": _("verified by mail domain"),
    "letter": _("verified by letter"),
    "": _("appointed by the secretariat"),
}
ACTS = {
    "people.ask_authority": _("An authority was asked to name who speaks for its state"),
    "people.name_speakers": _("An authority named who speaks for its state"),
    "people.set_domains": _("The mail domains of an organisation were written down"),
    "people.join_organisation": _("A person joined an organisation by their mail domain"),
    "people.verify_member": _("A member of an organisation was verified by letter"),
}
