"""The demonstration consults at several levels: their tracks, set up by the secretariat."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any


def tell(world: Any, secretariat: Any, at: datetime) -> None:
    """The expert group, a region under seal, and a theme that the experts advised."""
    from travaux.consultations.actions import TrackRules, set_up_track

    told = tomllib.loads(Path(__file__).with_name("tracks.toml").read_text(encoding="utf-8"))
    for one in told["tracks"]:
        days = {step: (at + timedelta(days=n)).date() for step, n in one.get("steps", {}).items()}
        rules = TrackRules(
            kind=one["kind"],
            titles=one["titles"],
            roles=one.get("roles", ()),
            regions=one.get("regions", ()),
            capacities=one.get("capacities", ()),
            visibility=one["visibility"],
            publication=one["publication"],
            targets=one.get("targets", ()),
            steps=days,
            advice=one.get("advice", ""),
            advice_language="en",
        )
        made = set_up_track(
            by=secretariat,
            process=world.process,
            rules=rules,
            demonstration=True,
            at=at - timedelta(days=20),
        )
        world.tracks[one["kind"]] = made
    _regional_round(world, secretariat, told["round"], at)


def _regional_round(world: Any, secretariat: Any, told: dict[str, Any], at: datetime) -> None:
    """The region is asked under seal; its one focal point replies that there is no comment."""
    from travaux.comments.actions import reply_no_comment
    from travaux.comments.rules import Speaking
    from travaux.consultations.actions import open_round

    round = open_round(
        by=secretariat,
        version=world.versions[1],
        track=world.tracks["regional"],
        opens_at=at - timedelta(days=3),
        closes_at=at + timedelta(days=13),
        zone="Africa/Nairobi",
        titles=told["titles"],
        demonstration=True,
        at=at - timedelta(days=4),
    )
    world.tracks["regional round"] = round
    reply_no_comment(
        by=world.people[told["by"]],
        round=round,
        speaking=Speaking("state", country=world.countries[told["state"]]),
        at=at - timedelta(days=1),
    )
