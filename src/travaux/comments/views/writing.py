"""Writing a comment: new, as a draft, amended; with and without JavaScript, signed in or not yet."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.comments import actions, queries, rules
from travaux.comments.forms import CommentForm, WordsForm, choice_of, choices_for, words_initial
from travaux.comments.models import Comment, Submission
from travaux.comments.states import Scope, SubmissionState
from travaux.comments.views.frame import (
    comment_at,
    frame,
    process_named,
    read_in_asked,
    round_at,
)
from travaux.comments.wording import place_name
from travaux.consultations.models import Round
from travaux.consultations.queries import standing
from travaux.consultations.rules import sets_are_sealed
from travaux.core.texts.redline import redline
from travaux.drafts.models import Paragraph
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, require

_FIELDS = {
    "comment-empty": "text",
    "comment-too-long": "text",
    "type-needed": "type",
    "type-unknown": "type",
    "capacity-unheard-of": "capacity",
    "capacity-not-in-round": "capacity",
    "no-focal-point-mandate": "capacity",
    "no-organisation-appointment": "capacity",
    "no-expert-appointment": "capacity",
    "protected-for-oneself": "protected",
}
_KEPT_UNTIL_SIGN_IN = (
    "type",
    "text",
    "proposed",
    "language",
    "capacity",
    "name_shown",
    "protected",
)


def _place(round: Round, anchor: str | None) -> tuple[str, Paragraph | None]:
    """The place that an address names: a paragraph, the section of a heading, the whole text."""
    if anchor is None:
        return Scope.TEXT, None
    paragraph = queries.paragraph_at(round.version, anchor)
    if paragraph is None:
        raise Http404(anchor)
    return (Scope.SECTION if paragraph.kind == "heading" else Scope.PARAGRAPH), paragraph


def write(
    request: HttpRequest, process: str, round: str, anchor: str | None = None
) -> HttpResponse:
    """The form at a paragraph, a section or the whole text."""
    here, at = round_at(process, round), clock.now()
    scope, paragraph = _place(here, anchor)
    person = person_of(request)
    held = cache(lambda: rules.appointments_here(person, process, at))
    form = CommentForm(
        request.POST or None,
        round=here,
        paragraph=paragraph,
        scope=scope,
        read_in=read_in_asked(request, here.version),
        choices=lambda: choices_for(person, here, held()),
        initial=_initial(request),
    )
    if request.method == "POST":
        done = _take(request, here, form, at)
        if done is not None:
            return done
    verdict = rules.may_comment(person, here, at, held())
    return _form_page(request, here, form, at, verdict=verdict)


def _session_key(request: HttpRequest) -> str:
    # Without its language: somebody may sign in in another one.
    return "typed:" + request.path.split("/", 2)[-1]


def _initial(request: HttpRequest) -> dict[str, Any]:
    initial: dict[str, Any] = {"form_token": secrets.token_urlsafe(18)}
    if request.method == "GET" and request.user.is_authenticated:
        kept = request.session.pop(_session_key(request), None)
        if isinstance(kept, dict):
            request.restored = True  # type: ignore[attr-defined]
            initial |= kept
    return initial


def _keep_for_sign_in(request: HttpRequest, form: CommentForm) -> HttpResponse:
    """What somebody typed before signing in waits for them behind the sign-in."""
    kept = {name: form[name].value() for name in _KEPT_UNTIL_SIGN_IN}
    request.session[_session_key(request)] = {k: v for k, v in kept.items() if v is not None}
    return redirect(reverse("account_login") + "?" + urlencode({"next": request.get_full_path()}))


def _take(
    request: HttpRequest,
    round: Round,
    form: CommentForm,
    at: datetime,
    draft: Submission | None = None,
) -> HttpResponse | None:
    """Send or save what was typed; None when the form is to be shown again."""
    what = request.POST.get("do", "send")
    valid = form.is_valid()
    if what == "preview":
        form.errors.pop("capacity", None)
        return None
    if not request.user.is_authenticated:
        too_long = any(name in form.errors for name in ("text", "proposed"))
        return None if too_long else _keep_for_sign_in(request, form)
    if not valid:
        return None
    code = round.process.code
    try:
        if what == "save":
            kept = actions.save_draft(
                by=request.user, round=round, entry=form.entry(), at=at, draft=draft
            )
            messages.success(request, _("Your draft is kept. Nobody else can see it."))
            return redirect("comments:draft", code, kept.key)
        sent = actions.submit_comment(
            by=request.user, round=round, entry=form.entry(), at=at, draft=draft
        )
    except Refusal as refused:
        if refused.code in {"round-closed-to-late", "round-not-open-yet"}:
            return _kept_instead(request, round, form, at, draft, refused)
        form.add_error(_FIELDS.get(refused.code), refused.sentence)
        return None
    return redirect("comments:receipt", code, sent.receipt)


def _kept_instead(
    request: HttpRequest,
    round: Round,
    form: CommentForm,
    at: datetime,
    draft: Submission | None,
    refused: Refusal,
) -> HttpResponse | None:
    """A round that is closed takes nothing, but nothing typed is lost: it becomes a draft."""
    try:
        kept = actions.save_draft(
            by=signed_in(request), round=round, entry=form.entry(), at=at, draft=draft
        )
    except Refusal as also:
        form.add_error(None, refused.sentence)
        form.add_error(_FIELDS.get(also.code), also.sentence)
        return None
    messages.warning(request, refused.sentence)
    return redirect("comments:draft", round.process.code, kept.key)


def _form_page(
    request: HttpRequest,
    round: Round,
    form: WordsForm,
    at: datetime,
    *,
    draft: Submission | None = None,
    amended: Comment | None = None,
    verdict: Any = None,
) -> HttpResponse:
    proposed = form.typed("proposed")
    changed = bool(form.prefilled) and bool(proposed) and proposed != form.prefilled
    shown = redline(form.prefilled, proposed) if changed and len(proposed) < 200_000 else ()
    stand = Comment(scope=form.scope, paragraph=form.paragraph, round=round)
    context = {
        **frame(round.process, round),
        "standing": standing(round, at),
        "form": form,
        "scope": form.scope,
        "paragraph": form.paragraph,
        "read_in": form.read_in or round.version.language,
        "place": place_name(stand),
        "redline": shown,
        "draft": draft,
        "amended": amended,
        "verdict": verdict,
        "late": rules.is_late(round, at),
        "takes_guests": not request.user.is_authenticated and rules.takes_guests(round),
        "speaks_for_state": any(
            c.verdict and c.speaking.country for c in getattr(form, "choices", ())
        )
        and sets_are_sealed(round, at),
        "restored": getattr(request, "restored", False),
    }
    return render(request, "comments/write.html", context, status=422 if form.errors else 200)


def _own_draft(request: HttpRequest, process: str, key: str) -> tuple[Submission, Comment]:
    found = (
        queries.own_drafts(signed_in(request), process=process_named(process))
        .filter(key=key)
        .first()
    )
    if found is None:
        raise Http404(key)
    return found, next(iter(found.comments.all()))


@login_required
def draft(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """A draft of one's own: go on writing, send it, or throw it away."""
    at = clock.now()
    sent = (
        Submission.objects.filter(key=key, author=signed_in(request), round__process__code=process)
        .exclude(state=SubmissionState.DRAFT)
        .first()
    )
    if sent is not None:  # a second click: it is handed in already
        return redirect("comments:receipt", process, sent.receipt)
    submission, comment = _own_draft(request, process, key)
    round = submission.round
    appointments = rules.appointments_here(person_of(request), process, at)
    form = CommentForm(
        request.POST or None,
        round=round,
        paragraph=comment.paragraph,
        scope=comment.scope,
        read_in=comment.read_in,
        choices=lambda: choices_for(person_of(request), round, appointments),
        initial={
            **words_initial(comment),
            "capacity": choice_of(submission),
            "name_shown": submission.name_shown,
            "protected": submission.protected,
        },
    )
    if request.method == "POST":
        done = _take(request, round, form, at, submission)
        if done is not None:
            return done
    verdict = rules.may_comment(person_of(request), round, at, appointments)
    return _form_page(request, round, form, at, draft=submission, verdict=verdict)


@login_required
@require_POST
def discard(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Throw a draft of one's own away."""
    submission, _comment = _own_draft(request, process, key)
    actions.discard_draft(by=signed_in(request), draft=submission, at=clock.now())
    messages.success(request, _("The draft is gone."))
    return redirect("comments:basket", process, submission.round.key)


@login_required
def amend(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Change a comment that was handed in, until the deadline."""
    comment, at = comment_at(process, key), clock.now()
    if not rules.is_author(person_of(request), comment.submission):
        raise Http404(key)
    verdict = rules.may_amend(person_of(request), comment, at)
    form = WordsForm(
        request.POST or None,
        round=comment.round,
        paragraph=comment.paragraph,
        scope=comment.scope,
        read_in=comment.read_in,
        initial=words_initial(comment),
    )
    valid = request.method == "POST" and form.is_valid()
    if valid and request.POST.get("do") != "preview":
        data = form.cleaned_data
        try:
            actions.amend_comment(
                by=signed_in(request),
                comment=comment,
                type=data["type"],
                text=data["text"],
                proposed=data["proposed"],
                language=data["language"],
                at=at,
            )
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        else:
            return redirect("comments:receipt", process, comment.submission.receipt)
    if request.method == "GET":
        require(verdict)
    return _form_page(request, comment.round, form, at, amended=comment, verdict=verdict)


@login_required
def withdraw(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Take one comment back, after a question."""
    comment, at = comment_at(process, key), clock.now()
    if not rules.is_author(person_of(request), comment.submission):
        raise Http404(key)
    require(rules.may_amend(person_of(request), comment, at))
    if request.method == "POST":
        actions.withdraw_comment(by=signed_in(request), comment=comment, at=at)
        messages.success(request, _("The comment is withdrawn."))
        return redirect("comments:receipt", process, comment.submission.receipt)
    context = {**frame(comment.round.process, comment.round, "drafts"), "comment": comment}
    return render(request, "comments/withdraw.html", context)


@login_required
def withdraw_all(request: HttpRequest, process: str, code: str) -> HttpResponse:
    """Take everything back that stands on one receipt, after a question."""
    submission, at = queries.submission_by_code(process, code), clock.now()
    if submission is None or not rules.is_author(person_of(request), submission):
        raise Http404(code)
    require(rules.may_withdraw(person_of(request), submission, at))
    if request.method == "POST":
        actions.withdraw_submission(by=signed_in(request), submission=submission, at=at)
        messages.success(request, _("Your comments are withdrawn."))
        return redirect("comments:receipt", process, submission.receipt)
    context = {
        **frame(submission.round.process, submission.round),
        "submission": submission,
    }
    return render(request, "comments/withdraw.html", context)
