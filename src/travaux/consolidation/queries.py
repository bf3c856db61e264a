"""Desks, the notes on them, and who came by which link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Count, Q, QuerySet

from travaux.comments.models import Capacity
from travaux.comments.queries import outline, target_rows
from travaux.comments.rules import Speaking, appointments_here, may_speak
from travaux.comments.states import Scope
from travaux.consolidation.models import Colleague, Desk, Note
from travaux.consolidation.states import NoteState
from travaux.consultations.models import Round
from travaux.consultations.queries import rounds_of
from travaux.consultations.rules import Phase, is_for_organisation, is_for_state, phase
from travaux.core.comments.place_names import WHOLE, PlaceNames
from travaux.drafts.models import Paragraph, Version
from travaux.people.models import Person, Role
from travaux.plumbing.languages import said
from travaux.roadmap.models import Process

_SIGNER = Signer(salt="travaux.consolidation.colleague", sep=".")


def token_of(colleague: Colleague) -> str:
    """What stands in the address of a colleague's link: desk and colleague are under the signature."""
    return str(_SIGNER.sign_object([colleague.desk.key, colleague.key]))


def colleague_behind(token: str) -> Colleague | None:
    """Whose link this is, while their place at the desk stands."""
    try:
        desk, key = _SIGNER.unsign_object(token[:400])
    except (BadSignature, ValueError, TypeError):
        return None
    return (
        Colleague.objects.filter(
            key=str(key), desk__key=str(desk), ended_at__isnull=True, desk__erased_at__isnull=True
        )
        .select_related("desk__round__process", "desk__country", "desk__organisation")
        .first()
    )


def desk_named(process_code: str, key: str) -> Desk | None:
    """One desk of a process by its key."""
    return (
        Desk.objects.filter(key=key, round__process__code=process_code)
        .select_related(
            "round__process", "round__version__text", "round__track", "country", "organisation"
        )
        .select_related("submission")
        .first()
    )


def party_name(desk: Desk) -> str:
    """The state or organisation of a desk."""
    if desk.country is not None:
        return said(desk.country.names)
    assert desk.organisation is not None
    return said(desk.organisation.names) or desk.organisation.name


@dataclass(frozen=True, slots=True)
class Opening:
    """A party that somebody speaks for in a round, and its desk where it has one."""

    round: Round
    speaking: Speaking
    value: str
    name: str
    desk: Desk | None


def openings_of(person: Person, process: Process, at: datetime) -> list[Opening]:
    """The rounds that are not over and the parties that a person speaks for in them."""
    appointments = appointments_here(person, process.code, at)
    parties: dict[str, Speaking] = {}
    for one in appointments:
        if one.country is not None and one.role == Role.FOCAL_POINT:
            speaking = Speaking(Capacity.STATE, country=one.country)
            parties[f"state:{one.country.code}"] = speaking
        if one.organisation is not None:
            speaking = Speaking(Capacity.ORGANISATION, organisation=one.organisation)
            parties[f"organisation:{one.organisation.key}"] = speaking
    if not parties:
        return []
    rounds = [r for r in rounds_of(process)[:50] if phase(r, at) is not Phase.CLOSED]
    desks = {
        (d.round_id, d.country_id, d.organisation_id): d
        for d in Desk.objects.filter(round__in=rounds).order_by("pk")
    }
    found = []
    for round in rounds:
        for value, speaking in parties.items():
            country, organisation = speaking.country, speaking.organisation
            if not may_speak(speaking, round, appointments, at):
                continue
            fits = (
                is_for_state(country, round.track)
                if country is not None
                else organisation is not None and is_for_organisation(organisation, round.track)
            )
            if fits:
                name = said(country.names) if country is not None else ""
                if organisation is not None and not name:
                    name = said(organisation.names) or organisation.name
                key = (
                    round.pk,
                    country.pk if country else None,
                    organisation.pk if organisation else None,
                )
                found.append(Opening(round, speaking, value, name, desks.get(key)))
    return found


def desks_of(person: Person, process: Process) -> QuerySet[Desk]:
    """The desks at which somebody sits as a colleague."""
    return (
        Desk.objects.filter(
            round__process=process,
            erased_at__isnull=True,
            colleagues__person=person,
            colleagues__ended_at__isnull=True,
        )
        .select_related("round__version__text", "country", "organisation")
        .distinct()
        .order_by("-pk")
    )


def notes_of(desk: Desk) -> QuerySet[Note]:
    """The notes of a desk in the order of the draft."""
    return (
        Note.objects.filter(desk=desk)
        .select_related("author", "paragraph__anchor", "merged_into", "desk")
        .prefetch_related("former")
        .order_by("paragraph__position", "pk")
    )


def on_the_desk(desk: Desk) -> QuerySet[Note]:
    """What reviewers see: all but the drafts of others."""
    return notes_of(desk).exclude(state=NoteState.DRAFT)


def own_notes(desk: Desk, author: Colleague | None) -> QuerySet[Note]:
    """What one wrote oneself; without a colleague, what those who speak for the party wrote."""
    return notes_of(desk).filter(author=author)


def counts_of(desk: Desk) -> dict[str, int]:
    """How many notes of each state lie on the desk; no draft of anybody is counted."""
    rows = on_the_desk(desk).order_by().values_list("state").annotate(n=Count("pk"))
    return {state: n for state, n in rows}


def note_named(desk: Desk, key: str) -> Note | None:
    return notes_of(desk).filter(key=key).first()


class Places:
    """The places of the draft by the short names that a person types."""

    def __init__(self, version: Version) -> None:
        targets, self._ids = target_rows(version)
        self._kinds = {t.key: t.kind for t in targets}
        self.names = PlaceNames(targets)
        self._keys = {pk: key for key, pk in self._ids.items()}

    def name_of(self, note: Note) -> str:
        """The short name of a note's place; "" where it has none."""
        if note.scope == Scope.TEXT:
            return WHOLE
        return self.names.name(self._keys.get(note.paragraph_id or 0, ""))

    def found(self, words: str) -> tuple[str, int | None] | None:
        """Scope and paragraph that the words mean; None where they mean nothing here."""
        key = self.names.find(words)
        if key is None:
            return None
        if not key:
            return Scope.TEXT, None
        scope = Scope.SECTION if self._kinds[key] == "heading" else Scope.PARAGRAPH
        return scope, self._ids[key]


def paragraph_named(version: Version, anchor: str) -> Paragraph | None:
    """A paragraph of the draft by its identity."""
    return (
        Paragraph.objects.filter(version=version, anchor__key=anchor)
        .select_related("anchor")
        .first()
    )


def places_to_write(version: Version) -> list[dict[str, Any]]:
    """The paragraphs of a draft to write on, with the heading they stand under (two queries)."""
    where = outline(version)
    rows = Paragraph.objects.filter(version=version).order_by("position")
    found = []
    for anchor, kind, number, label, body, position in rows.values_list(
        "anchor__key", "kind", "number", "label", "body", "position"
    ):
        heading = where.section_of(position)
        found.append(
            {
                "anchor": anchor,
                "is_heading": kind == "heading",
                "number": number or label,
                "body": body,
                "section": heading.short if heading else "",
            }
        )
    return found


def to_remind(at: datetime, before: Any) -> QuerySet[Colleague]:
    """Colleagues who have laid nothing on an open desk whose internal deadline comes soon."""
    return (
        Colleague.objects.filter(
            desk__state="open",
            desk__erased_at__isnull=True,
            desk__until__gt=at,
            desk__until__lte=at + before,
            ended_at__isnull=True,
            part="contributor",
        )
        .exclude(email="")
        .annotate(laid=Count("notes", filter=~Q(notes__state=NoteState.DRAFT)))
        .filter(laid=0)
        .select_related("desk__round__process", "desk__country", "desk__organisation", "person")
        .order_by("pk")
    )


def digests_of(desk: Desk) -> set[str]:
    """The files that were brought in already."""
    found = Note.objects.filter(desk=desk).exclude(file_digest="").order_by()
    return set(found.values_list("file_digest", flat=True).distinct())


def own_data(person: Person) -> list[dict[str, Any]]:
    """What this room keeps of a person: where they sit, and the notes they wrote."""
    seats: Sequence[Colleague] = list(
        Colleague.objects.filter(person=person)
        .select_related("desk__round", "desk__country", "desk__organisation")
        .prefetch_related("notes")
        .order_by("pk")
    )
    return [
        {
            "round": one.desk.round.key,
            "party": party_name(one.desk),
            "part": one.part,
            "name": one.name,
            "email": one.email,
            "invited_at": one.invited_at,
            "ended_at": one.ended_at,
            "notes": [
                {
                    "text": n.text,
                    "proposed": n.proposed,
                    "state": n.state,
                    "reason": n.reason,
                    "written_at": n.written_at,
                }
                for n in one.notes.all()
            ],
        }
        for one in seats
    ]
