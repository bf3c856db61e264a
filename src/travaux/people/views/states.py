"""The states as facts: names, standing, groups, with their sources. Public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from travaux.people import queries
from travaux.people.models import Country, Group, Membership
from travaux.people.queries.countries import standing_memberships
from travaux.plumbing import exports
from travaux.plumbing.languages import SIX, current, said

FLAGS = ("ldc", "lldc", "sids")


@dataclass(frozen=True, slots=True)
class Row:
    """One state as the page shows it."""

    country: Country
    status: Membership | None
    region: Membership | None
    flags: tuple[Membership, ...]
    former: tuple[tuple[str, str], ...]  # until which day, which name


def _rows(countries: Iterable[Country]) -> list[Row]:
    placed: dict[int, dict[str, Membership]] = {}
    for one in standing_memberships():
        placed.setdefault(one.country_id, {})[one.group.taxonomy.code] = one
    rows = []
    for state in queries.states_by_name(countries):
        held = placed.get(state.pk, {})
        rows.append(
            Row(
                state,
                held.get(queries.STATUS),
                held.get(queries.REGIONAL),
                tuple(held[code] for code in FLAGS if code in held),
                _former(state),
            )
        )
    return rows


def _former(state: Country) -> tuple[tuple[str, str], ...]:
    """Names that were used before, in the reader's language where it had another one."""
    told = [(f.get("until", ""), f.get("names", {}).get(current(), "")) for f in state.former_names]
    return tuple((until, name) for until, name in told if name and name != said(state.names))


def _dated(one: Membership | None) -> str:
    """A group, and since when, as exact as it is known."""
    if one is None:
        return ""
    return f"{said(one.group.names)} ({one.since})" if one.since else said(one.group.names)


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
        "source": next((r.country for r in rows if not r.country.demonstration), None),
        "invented": any(r.country.demonstration for r in rows),
    }
    return render(request, "people/states.html", context)


def states_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The same list as a file: names in all six languages, each fact with its source and day."""
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    code, rows = _chosen(request)
    columns = [
        ("code", _("Code")),
        ("alpha2", "ISO 3166-1 alpha-2"),
        ("m49", "M49"),
        ("name", pgettext("name of a thing", "Name")),
        ("formal_name", _("Formal name")),
        *((f"name_{code}", f"{_('Name')} ({code})") for code in SIX),
        *((f"formal_name_{code}", f"{_('Formal name')} ({code})") for code in SIX),
        ("status", _("Standing")),
        ("regional_group", _("Regional group")),
        ("flags", _("Marks")),
        ("former", _("Names before")),
        ("source", _("Source")),
        ("as_at", _("As at")),
        ("sources_of_groups", _("Sources of the groups")),
    ]
    sources = {t.pk: f"{said(t.names)}: {t.source} ({t.as_at})" for t in queries.taxonomies()}
    listed = [
        [
            r.country.code,
            r.country.alpha2,
            r.country.m49,
            said(r.country.names),
            said(r.country.formal_names),
            *(r.country.names.get(code, "") for code in SIX),
            *(r.country.formal_names.get(code, "") for code in SIX),
            _dated(r.status),
            _dated(r.region),
            [_dated(one) for one in r.flags],
            [f"{name} ({until})" for until, name in r.former],
            r.country.source if not r.country.demonstration else _("invented"),
            r.country.as_at,
            [
                sources.get(one.group.taxonomy_id, "")
                for one in (r.status, r.region, *r.flags)
                if one is not None
            ],
        ]
        for r in rows
    ]
    data = exports.write(
        ending, columns, listed, title=_("States"), right_to_left=get_language_bidi()
    )
    return exports.download(data, ending, f"states-{code or 'all'}-{current()}")
