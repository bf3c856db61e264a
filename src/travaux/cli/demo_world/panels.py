"""The expert group of the demonstration: chosen out of 62 invented nominees, adopted, changed once.

Nominees, states, scores and the authority's decision are invented; nobody real stands behind them.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

FROZEN = datetime(2024, 8, 28, 9, 0, tzinfo=UTC)
ADOPTED = date(2024, 9, 2)
LEFT = date(2024, 11, 15)
FIRST = (
    "Abena", "Bashir", "Carina", "Dilan", "Edda", "Faisal", "Gita", "Hugo", "Imani", "Jiro",
    "Katya", "Lukas", "Meera", "Nadim", "Olena", "Pavel", "Quynh", "Rafael", "Selin", "Tomas",
)  # fmt: skip
LAST = (
    "Arvo", "Bellin", "Corta", "Dorne", "Esker", "Falun", "Gresh", "Holm", "Istra", "Joram",
    "Kelda", "Lorne", "Marn",
)  # fmt: skip
REGIONS = (
    ("African Group", 11),
    ("Asia-Pacific Group", 11),
    ("Eastern European Group", 5),
    ("Latin American and Caribbean Group", 6),
    ("Western European and others", 7),
)
EXPERTISE = (
    "Urban planning",
    "Data and digital rights",
    "Infrastructure and services",
    "Social inclusion",
    "Local finance",
)
LEVELS = ("National", "Local or regional", "Outside government")
PEOPLE = 62
QUOTAS = """feature,value,min,max
Gender,Women,14,16
Gender,Men,14,16
Region,African Group,6,8
Region,Asia-Pacific Group,6,8
Region,Eastern European Group,4,5
Region,Latin American and Caribbean Group,5,6
Region,Western European and others,5,7
Expertise,Urban planning,9,
Expertise,Data and digital rights,9,
Expertise,Infrastructure and services,8,
Expertise,Social inclusion,8,
Expertise,Local finance,6,
Level of government,National,10,14
Level of government,Local or regional,8,12
Level of government,Outside government,6,10
"""
FEATURES = ("Gender", "Region", "State", "Expertise", "Level of government")
TITLES = {
    "en": "Expert Working Group",
    "fr": "Groupe de travail d’experts",
    "es": "Grupo de trabajo de expertos",
    "ar": "فريق الخبراء العامل",
    "zh": "专家工作组",
    "ru": "Рабочая группа экспертов",
}


def table() -> bytes:
    """The invented nominees, each with a code, a name, attributes and a score."""
    states = [region for region, count in REGIONS for _ in range(count)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["code", "name", *FEATURES, "score"])
    for n in range(PEOPLE):
        state = n % len(states)
        letters = chr(65 + state % 26) * (1 + state // 26)
        fields = {EXPERTISE[n % 5], EXPERTISE[(n * 3 + n // 5) % 5]}
        writer.writerow(
            [
                f"P{n + 1:02}",
                f"{FIRST[n % 20]} {LAST[n % 13]}",
                "Women" if (n * 7) % 12 < 5 else "Men",
                states[state],
                f"State {letters}",
                ";".join(sorted(fields)),
                LEVELS[(n * 2 + n // 7) % 3],
                f"{55 + (n * 37) % 41}.{(n * 3) % 10}",
            ]
        )
    return out.getvalue().encode()


def tell(world: Any) -> None:
    """A group is prepared, frozen, computed by merit, adopted with one departure, and changed."""
    from travaux.core.panels.instance import AtMost
    from travaux.core.panels.reading import read_quotas
    from travaux.panels import actions, queries
    from travaux.panels.computing import recommend

    by = next(world.people[s.email] for s in world.sign_ins if s.role == "secretariat")
    panel = actions.start_panel(
        by=by, process=world.process, titles=TITLES, seats=(30, 30), demonstration=True, at=FROZEN
    )
    actions.take_pool(
        by=by,
        panel=panel,
        data=table(),
        code_column="code",
        name_column="name",
        score_column="score",
        features=FEATURES,
        at=FROZEN,
    )
    quotas, _, _ = read_quotas(QUOTAS.encode())
    settings = queries.Settings((30, 30), quotas, (AtMost("State", 1),))
    panel = actions.set_quotas(by=by, panel=panel, settings=settings, at=FROZEN)
    actions.set_method(
        by=by,
        panel=panel,
        method="merit",
        names_announced="Invented call for nominations, paragraph 6",
        at=FROZEN,
    )
    panel = actions.freeze_panel(by=by, panel=panel, at=FROZEN)
    dossier, facts = recommend(panel, lambda *_: None)
    made = actions.record_recommendation(
        by=by, panel=panel, dossier=dossier, facts=facts, at=FROZEN.replace(hour=12)
    )
    out, into = _like(panel, made)
    panel = actions.adopt_panel(
        by=by,
        panel=panel,
        authority="The Executive Director (invented decision)",
        adopted_on=ADOPTED,
        source="Invented note to file",
        changes=[
            actions.Change(
                out,
                into,
                "The first withdrew before the decision; the next one is adopted instead.",
            )
        ],
        at=datetime(2024, 9, 2, 14, 0, tzinfo=UTC),
    )
    seat = queries.history_of(panel).exclude(nominee__code=into).first()
    assert seat is not None
    coming = queries.not_chosen(panel).get(code=_replacement(panel, seat.nominee.code))
    actions.end_seat(
        by=by,
        seat=seat,
        end="left",
        until=LEFT,
        reason="Took up another post (invented).",
        replacement=coming,
        at=datetime(2024, 11, 15, 9, 0, tzinfo=UTC),
    )
    world.panels["experts"] = panel


def _like(panel: Any, made: Any) -> tuple[str, str]:
    """The last one chosen, and who would come instead with the least break."""
    out = made.selected[-1]
    return out, _replacement(panel, out, tuple(made.selected))


def _replacement(panel: Any, leaves: str, group: tuple[str, ...] = ()) -> str:
    from travaux.panels.queries import replacement_for

    return replacement_for(panel, leaves, group).comes
