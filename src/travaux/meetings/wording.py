"""Sentences for what this room refuses, names of its things, and a phrase for each of its acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

REFUSALS = {
    "meeting-beyond-office": _(
        "A meeting of an office is about its own track and rounds, and stands in no series of the process."
    ),
    "meeting-office-without-budget": _(
        "A meeting of an office has no host, milestones or money of the process; ask the secretariat."
    ),
    "minutes-not-published": _(
        "Until these minutes are published, they are for those who take part."
    ),
    "meeting-needs-title": _("Give it a title in at least one language."),
    "paper-release-unknown": _("Choose a release of the assessment of this process."),
    "meeting-rule-unknown": _("Choose one of the ways that are offered."),
    "meeting-zone-unknown": _("Choose a time zone by its name, like Africa/Nairobi."),
    "meeting-ends-before-it-begins": _("A meeting ends after it begins."),
    "meeting-needs-venue": _("Say where it is held: the venue or the city."),
    "meeting-days-unfit": _("Choose from 1 to %(most)s days."),
    "register-until-after-meeting": _("This deadline lies after the end of the meeting."),
    "meeting-of-another-process": _("This belongs to another process."),
    "milestone-unknown-here": _("The roadmap has no such milestone."),
    "meeting-group-not-adopted": _(
        "This group is not adopted yet; it can be named for a meeting once it is."
    ),
    "host-not-chosen": _("This offer was not chosen by a call for hosts."),
    "remote-link-unfit": _("The address for joining begins with https://."),
    "meeting-cancelled": _("This meeting was cancelled."),
    "meeting-announced": _("This meeting is announced already."),
    "meeting-not-announced": _("This meeting is not announced."),
    "meeting-needs-agenda": _("Write at least one item of the agenda first."),
    "meeting-online-already": _("This meeting is held online already."),
    "meeting-begun": _("The meeting has begun."),
    "meeting-not-begun": _("The meeting has not begun yet."),
    "meeting-over": _("The meeting is over."),
    "meeting-rule-announced": _(
        "How speech is attributed, the days for a reply and the rule of travel support stand as "
        "they were announced."
    ),
    "mode-by-its-own-act": _(
        "An announced meeting is turned online by its own act, with a reason."
    ),
    "draft-spoken-on": _(
        "What was said on this draft is noted already: it stays the draft in question."
    ),
    "minutes-published": _("The minutes are published and stand as they are."),
    "minutes-changed": _(
        "Somebody else wrote these minutes meanwhile. Both texts stand below; what you typed is "
        "kept. Put them together and save again."
    ),
    "item-needs-title": _("Write what the item is about."),
    "item-in-use": _("Minutes, papers or interventions belong to this item; it stays."),
    "agenda-full": _("At most %(most)s are kept here."),
    "paper-for-participants": _("This paper is for those who take part in the meeting."),
    "paper-needs-title": _("Give the paper a title."),
    "paper-language-unknown": _("Choose one of the six languages."),
    "paper-kind-unfit": _("Choose a file: PDF, a text, slides or a workbook."),
    "paper-in-language-already": _(
        "It was issued in this language already. What replaces it is a Rev., what corrects it a Corr."
    ),
    "symbol-taken": _("%(symbol)s was given already in this meeting."),
    "symbol-empty": _("Write the symbol of the paper."),
    "symbol-too-long": _("A symbol has at most %(most)s characters."),
    "symbol-part": _(
        "“%(part)s” is no part of a symbol: capital letters, figures and dots between strokes."
    ),
    "symbol-suffix": _(
        "“%(part)s” is written Rev.1, Add.1, Corr.1, INF.1 or CRP.1, with its number."
    ),
    "registration-closed": _("Registration is closed. Write to the secretariat."),
    "participant-nameless": _("Write the name."),
    "participant-email-unfit": _("This is no mail address."),
    "participant-kind-unknown": _("Choose one of the ways that are offered."),
    "participant-needs-state": _("Choose the state for which they come."),
    "participant-needs-organisation": _("Say for which organisation they come."),
    "participant-mode-unfit": _("The meeting is not held this way. Choose another."),
    "needs-too-long": _("At most %(most)s characters."),
    "letter-kind-unfit": _("A letter is a PDF, a text file or a picture."),
    "letter-too-large": _("The file is larger than %(most)s MB."),
    "letter-missing": _("There is no letter yet."),
    "registered-already": _("Somebody with this address is registered already."),
    "register-whom": _(
        "You register yourself, or, as focal point, somebody of your own delegation."
    ),
    "invitation-unknown": _("This link is not known here."),
    "invitation-used": _("This invitation was used already."),
    "not-your-delegation": _("This is for the focal point of that state or organisation."),
    "not-for-yourself": _("Nobody approves their own registration; the secretariat does."),
    "interests-need-account": _(
        "Experts declare their interests before this meeting; for that they need an account."
    ),
    "speaker-not-as-expert": _(
        "By the assessment of their interests this speaker is no expert on this: it is recorded "
        "without a name, and not as the comment of an expert."
    ),
    "place-withdrawn": _("This registration was withdrawn."),
    "speaker-not-here": _("Choose a speaker among those who take part."),
    "meeting-without-draft": _(
        "No round is named whose draft is spoken on. Name it on the page of the meeting."
    ),
    "intervention-empty": _("Write what was said."),
    "intervention-too-long": _("At most %(most)s characters."),
    "intervention-dropped": _("This note was taken back by the minute-taker."),
    "intervention-answered": _("This was dealt with already."),
    "reply-days-over": _("The announced days for a reply are over."),
    "dispute-needs-words": _("Say what is wrong."),
    "decision-empty": _("Write what was decided."),
    "task-needs-owner": _("Write what is to be done, and who owes it."),
    "travel-not-offered": _("This meeting has no budget for travel support."),
    "travel-for-presence": _("Support to travel is for those who come in person."),
    "travel-closed": _("Requests for travel support are closed."),
    "travel-not-asked": _("No support to travel was asked for."),
    "travel-needs-approval": _("The registration is not approved yet."),
    "travel-order-of-one-state": _(
        "A government names the order among those whom it sends itself."
    ),
    "travel-sum-unfit": _("A sum is not negative."),
    "travel-beyond-budget": _("The budget line does not hold this sum any more."),
}

MODES: Mapping[str, Any] = {
    "in-person": pgettext_lazy("mode of a meeting", "in person"),
    "online": pgettext_lazy("mode of a meeting", "online"),
    "hybrid": pgettext_lazy("mode of a meeting", "hybrid"),
}
STATES: Mapping[str, Any] = {
    "draft": _("in preparation"),
    "announced": _("announced"),
    "cancelled": _("cancelled"),
}
PLACES: Mapping[str, Any] = {
    "asked": _("waits for approval"),
    "approved": _("approved"),
    "waiting": _("on the waiting list"),
    "refused": _("not approved"),
    "withdrawn": _("withdrawn"),
}
SHAPES = {
    "approved": "done", "asked": "doing", "waiting": "doing", "refused": "stop",
    "confirmed": "done", "lapsed": "done", "disputed": "stop", "done": "done", "open": "doing",
    "granted": "done", "draft": "doing", "announced": "done", "cancelled": "stop",
}  # fmt: skip
KINDS: Mapping[str, Any] = {
    "member": _("Member States"),
    "observer": _("Observers"),
    "intergovernmental": _("Intergovernmental organisations"),
    "un": _("United Nations bodies and specialised agencies"),
    "ngo": _("Non-governmental organisations"),
    "other": _("Other participants"),
    "expert": _("Experts in a personal capacity"),
    "secretariat": _("Secretariat"),
}
CAPACITIES: Mapping[str, Any] = {
    "head": _("Head of delegation"),
    "alternate": _("Alternate"),
    "representative": _("Representative"),
    "adviser": _("Adviser"),
    "expert": _("Expert"),
    "observer": _("Observer"),
    "staff": _("Staff"),
}
ATTRIBUTION: Mapping[str, Any] = {
    "state": _("to the state or organisation for which somebody speaks"),
    "capacity": _("to the kind of participant, such as “an expert”"),
    "none": _("to nobody"),
}
SPOKEN: Mapping[str, Any] = {
    "noted": _("noted"),
    "asked": _("waits for its speaker"),
    "confirmed": _("confirmed"),
    "lapsed": _("no reply, recorded without a name"),
    "disputed": _("disputed by its speaker"),
    "dropped": _("taken back"),
}
TASKS: Mapping[str, Any] = {
    "open": pgettext_lazy("action", "open"),
    "done": pgettext_lazy("action", "done"),
    "dropped": pgettext_lazy("action", "given up"),
}
TRAVEL: Mapping[str, Any] = {
    "asked": _("asked for"),
    "granted": _("granted"),
    "refused": _("not granted"),
    "taken-back": _("not needed any more"),
}
DISTRIBUTIONS: Mapping[str, Any] = {
    "general": _("General"),
    "participants": _("Participants"),
}

ACTS = {
    "meetings.start_series": _("A series of meetings was begun"),
    "meetings.prepare_meeting": _("A meeting was prepared"),
    "meetings.change_meeting": _("A meeting was changed"),
    "meetings.announce_meeting": _("A meeting was announced"),
    "meetings.turn_online": _("A meeting was turned online"),
    "meetings.cancel_meeting": _("A meeting was cancelled"),
    "meetings.publish_minutes": _("The minutes of a meeting were published"),
    "meetings.add_item": _("An item came onto an agenda"),
    "meetings.change_item": _("An item of an agenda was worded anew"),
    "meetings.remove_item": _("An item left an agenda"),
    "meetings.issue_paper": _("A paper of a meeting was issued"),
    "meetings.add_language": _("A paper was issued in one more language"),
    "meetings.invite": _("Somebody was invited to a meeting"),
    "meetings.register": _("Somebody registered for a meeting"),
    "meetings.approve": _("A registration was approved"),
    "meetings.refuse_place": _("A registration was not approved"),
    "meetings.withdraw_place": _("A registration was withdrawn"),
    "meetings.tick_letter": _("The letter of a registration was seen"),
    "meetings.note_attendance": _("It was noted who was at a meeting"),
    "meetings.forget_places": _("What meetings kept of a person was erased"),
    "meetings.write_minutes": _("Minutes were written"),
    "meetings.decide": _("A decision of a meeting was recorded"),
    "meetings.add_task": _("An action after a meeting was recorded"),
    "meetings.move_task": _("An action after a meeting went on"),
    "meetings.note_intervention": _("An intervention was noted"),
    "meetings.ask_again": _("A speaker was asked anew"),
    "meetings.confirm_intervention": _("A speaker confirmed an intervention"),
    "meetings.dispute_intervention": _("A speaker disputed an intervention"),
    "meetings.drop_intervention": _("A noted intervention was taken back"),
    "meetings.lapse_intervention": _("An intervention was recorded without a name"),
    "meetings.ask_travel": _("Support to travel was asked for"),
    "meetings.order_travel": _("A government named the order of its travellers"),
    "meetings.decide_travel": _("Support to travel was decided"),
    "meetings.take_back_travel": _("A request for travel support was taken back"),
}
