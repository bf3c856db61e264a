"""The languages of a version, and which of its changes leave the meaning as it was."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.drafts import queries as drafts
from travaux.drafts import weaving
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import NAMES, direction
from travaux.plumbing.verdicts import require
from travaux.translations import actions, queries, rules
from travaux.translations.models import TranslationJob
from travaux.translations.states import JobState, Standing
from travaux.translations.views.frame import frame_of, opened
from travaux.translations.wording import JOB_STATES, STANDINGS


def overview(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """The languages of a version: how many of its paragraphs stand how."""
    here = opened(request, process, version)
    rows = queries.overview_of(here)
    may = {
        row.language: bool(rules.may_translate(person_of(request), here, row.language))
        for row in rows
    }
    context = {
        **frame_of(request, here),
        "rows": [(row, may[row.language]) for row in rows],
        "today": clock.today(),
        "changes": here.based_on_id is not None and not here.is_published,
    }
    return render(request, "translations/overview.html", context)


def _people(job: TranslationJob | None) -> tuple[str, str]:
    """Who translates and who revises, for those who give out the work."""
    if job is None:
        return "", ""
    return str(job.translator or ""), str(job.reviser or "")


def overview_file(request: HttpRequest, process: str, version: str, ending: str) -> HttpResponse:
    """The same as a file."""
    here = opened(request, process, version)
    columns = [
        ("language", _("Language")),
        ("paragraphs", _("Paragraphs")),
        *((str(s), str(STANDINGS[s])) for s in Standing),
        ("due_on", _("Due on")),
        ("job", _("Job")),
        ("words", _("Words when given out")),
    ]
    named = bool(rules.may_give_out(person_of(request), here))
    if named:
        columns += [("translator", _("Translator")), ("reviser", _("Reviser"))]
    rows = [
        [
            NAMES[row.language],
            row.total,
            *(row.counts.get(s, 0) for s in Standing),
            row.job.due_on if row.job else "",
            str(JOB_STATES[JobState(row.job.state)]) if row.job else "",
            row.job.words if row.job else "",
            *(_people(row.job) if named else ()),
        ]
        for row in queries.overview_of(here)
    ]
    title = _("Languages")
    data = write(ending, columns, rows, title=title, right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-languages")


@login_required
def meaning(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """Changes since the version before: which leave the meaning as it was?"""
    here = opened(request, process, version)
    require(rules.may_give_out(person_of(request), here))
    if request.method == "POST":
        chosen = request.POST.getlist("same")
        done = actions.keep_meaning(
            by=signed_in(request), version=here, anchors=chosen, at=clock.now()
        )
        messages.success(
            request, _("%(n)d changes are marked: their translations stay current.") % {"n": done}
        )
        return redirect("translations:meaning", process, here.key)
    rows = [
        (
            row,
            weaving.redlined(
                queries.whole_words(drafts.block_of(old)), queries.whole_words(drafts.block_of(row))
            ),
            said,
        )
        for old, row, said in queries.changed_since(here)
    ]
    context = {**frame_of(request, here), "rows": rows, "direction": direction(here.language)}
    return render(request, "translations/meaning.html", context)
