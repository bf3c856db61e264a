"""What rooms above decide of comments: who joins without an account, what waits, who knows a name."""

from __future__ import annotations

from collections.abc import Callable

from travaux.comments.models import Capacity, Comment, Submission
from travaux.comments.rules.entries import Speaking
from travaux.comments.rules.speaking import is_author, is_known
from travaux.consultations.models import Round
from travaux.people.models import Person
from travaux.plumbing.verdicts import YES, Verdict, no

# by whom -> whether what is handed in waits before it comes among the others; rooms above add
# theirs in site/wiring.py
HOLDS: dict[str, Callable[[Round, str], bool]] = {}
# by whom -> whether one comments in a round without an account
JOINING: dict[str, Callable[[Round], bool]] = {}
# by whom -> whether somebody may know who wrote what is protected
KEEPERS: dict[str, Callable[[Person, Round], bool]] = {}


def is_held(round: Round, capacity: str) -> bool:
    """Whether a comment of this capacity waits for a moderator before others read it.

    What speaks for a state or an organisation never does.
    """
    if capacity not in (Capacity.PERSON, Capacity.EXPERT):
        return False
    return any(ask(round, capacity) for ask in HOLDS.values())


def takes_guests(round: Round) -> bool:
    """Whether one comments here without an account."""
    return any(ask(round) for ask in JOINING.values())


def may_be_protected(speaking: Speaking) -> Verdict:
    """Somebody who speaks for themselves may ask that their name be known to named persons alone."""
    if speaking.capacity in (Capacity.PERSON, Capacity.EXPERT):
        return YES
    return no("protected-for-oneself")


def knows_author(person: Person | None, submission: Submission) -> bool:
    """Whether somebody may know who wrote this: all who answer, unless it is protected."""
    if not submission.protected or is_author(person, submission):
        return True
    if person is None or not is_known(person):
        return False
    return any(ask(person, submission.round) for ask in KEEPERS.values())


# by whom -> whether a comment is answered already; rooms above add theirs in site/wiring.py
ANSWERED: dict[str, Callable[[Comment], bool]] = {}
