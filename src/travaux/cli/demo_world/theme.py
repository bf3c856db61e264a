"""The thematic track of the demonstration held a round of its own: commented, answered, released."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any


def tell(world: Any, at: datetime) -> None:
    """A round on the third version that closed some days ago, and what was answered in it."""
    from travaux.answers.actions import propose_answer, release_answers, settle_answer
    from travaux.comments.actions import submit_comment
    from travaux.comments.queries import answerable
    from travaux.comments.rules import Entry, Speaking
    from travaux.consultations.actions import open_round

    told = tomllib.loads(Path(__file__).with_name("theme.toml").read_text(encoding="utf-8"))
    people, version = world.people, world.versions[1]
    secretariat, bruno, elif_ = (
        people[f"{name}@demo.example"] for name in ("amina", "bruno", "elif")
    )
    round = open_round(
        by=secretariat,
        version=version,
        track=world.tracks["thematic"],
        opens_at=at - timedelta(days=19),
        closes_at=at - timedelta(days=7),
        zone="Africa/Nairobi",
        titles=told["titles"],
        release_rule="on-date",
        release_on=(at - timedelta(days=3)).date(),
        demonstration=True,
        at=at - timedelta(days=20),
    )
    rows = {
        p.number.rstrip("."): p
        for p in version.paragraphs.select_related("anchor").filter(kind="paragraph")
    }
    for n, one in enumerate(told["comments"]):
        entry = Entry(
            "paragraph", rows[one["paragraph"]], one["type"], one["text"],
            one.get("proposed", ""), one["language"], Speaking(one["capacity"]),
        )  # fmt: skip
        submit_comment(
            by=people[one["by"]], round=round, entry=entry, at=at - timedelta(days=17 - 2 * n)
        )
    comments = answerable(round).order_by("number", "point")
    for comment, one in zip(comments, told["comments"], strict=True):
        answer = propose_answer(
            by=bruno, round=round, comments=[comment], outcome=one["outcome"],
            reasons=one["reasons"], language="en", next_wording=one.get("next", ""),
            demonstration=True, at=at - timedelta(days=5),
        )  # fmt: skip
        settle_answer(by=elif_, answer=answer, at=at - timedelta(days=4))
    release_answers(by=secretariat, round=round, at=at - timedelta(days=2))
    world.tracks["thematic round"] = round
