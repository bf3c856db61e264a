"""Who reviews, and who reviews what: by hand, out of a table, or shared out evenly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from travaux.calls.actions._telling import _address_of, _worded
from travaux.calls.models import Application, Call, Review, Reviewer
from travaux.calls.queries.conflicts import OWN, hints_of, weight_of
from travaux.calls.queries.reviews import assignable, reviewer_named, reviewers_of
from travaux.calls.rules.reviews import (
    MOST_REVIEWERS,
    may_appoint_reviewers,
    may_be_given,
    may_take_back,
)
from travaux.calls.states import MOVES, ApplicationState, ReviewState
from travaux.core.reviews.sharing import Sharing, share_out
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Country, Person
from travaux.plumbing.mail import write_mail
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import Verdict, no, refuse, require


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who is to review: an address, and what helps to see conflicts."""

    email: str
    employer: str = ""
    country: Country | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one line of a table of assignments; `verdict` is no where it was refused."""

    where: str
    application: str
    email: str
    verdict: Verdict
    new: bool = False


def _link_accounts(call: Call) -> None:
    """Reviewers named by address, who have an account meanwhile, are known by it from now on."""
    for one in Reviewer.objects.filter(call=call, person__isnull=True).exclude(email=""):
        person = Person.objects.filter(email__iexact=one.email, is_active=True).first()
        if person is None:
            continue
        if not Reviewer.objects.filter(call=call, person=person).exists():
            Reviewer.objects.filter(pk=one.pk).update(person=person, email="")


def _unsaved(call: Call, address: str) -> Reviewer:
    """Who would review, to ask the rules before anybody is named."""
    told = address.strip().lower()
    person = Person.objects.filter(email__iexact=told, is_active=True).first()
    return Reviewer(call=call, person=person, email="" if person is not None else told)


def _appoint(call: Call, named: Named, by: Person, at: datetime) -> tuple[Reviewer, bool]:
    """The standing reviewer with this address; whether this is new."""
    address = named.email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise refuse("reviewer-address", email=address[:120] or "–") from None
    person = Person.objects.filter(email__iexact=address, is_active=True).first()
    held = Reviewer.objects.filter(
        Q(person=person) if person is not None else Q(email=address), call=call
    ).first()
    if held is None:
        if Reviewer.objects.filter(call=call).count() >= MOST_REVIEWERS:
            raise refuse("too-many-reviewers", most=MOST_REVIEWERS)
        made = Reviewer.objects.create(
            call=call, person=person, email="" if person is not None else address,
            employer=named.employer.strip()[:300], country=named.country, at=at, by_key=by.key,
        )  # fmt: skip
        return made, True
    again = held.ended_at is not None
    held.ended_at = None
    held.employer = named.employer.strip()[:300] or held.employer
    held.country = named.country or held.country
    held.save(update_fields=["ended_at", "employer", "country"])
    return held, again


@action
def appoint_reviewers(*, by: Person, call: Call, named: Sequence[Named], at: datetime) -> int:
    """Persons review applications of this call; how many are new."""
    call = Call.objects.select_for_update().select_related("process").get(pk=call.pk)
    require(may_appoint_reviewers(by, call, at))
    if not named:
        raise refuse("reviewer-address", email="–")
    _link_accounts(call)
    new = sum(_appoint(call, one, by, at)[1] for one in named)
    record(by=by, subject=call.key, process=call.process.code, at=at, facts={"reviewers": new})
    return new


@action
def end_reviewer(*, by: Person, reviewer: Reviewer, at: datetime) -> None:
    """Somebody reviews no more: what they handed in stays, what they had not begun goes back."""
    call = reviewer.call
    require(may_appoint_reviewers(by, call, at))
    Review.objects.filter(reviewer=reviewer, state=ReviewState.ASSIGNED).delete()
    left = Reviewer.objects.filter(pk=reviewer.pk, ended_at__isnull=True).update(ended_at=at)
    if not left:
        raise refuse("moved-meanwhile")
    record(by=by, subject=reviewer.key, process=call.process.code, at=at, facts={"call": call.key})


def _give(application: Application, reviewer: Reviewer, at: datetime) -> bool:
    """The application is in the hands of the reviewer; whether it was not before."""
    _, new = Review.objects.get_or_create(
        application=application, reviewer=reviewer, defaults={"assigned_at": at}
    )
    return new


def _tell(call: Call, reviewers: Sequence[Reviewer], at: datetime) -> None:
    """Each reviewer learns that applications wait, once on a day."""
    for one in reviewers:
        to = one.person if one.person is not None else one.email
        language = one.person.language if one.person is not None else ""
        address = _address_of("calls:reviews", call.process.code)
        subject, text = _worded("review", language, {"call": call, "address": address})
        write_mail(
            to, subject, text, about=call.key, at=at, language=language,
            once=f"call-review:{one.key}:{at:%Y-%m-%d}", process_code=call.process.code,
        )  # fmt: skip


@action
def assign_review(
    *, by: Person, application: Application, reviewer: Reviewer, at: datetime
) -> Review:
    """One application is given to one reviewer."""
    call = Call.objects.select_for_update().select_related("process").get(pk=application.call_id)
    require(may_appoint_reviewers(by, call, at))
    require(may_be_given(application, reviewer))
    new = _give(application, reviewer, at)
    review = Review.objects.get(application=application, reviewer=reviewer)
    if not new:
        if review.state != ReviewState.RECUSED:
            nothing_to_record()
            return review
        # somebody who stepped back is asked again: scores given before do not come back by themselves
        move(review, MOVES, "ask-again", assigned_at=at, reason="", handed_in_at=None)
    _tell(call, [reviewer], at)
    record(by=by, subject=review.key, process=call.process.code, at=at, facts={"call": call.key})
    return review


@action
def take_review_back(*, by: Person, review: Review, at: datetime) -> None:
    """An application is taken back from a reviewer who has not begun."""
    call = review.application.call
    require(may_take_back(by, review, at))
    gone, _ = Review.objects.filter(pk=review.pk, state=ReviewState.ASSIGNED).delete()
    if not gone:
        raise refuse("moved-meanwhile")
    record(by=by, subject=review.key, process=call.process.code, at=at, facts={"call": call.key})


@action
def assign_table(
    *, by: Person, call: Call, lines: Sequence[tuple[str, str, str]], at: datetime
) -> list[Line]:
    """Assignments out of a table: (place, number or key of the application, address) of each line.

    Lines that cannot be are refused one by one; the others are done. Who is not a reviewer of the
    call yet becomes one.
    """
    call = Call.objects.select_for_update().select_related("process").get(pk=call.pk)
    require(may_appoint_reviewers(by, call, at))
    _link_accounts(call)
    standing = {
        **{str(a.number): a for a in call.applications.exclude(number=None)},
        **{a.key: a for a in call.applications.exclude(state=ApplicationState.DRAFT)},
    }
    told: list[Line] = []
    given: dict[int, Reviewer] = {}
    for where, which, address in lines:
        application = standing.get(which.strip().lstrip("#"))
        reviewer = reviewer_named(call, address)
        if application is None:
            told.append(
                Line(where, which, address, no("application-not-in-call", which=which[:40]))
            )
            continue
        try:
            validate_email(address.strip())
        except ValidationError:
            wrong = no("reviewer-address", email=address[:120] or "–")
            told.append(Line(where, which, address, wrong))
            continue
        verdict = may_be_given(application, reviewer or _unsaved(call, address))
        if verdict and reviewer is None:
            reviewer, _ = _appoint(call, Named(address), by, at)
        if verdict and reviewer is not None:
            before = Review.objects.filter(application=application, reviewer=reviewer).first()
            if before is not None and before.state == ReviewState.RECUSED:
                verdict = no("reviewer-stepped-back")
        new = bool(verdict) and reviewer is not None and _give(application, reviewer, at)
        if new and reviewer is not None:
            given[reviewer.pk] = reviewer
        told.append(Line(where, which, address, verdict, new))
    if not given:
        nothing_to_record()
        return told
    _tell(call, list(given.values()), at)
    facts = {"assigned": sum(1 for one in told if one.new), "lines": len(told)}
    record(by=by, subject=call.key, process=call.process.code, at=at, facts=facts)
    return told


@action
def assign_evenly(*, by: Person, call: Call, each: int, seed: str, at: datetime) -> Sharing:
    """Every application gets so many reviewers: loads even, own applications never, hints avoided."""
    call = Call.objects.select_for_update().select_related("process").get(pk=call.pk)
    require(may_appoint_reviewers(by, call, at))
    _link_accounts(call)
    reviewers, applications = list(reviewers_of(call)), list(assignable(call))
    if not reviewers:
        raise refuse("reviewers-missing")
    if not applications:
        raise refuse("nothing-to-review")
    hints = hints_of(call, applications, reviewers)
    held = Review.objects.filter(application__in=applications).select_related(
        "application", "reviewer"
    )
    here = {(r.application.key, r.reviewer.key): r.state for r in held}
    back = {pair for pair, state in here.items() if state == ReviewState.RECUSED}
    found = share_out(
        [a.key for a in applications],
        [r.key for r in reviewers],
        each,
        seed=seed,
        standing=[pair for pair in here if pair not in back],
        never=back | {pair for pair, codes in hints.items() if OWN in codes},
        rather_not={p: w for p, codes in hints.items() if (w := min(100, weight_of(codes)))},
    )
    by_key = {a.key: a for a in applications}
    people = {r.key: r for r in reviewers}
    given = {r: people[r] for a, r in found.pairs if _give(by_key[a], people[r], at)}
    if not given:
        nothing_to_record()
        return found
    _tell(call, list(given.values()), at)
    facts = {
        "each": each, "seed": seed[:80], "assigned": len(found.pairs),
        "short": sum(found.short.values()), "hints": found.hints,
    }  # fmt: skip
    record(by=by, subject=call.key, process=call.process.code, at=at, facts=facts)
    return found
