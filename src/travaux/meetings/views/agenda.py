"""The agenda and the papers: the desk of the secretariat, the document list, the files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.core.problems import Unusable
from travaux.evidence.models import EvidenceRelease
from travaux.evidence.queries.releases import release_name
from travaux.meetings import actions
from travaux.meetings.documents import document_list
from travaux.meetings.forms import ItemForm, LanguageForm, PaperForm
from travaux.meetings.models import Meeting
from travaux.meetings.queries.meetings import issue_named, papers_of, proposals
from travaux.meetings.rules.meetings import may_change, may_read_paper, papers_due
from travaux.meetings.views.frame import frame, meeting_at
from travaux.meetings.wording import DISTRIBUTIONS
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.files import hand_out
from travaux.plumbing.languages import current, said
from travaux.plumbing.verdicts import Refusal, explain, require

_FIELDS = {
    "symbol-taken": "symbol",
    "paper-needs-title": "title",
    "paper-kind-unfit": "file",
    "letter-too-large": "file",
    "item-needs-title": "title",
}


@login_required
def agenda(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """Items and papers are written down here; the next free symbols are proposed."""
    here, at, me = meeting_at(request, process, meeting), clock.now(), signed_in(request)
    require(may_change(me, here, at))
    adding = request.POST.get("do") if request.method == "POST" else ""
    item_form = ItemForm(request.POST if adding == "item" else None)
    paper_form = PaperForm(
        here,
        request.POST if adding == "paper" else None,
        request.FILES if adding == "paper" else None,
    )
    form: Any = {"item": item_form, "paper": paper_form}.get(adding or "")
    if form is not None and form.is_valid():
        try:
            if adding == "item":
                actions.add_item(
                    by=me, meeting=here, titles=form.titles(), note=form.cleaned_data["note"], at=at
                )
            else:
                data = form.cleaned_data
                actions.issue_paper(
                    by=me, meeting=here, symbol=data["symbol"], titles={current(): data["title"]},
                    language=data["language"], file=data["file"],
                    item=form.items_by_key.get(data["item"]),
                    distribution=data["distribution"], at=at,
                    release=form.releases.get(data.get("release", "")),
                )  # fmt: skip
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        except Unusable as problem:
            form.add_error("symbol", explain(problem))
        else:
            return redirect("meetings:agenda", process, meeting)
    context = {
        **frame(here.process, here),
        "items": here.items.all(),
        "papers": papers_of(here, me, at),
        "proposals": proposals(here),
        "item_form": item_form,
        "paper_form": paper_form,
        "form": form or item_form,
        "language_form": LanguageForm(auto_id=False),
        "due": papers_due(here),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "meetings/agenda.html", context, status=status)


@login_required
@require_POST
def remove_item(request: HttpRequest, process: str, meeting: str, item: str) -> HttpResponse:
    """An item that nothing hangs on leaves the agenda."""
    here, me = meeting_at(request, process, meeting), signed_in(request)
    require(may_change(me, here, clock.now()))
    found = here.items.filter(key=item).first()
    if found is None:
        raise Http404(item)
    try:
        actions.remove_item(by=me, item=found, at=clock.now())
    except Refusal as refused:
        messages.error(request, refused.sentence)
    return redirect("meetings:agenda", process, meeting)


@login_required
@require_POST
def add_language(request: HttpRequest, process: str, meeting: str, paper: str) -> HttpResponse:
    """A paper is issued in one more language."""
    here, me = meeting_at(request, process, meeting), signed_in(request)
    require(may_change(me, here, clock.now()))
    found = here.papers.filter(key=paper).select_related("meeting__process").first()
    if found is None:
        raise Http404(paper)
    form = LanguageForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            actions.add_language(by=me, paper=found, at=clock.now(), **form.cleaned_data)
        else:
            messages.error(request, _("Choose a language and a file."))
    except Refusal as refused:
        messages.error(request, refused.sentence)
    return redirect("meetings:agenda", process, meeting)


def papers(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """The document list of a meeting."""
    here = meeting_at(request, process, meeting)
    context = {
        **frame(here.process, here),
        "papers": papers_of(here, person_of(request), clock.now()),
        "due": papers_due(here),
    }
    return render(request, "meetings/papers.html", context)


def _release(release: EvidenceRelease | None, machine: bool) -> str:
    if release is None:
        return ""
    return release.key if machine else release_name(release)


def papers_file(request: HttpRequest, process: str, meeting: str, ending: str) -> HttpResponse:
    """The document list as a file."""
    here = meeting_at(request, process, meeting)
    found = papers_of(here, person_of(request), clock.now())
    name = f"documents-{here.key}"
    if ending == "docx":
        return download(document_list(here, found), ending, name)
    columns = [
        ("symbol", _("Symbol")),
        ("title", _("Title")),
        ("item", _("Item")),
        ("languages", _("Languages")),
        ("issued_at", _("Issued (UTC)")),
        ("distribution", _("Distribution")),
        ("release", _("Release of the assessment")),
        ("days_late", _("Days late")),
    ]
    machine = ending == "json"
    rows = [
        [
            one.paper.symbol,
            said(one.paper.titles),
            one.paper.item.position if one.paper.item else "",
            [f"{i.language} {i.issued_at.date().isoformat()}" for i in one.issues],
            one.paper.issued_at,
            one.paper.distribution if machine else str(DISTRIBUTIONS[one.paper.distribution]),
            _release(one.paper.release, machine),
            one.late,
        ]
        for one in found
    ]
    data = write(
        ending, columns, rows, title=_("List of documents"), right_to_left=get_language_bidi()
    )
    return download(data, ending, name)


def paper_file(
    request: HttpRequest, process: str, meeting: str, paper: str, language: str
) -> HttpResponseBase:
    """A paper in one language, for whoever may read it."""
    here: Meeting = meeting_at(request, process, meeting)
    found = issue_named(here, paper, language)
    if found is None:
        raise Http404(paper)
    require(may_read_paper(person_of(request), found.paper, clock.now()))
    return hand_out(found.file)
