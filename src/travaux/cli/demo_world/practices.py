"""The library of the demonstration: three invented practices, one of them with traditional knowledge."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

WRITTEN = datetime(2024, 8, 28, 9, 0, tzinfo=UTC)
REVIEWED = datetime(2024, 9, 4, 9, 0, tzinfo=UTC)
PAPER = b"Invented: it stands for the document in which an invented council gave its consent.\n"


def tell(world: Any) -> None:
    """Handed in, reviewed by two, published; a fourth one waits for its reviewers."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from travaux.evidence import actions
    from travaux.evidence.actions.held import Conditions
    from travaux.evidence.actions.practices import Written
    from travaux.evidence.actions.questions import Named
    from travaux.evidence.queries.practices import criteria_now, themes_of

    told = tomllib.loads(Path(__file__).with_name("practices.toml").read_text(encoding="utf-8"))
    role = {s.role: world.people[s.email] for s in reversed(world.sign_ins)}
    by = role["secretariat"]
    reviewers = [world.people[s.email] for s in world.sign_ins if s.role == "drafter"][:2]
    actions.keep_library(
        by=by, process=world.process, open=True, without_account=True, fewest_reviews=2, at=WRITTEN
    )
    themes = [t.key for t in themes_of(world.process)]
    made: list[Any] = []
    for one in [*told["practices"], {**told["practices"][0], "scores": ()}]:
        writer = role[one["writer"]]
        waits = not one["scores"]
        written = Written(
            language=one["language"],
            title=one["title"] if not waits else "Another register, still under review (invented)",
            words=one["words"],
            country=world.countries[one["country"]],
            city=one["city"],
            level=one["level"],
            year=one["year"],
            themes=[themes[n - 1] for n in one["themes"]],
            targets=one["targets"],
            traditional="held" in one,
        )
        practice = actions.begin_practice(
            by=writer, process=world.process, written=written, demonstration=True, at=WRITTEN
        )
        if "held" in one:
            document = SimpleUploadedFile("consent-invented.txt", PAPER)
            actions.set_conditions(
                by=writer,
                practice=practice,
                told=Conditions(**one["held"]),
                document=document,
                seen=practice.held.revision,
                at=WRITTEN,
            )
        practice = actions.hand_in_practice(
            by=writer, practice=practice, seen=practice.revision, at=WRITTEN
        )
        for reviewer, scores in zip(reviewers, one["scores"], strict=False):
            keys = [c.key for c in criteria_now(world.process)]
            actions.review_practice(
                by=reviewer,
                practice=practice,
                scores=dict(zip(keys, scores, strict=True)),
                remark="",
                language="en",
                seen=practice.revision,
                at=REVIEWED,
            )
        if one["scores"]:
            actions.accept_practice(by=by, practice=practice, at=REVIEWED)
            actions.publish_practice(by=by, practice=practice, at=REVIEWED)
            made.append(practice)
    named = Named("practice", subject_key=made[0].key, level=made[0].level)
    question = world.evidence[told["source"]["question"]]
    actions.name_source(by=by, question=question, named=named, at=REVIEWED)
    world.evidence["practices"] = made
