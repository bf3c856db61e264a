"""Sentences about declarations of interests, and the phrases of their acts for the record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from travaux.people.models import MEMBER, Outcome
from travaux.people.queries.declarations import Stand
from travaux.people.wording.roles import role_name

REFUSALS = {
    # a role that has not begun
    "interests-missing": _(
        "This role begins once your declaration of interests stands. Declare first: the page is "
        "named “Your declaration of interests”, on your own page."
    ),
    "interests-waiting": _(
        "Your declaration of interests is handed in. This role begins once a named assessor has "
        "decided."
    ),
    "interests-out-of-date": _(
        "Your declaration of interests is out of date. Confirm or renew it, then this role goes on."
    ),
    "interests-excluded": _(
        "The assessment of your declaration of interests leaves this role to others."
    ),
    # a topic that is dealt with
    "interests-exclude-topic": _(
        "This is about “%(topic)s”. The assessment of your declaration of interests leaves this "
        "topic to others (rule on declarations of interests, outcome: some topics)."
    ),
    "interests-exclude-from-all": _(
        "The assessment of your declaration of interests leaves this work to others (rule on "
        "declarations of interests, outcome: excluded)."
    ),
    # declaring
    "interests-not-asked": _("Nothing is asked of you here: your roles need no declaration."),
    "interests-empty": _(
        "Nothing is written yet. Write what you declare, or say that you have nothing to declare."
    ),
    "interests-too-long": _("This is longer than %(most)s signs. Shorten it."),
    "interests-nothing-to-confirm": _("There is no declaration yet that could be confirmed."),
    "interests-newer": _("There is a newer version of your declaration. Load the page again."),
    "interests-confidential": _(
        "What was declared is read by the person and by the named assessors alone."
    ),
    "interests-erased": _("What was declared has been erased."),
    # assessing
    "not-an-assessor": _(
        "Declarations are assessed by those whom the secretariat has named for it."
    ),
    "own-declaration": _("Nobody assesses their own declaration. Another assessor decides."),
    "interests-newer-version": _("The person has declared anew meanwhile. Assess the new version."),
    "outcome-of-interests-unknown": _("Choose an outcome: none, some topics, or excluded."),
    "outcome-names-topics": _("Name the topics that are left to others."),
    "outcome-needs-reason": _("Write the reason. It is read by the person and the assessors."),
    "summary-too-long": _("The summary is longer than %(most)s signs: one sentence is enough."),
    "assessor-named": _("This person is a named assessor already."),
    "last-assessor": _("Nobody would be left to assess. Name somebody else first."),
    # keeping
    "role-never-declares": _(
        "Only advisers declare: experts, reviewers, drafters and members of a group. Who speaks "
        "for a state does not."
    ),
    "interests-days-unfit": _("Give a number of days from 1 to %(most)s."),
    "topic-nameless": _("Give the topic a name."),
    "topic-known": _("There is a topic named “%(name)s” already."),
    "topic-in-use": _("An outcome names this topic. Decide about that declaration anew first."),
    "heading-unknown": _("The heading is not in a text of this process. Load the page again."),
    "occasion-nameless": _("Name the meeting."),
    "occasion-over": _("The meeting cannot lie in the past."),
}

ACTS = {
    "people.set_interest_rule": _("The rule on declarations of interests was set"),
    "people.name_assessor": _("An assessor of declarations was named"),
    "people.end_assessor": _("An assessor of declarations is no longer named"),
    "people.declare_interests": _("A declaration of interests was handed in"),
    "people.confirm_interests": _("A declaration of interests was confirmed"),
    "people.assess_interests": _("A declaration of interests was assessed"),
    "people.write_topic": _("A topic for declarations of interests was written"),
    "people.retire_topic": _("A topic for declarations of interests was retired"),
    "people.ask_before_meeting": _("Declarations were asked for before a meeting"),
    "people.cancel_occasion": _("Declarations are no longer asked for before a meeting"),
    "people.write_interest_reminders": _("Reminders of declarations were written"),
    "people.erase_past_declarations": _("Declarations past their time were erased"),
}

STANDS = {
    Stand.MISSING: _("not declared yet"),
    Stand.WAITING: _("waits for an assessor"),
    Stand.OUT_OF_DATE: _("out of date"),
    Stand.NONE: pgettext_lazy("outcome of interests", "nothing that matters"),
    Stand.PARTIAL: pgettext_lazy("outcome of interests", "some topics left to others"),
    Stand.EXCLUDED: pgettext_lazy("outcome of interests", "excluded"),
}
OUTCOMES = {
    Outcome.NONE: STANDS[Stand.NONE],
    Outcome.PARTIAL: STANDS[Stand.PARTIAL],
    Outcome.EXCLUDED: STANDS[Stand.EXCLUDED],
}
QUESTIONS = {
    "employment": (
        _("Employment and consultancies"),
        _("In the last four years: whom you work or worked for, paid or not, in this field."),
    ),
    "funding": (
        _("Funding"),
        _("Grants, sponsorship, travel or equipment that you or your unit received in this field."),
    ),
    "ownership": (
        _("Ownership"),
        _("Shares, patents, licences or other property whose value this work could change."),
    ),
    "positions": (
        _("Offices and memberships"),
        _("Boards, committees, associations or movements in which you hold an office."),
    ),
    "statements": (
        _("Public statements"),
        _("Testimony, articles or public positions on what this process is about."),
    ),
    "relations": (
        _("Family and other close relations"),
        _("What would have to stand above if it were yours: name the relation, not the person."),
    ),
}


def stand_name(stand: str) -> str:
    """How a declaration stands, in the reader's language."""
    return str(STANDS[Stand(stand)])


def outcome_name(outcome: str) -> str:
    """What was decided, in the reader's language."""
    return str(OUTCOMES[Outcome(outcome)])


def declaring_name(role: str) -> str:
    """A role that declares, a seat in a group among them, in the reader's language."""
    return str(_("Member of a group")) if role == MEMBER else role_name(role)
