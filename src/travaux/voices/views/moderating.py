"""Pages of moderation: the published policy, and the desk with what waits and the appeals."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from travaux.comments.models import Submission
from travaux.comments.rules import knows_author
from travaux.comments.states import SubmissionState
from travaux.comments.views.frame import frame, round_at
from travaux.comments.wording import member_name, place_name
from travaux.consultations.models import Track
from travaux.consultations.queries import track_named
from travaux.people.asking import person_of, signed_in
from travaux.people.models import Person, Role
from travaux.plumbing import clock
from travaux.plumbing.tasks import start_job
from travaux.plumbing.verdicts import Refusal, require
from travaux.voices import actions, queries, rules
from travaux.voices.forms import GroupForm, PolicyForm
from travaux.voices.states import Standing
from travaux.voices.views.measures import measure_row
from travaux.voices.wording import MODES, REASONS, capacity_name, hint_words

PER_PAGE = 25
AT_ONCE = 40  # submissions that one request settles; more are the worker's


def _track(process: str, key: str) -> Track:
    found = track_named(process, key)
    if found is None:
        raise Http404(key)
    return found


def policy(request: HttpRequest, process: str, track: str) -> HttpResponse:
    """How this track is moderated: for everyone, before they write."""
    here, at = _track(process, track), clock.now()
    now = rules.policy_of(here)
    person = person_of(request)
    may_set = rules.may_set_policy(person, here, at)
    keepers = Person.objects.filter(key__in=now.keepers if now else []).order_by("name")
    context = {
        **frame(here.process),
        "track": here,
        "policy": now,
        "mode": MODES[now.mode if now else "after"],
        "reasons": list(REASONS.values()),
        "keepers": [str(p) for p in keepers] if person is not None else [],
        "keepers_count": len(now.keepers) if now else 0,
        "may_set": may_set,
        "voted_on": [r for r in here.rounds.order_by("-opens_at")[:5]] if now and now.votes else [],
        "days": rules.UNCHECKED_DAYS,
        "demonstration": _("This track is invented, to show how the work goes.")
        if here.demonstration
        else "",
    }
    return render(request, "voices/policy.html", context)


def _secretaries(process: str) -> list[tuple[str, str]]:
    found = (
        Person.objects.filter(
            appointments__role=Role.SECRETARIAT,
            appointments__process_code__in=[process, ""],
            is_active=True,
        )
        .distinct()
        .order_by("name", "pk")
    )
    return [(p.key, str(p)) for p in found]


@login_required
def policy_change(request: HttpRequest, process: str, track: str) -> HttpResponse:
    """The secretariat writes the policy."""
    here, at = _track(process, track), clock.now()
    require(rules.may_set_policy(person_of(request), here, at))
    now = rules.policy_of(here)
    initial: dict[str, Any] = {"mode": "after"}
    if now is not None:
        initial = {"joining": now.joining, "mode": now.mode, "keepers": now.keepers}
        initial["votes"], initial["proposals"] = now.votes, now.proposals
        initial |= {f"text_{code}": text for code, text in now.texts.items()}
    form = PolicyForm(request.POST or None, initial=initial, keepers=_secretaries(process))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.set_policy(
                by=signed_in(request),
                track=here,
                joining=data["joining"],
                mode=data["mode"],
                texts=form.texts(),
                keepers=data["keepers"],
                votes=data["votes"],
                proposals=data["proposals"],
                at=at,
            )
        except Refusal as refused:
            form.add_error(
                "joining" if refused.code.startswith("joining") else None, refused.sentence
            )
        else:
            return redirect("voices:policy", process, here.key)
    context = {**frame(here.process), "track": here, "form": form}
    return render(request, "voices/policy_form.html", context, status=422 if form.errors else 200)


@login_required
def desk(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """What waits, in groups of nearly the same words; and the appeals."""
    here, at = round_at(process, round), clock.now()
    require(rules.may_moderate(person_of(request), here, at))
    groups = queries.waiting_groups(here)
    if request.method == "POST":
        form = GroupForm(request.POST)
        group = next((g for g in groups if g.key == request.POST.get("group")), None)
        if group is None or not form.is_valid():
            messages.warning(request, _("This group changed meanwhile. Look again."))
            return redirect("voices:desk", process, here.key)
        _settle(request, here, group, form)
        return redirect("voices:desk", process, here.key)
    page = Paginator(groups, PER_PAGE).get_page(request.GET.get("page"))
    samples = {
        s.pk: s
        for s in Submission.objects.filter(pk__in=[g.sample for g in page.object_list])
        .select_related("author", "country", "organisation", "guest")
        .prefetch_related("comments__paragraph")
    }
    hints = queries.hints_for(samples.values())
    rows = [_row(samples[g.sample], g, here, hints, request) for g in page.object_list]
    appeals = queries.measures_of(here.process, here).filter(state=Standing.APPEALED)
    context = {
        **frame(here.process, here),
        "rows": rows,
        "page": page,
        "waiting": sum(g.count for g in groups),
        "unchecked": queries.unchecked(here),
        "appeals": [measure_row(m) for m in appeals.order_by("pk")[:100]],
        "reasons": list(REASONS.items()),
    }
    return render(request, "voices/desk.html", context)


def _row(
    one: Submission, group: Any, round: Any, hints: Any, request: HttpRequest
) -> dict[str, Any]:
    one.round = round
    comments = list(one.comments.all())
    for comment in comments:
        comment.round = round
    guest = getattr(one, "guest", None)
    return {
        "submission": one,
        "group": group,
        "more": group.count - 1,
        "member": member_name(one, full=True, knows=knows_author(person_of(request), one)),
        "category": capacity_name(guest.category) if guest else "",
        "organisation": guest.organisation if guest and not one.protected else "",
        "comments": [{"comment": c, "place": place_name(c)} for c in comments],
        "hints": [hint_words(h.code, h.count) for h in hints.get(one.pk, [])],
    }


def _settle(request: HttpRequest, round: Any, group: Any, form: GroupForm) -> None:
    through = form.cleaned_data["do"] == "admit"
    reason = form.cleaned_data["reason"]
    if not through and reason not in REASONS:
        messages.warning(request, _("Choose a reason of the published list."))
        return
    found = Submission.objects.filter(pk__in=group.members) if group.count <= AT_ONCE else None
    by, at = signed_in(request), clock.now()
    if found is None:
        keys = list(
            Submission.objects.filter(
                round=round, state=SubmissionState.PENDING, pk__in=group.members
            ).values_list("key", flat=True)
            if group.count < 500
            else [
                key
                for pk, key in Submission.objects.filter(
                    round=round, state=SubmissionState.PENDING
                ).values_list("pk", "key")
                if pk in set(group.members)
            ]
        )
        start_job(
            "travaux.voices.tasks.settle_group",
            what="voices.settle_group",
            by_key=by.key,
            at=at,
            process_code=round.process.code,
            keys=keys,
            let_through=through,
            reason=reason,
            note="",
        )
        messages.success(request, _("It is being done. Look again in a moment."))
        return
    for one in found.select_related("round__process", "guest").order_by("pk"):
        one.round = round
        if through:
            actions.admit(by=by, submission=one, at=at)
        else:
            actions.take_measure(by=by, submission=one, kind="refuse", reason=reason, at=at)
    messages.success(request, _("Done. Their authors are told."))
