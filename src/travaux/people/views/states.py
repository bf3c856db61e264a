"""The states as facts: names, standing, groups, with their sources. Public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.people import queries
from travaux.people.models import Country, Group
from travaux.plumbing import exports
from travaux.plumbing.languages import current, said

FLAGS = ("ldc", "lldc", "sids")


@dataclass(frozen=True, slots=True)
class Row:
    """One state as the page shows it."""

    country: Country
    status: Group | None
    region: Group | None
    flags: tuple[Group, ...]


def _rows(countries: Iterable[Country]) -> list[Row]:
    placed: dict[int, dict[str, Group]] = {}
    for number, group in queries.standing_groups():
        placed.setdefault(number, {})[group.taxonomy.code] = group
    rows = []
    for state in queries.states_by_name(countries):
        held = placed.get(state.pk, {})
        rows.append(
            Row(
                state,
                held.get(queries.STATUS),
                held.get(queries.REGIONAL),
                tuple(held[code] for code in FLAGS if code in held),
            )
        )
    return rows


def _chosen(request: HttpRequest) -> tuple[str, list[Row]]:
    code = request.GET.get("group", "").replace("\x00", "")
    if code and not Group.objects.filter(code=code, taxonomy__replaced_at__isnull=True).exists():
        code = ""
    chosen = queries.countries_in(code) if code else queries.countries_known()
    return code, _rows(chosen)


def states(request: HttpRequest) -> HttpResponse:
    """Every state by its name in the reader's language, or those of one group."""
    code, rows = _chosen(request)
    taxonomies = list(queries.taxonomies())
    context: dict[str, Any] = {
        "rows": rows,
        "group": code,
        "taxonomies": [{"t": t, "groups": t.groups.order_by("position")} for t in taxonomies],
        "source": next((r.country.source for r in rows if not r.country.demonstration), ""),
        "invented": any(r.country.demonstration for r in rows),
    }
    return render(request, "people/states.html", context)


def states_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The same list as a file, with names in all six languages."""
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    code, rows = _chosen(request)
    columns = [
        ("code", _("Code")),
        ("m49", "M49"),
        ("name", _("Name")),
        ("formal_name", _("Formal name")),
        ("status", _("Standing")),
        ("regional_group", _("Regional group")),
        ("flags", _("Marks")),
        ("source", _("Source")),
    ]
    listed = [
        [
            r.country.code,
            r.country.m49,
            said(r.country.names),
            said(r.country.formal_names),
            said(r.status.names) if r.status else "",
            said(r.region.names) if r.region else "",
            [said(g.names) for g in r.flags],
            r.country.source if not r.country.demonstration else _("invented"),
        ]
        for r in rows
    ]
    data = exports.write(
        ending, columns, listed, title=_("States"), right_to_left=get_language_bidi()
    )
    return exports.download(data, ending, f"states-{code or 'all'}-{current()}")
