"""The coverage of one region, group by group: for those who read figures as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from travaux.comments.queries.coverage import WHOLE, Monitor
from travaux.comments.wording import PARTIES
from travaux.core.comments.coverage import Counts, Kind
from travaux.people.models import Group
from travaux.people.queries.categories import category_names
from travaux.people.queries.countries import REGIONAL
from travaux.plumbing.languages import said

ALL = "all"  # every region together, group by group
NOWHERE = "none"  # parties in no regional group


@dataclass(frozen=True, slots=True)
class GroupColumn:
    """One group of parties, in the region that was chosen."""

    kind: Kind
    group: str
    region: str | None  # None: everywhere
    name: str
    counts: Counts


def region_choices(found: Monitor) -> list[tuple[str, str]]:
    """(code, name) of what can be chosen."""
    told = [(r.code, said(r.names)) for r in found.regions]
    if any(not p.region for p in found.parties.values() if p.kind in _GROUPED):
        told.append((NOWHERE, _("In no regional group")))
    return [(ALL, _("All regions together")), *told] if told else []


_GROUPED = (Kind.STATE, Kind.ORGANISATION)


def group_columns(found: Monitor, region: str) -> list[GroupColumn]:
    """States, then each category of organisations; [] where no such region is asked."""
    if region not in {code for code, _name in region_choices(found)}:
        return []
    where = None if region == ALL else "" if region == NOWHERE else region
    names = category_names()
    told = []
    for kind in _GROUPED:
        for group in found.coverage.groups(kind, where):
            name = str(PARTIES[kind])
            if kind is Kind.ORGANISATION:
                name = said(names.get(group, {})) or group or _("Organisations, not sorted yet")
            counts = found.coverage.total(kind, where, group)
            told.append(GroupColumn(kind, group, where, name, counts))
    order = {code: n for n, code in enumerate(names)}
    return sorted(told, key=lambda g: (g.kind is not Kind.STATE, order.get(g.group, len(order))))


def sections_by_group(found: Monitor, groups: Sequence[GroupColumn]) -> list[dict[str, Any]]:
    """A row for each section: how many of each group were heard on it."""
    return [
        {
            "heading": heading,
            "cells": [
                (g.name, str(found.coverage.heard_on(anchor, g.kind, g.region, g.group)))
                for g in groups
            ],
        }
        for anchor, heading in [*((h.anchor, h) for h in found.sections), (WHOLE, None)]
    ]


def in_words(rows: Sequence[list[Any]]) -> list[list[Any]]:
    """Lines of a file for people: kind, region, group and "whole text" by their names."""
    regions = {
        g.code: said(g.names)
        for g in Group.objects.filter(taxonomy__code=REGIONAL, taxonomy__replaced_at__isnull=True)
    }
    groups = {code: said(names) for code, names in category_names().items()}
    return [
        [
            str(PARTIES[kind]),
            regions.get(region, region),
            groups.get(group, group),
            _("The whole text") if section == WHOLE else section,
            *(_("sealed") if figure == "sealed" else figure for figure in others),
        ]
        for kind, region, group, section, *others in rows
    ]
