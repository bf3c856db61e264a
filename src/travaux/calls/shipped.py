"""The three forms that come with this room, as data that people can read and change."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from travaux.core.surveys.model import Form
from travaux.core.surveys.plain import form_from_plain

DATA = Path(__file__).parent / "data"


@cache
def shipped_form(kind: str) -> Form:
    """The form of a kind of call: nomination, hosting or partnership."""
    return form_from_plain(tomllib.loads((DATA / f"{kind}.toml").read_text(encoding="utf-8")))
