"""One's own comments and what became of them: the receipt with its answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.answers import actions, rules
from travaux.answers.models import Cause, Serves
from travaux.answers.queries.desk import released_serving
from travaux.answers.views.frame import posted
from travaux.answers.wording import OUTCOME_SHAPES, outcome_words
from travaux.comments.models import Comment, Submission
from travaux.comments.queries import submission_by_code
from travaux.comments.rules import may_see_receipt
from travaux.comments.views import receipts
from travaux.comments.wording import number_name
from travaux.core.texts.redline import redline
from travaux.drafts.models import Paragraph
from travaux.people.asking import person_of
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal


@never_cache
def receipt(request: HttpRequest, process: str, code: str) -> HttpResponse:
    """Is my comment safe, and what became of it? The answer shows once it is released."""
    return _receipt(request, process, code)


def _receipt(
    request: HttpRequest, process: str, code: str, also: dict[str, Any] | None = None
) -> HttpResponse:
    submission = submission_by_code(process, code)
    if submission is None:
        raise Http404(code)
    person, at = person_of(request), clock.now()
    told = []
    if may_see_receipt(person, submission, at):
        told = [
            _told(one, submission, person, at)
            for one in Serves.objects.filter(comment__submission=submission, released=True)
            .select_related(
                "comment__paragraph__anchor",
                "comment__reaction",
                "comment__round__process",
                "answer__duplicate_of",
                "answer__release__version__text",
            )
            .defer("answer__release__document")
            .order_by("comment__number", "comment__point")
        ]
    response = receipts.receipt(
        request,
        process,
        code,
        template="answers/receipt.html",
        also={"told": told, **(also or {})},
    )
    if also and "refused" in also:
        response.status_code = 422
    return response


def _told(one: Serves, submission: Submission, person: Any, at: Any) -> dict[str, Any]:
    """A released answer as its commenter reads it, with what changed in the text."""
    comment, answer = one.comment, one.answer
    comment.submission = submission
    other = answer.duplicate_of
    version = answer.release.version if answer.release else None
    pieces: Any = ()
    caused = False
    if version is not None and comment.paragraph is not None:
        now = Paragraph.objects.filter(
            version=version, anchor_id=comment.paragraph.anchor_id
        ).first()
        if now is None:
            pieces = redline(comment.paragraph.body, "")
        elif now.body != comment.paragraph.body:
            pieces = redline(comment.paragraph.body, now.body)
            caused = Cause.objects.filter(paragraph=now, comment=comment).exists()
    return {
        "comment": comment,
        "number": number_name(comment),
        "answer": answer,
        "outcome": outcome_words(answer.outcome, number_name(other) if other else ""),
        "shape": OUTCOME_SHAPES.get(answer.outcome, ""),
        "version": version,
        "pieces": pieces,
        "caused": caused,
        "reaction": getattr(comment, "reaction", None),
        "may_react": rules.may_react(person, comment, at),
        "silent": answer.brought_along and not answer.reasons and answer.outcome != "accepted",
    }


@never_cache
@posted("answers:receipt")
def react(request: HttpRequest, process: str, code: str) -> HttpResponse:
    """The commenter confirms the answer, or contests it once; what was typed is kept."""
    submission = submission_by_code(process, code)
    if submission is None:
        raise Http404(code)
    comment = (
        Comment.objects.filter(submission=submission, key=request.POST.get("comment", "")[:20])
        .select_related("round__process", "submission")
        .first()
    )
    if comment is None or released_serving(comment) is None:
        raise Http404(code)
    typed = {
        "kind": request.POST.get("kind", "")[:12],
        "ground": request.POST.get("ground", "")[:20],
        "text": request.POST.get("text", "")[:60_000].replace("\x00", ""),
    }
    try:
        actions.react(
            by=person_of(request),  # type: ignore[arg-type]
            comment=comment,
            at=clock.now(),
            **typed,
        )
    except Refusal as refused:
        return _receipt(
            request,
            process,
            code,
            {"refused": refused, "refused_at": comment.key, "typed": typed},
        )
    messages.success(
        request,
        _("Confirmed. Thank you.")
        if typed["kind"] == "confirmed"
        else _("Your contest is kept; those who answer see it."),
    )
    return redirect("answers:receipt", process, submission.receipt)
