"""The assessment of the demonstration: its questions, a survey, and answers out of a seed."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from travaux.core.chance import Chance

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
    _survey(world, told, by)


def _survey(world: Any, told: dict[str, Any], by: Any) -> None:
    """A survey of invented cities: issued, answered out of a seed, closed, and published."""
    from travaux.core.surveys.answer_tables import Sheet
    from travaux.core.surveys.plain import form_from_plain
    from travaux.evidence.actions import (
        begin_translation,
        bring_answers,
        issue_edition,
        name_source,
        prepare_survey,
    )
    from travaux.evidence.actions.questions import Named

    survey = prepare_survey(
        by=by,
        process=world.process,
        form=form_from_plain(told["form"]),
        demonstration=True,
        at=BEGUN,
        **told["survey"],
    )
    edition = survey.editions.get()
    edition = begin_translation(by=by, edition=edition, at=BEGUN + timedelta(days=2))
    edition = issue_edition(by=by, edition=edition, at=BEGUN + timedelta(days=9))
    names = [c.names["en"] for c in world.countries.values()]
    headings = (
        "about/country", "about/city", "about/size", "data/rules", "data/who", "services/online",
        "services/hindrance", "_uuid",
    )  # fmt: skip
    rows = [(n + 2, row) for n, row in enumerate(_answers(names))]
    bring_answers(
        by=by,
        edition=edition,
        sheets=[Sheet("answers", headings, rows)],
        name="invented-answers.csv",
        at=BEGUN + timedelta(days=40),
    )
    world.evidence["survey"] = survey
    for question, part in (("trend", "online"), ("challenge", "hindrance"), ("driver", "rules")):
        named = Named("survey", subject_key=survey.key, part=part)
        name_source(
            by=by, question=world.evidence[question], named=named, at=BEGUN + timedelta(days=41)
        )


def _answers(names: list[str]) -> list[list[str]]:
    """Two hundred respondents of invented cities; some cities answer twice, some leave things out."""
    chance = Chance("the assessment of the demonstration")
    made = []
    for n in range(200):
        city = n if n < 170 else chance.below(170)
        where = names[city % len(names)]
        size = ("small", "small", "middle", "large")[(city * 7) % 4]
        rules = ("yes", "planned", "no")[min(chance.below(3), chance.below(3)) if city % 3 else 2]
        parts = [p for p in ("residents", "business", "academia") if chance.below(2)]
        online = str(10 + chance.below(40) + 15 * ("small", "middle", "large").index(size))
        hindrance = ("money", "staff", "law", "")[chance.below(4)]
        made.append(
            [
                where,
                f"City {city + 1} (invented)",
                size,
                rules,
                " ".join(parts) if rules != "no" else "",
                online if chance.below(12) else "",
                hindrance,
                f"uuid:demo-{n:04d}",
            ]
        )
    return made
