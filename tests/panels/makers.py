"""An invented call's nominees as a table, and a group on its way."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from tests.cast import Cast
from travaux.core.panels.instance import AtMost, Quota
from travaux.panels import actions
from travaux.panels.models import Panel
from travaux.panels.queries import Settings

AT = datetime(2024, 2, 5, 10, 0, tzinfo=UTC)
ADOPTED = date(2024, 2, 5)

REGIONS = ("African", "Asia-Pacific", "Eastern European")
EXPERTISE = ("planning", "data", "inclusion")


def table(people: int = 24) -> bytes:
    """Codes, names, gender, region, country, expertise (several) and a score; all invented."""
    rows = ["code,name,gender,region,country,expertise,score"]
    for n in range(people):
        region = REGIONS[n % 3]
        skills = ";".join(sorted({EXPERTISE[n % 3], EXPERTISE[(n // 3) % 3]}))
        gender = "woman" if n % 5 < 2 else "man"
        rows.append(
            f"N{n + 1:02},Nominee {n + 1},{gender},{region},State {n // 2 + 1},{skills},"
            f"{50 + (n * 37) % 50}"
        )
    return ("\n".join(rows) + "\n").encode()


FEATURES = ("gender", "region", "country", "expertise")
QUOTAS = (
    Quota("gender", "woman", 3, 5),
    Quota("gender", "man", 3, 5),
    *(Quota("region", r, 2, 3) for r in REGIONS),
    Quota("expertise", "data", 3, None),
)
SETTINGS = Settings((8, 8), QUOTAS, (AtMost("country", 2),))


def started(cast: Cast, **also: Any) -> Panel:
    return actions.start_panel(
        by=cast.amina,
        process=cast.process,
        titles={"en": "Expert Working Group"},
        seats=(8, 8),
        at=AT,
        **also,
    )


def with_pool(cast: Cast, people: int = 24) -> Panel:
    panel = started(cast)
    actions.take_pool(
        by=cast.amina,
        panel=panel,
        data=table(people),
        code_column="code",
        name_column="name",
        score_column="score",
        features=FEATURES,
        at=AT,
    )
    panel.refresh_from_db()
    return panel


def prepared(cast: Cast, settings: Settings = SETTINGS) -> Panel:
    panel = with_pool(cast)
    return actions.set_quotas(by=cast.amina, panel=panel, settings=settings, at=AT)


def frozen(cast: Cast) -> Panel:
    return actions.freeze_panel(by=cast.amina, panel=prepared(cast), at=AT)


def computed(cast: Cast) -> Panel:
    """With a recommendation, computed as the worker does it."""
    from travaux.panels.tasks import compute
    from travaux.plumbing.models import Job

    panel = frozen(cast)
    job = actions.start_computing(by=cast.amina, panel=panel, at=AT)
    compute(Job.objects.get(pk=job.pk), panel=panel.key)
    panel.refresh_from_db()
    return panel


def adopted(cast: Cast, *changes: actions.Change) -> Panel:
    panel = computed(cast)
    return actions.adopt_panel(
        by=cast.amina,
        panel=panel,
        authority="The Executive Director",
        adopted_on=ADOPTED,
        source="Note to file, invented",
        changes=changes,
        at=AT,
    )
