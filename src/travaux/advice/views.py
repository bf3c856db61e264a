"""The pages of an expert group: its desk, what it is shown, a piece of advice, its view."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.advice import actions, documents, queries, rules
from travaux.advice.forms import (
    AdviceForm,
    DissentForm,
    GroupForm,
    ResponseForm,
    ShowForm,
    TermsForm,
    ViewForm,
)
from travaux.advice.models import Advice, ExpertGroup, Shown
from travaux.advice.wording import SHAPES, STATES, VIEWS
from travaux.answers.wording import outcome_words
from travaux.comments.wording import member_name, number_name, place_name
from travaux.drafts.queries import title_of
from travaux.people.asking import signed_in
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap.models import Process

PAGE = 60


def _frame(process: Process, invented: bool = False) -> dict[str, Any]:
    sentence = _("The group on this page is invented, to show how the work goes.")
    return {
        "process": process,
        "tab": "consultation",
        "demonstration": sentence if invented else "",
    }


def _group(request: HttpRequest, process: str, key: str) -> tuple[ExpertGroup, Person]:
    """The group of this address for those who see it."""
    found, person = queries.group_named(process, key), signed_in(request)
    if found is None:
        raise Http404(key)
    require(rules.may_see(person, found, clock.now()))
    return found, person


@login_required
def groups(request: HttpRequest, process: str) -> HttpResponse:
    """The groups that one sees; the secretariat sets up another."""
    here, at, person = get_object_or_404(Process, code=process), clock.now(), signed_in(request)
    may = rules.may_keep(person, here, at)
    form = GroupForm(request.POST or None)
    panels = queries.panels_to_choose(here) if may else []
    form.fields["panel"].choices = [  # type: ignore[attr-defined]
        ("", _("Who holds the role of expert")),
        *((p.key, said(p.titles) or p.key) for p in panels),
    ]
    if request.method == "POST":
        require(may)
        if form.is_valid():
            asked = form.cleaned_data
            made = actions.set_up_group(
                by=person,
                process=here,
                titles={asked["language"]: asked["title"]},
                panel=next((p for p in panels if p.key == asked["panel"]), None),
                at=at,
            )
            return redirect("advice:group", process, made.key)
    context = {
        **_frame(here),
        "groups": queries.groups_for(person, here, at),
        "may_keep": may,
        "form": form,
    }
    return render(request, "advice/groups.html", context, status=422 if form.errors else 200)


def _drawn(advice: Advice) -> dict[str, Any]:
    return {
        "a": advice,
        "place": documents.place_of(advice),
        "author": documents.author_of(advice),
        "state": STATES[advice.state],
        "shape": SHAPES.get(advice.state, ""),
        "done_in": title_of(advice.done_in) if advice.done_in is not None else "",
    }


@login_required
def group(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The desk: terms, what the group is shown, its advice, its view."""
    here, person = _group(request, process, key)
    at = clock.now()
    page = Paginator(queries.advice_of(here), PAGE).get_page(request.GET.get("page"))
    views = [
        {"v": v, "kind": VIEWS[v.kind], "title": title_of(v.version)}
        for v in queries.views_of(here)
    ]
    member = rules.is_member(person, here, at)
    form = DissentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = next((v["v"] for v in views if str(v["v"].pk) == request.POST.get("view")), None)
        try:
            actions.dissent(
                by=person,
                view=chosen,
                text=form.cleaned_data["text"],
                language=form.cleaned_data["language"],
                at=at,
            )
        except Refusal as refused:
            form.add_error("text", refused.sentence)
        else:
            return redirect("advice:group", process, key)
    context = {
        **_frame(here.process, here.demonstration),
        "group": here,
        "terms": list(here.terms.all()[:20]),
        "shown": [{"s": s, "what": documents.what_of(s)} for s in queries.shown_to(here)],
        "page": page,
        "advice": [_drawn(a) for a in page.object_list],
        "views": views,
        "member": member,
        "members": queries.members_of(here, at),
        "not_shown": [
            {"key": v.key, "title": said(v.titles) or title_of(v)}
            for v in queries.not_shown_yet(here)
        ]
        if rules.may_show(person, here, at)
        else [],
        "form": form,
        "may_keep": rules.may_keep(person, here.process, at),
        "may_show": rules.may_show(person, here, at),
    }
    return render(request, "advice/group.html", context, status=422 if form.errors else 200)


@login_required
def terms(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Scope and deliverables, as adopted at the kick-off."""
    here, person = _group(request, process, key)
    require(rules.may_keep(person, here.process, clock.now()))
    form = TermsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.adopt_terms(by=person, group=here, at=clock.now(), **form.cleaned_data)
        except Refusal as refused:
            form.add_error(
                "adopted_on" if refused.code == "advice-in-the-future" else None, refused.sentence
            )
        else:
            return redirect("advice:group", process, key)
    return _form(request, here, form, _("Scope and deliverables"))


def _form(request: HttpRequest, here: ExpertGroup, form: Any, title: str) -> HttpResponse:
    context = {
        **_frame(here.process, here.demonstration),
        "group": here,
        "form": form,
        "title": title,
    }
    return render(request, "advice/form.html", context, status=422 if form.errors else 200)


@login_required
def show(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Choose a draft or a round that the group is shown."""
    here, person = _group(request, process, key)
    at = clock.now()
    require(rules.may_show(person, here, at))
    versions, rounds = queries.to_show(here)
    form = ShowForm(request.POST or None, initial={"what": request.GET.get("what", "")})
    form.fields["what"].choices = [  # type: ignore[attr-defined]
        *((f"v:{v.key}", title_of(v)) for v in versions),
        *((f"r:{r.key}", documents.what_of(Shown(round=r))) for r in rounds),
    ]
    if request.method == "POST" and form.is_valid():
        kind, _sign, wanted = form.cleaned_data["what"].partition(":")
        try:
            made = actions.show_to_group(
                by=person,
                group=here,
                version=next((v for v in versions if kind == "v" and v.key == wanted), None),
                round=next((r for r in rounds if kind == "r" and r.key == wanted), None),
                until=form.cleaned_data["until"],
                at=at,
            )
        except Refusal as refused:
            form.add_error("what", refused.sentence)
        else:
            return redirect("advice:shown", process, made.key)
    return _form(request, here, form, _("Show something to the group"))


@login_required
def view(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Record the view of the group on a text."""
    here, person = _group(request, process, key)
    require(rules.may_keep(person, here.process, clock.now()))
    seen = {s.version.key: s.version for s in queries.shown_to(here) if s.version is not None}
    form = ViewForm(request.POST or None)
    form.fields["version"].choices = [  # type: ignore[attr-defined]
        (k, title_of(v)) for k, v in seen.items()
    ]
    if request.method == "POST" and form.is_valid():
        asked = {**form.cleaned_data, "version": seen[form.cleaned_data["version"]]}
        try:
            actions.record_view(by=person, group=here, at=clock.now(), **asked)
        except Refusal as refused:
            form.add_error("version", refused.sentence)
        else:
            return redirect("advice:group", process, key)
    return _form(request, here, form, _("View of the group"))


@login_required
def shown(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """A draft, or comments with their proposed answers, before they go out; with the advice on it."""
    here, person = queries.shown_named(process, key), signed_in(request)
    if here is None:
        raise Http404(key)
    at = clock.now()
    require(rules.may_see(person, here.group, at))
    form = AdviceForm(request.POST or None, initial={"form_token": secrets.token_urlsafe(16)})
    on = request.POST.get("on") or request.GET.get("on", "")
    paragraph = answer = None
    if on and here.version is not None:
        paragraph = queries.paragraphs_of(here.version).filter(anchor__key=on).first()
    elif on and here.round is not None:
        answer = queries.answer_in(here.round, on)
    if request.method == "POST" and form.is_valid():
        try:
            actions.advise(
                by=person,
                shown=here,
                paragraph=paragraph,
                answer=answer,
                at=at,
                **form.cleaned_data,
            )
        except Refusal as refused:
            form.add_error("text", refused.sentence)
        else:
            messages.success(request, _("Your advice is recorded."))
            return redirect("advice:shown", process, key)
    found = (
        queries.paragraphs_of(here.version)
        if here.version is not None
        else queries.compiled(here.round)  # type: ignore[arg-type]
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        **_frame(here.group.process, here.group.demonstration),
        "group": here.group,
        "shown": here,
        "what": documents.what_of(here),
        "page": page,
        "rows": [_row(x, here) for x in page.object_list],
        "advice": [_drawn(a) for a in queries.advice_on(here)[:200]],
        "form": form,
        "on": on,
        "paragraph": paragraph,
        "answer": answer,
        "may_advise": rules.may_advise(person, here, at, paragraph),
    }
    return render(request, "advice/shown.html", context, status=422 if form.errors else 200)


def _row(thing: Any, here: Shown) -> dict[str, Any]:
    if here.version is not None:
        return {"p": thing, "on": thing.anchor.key}
    served = getattr(thing, "served", None)
    answer = served.answer if served is not None else None
    return {
        "c": thing,
        "number": number_name(thing),
        "member": member_name(thing.submission, full=False),
        "place": place_name(thing),
        "answer": answer,
        "outcome": outcome_words(answer.outcome) if answer is not None else "",
        "on": answer.key if answer is not None else "",
    }


@login_required
def piece(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One piece of advice: its words, dissents, and what came of it."""
    here, person = queries.advice_named(process, key), signed_in(request)
    if here is None:
        raise Http404(key)
    at, group_ = clock.now(), here.shown.group
    require(rules.may_see(person, group_, at))
    doing = request.POST.get("do", "")
    drafts = {v.key: v for v in queries.drafts_after(here)}
    response = ResponseForm(
        request.POST if doing == "respond" else None,
        initial={"outcome": here.state, "reason": here.reason},
    )
    response.fields["done_in"].choices = [  # type: ignore[attr-defined]
        ("", "–"),
        *((k, title_of(v)) for k, v in drafts.items()),
    ]
    dissent = DissentForm(request.POST if doing == "dissent" else None)
    form: Any = response if doing == "respond" else dissent
    if doing and form.is_valid():
        asked = form.cleaned_data
        try:
            if doing == "respond":
                actions.respond(
                    by=person,
                    advice=here,
                    outcome=asked["outcome"],
                    reason=asked["reason"],
                    done_in=drafts.get(asked["done_in"]),
                    at=at,
                )
            else:
                actions.dissent(
                    by=person, advice=here, text=asked["text"], language=asked["language"], at=at
                )
        except Refusal as refused:
            form.add_error("reason" if doing == "respond" else "text", refused.sentence)
        else:
            return redirect("advice:piece", process, key)
    context = {
        **_frame(group_.process, group_.demonstration),
        "group": group_,
        "one": _drawn(here),
        "what": documents.what_of(here.shown),
        "dissents": here.dissents.select_related("person"),
        "response": response,
        "dissent": dissent,
        "may_respond": rules.may_respond(person, here, at),
        "may_dissent": rules.may_dissent(person, group_, at, here, None),
    }
    bad = bool(doing and form.errors)
    return render(request, "advice/piece.html", context, status=422 if bad else 200)


@login_required
def file(request: HttpRequest, process: str, key: str, ending: str) -> HttpResponse:
    """The advice of a group, and what came of it, as a document or a list."""
    here, _person = _group(request, process, key)
    name = f"{process}-{here.key}-advice"
    if ending == "docx":
        return download(documents.write(here, ending), ending, name)
    columns = [
        ("on", _("On")),
        ("who", _("Who")),
        ("advice", _("What you advise")),
        ("dissents", _("Dissents")),
        ("outcome", _("What came of it")),
        ("reason", _("Reason")),
    ]
    rows = [
        [
            f"{documents.what_of(a.shown)}, {documents.place_of(a)}",
            documents.author_of(a),
            a.text,
            "\n".join(f"{d.person or ''}: {d.text}" for d in a.dissents.all()),
            a.state if ending == "json" else str(STATES[a.state]),
            a.reason,
        ]
        for a in queries.advice_of(here)
    ]
    data = write(ending, columns, rows, title=said(here.titles), right_to_left=get_language_bidi())
    return download(data, ending, name)
