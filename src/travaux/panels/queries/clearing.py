"""What of a group is cleared before it goes out: its adoption, a change of its members, its offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from travaux.correspondence.queries.clearance import Subject, deed_of
from travaux.correspondence.queries.letters import letter_to_clear
from travaux.panels.models import Offer, Panel
from travaux.panels.queries.lists import panel_named
from travaux.panels.queries.regional import letters_of, offers_of, token_of
from travaux.panels.rules import (
    CLEARED_AS,
    offers_may_go_out,
    what_is_adopted,
    what_is_changed,
    what_is_offered,
)
from travaux.panels.states import PanelState
from travaux.panels.turnovers import Turnover, turnover_from_plain
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import YES, Verdict

LEFT_OUT = "…"


def prepared_adoption(panel: Panel) -> dict[str, Any] | None:
    """The adoption that is written down for a group and not recorded yet; None where none is."""
    deed = deed_of(CLEARED_AS, panel.key) if panel.state == PanelState.COMPUTED else None
    return dict(deed.values) if deed else None


def prepared_change(panel: Panel) -> Turnover | None:
    """Who is to leave and to come, written down and not done yet; None where nothing is."""
    deed = deed_of(CLEARED_AS, panel.key) if panel.state == PanelState.ADOPTED else None
    return turnover_from_plain(deed.values) if deed else None


def digest_to_clear(panel: Panel) -> str | None:
    """What is written down of a group, as those who clear it find it; None where nothing is."""
    adoption, change = prepared_adoption(panel), prepared_change(panel)
    if adoption is not None:
        return what_is_adopted(panel, adoption)
    return what_is_changed(panel, change.plain()) if change is not None else None


def selection_to_clear(process_code: str, key: str) -> Subject | None:
    """A group whose adoption, or a change of whose members, is written down and not done yet."""
    panel = panel_named(process_code, key)
    digest = digest_to_clear(panel) if panel is not None else None
    if panel is None or digest is None:
        return None
    address = reverse("panels:panel", args=[process_code, key])
    return Subject(said(panel.titles) or key, digest, address)


def letters_to_clear(process_code: str, key: str) -> Subject | None:
    """A letter of the correspondence; or the letters that offer places of a group."""
    found = letter_to_clear(process_code, key)
    if found is not None:
        return found
    panel = panel_named(process_code, key)
    if panel is None or panel.parent_id is not None or not offers_of(panel).exists():
        return None
    address = reverse("panels:offers", args=[process_code, key])
    return Subject(said(panel.titles) or key, what_is_offered(panel), address)


def letters_may_go(process_code: str, about: str) -> Verdict:
    """Whether letters that offer places, about this group, are let go from the outbox."""
    panel = panel_named(process_code, about)
    return offers_may_go_out(panel) if panel is not None else YES


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that letters share, with names and links left out, and how many say it."""

    region: str
    language: str
    subject: str
    text: str
    letters: int


def wordings_of(offers: Sequence[Offer]) -> list[Wording]:
    """Every different text of these letters: what is read to clear them, without links to answer."""
    letters = letters_of(offers)
    found: dict[tuple[str, str, str, str], int] = {}
    for offer in offers:
        mail = letters.get(offer.key)
        if mail is not None:
            text = mail.text.replace(token_of(offer), LEFT_OUT)
            if offer.nominee.name:
                text = text.replace(offer.nominee.name, LEFT_OUT)
            told = (offer.panel.region, mail.language, mail.subject, text)
            found[told] = found.get(told, 0) + 1
    return [Wording(*told, many) for told, many in sorted(found.items())]
