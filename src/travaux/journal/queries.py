"""The record, read: a page of it, all of it in order, and whether it holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Q, QuerySet

from travaux.core.ledger import chain
from travaux.journal.models import Head, Line

PAGE = 100


@dataclass(frozen=True, slots=True)
class Seal:
    """A round of which something is sealed: all of it, or the sets of states and organisations.

    Since when what is said there is held back from the public record; None: its lines stand in it
    without a name.
    """

    process: str
    round: str
    since: datetime | None
    sets_alone: bool = False


# Rooms above name what is sealed now in a process ("": in all). Filled by site/wiring.py. When and
# how often somebody acted in a sealed round would tell who spoke, and how many.
SEALED: list[Callable[[str], Iterable[Seal]]] = []


# Acts by which something is said in a round, or that go along with it.
_SPEAKING = (
    "comments.",
    "consultations.note_opened",
    "correspondence.enter_on_behalf",
    "correspondence.ask_again",
    "correspondence.answer_for",
    "correspondence.forget_submitter",
    "correspondence.register_entry",
    "consolidation.",
    "voices.join_in",
    "voices.check_guest",
    "voices.disown_guest",
    "voices.claim_guest",
    "voices.forget_guest",
    "voices.lapse_guests",
    "voices.admit",
    "voices.take_measure",
    "voices.lift_measure",
    "voices.appeal",
    "voices.decide_appeal",
    "voices.cast_votes",
    "voices.propose_statement",
    "voices.put_proposal",
    "voices.decline_proposal",
)


# Of these the acts that are only ever done by, or to, somebody who speaks for themselves.
_PERSONAL = (
    "voices.join_in",
    "voices.check_guest",
    "voices.disown_guest",
    "voices.claim_guest",
    "voices.forget_guest",
    "voices.lapse_guests",
    "voices.admit",
    "voices.cast_votes",
    "voices.propose_statement",
    "voices.put_proposal",
    "voices.decline_proposal",
)


def sealed_in(process_code: str) -> list[Seal]:
    """What is sealed in a process now ("": in all), and since when its lines are held back."""
    return [seal for ask in SEALED for seal in ask(process_code)]


def held_since(sealed: Iterable[Seal]) -> datetime | None:
    """From when the public record holds lines back; None: it holds none back.

    From then on it gives lines no number and no fingerprint either (`unnumbered_since`): a gap
    between two numbers would tell how many lines are held. All of it is given when the last of
    these rounds closes.
    """
    return min((s.since for s in sealed if s.since is not None), default=None)


def unnumbered_since() -> datetime | None:
    """From when lines of any process bear no number in public; None: all bear theirs.

    Numbers run through all processes here: while a round is sealed in one, the numbers of another,
    or of a receipt, would count what is said in it.
    """
    return held_since(sealed_in(""))


def unnumbered_elsewhere(may_read: Callable[[str], bool]) -> datetime | None:
    """The same for somebody who reads whole the records of some processes: seals there hold back
    no number from them, those of the others do."""
    return held_since(seal for seal in sealed_in("") if not may_read(seal.process))


def on_receipt(line: Line, *, any_seal: bool = True) -> tuple[int | None, str]:
    """What a receipt tells of its line: its number, or none while numbers are held back; its hash.

    `any_seal`: False where it is known that nothing here is sealed now, so that nothing is asked.
    """
    since = unnumbered_since() if any_seal else None
    return (line.seq if since is None or line.at < since else None), line.hash


def open_lines(process_code: str, sealed: Collection[Seal]) -> QuerySet[Line]:
    """The lines of a process that everybody sees now, the last first: those held back left out."""
    found, since = lines_of(process_code), held_since(sealed)
    if since is None:
        return found
    others = Q(at__lt=since)
    said = _begins(_SPEAKING)
    shut = [s.round for s in sealed if s.since is not None and not s.sets_alone]
    sets = [s.round for s in sealed if s.since is not None and s.sets_alone]
    named = Q(facts__has_key="round")
    personal = Q(facts__capacity__in=["person", "expert"]) | _begins(_PERSONAL)
    # what names another round is of that round; what names none may be of a sealed one
    free = named & ~Q(facts__round__in=[*shut, *sets])
    if sets:
        free |= named & Q(facts__round__in=sets) & personal
        if not shut:
            free |= ~named & personal
    return found.filter(others | ~said | free)


def _begins(acts: Iterable[str]) -> Q:
    """Lines of these acts, each named by how it begins."""
    found = Q()
    for start in acts:
        found |= Q(what__startswith=start)
    return found


def is_withheld(line: Line, sealed: Collection[Seal]) -> bool:
    """Whether the act of a line stays unnamed for now: a comment in what is sealed, or its trace."""
    shut = {s.round for s in sealed if not s.sets_alone}
    if not shut or not line.what.startswith(_SPEAKING):
        return False
    about = line.facts.get("round")
    return about is None or about in shut


def lines_of(process_code: str) -> QuerySet[Line]:
    """The lines of a process, the last first."""
    return Line.objects.filter(process=process_code).order_by("-seq")


def line_about(subject: str) -> QuerySet[Line]:
    """What was done to one thing, in order."""
    return Line.objects.filter(subject=subject).order_by("seq")


def page_after(lines: QuerySet[Line], skip: int) -> tuple[list[Line], bool]:
    """At most PAGE lines after the first `skip`, and whether there are more.

    For the time in which lines have no public number: nothing in the address tells one.
    """
    found = list(lines[skip : skip + PAGE + 1])
    return found[:PAGE], len(found) > PAGE


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the record: its lines, and where the pages beside it begin (None: there is none)."""

    lines: list[Line]
    older: int | None
    newer: int | None


def page_of(process_code: str, before: int | None = None) -> Page:
    """At most PAGE lines older than `before`; found by number, so that a late page is no slower."""
    lines = lines_of(process_code)
    here = list((lines.filter(seq__lt=before) if before else lines)[: PAGE + 1])
    older = here[PAGE - 1].seq if len(here) > PAGE else None
    newer = None
    if before:
        later = lines.filter(seq__gte=before).order_by("seq").values_list("seq", flat=True)
        found = list(later[: PAGE + 1])
        newer = (found[PAGE] if len(found) > PAGE else 0) if found else None
    return Page(here[:PAGE], older, newer)


def as_ledger(line: Line) -> chain.Line:
    """A row as the core knows it."""
    return chain.Line(
        seq=line.seq,
        at=line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        actor=line.actor,
        process=line.process,
        what=line.what,
        subject=line.subject,
        facts=line.facts,
        previous=line.previous,
        hash=line.hash,
    )


def chain_lines() -> Iterator[chain.Line]:
    """The whole journal in order, a few thousand rows in memory at a time."""
    for line in Line.objects.order_by("seq").iterator(chunk_size=2000):
        yield as_ledger(line)


def head() -> tuple[int, str]:
    """Number and hash of the last line, as kept apart from the lines."""
    found = Head.objects.filter(pk=1).first()
    return (found.seq, found.hash) if found else (0, "")


def state_of_record() -> str:
    """The hash of the last line: while it is the same, nothing that anybody did has changed.

    Empty where nothing was recorded yet: what was reckoned then is not kept. Asked of every page,
    and so asked as plainly as can be.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM journal_head WHERE id = 1")
        found = cursor.fetchone()
    return str(found[0]) if found else ""


def verification() -> chain.Verification:
    """Check every line against its own hash, the one before, and the head."""
    # the head is read first: lines that are added meanwhile are beyond it
    last = head()
    wanted = (line for line in chain_lines() if line.seq <= last[0])
    found = chain.verify(wanted, head=last)
    beyond = Line.objects.filter(seq__gt=last[0]).order_by("seq").first()
    if found.verified and beyond is not None and head() == last:
        bad = chain.BadLine(beyond.seq, "altered")  # a line that nobody sealed
        return chain.Verification(False, found.checked + 1, bad, found.head)
    return found
