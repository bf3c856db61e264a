"""Computing a recommendation, and trying out other quotas: long work that leaves a proof."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from travaux.journal.actions import action, record
from travaux.panels.models import Panel, Recommendation, Trial
from travaux.panels.queries.instance import Settings
from travaux.panels.rules import may_compute, may_see_pool
from travaux.panels.states import MOVES
from travaux.people.models import Person
from travaux.plumbing.files import keep_file
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
        selected=list(dossier["selected"]),
        reserve=list(dossier["reserve"]),
        facts=dict(facts),
        at=at,
    )
    move(panel, MOVES, "compute", computed_at=at)
    record(
        by=by,
        subject=panel.key,
        process=panel.process.code,
        at=at,
        facts={"dossier": file.digest, "members": len(made.selected), "seed": dossier["seed"]},
    )
    return made


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
