"""A version with the comments of the versions before it beside its paragraphs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi

from travaux.answers import rules
from travaux.answers.queries.earlier import earlier_beside, homeless, told
from travaux.answers.views.frame import version_at
from travaux.drafts.models import Paragraph
from travaux.drafts.queries import Published, ancestor_of
from travaux.drafts.rules import may_read
from travaux.drafts.views.reading import reading_context
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.verdicts import require

LOOSE = 20


def earlier(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """Each paragraph with what was said of it before: the same, moved, changed, or a guess.

    Light: a few comments beside each paragraph, all of them where one asks (`?all=` its
    identity). What has no paragraph here stands below the text.
    """
    here, person, at = version_at(process, version), person_of(request), clock.now()
    require(may_read(person, here))
    staff = bool(rules.may_see_desk(person, process, at))
    context = reading_context(request, Published(here, ancestor_of(here)))
    part = context["part"]
    asked = request.GET.get("all", "")
    whole = (
        Paragraph.objects.filter(version=here, anchor__key=asked).values_list("pk", flat=True)
        if asked
        else ()
    )
    found = earlier_beside(here, part.pks, person, at, staff=staff, whole=next(iter(whole), 0))
    direction = "rtl" if get_language_bidi() else "ltr"
    for block in part.blocks:
        places = [
            {"anchor": item.anchor, "number": item.number, "b": found[item.pk]}
            for item in (block.item, *block.subs)
            if item.pk in found
        ]
        if places:
            block.tools = render_to_string(
                "answers/_earlier.html",
                {
                    "places": places,
                    "name": block.name,
                    "version": here,
                    "process": here.text.process,
                    "page_direction": direction,
                    "part": part,
                    "staff": staff,
                    "asked": asked,
                },
                request,
            )
    loose = homeless(here, person, at)
    return render(
        request,
        "answers/earlier.html",
        {
            **context,
            "staff": staff,
            "comments": sum(place.total for place in found.values()),
            "loose": told(loose[:LOOSE], person, at, staff=staff),
            "loose_count": loose.count(),
        },
    )
