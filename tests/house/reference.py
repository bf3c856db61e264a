"""Pages of the reference that are generated and checked in."""

from __future__ import annotations

import os

from tests.house.source import ROOT

REFERENCE = ROOT / "docs" / "reference"
HOW = "TRAVAUX_WRITE_REFERENCE=1 pytest tests/house"


def kept_or_written(name: str, text: str) -> None:
    """The page in docs/reference says just this; with TRAVAUX_WRITE_REFERENCE=1 it is written."""
    path = REFERENCE / name
    if os.environ.get("TRAVAUX_WRITE_REFERENCE") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert kept == text, f"docs/reference/{name} is not up to date; write it again with: {HOW}"
