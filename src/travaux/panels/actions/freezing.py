"""Pool and quotas are frozen under one hash, or opened again with a reason."""

from __future__ import annotations

import secrets
from datetime import datetime

from travaux.core.panels.fair import in_order
from travaux.core.panels.seeds import seal_of
from travaux.journal.actions import action, record
from travaux.panels.models import Panel, Reopening
from travaux.panels.queries.instance import instance_of
from travaux.panels.rules import as_announced, may_freeze, may_reopen
from travaux.panels.states import LOTS, MOVES, Method
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


@action
def freeze_panel(*, by: Person, panel: Panel, at: datetime, seen: int | None = None) -> Panel:
    """Pool and quotas are fixed under one hash; the seal of a new secret seed is published."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    require(may_freeze(by, panel))
    if seen is not None and seen != panel.revision:
        raise refuse("moved-meanwhile")
    require(as_announced(panel))
    instance = instance_of(panel)
    if panel.method in LOTS:
        instance = in_order(instance)  # a lottery is computed in an order that the pool decides
    if panel.method == Method.MERIT and instance.pool.scores is None:
        raise refuse("scores-first")
    secret = secrets.token_hex(32)
    seal = seal_of(secret)
    move(
        panel, MOVES, "freeze",
        input_hash=instance.hash, secret=secret, seal=seal, frozen_at=at, computed_at=None,
    )  # fmt: skip
    facts = {"input_hash": instance.hash, "seal": seal, "people": instance.people}
    if panel.floor is not None:  # everybody before the cut, so that it can be shown later
        facts["pool_hash"] = instance_of(panel, floored=False).hash
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return panel


@action
def reopen_panel(
    *, by: Person, panel: Panel, reason: str, at: datetime, language: str = "en"
) -> Panel:
    """Pool and quotas are opened again; reason, thrown-away seed and hash stay public."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    require(may_reopen(by, panel))
    if not reason.strip():
        raise refuse("reason-needed")
    Reopening.objects.create(
        panel=panel,
        reason=reason.strip(),
        language=language,
        seal=panel.seal,
        secret=panel.secret,
        input_hash=panel.input_hash,
        computed=panel.computed_at is not None,
        at=at,
        by_key=by.key,
    )
    facts = {"seal": panel.seal, "input_hash": panel.input_hash}
    panel.recommendations.filter(current=True).update(current=False)
    move(
        panel, MOVES, "reopen",
        input_hash="", secret="", seal="", public_value="", public_source="",
        frozen_at=None, computed_at=None, revision=panel.revision + 1,
    )  # fmt: skip
    record(by=by, subject=panel.key, process=panel.process.code, at=at, facts=facts)
    return panel
