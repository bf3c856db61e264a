"""From an instance to a recommendation and to what a trial shows; the core does the work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from travaux.core.panels.conflicts import conflict_of
from travaux.core.panels.instance import Instance, plain_score
from travaux.core.panels.merit import best_merit
from travaux.core.panels.merit_dossier import merit_dossier
from travaux.core.panels.seeds import seed_of
from travaux.panels.models import Panel
from travaux.panels.queries.instance import instance_of
from travaux.panels.states import Method
from travaux.plumbing.verdicts import refuse


def recommend(panel: Panel, progress: Callable[..., None]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The dossier of a frozen group, and the facts that its pages show."""
    instance = instance_of(panel)
    seed = seed_of(panel.secret, panel.public_value)
    found = best_merit(instance, seed, progress=progress)
    if found is None:
        raise refuse("quotas-impossible")
    dossier = merit_dossier(instance, found, seed)
    dossier["commitment"] = {
        "seal": panel.seal,
        "secret": panel.secret,
        "public_value": panel.public_value,
        "public_source": panel.public_source,
    }
    facts = {
        "score": plain_score(found.score),
        "gap": plain_score(found.gap),
        "people": instance.people,
    }
    return dossier, facts


def outcome_of(instance: Instance, method: str, seed: str) -> dict[str, Any]:
    """What these rules would give: who is in (merit) or each one's chance (lots), or that nobody
    can be."""
    if conflict_of(instance) is not None:
        return {"feasible": False}
    if method == Method.MERIT:
        found = best_merit(instance, seed)
        assert found is not None
        ids = instance.pool.ids
        return {
            "feasible": True,
            "chances": {ids[p]: 1.0 for p in found.members},
            "score": plain_score(found.score),
        }
    raise refuse("method-unknown", method=method, known=Method.MERIT)
