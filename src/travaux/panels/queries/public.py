"""What everybody may see of a group: aggregates that single out nobody, hashes, and codes.

Where a count would tell of one or two people only that they were nominated and not chosen, all
counts of its attribute are left out: with one or two left out alone, the public sum would give them
away. Before the adoption nobody outside is told a count, or the group would tell the rest later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac

from travaux.core.panels.public_check import panel_hashes
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
    attributes: Iterable[Attribute], *, all_of_it: bool, adopted: bool = True
) -> list[tuple[Attribute, list[Shown]]]:
    """Each attribute with the counts that are told; to the secretariat all of them."""
    told = []
    for attribute in attributes:
        held = not all_of_it and (not adopted or _points_at_few(attribute))
        rows = [Shown(t, None if held else t.nominated) for t in attribute.targets]
        told.append((attribute, rows))
    return told


def _points_at_few(attribute: Attribute) -> bool:
    return any(
        0 < left < FEWEST for t in attribute.targets for left in t.left or (t.nominated - t.chosen,)
    )


def people_told(panel: Panel, people: int, placed: int) -> int | None:
    """How many were nominated, as everybody sees it; None: left out.

    Those of a regional group are people who were not chosen: where one or two of them have never
    had its place, their number is not told.
    """
    few = panel.parent_id is not None and 0 < people - placed < FEWEST
    return None if few else people


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
    placed = panel.nominees.filter(seats__isnull=False).distinct().count()
    people = people_told(panel, panel.nominees.count(), placed)
    told: dict[str, Any] = {
        "format": "travaux-public-dossier-1",
        "group": panel.titles,
        "process": panel.process.code,
        "demonstration": panel.demonstration,
        "method": "" if panel.parent_id else panel.method,
        "first_group": panel.parent.key if panel.parent is not None else "",
        "seats": None if people is None else [panel.seats_low, panel.seats_high],
        "people": people,
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
            "who is in which numbered panel: each panel stands as a hash that the full dossier opens",
            "whose chance is which: the chances stand in rising order, without codes",
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
    told: dict[str, Any] = {
        "version": dossier["version"],
        "dossier_sha256": made.dossier.digest,
        "gap": dossier["gap"],
        "computed_at": made.at.isoformat(),
    }
    if "floor" in dossier:
        told["floor"] = {key: dossier["floor"][key] for key in ("score", "pool_hash")}
    if made.selected:
        told["commitment"] = dossier["commitment"]
        told["selected"] = sorted(public_code(panel, one) for one in made.selected)
    if panel.method != Method.MERIT:
        told |= {
            "min_probability": dossier["min_probability"],
            "probabilities": sorted(dossier["probabilities"].values()),
            "numbers": [n + 1 for n in dossier["lottery"]["numbers"]],
            "table_hash": dossier["lottery"]["table_hash"],
            "bound": dossier["lottery"]["bound"],
            "panels": [
                {"hash": one, "weight": p["weight"]}
                for one, p in zip(panel_hashes(dossier), dossier["panels"], strict=True)
            ],
            "draw": dossier.get("draw"),
        }
    return told
