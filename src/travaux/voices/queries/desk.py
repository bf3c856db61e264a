"""What waits for moderators: alike submissions as one group, with hints that refuse nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from travaux.comments.models import Comment, Submission
from travaux.comments.states import SubmissionState
from travaux.consultations.models import Round
from travaux.core.comments.alike import alike
from travaux.people.models import Person
from travaux.plumbing.keeping import Keep
from travaux.roadmap.models import Process
from travaux.voices.models import Guest, Measure

MOST_READ = 20_000


@dataclass(frozen=True, slots=True)
class Group:
    """Submissions that wait and say nearly the same; one is shown, all are counted and kept."""

    key: str
    sample: int  # of the submission that is shown
    members: tuple[int, ...]

    @property
    def count(self) -> int:
        return len(self.members)


@dataclass(frozen=True, slots=True)
class Hint:
    """Something worth a look: a code, and how many."""

    code: str
    count: int


def waiting(round: Round) -> QuerySet[Submission]:
    """What waits for a moderator: a guest's only after the mail check."""
    return Submission.objects.filter(round=round, state=SubmissionState.PENDING).filter(
        Q(guest__isnull=True) | Q(guest__checked_at__isnull=False)
    )


_groups: Keep[tuple[Group, ...]] = Keep(16)


def waiting_groups(round: Round) -> tuple[Group, ...]:
    """What waits, the largest groups of alike words first, then as it came.

    At most `MOST_READ` at a time; the rest follows when these are settled.
    """
    found = waiting(round).order_by("pk").values_list("pk", "key")[:MOST_READ]
    keys = dict(found)
    mark = hashlib.sha256(" ".join(keys.values()).encode()).hexdigest()
    return _groups.get((round.key, mark), lambda: _grouped(keys))


def _grouped(keys: dict[int, str]) -> tuple[Group, ...]:
    words: dict[int, str] = {}
    whole = Comment.objects.filter(submission__in=list(keys)) if len(keys) < 500 else None
    if whole is None:
        first, last = min(keys), max(keys)
        whole = Comment.objects.filter(submission__gte=first, submission__lte=last)
    for pk, text, proposed in whole.order_by("pk").values_list("submission", "text", "proposed"):
        if pk in keys:
            words[pk] = f"{words.get(pk, '')} {text} {proposed}"
    pks = sorted(words)
    gathered: dict[int, list[int]] = {}
    for pk, first_of in zip(pks, alike([words[pk] for pk in pks]), strict=True):
        gathered.setdefault(pks[first_of], []).append(pk)
    found = [Group(keys[sample], sample, tuple(m)) for sample, m in gathered.items()]
    return tuple(sorted(found, key=lambda g: (-g.count, g.sample)))


def hints_for(submissions: Iterable[Submission]) -> dict[int, list[Hint]]:
    """Submission -> what a moderator may want to know; none of it refuses anything."""
    rows = list(submissions)
    guests = {g.submission_id: g for g in Guest.objects.filter(submission__in=[s.pk for s in rows])}
    emails = {g.email for g in guests.values() if g.email}
    origins = {g.origin for g in guests.values() if g.origin}
    rounds = {s.round_id for s in rows}
    here = Guest.objects.filter(submission__round__in=rounds)
    mails = dict(
        here.filter(email__in=emails).order_by().values_list("email").annotate(n=Count("pk"))
    )
    places = dict(
        here.filter(origin__in=origins).order_by().values_list("origin").annotate(n=Count("pk"))
    )
    accounts = set(
        Person.objects.filter(email__in=emails, submissions__round__in=rounds).values_list(
            "email", flat=True
        )
    )
    out: dict[int, list[Hint]] = {}
    for one in rows:
        guest = guests.get(one.pk)
        if guest is None:
            continue
        hints = []
        if mails.get(guest.email, 0) > 1:
            hints.append(Hint("same-mail", mails[guest.email]))
        if guest.email in accounts:
            hints.append(Hint("has-account", 1))
        if places.get(guest.origin, 0) > 1:
            hints.append(Hint("same-origin", places[guest.origin]))
        if not guest.proven:
            hints.append(Hint("not-proven", 1))
        out[one.pk] = hints
    return out


def measures_of(process: Process, round: Round | None = None) -> QuerySet[Measure]:
    """What moderators did, the latest first; the public list names nobody."""
    found = Measure.objects.filter(submission__round__process=process)
    if round is not None:
        found = found.filter(submission__round=round)
    return found.select_related("submission__round__track", "comment").order_by("-pk")
