"""Patterns that a form may check an answer with: bounded, so that no answer can stall the site."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import lru_cache
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

from travaux.core.problems import Unusable

LONGEST = 300  # characters of a pattern, and of the answer it is held against
_MANY = 10  # a repetition of more than so often counts as unbounded


def _inside(part: Any) -> Iterable[Any]:
    """The sequences of a pattern below one of its parts."""
    if isinstance(part, _parser.SubPattern):
        yield part
    elif isinstance(part, list | tuple):
        for one in part:
            yield from _inside(one)


def _repeats(sequence: Any, within: int) -> bool:
    """Whether a repetition stands within another, or alternatives within one: these can explode."""
    for operation, argument in sequence:
        repeated = operation in (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
        open_ended = repeated and (argument[1] > _MANY)
        if within and (open_ended or operation is _constants.BRANCH):
            return True
        if operation in (_constants.GROUPREF, _constants.GROUPREF_EXISTS):
            return True
        for below in _inside(argument):
            if _repeats(below, within + open_ended):
                return True
    return False


@lru_cache(maxsize=512)
def read_pattern(text: str) -> re.Pattern[str]:
    """A pattern, ready for use.

    Errors: `pattern-too-long`, `pattern-unreadable`, `pattern-risky` (repetitions within
    repetitions, whose time could grow without end).

    >>> bool(read_pattern("[0-9]{4}").fullmatch("2024"))
    True
    """
    if len(text) > LONGEST:
        raise Unusable("pattern-too-long", most=LONGEST)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if _repeats(_parser.parse(text), 0):
                raise Unusable("pattern-risky", pattern=text)
            return re.compile(text)
    except (re.error, OverflowError, RecursionError):
        raise Unusable("pattern-unreadable", pattern=text) from None
