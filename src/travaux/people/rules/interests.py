"""Who declares, who assesses, who reads what of it; when a role begins; who may deal with a topic.

Advisers declare, spokespersons do not (WHO, Guidelines for Declaration of Interests for experts);
what is declared is read by the person and by the named assessors alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from travaux.people.models import (
    Assessor,
    Declaration,
    InterestRule,
    Outcome,
    Person,
    Role,
    Topic,
)
from travaux.people.models.interests import MAY_DECLARE
from travaux.people.queries import holds
from travaux.people.queries.declarations import (
    Stand,
    Standing,
    last_outcome,
    must_declare,
    standing_of,
)
from travaux.people.queries.interests import duty_of, is_assessor, proposed_by_others
from travaux.plumbing.verdicts import YES, Verdict, no

FIELDS = ("employment", "funding", "ownership", "positions", "statements", "relations")
LONGEST_FIELD = 5000
LONGEST_SUMMARY = 400
MOST_DAYS = 3650


def _known(person: Person | None) -> bool:
    return person is not None and getattr(person, "pk", None) is not None


# ---- when a role begins ----------------------------------------------------------------------------
STOPS = {
    Stand.MISSING: "interests-missing",
    Stand.WAITING: "interests-waiting",
    Stand.OUT_OF_DATE: "interests-out-of-date",
    Stand.EXCLUDED: "interests-excluded",
}


def begins(standing: Standing) -> Verdict:
    """A role begins once the declaration stands and its outcome does not exclude the person."""
    return YES if standing.stand.begins else no(STOPS[standing.stand])


def may_begin(
    person: Person | None, process_code: str, role: str, at: datetime | None = None
) -> Verdict:
    """Whether a role that was given (or a seat: "member") has begun, as far as interests go."""
    if person is None or not _known(person):
        return no("sign-in-first")
    if not must_declare(role, process_code):
        return YES
    return begins(standing_of(person, process_code, at))


def kept_away_from(person: Person | None, process_code: str) -> tuple[Topic, ...]:
    """The topics that the last outcome of a person's declaration leaves to others."""
    if person is None or not _known(person):
        return ()
    outcome = last_outcome(person, process_code)
    partial = outcome is not None and outcome.outcome == Outcome.PARTIAL
    return tuple(outcome.topics.all()) if outcome is not None and partial else ()


def may_deal_with(
    person: Person | None, process_code: str, topics: Iterable[Topic | str] = ()
) -> Verdict:
    """Nobody deals with a topic from which the assessment of their interests keeps them away.

    Topics are named by themselves, by their key or by their name. What was decided last binds
    until something else is decided, in whatever role the person comes.
    """
    if person is None or not _known(person) or not process_code:
        return YES  # whoever is not known is stopped by other rules
    outcome = last_outcome(person, process_code)
    if outcome is None or outcome.outcome == Outcome.NONE:
        return YES
    if outcome.outcome == Outcome.EXCLUDED:
        return no("interests-exclude-from-all")
    barred = {word: t.name for t in outcome.topics.all() for word in (t.key, t.name)}
    for topic in topics:
        word = topic.key if isinstance(topic, Topic) else topic
        if word in barred:
            return no("interests-exclude-topic", topic=barred[word])
    return YES


# ---- declaring -------------------------------------------------------------------------------------
def may_declare(person: Person | None, process_code: str, at: datetime) -> Verdict:
    """Whoever is asked declares: for a role or a seat, or as a nominee who said something already."""
    if person is None or not _known(person):
        return no("sign-in-first")
    if duty_of(person, process_code, at):
        return YES
    if Declaration.objects.filter(person_id=person.pk, process_code=process_code).exists():
        return YES
    if proposed_by_others(person, process_code):
        return YES
    return no("interests-not-asked")


def content_fits(content: dict[str, str]) -> Verdict:
    """A declaration says something; who has nothing to declare says that."""
    if not any(words.strip() for words in content.values()):
        return no("interests-empty")
    for words in content.values():
        if len(words) > LONGEST_FIELD:
            return no("interests-too-long", most=LONGEST_FIELD)
    return YES


def may_confirm(person: Person | None, process_code: str, at: datetime) -> Verdict:
    """What was declared before is confirmed as it stands, unless its words were erased."""
    verdict = may_declare(person, process_code, at)
    if not verdict or person is None:
        return verdict
    standing = standing_of(person, process_code, at)
    if standing.declaration is None or (standing.declared and standing.declared.erased_at):
        return no("interests-nothing-to-confirm")
    return YES


def may_read_declaration(person: Person | None, declaration: Declaration, at: datetime) -> Verdict:
    """Its words are read by the person and by the assessors named now; by nobody else."""
    if person is None or not _known(person):
        return no("sign-in-first")
    if declaration.person_id == person.pk or is_assessor(person, declaration.process_code, at):
        return YES
    return no("interests-confidential")


# ---- assessing -------------------------------------------------------------------------------------
def may_see_desk(person: Person | None, process_code: str, at: datetime) -> Verdict:
    """The desk of declarations is for the named assessors."""
    if person is None or not _known(person):
        return no("sign-in-first")
    return YES if is_assessor(person, process_code, at) else no("not-an-assessor")


def may_assess(person: Person | None, declaration: Declaration, at: datetime) -> Verdict:
    """A named assessor decides, never about themselves, and about the words that stand."""
    if person is not None and declaration.person_id == getattr(person, "pk", None):
        return no("own-declaration")
    verdict = may_see_desk(person, declaration.process_code, at)
    if not verdict:
        return verdict
    if declaration.erased_at is not None:
        return no("interests-erased")
    standing = standing_of(declaration.person, declaration.process_code, at)
    if standing.declared is None or standing.declared.pk != declaration.pk:
        return no("interests-newer-version")
    return YES


def outcome_fits(outcome: str, topics: int, reason: str, summary: str) -> Verdict:
    """An outcome other than "none" has its reason; a partial one names topics."""
    if outcome not in Outcome.values:
        return no("outcome-of-interests-unknown")
    if outcome == Outcome.PARTIAL and not topics:
        return no("outcome-names-topics")
    if outcome != Outcome.NONE and not reason.strip():
        return no("outcome-needs-reason")
    if len(reason) > LONGEST_FIELD:
        return no("interests-too-long", most=LONGEST_FIELD)
    if len(summary) > LONGEST_SUMMARY:
        return no("summary-too-long", most=LONGEST_SUMMARY)
    return YES


# ---- keeping ---------------------------------------------------------------------------------------
def may_keep_interests(person: Person | None, process_code: str) -> Verdict:
    """The secretariat says who declares, names assessors, topics and meetings."""
    if person is None or not _known(person):
        return no("sign-in-first")
    return YES if holds(person, process_code, [Role.SECRETARIAT]) else no("not-your-role")


def may_see_register(person: Person | None, process_code: str, at: datetime) -> Verdict:
    """Who declared, and to what outcome, is seen by the secretariat and the named assessors."""
    if person is not None and _known(person) and is_assessor(person, process_code, at):
        return YES
    return may_keep_interests(person, process_code)


def may_remind_of_interests(person: Person | None, process_code: str, at: datetime) -> Verdict:
    """Reminders are written by those who see the register."""
    return may_see_register(person, process_code, at)


def may_appoint_assessor(
    person: Person | None, process_code: str, whom: Person, at: datetime
) -> Verdict:
    """The secretariat names assessors; somebody who is named already is not named again."""
    verdict = may_keep_interests(person, process_code)
    if not verdict:
        return verdict
    return no("assessor-named") if is_assessor(whom, process_code, at) else YES


def rule_fits(rule: InterestRule) -> Verdict:
    """Who declares are advisers; periods are of days that can be."""
    if set(rule.roles) - {str(role) for role in MAY_DECLARE}:
        return no("role-never-declares")
    for days in (rule.valid_days, rule.before_days, rule.keep_days):
        if not 0 <= days <= MOST_DAYS:
            return no("interests-days-unfit", most=MOST_DAYS)
    return YES if rule.valid_days else no("interests-days-unfit", most=MOST_DAYS)


def last_assessor_stays(assessor: Assessor, at: datetime) -> Verdict:
    """While declarations wait, somebody remains to assess them."""
    others = Assessor.objects.filter(
        process_code=assessor.process_code, begins_at__lte=at, ends_at__isnull=True
    ).exclude(pk=assessor.pk)
    return YES if others.exists() else no("last-assessor")
