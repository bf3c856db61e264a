"""A chair's text with what delegations suggest beside it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.drafts import actions, queries, rules
from travaux.drafts.models import Suggestion
from travaux.drafts.queries.suggesting import Suggested, suggestions_on
from travaux.drafts.views.drawing import drawn_part
from travaux.drafts.views.frame import frame, opened, part_asked
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.verdicts import Refusal


def suggestions(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """The text part by part, each suggestion beside its paragraph; the words of the text stay."""
    here, at = opened(request, process, version), clock.now()
    anchor = request.GET.get("at", "")
    asked = queries.part_holding(here, anchor) if anchor else max(part_asked(request), 1)
    part = drawn_part(here, asked)
    held = suggestions_on(here, at)
    person = person_of(request)
    may = rules.may_suggest(person, here, at)
    for block in part.blocks:
        keys = [block.anchor, *(sub.anchor for sub in block.subs)]
        beside = [one for key in keys for one in held.get(key, ())]
        if beside or may:
            block.tools = render_to_string(
                "drafts/_suggested.html",
                {"block": block, "beside": beside, "may": may, "version": here,
                 "process": here.text.process, "mine": _country(request, process),
                 "page_direction": "rtl" if get_language_bidi() else "ltr"},
                request,
            )  # fmt: skip
    context = {
        **frame(here.text.process, here),
        "part": part,
        "at": anchor,
        "count": sum(len(ones) for ones in held.values()),
        "may": may,
    }
    return render(request, "drafts/suggestions.html", context)


def _country(request: HttpRequest, process: str) -> int:
    mandate = rules.delegation_of(person_of(request), process, clock.now())
    return mandate.country_id or 0 if mandate is not None else 0


def suggestions_file(request: HttpRequest, process: str, version: str, ending: str) -> HttpResponse:
    """Every suggestion as a file; the files of the text itself hold none."""
    here = opened(request, process, version)
    columns = [
        ("number", _("Paragraph")),
        ("paragraph", _("Identity")),
        ("delegation", _("Delegation")),
        ("words", _("The text")),
        ("suggested", _("Suggested words")),
        ("reason", _("Reason")),
        ("at", _("Received")),
    ]
    found: list[Suggested] = [
        one for ones in suggestions_on(here, clock.now()).values() for one in ones
    ]
    rows = [
        [
            one.number,
            one.it.anchor.key,
            one.party,
            one.it.wording,
            one.it.words,
            one.it.reason,
            one.it.at.isoformat(),
        ]
        for one in found
    ]
    data = write(ending, columns, rows, title=_("Suggestions"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-suggestions")


@login_required
def suggest(request: HttpRequest, process: str, version: str, anchor: str) -> HttpResponse:
    """The form in which a delegation says how it would have one paragraph, or takes that back."""
    here, at = opened(request, process, version), clock.now()
    paragraph = (
        here.paragraphs.select_related("anchor", "version__text__process")
        .filter(anchor__key=anchor)
        .exclude(kind__in=["table", "code"])
        .first()
    )
    if paragraph is None:
        raise Http404(anchor)
    by, refused = signed_in(request), ""
    typed = {"words": paragraph.body, "reason": ""}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in typed}
        try:
            if key := request.POST.get("withdraw", ""):
                held = Suggestion.objects.select_related("version__text__process", "anchor").filter(
                    version=here, key=key
                )
                actions.withdraw_suggestion(by=by, suggestion=held.get(), at=at)
                messages.success(request, _("Your suggestion was withdrawn."))
            else:
                actions.suggest(by=by, paragraph=paragraph, at=at, **typed)
                messages.success(request, _("Your suggestion stands beside the text."))
        except Suggestion.DoesNotExist:
            raise Http404 from None
        except Refusal as problem:
            refused = problem.sentence
        else:
            return redirect("drafts:suggest", process, here.key, anchor)
    context = {
        **frame(here.text.process, here),
        "paragraph": paragraph,
        "beside": suggestions_on(here, at, anchor).get(anchor, []),
        "mine": _country(request, process),
        "may": rules.may_suggest(by, here, at),
        "refused": refused,
        "typed": typed,
    }
    return render(request, "drafts/suggest.html", context, status=409 if refused else 200)
