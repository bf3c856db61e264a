"""The record of a process: public, light, and downloadable."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.journal import queries, rules
from travaux.journal.wording import act
from travaux.plumbing import exports
from travaux.plumbing.typed import whole_number
from travaux.plumbing.verdicts import require

_WHOLE = ("actor", "subject", "facts")


def _roles(request: HttpRequest, process: str) -> set[str]:
    """The roles of the reader; the site's middleware knows them, this room stands below."""
    known = getattr(request, "roles_in", None)
    return known(process) if known else set()


def _unnumbered_since(request: HttpRequest, whole: bool) -> datetime | None:
    """From when lines bear no number for this reader: whoever reads this record whole is still told
    nothing by its numbers of what is sealed in another process, unless they read that one too."""
    if not whole:
        return queries.unnumbered_since()
    return queries.unnumbered_elsewhere(
        lambda code: bool(rules.may_read_facts(_roles(request, code)))
    )


def _number(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return whole_number(asked, None, digits=17)


def record(request: HttpRequest, process: str) -> HttpResponse:
    """A page of lines, the last first."""
    whole = bool(rules.may_read_facts(_roles(request, process)))
    sealed = [] if whole else queries.sealed_in(process)
    since = _unnumbered_since(request, whole)
    asked = _number(request, "before")
    seen = queries.open_lines(process, sealed)
    count = seen.count()
    skip, more = 0, False
    if since is None:
        page = queries.page_of(process, asked)
        if not page.lines and not asked:
            raise Http404
    else:
        skip = _number(request, "skip") or 0
        found, more = queries.page_after(seen, skip)
        page = queries.Page(found, None, None)
    context = {
        "process": {"code": process},
        "lines": [
            {
                "line": line,
                "numbered": since is None or line.at < since,
                "act": _("Sealed until a round closes")
                if queries.is_withheld(line, sealed)
                else act(line.what),
            }
            for line in page.lines
        ],
        "since": since,
        "elsewhere": since is not None and (whole or queries.held_since(sealed) is None),
        "sets_alone": bool(sealed) and all(seal.sets_alone for seal in sealed),
        "skip_older": skip + queries.PAGE if more else None,
        "skip_newer": max(0, skip - queries.PAGE) if skip else None,
        "older": page.older,
        "newer": page.newer,
        "whole": whole,
        "count": count,
        "sheet": rules.may_take_sheet(count),
    }
    return render(request, "journal/record.html", context)


def _columns(whole: bool) -> list[tuple[str, Any]]:
    columns = [
        ("number", _("Number")),
        ("at", _("Instant (UTC)")),
        ("act", _("Act")),
        ("what", _("Code of the act")),
    ]
    if whole:
        columns += [("actor", _("Who")), ("subject", _("On what")), ("facts", _("Facts"))]
    return [*columns, ("previous", _("Fingerprint before")), ("hash", _("Fingerprint"))]


def _rows(process: str, whole: bool, since: datetime | None) -> Iterator[list[Any]]:
    sealed = [] if whole else queries.sealed_in(process)
    lines = queries.open_lines(process, sealed).order_by("seq")
    for line in lines.iterator(chunk_size=1000):
        said = queries.as_ledger(line)
        numbered = since is None or line.at < since
        row: list[Any] = [said.seq if numbered else "", said.at, act(said.what), said.what]
        if queries.is_withheld(line, sealed):
            row[2:] = [_("Sealed until a round closes"), "sealed"]
        if whole:
            facts = json.dumps(said.facts, ensure_ascii=False, sort_keys=True)
            row += [said.actor, said.subject, facts]
        yield [*row, *((said.previous, said.hash) if numbered else ("", ""))]


class _Echo:
    def write(self, value: str) -> str:
        return value


def _csv(columns: list[tuple[str, Any]], rows: Iterator[list[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([heading for _key, heading in columns])
    for row in rows:
        yield writer.writerow(row)


def _json(columns: list[tuple[str, Any]], rows: Iterator[list[Any]]) -> Iterator[str]:
    keys, between = [key for key, _heading in columns], "[\n"
    for row in rows:
        yield between + json.dumps(dict(zip(keys, row, strict=True)), ensure_ascii=False)
        between = ",\n"
    yield "\n]\n" if between != "[\n" else "[]\n"


def download(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """All lines of the process as a file; CSV and JSON leave line by line."""
    whole = bool(rules.may_read_facts(_roles(request, process)))
    sealed = [] if whole else queries.sealed_in(process)
    count = queries.open_lines(process, sealed).count()
    if not count or ending not in {"xlsx", "csv", "json"}:
        raise Http404
    since = _unnumbered_since(request, whole)
    columns, rows, name = _columns(whole), _rows(process, whole, since), f"{process}-record"
    if ending == "xlsx":
        require(rules.may_take_sheet(count))
        data = exports.write(
            "xlsx", columns, rows, title=_("The record"), right_to_left=get_language_bidi()
        )
        return exports.download(data, ending, name)
    stream = _csv(columns, rows) if ending == "csv" else _json(columns, rows)
    response = StreamingHttpResponse(stream, content_type=exports.TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response  # type: ignore[return-value]
