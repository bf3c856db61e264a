"""What each rule costs, in words: the best sum of scores, or the least chance of a lottery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from travaux.core.panels.elastic import Rule
from travaux.core.panels.relaxing import Change
from travaux.panels.explaining import change_words
from travaux.panels.labels import Labels


def priced(told: Any, names: Mapping[str, str], labels: Labels) -> dict[str, Any]:
    """What a page needs for panels/_prices.html; nothing where nothing was found in its time."""
    if told is None:
        return {}
    if isinstance(told, list):
        return {"prices": {"merit": True, "rows": [_by_merit(p, names, labels) for p in told]}}
    least = told["least"]
    rows = [
        {
            "words": "; ".join(
                change_words(Change(Rule(**c["rule"]), c["to"]), labels) for c in p["changes"]
            ),
            "most": f"{p['most']:.2%}",
            "rises": p["most"] > least,
            "rise": f"{p['rise']:.2%}",
            "opens": p["opens"],
        }
        for p in told["prices"]
    ]
    return {
        "prices": {
            "rows": rows,
            "mean": not least,
            "least": f"{least:.2%}",
            "holds": told["holds"],
            "proven": told["proven"],
        }
    }


def _by_merit(price: Mapping[str, Any], names: Mapping[str, str], labels: Labels) -> dict[str, Any]:
    """What would be gained, who would come and who would go."""
    return {
        "words": change_words(Change(Rule(**price["rule"]), price["to"]), labels),
        "gain": price["gain"],
        "comes": [names.get(c) or c for c in price["comes"]],
        "leaves": [names.get(c) or c for c in price["leaves"]],
    }
