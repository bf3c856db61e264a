"""Sentences for what this room refuses, and the names of its things."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from travaux.correspondence.models.letters import LetterKind
from travaux.correspondence.models.register import Direction, Form
from travaux.correspondence.states import ClearanceState, Confirmation, LetterState
from travaux.plumbing.models import Mail

REFUSALS = {
    # clearance
    "clearance-kind-unknown": _("Nothing of the kind “%(kind)s” is cleared here."),
    "clearance-names-nobody": _("Name the person who approves it."),
    "clearance-of-own-work": _("Nobody clears or approves what they prepared. Name somebody else."),
    "clearance-by-one-person": _(
        "One person cannot both clear and approve. Leave the clearing out, or name another person."
    ),
    "clearance-person-left": _("%(name)s has left. Name somebody else."),
    "clearance-not-open": _("This clearance is decided. Nothing waits here."),
    "clearance-not-your-turn": _("It is the turn of %(name)s."),
    "clearance-not-yours": _("Only the person who prepared it takes it back."),
    "clearance-reason-needed": _(
        "Say why it is sent back; the reason goes to whoever prepared it."
    ),
    "clearance-missing": _("This must be approved before it goes out. Ask for its clearance."),
    "clearance-returned": _("It was sent back. Mend it and ask for its clearance again."),
    "clearance-lapsed": _("It was changed after it was prepared. Ask for its clearance again."),
    "clearance-pending": _("It waits for %(name)s."),
    # letters
    "letter-not-draft": _("This letter was issued or given up; it is not changed any more."),
    "letter-without-text": _("The letter has no text yet. Write it in at least one language."),
    "letter-without-date": _("Give the letter its date."),
    "letter-has-problems": _(
        "What still stands in the way is named below, addressee by addressee (%(count)s)."
    ),
    "nobody-to-write-to": _("The letter has no addressee. Choose a list, or add contacts by hand."),
    "note-to-missions-only": _(
        "A note verbale goes to missions and ministries only. Write a letter to “%(office)s”."
    ),
    "language-not-known": _(
        "The working language of “%(office)s” is not known. Write it down first."
    ),
    "text-missing-in-language": _(
        "There is no text in the working language of this addressee (%(language)s). Write it."
    ),
    "merge-field-unknown": _("There is no field “%(field)s”. Perhaps it should be: %(instead)s."),
    "merge-fields-unknown": _("There are no fields %(fields)s. These exist: %(known)s."),
    "house-text-name-taken": _("Another house text is called “%(name)s”. Give it another name."),
    "house-text-nameless": _("Give the house text a name."),
    "merge-braces-open": _("A %(mark)s stands alone. A field is written {{ so }}."),
    "letter-too-long": _("The text is longer than %(most)s signs."),
    "letter-fields-empty": _("Nothing is known for: %(fields)s. Fill it in, or take it out."),
    "house-text-unknown": _("There is no such house text."),
    "house-text-unreadable": _("This is no file of house texts: %(why)s."),
    "contact-not-here": _("This contact belongs to another process."),
    # the register
    "register-form-unknown": _("Say whether it came in or went out, and in which form."),
    "register-without-subject": _("Say what it is about."),
    "register-without-party": _("Say from whom it came, or to whom it went."),
    "register-in-the-future": _("It carries a day that has not come yet."),
    "too-many-scans": _("Attach at most %(most)s files at a time."),
    "scan-too-large": _(
        "A file is larger than %(most)s MB. Scan it with fewer dots, or divide it."
    ),
    "no-scan-chosen": _("Choose a file first."),
    "reference-unknown": _("No entry of this register has the reference “%(reference)s”."),
    "topic-unknown": _("What it should be about is not in this process. Choose it from the list."),
    "void-without-reason": _("Say why it is void; the number stays with your reason."),
    # outbox
    "mail-address-unfit": _("“%(value)s” is no mail address."),
    "mail-without-text": _("The mail has no text. Write one, or do not send it."),
    "mail-moved-meanwhile": _(
        "Somebody changed this mail or let it go meanwhile. Look at it again."
    ),
    # on behalf
    "submitter-nameless": _("Name the person or office that sent it."),
    "submitter-address-unfit": _(
        "“%(value)s” is no mail address. Leave it empty if there is none."
    ),
    "entry-confirmed-already": _("This was answered already. Nothing changed."),
    "entry-not-open": _("It is no longer open; your answer stays as it is."),
    "dispute-without-remark": _("Say what is not as you said it."),
    "source-not-attached": _("Attach its source: the scan of the paper, or the mail as a file."),
    "call-not-noted": _("Say who rang, and at what time."),
    "submitter-forgotten": _("Name and address are erased already."),
    "entry-disowned-already": _("This was disowned. It cannot be confirmed any more."),
}

STEPS = {
    ClearanceState.PREPARED: _("prepared"),
    ClearanceState.CLEARED: _("cleared"),
    ClearanceState.APPROVED: _("approved"),
    ClearanceState.RETURNED: _("sent back"),
    ClearanceState.WITHDRAWN: _("taken back"),
}
LETTER_STATES = {
    LetterState.DRAFT: _("being written"),
    LetterState.ISSUED: _("issued"),
    LetterState.GIVEN_UP: _("given up"),
}
CONFIRMATIONS = {
    Confirmation.ASKED: _("not confirmed yet"),
    Confirmation.CONFIRMED: _("confirmed by its author"),
    Confirmation.DISPUTED: _("not what its author said"),
    Confirmation.DISOWNED: _("disowned"),
}
LETTER_KINDS = {LetterKind.NOTE_VERBALE: _("Note verbale"), LetterKind.LETTER: _("Letter")}
FORMS = {
    Form.NOTE_VERBALE: _("Note verbale"),
    Form.LETTER: _("Letter"),
    Form.MAIL: _("E-mail"),
    Form.TELEPHONE: _("Telephone"),
    Form.OTHER: _("Other"),
}
DIRECTIONS = {Direction.IN: _("came in"), Direction.OUT: _("went out")}
MAIL_STATES = {
    Mail.State.HELD: _("held"),
    Mail.State.GATHERED: _("waits for its reader’s next digest"),
    Mail.State.IN_DIGEST: _("sent in a digest"),
    Mail.State.WAITING: _("waits to be sent"),
    Mail.State.SENDING: _("is being sent"),
    Mail.State.SENT: _("sent"),
    Mail.State.FAILED: _("could not be sent"),
    Mail.State.SET_ASIDE: _("not sent"),
}
OWN_FIELDS = {
    "reply_by": _("Reply by"),
    "document": _("Document"),
    "link": _("Address on the web"),
    "place": _("Place"),
}
CLEARED_THINGS = {
    "letter": _("Letter"),
    "report": _("Report"),
    "call": _("Call"),
    "selection": _("Selection"),
    "release": _("Release of answers"),
    "version": _("Version of a draft"),
    "evidence": _("Release of the assessment"),
}


TOPIC_KINDS = {
    "call": _("Calls"),
    "round": _("Rounds"),
    "version": _("Versions of drafts"),
    "milestone": _("Milestones"),
    "panel": _("Groups"),
    "meeting": _("Meetings"),
}


def step_name(state: str) -> str:
    """What a step of a clearance is called in the reader's language."""
    return str(STEPS[ClearanceState(state)])


def thing_name(kind: str) -> str:
    """What a kind of thing that is cleared is called in the reader's language."""
    return str(CLEARED_THINGS.get(kind, kind))
