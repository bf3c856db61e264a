"""Who hands in a practice, who reviews it and decides on it, and what must be there."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from travaux.core.evidence.labels import restricting
from travaux.evidence.models import Library, Practice, PracticeReview, PracticeState
from travaux.evidence.rules.held import consent_stands, held_of, holders_allow, is_own
from travaux.evidence.rules.standing import is_secretariat
from travaux.people.models import Person, Role
from travaux.people.queries import holds
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.roadmap.models import Process

REVIEWING = (Role.SECRETARIAT, Role.DRAFTER, Role.EXPERT, Role.REVIEWER)
MOST_PRACTICES = 5_000
MOST_OWN_DRAFTS = 30  # of one account, not handed in
PER_RANGE = 30  # begun without an account in an hour from one range of addresses
PER_MAIL = 10  # in a day under one mail address
UNCHECKED_DAYS = 14  # what is not checked by then goes, with name and address
DRAFT_DAYS = 90  # a draft without an account that nobody touched goes
LONGEST_PART = 6_000
MOST_PRACTICE_FILES = 5
LARGEST_PRACTICE_FILE = 10 * 1024 * 1024
MOST_PRACTICE_REVIEWS = 100  # of one practice
MOST_THEMES = 40
MOST_PRACTICE_CRITERIA = 12
NEEDED = ("context", "problem", "action", "results", "says_so")


def library_of(process: Process) -> Library | None:
    """How the library of a process takes practices in; None where it was never opened."""
    return Library.objects.filter(process=process).first()


def may_begin_practice(person: Person | None, process: Process, at: datetime) -> Verdict:
    """Anyone may, while the library is open; without an account where it allows that."""
    library = library_of(process)
    if library is None or not library.open:
        return no("library-closed")
    if person is None:
        return YES if library.without_account else no("sign-in-first")
    drafts = Practice.objects.filter(process=process, person=person, state=PracticeState.DRAFT)
    return no("too-many-drafts") if drafts.count() >= MOST_OWN_DRAFTS else YES


def guest_may_begin(name: str, email: str, origin: str, at: datetime) -> Verdict:
    """A name, an address that can be one, and not too many at once."""
    if not name.strip():
        return no("contributor-name-needed")
    try:
        validate_email(email)
    except ValidationError:
        return no("contributor-address-unusable")
    begun = Practice.objects.filter(person__isnull=True)
    hour, day = at - timedelta(hours=1), at - timedelta(days=1)
    if origin and begun.filter(origin=origin, created_at__gt=hour).count() >= PER_RANGE:
        return no("too-many-practices-from-here")
    if begun.filter(email=email, created_at__gt=day).count() >= PER_MAIL:
        return no("too-many-practices-under-it")
    return YES


def may_write_practice(person: Person | None, practice: Practice, at: datetime) -> Verdict:
    """Its words change until it is handed in, and when it came back."""
    if not is_own(person, practice):
        return no("practice-not-yours")
    if practice.state in (PracticeState.DRAFT, PracticeState.RETURNED):
        return YES
    return no("practice-handed-in")


def missing_in(practice: Practice) -> list[str]:
    """What is still to be written before it can be handed in, as names of fields."""
    missing = [] if practice.title.strip() else ["title"]
    missing += [part for part in NEEDED if not str(practice.words.get(part, "")).strip()]
    missing += [] if practice.country_id else ["country"]
    missing += [] if practice.level else ["level"]
    if practice.traditional:
        held = held_of(practice)
        told = ("holders", "protocol", "consent_on", "consent_file_id")
        missing += [
            name.removesuffix("_id") for name in told if held is None or not getattr(held, name)
        ]
    return missing


def may_hand_in(person: Person | None, practice: Practice, at: datetime) -> Verdict:
    """Whole, and with the consent of those whose knowledge it is: reviewers will read it."""
    allowed = may_write_practice(person, practice, at)
    if not allowed:
        return allowed
    held = held_of(practice)
    if practice.traditional and held is not None and restricting(held.labels):
        return no("label-holds-back", label=restricting(held.labels)[0])
    missing = missing_in(practice)
    if missing:
        return no("practice-incomplete", count=len(missing))
    return consent_stands(practice, at)


def may_withdraw_practice(person: Person | None, practice: Practice, at: datetime) -> Verdict:
    """Whoever handed it in takes it back at any time."""
    if not is_own(person, practice):
        return no("practice-not-yours")
    return no("moved-meanwhile") if practice.state == PracticeState.WITHDRAWN else YES


INSIDE = (
    PracticeState.SUBMITTED, PracticeState.RETURNED, PracticeState.ACCEPTED,
    PracticeState.DECLINED, PracticeState.PUBLISHED,
)  # fmt: skip


def may_read_at_work(person: Person | None, practice: Practice, at: datetime) -> Verdict:
    """Those who review read what was handed in, as long as consent stands; nobody else does."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    if not holds(person, practice.process.code, REVIEWING, at):
        return no("not-your-role")
    if practice.state not in INSIDE or practice.erased_at is not None:
        return no("practice-not-shown")
    return YES if consent_stands(practice, at) else no("practice-not-shown")


def may_review(person: Person | None, practice: Practice, at: datetime) -> Verdict:
    """Secretariat, drafters, experts and reviewers; nobody what they wrote themselves."""
    allowed = may_read_at_work(person, practice, at)
    if not allowed or person is None:
        return allowed
    if _wrote(person, practice):
        return no("practice-is-your-own")
    return YES if practice.state == PracticeState.SUBMITTED else no("practice-not-reviewed-now")


def _wrote(person: Person, practice: Practice) -> bool:
    mail = (person.email or "").lower()
    return practice.person_id == person.pk or bool(mail and practice.email == mail)


def has_reviewed(person: Person, practice: Practice) -> bool:
    """Whether this person reviewed the practice as it reads now."""
    return PracticeReview.objects.filter(
        practice=practice, person_id=person.pk, of_revision=practice.revision
    ).exists()


def reviewers_so_far(practice: Practice) -> int:
    """How many reviewed it as it reads now."""
    found = PracticeReview.objects.filter(practice=practice, of_revision=practice.revision)
    return found.values("person_id").distinct().count()


def enough_reviews(practice: Practice) -> bool:
    """Whether as many reviewed it as the library asks for."""
    library = library_of(practice.process)
    return reviewers_so_far(practice) >= (library.fewest_reviews if library else 1)


def may_see_reviews(person: Person | None, practice: Practice, at: datetime) -> Verdict:
    """Whoever gave their own; the secretariat once there are enough to decide."""
    allowed = may_read_at_work(person, practice, at)
    if not allowed or person is None:
        return allowed
    if has_reviewed(person, practice):
        return YES
    decides = is_secretariat(person, practice.process.code, at) and not _wrote(person, practice)
    return YES if decides and enough_reviews(practice) else no("review-it-first")


def may_decide(person: Person | None, practice: Practice, at: datetime) -> Verdict:
    """The secretariat decides on what others handed in; to return it needs no review."""
    allowed = is_secretariat(person, practice.process.code, at)
    if not allowed or person is None:
        return allowed
    if _wrote(person, practice):
        return no("practice-is-your-own")
    return YES if practice.state == PracticeState.SUBMITTED else no("practice-not-reviewed-now")


def may_judge(person: Person | None, practice: Practice, at: datetime) -> Verdict:
    """To accept or to decline, enough must have reviewed it as it reads now."""
    allowed = may_decide(person, practice, at)
    if not allowed:
        return allowed
    library = library_of(practice.process)
    fewest = library.fewest_reviews if library else 1
    return YES if enough_reviews(practice) else no("reviews-awaited", fewest=fewest)


def may_publish_practice(person: Person | None, practice: Practice, at: datetime) -> Verdict:
    """What was accepted goes into the library, never against the conditions of its holders."""
    allowed = is_secretariat(person, practice.process.code, at)
    if not allowed:
        return allowed
    if practice.state != PracticeState.ACCEPTED:
        return no("practice-not-accepted")
    return holders_allow(practice, "library", at)


def may_keep_library(person: Person | None, process: Process, at: datetime) -> Verdict:
    """The secretariat opens the library and says by what it is sorted and reviewed."""
    return is_secretariat(person, process.code, at)
