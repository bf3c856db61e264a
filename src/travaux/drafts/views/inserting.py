"""A new paragraph is put into an open version."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from travaux.core.problems import Unusable
from travaux.core.texts.document import Block
from travaux.drafts import actions, queries, rules
from travaux.drafts.forms import NewParagraphForm
from travaux.drafts.views.frame import frame, opened, sentence_of
from travaux.drafts.views.paragraphs import back_to
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, require


@login_required
def insert(request: HttpRequest, process: str, version: str, anchor: str) -> HttpResponse:
    """A new paragraph after this one ("start": at the very beginning)."""
    here = opened(request, process, version)
    require(rules.may_edit(request.user, here))  # type: ignore[arg-type]
    after = "" if anchor == "start" else anchor
    if after and request.method != "POST":
        queries.paragraph_in(here, after)
    problem = ""
    form = NewParagraphForm(
        request.POST if request.method == "POST" else None,
        initial={
            "kind": "paragraph",
            "structure": here.revision,
            "number": queries.number_after(here, after),
        },
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        nested = asked["kind"] in ("heading", "sub")
        body = asked["body"].replace("\r\n", "\n").strip()
        try:
            made = actions.insert_paragraph(
                by=request.user,  # type: ignore[arg-type]
                version=here,
                after=after,
                block=Block(
                    asked["kind"],
                    body,
                    number=asked["number"].strip().removesuffix("."),
                    level=int(asked["level"] or 1) if nested else 0,
                ),
                seen_revision=asked["structure"],
                at=clock.now(),
            )
            return back_to(here, made.anchor.key)
        except (Refusal, Unusable) as refused:
            problem = sentence_of(refused)
            # the page as it is now has been shown: sending again is a decision
            data = request.POST.copy()
            data["structure"] = str(opened(request, process, version).revision)
            form = NewParagraphForm(data)
    return render(
        request,
        "drafts/insert.html",
        {**frame(here.text.process, here), "form": form, "anchor": anchor, "problem": problem},
        status=409 if problem else 422 if request.method == "POST" else 200,
    )
