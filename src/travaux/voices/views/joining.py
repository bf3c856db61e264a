"""Joining in without an account: the form, the link of the mail, one's own page, claiming."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.comments import queries as comments_queries
from travaux.comments.models import Comment
from travaux.comments.states import Scope, SubmissionState
from travaux.comments.views.frame import frame, process_named, read_in_asked, round_at
from travaux.comments.wording import place_name
from travaux.consultations.models import Round
from travaux.consultations.queries import standing
from travaux.core.comments.effort import LASTS, make_challenge
from travaux.people.asking import signed_in
from travaux.plumbing import clock
from travaux.plumbing.origins import origin_asking
from travaux.plumbing.turns import Door
from travaux.plumbing.verdicts import Refusal
from travaux.voices import actions, queries, rules
from travaux.voices.forms import AppealForm, JoinForm
from travaux.voices.models import Guest, Measure
from travaux.voices.wording import KINDS, OUTCOMES, REASONS, STATUS, capacity_name

REMEMBERED = 2 * 3600  # seconds in which one browser need not check the same address again
# of the threads of a server (32): the others go on reading, whatever comes without an account
CROWD = Door(8)
_FIELDS = {
    "guest-name-needed": "name",
    "guest-address-unusable": "email",
    "guest-category-needed": "category",
    "check-your-mail-first": "email",
    "comment-empty": "text",
    "comment-too-long": "text",
    "type-needed": "type",
    "type-unknown": "type",
}
_TOO_MANY = {"too-many-from-here", "too-many-under-this-address", "check-your-mail-first"}


def _key() -> bytes:
    return f"effort:{settings.SECRET_KEY}".encode()


def _place(round: Round, anchor: str | None) -> tuple[str, Any]:
    if anchor is None:
        return Scope.TEXT, None
    paragraph = comments_queries.paragraph_at(round.version, anchor)
    if paragraph is None:
        raise Http404(anchor)
    return (Scope.SECTION if paragraph.kind == "heading" else Scope.PARAGRAPH), paragraph


def _remembered(request: HttpRequest, at: datetime) -> dict[str, Any]:
    """What this browser said of itself a moment ago, and whether its address was checked then."""
    kept = request.session.get("guest")
    if not isinstance(kept, dict) or at.timestamp() - kept.get("at", 0) > REMEMBERED:
        return {}
    return kept


@never_cache
def join(request: HttpRequest, process: str, round: str, anchor: str | None = None) -> HttpResponse:
    """The form: what one says, and who one is. Of a crowd so many are taken in at a time."""
    if request.method != "POST":
        return _form(request, process, round, anchor)
    with CROWD.entered() as inside:
        return _form(request, process, round, anchor) if inside else _full(request)


def _full(request: HttpRequest) -> HttpResponse:
    """Come again in a minute: a page that costs nearly nothing, with all that was typed in it."""
    typed = [
        (name, value)
        for name, values in list(request.POST.lists())[:40]
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    words = [request.POST.get("text", ""), request.POST.get("proposed", "")]
    context = {"typed": typed, "words": [w for w in words if w.strip()]}
    response = render(request, "voices/full.html", context, status=503)
    response["Retry-After"] = "60"
    return response


def _form(request: HttpRequest, process: str, round: str, anchor: str | None) -> HttpResponse:
    here, at = round_at(process, round), clock.now()
    scope, paragraph = _place(here, anchor)
    if request.user.is_authenticated:
        where = [process, here.key] + ([anchor] if anchor else [])
        return redirect(reverse(f"comments:comment{'' if anchor else '-whole'}", args=where))
    known = _remembered(request, at)
    initial = {"form_token": secrets.token_urlsafe(18), **known.get("details", {})}
    form = JoinForm(
        request.POST or None,
        round=here,
        paragraph=paragraph,
        scope=scope,
        read_in=read_in_asked(request, here.version),
        initial=initial,
    )
    verdict, status = rules.may_join(here, at), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _take(request, here, form, known, at)
            except Refusal as refused:
                form.add_error(_FIELDS.get(refused.code), refused.sentence)
                status = 429 if refused.code in _TOO_MANY else 422
    challenge = make_challenge(secrets.token_bytes(24), int(at.timestamp()), _key())
    context = {
        **frame(here.process, here),
        "standing": standing(here, at),
        "form": form,
        "verdict": verdict,
        "scope": scope,
        "paragraph": paragraph,
        "place": place_name(Comment(scope=scope, paragraph=paragraph, round=here)),
        "read_in": form.read_in or here.version.language,
        "challenge": json.dumps(asdict(challenge)),
        "days": rules.UNCHECKED_DAYS,
        "policy": rules.policy_of(here.track),
    }
    return render(request, "voices/join.html", context, status=status)


def _take(
    request: HttpRequest, round: Round, form: JoinForm, known: dict[str, Any], at: datetime
) -> HttpResponse:
    guest = form.guest()
    proven = form.is_proven(int(at.timestamp()), _key())
    if proven:  # each piece of work counts once
        proven = bool(cache.add(f"effort:{form.salt}", 1, LASTS))
    email = guest.email.strip().lower()
    checked = bool(known.get("checked")) and known.get("details", {}).get("email") == email
    made = actions.join_in(
        by=None,
        round=round,
        entry=form.entry(),
        guest=guest,
        origin=origin_asking(request),
        proven=proven,
        checked=checked,
        at=at,
    )
    request.session["guest"] = {
        "at": at.timestamp(),
        "checked": checked,
        "details": {**asdict(guest), "email": email},
        "sent": [*known.get("sent", [])[-20:], made.submission.receipt],
    }
    return redirect("voices:sent", round.process.code, made.submission.receipt)


@never_cache
def sent(request: HttpRequest, process: str, code: str) -> HttpResponse:
    """It is stored; now the mail. Whoever did not send it in this browser sees the bare receipt."""
    at = clock.now()
    known = _remembered(request, at)
    guest = (
        Guest.objects.filter(submission__receipt=code, submission__round__process__code=process)
        .select_related("submission__round__process", "submission__round__version__text")
        .first()
        if code in known.get("sent", [])
        else None
    )
    if guest is None:
        return redirect("comments:receipt", process, code)
    round = guest.submission.round
    context = {**frame(round.process, round), "guest": guest, "days": rules.UNCHECKED_DAYS}
    return render(request, "voices/sent.html", context)


def _guest(process: str, token: str, purpose: str) -> Guest:
    found = queries.guest_by(process, token, purpose)
    if found is None:
        raise Http404
    return found


@never_cache
def check(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """The link of the mail. It asks: programs that look at links in mails must not answer for people."""
    guest, at = _guest(process, token, queries.CHECK), clock.now()
    if request.method == "POST":
        if request.POST.get("do") == "no":
            actions.disown_guest(by=None, guest=guest, at=at)
        elif guest.checked_at is None:
            actions.check_guest(by=None, guest=guest, at=at)
            known = _remembered(request, at)
            if known.get("details", {}).get("email") == guest.email:
                request.session["guest"] = {**known, "checked": True, "at": at.timestamp()}
        return redirect("voices:own", process, queries.signed(guest, queries.OWN))
    if guest.checked_at is not None or guest.disowned_at is not None:
        return redirect("voices:own", process, queries.signed(guest, queries.OWN))
    return render(request, "voices/check.html", _shown(guest))


def status_of(guest: Guest) -> str:
    """Where it stands, as a code of STATUS."""
    state = guest.submission.state
    if guest.disowned_at is not None:
        return "disowned"
    if guest.checked_at is None:
        return "unchecked"
    if state == SubmissionState.PENDING:
        return "moderator"
    if state == SubmissionState.SUBMITTED:
        return "stands"
    refused = Measure.objects.filter(submission=guest.submission, kind="refuse").exclude(
        state="lifted"
    )
    return "refused" if refused.exists() else "withdrawn"


def _shown(guest: Guest) -> dict[str, Any]:
    submission = guest.submission
    comments = list(submission.comments.order_by("pk").select_related("paragraph"))
    rows = []
    for one in comments:
        one.round = submission.round
        text, proposed = comments_queries.kept(one)
        rows.append({"comment": one, "place": place_name(one), "text": text, "proposed": proposed})
    code = status_of(guest)
    return {
        **frame(submission.round.process, submission.round),
        "guest": guest,
        "submission": submission,
        "rows": rows,
        "status": STATUS[code],
        "code": code,
        "category": capacity_name(guest.category),
        "may_disown": rules.may_disown(guest),
        "days": rules.UNCHECKED_DAYS,
    }


@never_cache
def own(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """What a guest wrote, where it stands, the measures on it; by the lasting link of the mail."""
    guest, at = _guest(process, token, queries.OWN), clock.now()
    form = AppealForm(request.POST if request.POST.get("do") == "appeal" else None)
    measures = list(guest.submission.measures.order_by("pk"))
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "no":
            actions.disown_guest(by=None, guest=guest, at=at)
            return redirect("voices:own", process, token)
        if do == "appeal" and form.is_valid():
            chosen = next((m for m in measures if m.key == request.POST.get("measure")), None)
            if chosen is None:
                raise Http404
            actions.appeal(
                by=None, measure=chosen, words=form.cleaned_data["words"], guest=guest, at=at
            )
            return redirect("voices:own", process, token)
        if do not in ("no", "appeal"):
            raise Http404
    context = {
        **_shown(guest),
        "measures": [
            {
                "measure": m,
                "kind": KINDS[m.kind],
                "reason": REASONS[m.reason],
                "outcome": OUTCOMES[m.state],
                "may_appeal": rules.may_appeal(m),
            }
            for m in measures
        ],
        "form": form,
    }
    return render(request, "voices/own.html", context, status=422 if form.errors else 200)


@login_required
def claim(request: HttpRequest, process: str) -> HttpResponse:
    """What was written without an account under one's own checked address, to be taken up."""
    here, at, by = process_named(process), clock.now(), signed_in(request)
    found = list(queries.guests_to_claim(by, here).order_by("pk")[:200])
    if request.method == "POST":
        chosen = set(request.POST.getlist("guest"))
        for guest in found:
            if guest.key in chosen:
                actions.claim_guest(by=by, guest=guest, at=at)
        if chosen:
            messages.success(request, _("They are among your comments now."))
        return redirect("comments:mine", process)
    rows = [{"guest": g, "comment": g.submission.comments.order_by("pk").first()} for g in found]
    return render(request, "voices/claim.html", {**frame(here), "rows": rows})
