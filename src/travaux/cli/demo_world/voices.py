"""A stakeholder track that one joins without an account: what waits, what was moderated, an appeal."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any


def tell(world: Any, secretariat: Any, at: datetime) -> None:
    """A round in the stakeholder track; three invented guests, one of them moderated."""
    from travaux.comments.rules import Entry, Speaking
    from travaux.consultations.actions import TrackRules, open_round, set_up_track
    from travaux.voices import actions
    from travaux.voices.rules import GuestDetails

    told = tomllib.loads(Path(__file__).with_name("voices.toml").read_text(encoding="utf-8"))
    track = set_up_track(
        by=secretariat,
        process=world.process,
        rules=TrackRules(kind="stakeholder", titles=told["track"], capacities=["person"]),
        demonstration=True,
        at=at - timedelta(days=20),
    )
    actions.set_policy(
        by=secretariat,
        track=track,
        joining=True,
        mode="after",
        keepers=[secretariat.key],
        votes=True,
        at=at - timedelta(days=20),
    )
    round = open_round(
        by=secretariat,
        version=world.versions[1],
        track=track,
        opens_at=at - timedelta(days=3),
        closes_at=at + timedelta(days=11),
        zone="Africa/Nairobi",
        titles=told["round"],
        demonstration=True,
        at=at - timedelta(days=4),
    )
    world.tracks["stakeholder"], world.tracks["stakeholder round"] = track, round
    for n, one in enumerate(told["guests"]):
        when = at - timedelta(days=2, minutes=-n)
        guest = actions.join_in(
            by=None,
            round=round,
            entry=Entry(
                "text", None, "ge", one["text"], language="en", speaking=Speaking("person")
            ),
            guest=GuestDetails(one["name"], one["email"], one["category"], one["organisation"]),
            origin="",
            proven=one["proven"],
            at=when,
        )
        world.guests.append(guest)
        if one["checked"]:
            actions.check_guest(by=None, guest=guest, at=when + timedelta(minutes=5))
    put = [
        actions.put_statement(
            by=secretariat, round=round, text=words, language="en", at=at - timedelta(days=2)
        )
        for words in told["statements"]
    ]
    for ballot in range(24):
        # every second one leans the other way, with a whim of its own
        leaning = told["leanings"][ballot % 2]
        votes = {one.key: 0 if (ballot + n) % 7 == 0 else leaning[n] for n, one in enumerate(put)}
        actions.cast_votes(
            by=secretariat,
            round=round,
            votes=votes,
            paper=f"demo-{ballot}",
            at=at - timedelta(days=1),
        )
    moderated = world.guests[0]
    moderated.submission.refresh_from_db()
    measure = actions.take_measure(
        by=secretariat,
        submission=moderated.submission,
        comment=moderated.submission.comments.get(),
        kind="redact",
        reason="personal-data",
        out=[told["out"]],
        at=at - timedelta(days=1),
    )
    actions.appeal(
        by=None,
        measure=measure,
        words=told["appeal"],
        guest=moderated,
        at=at - timedelta(hours=20),
    )
    world.tracks["measure"] = measure
