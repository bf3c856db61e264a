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
    # states and groups, and files that hold them
    "country-is-invented": _(
        "%(state)s is the code of an invented state of the demonstration. Nothing was changed."
    ),
    "state-is-placed-by-a-file": _(
        "A real state is placed in a group by a file that names its source: "
        "`travaux countries load FILE`."
    ),
    "group-unknown": _("No group that is known here has the code %(group)s."),
    "group-names-unknown-state": _(
        "The file names the state %(state)s, which is not known here. Load the states first."
    ),
    "states-unreadable": _("The file cannot be read as TOML: %(what)s."),
    "states-key-unknown": _("The key %(key)s has no meaning here. Check its spelling."),
    "states-not-text": _("A text is expected here."),
    "states-value-missing": _("A value is missing here."),
    "states-date-unfit": _(
        "%(value)s is no date. Write 1971, 1971-10 or 1971-10-13, as exact as it is known."
    ),
    "states-not-languages": _(
        'Texts per language are expected here, as in { en = "…", fr = "…" }.'
    ),
    "states-language-unknown": _("%(language)s is none of the six languages."),
    "states-language-missing": _("The text in the language %(language)s is missing."),
    "states-code-unfit": _(
        "%(code)s is no code. States have three capital letters, groups small letters and hyphens."
    ),
    "states-code-twice": _("The code %(code)s stands here twice; it belongs to %(other)s already."),
    "states-state-unknown": _("No state has the code %(code)s."),
    "states-ends-before-it-begins": _("The end lies before the beginning."),
    "states-in-two-groups": _(
        "%(code)s is in %(other)s at the same time. Give one of the two an end."
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
