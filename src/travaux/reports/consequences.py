"""What follows where no more money comes, in sentences that decision note and board report share."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from travaux.design.templatetags.parts import money
from travaux.funding.wording import named_words, way_change_words
from travaux.plumbing.languages import said

MOST_NAMED = 40  # countries by name in one sentence of a note of one page


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
        if kept.get("least_changes"):
            found.append(_("Even with that sum:"))
            found += _changes(kept["least_changes"])
        return found + _not_in_person(kept)
    if not kept["changes"]:
        return [_("What is pledged carries the whole plan.")]
    found = [
        _("The best that %(currency)s %(sum)s keeps:")
        % {"currency": currency, "sum": money(kept["budget"])}
    ]
    found += _changes(kept["changes"])
    found += _not_in_person(kept)
    if kept["heard_less"]:
        found.append(_("Heard less: %(names)s.") % {"names": _by_group(kept["heard_less"])})
    if kept["no_longer"]:
        found.append(_("At risk: %(names)s.") % {"names": named_all(kept["no_longer"])})
    return found


def _changes(changes: list[dict[str, Any]]) -> list[str]:
    return [
        "– " + way_change_words(said(c["titles"]) or c["activity"], c["from"], c["to"])
        for c in changes
    ]


def _not_in_person(kept: dict[str, Any]) -> list[str]:
    """Who is not heard in person, activity by activity: countries where they are on record, else
    how many of which region the plan meant to hear in the room."""
    found = []
    for one in kept.get("not_in_person", ()):
        name, countries = said(one["titles"]) or one["activity"], one["countries"]
        if countries:
            names = [said(c["titles"]) or c["code"] for c in countries[:MOST_NAMED]]
            facts = {"activity": name, "names": str(_(", ")).join(names), "n": len(countries)}
            more = len(countries) - len(names)
            if more:
                facts["more"] = more
                text = ngettext(
                    "Countries not heard in person at “%(activity)s”: %(names)s and %(more)s more.",
                    "Countries not heard in person at “%(activity)s”: %(names)s and %(more)s more.",
                    more,
                )
            else:
                text = ngettext(
                    "Country not heard in person at “%(activity)s”: %(names)s.",
                    "Countries not heard in person at “%(activity)s”: %(names)s.",
                    len(countries),
                )
            found.append(text % facts)
    # meetings to which the plan asks the same people share a sentence
    alike: dict[str, list[str]] = {}
    for one in kept.get("not_in_person", ()):
        if one["cells"] and not one["countries"]:
            name = said(one["titles"]) or one["activity"]
            alike.setdefault(_in_numbers(one["cells"]), []).append(_("“%(name)s”") % {"name": name})
    found += [
        _("Not heard in person at %(activities)s: %(names)s.")
        % {"activities": str(_(", ")).join(activities), "names": numbers}
        for numbers, activities in alike.items()
    ]
    if any(one["cells"] and not one["countries"] for one in kept.get("not_in_person", ())):
        found.append(
            _(
                "Those numbers are the plan’s. Their countries can be named once participants, "
                "requests to travel or members of a group are on record."
            )
        )
    return found


def _in_numbers(cells: list[dict[str, Any]]) -> str:
    """How many of each group the plan meant to hear, by region: states: Africa 10 (of 54); ..."""
    groups: dict[str, list[str]] = {}
    for cell in cells:
        *first, last = cell["parts"] or [{}]
        facts = {
            "name": " · ".join(said(p) for p in first) or said(last),
            "number": cell["heard"],
            "states": cell.get("states", 0),
        }
        words = (
            _("%(name)s %(number)s (of %(states)s)")
            if facts["states"]
            else _("%(name)s %(number)s")
        )
        groups.setdefault(said(last) if first else "", []).append(words % facts)
    return "; ".join(
        (f"{group}: " if group else "") + ", ".join(words) for group, words in groups.items()
    )


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
