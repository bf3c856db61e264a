"""Who writes, who clears, who may see the correspondence; what may go out, and to whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q

from travaux.core.contacts.columns import NOTE_KINDS
from travaux.core.contacts.rows import is_email
from travaux.core.letters.composing import KNOWN_FIELDS
from travaux.core.letters.house_texts import text_problems
from travaux.correspondence.models import Clearance, House, Letter, OnBehalf
from travaux.correspondence.models.letters import LetterKind
from travaux.correspondence.models.register import Direction, Form
from travaux.correspondence.states import ClearanceState, Confirmation, LetterState
from travaux.people.models import Contact, Person, Role
from travaux.people.queries import holds
from travaux.people.queries.offices import offices_held
from travaux.plumbing.languages import SIX
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import YES, Verdict, no

WRITERS = (Role.SECRETARIAT,)
READERS = (Role.SECRETARIAT, Role.AUDITOR)
MAY_ASK = (Role.SECRETARIAT, Role.DRAFTER)
# what a process can ask to be cleared before it goes out; rooms above name their things so
CLEARED_KINDS = ("letter", "report", "call", "selection", "release", "version", "evidence")
OPEN = (ClearanceState.PREPARED, ClearanceState.CLEARED)


def _known(person: Person | None) -> bool:
    return person is not None and getattr(person, "pk", None) is not None


def may_write(person: Person | None, process_code: str) -> Verdict:
    """The secretariat writes letters, keeps the register and lets mails go."""
    if not _known(person):
        return no("sign-in-first")
    return YES if holds(person, process_code, WRITERS) else no("not-your-role")


def may_read(person: Person | None, process_code: str) -> Verdict:
    """The secretariat and the auditors read the register and what was sent: it reaches all states."""
    if not _known(person):
        return no("sign-in-first")
    return YES if holds(person, process_code, READERS) else no("not-your-role")


# ---- clearance --------------------------------------------------------------------------------------
def may_ask_clearance(person: Person | None, process_code: str) -> Verdict:
    """Whoever prepares something for the secretariat may ask for its clearance."""
    if not _known(person):
        return no("sign-in-first")
    return YES if holds(person, process_code, MAY_ASK) else no("not-your-role")


def names_fit(preparer: Person, clearer: Person | None, approver: Person | None) -> Verdict:
    """Clearance has named persons, and nobody clears or approves what they prepared."""
    if approver is None:
        return no("clearance-names-nobody")
    if preparer.pk in (approver.pk, clearer.pk if clearer else None):
        return no("clearance-of-own-work")
    if clearer is not None and clearer.pk == approver.pk:
        return no("clearance-by-one-person")
    for person in (clearer, approver):
        if person is not None and not person.is_active:
            return no("clearance-person-left", name=str(person))
    return YES


def whose_turn(clearance: Clearance) -> Person | None:
    """Who has to act on a clearance now."""
    if clearance.replaced_at is not None or clearance.state not in OPEN:
        return None
    if clearance.state == ClearanceState.PREPARED and clearance.clearer is not None:
        return clearance.clearer
    return clearance.approver


def may_act(person: Person | None, clearance: Clearance) -> Verdict:
    """The named person whose turn it is clears, approves or sends back; nobody in their place."""
    if not _known(person):
        return no("sign-in-first")
    turn = whose_turn(clearance)
    if turn is None:
        return no("clearance-not-open")
    return YES if turn.pk == person.pk else no("clearance-not-your-turn", name=str(turn))  # type: ignore[union-attr]


def may_see_clearance(person: Person | None, clearance: Clearance) -> Verdict:
    """Those who are named in a clearance see it, and those who read the correspondence."""
    if not _known(person):
        return no("sign-in-first")
    named = (clearance.preparer_id, clearance.clearer_id, clearance.approver_id)
    if person is not None and person.pk in named:
        return YES
    return may_read(person, clearance.process_code)


def is_named(person: Person | None, process_code: str, kind: str, key: str) -> bool:
    """Whether a person is named in the clearance of a thing, and so has to see it."""
    if not _known(person):
        return False
    here = Clearance.objects.filter(
        process_code=process_code, kind=kind, subject_key=key, replaced_at__isnull=True
    )
    return here.filter(Q(clearer=person) | Q(approver=person) | Q(preparer=person)).exists()


def clearance_stands(process_code: str, kind: str, key: str, digest: str) -> Verdict:
    """Whether a thing was approved just as it is now; for rooms that let nothing else go out."""
    found = (
        Clearance.objects.filter(
            process_code=process_code, kind=kind, subject_key=key, replaced_at__isnull=True
        )
        .select_related("clearer", "approver")
        .first()
    )
    if found is None:
        return no("clearance-missing")
    if found.state == ClearanceState.RETURNED:
        return no("clearance-returned")
    if found.state == ClearanceState.WITHDRAWN:
        return no("clearance-missing")
    if found.digest != digest:
        return no("clearance-lapsed")
    if found.state != ClearanceState.APPROVED:
        return no("clearance-pending", name=str(whose_turn(found)))
    return YES


def needs_clearance(process_code: str, kind: str) -> bool:
    """Whether a process asks that things of this kind are approved before they go out."""
    house = House.objects.filter(process_code=process_code).first()
    return house is not None and kind in house.needs_clearance


def may_go_out(process_code: str, kind: str, key: str, digest: str | Callable[[], str]) -> Verdict:
    """A thing goes out: at once where the process asks for no clearance, else approved as it is.

    A digest that is dear to make is given as a function: it is called only where it is asked for.
    """
    if not needs_clearance(process_code, kind):
        return YES
    now = digest if isinstance(digest, str) else digest()
    return clearance_stands(process_code, kind, key, now)


# how the cause of a mail begins -> whether mails about a thing may leave (process code, key)
MAY_LEAVE: dict[str, Callable[[str, str], Verdict]] = {}


def may_leave(mails: Sequence[Mail]) -> dict[int, Verdict]:
    """Which held mails may not leave yet, and why: the room that wrote them says it; by their ids.

    Asked once for all mails about one thing.
    """
    told: dict[tuple[str, str], Verdict] = {}
    refused: dict[int, Verdict] = {}
    for mail in mails:
        for begins, ask in MAY_LEAVE.items():
            if (mail.once or "").startswith(begins):
                thing = (begins, mail.about)
                if thing not in told:
                    told[thing] = ask(mail.process_code, mail.about)
                if not told[thing]:
                    refused[mail.pk] = told[thing]
    return refused


def may_keep_house(person: Person | None, process_code: str) -> Verdict:
    """The secretariat says how it writes and what it lets go out approved only."""
    return may_write(person, process_code)


def needs_fit(kinds: Sequence[str]) -> Verdict:
    """Only kinds of things that can be cleared are asked to be."""
    unknown = [kind for kind in kinds if kind not in CLEARED_KINDS]
    return no("clearance-kind-unknown", kind=unknown[0]) if unknown else YES


def text_fits(text: Mapping[str, str]) -> Verdict:
    """A house text uses fields that exist; those that do not are named, all of them at once."""
    problems = text_problems(text)
    unknown = [p for p in problems if p.code == "merge-field-unknown"]
    if len(unknown) > 1:
        named = ", ".join(f"{{{{ {p.facts['field']} }}}}" for p in unknown)
        return no("merge-fields-unknown", fields=named, known=", ".join(KNOWN_FIELDS))
    return no(problems[0].code, **dict(problems[0].facts)) if problems else YES


# ---- the register -------------------------------------------------------------------------------------
MOST_SCANS, LARGEST_SCAN = 10, 20 * 2**20


@dataclass(frozen=True, slots=True)
class EntryDetails:
    """What the register says of something that came in or went out."""

    direction: str
    form: str
    dated_on: date
    subject: str
    party: str = ""
    contact: Contact | None = None
    their_reference: str = ""
    language: str = ""
    note: str = ""


def register_whole(details: EntryDetails, today: date, files: Sequence[Any] = ()) -> Verdict:
    """An entry says what it is about, from whom or to whom, and carries a day that has been."""
    if details.direction not in Direction.values or details.form not in Form.values:
        return no("register-form-unknown")
    if not details.subject.strip():
        return no("register-without-subject")
    if not details.party.strip() and details.contact is None:
        return no("register-without-party")
    if details.dated_on > today:
        return no("register-in-the-future")
    return scans_fit(files)


def scans_fit(files: Sequence[Any]) -> Verdict:
    """A few scans at a time, none too large."""
    if len(files) > MOST_SCANS:
        return no("too-many-scans", most=MOST_SCANS)
    for data in files:
        if data.size > LARGEST_SCAN:
            return no("scan-too-large", most=LARGEST_SCAN // 2**20)
    return YES


# ---- letters ----------------------------------------------------------------------------------------
def may_edit_letter(person: Person | None, letter: Letter) -> Verdict:
    """A letter is changed until it is issued."""
    allowed = may_write(person, letter.process_code)
    if not allowed:
        return allowed
    return YES if letter.state == LetterState.DRAFT else no("letter-not-draft")


def may_address(kind: str, contact: Contact) -> Verdict:
    """Notes verbales go to missions and ministries only: they speak from office to office."""
    if kind == LetterKind.NOTE_VERBALE and contact.kind not in NOTE_KINDS:
        return no("note-to-missions-only", office=contact.office or contact.key)
    return YES


def language_for(letter_kind: str, texts: Mapping[str, object], contact: Contact) -> str | Verdict:
    """The language an addressee is written to: its working language.

    A note verbale is refused where that is not known or has no text; a letter falls back to
    English, then to any language that it has.
    """
    if contact.language and contact.language in texts:
        return contact.language
    if letter_kind == LetterKind.NOTE_VERBALE:
        if not contact.language:
            return no("language-not-known", office=contact.office or contact.key)
        return no("text-missing-in-language", language=contact.language)
    for language in ("en", *SIX):
        if language in texts:
            return language
    return no("letter-without-text")


def may_issue(
    person: Person | None, letter: Letter, addressees: int, problems: Sequence[object], digest: str
) -> Verdict:
    """A letter is issued when it has addressees, no fault for any of them, a date and its clearance."""
    allowed = may_edit_letter(person, letter)
    if not allowed:
        return allowed
    if not letter.texts:
        return no("letter-without-text")
    if letter.dated_on is None:
        return no("letter-without-date")
    if not addressees:
        return no("nobody-to-write-to")
    if problems:
        return no("letter-has-problems", count=len(problems))
    return may_go_out(letter.process_code, "letter", letter.key, digest)


# ---- on behalf --------------------------------------------------------------------------------------
def may_enter_on_behalf(person: Person | None, process_code: str) -> Verdict:
    """The secretariat enters for others what came by mail, on paper or by telephone.

    An office does for those of its states: the room whose thing is entered asks for whom.
    """
    if _known(person) and offices_held(person, process_code):
        return YES
    return may_write(person, process_code)


# kind of a thing -> whether what its submitter said of it can still be changed (key, at)
STILL_OPEN: dict[str, Callable[[str, datetime], bool]] = {}


def is_open(entry: OnBehalf, at: datetime) -> bool:
    """Whether the thing that was entered is still open, as its own room says it."""
    ask = STILL_OPEN.get(entry.kind)
    return ask is None or ask(entry.subject_key, at)


def may_answer_for(entry: OnBehalf, state: str, at: datetime) -> Verdict:
    """A submitter confirms, says what is not as they said it, or that it is not theirs.

    The answer is taken back or turned around while the thing is open; that it is not theirs can be
    said at any time, and is final.
    """
    if entry.state == Confirmation.DISOWNED:
        return no("entry-disowned-already")
    if entry.state == state:
        return no("entry-confirmed-already")
    if state == Confirmation.DISOWNED or entry.state == Confirmation.ASKED:
        return YES
    return YES if is_open(entry, at) else no("entry-not-open")


def may_forget(person: Person | None, entry: OnBehalf) -> Verdict:
    """The secretariat erases the name and address of a submitter who asks for it; once."""
    allowed = may_write(person, entry.process_code)
    return no("submitter-forgotten") if allowed and entry.erased_at else allowed


def source_is_there(form: str, files: Sequence[Any], caller: str, rang_at: time | None) -> Verdict:
    """What is entered for others has its source attached; a call has who rang, and when."""
    if form != Form.TELEPHONE:
        return YES if files else no("source-not-attached")
    return YES if caller.strip() and rang_at is not None else no("call-not-noted")


def submitter_is_whole(name: str, email: str) -> Verdict:
    """A submitter is named; the address, where there is one, can be an address."""
    if not name.strip():
        return no("submitter-nameless")
    if email and not is_email(email):
        return no("submitter-address-unfit", value=email)
    return YES
