"""A rule answers yes, or no with a reason; the same answer hides a button and refuses a request."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from travaux.core.problems import Problem, Unusable

# Filled once by site/wiring.py from the `wording.py` of every room.
SENTENCES: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes when `code` is empty; otherwise the code of the reason and the facts of its sentence."""

    code: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return not self.code

    @property
    def sentence(self) -> str:
        return sentence(self.code, self.facts)


YES = Verdict()


def no(code: str, **facts: Any) -> Verdict:
    """The answer no, with its reason."""
    return Verdict(code, facts)


class Refusal(Exception):
    """What an action raises when its rule says no."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.code)
        self.verdict = verdict

    @property
    def code(self) -> str:
        return self.verdict.code

    @property
    def sentence(self) -> str:
        return self.verdict.sentence


def require(verdict: Verdict) -> None:
    """Go on only if the rule said yes."""
    if not verdict:
        raise Refusal(verdict)


def refuse(code: str, **facts: Any) -> Refusal:
    """A refusal to raise where no rule was asked, such as a lost race."""
    return Refusal(no(code, **facts))


def sentence(code: str, facts: Mapping[str, Any] | None = None) -> str:
    """The sentence for a code, in the reader's language, with its facts put in.

    Facts that are callables are read late, so that they can be translated too.
    """
    if not code:
        return ""
    text = SENTENCES.get(code)
    if text is None:
        raise KeyError(f"no sentence for the code {code!r}: add it to the room's wording.py")
    values = {
        k: (v() if isinstance(v, Callable) else v)  # type: ignore[arg-type]
        for k, v in (facts or {}).items()
    }
    return str(text) % values if values else str(text)


_PLACE = re.compile(r"(row|line|sheet|comment|column|table|paragraph) (.+)")
_PLACES = {
    "row": gettext_lazy("row %(n)s"),
    "line": gettext_lazy("line %(n)s"),
    "sheet": gettext_lazy("sheet %(n)s"),
    "comment": gettext_lazy("comment %(n)s"),
    "column": gettext_lazy("column %(n)s"),
    "table": gettext_lazy("table %(n)s"),
    "paragraph": gettext_lazy("paragraph %(n)s"),
}


def place_words(where: str) -> str:
    """A place of the core ("row 17") in the reader's language; other names as they are."""
    found = _PLACE.fullmatch(where)
    return str(_PLACES[found[1]]) % {"n": found[2]} if found else where


def explain(problem: Problem | Unusable) -> str:
    """A problem of the core as a sentence, with the place first."""
    one = problem.problem if isinstance(problem, Unusable) else problem
    # what was read must stay readable, even where a sentence was forgotten (a test sees to that)
    said = sentence(one.code, one.facts) if one.code in SENTENCES else one.code
    if not one.where:
        return said
    return _("%(place)s: %(said)s") % {"place": place_words(one.where), "said": said}
