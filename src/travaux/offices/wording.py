"""Phrases of this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: Mapping[str, Any] = {
    "round-of-others": _("None of the states of this office is asked in this round."),
}
ACTS = {"offices.send_report": _("An office reported to the secretariat")}
