"""Computing a recommendation, and trying out other quotas: long work that leaves a proof."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from travaux.journal.actions import action, record
from travaux.panels.computing import checked, draw
from travaux.panels.models import Panel, Recommendation, Trial
from travaux.panels.queries.instance import Settings
from travaux.panels.rules import (
    as_announced,
    may_check,
    may_compute,
    may_draw,
    may_freeze,
    may_see_pool,
)
from travaux.panels.states import MOVES
from travaux.people.models import Person
from travaux.plumbing.files import file_bytes, keep_file
from travaux.plumbing.models import Job
from travaux.plumbing.moves import move
from travaux.plumbing.tasks import start_job
from travaux.plumbing.verdicts import refuse, require


@action
def start_computing(
    *,
    by: Person,
    panel: Panel,
    at: datetime,
    public_value: str = "",
    public_source: str = "",
) -> Job:
    """A recommendation is asked for; a public value may be mixed into the seed, with its source."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    require(may_compute(by, panel))
    if public_value.strip() and not public_source.strip():
        raise refuse("public-source-missing")
    if panel.public_value and panel.public_value != public_value.strip():
        raise refuse("public-value-given")
    Panel.objects.filter(pk=panel.pk).update(
        public_value=public_value.strip(), public_source=public_source.strip()
    )
    job = start_job(
        "travaux.panels.tasks.compute",
        what="panels.compute",
        by_key=by.key,
        at=at,
        process_code=panel.process.code,
        panel=panel.key,
    )
    facts = {"job": job.key, "public_value": public_value.strip()}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return job


@action
def start_freezing(*, by: Person, panel: Panel, seen: int, at: datetime) -> Job:
    """Freezing is asked for: it is looked into whether a group can keep all quotas, then frozen."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    require(may_freeze(by, panel))
    if seen != panel.revision:
        raise refuse("moved-meanwhile")
    require(as_announced(panel))
    return _asked("freeze", by, panel, at, seen=seen)


@action
def start_drawing(
    *, by: Person, panel: Panel, at: datetime, number: int | None = None, source: str = ""
) -> Job:
    """The draw is asked for: by the sealed seed, or with a number that was drawn in public."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    require(may_draw(by, panel))
    if number is not None and not source.strip():
        raise refuse("draw-source-missing")
    most = panel.recommendations.get(current=True).facts.get("numbers", 0)
    if number is not None and not 1 <= number <= most:
        raise refuse("number-not-there", number=number, most=most)
    return _asked("draw", by, panel, at, number=number, source=source.strip())


def _asked(what: str, by: Person, panel: Panel, at: datetime, **arguments: Any) -> Job:
    """Long work with a page that watches it."""
    code = panel.process.code
    job = start_job(
        f"travaux.panels.tasks.{what}",
        what=f"panels.{what}",
        by_key=by.key,
        at=at,
        process_code=code,
        panel=panel.key,
        **arguments,
    )
    record(by=by, subject=panel.key, process=code, at=at, facts={"job": job.key})
    return job


@action
def record_recommendation(
    *, by: Person, panel: Panel, dossier: Mapping[str, Any], facts: Mapping[str, Any], at: datetime
) -> Recommendation:
    """The dossier is kept with its proof; whom it recommends waits for the authority."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    require(may_compute(by, panel))
    if dossier["input_hash"] != panel.input_hash:
        raise refuse("input-changed")
    data = json.dumps(dossier, ensure_ascii=False, indent=1, sort_keys=True).encode()
    name = f"{panel.process.code}-{panel.key}-dossier.json"
    file = keep_file(data, name=name, at=at, by=by, process_code=panel.process.code)
    made = Recommendation.objects.create(
        panel=panel,
        dossier=file,
        selected=list(dossier.get("selected", ())),
        reserve=list(dossier.get("reserve", ())),
        facts=dict(facts),
        at=at,
    )
    move(panel, MOVES, "compute", computed_at=at)
    record(
        by=by,
        subject=panel.key,
        process=panel.process.code,
        at=at,
        facts={
            "dossier": file.digest,
            "members": len(made.selected),
            "seed": dossier.get("seed", ""),
        },
    )
    return made


@action
def draw_panel(
    *, by: Person, panel: Panel, at: datetime, number: int | None = None, source: str = ""
) -> Recommendation:
    """One number is drawn and its panel is the recommendation: by the sealed seed, or in public by
    hand, with where and before whom."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    require(may_draw(by, panel))
    if number is not None and not source.strip():
        raise refuse("draw-source-missing")
    made = panel.recommendations.select_related("dossier").get(current=True)
    dossier = draw(panel, json.loads(file_bytes(made.dossier)), number)
    dossier["draw"]["source"] = source.strip()
    data = json.dumps(dossier, ensure_ascii=False, indent=1, sort_keys=True).encode()
    name = f"{panel.process.code}-{panel.key}-dossier.json"
    made.dossier = keep_file(data, name=name, at=at, by=by, process_code=panel.process.code)
    made.selected, made.reserve = list(dossier["selected"]), list(dossier["reserve"])
    made.facts = {
        **made.facts,
        "number": dossier["draw"]["number"],
        "by_hand": number is not None,
        "draw_source": source.strip(),
        "steps": checked(dossier),
    }
    made.save(update_fields=["dossier", "selected", "reserve", "facts"])
    facts = {"number": made.facts["number"], "by_hand": number is not None}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return made


@action
def start_check(*, by: Person, panel: Panel, at: datetime) -> Job:
    """Whether a group can keep all quotas is looked into; nothing is decided by it."""
    require(may_see_pool(by, panel) and may_check(panel))
    job = start_job(
        "travaux.panels.tasks.check",
        what="panels.check",
        by_key=by.key,
        at=at,
        process_code=panel.process.code,
        panel=panel.key,
    )
    facts = {"job": job.key, "revision": panel.revision}
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return job


@action
def start_trial(*, by: Person, panel: Panel, settings: Settings, at: datetime) -> Trial:
    """Other seats, limits or quotas are tried out beside the present ones."""
    require(may_see_pool(by, panel))
    trial = Trial.objects.create(panel=panel, settings=settings.plain(), at=at, by_key=by.key)
    job = start_job(
        "travaux.panels.tasks.try_out",
        what="panels.try",
        by_key=by.key,
        at=at,
        process_code=panel.process.code,
        trial=trial.key,
    )
    Trial.objects.filter(pk=trial.pk).update(job=job.key)
    trial.job = job.key
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts={"trial": trial.key})
    return trial


@action
def record_trial(*, by: Person, trial: Trial, result: Mapping[str, Any], at: datetime) -> Trial:
    """What the trial gave is kept beside what was tried."""
    require(may_see_pool(by, trial.panel))
    trial = Trial.objects.select_for_update().get(pk=trial.pk)
    trial.result = dict(result)
    trial.save(update_fields=["result"])
    record(
        by=by,
        subject=trial.panel.key,
        process=trial.panel.process.code,
        at=at,
        facts={"trial": trial.key},
    )
    return trial
