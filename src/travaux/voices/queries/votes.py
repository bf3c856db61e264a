"""How statements stand, and the open-data files in the columns of Polis."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from travaux.consultations.models import Round
from travaux.people.models import Person
from travaux.voices.models import Proposal, Statement, Vote
from travaux.voices.rules.voting import FEWEST
from travaux.voices.states import Proposed


@dataclass(frozen=True, slots=True)
class Tally:
    """One statement and how many agree, disagree and pass; None where that is withheld."""

    statement: Statement
    agree: int | None
    disagree: int | None
    passed: int | None
    mine: int | None

    @property
    def count(self) -> int:
        return (self.agree or 0) + (self.disagree or 0) + (self.passed or 0)

    @property
    def withheld(self) -> bool:
        return self.agree is None

    def share(self, n: int | None) -> int:
        return round(100 * (n or 0) / self.count) if self.count else 0

    @property
    def shares(self) -> tuple[int, int, int]:
        """Of a hundred: agree, disagree, pass."""
        first, second = self.share(self.agree), self.share(self.disagree)
        return first, second, max(0, 100 - first - second) if self.count else 0


def tallies(round_: Round, person: Person | None, *, whole: bool) -> list[Tally]:
    """Every statement with its votes; small numbers are withheld unless `whole`."""
    mine = (
        dict(
            Vote.objects.filter(statement__round=round_, voter=person).values_list(
                "statement", "value"
            )
        )
        if person is not None and person.pk
        else {}
    )
    rows = Statement.objects.filter(round=round_).annotate(
        agree=Count("votes", filter=Q(votes__value=1)),
        disagree=Count("votes", filter=Q(votes__value=-1)),
        passed=Count("votes", filter=Q(votes__value=0)),
    )
    found = []
    for one in rows.order_by("number"):
        counts = (one.agree, one.disagree, one.passed)
        told = whole or sum(counts) >= FEWEST
        agree, disagree, passed = counts if told else (None, None, None)
        found.append(Tally(one, agree, disagree, passed, mine.get(one.pk)))
    return found


def waiting_proposals(round_: Round) -> QuerySet[Proposal]:
    """What participants proposed and nobody has decided, the first first; without its author."""
    return Proposal.objects.filter(round=round_, state=Proposed.WAITING).order_by("pk")


def own_proposals(round_: Round, person: Person | None) -> QuerySet[Proposal]:
    """What somebody proposed, and what became of it."""
    if person is None or not person.pk:
        return Proposal.objects.none()
    return Proposal.objects.filter(round=round_, author=person).order_by("pk")


def counted(round_: Round) -> list[Statement]:
    """The statements of which the votes are told: those with at least `FEWEST`."""
    rows = Statement.objects.filter(round=round_).annotate(cast=Count("votes"))
    return list(rows.filter(cast__gte=FEWEST).order_by("number"))


def safe_words(text: str) -> str:
    """Words for a cell of a CSV file; what a spreadsheet would run is led by an apostrophe."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def voter_name(round_: Round, vote: Vote) -> str:
    """A name for a voter that holds within one round and leads to nobody."""
    who = f"paper:{vote.paper}" if vote.paper else f"person:{vote.voter_id}"
    key = f"{settings.SECRET_KEY}:votes:{round_.key}".encode()
    return hmac.new(key, who.encode(), hashlib.sha256).hexdigest()[:12]


def _day(at: datetime) -> tuple[int, str]:
    """The day alone: an instant could lead to a person."""
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return int(day.timestamp()), day.strftime("%Y-%m-%d")


def polis_file(round_: Round, name: str) -> bytes:
    """comments.csv or votes.csv, as Polis publishes its open data.

    Statements with fewer than `FEWEST` votes are listed without counts, and without their votes.
    """
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    found = tallies(round_, None, whole=False)
    if name == "comments":
        write.writerow(
            [
                "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees",
                "moderated", "comment-body",
            ]
        )  # fmt: skip
        for one in found:
            s = one.statement
            counts = ["", ""] if one.withheld else [one.agree, one.disagree]
            write.writerow([*_day(s.at), s.number, 0, *counts, 1, safe_words(s.text)])
    else:
        write.writerow(["timestamp", "datetime", "comment-id", "voter-id", "vote"])
        open_ones = [one.statement.pk for one in found if not one.withheld]
        rows = [
            (vote.statement.number, voter_name(round_, vote), _day(vote.at), vote.value)
            for vote in Vote.objects.filter(statement__in=open_ones).select_related("statement")
        ]
        for number, voter, day, value in sorted(rows):
            write.writerow([*day, number, voter, value])
    return out.getvalue().encode()
