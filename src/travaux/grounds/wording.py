"""Sentences and names of grounds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from travaux.grounds.states import Bearing, GroundKind

REFUSALS = {
    "bearing-unknown": _(
        "Evidence supports, limits or contradicts a paragraph, not “%(bearing)s”."
    ),
    "ground-not-there": _("Choose a finding or another thing of the assessment that stands."),
    "too-many-grounds": _("%(most)s things stand behind this paragraph already."),
    "waiver-needs-reason": _("Say why this paragraph needs no ground."),
    "ground-stands-already": _("Something stands behind this paragraph already: end that first."),
}
BEARINGS: dict[str, Any] = {
    Bearing.SUPPORTS: pgettext_lazy("ground", "supports"),
    Bearing.LIMITS: pgettext_lazy("ground", "limits"),
    Bearing.CONTRADICTS: pgettext_lazy("ground", "contradicts"),
}
BEARING_SHAPES = {"supports": "done", "limits": "doing", "contradicts": "stop"}
KINDS: dict[str, Any] = {
    GroundKind.FINDING: _("Finding"),
    GroundKind.SURVEY: _("Survey"),
    GroundKind.INTERVIEW: _("Interview"),
    GroundKind.PRACTICE: _("Best practice"),
    GroundKind.INDICATOR: _("Indicator"),
    GroundKind.LITERATURE: _("Literature"),
}


def told_grounds(shown: Iterable[Any]) -> list[dict[str, Any]]:
    """Grounds with the words that a page shows for them."""
    return [
        {
            "shown": g,
            "kind": KINDS[g.ground.kind],
            "bearing": BEARINGS[g.ground.bearing],
            "shape": BEARING_SHAPES[g.ground.bearing],
        }
        for g in shown
    ]


ACTS = {
    "grounds.ground_paragraph": _("What stands behind a paragraph was named"),
    "grounds.confirm_ground": _("What stands behind a paragraph was confirmed on its new words"),
    "grounds.end_ground": _("Something stands behind a paragraph no more"),
    "grounds.waive_ground": _("A paragraph was said to need no ground"),
}
