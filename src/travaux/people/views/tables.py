"""Tables of contacts: handed in, their columns named, brought in, and what waits decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from travaux.core.contacts.columns import FIELDS as COLUMNS
from travaux.core.contacts.columns import guess_columns
from travaux.core.contacts.rows import read_row
from travaux.core.contacts.tables import read_table
from travaux.core.problems import Problem, Unusable
from travaux.people import actions, queries, rules
from travaux.people.forms import ColumnsForm, RowForm, TableForm
from travaux.people.models import ContactTable, Country
from travaux.people.views.contacts import acting, frame
from travaux.people.wording import FIELDS, kind_name
from travaux.plumbing import clock
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, explain, require, sentence

SHOWN = 20


def what_is_wrong(problems: list[dict[str, Any]]) -> list[str]:
    """The problems of a row as sentences."""
    return [sentence(p["code"], p["facts"]) for p in problems]


@login_required
def upload(request: HttpRequest, process: str) -> HttpResponse:
    """Hand in a table; it is kept whole and shown before anything of it is taken."""
    require(rules.may_keep_contacts(request.user, process))  # type: ignore[arg-type]
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table = read_table(file.read(), file.name)
        except Unusable as problem:
            form.add_error("file", explain(problem))
        else:
            kept = actions.keep_contact_table(
                by=acting(request),
                process_code=process,
                table=table,
                name=file.name,
                fields=guess_columns(table.headings),
                at=clock.now(),
            )
            return redirect("contacts:columns", process, kept.key)
    context = {**frame(request, process), "form": form, "fields": [FIELDS[f] for f in COLUMNS]}
    return render(request, "people/import.html", context, status=422 if form.errors else 200)


@login_required
def columns(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What each column is taken as, and what would become of the rows."""
    require(rules.may_keep_contacts(request.user, process))  # type: ignore[arg-type]
    table = queries.table_at(process, key)
    if table is None:
        raise Http404
    if table.brought_in_at is not None:
        messages.info(request, sentence("table-brought-in"))
        return redirect("contacts:contacts", process)
    initial = {f"column-{i}": f for i, f in enumerate(table.fields)}
    initial["default_kind"] = table.default_kind
    form = ColumnsForm(table.headings, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        by, at = acting(request), clock.now()
        try:
            table = actions.map_contact_table(
                by=by,
                table=table,
                fields=form.chosen(),
                default_kind=form.cleaned_data["default_kind"],
                at=at,
            )
            if "take" in request.POST:
                counts = actions.bring_in_contacts(by=by, table=table, at=at)
                return _done(request, process, counts)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("contacts:columns", process, table.key)
    context = {
        **frame(request, process),
        "form": form,
        "table": table,
        "problems": [explain(Problem(p["code"], p["where"], p["facts"])) for p in table.problems],
        **_preview(table),
    }
    return render(request, "people/columns.html", context, status=422 if form.errors else 200)


def _preview(table: ContactTable) -> dict[str, Any]:
    """The first rows as they would be taken, and how many have something wrong."""
    words = queries.country_words()
    read = [
        read_row(r.number, table.headings, r.cells, table.fields, words, table.default_kind)
        for r in table.rows.all()
    ]
    states = {c.code: said(c.names) for c in Country.objects.all()}
    return {
        "count": len(read),
        "faulty": sum(bool(r.problems) for r in read),
        "rows": [
            {
                "number": r.number,
                "kind": kind_name(r.values["kind"]),
                "state": states.get(r.values["country"], ""),
                "v": r.values,
                "wrong": [sentence(p.code, p.facts) for p in r.problems],
            }
            for r in sorted(read, key=lambda r: (not r.problems, r.number))[:SHOWN]
        ],
        "shown": min(SHOWN, len(read)),
    }


def _done(request: HttpRequest, process: str, counts: dict[str, int]) -> HttpResponse:
    messages.success(
        request,
        ngettext("One contact was added.", "%(n)s contacts were added.", counts["added"])
        % {"n": counts["added"]}
        + " "
        + ngettext(
            "One row joined a contact that was known.",
            "%(n)s rows joined contacts that were known.",
            counts["joined"],
        )
        % {"n": counts["joined"]},
    )
    if counts["waiting"]:
        return redirect("contacts:waiting", process)
    return redirect("contacts:contacts", process)


@login_required
def waiting(request: HttpRequest, process: str) -> HttpResponse:
    """Rows that wait: with a fault, or so like a known contact that a person decides."""
    require(rules.may_keep_contacts(request.user, process))  # type: ignore[arg-type]
    page = Paginator(queries.waiting_rows(process), 50).get_page(request.GET.get("page"))
    context = {
        **frame(request, process),
        "page": page,
        "rows": [
            {
                "row": r,
                "beginning": ", ".join(c for c in r.cells if c)[:160],
                "wrong": what_is_wrong(r.problems),
            }
            for r in page.object_list
        ],
    }
    return render(request, "people/waiting.html", context)


@login_required
def row(request: HttpRequest, process: str, row: int) -> HttpResponse:
    """Mend a row that waits: take it as new, into the contact it is like, or set it aside."""
    require(rules.may_keep_contacts(request.user, process))  # type: ignore[arg-type]
    one = get_object_or_404(queries.waiting_rows(process), pk=row)
    values: dict[str, str] = {}
    for field, cell in zip(one.table.fields, one.cells, strict=False):
        if field and cell:
            values.setdefault(field, cell)
    if one.table.default_kind:
        values.setdefault("kind", one.table.default_kind)
    form = RowForm(request.POST or None, initial=values)
    if request.method == "POST" and form.is_valid():
        by, at, verb = acting(request), clock.now(), request.POST.get("do", "new")
        try:
            if verb == "aside":
                reason = request.POST.get("reason", "").replace("\0", "")
                actions.set_row_aside(by=by, row=one, reason=reason, at=at)
                messages.success(request, _("The row is set aside, with its reason."))
            else:
                into = one.like if verb == "join" else None
                actions.take_row(by=by, row=one, values=form.cleaned_data, into=into, at=at)
                messages.success(request, _("The row is taken."))
        except Refusal as refused:
            field = {
                "contact-kind-unknown": "kind",
                "contact-country-unknown": "country",
                "contact-country-missing": "country",
                "contact-language-unknown": "language",
                "contact-copy-unfit": "copy_to",
                "contact-date-unfit": "since",
                "contact-ends-before-it-begins": "until",
                "contact-nameless": "office",
            }.get(refused.code)
            form.add_error(field, refused.sentence)
        else:
            left = queries.waiting_rows(process).exists()
            return redirect("contacts:waiting" if left else "contacts:contacts", process)
    kept = [
        (heading, cell)
        for heading, cell, field in zip(
            one.table.headings, one.cells, one.table.fields, strict=False
        )
        if cell and not field
    ]
    context = {
        **frame(request, process),
        "row": one,
        "form": form,
        "wrong": what_is_wrong(one.problems),
        "like": one.like,
        "like_kind": kind_name(one.like.kind) if one.like else "",
        "kept": kept,
    }
    return render(request, "people/row.html", context, status=422 if form.errors else 200)
