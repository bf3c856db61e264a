"""The draft to take along, with a sheet for comments; and the sheet that comes back filled in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from travaux.comments import actions, queries, rules
from travaux.comments.forms import ReturnForm, SheetForm, choices_for
from travaux.comments.queries.kits import kit_of
from travaux.comments.queries.tables import PlannedRow, TablePlan
from travaux.comments.queries.understanding import Mending, decisions_of
from travaux.comments.rules import Entry, Speaking
from travaux.comments.states import Scope
from travaux.comments.views.frame import frame, round_at
from travaux.comments.views.understanding import (
    keep_decided,
    page_asked,
    page_number,
    understood_context,
)
from travaux.consultations.models import Round
from travaux.consultations.queries import standing
from travaux.core.problems import Unusable
from travaux.drafts.models import Paragraph
from travaux.drafts.rules import may_read
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download
from travaux.plumbing.files import file_bytes
from travaux.plumbing.verdicts import Refusal, explain, require, sentence


def kit_file(request: HttpRequest, process: str, round: str, ending: str) -> HttpResponse:
    """The draft with a sheet to be filled in without a connection."""
    here = round_at(process, round)
    require(may_read(person_of(request), here.version))
    return download(kit_of(here, ending), ending, f"{process}-{here.key}-kit")


@login_required
def return_sheet(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """Bring in the file that one filled in; what was understood of it follows."""
    here, at = round_at(process, round), clock.now()
    person = signed_in(request)
    require(rules.may_draft(person, here, rules.appointments_here(person, process, at)))
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and getattr(request, "too_large", False):
        limit = settings.UPLOAD_BYTES // 2**20
        form.add_error(
            "file", _("The file is larger than %(limit)s MB. Divide it.") % {"limit": limit}
        )
    elif request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        data = sent.read()
        try:
            plan = queries.plan_table(here, data, sent.name)
        except Unusable as problem:
            form.add_error("file", explain(problem))
        else:
            if plan.rows or plan.formatting:
                kept = actions.keep_returned_sheet(
                    by=person, round=here, data=data, name=sent.name, at=at
                )
                return redirect("comments:return-preview", process, here.key, kept.key)
            form.add_error("file", sentence("nothing-filled-in", {}))
    context = {**frame(here.process, here), "form": form, "standing": standing(here, at)}
    return render(request, "comments/return.html", context, status=422 if form.errors else 200)


@login_required
def return_preview(request: HttpRequest, process: str, round: str, file: str) -> HttpResponse:
    """What was understood of the file: mend the places, say for whom, then take it as drafts."""
    here, at = round_at(process, round), clock.now()
    person = signed_in(request)
    appointments = rules.appointments_here(person, process, at)
    require(rules.may_draft(person, here, appointments))
    kept = queries.file_of(process, file)
    if kept is None or kept.received_from != person.key:
        raise Http404(file)
    try:
        plan = queries.plan_table(here, file_bytes(kept), kept.name)
    except FileNotFoundError:
        raise Http404(file) from None
    except Unusable as problem:
        messages.error(request, explain(problem))
        return redirect("comments:return", process, here.key)
    choices = choices_for(person, here, appointments)
    mending, refused = Mending(here, plan), ""
    number = page_number(request, mending)
    confirming = request.method == "POST" and not page_asked(request, mending)
    form = ReturnForm(request.POST if confirming else None, choices=choices)
    wrong: set[int] = set()
    if request.method == "POST":
        decisions = keep_decided(request, here, kept, mending)
        if not confirming:
            address = reverse("comments:return-preview", args=[process, here.key, kept.key])
            return redirect(f"{address}?page={page_asked(request, mending)}")
        mended, wrong = mending.decided(decisions)
        wrong |= {r.row.row for r in mended.unplaced if _says(r)}
        if wrong:
            refused = sentence("places-to-mend", {})
            number = mending.page_of(wrong)
        elif form.is_valid():
            try:
                drafts = actions.take_up_sheet(
                    by=person,
                    round=here,
                    file=kept,
                    entries=_entries(here, mended, form),
                    at=at,
                )
            except Refusal as problem:
                refused = problem.sentence
            else:
                said = ngettext(
                    "One draft of yours was made. Look at it, then send it.",
                    "%(n)s drafts of yours were made. Look at them, then send them.",
                    len(drafts),
                )
                messages.success(request, said % {"n": len(drafts)})
                return redirect("comments:basket", process, here.key)
    bad = bool(refused or form.errors)
    context = {
        **frame(here.process, here),
        **understood_context(plan, mending, decisions_of(here, kept), number, wrong),
        "form": form,
        "file": kept,
        "refused": refused,
    }
    return render(request, "comments/return_preview.html", context, status=422 if bad else 200)


def _says(row: PlannedRow) -> bool:
    return bool(row.row.comment or row.row.proposed)


def _entries(round: Round, plan: TablePlan, form: ReturnForm) -> list[Entry]:
    speaking: Speaking = form.cleaned_data["capacity"]
    wanted = {row.paragraph for row in plan.rows if row.paragraph is not None}
    paragraphs = {
        p.pk: p
        for p in Paragraph.objects.filter(version=round.version).select_related("anchor")
        if p.pk in wanted
    }
    return [
        Entry(
            scope=row.scope,
            paragraph=paragraphs.get(row.paragraph or 0),
            type=row.type,
            text=row.row.comment,
            proposed=row.row.proposed,
            language=form.cleaned_data["language"],
            speaking=speaking,
            name_shown=form.cleaned_data["name_shown"],
        )
        for row in plan.rows
        if _says(row) and row.scope != Scope.UNPLACED
    ]
