"""The answering desk: one screen, by keyboard, and whole without a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from travaux.answers import actions, rules
from travaux.answers.forms import Typed, filters_of, page_of, standing_answer, typed_answer
from travaux.answers.models import Answer
from travaux.answers.queries import desk as queries
from travaux.answers.queries.carrying import names_of
from travaux.answers.states import AnswerState
from travaux.answers.views.drawing import (
    drawn_comments,
    drawn_filters,
    drawn_queue,
    section_options,
)
from travaux.answers.views.frame import frame, posted, round_at, round_to_show
from travaux.answers.wording import ANSWERING, OUTCOMES, outcome_words
from travaux.comments.actions import place_comment, split_comment
from travaux.comments.actions.arranging import Piece
from travaux.comments.models import Comment
from travaux.comments.states import Scope
from travaux.comments.wording import member_name, number_name, type_name
from travaux.consultations.models import Round
from travaux.core.texts.redline import redline
from travaux.drafts.models import Paragraph
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.languages import NAMES
from travaux.plumbing.verdicts import Refusal, require

MOVED = ("answer-changed-meanwhile", "answered-already", "moved-meanwhile", "answer-settled")


def _opened(request: HttpRequest, process: str, round: str) -> tuple[Round, Person]:
    find = round_to_show if request.method == "GET" else round_at
    here = find(process, round)
    require(rules.may_see_desk(request.user, process, clock.now()))  # type: ignore[arg-type]
    return here, request.user  # type: ignore[return-value]


@never_cache
@login_required
def desk(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """Which comment is next, and what is still lacking to answer it?"""
    here, person = _opened(request, process, round)
    return _desk(request, here, person)


def _desk(
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
    bench = queries.bench(round, place, filters, now, person, page_of(asked), wanted)
    paragraph = None
    if place.paragraph_id is not None:
        paragraph = queries.paragraph_of(round, place.paragraph_id)
    body = paragraph.body if paragraph else ""
    variants = bench.variants
    chosen = next(
        (v for v in variants if wanted and wanted in {v.comment.key, *(c.key for c in v.same)}),
        None,
    ) or next((v for v in variants if v.answer is None), variants[0] if variants else None)
    context: dict[str, Any] = {
        "bench": bench,
        "paragraph": paragraph,
        "body": body,
        "groups": [
            {
                "group": group,
                "answers": group.proposed_answers,
                "drawn": drawn_comments(round, body, group.variants, chosen, f"{to}{place.key}"),
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
    chosen: queries.Variant,
    bench: queries.Bench,
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
            from travaux.plumbing.verdicts import no

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


def _back(round: Round, request: HttpRequest, **also: str) -> HttpResponse:
    filters = filters_of(request.POST)
    query = filters.query(**also)
    address = reverse("answers:desk", args=[round.process.code, round.key])
    return redirect(f"{address}?{query}" if query else address)


def _comments(round: Round, typed: Typed, answer: Answer | None) -> list[Comment]:
    """The comments that were ticked, and those that say the very same where that was ticked."""
    found = {
        c.pk: c
        for c in Comment.objects.filter(round=round, key__in=typed.serves).select_related(
            "submission"
        )
    }
    for comment in list(found.values()):
        if comment.key in typed.same:
            found |= {c.pk: c for c in queries.same_words(round, comment)}
    return sorted(found.values(), key=lambda c: (c.number or 0, c.point))


@never_cache
@login_required
@posted("answers:desk")
def answer(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """Propose, change or settle; what is refused keeps everything that was typed."""
    here, person = _opened(request, process, round)
    typed, at = typed_answer(request.POST), clock.now()
    what = request.POST.get("what", "propose")
    if what == "show":
        return _desk(request, here, person, typed=typed)
    standing = (
        Answer.objects.filter(round=here, key=typed.answer)
        .select_related("round__process", "round__version", "duplicate_of")
        .first()
        if typed.answer
        else None
    )
    try:
        with transaction.atomic():
            told = _do(here, person, typed, standing, what, at)
    except Refusal as refused:
        return _desk(request, here, person, typed=typed, refused=refused)
    messages.success(request, told)
    return _back(here, request, at=request.POST.get("at", "")[:20])


def _do(
    round: Round, person: Person, typed: Typed, standing: Answer | None, what: str, at: Any
) -> str:
    comments = _comments(round, typed, standing)
    other = queries.comment_numbered(round, typed.duplicate_of) if typed.duplicate_of else None
    fields: dict[str, Any] = {
        "comments": comments,
        "outcome": typed.outcome,
        "reasons": typed.reasons,
        "language": typed.language,
        "next_wording": typed.next_wording,
        "duplicate_of": other,
        "at": at,
    }
    if typed.duplicate_of and other is None and typed.outcome == "duplicate":
        raise _refuse("comment-unknown", comment=typed.duplicate_of)
    if standing is None:
        if typed.answer:
            raise _refuse("moved-meanwhile")
        if what == "settle" and round.four_eyes:
            first = number_name(comments[0]) if comments else ""
            raise _refuse("answer-not-proposed", number=first)
        standing = actions.propose_answer(by=person, round=round, **fields)
    elif what != "settle" or _differs(standing, typed, comments, other):
        standing = actions.change_answer(
            by=person, answer=standing, revision=typed.revision, **fields
        )
    numbers = ", ".join(number_name(c) for c in comments[:20])
    if what == "settle":
        seen = typed.revision if standing.revision == typed.revision else standing.revision
        actions.settle_answer(by=person, answer=standing, revision=seen, at=at)
        return _("Settled: comment %(numbers)s. Nobody is told before the release.") % {
            "numbers": numbers
        }
    return _("Proposed: comment %(numbers)s.") % {"numbers": numbers}


def _refuse(code: str, **facts: Any) -> Refusal:
    from travaux.plumbing.verdicts import refuse

    return refuse(code, **facts)


def _differs(answer: Answer, typed: Typed, comments: list[Comment], other: Comment | None) -> bool:
    """Whether the form says something else than the answer as it was looked at."""
    if answer.revision != typed.revision:
        return False  # settling refuses by the revision
    served = set(answer.serves.values_list("comment_id", flat=True))
    return (
        answer.outcome != typed.outcome
        or answer.reasons != typed.reasons.strip()
        or answer.next_wording != typed.next_wording.strip()
        or (
            typed.outcome == "duplicate" and answer.duplicate_of_id != (other.pk if other else None)
        )
        or served != {c.pk for c in comments}
    )


@never_cache
@login_required
@posted("answers:desk")
def settle_many(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """Settle the proposed answers of a group; each one that is refused says why."""
    here, person = _opened(request, process, round)
    settled = 0
    for found in queries.answers_by_keys(here, request.POST.getlist("answer")):
        revision = request.POST.get(f"revision-{found.key}", "")
        try:
            actions.settle_answer(
                by=person,
                answer=found,
                at=clock.now(),
                revision=int(revision) if revision.isdecimal() else None,
            )
            settled += 1
        except Refusal as refused:
            numbers = ", ".join(number_name(c) for c in queries.served_numbers(found)[:10])
            messages.warning(
                request,
                _("Comment %(numbers)s: %(why)s") % {"numbers": numbers, "why": refused.sentence},
            )
    if settled:
        messages.success(
            request,
            ngettext("%(n)s answer settled.", "%(n)s answers settled.", settled) % {"n": settled},
        )
    return _back(here, request, at=request.POST.get("at", "")[:20])


@never_cache
@login_required
@posted("answers:desk")
def arrange(request: HttpRequest, process: str, round: str, verb: str) -> HttpResponse:
    """What is done to one comment: note, split, move, take out, reopen; or who answers a place."""
    here, person = _opened(request, process, round)
    at, key = clock.now(), request.POST.get("c", "")[:20]
    try:
        if verb == "duty":
            told, place = _duty(here, person, request), request.POST.get("at", "")[:20]
            messages.success(request, told)
            return _back(here, request, at=place)
        comment = queries.comment_numbered(here, key)
        if comment is None:
            raise _refuse("comment-unknown", comment=key)
        told = _ARRANGE[verb](here, person, comment, request, at)
    except Refusal as refused:
        kept = {name: request.POST.get(name, "") for name in ("note", "points", "why", "place_why")}
        return _desk(
            request, here, person, refused=refused, also={"kept_words": kept, "verb": verb}
        )
    messages.success(request, told)
    return _back(here, request, at=request.POST.get("at", "")[:20], c=comment.key)


def _duty(round: Round, person: Person, request: HttpRequest) -> str:
    paragraph = (
        Paragraph.objects.filter(version=round.version, anchor__key=request.POST.get("at", ""))
        .select_related("anchor")
        .first()
    )
    who = Person.objects.filter(key=request.POST.get("person", "")).first()
    actions.assign_paragraph(
        by=person, round=round, paragraph=paragraph, person=who, at=clock.now()
    )
    return _("%(name)s answers here.") % {"name": who} if who else _("Nobody is named here.")


def _note(round: Round, person: Person, comment: Comment, request: HttpRequest, at: Any) -> str:
    actions.add_private_note(by=person, comment=comment, text=request.POST.get("note", ""), at=at)
    return _("The note is kept; only those who answer see it.")


def _split(round: Round, person: Person, comment: Comment, request: HttpRequest, at: Any) -> str:
    """Points are parted by an empty line."""
    served = getattr(comment, "served", None)
    if served is not None:
        raise _refuse("answered-already", number=number_name(comment), name=_proposer(served))
    words = request.POST.get("points", "").replace("\r\n", "\n").split("\n\n")
    points = split_comment(
        by=person,
        comment=comment,
        pieces=[Piece(text=w.strip()) for w in words if w.strip()],
        at=at,
    )
    return _("Split into %(n)s points; the comment as received is kept.") % {"n": len(points)}


def _proposer(served: Any) -> str:
    key = served.answer.proposed_by
    return names_of({key})[key]


def _move(round: Round, person: Person, comment: Comment, request: HttpRequest, at: Any) -> str:
    """To a paragraph, a section or the whole text; where it was stays on record."""
    served = getattr(comment, "served", None)
    if served is not None and served.released:
        raise _refuse("answer-released")
    wanted = request.POST.get("to", "")
    paragraph = (
        Paragraph.objects.filter(version=round.version, anchor__key=wanted)
        .select_related("anchor")
        .first()
    )
    scope: str = Scope.TEXT
    if paragraph is not None:
        scope = Scope.SECTION if paragraph.kind == "heading" else Scope.PARAGRAPH
    elif wanted != "text":
        raise _refuse("place-not-in-version")
    place_comment(
        by=person,
        comment=comment,
        scope=scope,
        paragraph=paragraph,
        reason=request.POST.get("place_why", ""),
        at=at,
    )
    return _("Moved; where it was stays on record.")


def _take_out(round: Round, person: Person, comment: Comment, request: HttpRequest, at: Any) -> str:
    served = getattr(comment, "served", None)
    if served is None:
        raise _refuse("answer-not-proposed", number=number_name(comment))
    actions.take_out_comment(by=person, answer=served.answer, comment=comment, at=at)
    return _("Taken out: comment %(number)s is open again.") % {"number": number_name(comment)}


def _reopen(round: Round, person: Person, comment: Comment, request: HttpRequest, at: Any) -> str:
    served = getattr(comment, "served", None)
    if served is None:
        raise _refuse("answer-not-proposed", number=number_name(comment))
    actions.reopen_answer(
        by=person, answer=served.answer, reason=request.POST.get("why", ""), at=at
    )
    return _("The answer is open again; what was settled is kept.")


_ARRANGE = {
    "note": _note,
    "split": _split,
    "move": _move,
    "take-out": _take_out,
    "reopen": _reopen,
}


@never_cache
@login_required
def open_list(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """The comments that have no settled outcome, in order."""
    from django.core.paginator import Paginator

    here, _person = _opened(request, process, round)
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
