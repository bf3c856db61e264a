"""Two steps that the demonstration adds to the roadmap: a recruitment and a purchase, both invented."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any


def tell(world: Any, by: Any, at: datetime) -> None:
    """Each takes the lead time of its kind of work, and says in its title that it is invented."""
    from travaux.roadmap.actions import add_milestone

    told = tomllib.loads(Path(__file__).with_name("plan.toml").read_text(encoding="utf-8"))
    for one in told["milestones"]:
        planned = at + timedelta(days=one["days_ahead"])
        add_milestone(
            by=by,
            process=world.process,
            titles=one["titles"],
            planned=f"{planned:%Y-%m}",
            owners=one["owners"],
            reasons=one["reasons"],
            source="invented for the demonstration",
            work=one["work"],
            at=at - timedelta(days=12),
        )
