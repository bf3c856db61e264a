"""What every page of an office needs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from travaux.comments.views.frame import round_at
from travaux.offices import queries
from travaux.people.asking import signed_in
from travaux.people.models import Office, Person
from travaux.people.queries.offices import office_named
from travaux.people.rules.offices import may_see_office
from travaux.plumbing import clock
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process


def frame(process: Process, office: Office | None = None, invented: bool = False) -> dict[str, Any]:
    sentence = _(
        "This office, its states and what they said are invented, to show how the work goes."
    )
    shown = invented or (office is not None and office.demonstration)
    return {
        "process": process,
        "tab": "consultation",
        "office": office,
        "demonstration": sentence if shown else "",
    }


def the_office(
    request: HttpRequest, process: str, key: str
) -> tuple[Office, Process, Person, datetime]:
    """The desk of this address, for those who see it."""
    here, person, at = get_object_or_404(Process, code=process), signed_in(request), clock.now()
    found = office_named(process, key)
    if found is None:
        raise Http404(key)
    require(may_see_office(person, found, at))
    return found, here, person, at


def the_round(process: str, key: str, office: Office, at: datetime) -> queries.Covered:
    """A round in which one of its states is asked; any other is not for this office."""
    mine = queries.covered(office, round_at(process, key), at)
    if not mine.found.parties:
        raise refuse("round-of-others")
    return mine
