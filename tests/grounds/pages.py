"""What the crawl of every page needs to know of the room of grounds."""

from __future__ import annotations

from typing import Any

GROUND = {"version": "grounded version", "anchor": "grounded paragraph"}
ENTRIES: dict[str, dict[str, str]] = {
    "grounds:version": {"version": "grounded version"},
    "grounds:file": {"version": "grounded version"},
    "grounds:paragraph": GROUND,
    "grounds:waive": GROUND,
    "grounds:end": {**GROUND, "key": "=unknown"},
    "grounds:confirm": {**GROUND, "key": "=unknown"},
}


def things(world: Any) -> dict[str, str]:
    """Names of things in the demonstration -> their keys in addresses."""
    from travaux.grounds.models import Ground

    first = Ground.objects.filter(process=world.process).order_by("pk")[0]
    return {"grounded version": first.version.key, "grounded paragraph": first.anchor.key}
