"""The check of a dossier of any method, step by step; nothing is solved again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from travaux.core.panels.merit import Step
from travaux.core.panels.merit_dossier import check_merit_dossier
from travaux.core.panels.seeds import seal_of, seed_of


def check_dossier(dossier: Mapping[str, Any]) -> tuple[Step, ...]:
    """Every step of the check, in order. Never raises: what cannot be read is a step that fails.

    Where the dossier tells a sealed secret (`commitment`), the last step holds it against the
    published seal and the seed.
    """
    if dossier.get("method") == "merit":
        steps = check_merit_dossier(dossier)
    else:
        from travaux.core.panels.lottery_check import check_lottery_dossier

        steps = check_lottery_dossier(dossier)
    if "commitment" not in dossier:
        return steps
    return (*steps, _seal(dossier["commitment"], dossier.get("seed")))


def _seal(commitment: Any, seed: Any) -> Step:
    try:
        secret, value = str(commitment["secret"]), str(commitment["public_value"])
        seal = str(commitment["seal"])
    except (KeyError, TypeError) as error:
        return Step("seal", False, {"error": type(error).__name__})
    ok = seal_of(secret) == seal and seed_of(secret, value) == seed
    return Step("seal", ok, {"seal": seal})
