"""What every page of this room begins with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from travaux.core.problems import Problem, Unusable
from travaux.drafts import queries
from travaux.drafts.models import Version
from travaux.drafts.wording import DISTRIBUTIONS, STANDINGS, STATES
from travaux.journal.queries import state_of_record
from travaux.plumbing.typed import whole_number
from travaux.plumbing.verdicts import Refusal, explain
from travaux.roadmap.models import Process


def the_process(code: str) -> Process:
    return get_object_or_404(Process, code=code)


def demonstration_of(shown: bool) -> str:
    """The sentence of the stripe, where the words of a text are invented."""
    sentence = _("The words of this draft are invented. They are not the text of a guideline.")
    return sentence if shown else ""


def frame(process: Process, version: Version | None = None) -> dict[str, Any]:
    """Process, tab, and what stands at the head of the page of a version."""
    found: dict[str, Any] = {"process": process, "tab": "drafts"}
    if version is not None:
        found.update(
            version=version,
            title=queries.title_of(version),
            state=STATES[version.state],
            standing=STANDINGS[version.state],
            distribution=DISTRIBUTIONS.get(queries.distribution_of(version), ""),
            demonstration=demonstration_of(version.demonstration),
        )
    return found


def opened(request: HttpRequest, process: str, key: str) -> Version:
    """The version, for whoever may read it."""
    return queries.version_for(process, key, request.user)  # type: ignore[arg-type]


def shown(request: HttpRequest, process: str, key: str) -> queries.Published:
    """A version to be looked at, and the one before it, for whoever may read them."""
    found = queries.published_version(process, key, state_of_record())
    if found is not None:
        return found
    version = opened(request, process, key)
    return queries.Published(version, queries.ancestor_of(version))


def sentence_of(problem: Refusal | Unusable) -> str:
    """A refusal or a problem of the core in the reader's language."""
    return problem.sentence if isinstance(problem, Refusal) else explain(problem)


def problems_of(version: Version) -> list[str]:
    """What the import could not place or had to assume, in words."""
    return [
        explain(Problem(kept["code"], kept.get("where", ""), kept.get("facts", {})))
        for kept in version.problems
    ]


def part_asked(request: HttpRequest) -> int:
    """The number of the part that the address asks for; nonsense gives the first."""
    asked = request.GET.get("part", "")
    return whole_number(asked, 1, digits=5)
