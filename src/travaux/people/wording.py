"""Sentences for what this room refuses, and the names of the roles."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from travaux.people.models import Role

REFUSALS = {
    "address-known": _("There is already an account with the address %(email)s."),
    "address-unknown": _(
        "Nobody here has the address %(email)s. Ask the person to make an account first."
    ),
    "not-your-account": _("This is the account of somebody else."),
    "focal-point-needs-state": _("A focal point speaks for a state: name it."),
    "last-secretariat": _(
        "The process %(process)s would be left without a secretariat. Appoint somebody else first."
    ),
    "ends-before-it-begins": _("The role would end before it begins: choose a later day."),
    "words-differ": _("Type the word exactly as it is shown."),
    "role-unknown": _("There is no role named %(role)s. The roles are: %(known)s."),
    "state-or-organisation-unknown": _(
        "Neither a state nor an organisation is named %(name)s here."
    ),
}

ROLES = {
    Role.SECRETARIAT: _("Secretariat"),
    Role.DRAFTER: _("Drafter"),
    Role.EXPERT: _("Expert"),
    Role.FOCAL_POINT: _("Focal point of a state"),
    Role.OFFICE: _("Office that answers"),
    Role.CONTRIBUTOR: _("Contributor"),
    Role.REVIEWER: _("Reviewer"),
    Role.OBSERVER: _("Observer"),
    Role.AUDITOR: _("Auditor"),
}


def role_name(role: str) -> str:
    """What a role is called in the reader's language."""
    return str(ROLES.get(Role(role), role)) if role in Role.values else role
