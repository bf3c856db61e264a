"""What follows where no more money comes, in sentences that decision note and board report share."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from travaux.design.templatetags.parts import money
from travaux.funding.wording import named_words, way_change_words
from travaux.plumbing.languages import said

MOST_NAMED = 24  # countries by name in one sentence of a note of one page

MOST_LISTED = 4  # changes one below the other; more stand in one paragraph, to keep to the page


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
    words = [
        way_change_words(said(c["titles"]) or c["activity"], c["from"], c["to"]) for c in changes
    ]
    if len(words) > MOST_LISTED:
        return [str(_("; ")).join(words)]
    return ["– " + one for one in words]


def _not_in_person(kept: dict[str, Any]) -> list[str]:
    """Who is not heard in person, activity by activity: countries where they are on record, else
    how many of which region the plan meant to hear in the room."""
    found = []
    same: dict[tuple[str, ...], list[str]] = {}
    for one in kept.get("not_in_person", ()):
        if one["countries"]:
            names = tuple(said(c["titles"]) or c["code"] for c in one["countries"])
            name = said(one["titles"]) or one["activity"]
            same.setdefault(names, []).append(_("“%(name)s”") % {"name": name})
    for names, activities in same.items():
        more = len(names) - MOST_NAMED
        facts: dict[str, Any] = {
            "activities": str(_(", ")).join(activities),
            "names": str(_(", ")).join(names[:MOST_NAMED]),
            "more": more,
        }
        if more > 0:
            text = _(
                "Countries not heard in person at %(activities)s: %(names)s and %(more)s more."
            )
        else:
            text = ngettext(
                "Country not heard in person at %(activities)s: %(names)s.",
                "Countries not heard in person at %(activities)s: %(names)s.",
                len(names),
            )
        found.append(text % facts)
    # meetings of the same group share a sentence, so that a note keeps to its page
    alike: dict[str, tuple[list[str], dict[str, dict[str, Any]]]] = {}
    for one in kept.get("not_in_person", ()):
        name = said(one["titles"]) or one["activity"]
        for cell in () if one["countries"] else one["cells"]:
            titles, cells = alike.setdefault(cell["name"].partition("/")[2], ([], {}))
            if name not in titles:
                titles.append(name)
            before = cells.get(cell["name"], {"heard": 0})["heard"]
            cells[cell["name"]] = {**cell, "heard": before + cell["heard"]}
    numbers = []
    for titles, cells in alike.values():
        named = str(_(", ")).join(_("“%(name)s”") % {"name": title} for title in titles)
        facts = {"activities": named, "names": _in_numbers(list(cells.values()))}
        numbers.append(_("Not heard in person at %(activities)s: %(names)s.") % facts)
    if numbers:
        numbers.append(
            _(
                "Those numbers are the plan’s. Their countries can be named once participants, "
                "requests to travel or members of a group are on record."
            )
        )
        found.append(" ".join(numbers))
    return found


def _in_numbers(cells: list[dict[str, Any]]) -> str:
    """How many of each group the plan meant to hear, by region: states: Africa 10 (of 54); ..."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for cell in cells:
        *first, last = cell["parts"] or [{}]
        name = " · ".join(said(p) for p in first) or said(last)
        facts = {"name": name, "number": cell["heard"], "states": cell.get("states", 0)}
        groups.setdefault(said(last) if first else "", []).append(facts)
    return _grouped({group: _regions(found) for group, found in groups.items()})


def _regions(found: list[dict[str, Any]]) -> list[str]:
    numbers = {facts["number"] for facts in found}
    if len(found) > 1 and len(numbers) == 1:  # short, to keep a note to its page
        return [_("%(number)s from each region") % {"number": numbers.pop()}]
    return [
        (_("%(name)s %(number)s (of %(states)s)") if f["states"] else _("%(name)s %(number)s")) % f
        for f in found
    ]


def _grouped(groups: dict[str, list[str]]) -> str:
    """Groups with what is said of each, as the reader's language sets them apart."""
    return str(_("; ")).join(
        (f"{group}: " if group else "") + str(_(", ")).join(words)
        for group, words in groups.items()
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
    return _grouped(groups)


def assumed_lines(figures: dict[str, Any]) -> list[str]:
    """The caveat, where the split or the numbers heard are assumed."""
    if not figures.get("assumed"):
        return []
    return [_("How the total is divided, and who would be heard, is assumed or invented.")]
