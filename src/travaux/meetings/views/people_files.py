"""Files about those who take part: letters, the list in the customary order, badges, what is needed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.meetings.documents import participant_list
from travaux.meetings.models import Meeting
from travaux.meetings.queries.places import listed, registrations, sections
from travaux.meetings.rules import meetings as meeting_rules
from travaux.meetings.rules import places as rules
from travaux.meetings.views.frame import meeting_at
from travaux.meetings.wording import CAPACITIES, KINDS, MODES
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.files import hand_out
from travaux.plumbing.languages import NAMES
from travaux.plumbing.verdicts import require


@login_required
def letter(request: HttpRequest, process: str, meeting: str, key: str) -> HttpResponseBase:
    """The letter of a registration, for those who decide on it."""
    here, at, me = meeting_at(request, process, meeting), clock.now(), signed_in(request)
    one = registrations(here, me, at).filter(key=key).first()
    if one is None or one.letter is None:
        raise Http404(key)
    return hand_out(one.letter)


def participants_file(
    request: HttpRequest, process: str, meeting: str, what: str, ending: str
) -> HttpResponse:
    """The list of participants, the same with letters seen, badges, or what is to be arranged, each
    for those who may see it."""
    here, at, person = meeting_at(request, process, meeting), clock.now(), person_of(request)
    if what == "participants":
        if not meeting_rules.sees_names(person, here, at):
            raise Http404(what)
    else:
        require(rules.may_see_needs(person, here, at))
    name = f"{what}-{here.key}"
    if ending == "docx":
        if what not in ("participants", "letters"):
            raise Http404(ending)
        return download(participant_list(here, letters=what == "letters"), ending, name)
    if what == "letters":
        raise Http404(ending)
    machine = ending == "json"
    columns, rows = _tables(here, what, machine, keeps=meeting_rules.keeps(person, here, at))
    data = write(ending, columns, rows, title=_("Participants"), right_to_left=get_language_bidi())
    return download(data, ending, name)


def _tables(
    here: Meeting, what: str, machine: bool, *, keeps: bool
) -> tuple[list[tuple[str, Any]], list[list[Any]]]:
    people = [
        (s.kind, d.name, p)
        for s in sections(listed(here))
        for d in s.delegations
        for p in d.members
    ]
    columns: list[tuple[str, Any]] = [
        ("kind", _("As what")),
        ("party", _("State or organisation")),
        ("form", _("Form of address")),
        ("name", _("Name")),
    ]
    rows: list[list[Any]] = [
        [kind if machine else str(KINDS[kind]), party, p.form, p.name] for kind, party, p in people
    ]
    if what == "needs":
        columns += [
            ("interpretation", _("Interpretation needed into")),
            ("needs", _("What they need to take part well")),
        ]
        rows = [
            [*row, NAMES.get(p.interpretation, ""), p.needs]
            for row, (_kind, _party, p) in zip(rows, people, strict=True)
            if p.needs or p.interpretation
        ]
        return columns, rows
    columns += [
        ("function", _("Function")),
        ("capacity", _("In the delegation as")),
        ("mode", _("How they take part")),
    ]
    if keeps:
        columns += [("letter_seen", _("Letter seen")), ("email", _("Mail address"))]
    for row, (_kind, _party, p) in zip(rows, people, strict=True):
        row += [
            p.function,
            p.capacity if machine else str(CAPACITIES[p.capacity]),
            p.mode if machine else str(MODES[p.mode]),
        ]
        if keeps:
            row += [p.letter_seen_at.date() if p.letter_seen_at else "", p.email]
    return columns, rows
