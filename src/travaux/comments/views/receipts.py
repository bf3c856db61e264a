"""The receipt: its page for the author, its bare facts for whoever holds the code, its file."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.comments import queries, rules
from travaux.comments.forms import PREFILLED
from travaux.comments.models import Comment, Submission
from travaux.comments.states import Scope, SubmissionState
from travaux.comments.views.frame import frame, process_named
from travaux.comments.wording import CAPACITIES, member_name, number_name, place_name, type_name
from travaux.consultations.queries import standing
from travaux.core.ledger.receipts import check_code
from travaux.core.texts.redline import redline
from travaux.correspondence.queries.on_behalf import entered_for
from travaux.journal.queries import on_receipt
from travaux.people.asking import person_of
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.origins import asker, guesses, note_miss
from travaux.plumbing.verdicts import refuse, require


class Guessing(Exception):
    """Too many codes of somebody were not there."""


def _asked(request: HttpRequest, process: str, code: str) -> Submission | None:
    """What a code stands for. Whoever asked for many that are not there waits, whether or not this
    one is; the author of what it stands for never does."""
    found = queries.submission_by_code(process, code)
    if found is not None and rules.is_author(person_of(request), found):
        return found
    who = asker(request)
    if guesses(who):
        raise Guessing
    if found is None:
        note_miss(who)
    return found


def _submission(request: HttpRequest, process: str, code: str) -> Submission:
    found = _asked(request, process, code)
    if found is None:
        raise Http404(code)
    return found


def _not_for_guessing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Guessing:
            return render(request, "429.html", status=429)

    return shown


def shown_comments(
    comments: list[Comment], round_types: str, person: Person | None, at: Any
) -> list[dict[str, Any]]:
    """Comments as a page shows them: place, type, words, and the change they propose."""
    shown = []
    known = rules.numbers_known(person, comments[0].round, at) if comments else None
    for comment in comments:
        paragraph = comment.paragraph
        against = (
            (comment.quote if comment.read_in else paragraph.body)
            if paragraph is not None
            and comment.scope == Scope.PARAGRAPH
            and paragraph.kind in PREFILLED
            else ""
        )
        shown.append(
            {
                "comment": comment,
                "number": number_name(comment) if known and known(comment.submission) else "",
                "place": place_name(comment),
                "type": type_name(round_types, comment.type),
                "redline": redline(against, comment.proposed)
                if comment.proposed and against
                else (),
                "may_amend": rules.may_amend(person, comment, at),
            }
        )
    return shown


@never_cache
@_not_for_guessing
def receipt(
    request: HttpRequest,
    process: str,
    code: str,
    template: str = "comments/receipt.html",
    also: dict[str, Any] | None = None,
) -> HttpResponse:
    """Is my comment safe, and what becomes of it? Others see only that it exists, and when it came.

    A room above may show its own template over this one, with what it adds in `also`.
    """
    submission, at = _submission(request, process, code), clock.now()
    person = person_of(request)
    if check_code(code) != code:
        return redirect("comments:receipt", process, submission.receipt)
    line = queries.latest_line(submission)
    full = rules.may_see_receipt(person, submission, at)
    entered = entered_for("comment", [submission.key]).get(submission.key)
    context: dict[str, Any] = {
        **frame(submission.round.process, submission.round),
        "submission": submission,
        "standing": standing(submission.round, at),
        "numbered": rules.numbers_known(person, submission.round, at)(submission),
        "set_sealed": rules.is_sealed(submission, at),
        "line": line,
        "line_number": on_receipt(line)[0] if line is not None else None,
        "full": full,
        "is_author": rules.is_author(person, submission),
        "pending": submission.state == SubmissionState.PENDING,
        "withdrawn": submission.state == SubmissionState.WITHDRAWN,
        "entered": entered,
        "amended": line is not None
        and line.what in ("comments.amend_comment", "comments.mend_on_behalf"),
    }
    if full:
        comments = list(
            submission.comments.filter(split_from__isnull=True)
            .select_related("paragraph__anchor")
            .order_by("number", "pk")
        )
        for comment in comments:
            comment.submission, comment.round = submission, submission.round
        context |= {
            "comments": shown_comments(comments, submission.round.types, person, at),
            "member": member_name(
                submission, full=True, knows=rules.knows_author(person, submission)
            ),
            "capacity": CAPACITIES.get(submission.capacity, ""),
            "may_mend": bool(comments and entered)
            and rules.may_mend(person, comments[0], entered, at),
            "may_withdraw": rules.may_withdraw(person, submission, at),
            "fingerprint": _grouped(submission.content_hash),
        }
    return render(request, template, {**context, **(also or {})})


def _grouped(text: str) -> str:
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


@never_cache
@_not_for_guessing
def receipt_file(request: HttpRequest, process: str, code: str) -> HttpResponse:
    """The signed receipt, for its author and for those who answer."""
    submission = _submission(request, process, code)
    require(rules.may_see_receipt(person_of(request), submission, clock.now()))
    line = queries.latest_line(submission)
    if line is None:
        raise Http404(code)
    text = queries.receipt_json(queries.receipt_document(submission, line))
    return _attached(text, f"{submission.receipt}.json")


@never_cache
@_not_for_guessing
def content_file(request: HttpRequest, process: str, code: str) -> HttpResponse:
    """What the fingerprint was taken of, with its salt: for the author, to check it alone."""
    submission = _submission(request, process, code)
    if not rules.is_author(person_of(request), submission):
        raise Http404(code)
    line = queries.latest_line(submission)
    if line is None:
        raise Http404(code)
    if not rules.numbers_known(person_of(request), submission.round, clock.now())(submission):
        raise refuse("content-sealed")
    comments = queries.sealed_comments(submission, line)
    said = {
        "receipt": submission.receipt,
        "content": queries.content_of(submission, comments, submission.places),
        "salt": submission.salt,
        "content_hash": submission.content_hash,
    }
    return _attached(
        json.dumps(said, ensure_ascii=False, indent=1) + "\n", f"{submission.receipt}-content.json"
    )


def _attached(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@_not_for_guessing
def find(request: HttpRequest, process: str) -> HttpResponse:
    """Type in the code of a receipt, from paper or a mail."""
    here = process_named(process)
    typed = request.GET.get("code", "").strip()[:60]
    wrong = ""
    if typed:
        found = _asked(request, process, typed)
        if found is not None:
            return redirect("comments:receipt", process, found.receipt)
        wrong = (
            _("No receipt has this code here.")
            if check_code(typed)
            else _("This is not the code of a receipt: look at it letter by letter.")
        )
    context = {**frame(here), "typed": typed, "wrong": wrong}
    return render(request, "comments/find.html", context, status=404 if wrong else 200)
