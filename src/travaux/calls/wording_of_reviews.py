"""Sentences about criteria, reviewers and scores, and the phrases of what was done with them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from travaux.calls.models import Figure
from travaux.calls.queries import conflicts
from travaux.calls.states import ReviewState

REFUSALS = {
    "criteria-frozen": _(
        "The criteria were announced with the call, or a first score was given. They stay as they "
        "are."
    ),
    "criterion-needs-name": _("Give the criterion a name in at least one language."),
    "scale-unusable": _(
        "A scale goes from a whole number up to a larger one, %(widest)s steps at most."
    ),
    "weight-unusable": _(
        "A weight is larger than 0, %(most)s at most, with two digits after the point."
    ),
    "figure-unknown": _("There is no figure named %(figure)s."),
    "too-many-criteria": _("A call has from 1 to %(most)s criteria."),
    "criteria-missing": _("No criteria were set for this call yet."),
    "reviewer-address": _("%(email)s is not an e-mail address."),
    "too-many-reviewers": _("A call has at most %(most)s reviewers."),
    "reviewers-missing": _("Say first who reviews."),
    "nothing-to-review": _(
        "There is nothing to review: no application stands, or no nomination is confirmed."
    ),
    "not-a-reviewer": _("This person does not review applications of this call."),
    "application-not-in-call": _("No application of this call has the number or key %(which)s."),
    "application-not-standing": _("Application %(number)s was withdrawn or not handed in."),
    "no-own-review": _("Nobody reviews their own application."),
    "not-your-review": _("This review is in the hands of somebody else."),
    "review-begun": _("The reviewer has begun already, or stepped back."),
    "review-handed-in": _("This review is handed in. Amend it and hand it in again."),
    "review-stepped-back": _("You stepped back from this application."),
    "reviewer-stepped-back": _("This reviewer stepped back from the application."),
    "reviews-before-closing": _(
        "Scores are given once the call is closed, when applications cannot change any more."
    ),
    "reviewing-closed": _("The reviewing is closed. Scores stay as they are."),
    "reviewing-not-closed": _("The reviewing is not closed."),
    "nothing-scored": _("No review was handed in yet."),
    "score-off-scale": _("A score lies between %(low)s and %(high)s."),
    "review-scores-missing": _(
        "It is not handed in yet: %(count)s scores are missing. What you typed is kept on this page."
    ),
    "passage-missing": _("Copy the passage that reviewers are not to see."),
    "passage-not-found": _(
        "No answer holds this passage. Copy it as it stands in the answer, sign by sign."
    ),
    # of the core
    "too-many-to-share": _(
        "At most %(most)s applications are shared out among at most %(reviewers)s reviewers."
    ),
    "each-out-of-range": _("Each application gets from 1 to %(most)s reviews."),
    "weight-out-of-range": _("A hint weighs from 1 to %(most)s."),
    "criteria-table-unreadable": _(
        "Each line of the table has a name, from, to and weight; the numbers are whole, the weight "
        "may have two digits after the point."
    ),
    "assignments-too-many": _(
        "The table has %(count)s lines; at most %(limit)s are taken at once. Divide it."
    ),
    "assignments-columns-missing": _(
        "The table needs two columns: application (its number or key) and reviewer (the e-mail "
        "address)."
    ),
}

ACTS = {
    "calls.set_scoring": _("How applications are scored was set"),
    "calls.write_criterion": _("A criterion was written"),
    "calls.drop_criterion": _("A criterion was taken out"),
    "calls.replace_criteria": _("Criteria were taken from a table"),
    "calls.appoint_reviewers": _("Reviewers were named"),
    "calls.end_reviewer": _("Somebody reviews no more"),
    "calls.assign_review": _("An application was given to a reviewer"),
    "calls.take_review_back": _("An application was taken back from a reviewer"),
    "calls.assign_table": _("Applications were given to reviewers by a table"),
    "calls.assign_evenly": _("Applications were shared out among reviewers"),
    "calls.save_review": _("A review was kept as a draft"),
    "calls.hand_in_review": _("A review was handed in"),
    "calls.step_back": _("A reviewer stepped back from an application"),
    "calls.close_reviewing": _("The reviewing was closed"),
    "calls.reopen_reviewing": _("The reviewing was opened again"),
    "calls.strike_out": _("A passage was struck out for reviewers"),
    "calls.show_again": _("A passage is shown to reviewers again"),
    "calls.write_review_reminders": _("Reminders to reviewers were written"),
}

FIGURES: dict[str, Any] = {
    Figure.MEDIAN: _("The median of the reviewers’ totals"),
    Figure.MEAN: _("The mean of the reviewers’ totals"),
}
REVIEW_STATES: dict[str, Any] = {
    ReviewState.ASSIGNED: _("not begun"),
    ReviewState.DRAFT: _("begun, not handed in"),
    ReviewState.HANDED_IN: _("handed in"),
    ReviewState.RECUSED: _("stepped back"),
}
HINTS: dict[str, Any] = {
    conflicts.OWN: _("it is their own application"),
    conflicts.NOMINATOR: _("the reviewer speaks for the state that nominates, or confirmed it"),
    conflicts.EMPLOYER: _("same employer"),
    conflicts.DOMAIN: _("addresses of the same organisation"),
    conflicts.COUNTRY: _("same state"),
}
