"""Two versions of a text, held against each other."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.drafts import queries, rules
from travaux.drafts.models import Version
from travaux.drafts.queries.comparing import KINDS as CHANGE_KINDS
from travaux.drafts.queries.comparing import PAGE, UNSURE
from travaux.drafts.views.frame import demonstration_of, frame, opened, part_asked
from travaux.drafts.wording import CHANGES
from travaux.drafts.wording import KINDS as BLOCK_KINDS
from travaux.people.asking import person_of
from travaux.plumbing.exports import download, write
from travaux.plumbing.verdicts import refuse


def _both(request: HttpRequest, process: str, old: str, new: str) -> tuple[Version, Version]:
    before, after = opened(request, process, old), opened(request, process, new)
    if before.text_id != after.text_id:
        raise refuse("not-the-same-text")
    return before, after


def compare(request: HttpRequest, process: str, old: str, new: str) -> HttpResponse:
    """What changed from one version to the other, paragraph by paragraph."""
    before, after = _both(request, process, old, new)
    if request.GET.get("from") or request.GET.get("to"):  # the choice of two others
        return redirect(
            "drafts:compare", process, request.GET.get("from", old), request.GET.get("to", new)
        )
    found = queries.compared(before, after)
    kind = request.GET.get("only", "")
    kind = kind if kind in {*CHANGE_KINDS, "all", UNSURE} else ""
    rows = found.only(kind)
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(part_asked(request), 1), pages)
    others = queries.versions_visible_to(person_of(request), before.text.process).filter(
        text=before.text
    )
    return render(
        request,
        "drafts/compare.html",
        {
            **frame(after.text.process, after),
            "found": found,
            "rows": rows[(page - 1) * PAGE : page * PAGE],
            "old": before,
            "new": after,
            "only": kind,
            "kinds": [(k, CHANGES[k], found.counts[k]) for k in CHANGE_KINDS if found.counts[k]],
            "changes": CHANGES,
            "unsure": found.counts[UNSURE],
            "may_edit": rules.may_edit(person_of(request), after),
            "page": page,
            "pages": range(1, pages + 1),
            "others": others,
            "demonstration": demonstration_of(before.demonstration or after.demonstration),
        },
    )


def compare_file(
    request: HttpRequest, process: str, old: str, new: str, ending: str
) -> HttpResponse:
    """The list of changes as a file."""
    before, after = _both(request, process, old, new)
    columns = [
        ("paragraph", _("Identity")),
        ("change", _("Change")),
        ("kind", _("Kind")),
        ("section", _("Section")),
        ("old_number", _("Number before")),
        ("new_number", _("Number now")),
        ("old_words", _("Words before")),
        ("new_words", _("Words now")),
        ("sure", _("Sure")),
    ]
    plain = ending == "json"
    rows = [
        [
            row.anchor,
            row.kind if plain else str(CHANGES[row.kind]),
            row.block_kind if plain else str(BLOCK_KINDS[row.block_kind]),
            row.section,
            row.old_number,
            row.new_number,
            row.old_words,
            row.new_words,
            row.sure if plain else _("yes") if row.sure else _("a guess"),
        ]
        for row in queries.compared(before, after).only(request.GET.get("only", ""))
    ]
    data = write(ending, columns, rows, title=_("Changes"), right_to_left=get_language_bidi())
    return download(data, ending, f"{before.key}-{after.key}-changes")


def redline_file(
    request: HttpRequest, process: str, old: str, new: str, ending: str
) -> HttpResponse:
    """The changes as a Word file with tracked changes, as a PDF, a page or Markdown."""
    before, after = _both(request, process, old, new)
    data = queries.redline_of(before, after, ending)
    return download(data, ending, f"{before.key}-{after.key}-redline")
