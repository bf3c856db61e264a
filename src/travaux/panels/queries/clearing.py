"""The adoption of a group as those who clear it find it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from travaux.correspondence.queries.clearance import Subject, deed_of
from travaux.panels.models import Panel
from travaux.panels.queries.lists import panel_named
from travaux.panels.rules import CLEARED_AS, what_is_adopted
from travaux.panels.states import PanelState
from travaux.plumbing.languages import said


def prepared_adoption(panel: Panel) -> dict[str, Any] | None:
    """The adoption that is written down for a group and not recorded yet; None where none is."""
    deed = deed_of(CLEARED_AS, panel.key) if panel.state == PanelState.COMPUTED else None
    return dict(deed.values) if deed else None


def selection_to_clear(process_code: str, key: str) -> Subject | None:
    """A group whose adoption is written down and not recorded yet."""
    panel = panel_named(process_code, key)
    values = prepared_adoption(panel) if panel is not None else None
    if panel is None or values is None:
        return None
    address = reverse("panels:panel", args=[process_code, key])
    return Subject(said(panel.titles) or key, what_is_adopted(panel, values), address)
