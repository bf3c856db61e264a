"""The secretariat says who declares and how long it counts, and names assessors, topics, meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.actions.interests import _mail, _page, _words_go
from travaux.people.models import (
    Appointment,
    Assessment,
    Assessor,
    Declaration,
    InterestRule,
    Occasion,
    Outcome,
    Person,
    Topic,
)
from travaux.people.queries.declarations import Stand, rule_of
from travaux.people.queries.interests import (
    assessors_of,
    duties,
    headings_for,
    to_remind,
    topics_of,
)
from travaux.people.rules.interests import (
    last_assessor_stays,
    may_appoint_assessor,
    may_keep_interests,
    may_remind_of_interests,
    rule_fits,
)
from travaux.plumbing.verdicts import refuse, require

REMINDER = "interests-reminder:"


def _may_keep(by: Actor | None, process_code: str) -> None:
    """Without a person it is the technical officer's own act, as on the command line."""
    if isinstance(by, Person):
        require(may_keep_interests(by, process_code))


@action
def set_interest_rule(
    *,
    by: Actor | None,
    process_code: str,
    roles: Sequence[str],
    valid_days: int,
    before_days: int,
    keep_days: int,
    names_announced: str,
    at: datetime,
    seen: int = 0,
) -> InterestRule:
    """Who declares in this process, how long it counts, how long it is kept, whether names show."""
    _may_keep(by, process_code)
    told = {
        "roles": [str(role) for role in roles],
        "valid_days": valid_days,
        "before_days": before_days,
        "keep_days": keep_days,
        "names_announced": names_announced.strip(),
    }
    require(rule_fits(InterestRule(process_code=process_code, **told)))
    rule, _new = InterestRule.objects.get_or_create(process_code=process_code)
    if {name: getattr(rule, name) for name in told} == told:
        if not _new:
            nothing_to_record()
            return rule
    elif not InterestRule.objects.filter(pk=rule.pk, revision=seen).update(
        **told, revision=F("revision") + 1
    ):
        raise refuse("moved-meanwhile")
    rule.refresh_from_db()
    facts = {k: v for k, v in told.items() if k != "names_announced"}
    record(by=by, subject=process_code, process=process_code, at=at, facts=facts)
    return rule


@action
def name_assessor(*, by: Actor | None, process_code: str, person: Person, at: datetime) -> Assessor:
    """Somebody is named to assess the declarations of a process; never their own."""
    if isinstance(by, Person):
        require(may_appoint_assessor(by, process_code, person, at))
    standing = assessors_of(process_code, at).filter(person=person).first()
    if standing is not None:
        nothing_to_record()
        return standing
    try:
        with transaction.atomic():
            made = Assessor.objects.create(process_code=process_code, person=person, begins_at=at)
    except IntegrityError:  # a double click, at the same moment
        raise refuse("assessor-named") from None
    _mail(
        person,
        "interests_assessor",
        {
            "process_code": process_code,
            "address": lambda: _page("interests:desk", process_code),
        },
        about=made.key,
        once=f"interests-assessor:{made.key}",
        at=at,
    )
    record(by=by, subject=made.key, process=process_code, at=at, facts={"person": person.key})
    return made


@action
def end_assessor(*, by: Person, assessor: Assessor, at: datetime) -> None:
    """An assessor is no longer named, and reads no declaration any more."""
    _may_keep(by, assessor.process_code)
    require(last_assessor_stays(assessor, at))
    if not Assessor.objects.filter(pk=assessor.pk, ends_at__isnull=True).update(ends_at=at):
        raise refuse("moved-meanwhile")
    record(by=by, subject=assessor.key, process=assessor.process_code, at=at)


@action
def write_topic(
    *,
    by: Actor | None,
    process_code: str,
    name: str,
    at: datetime,
    sections: Sequence[str] = (),
    topic: Topic | None = None,
    demonstration: bool = False,
) -> Topic:
    """A topic, and the headings of the text that are about it; all that stands below them is too."""
    _may_keep(by, process_code)
    name = " ".join(name.split())[:200]
    if not name:
        raise refuse("topic-nameless")
    same = [t for t in topics_of(process_code) if t.name.casefold() == name.casefold()]
    if any(topic is None or t.pk != topic.pk for t in same):
        raise refuse("topic-known", name=name)
    kept = list(dict.fromkeys(sections))
    known = {key for key, _heading in headings_for(process_code)}
    if set(kept) - known - set(topic.sections if topic else ()):
        raise refuse("heading-unknown")
    if topic is None:
        try:
            with transaction.atomic():
                topic = Topic.objects.create(
                    process_code=process_code, name=name, sections=kept, demonstration=demonstration
                )
        except IntegrityError:  # a double click, at the same moment
            raise refuse("topic-known", name=name) from None
    elif (topic.name, topic.sections) == (name, kept):
        nothing_to_record()
        return topic
    else:
        changed = Topic.objects.filter(pk=topic.pk, retired_at__isnull=True)
        if not changed.update(name=name, sections=kept):
            raise refuse("moved-meanwhile")
        topic.refresh_from_db()
    record(by=by, subject=topic.key, process=process_code, at=at, facts={"sections": len(kept)})
    return topic


@action
def retire_topic(*, by: Person, topic: Topic, at: datetime) -> None:
    """A topic is no longer offered; one that keeps somebody away stays."""
    _may_keep(by, topic.process_code)
    last = (
        Assessment.objects.filter(declaration__process_code=topic.process_code)
        .values("declaration__person")
        .annotate(last=Max("pk"))
        .values("last")
    )
    if Assessment.objects.filter(pk__in=last, outcome=Outcome.PARTIAL, topics=topic).exists():
        raise refuse("topic-in-use")
    if not Topic.objects.filter(pk=topic.pk, retired_at__isnull=True).update(retired_at=at):
        raise refuse("moved-meanwhile")
    record(by=by, subject=topic.key, process=topic.process_code, at=at)


@action
def ask_before_meeting(
    *,
    by: Actor | None,
    process_code: str,
    title: str,
    held_on: date,
    at: datetime,
    demonstration: bool = False,
) -> Occasion:
    """Before a meeting everybody asked confirms or renews; from its day on older ones do not count."""
    _may_keep(by, process_code)
    title = " ".join(title.split())[:300]
    if not title:
        raise refuse("occasion-nameless")
    if held_on < at.date():
        raise refuse("occasion-over")
    days = rule_of(process_code).before_days
    made = Occasion.objects.create(
        process_code=process_code,
        title=title,
        held_on=held_on,
        asked_from=held_on - timedelta(days=days),
        demonstration=demonstration,
    )
    record(
        by=by,
        subject=made.key,
        process=process_code,
        at=at,
        facts={"held_on": held_on.isoformat(), "asked_from": made.asked_from.isoformat()},
    )
    return made


@action
def cancel_occasion(*, by: Person, occasion: Occasion, at: datetime) -> None:
    """A meeting is not held: nothing is asked for it."""
    _may_keep(by, occasion.process_code)
    standing = Occasion.objects.filter(pk=occasion.pk, cancelled_at__isnull=True)
    if not standing.update(cancelled_at=at):
        raise refuse("moved-meanwhile")
    record(by=by, subject=occasion.key, process=occasion.process_code, at=at)


@action
def write_interest_reminders(*, by: Person, process_code: str, at: datetime) -> int:
    """Reminders to declare, confirm or renew are written and held in the outbox; how many are new.

    Nobody is reminded twice on one day.
    """
    require(may_remind_of_interests(by, process_code, at))
    written = 0
    for row in to_remind(process_code, at):
        person, standing = row.duty.person, row.standing
        once = f"{REMINDER}{process_code}:{person.key}:{at:%Y-%m-%d}"
        if _is_written(once):
            continue
        written += _mail(
            person,
            "interests_reminder",
            {
                "process_code": process_code,
                "missing": standing.stand is Stand.MISSING,
                "occasion": standing.occasion,
                "until": standing.until,
                "address": lambda: _page("interests:mine", process_code),
            },
            about=process_code,
            once=once,
            at=at,
            hold=True,
            process_code=process_code,
        )
    if not written:
        nothing_to_record()
        return 0
    record(by=by, subject=process_code, process=process_code, at=at, facts={"reminders": written})
    return written


def _is_written(once: str) -> bool:
    from travaux.plumbing.models import Mail

    return Mail.objects.filter(once=once).exists()


@action
def erase_past_declarations(*, by: Actor | None, process_code: str, at: datetime) -> int:
    """What was declared goes once nothing was held for as long as the rule keeps it; how many."""
    _may_keep(by, process_code)
    before = at - timedelta(days=rule_of(process_code).keep_days)
    serving = {duty.person.pk for duty in duties(process_code, at)}
    kept = Declaration.objects.filter(process_code=process_code, erased_at__isnull=True)
    last = dict(kept.values_list("person_id").annotate(last=Max("at")))
    ended = dict(
        Appointment.objects.filter(process_code=process_code, person_id__in=last)
        .values_list("person_id")
        .annotate(last=Max("ends_at"))
    )
    erased = 0
    for pk, declared_at in last.items():
        if pk not in serving and max(declared_at, ended.get(pk) or declared_at) < before:
            erased += _words_go(kept.filter(person_id=pk), at)
    if not erased:
        nothing_to_record()
        return 0
    record(by=by, subject=process_code, process=process_code, at=at, facts={"erased": erased})
    return erased
