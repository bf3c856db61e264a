"""Sentences for what this room refuses, and the names of the roles."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from travaux.people.models import Kind, Role

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
    # contacts, and tables of them
    "contacts-without-heading": _(
        "No heading of a contact list was found in the first %(looked_at)s rows. "
        "Write headings such as Country, Office, Name and E-mail over the columns."
    ),
    "contacts-too-many": _("The table has more than %(most)s rows. Divide it."),
    "contacts-too-wide": _("The table has %(columns)s columns; %(most)s are the most."),
    "contact-cell-cut": _("A cell is longer than %(most)s signs; its end was left out."),
    "contact-kind-unknown": _(
        "“%(value)s” is no kind of contact. The kinds are mission, ministry, focal point, "
        "observer, organisation and other."
    ),
    "contact-country-unknown": _(
        "No state is known as “%(value)s”. Write its name as the page of states does, or its code."
    ),
    "contact-country-missing": _(
        "A mission, a ministry and a focal point belong to a state: name it."
    ),
    "contact-language-unknown": _("“%(value)s” is none of the six languages."),
    "contact-email-unfit": _("“%(value)s” is no mail address. Write it as name@example.org."),
    "contact-copy-unfit": _(
        "“%(value)s” is no mail address for a copy. Write addresses with a semicolon between them."
    ),
    "contact-date-unfit": _(
        "“%(value)s” can mean more than one day, or none. Write it as 2024-03-01."
    ),
    "contact-ends-before-it-begins": _("The post would end before it begins."),
    "contact-too-long": _("The text in “%(field)s” is longer than %(most)s signs."),
    "contact-nameless": _("Neither an office nor a person is named."),
    "post-nameless": _("Name the person, or at least the function."),
    "contacts-not-to-merge": _(
        "These two cannot be made one. Choose two contacts that are in use."
    ),
    "columns-do-not-fit": _("The columns do not fit the table. Load the page again."),
    "column-taken-twice": _("Two columns are taken as “%(field)s”. Choose one of them."),
    "table-brought-in": _("This table was brought in already."),
    "row-reason-needed": _("Say why, in a few words."),
    "list-nameless": _("Give the list a name."),
    "list-name-taken": _("There is a list named “%(name)s” already."),
}

KINDS = {
    Kind.MISSION: _("Permanent mission"),
    Kind.MINISTRY: _("Ministry"),
    Kind.FOCAL_POINT: _("Focal point"),
    Kind.OBSERVER: _("Observer"),
    Kind.ORGANISATION: _("Organisation"),
    Kind.OTHER: _("Other"),
}

FIELDS = {
    "kind": _("Kind"),
    "country": _("State"),
    "office": _("Office"),
    "title": _("Title"),
    "name": _("Name"),
    "function": _("Function"),
    "salutation": _("Salutation"),
    "own_email": _("E-mail of the person"),
    "email": _("E-mail of the office"),
    "copy_to": _("Copy to"),
    "language": _("Working language"),
    "telephone": _("Telephone"),
    "address": _("Address"),
    "since": _("Since"),
    "until": _("Until"),
    "note": _("Note"),
}


def kind_name(kind: str) -> str:
    """What a kind of contact is called in the reader's language."""
    return str(KINDS[Kind(kind)]) if kind in Kind.values else kind


ROLES = {
    Role.SECRETARIAT: _("Secretariat"),
    Role.DRAFTER: _("Drafter"),
    Role.EXPERT: _("Expert"),
    Role.FOCAL_POINT: _("Focal point of a state"),
    Role.OFFICE: _("Regional or country office"),
    Role.CONTRIBUTOR: _("Contributor"),
    Role.REVIEWER: _("Reviewer"),
    Role.OBSERVER: _("Observer"),
    Role.AUDITOR: _("Auditor"),
    Role.FUND_RAISER: _("Fund-raising officer"),
}


def role_name(role: str) -> str:
    """What a role is called in the reader's language."""
    return str(ROLES.get(Role(role), role)) if role in Role.values else role
