"""Long work of this room: compute with the core, then call one action."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import translation

from travaux.core.panels.programs import any_panel
from travaux.panels.actions import (
    draw_panel,
    freeze_panel,
    offer_places,
    record_recommendation,
    record_trial,
)
from travaux.panels.computing import explained, outcome_of, recommend
from travaux.panels.models import Panel, Trial
from travaux.panels.queries.instance import instance_of, settings_from_plain
from travaux.panels.rules import may_compute, may_freeze
from travaux.panels.states import PanelState
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.languages import to_django
from travaux.plumbing.models import Job
from travaux.plumbing.tasks import progress
from travaux.plumbing.verdicts import require


def compute(job: Job, *, panel: str) -> dict[str, Any]:
    """Compute the recommendation; delivered twice, it is recorded once."""
    here = Panel.objects.select_related("process").get(key=panel)
    by = Person.objects.get(key=job.by_key)
    if here.state == PanelState.COMPUTED:
        return {"panel": here.key}
    require(may_compute(by, here))
    stages = 0

    def step(*_: Any) -> None:
        nonlocal stages
        stages += 1
        progress(job, stages, 0)

    dossier, facts = recommend(here, step)
    record_recommendation(by=by, panel=here, dossier=dossier, facts=facts, at=clock.now())
    return {"panel": here.key}


def freeze(job: Job, *, panel: str, seen: int) -> dict[str, Any]:
    """Freeze pool and quotas; where no group can keep them all, say why instead."""
    here = Panel.objects.select_related("process").get(key=panel)
    by = Person.objects.get(key=job.by_key)
    if here.state == PanelState.FROZEN and here.revision == seen:
        return {"frozen": True, "revision": seen}
    require(may_freeze(by, here))
    instance = instance_of(here)
    if any_panel(instance) is None:
        progress(job, 1, 2)
        return {"revision": here.revision, **explained(instance)}
    freeze_panel(by=by, panel=here, seen=seen, at=clock.now())
    return {"frozen": True, "revision": seen}


def draw(job: Job, *, panel: str, number: int | None, source: str) -> dict[str, Any]:
    """Draw the number and check the whole dossier; delivered twice, it is drawn once."""
    here = Panel.objects.select_related("process").get(key=panel)
    by = Person.objects.get(key=job.by_key)
    drawn = here.recommendations.filter(current=True).first()
    if drawn is not None and drawn.selected:
        return {"panel": here.key}
    draw_panel(by=by, panel=here, number=number, source=source, at=clock.now())
    return {"panel": here.key}


def offer(
    job: Job,
    *,
    panel: str,
    feature: str,
    until: str,
    excluded_too: bool,
    names_announced: str,
    language: str,
) -> dict[str, Any]:
    """Make the regional groups and write the letters; delivered twice, each is written once."""
    here = Panel.objects.select_related("process").get(key=panel)
    by = Person.objects.get(key=job.by_key)
    with translation.override(to_django(language)):
        count = offer_places(
            by=by,
            panel=here,
            feature=feature,
            until=date.fromisoformat(until),
            excluded_too=excluded_too,
            names_announced=names_announced,
            at=clock.now(),
        )
    return {"offers": count}


def check(job: Job, *, panel: str) -> dict[str, Any]:
    """Whether the quotas can be met; if not, what contradicts itself and what would help.

    The answer stands with the revision of pool and quotas that it is about.
    """
    here = Panel.objects.select_related("process").get(key=panel)
    return {"revision": here.revision, **explained(instance_of(here))}


def try_out(job: Job, *, trial: str) -> dict[str, Any]:
    """Compute what other quotas would give, beside what the present ones give."""
    here = Trial.objects.select_related("panel__process").get(key=trial)
    by = Person.objects.get(key=job.by_key)
    now = instance_of(here.panel)
    present = outcome_of(now, here.panel.method, here.panel.key)
    progress(job, 1, 3)
    tried = instance_of(here.panel, settings_from_plain(here.settings))
    other = outcome_of(tried, here.panel.method, here.panel.key, priced=True)
    progress(job, 2, 3)
    result = {"present": present, "prices": other.pop("prices", None), "tried": other}
    record_trial(by=by, trial=here, result=result, at=clock.now())
    return {"trial": here.key}
