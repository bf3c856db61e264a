"""Sentences for what this room refuses, and the names of its things."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from travaux.calls.models import AuthorityRule, Kind, LateConfirmation, NamesRule, Selection
from travaux.calls.rules.calls import Phase
from travaux.calls.states import ApplicationState, CommitmentState, ReferralState
from travaux.calls.wording_of_reviews import ACTS as ACTS_OF_REVIEWS
from travaux.calls.wording_of_reviews import REFUSALS as REFUSALS_OF_REVIEWS
from travaux.plumbing.models import Mail

REFUSALS = {
    "nominated-already": _("Somebody with this address is nominated in this call already."),
    # ---- calls
    "call-kind-unknown": _("There is no kind of call named %(kind)s."),
    "call-rule-unknown": _("A call has no rule named %(rule)s."),
    "call-frozen": _(
        "The call is announced, so its form and its rules stay as they are. Clone it to make "
        "another one."
    ),
    "call-needs-title": _("Give the call a title."),
    "call-needs-dates": _("Say from when to when the call is open."),
    "call-form-unfit": _("The form cannot be asked yet: %(count)s things stand in its way."),
    "meaning-twice": _(
        "The questions %(first)s and %(second)s both say that they are “%(meaning)s”. Leave it to one."
    ),
    "meaning-unreadable": _(
        "“%(meaning)s” cannot be read from the question %(question)s: it is a file, or is repeated "
        "within what is repeated."
    ),
    "meaning-apart": _(
        "The question %(question)s says “%(meaning)s”, so it stands in the same group as the one that "
        "says “%(of)s”."
    ),
    "call-deadline-past": _("The deadline has passed already. Choose a later one."),
    "call-ends-before-it-begins": _("The deadline must lie after the opening of the call."),
    "call-grace-too-long": _("A grace period lasts from 0 minutes to 7 days."),
    "call-per-country": _("The number of nominations for each country goes from 1 to %(most)s."),
    "call-retention": _("Answers are kept from 1 to %(most)s days after the deadline."),
    "call-confirmation-hours": _(
        "Say within how many hours after the deadline a confirmation still counts, from 1 to "
        "%(most)s."
    ),
    "call-not-announced": _("This call is not announced yet."),
    "call-not-open-yet": _("This call is not open yet."),
    "call-closed": _("This call is closed."),
    "call-closed-to-late": _(
        "This call is closed. What you typed is kept; nothing can be handed in unless the "
        "secretariat puts an exception on record."
    ),
    "call-closed-to-nominations": _(
        "The deadline of this call has passed, so no nomination can be begun any more."
    ),
    "call-cancelled": _("This call was cancelled."),
    # ---- applications
    "already-applied": _("You have an application in this call already. Change that one."),
    "not-your-application": _("This is the application of somebody else."),
    "application-withdrawn": _("This application was withdrawn."),
    "application-erased": _("The answers of this application were erased, as the call announced."),
    "application-not-sent": _("This application was not handed in yet."),
    "application-incomplete": _(
        "It is not handed in yet: %(count)s answers are missing or need mending. What you typed "
        "is kept."
    ),
    "country-needed": _("Choose the state that nominates."),
    "attachment-kind": _(
        "Files with the ending .%(ending)s are not taken. Send one of: %(known)s."
    ),
    "attachment-empty": _("The file %(name)s is empty."),
    "attachment-too-large": _("The file %(name)s is larger than %(megabytes)s MB."),
    "attachment-not-as-named": _(
        "What is in the file %(name)s is not what its ending says. Save it again and send that."
    ),
    "too-many-attachments": _("An application holds at most %(most)s files."),
    "not-your-nomination": _("This nomination waits for the authority of another state."),
    "nominee-not-nominator": _("Nobody confirms their own nomination."),
    "nomination-confirmed": _("This nomination is confirmed already."),
    "nomination-not-confirmed": _("This nomination is not confirmed."),
    "confirmation-too-late": _(
        "The deadline has passed; by the rule of this call a confirmation does not count any more."
    ),
    "confirmed-nominee-stays": _(
        "Your authority confirmed you by name and address, so both stay as they are. To change them, "
        "ask it to take its confirmation back first."
    ),
    "application-not-entered": _("Only what you entered for somebody is mended here."),
    "sender-confirmed": _("Its sender confirmed it just as it stands, so it is not mended."),
    "mending-too-late": _(
        "An authority confirmed it and could not confirm it anew: the deadline has passed."
    ),
    "letter-needed": _("Attach the signed letter."),
    "no-place-left": _(
        "All %(most)s places of your state are taken by: %(names)s. Take one confirmation back to "
        "confirm another."
    ),
    "nomination-at-mission": _(
        "This nomination is with the permanent mission, which decides between the authorities."
    ),
    "mission-decided-otherwise": _("The permanent mission decided that other nominations stand."),
    "confirmation-of-another-authority": _(
        "Another authority of your state confirmed this nomination, and it alone takes that back."
    ),
    "referral-not-needed": _("The state has no more nominations than places (%(most)s)."),
    "referral-open-already": _("These nominations are with the permanent mission already."),
    "referral-not-open": _("The permanent mission is not asked any more."),
    "referral-answered": _("The permanent mission has answered already."),
    "referral-changed": _(
        "Meanwhile a nomination came or was withdrawn. Look at the list again, then answer."
    ),
    "referral-names-nobody": _("Tick at least one nomination that stands."),
    "referral-names-too-many": _("Tick at most %(most)s; %(count)s are ticked."),
    "referral-needs-note": _(
        "No authority sent a letter for %(name)s. Attach a signed note of the mission, and it stands."
    ),
    "referral-needs-scan": _("Attach the scan of the mission's note."),
    "referral-needs-date": _("Give the date on the note."),
    "referral-too-late": _(
        "By the rule of this call a confirmation does not count any more, and no authority confirmed "
        "%(name)s in time."
    ),
    "not-its-mission": _(
        "Choose a permanent mission of this state, with an e-mail address, from your contacts."
    ),
    "link-unknown": _(
        "This link does not hold. Look whether it was copied whole, or ask the secretariat for "
        "a new one."
    ),
    "link-expired": _("This link has expired. Ask the secretariat for a new one."),
    "link-used": _("This link was used already."),
    "contact-not-of-state": _(
        "Choose an office of the state that nominates, with an e-mail address."
    ),
    "not-a-focal-point": _("A focal point of a state begins a nomination."),
    "nominee-address": _("Give the e-mail address of the nominee."),
    "reminder-empty": _("A reminder has a subject and a text."),
    "choice-not-here": _("A choice among offers is made in a call for hosts."),
    "choice-before-closing": _("The choice is made once the call is closed."),
    "choice-of-what": _("Tick the offer, or the offers that host together."),
    "reason-too-long": _("The text is longer than %(most)s signs. Shorten it."),
    "no-commitments-here": _("Commitments are followed in a call for partners."),
    "commitment-state-unknown": _("Choose how far it is."),
    "delivered-later-than-today": _("The day of delivery lies in the future. Write when it came."),
    "call-erased": _("The answers of this call were erased already."),
    "call-kept-longer": _("The period for which answers are kept is not over yet."),
    **REFUSALS_OF_REVIEWS,
    "check-unknown": _("This call ticks off nothing named %(item)s."),
    "admission-needs-address": _("Name the e-mail address of who may hand in late."),
    "admission-already-past": _("The exception must end at a later instant than now."),
}

KINDS: dict[str, Any] = {
    Kind.NOMINATION: _("Nomination of experts"),
    Kind.HOSTING: _("Expression of interest to host a meeting"),
    Kind.PARTNERSHIP: _("Partnership for the assessment"),
}
STATES: dict[str, Any] = {
    ApplicationState.DRAFT: _("Draft"),
    ApplicationState.SUBMITTED: _("Handed in"),
    ApplicationState.WITHDRAWN: _("Withdrawn"),
}
CONFIRMATIONS: dict[str, Any] = {
    "confirmed": _("confirmed by its authority"),
    "late": _("confirmed late"),
    "with-mission": _("with the permanent mission"),
    "no": _("not confirmed yet"),
}
REFERRAL_STATES: dict[str, Any] = {
    ReferralState.OPEN: _("with the permanent mission"),
    ReferralState.ANSWERED: _("answered"),
    ReferralState.DROPPED: _("not needed any more"),
}
COMMITMENT_STATES: dict[str, Any] = {
    CommitmentState.PROMISED: _("promised"),
    CommitmentState.BEGUN: _("under way"),
    CommitmentState.DELIVERED: _("delivered"),
    CommitmentState.GIVEN_UP: _("given up"),
}
MAIL_STATES: dict[str, Any] = {
    Mail.State.HELD: _("held, to be read"),
    Mail.State.WAITING: _("on its way"),
    Mail.State.SENDING: _("on its way"),
    Mail.State.SENT: _("sent"),
    Mail.State.FAILED: _("not delivered"),
    Mail.State.SET_ASIDE: _("set aside, not sent"),
}
PHASES = {p: p.label for p in Phase}
AUTHORITY_RULES: dict[str, Any] = {
    AuthorityRule.REGISTERED: _("The focal points of the state confirm"),
    AuthorityRule.MISSION: _(
        "The focal points of the state confirm; between several authorities its permanent mission "
        "decides"
    ),
}
LATE_RULES: dict[str, Any] = {
    LateConfirmation.REFUSED: _("A confirmation after the deadline is refused"),
    LateConfirmation.WITHIN: _("A confirmation counts if it comes within some hours"),
    LateConfirmation.MARKED: _("A confirmation is taken and marked as late"),
}
NAMES_RULES: dict[str, Any] = {
    NamesRule.NONE: _("No names are published"),
    NamesRule.CHOSEN: _("The names of those chosen are published"),
    NamesRule.ALL: _("All names are published"),
}
SELECTIONS: dict[str, Any] = {
    Selection.MERIT: _("Best merit under quotas"),
    Selection.LOTS_AMONG_EQUALS: _("Best merit under quotas; lots among equals"),
    Selection.LOTTERY: _("A lottery under quotas"),
}
CHECKS = {
    "letter": _("Letter seen"),
    "signature": _("Signed"),
    "date": _("Dated"),
}


def check_name(code: str) -> str:
    """What is ticked off, in the reader's language; the secretariat's own words stay as they are."""
    return str(CHECKS.get(code, code))


# what an answer means to this room, as a tag of its question
MEANINGS: dict[str, Any] = {
    "host": _("It names a host: published with the choice"),
    "place": _("It is the city or place offered: published with the choice"),
    "date-from": _("It is the first day offered"),
    "date-until": _("It is the last day offered"),
    "cost": _("It says what costs: compared cost by cost"),
    "cost-bearer": _("It says who bears the cost"),
    "cost-amount": _("It is the amount"),
    "cost-currency": _("It is the currency"),
    "commitment": _("It is a commitment, followed to delivery"),
    "commitment-offer": _("It is the kind of commitment"),
    "commitment-due": _("It is the day promised"),
}
UNSAID: dict[str, Any] = {
    "host": _("No question says that it names a host, so the choice is published by number alone."),
    "cost": _("No question says that it is a cost, so costs are not compared one by one."),
    "date-from": _("No question says that it is the first day offered."),
    "commitment": _("No question says that it is a commitment, so none is followed to delivery."),
}
QUESTION_KINDS = {
    "text": _("Text"),
    "integer": _("Whole number"),
    "decimal": _("Number"),
    "range": _("Number between two others"),
    "date": _("Date"),
    "time": _("Time of day"),
    "datetime": _("Date and time"),
    "geopoint": _("Place on earth"),
    "geotrace": _("Line on earth"),
    "geoshape": _("Area on earth"),
    "select-one": _("One of several"),
    "select-multiple": _("Any of several"),
    "rank": _("Several in an order"),
    "file": _("File"),
    "image": _("Picture"),
    "audio": _("Sound"),
    "video": _("Film"),
    "calculate": _("Computed, not shown"),
    "hidden": _("Fixed, not shown"),
    "note": _("A text to be read"),
    "acknowledge": _("A box to tick"),
}

# A phrase for every act that this room leaves in the record.
ACTS = {
    **ACTS_OF_REVIEWS,
    "calls.prepare_call": _("A call was begun"),
    "calls.change_call": _("A call was changed while it was prepared"),
    "calls.replace_form": _("The form of a call was changed"),
    "calls.clone_call": _("A call was cloned"),
    "calls.announce_call": _("A call was announced"),
    "calls.prepare_extension": _("A new deadline of a call was written down, to be cleared"),
    "calls.extend_call": _("The deadline of a call was extended for all"),
    "calls.cancel_call": _("A call was cancelled"),
    "calls.save_application": _("A draft of an application was kept"),
    "calls.apply_on_behalf": _("An application was entered on behalf of somebody"),
    "calls.mend_on_behalf": _("An application entered on behalf of somebody was mended"),
    "calls.withdraw_disowned": _("An application that its alleged sender disowned was withdrawn"),
    "calls.submit_application": _("An application was handed in"),
    "calls.withdraw_application": _("An application was withdrawn"),
    "calls.discard_application": _("A draft of an application was thrown away"),
    "calls.admit_late": _("An exception from a deadline was put on record"),
    "calls.tick_completeness": _("Completeness of an application was ticked off"),
    "calls.confirm_nomination": _("A nomination was confirmed by its authority"),
    "calls.confirm_by_link": _("A nomination was confirmed through a link"),
    "calls.revoke_confirmation": _("A confirmation of a nomination was taken back"),
    "calls.revoke_by_link": _("A confirmation of a nomination was taken back through a link"),
    "calls.claim_place": _("A nomination was confirmed beyond the places of its state"),
    "calls.open_referral": _("Nominations of a state were put to its permanent mission"),
    "calls.ask_mission": _("A question to a permanent mission was written"),
    "calls.register_question": _("A question to a permanent mission went out under its number"),
    "calls.answer_referral": _("A permanent mission said which nominations stand"),
    "calls.enter_mission_answer": _("The answer of a permanent mission was entered from its note"),
    "calls.drop_referral": _("A question to a permanent mission was taken back"),
    "calls.send_authority_link": _("An authority was sent a link to a nomination"),
    "calls.begin_nomination": _("A focal point began a nomination"),
    "calls.take_over_nomination": _("A nominee took over a nomination that was begun"),
    "calls.write_reminders": _("Reminders of a call were written"),
    "calls.revise_reminder": _("A reminder was changed before it went"),
    "calls.send_reminders": _("Reminders of a call were sent"),
    "calls.set_reminder_aside": _("A reminder was set aside"),
    "calls.prepare_choice": _("A choice among offers was written down, to be cleared"),
    "calls.choose_offers": _("A choice among offers was made"),
    "calls.take_commitments": _("Commitments of a partner were taken up"),
    "calls.report_commitment": _("How far a commitment is was written down"),
    "calls.forget_applicant": _("What a person had handed in to calls went with their account"),
    "calls.erase_call": _("The answers of a call were erased"),
}
