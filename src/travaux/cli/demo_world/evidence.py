"""The assessment of the demonstration: its questions, and what answers them."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from travaux.cli.demo_world import survey

BEGUN = datetime(2024, 8, 27, 9, 0, tzinfo=UTC)


def read() -> dict[str, Any]:
    """What the assessment of the demonstration asks."""
    return tomllib.loads(Path(__file__).with_name("evidence.toml").read_text(encoding="utf-8"))


def tell(world: Any, at: datetime) -> None:
    """The secretariat writes the questions and names what answers them."""
    from travaux.evidence.actions import ask_question, name_source
    from travaux.evidence.actions.questions import Asked, Named

    told = read()
    by = next(world.people[s.email] for s in world.sign_ins if s.role == "secretariat")
    for one in told["questions"]:
        asked = Asked(one["theme"], one["titles"], levels=one.get("levels", ()))
        made = ask_question(by=by, process=world.process, asked=asked, demonstration=True, at=BEGUN)
        for source in one.get("sources", ()):
            named = Named(**source, language="en")
            name_source(by=by, question=made, named=named, at=BEGUN)
        world.evidence[one["id"]] = made
    survey.tell(world, told, by, at)
