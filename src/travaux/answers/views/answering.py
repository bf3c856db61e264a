"""An answer proposed, changed or settled at the desk; what is refused keeps what was typed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from travaux.answers import actions
from travaux.answers.forms import Typed, typed_answer
from travaux.answers.models import Answer
from travaux.answers.queries import desk as queries
from travaux.answers.queries.bench import same_words
from travaux.answers.views.desk import back, desk_page, opened
from travaux.answers.views.frame import posted
from travaux.comments.models import Comment
from travaux.comments.wording import number_name
from travaux.consultations.models import Round
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, refuse


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
            found |= {c.pk: c for c in same_words(round, comment)}
    return sorted(found.values(), key=lambda c: (c.number or 0, c.point))


@never_cache
@login_required
@posted("answers:desk")
def answer(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """Propose, change or settle; what is refused keeps everything that was typed."""
    here, person = opened(request, process, round)
    typed, at = typed_answer(request.POST), clock.now()
    what = request.POST.get("what", "propose")
    if what == "show":
        return desk_page(request, here, person, typed=typed)
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
        return desk_page(request, here, person, typed=typed, refused=refused)
    messages.success(request, told)
    return back(here, request, at=request.POST.get("at", "")[:20])


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
        raise refuse("comment-unknown", comment=typed.duplicate_of)
    if standing is None:
        if typed.answer:
            raise refuse("moved-meanwhile")
        if what == "settle" and round.four_eyes:
            first = number_name(comments[0]) if comments else ""
            raise refuse("answer-not-proposed", number=first)
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
    here, person = opened(request, process, round)
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
    return back(here, request, at=request.POST.get("at", "")[:20])
