"""What follows where no more money comes, in sentences that decision note and board report share."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from travaux.design.templatetags.parts import money
from travaux.funding.wording import named_words, way_change_words
from travaux.plumbing.languages import said


def named_all(parts: list[dict[str, Any]]) -> str:
    """Cells, languages and clauses as they are called."""
    return "; ".join(named_words(x) for x in parts)


def consequences(figures: dict[str, Any]) -> list[str]:
    """Without more money: what is held another way, who is heard less, what is at risk."""
    kept = figures["scenario"]
    if kept is None:
        return []
    currency = figures["funds"]["currency"]
    if not kept["feasible"]:
        found = [
            _("With %(currency)s %(sum)s, not all that must stay can be kept.")
            % {"currency": currency, "sum": money(kept["budget"])}
        ]
        if kept["cheapest"]:
            found.append(
                _("Even the cheapest way of every activity costs %(currency)s %(sum)s.")
                % {"currency": currency, "sum": money(kept["cheapest"])}
            )
        if kept["given_up"]:
            found.append(_("At risk: %(names)s.") % {"names": named_all(kept["given_up"])})
        if kept["least_cost"]:
            found.append(
                _("The least sum that keeps all of it: %(currency)s %(sum)s.")
                % {"currency": currency, "sum": money(kept["least_cost"])}
            )
        return found
    if not kept["changes"]:
        return [_("What is pledged carries the whole plan.")]
    found = [
        _("The best that %(currency)s %(sum)s keeps:")
        % {"currency": currency, "sum": money(kept["budget"])}
    ]
    found += [
        "– " + way_change_words(said(c["titles"]) or c["activity"], c["from"], c["to"])
        for c in kept["changes"]
    ]
    if kept["heard_less"]:
        found.append(_("Heard less: %(names)s.") % {"names": _by_group(kept["heard_less"])})
    if kept["no_longer"]:
        found.append(_("At risk: %(names)s.") % {"names": named_all(kept["no_longer"])})
    return found


def _by_group(cells: list[dict[str, Any]]) -> str:
    """Who is heard less, under the group that they share: experts: Africa (8 of 18); ..."""
    groups: dict[str, list[str]] = {}
    for cell in cells:
        *first, last = cell["parts"] or [{}]
        name = " · ".join(said(p) for p in first) or said(last)
        words = _("%(name)s (%(heard)s of %(target)s)") % {
            "name": name,
            "heard": cell["heard"],
            "target": cell["target"],
        }
        groups.setdefault(said(last) if first else "", []).append(words)
    return "; ".join(
        (f"{group}: " if group else "") + ", ".join(words) for group, words in groups.items()
    )


def assumed_lines(figures: dict[str, Any]) -> list[str]:
    """The caveat, where the split or the numbers heard are assumed."""
    if not figures.get("assumed"):
        return []
    return [_("How the total is divided, and who would be heard, is assumed or invented.")]
