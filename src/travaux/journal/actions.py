"""How every action of every room is done: one transaction, one line in the journal."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, ParamSpec, Protocol, TypeVar

from django.db import transaction

from travaux.core.ledger.chain import seal
from travaux.journal.models import Head, Line
from travaux.plumbing.turns import writers_turn

P = ParamSpec("P")
T = TypeVar("T")

SYSTEM = "system"


class Actor(Protocol):
    """Whoever acts: the journal keeps the key alone."""

    @property
    def key(self) -> str: ...


class Frame:
    """One running action and the lines it has left."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[Line] = []
        self.nothing = False


_frames: ContextVar[tuple[Frame, ...]] = ContextVar("frames", default=())


class ActionLeftNoLine(RuntimeError):
    """A mistake of the programmer: an action wrote and told the journal nothing, or twice."""


def action(function: Callable[P, T]) -> Callable[P, T]:
    """Make a function an action: all of it happens or none, and it leaves exactly one line.

    An action that finds nothing to do says so with `nothing_to_record()`.
    """
    room = function.__module__.split(".")[1] if "." in function.__module__ else function.__module__
    name = f"{room}.{function.__name__}"

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        frame = Frame(name)
        token = _frames.set((*_frames.get(), frame))
        try:
            with writers_turn(), transaction.atomic():
                result = function(*args, **kwargs)
                if len(frame.lines) != (0 if frame.nothing else 1):
                    raise ActionLeftNoLine(f"{name} left {len(frame.lines)} lines")
            return result
        finally:
            _frames.reset(token)

    run.is_action = True  # type: ignore[attr-defined]
    return run


def running() -> bool:
    """Whether an action is running: only then may a room write."""
    return bool(_frames.get())


def nothing_to_record() -> None:
    """Say that the running action found nothing to change, so that no line is owed."""
    _frames.get()[-1].nothing = True


def record(
    *,
    by: Actor | None,
    subject: str,
    at: datetime,
    process: str = "",
    what: str = "",
    facts: dict[str, Any] | None = None,
) -> Line:
    """Leave the running action's line. `facts`: codes, keys, counts and hashes; nobody's words.

    Call it last: on PostgreSQL it queues for the head of the chain until the transaction ends.
    """
    facts = dict(facts or {})
    if "content_hash" in facts:
        # The author knows all else of the line that a receipt names. Could they reckon its hash,
        # they could try numbers and see whether anybody did anything between two of their own acts.
        facts["blind"] = secrets.token_hex(16)
    frames = _frames.get()
    if not frames:
        raise ActionLeftNoLine("record() outside of an action")
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    sealed = seal(
        previous=head.hash,
        seq=head.seq + 1,
        at=at.astimezone(UTC).isoformat(timespec="microseconds"),
        actor=by.key if by is not None else SYSTEM,
        process=process,
        what=what or frames[-1].name,
        subject=subject,
        facts=facts,
    )
    line = Line.objects.create(
        seq=sealed.seq,
        at=at,
        actor=sealed.actor,
        process=sealed.process,
        what=sealed.what,
        subject=sealed.subject,
        facts=sealed.facts,
        previous=sealed.previous,
        hash=sealed.hash,
    )
    Head.objects.filter(pk=1).update(seq=sealed.seq, hash=sealed.hash)
    frames[-1].lines.append(line)
    return line
