"""Figures of a coverage as they may be read, and the same as the lines of a file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from travaux.comments.queries.coverage import WHOLE, Monitor, monitor, open_to_all
from travaux.comments.views.coverage_groups import in_words
from travaux.consultations.models import Round
from travaux.core.comments.coverage import BAND, Counts, Kind, banded
from travaux.plumbing.exports import download, write

NAMED = (Kind.STATE, Kind.ORGANISATION, Kind.EXPERT, Kind.PERSON)


class Figures:
    """A count as it may be read: by the secretariat exact, by everyone in bands.

    States are exact for everyone too, once their sets are public and none keeps its name back;
    while their sets are sealed (`sets` is False) nothing is told of them.
    """

    def __init__(self, found: Monitor, *, staff: bool, names: bool, sets: bool = True) -> None:
        self.staff = staff
        self.sealed = not sets and not staff
        states = {k for k, p in found.parties.items() if p.kind is Kind.STATE}
        self.exact = names and not (found.hidden & states)

    def is_exact(self, kind: Kind) -> bool:
        return self.staff or (kind is Kind.STATE and self.exact)

    def words(self, count: int, kind: Kind) -> str:
        if self.sealed and kind is Kind.STATE:
            return _("sealed")
        if self.is_exact(kind):
            return str(count)
        least = banded(count)
        if least:
            return _("at least %(n)s") % {"n": least}
        return _("fewer than %(n)s") % {"n": BAND}

    def code(self, count: int, kind: Kind) -> str | int:
        """The same in a file, in no language."""
        if self.sealed and kind is Kind.STATE:
            return "sealed"
        if self.is_exact(kind):
            return count
        return f"≥{banded(count)}" if banded(count) else f"<{BAND}"


def rows_file(rows: list[list[Any]], ending: str, name: str, *, staff: bool) -> HttpResponse:
    """Lines of a coverage as a file."""
    columns = [
        ("kind", _("Who")),
        ("region", _("Regional group")),
        ("group", _("Group")),
        ("section", _("Section")),
        *([(name, heading) for name, heading in _COUNTED] if staff else []),
        ("heard", _("Heard")),
    ]
    headings = [(key, str(heading)) for key, heading in columns]
    rows = rows if ending == "json" else in_words(rows)
    data = write(ending, headings, rows, title=_("Coverage"), right_to_left=get_language_bidi())
    return download(data, ending, name)


_COUNTED = (
    ("asked", gettext_lazy("Asked")),
    ("invited", gettext_lazy("Invited")),
    ("opened", gettext_lazy("Opened")),
    ("contributed", gettext_lazy("Contributed")),
    ("submitted", gettext_lazy("Submitted")),
    ("nil", gettext_lazy("Replied “no comment”")),
)


def coverage_rows(
    round: Round, at: datetime, *, staff: bool, within: frozenset[int] | None = None
) -> list[list[Any]]:
    """A line for each kind, region and group as a whole, and one for each section that was heard."""
    openness = open_to_all(round, at)
    found = monitor(round, at, within, sets=staff or openness.sets)
    figures = Figures(found, staff=staff, names=openness.names, sets=openness.sets)
    titles = {h.anchor: h.name for h in found.sections} | {WHOLE: WHOLE}
    rows: list[list[Any]] = []
    for (kind, region, group), counts in sorted(found.coverage.lines.items()):
        if staff:
            row = [getattr(counts, n) for n in Counts.__slots__]
            rows.append([kind.value, region, group, "", *row, counts.heard])
        for section in found.coverage.sections if staff else ():
            cell = found.coverage.cells.get((kind, region, group, section))
            if cell is not None:
                whole = [counts.asked, counts.invited, counts.opened, ""]
                heard = [cell.submitted, cell.nil, cell.heard]
                rows.append([kind.value, region, group, titles[section], *whole, *heard])
    if staff:
        return rows
    # groups are not given to everyone: a line of one association would be that association
    for kind in NAMED:
        regions = [r.code for r in found.regions] if kind is Kind.STATE else []
        for code in [None, *regions]:
            total = found.coverage.total(kind, code)
            rows.append([kind.value, code or "", "", "", figures.code(total.heard, kind)])
            for section in found.coverage.sections:
                n = found.coverage.heard_on(section, kind, code)
                rows.append([kind.value, code or "", "", titles[section], figures.code(n, kind)])
    return rows
