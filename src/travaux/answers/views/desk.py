"""The answering desk: one screen, by keyboard, and whole without a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from travaux.answers import rules
from travaux.answers.forms import Typed, filters_of, page_of, standing_answer
from travaux.answers.models import Answer
from travaux.answers.queries import desk as queries
from travaux.answers.queries.bench import Bench, Variant
from travaux.answers.queries.bench import bench as bench_of
from travaux.answers.queries.carrying import names_of
from travaux.answers.states import AnswerState
from travaux.answers.views.drawing import (
    drawn_comments,
    drawn_filters,
    drawn_queue,
    section_options,
)
from travaux.answers.views.frame import frame, round_at, round_to_show
from travaux.answers.wording import ANSWERING, OUTCOMES, outcome_words
from travaux.comments.wording import member_name, number_name, type_name
from travaux.consultations.models import Round
from travaux.core.texts.redline import redline
from travaux.evidence.queries.kept_words import comments_repeating
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.languages import NAMES
from travaux.plumbing.verdicts import Refusal, no, require

MOVED = ("answer-changed-meanwhile", "answered-already", "moved-meanwhile", "answer-settled")


def opened(request: HttpRequest, process: str, round: str) -> tuple[Round, Person]:
    find = round_to_show if request.method == "GET" else round_at
    here = find(process, round)
    require(rules.may_see_desk(request.user, process, clock.now()))  # type: ignore[arg-type]
    return here, request.user  # type: ignore[return-value]


@never_cache
@login_required
def desk(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """Which comment is next, and what is still lacking to answer it?"""
    here, person = opened(request, process, round)
    return desk_page(request, here, person)


def desk_page(
    request: HttpRequest,
    round: Round,
    person: Person,
    *,
    typed: Typed | None = None,
    refused: Refusal | None = None,
    also: dict[str, Any] | None = None,
) -> HttpResponse:
    asked = request.GET if request.method == "GET" else request.POST
    filters, at = filters_of(asked), clock.now()
    now = queries.standing(round, filters, person, at)
    places = now.places
    place = next((p for p in places if p.key == asked.get("at", "")), None)
    if place is None:
        place = next((p for p in places if p.unanswered), None) or next(
            (p for p in places if p.open), places[0] if places else None
        )
    address = reverse("answers:desk", args=[round.process.code, round.key])
    kept = filters.query()
    to = f"{address}?{kept}&at=" if kept else f"{address}?at="
    context: dict[str, Any] = {
        **frame(round.process, round),
        "filters": filters,
        "filter_form": drawn_filters(round, filters, now.sections, address),
        "section_options": section_options(round, now.sections),
        "queue": drawn_queue(now, to, round.version.language).at(place),
        "place": place,
        "progress": now.progress,
        "waiting": now.waiting,
        "contests": now.contests,
        "kept": kept,
        "refused": refused,
        "next_place": _next_place(places, place),
    }
    if place is not None:
        context |= _at_place(round, person, place, filters, now, to, asked, typed, refused, at)
    status = 200
    if refused is not None:
        status = 409 if refused.verdict.code in MOVED else 422
    return render(request, "answers/desk.html", {**context, **(also or {})}, status=status)


def _next_place(
    places: Sequence[queries.Place], here: queries.Place | None
) -> queries.Place | None:
    at = places.index(here) if here in places else -1
    return next((p for p in [*places[at + 1 :], *places[: max(at, 0)]] if p.unanswered), None)


def _at_place(
    round: Round,
    person: Person,
    place: queries.Place,
    filters: queries.Filters,
    now: queries.Standing,
    to: str,
    asked: Any,
    typed: Typed | None,
    refused: Refusal | None,
    at: Any,
) -> dict[str, Any]:
    wanted = asked.get("c", "")[:20]
    bench = bench_of(round, place, filters, now, person, page_of(asked), wanted)
    paragraph = None
    if place.paragraph_id is not None:
        paragraph = queries.paragraph_of(round, place.paragraph_id)
    body = paragraph.body if paragraph else ""
    variants = bench.variants
    chosen = next(
        (v for v in variants if wanted and wanted in {v.comment.key, *(c.key for c in v.same)}),
        None,
    ) or next((v for v in variants if v.answer is None), variants[0] if variants else None)
    said = [f"{v.comment.text}\n{v.comment.proposed}" for v in variants]
    kept = comments_repeating(round.process, said, at)
    held = frozenset(v.comment.key for v, repeats in zip(variants, kept, strict=True) if repeats)
    context: dict[str, Any] = {
        "bench": bench,
        "paragraph": paragraph,
        "body": body,
        "groups": [
            {
                "group": group,
                "answers": group.proposed_answers,
                "drawn": drawn_comments(
                    round, body, group.variants, chosen, f"{to}{place.key}", held
                ),
            }
            for group in bench.groups
        ],
        "duty": now.duties.get(place.paragraph_id),
        "answerers": now.answerers,
    }
    if chosen is None:
        return context
    return context | _answer_form(round, person, chosen, bench, body, typed, refused, at)


def _outcome(answer: Answer | None) -> str:
    if answer is None:
        return ""
    other = answer.duplicate_of
    return outcome_words(answer.outcome, number_name(other) if other else "")


def _answer_form(
    round: Round,
    person: Person,
    chosen: Variant,
    bench: Bench,
    body: str,
    typed: Typed | None,
    refused: Refusal | None,
    at: Any,
) -> dict[str, Any]:
    answer = chosen.answer
    served = queries.served_numbers(answer) if answer else []
    policy = rules.answering(round, chosen.comment.type)
    if answer is not None:
        answer.round = round
    if typed is None:
        if answer is not None:
            other = answer.duplicate_of
            shown = standing_answer(
                answer, tuple(c.key for c in served), number_name(other) if other else ""
            )
        else:
            alike = next(g for g in bench.groups if chosen in g.variants)
            keys = [v.comment.key for v in alike.variants if v.answer is None]
            one = policy == "one-by-one"
            shown = Typed(
                serves=(chosen.comment.key,) if one else tuple(keys),
                same=() if one else tuple(v.comment.key for v in alike.variants if v.same),
                language=person.language,
            )
    else:
        shown = typed
    on_page = {v.comment.key for v in bench.variants}
    choices = [
        {
            "key": v.comment.key,
            "number": number_name(v.comment),
            "checked": v.comment.key in shown.serves,
            "same": len(v.same),
            "same_checked": v.comment.key in shown.same,
        }
        for v in bench.variants
        if v.answer is None or (answer is not None and v.answer.pk == answer.pk)
    ]
    choices += [
        {"key": c.key, "number": number_name(c), "checked": c.key in shown.serves, "same": 0}
        for c in served
        if c.key not in on_page
    ]
    if answer is None:
        proposing = rules.may_propose(person, round, [chosen.comment], at)
        settling = proposing
        if proposing and round.four_eyes:
            settling = no("answer-not-proposed", number=number_name(chosen.comment))
    else:
        proposing = rules.is_changeable(answer)
        if proposing:
            proposing = rules.may_propose(person, round, [chosen.comment], at)
        settling = rules.may_settle(person, answer, at)
    names = names_of({answer.proposed_by, answer.settled_by} - {""}) if answer else {}
    theirs = None
    if refused is not None and refused.verdict.code == "answer-changed-meanwhile":
        theirs = answer
    return {
        "chosen": chosen,
        "chosen_number": number_name(chosen.comment),
        "answer": answer,
        "typed": shown,
        "revision": answer.revision if answer else 0,
        "choices": choices,
        "served_more": max(0, len(served) - 1),
        "outcomes": list(OUTCOMES.items()),
        "languages_of_content": NAMES,
        "pieces": redline(body, shown.next_wording) if shown.next_wording and body else (),
        "may_propose": proposing,
        "may_settle": settling,
        "may_reopen": rules.may_reopen(person, answer, at) if answer else None,
        "proposer": names.get(answer.proposed_by, "") if answer else "",
        "settler": names.get(answer.settled_by, "") if answer else "",
        "former": queries.former_of(answer) if answer else [],
        "policy": policy,
        "policy_words": ANSWERING.get(policy, policy),
        "theirs": theirs,
        "theirs_outcome": _outcome(theirs),
        "may_split": chosen.comment.split_from_id is None and answer is None,
    }


def back(round: Round, request: HttpRequest, **also: str) -> HttpResponse:
    """To the desk again, narrowed as it was."""
    filters = filters_of(request.POST)
    query = filters.query(**also)
    address = reverse("answers:desk", args=[round.process.code, round.key])
    return redirect(f"{address}?{query}" if query else address)


@never_cache
@login_required
def open_list(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """The comments that have no settled outcome, in order."""
    from django.core.paginator import Paginator

    here, _person = opened(request, process, round)
    page = Paginator(queries.open_comments(here), 100).get_page(request.GET.get("page"))
    rows = [
        {
            "number": number_name(c),
            "member": member_name(c.submission, full=True),
            "type": type_name(here.types, c.type),
            "place": queries.place_of(c.scope, c.paragraph.anchor.key if c.paragraph else None),
            "paragraph": c.paragraph,
            "comment": c,
            "state": AnswerState.PROPOSED if hasattr(c, "served") else "open",
        }
        for c in page
    ]
    return render(
        request,
        "answers/open.html",
        {
            **frame(here.process, here),
            "page": page,
            "rows": rows,
            "progress": queries.progress(here),
        },
    )
