"""What everybody may see of a group: aggregates that single out nobody, hashes, and codes.

A count is left out where it would tell of one or two people only that they were nominated and not
chosen; and one more of the same attribute, where the sum would give it away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac

from travaux.panels.models import Panel, Recommendation
from travaux.panels.queries.composition import Attribute, Target, composition_of
from travaux.panels.states import Method, PanelState
from travaux.plumbing.files import file_bytes

FEWEST = 3  # so many were not chosen, or none, before their number is told


@dataclass(frozen=True, slots=True)
class Shown:
    """A target as everybody sees it; `nominated` None: left out."""

    target: Target
    nominated: int | None


def shown(
    attributes: Iterable[Attribute], *, all_of_it: bool
) -> list[tuple[Attribute, list[Shown]]]:
    """Each attribute with the counts that are told; to the secretariat all of them."""
    told = []
    for attribute in attributes:
        held = set() if all_of_it else _held_back(attribute)
        rows = [Shown(t, None if t.value in held else t.nominated) for t in attribute.targets]
        told.append((attribute, rows))
    return told


def _held_back(attribute: Attribute) -> set[str]:
    left = {t.value: t.nominated - t.chosen for t in attribute.targets}
    held = {value for value, count in left.items() if 0 < count < FEWEST}
    if len(held) == 1 and not attribute.several:
        others = sorted((count, value) for value, count in left.items() if value not in held)
        more = [value for count, value in others if count] or [value for _, value in others]
        held |= set(more[:1])
    return held


def public_code(panel: Panel, code: str) -> str:
    """The code under which somebody stands in public files: it tells nothing, and stays the same.

    Only this installation can work it out, so that a code that speaks cannot be guessed back.
    """
    return salted_hmac("travaux.panels", f"{panel.key}\n{code}", algorithm="sha256").hexdigest()[
        :12
    ]


def public_dossier(panel: Panel, made: Recommendation | None) -> dict[str, Any]:
    """The dossier that everybody may have: rules, hashes, proof of procedure; and what it omits."""
    adopted = panel.state == PanelState.ADOPTED
    told: dict[str, Any] = {
        "format": "travaux-public-dossier-1",
        "group": panel.titles,
        "process": panel.process.code,
        "demonstration": panel.demonstration,
        "method": "" if panel.parent_id else panel.method,
        "first_group": panel.parent.key if panel.parent is not None else "",
        "seats": [panel.seats_low, panel.seats_high],
        "people": panel.nominees.count(),
        "quotas": [
            {"feature": q.feature, "value": q.value, "min": q.low, "max": q.high}
            for q in panel.quotas.all()
        ],
        "at_most": panel.at_most,
        "demands": {
            kind: panel.nominees.filter(demand=kind).count() for kind in ("include", "exclude")
        },
        "frozen_at": panel.frozen_at and panel.frozen_at.isoformat(),
        "input_hash": panel.input_hash,
        "seal": panel.seal,
        "left_out": [
            "names, attributes and scores of single persons",
            "counts of nominees from which one or two persons could be found who were not chosen",
        ],
        "reopened": [
            {
                "at": r.at.isoformat(), "reason": r.reason, "seal": r.seal, "secret": r.secret,
                "input_hash": r.input_hash, "computed": r.computed,
            }
            for r in panel.reopenings.all()
        ],
    }  # fmt: skip
    if made is not None:
        told |= _of(panel, made, json.loads(file_bytes(made.dossier)))
    if adopted:
        told["adopted"] = {
            "authority": panel.authority,
            "on": panel.adopted_on and panel.adopted_on.isoformat(),
            "source": panel.adoption_source,
            "departures": panel.departures.count(),
        }
        told["composition"] = [
            {
                "feature": row.target.feature, "value": row.target.value, "min": row.target.low,
                "max": row.target.high, "nominated": row.nominated, "in_the_group": row.target.chosen,
            }
            for _, rows in shown(composition_of(panel), all_of_it=False)
            for row in rows
        ]  # fmt: skip
    return told


def _of(panel: Panel, made: Recommendation, dossier: Mapping[str, Any]) -> dict[str, Any]:
    codes = {one: public_code(panel, one) for one in dossier["probabilities"]}

    def coded(ids: Sequence[str]) -> list[str]:
        return sorted(codes[one] for one in ids)

    told: dict[str, Any] = {
        "version": dossier["version"],
        "dossier_sha256": made.dossier.digest,
        "gap": dossier["gap"],
        "computed_at": made.at.isoformat(),
    }
    if made.selected:
        told["commitment"] = dossier["commitment"]
        told["selected"] = coded(made.selected)
    if panel.method != Method.MERIT:
        told |= {
            "min_probability": dossier["min_probability"],
            "probabilities": {codes[one]: p for one, p in dossier["probabilities"].items()},
            "numbers": [n + 1 for n in dossier["lottery"]["numbers"]],
            "table_hash": dossier["lottery"]["table_hash"],
            "bound": dossier["lottery"]["bound"],
            "panels": [
                {"members": coded(p["members"]), "weight": p["weight"]} for p in dossier["panels"]
            ],
            "draw": dossier.get("draw"),
        }
    return told
