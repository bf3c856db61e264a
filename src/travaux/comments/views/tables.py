"""Bringing in a table of comments: upload, preview, confirm; and giving each row its place."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from travaux.comments import actions, queries, rules
from travaux.comments.file_sentences import why_unplaced
from travaux.comments.forms import ConfirmForm, PlaceForm, TableForm
from travaux.comments.models import Comment
from travaux.comments.queries.row_report import brought_in
from travaux.comments.queries.tables import LARGE
from travaux.comments.queries.understanding import MENDABLE, Mending, decisions_of
from travaux.comments.states import Scope
from travaux.comments.views.frame import comment_at, frame, round_at
from travaux.comments.views.understanding import (
    keep_decided,
    page_asked,
    page_number,
    understood_context,
)
from travaux.comments.wording import place_name, type_name
from travaux.consultations.models import Round
from travaux.core.problems import Unusable
from travaux.drafts.models import Paragraph
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.files import file_bytes
from travaux.plumbing.models import Job, StoredFile
from travaux.plumbing.verdicts import Refusal, explain, require, sentence

FIRST = 3  # rows that are shown as they are read, so that a wrong encoding or column is seen


@login_required
def upload(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """Choose a table; it is kept as it came, and its preview follows."""
    here, at = round_at(process, round), clock.now()
    require(rules.may_import(person_of(request), here, at))
    too_large = (
        request.method == "POST"
        and bool(request.POST is not None)
        and getattr(request, "too_large", False)
    )
    form = TableForm(request.POST or None, request.FILES or None)
    if too_large:
        limit = settings.UPLOAD_BYTES // 2**20
        form.add_error(
            "file", _("The file is larger than %(limit)s MB. Divide it.") % {"limit": limit}
        )
    elif request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        data = sent.read()
        try:
            queries.plan_table(here, data, sent.name)
        except Unusable as problem:
            form.add_error("file", explain(problem))
        else:
            kept = actions.keep_table(
                by=signed_in(request), round=here, data=data, name=sent.name, at=at
            )
            return redirect("comments:import-preview", process, here.key, kept.key)
    context = {**frame(here.process, here), "form": form, "brought": brought_in(here)}
    return render(request, "comments/import.html", context, status=422 if form.errors else 200)


def _kept(process: str, key: str) -> tuple[StoredFile, bytes]:
    file = queries.file_of(process, key)
    if file is None:
        raise Http404(key)
    try:
        return file, file_bytes(file)
    except FileNotFoundError:
        raise Http404(key) from None


@login_required
def preview(request: HttpRequest, process: str, round: str, file: str) -> HttpResponse:
    """What the table would bring: columns, counts, and each row without a place and why."""
    here, at = round_at(process, round), clock.now()
    require(rules.may_import(person_of(request), here, at))
    kept, data = _kept(process, file)
    try:
        plan = queries.plan_table(here, data, kept.name)
    except Unusable as problem:
        messages.error(request, explain(problem))
        return redirect("comments:import", process, here.key)
    mending, refused = Mending(here, plan), ""
    mendable = len(mending.ordered) <= MENDABLE
    number = page_number(request, mending)
    confirming = request.method == "POST" and not page_asked(request, mending)
    form = ConfirmForm(request.POST if confirming else None)
    final, wrong = plan, set[int]()
    if request.method == "POST" and mendable:
        decisions = keep_decided(request, here, kept, mending)
        if not confirming:
            address = reverse("comments:import-preview", args=[process, here.key, kept.key])
            return redirect(f"{address}?page={page_asked(request, mending)}")
        final, wrong = mending.decided(decisions)
        if wrong:
            refused = sentence("place-unknown", {})
            number = mending.page_of(wrong)
    if confirming and not final.rows:
        refused = sentence("nothing-filled-in", {})
    if confirming and not refused and form.is_valid():
        chosen = form.cleaned_data
        try:
            if len(final.rows) > LARGE:
                job = actions.start_table_import(
                    by=signed_in(request),
                    round=here,
                    file=kept,
                    at=at,
                    capacity=chosen["capacity"],
                    late=chosen["late"],
                )
                return redirect("comments:import-progress", process, here.key, job.key)
            actions.import_comment_table(
                by=signed_in(request),
                round=here,
                plan=final,
                file=kept,
                at=at,
                capacity=chosen["capacity"],
                late=chosen["late"],
            )
        except Refusal as problem:
            refused = problem.sentence
        else:
            _say_done(request, len(final.rows))
            return _after(process, here, len(final.unplaced))
    before = queries.imported_before(here, kept.digest)
    context = {
        **frame(here.process, here),
        "form": form,
        "file": kept,
        **understood_context(plan, mending, decisions_of(here, kept), number, wrong),
        "mendable": mendable,
        "before": before,
        "refused": refused,
        "types": [
            (type_name(here.types, code) or _("no type that is known"), count)
            for code, count in Counter(r.type for r in plan.rows).most_common()
        ],
        "columns": plan.table.columns,
        "first_rows": [r.row for r in plan.rows[:FIRST]],
    }
    return render(request, "comments/import_preview.html", context, status=422 if refused else 200)


def _say_done(request: HttpRequest, count: int) -> None:
    messages.success(
        request,
        ngettext("One comment was brought in.", "%(n)s comments were brought in.", count)
        % {"n": count},
    )


def _after(process: str, round: Round, unplaced: int) -> HttpResponse:
    name = "comments:unplaced" if unplaced else "comments:list"
    return redirect(name, process, round.key)


@login_required
def progress(request: HttpRequest, process: str, round: str, job: str) -> HttpResponse:
    """How far the bringing in of a large table is; the page looks again by itself."""
    here = round_at(process, round)
    require(rules.may_import(person_of(request), here, clock.now()))
    found = get_object_or_404(Job, key=job, process_code=process)
    if found.state == Job.State.DONE:
        _say_done(request, int(found.said.get("comments", 0)))
        return _after(process, here, int(found.said.get("unplaced", 0)))
    failed = ""
    if found.state == Job.State.FAILED:
        code = str(found.said.get("code", "job-broke"))
        try:
            failed = sentence(code, found.said.get("facts", {}))
        except KeyError:
            failed = _("The table could not be brought in. Nothing of it was stored.")
    context = {**frame(here.process, here), "job": found, "failed": failed}
    return render(request, "comments/import_progress.html", context)


def places_of(round: Round) -> list[tuple[str, str]]:
    """Every place of a version as a choice: the whole text, sections, paragraphs under them."""
    found = [("text", _("The whole text"))]
    rows = (
        Paragraph.objects.filter(version=round.version)
        .order_by("position")
        .values_list("anchor__key", "kind", "number", "label", "body")
    )
    for key, kind, number, label, body in rows:
        beginning = " ".join(body.split())[:50]
        mark = f"[{label}] " if label else ""
        indent = "" if kind == "heading" else "\u2003"
        found.append((key, f"{indent}{number} {mark}{beginning}".rstrip()))
    return found


@login_required
def unplaced(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """Comments of tables that have no place yet, each with a way to give it one."""
    here, at = round_at(process, round), clock.now()
    require(rules.may_arrange(person_of(request), here, at))
    waiting = queries.in_order(queries.unplaced(here))
    page = Paginator(waiting, 50).get_page(request.GET.get("page"))
    context = {
        **frame(here.process, here),
        "page": page,
        "rows": [
            {"comment": c, "why": why_unplaced(c.why_unplaced), "member": c.submission.member}
            for c in page.object_list
        ],
    }
    return render(request, "comments/unplaced.html", context)


@login_required
def place(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Give a comment its place, or another one, with the reason."""
    comment, at = comment_at(process, key), clock.now()
    require(rules.may_place(person_of(request), comment, at))
    round = comment.round
    choices = places_of(round)
    form = PlaceForm(request.POST or None, initial={"place": _value(comment)})
    form.fields["place"].widget.choices = choices
    if request.method == "POST" and form.is_valid():
        scope, paragraph = _chosen(round, form.cleaned_data["place"])
        try:
            actions.place_comment(
                by=signed_in(request),
                comment=comment,
                scope=scope,
                paragraph=paragraph,
                reason=form.cleaned_data["reason"],
                at=at,
            )
        except Refusal as refused:
            reason = refused.code == "place-reason-needed"
            form.add_error("reason" if reason else "place", refused.sentence)
        else:
            messages.success(request, _("The comment has its place; where it was is on record."))
            return _after(process, round, queries.unplaced(round).count())
    context: dict[str, Any] = {
        **frame(round.process, round),
        "comment": comment,
        "place": place_name(comment),
        "changes": list(comment.place_changes.select_related("paragraph_before")),
        "form": form,
        "why": why_unplaced(comment.why_unplaced) if comment.why_unplaced else "",
    }
    return render(request, "comments/place.html", context, status=422 if form.errors else 200)


def _value(comment: Comment) -> str:
    if comment.scope == Scope.TEXT:
        return "text"
    return comment.paragraph.anchor.key if comment.paragraph is not None else ""


def _chosen(round: Round, value: str) -> tuple[str, Paragraph | None]:
    if value == "text":
        return Scope.TEXT, None
    paragraph = queries.paragraph_at(round.version, value)
    if paragraph is None:
        return Scope.UNPLACED, None
    return (Scope.SECTION if paragraph.kind == "heading" else Scope.PARAGRAPH), paragraph
