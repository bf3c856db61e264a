"""The report of a file, row by row, to be kept or sent back to whom it came from."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.comments import queries, rules
from travaux.comments.queries.row_report import COLUMNS, rows_of
from travaux.comments.views.frame import round_at
from travaux.core.problems import Unusable
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.files import file_bytes
from travaux.plumbing.verdicts import require


@login_required
def row_report(
    request: HttpRequest, process: str, round: str, file: str, ending: str
) -> HttpResponse:
    """Each row of a file: its place, why it has none, what was decided, and what came of it."""
    here, at = round_at(process, round), clock.now()
    require(rules.may_import(person_of(request), here, at))
    kept = queries.file_of(process, file)
    if kept is None:
        raise Http404(file)
    try:
        rows = rows_of(here, kept, file_bytes(kept), machine=ending == "json")
    except (FileNotFoundError, Unusable):
        raise Http404(file) from None
    data = write(
        ending, COLUMNS, rows, title=_("Report of the file"), right_to_left=get_language_bidi()
    )
    return download(data, ending, f"{process}-{here.key}-{kept.key}-rows")
