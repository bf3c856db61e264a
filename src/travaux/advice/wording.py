"""Sentences for what this room refuses, its states, and a phrase for every act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "not-of-the-group": _("This desk is of the expert group; you have no seat in it now."),
    "group-needs-title": _("Give the group a title in at least one language."),
    "adopted-by-whom": _("Say by whom it was adopted, and at which meeting."),
    "advice-in-the-future": _("The day lies in the future."),
    "show-one-thing": _("Choose one draft or one round."),
    "draft-not-frozen": _("Freeze the draft first, so that what the group reads stays as it is."),
    "advice-time-over": _("The time for advice on this is over."),
    "answer-not-shown": _("This answer is not among those that the group is shown."),
    "advice-empty": _("Write what you advise, or why you dissent."),
    "own-advice": _("This is your own advice."),
    "dissent-noted": _("Your dissent is noted already."),
    "outcome-of-advice": _("Choose one of the outcomes."),
    "reason-for-advice": _("Give the reason: the group reads it."),
    "view-recorded": _("The view of the group on this draft is recorded already."),
}
STATES: Mapping[str, Any] = {
    "open": _("waits for a response"),
    "followed": _("followed"),
    "partly": _("followed in part"),
    "not": _("not followed"),
}
SHAPES = {"followed": "done", "partly": "doing", "not": "stop"}
VIEWS: Mapping[str, Any] = {
    "consensus": _("Consensus"),
    "with-dissent": _("Consensus, with dissent noted"),
    "none": _("No consensus"),
}
ACTS = {
    "advice.set_up_group": _("The desk of an expert group was set up"),
    "advice.adopt_terms": _("Scope and deliverables of an expert group were adopted"),
    "advice.show_to_group": _("Something was shown to an expert group"),
    "advice.advise": _("A member of an expert group gave advice"),
    "advice.dissent": _("A member of an expert group noted a dissent"),
    "advice.respond": _("It was said what came of advice"),
    "advice.record_view": _("The view of an expert group on a text was recorded"),
}
