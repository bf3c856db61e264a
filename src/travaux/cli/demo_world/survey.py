"""The survey of the demonstration: two editions of its form, and answers out of a seed.

Cities, answers and the words of respondents are invented, and so say their names.
"""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

from travaux.core.chance import Chance

BEGUN = datetime(2024, 8, 27, 9, 0, tzinfo=UTC)
AGAIN = datetime(2024, 10, 21, 9, 0, tzinfo=UTC)
HEADINGS = (
    "about/country", "about/city", "about/size", "data/rules", "data/who", "services/online",
    "services/hindrance", "_uuid",
)  # fmt: skip
DAY = timedelta(days=1)
MORE = 48  # cities that answer the second edition


def tell(world: Any, told: dict[str, Any], by: Any, at: datetime) -> None:
    """A survey of invented cities: issued, answered out of a seed; then a second edition of it."""
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
    rows = [(n + 2, row) for n, row in enumerate(_answers(names))]
    bring_answers(
        by=by,
        edition=edition,
        sheets=[Sheet("answers", HEADINGS, rows)],
        name="invented-answers.csv",
        at=BEGUN + timedelta(days=40),
    )
    world.evidence["survey"] = survey
    _second_edition(world, told, by, at)
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


def _second_edition(world: Any, told: dict[str, Any], by: Any, at: datetime) -> None:
    """A later edition asks one thing more, in words; some who answer write their state otherwise,
    and a person confirms which is meant."""
    from travaux.core.surveys.answer_tables import Sheet
    from travaux.core.surveys.plain import form_from_plain
    from travaux.evidence.actions import (
        begin_edition,
        begin_translation,
        bring_answers,
        confirm_place,
        invite_by_mail,
        issue_edition,
        replace_survey_form,
    )
    from travaux.evidence.actions.inviting import Addressee

    survey, second = world.evidence["survey"], told["second"]
    form = copy.deepcopy(told["form"])
    form["items"][-1]["items"].append(second["item"])
    edition = begin_edition(by=by, survey=survey, at=AGAIN)
    edition = replace_survey_form(
        by=by, edition=edition, form=form_from_plain(form), seen=edition.revision, at=AGAIN
    )
    edition = begin_translation(by=by, edition=edition, at=AGAIN + DAY)
    edition = issue_edition(by=by, edition=edition, at=AGAIN + DAY * 6)
    names = [c.names["en"] for c in world.countries.values()]
    chance = Chance("the second edition of the demonstration")
    rows = []
    for n, row in enumerate(_answers(names)[:MORE]):
        row[0] = second["otherwise"] if n in (7, 29) else row[0]
        row[1] = f"City {201 + n} (invented)"
        row[3], row[4] = ("yes", "residents") if chance.below(3) else ("planned", "")
        row[7:] = [second["words"][n % len(second["words"])], f"uuid:demo-again-{n:04d}"]
        rows.append((n + 2, row))
    bring_answers(
        by=by,
        edition=edition,
        sheets=[Sheet("answers", (*HEADINGS[:-1], "services/words", HEADINGS[-1]), rows)],
        name="invented-answers-again.csv",
        at=AGAIN + DAY * 20,
    )
    for guess in survey.guesses.filter(confirmed_at__isnull=True):
        confirm_place(by=by, guess=guess, country=world.countries["X-A"], at=AGAIN + DAY * 21)
    invited = [Addressee(**one) for one in second["invited"]]
    invite_by_mail(by=by, survey=survey, addressees=invited, at=at - timedelta(days=4))


def read_in_words(world: Any) -> None:
    """A drafter reads what was said in words and gives it the codes of the book; some waits."""
    from travaux.cli.demo_world.evidence import read
    from travaux.evidence.actions import read_words
    from travaux.evidence.queries.words import written

    second = read()["second"]
    themes = dict(zip(second["words"], second["themes"], strict=True))
    by = next(world.people[s.email] for s in world.sign_ins if s.role == "drafter")
    said = list(written(world.evidence["survey"], "words"))[: -len(second["words"])]
    given = {one.key: themes[one.answers["words"]] for one in said}
    read_words(
        by=by, survey=world.evidence["survey"], question="words", given=given,
        at=AGAIN + DAY * 30,
    )  # fmt: skip
