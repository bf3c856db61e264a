"""The next draft: settled answers beside each paragraph, causes, and comments that wait."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.answers import actions, rules
from travaux.answers.models import Answer, CarryOver
from travaux.answers.queries import carrying as queries
from travaux.answers.queries.desk import served_numbers
from travaux.answers.states import AnswerState
from travaux.answers.views.frame import frame, posted, version_at
from travaux.answers.views.standings import counted, drawn
from travaux.answers.wording import outcome_words
from travaux.comments.models import Comment
from travaux.comments.queries import outline
from travaux.comments.wording import number_name
from travaux.core.texts.redline import redline
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.rules import may_edit
from travaux.drafts.states import VersionState
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, refuse, require

PAGE = 40


def _opened(request: HttpRequest, process: str, version: str) -> tuple[Version, Person]:
    here = version_at(process, version)
    require(rules.may_see_desk(request.user, process, clock.now()))  # type: ignore[arg-type]
    return here, request.user  # type: ignore[return-value]


@never_cache
@login_required
@posted("drafts:reading")
def start(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """Begin the next draft from this version, or go on with the one that is begun."""
    here, person = _opened(request, process, version)
    made = actions.make_next_draft(by=person, version=here, at=clock.now())
    return redirect("answers:next", process, made.key)


@never_cache
@login_required
def next_draft(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """What the settled answers ask of the next draft, and what still lacks a cause or a place."""
    here, person = _opened(request, process, version)
    return _page(request, here, person)


def _page(
    request: HttpRequest, version: Version, person: Person, refused: Refusal | None = None
) -> HttpResponse:
    waiting = Paginator(queries.undecided(version), PAGE).get_page(request.GET.get("page"))
    changes = queries.changes_with_causes(version, staff=True)
    kinds = CarryOver.objects.filter(version=version)
    context = {
        **frame(version.text.process, invented=version.demonstration),
        "version": version,
        "wordings": _wordings(version),
        "changes": changes,
        "without_cause": [row for row in changes if not row.has_cause],
        "waiting": [drawn(row) for row in waiting],
        "page": waiting,
        "counts": counted(kinds),
        "targets": outline(version).headings,
        "may_edit": may_edit(person, version, clock.now()),
        "published": version.state == VersionState.PUBLISHED,
        "refused": refused,
        "typed": request.POST if request.method == "POST" else {},
    }
    return render(request, "answers/next.html", context, status=422 if refused else 200)


def _wordings(version: Version) -> list[dict[str, Any]]:
    """Settled answers that propose a wording, beside the paragraph as it stands now."""
    before = version.based_on
    if before is None:
        return []
    answers = list(
        Answer.objects.filter(round__version=before, state=AnswerState.SETTLED)
        .exclude(next_wording="")
        .order_by("pk")[:500]
    )
    anchors: dict[int, int] = {}
    for pk, anchor in Comment.objects.filter(
        served__answer__in=[a.pk for a in answers], paragraph__isnull=False
    ).values_list("served__answer_id", "paragraph__anchor_id"):
        anchors.setdefault(pk, anchor)
    standing = {
        p.anchor_id: p
        for p in Paragraph.objects.filter(version=version, anchor__in=set(anchors.values()))
        .select_related("anchor")
        .defer("marks", "notes", "rows")
    }
    numbers: dict[int, list[str]] = defaultdict(list)
    for pk, number, point in (
        Comment.objects.filter(served__answer__in=[a.pk for a in answers])
        .order_by("number", "point")
        .values_list("served__answer_id", "number", "point")
    ):
        numbers[pk].append(f"{number}.{point}" if point else str(number))
    rows = []
    for answer in answers:
        paragraph = standing.get(anchors.get(answer.pk, 0))
        rows.append(
            {
                "answer": answer,
                "paragraph": paragraph,
                "numbers": ", ".join(numbers[answer.pk][:20]),
                "outcome": outcome_words(answer.outcome),
                "taken": bool(paragraph and paragraph.body == answer.next_wording),
                "pieces": redline(paragraph.body, answer.next_wording) if paragraph else (),
            }
        )
    return sorted(
        rows,
        key=lambda r: r["paragraph"].position if r["paragraph"] else 0,
    )


@never_cache
@login_required
@posted("answers:next")
def act(request: HttpRequest, process: str, version: str, verb: str) -> HttpResponse:
    """Take a wording over, name causes, say that a change is editorial, decide a place."""
    here, person = _opened(request, process, version)
    try:
        messages.success(request, _VERBS[verb](request, here, person))
    except Refusal as refused:
        return _page(request, here, person, refused)
    return redirect("answers:next", process, here.key)


def _take_over(request: HttpRequest, version: Version, person: Person) -> str:
    answer = get_object_or_404(
        Answer.objects.select_related("round__version"),
        key=request.POST.get("answer", ""),
        state=AnswerState.SETTLED,
        round__version__text_id=version.text_id,
    )
    revision = request.POST.get("revision", "")
    actions.take_over_wording(
        by=person,
        answer=answer,
        version=version,
        revision=int(revision) if revision.isdecimal() else -1,
        at=clock.now(),
    )
    numbers = ", ".join(number_name(c) for c in served_numbers(answer)[:20])
    return _("Taken over; comment %(numbers)s is named as the cause.") % {"numbers": numbers}


def _paragraph(request: HttpRequest, version: Version) -> Paragraph:
    found = (
        Paragraph.objects.filter(version=version, anchor__key=request.POST.get("paragraph", ""))
        .select_related("anchor", "version__text__process", "version__based_on")
        .first()
    )
    if found is None:
        raise refuse("paragraph-not-in-next")
    return found


def _cause(request: HttpRequest, version: Version, person: Person) -> str:
    paragraph = _paragraph(request, version)
    comments, unknown = queries.comments_named(version, request.POST.get("comments", "")[:500])
    if unknown:
        raise refuse("cause-unknown", comment=unknown[:30])
    actions.name_causes(by=person, paragraph=paragraph, comments=comments, at=clock.now())
    return _("The cause is named.")


def _editorial(request: HttpRequest, version: Version, person: Person) -> str:
    actions.mark_editorial(by=person, paragraph=_paragraph(request, version), at=clock.now())
    return _("Marked as editorial.")


def _forget(request: HttpRequest, version: Version, person: Person) -> str:
    paragraph = _paragraph(request, version)
    comment = get_object_or_404(Comment, key=request.POST.get("comment", ""))
    actions.forget_cause(by=person, paragraph=paragraph, comment=comment, at=clock.now())
    return _("The comment is no longer named there.")


def _decide(request: HttpRequest, version: Version, person: Person) -> str:
    comment = get_object_or_404(
        Comment, key=request.POST.get("comment", ""), carry_overs__version=version
    )
    paragraph = None
    if request.POST.get("to", "") != "keep":
        word = request.POST.get("number", "").strip()
        where = Paragraph.objects.filter(version=version).select_related("anchor")
        if word:
            found = list(where.filter(number=word[:40]).exclude(kind="heading")[:2])
            paragraph = found[0] if len(found) == 1 else None
        else:
            paragraph = where.filter(anchor__key=request.POST.get("to", "")).first()
        if paragraph is None:
            raise refuse("paragraph-of-another-version")
    actions.decide_place(
        by=person, version=version, comment=comment, paragraph=paragraph, at=clock.now()
    )
    return _("Decided.")


def _update(request: HttpRequest, version: Version, person: Person) -> str:
    actions.update_carry_over(by=person, version=version, at=clock.now())
    return _("Looked again where each comment stands.")


_VERBS = {
    "take-over": _take_over,
    "cause": _cause,
    "forget": _forget,
    "editorial": _editorial,
    "decide": _decide,
    "update": _update,
}
