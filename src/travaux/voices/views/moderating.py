"""Pages of moderation: the published policy, the desk, one comment, appeals, the public list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.comments import queries as comments_queries
from travaux.comments.models import Submission
from travaux.comments.rules import is_author, knows_author
from travaux.comments.states import SubmissionState
from travaux.comments.views.frame import comment_at, frame, process_named, round_at
from travaux.comments.wording import member_name, number_name, place_name
from travaux.consultations.models import Track
from travaux.consultations.queries import track_named
from travaux.consultations.rules import is_published
from travaux.people.asking import person_of, signed_in
from travaux.people.models import Person, Role
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.tasks import start_job
from travaux.plumbing.verdicts import Refusal, require
from travaux.voices import actions, queries, rules
from travaux.voices.forms import AppealForm, DecisionForm, GroupForm, MeasureForm, PolicyForm
from travaux.voices.models import Measure
from travaux.voices.states import Standing
from travaux.voices.wording import (
    KINDS,
    MODES,
    OUTCOMES,
    REASONS,
    capacity_name,
    hint_words,
)

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
        "appeals": [_measure_row(m) for m in appeals.order_by("pk")[:100]],
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


@login_required
def measure(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One comment before a moderator: what it says, who wrote it, what can be done."""
    comment, at = comment_at(process, key), clock.now()
    person = person_of(request)
    if is_author(person, comment.submission):
        mine = comment.measures.order_by("-pk").first()
        if mine is None:
            raise Http404(key)
        return redirect("voices:measure-own", process, mine.key)
    require(rules.may_moderate(person, comment.round, at))
    if comment.submission.state == SubmissionState.DRAFT:
        raise Http404(key)
    waits = comment.submission.state == SubmissionState.PENDING
    comment.submission.round = comment.round
    form = MeasureForm(request.POST or None, waits=waits)
    do = request.POST.get("do", "")
    standing = comment.measures.exclude(state=Standing.LIFTED).first()
    if request.method == "POST":
        by = signed_in(request)
        if do == "admit":
            actions.admit(by=by, submission=comment.submission, at=at)
            return redirect("voices:desk", process, comment.round.key)
        if do == "lift" and standing is not None:
            actions.lift_measure(by=by, measure=standing, at=at)
            return redirect("voices:measure", process, key)
        if form.is_valid():
            data = form.cleaned_data
            try:
                actions.take_measure(
                    by=by,
                    submission=comment.submission,
                    comment=comment,
                    kind=data["kind"],
                    reason=data["reason"],
                    out=form.out_lines(),
                    note=data["note"],
                    at=at,
                )
            except Refusal as refused:
                at_field = "out" if refused.code == "words-not-found" else None
                form.add_error(at_field, refused.sentence)
            else:
                return redirect("voices:measure", process, key)
    text, proposed = comments_queries.kept(comment)
    kinds = [k for k, _name in form.fields["kind"].choices]  # type: ignore[attr-defined]
    verdict = rules.may_measure(person, comment.submission, comment, kinds[0], at)
    context = {
        **frame(comment.round.process, comment.round),
        "comment": comment,
        "place": place_name(comment),
        "number": number_name(comment),
        "member": member_name(
            comment.submission, full=True, knows=knows_author(person, comment.submission)
        ),
        "text": text,
        "proposed": proposed,
        "form": form,
        "waits": waits,
        "verdict": verdict,
        "standing": _measure_row(standing) if standing else None,
        "may_lift": rules.may_lift(person, standing, at) if standing else False,
    }
    return render(request, "voices/measure.html", context, status=422 if form.errors else 200)


def _measure_row(m: Measure) -> dict[str, Any]:
    return {
        "measure": m,
        "kind": KINDS[m.kind],
        "reason": REASONS[m.reason],
        "outcome": OUTCOMES[m.state],
        "round": m.submission.round,
        "number": number_name(m.comment) if m.comment is not None else "",
    }


def _measure(process: str, key: str) -> Measure:
    found = (
        Measure.objects.filter(key=key, submission__round__process__code=process)
        .select_related(
            "submission__round__process",
            "submission__round__track",
            "submission__round__version__text",
            "submission__author",
            "comment__paragraph",
        )
        .first()
    )
    if found is None:
        raise Http404(key)
    return found


@login_required
def measure_own(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """A measure before its author, who may appeal; and before somebody else, who decides."""
    found, at, person = _measure(process, key), clock.now(), person_of(request)
    submission = found.submission
    author = is_author(person, submission)
    if not author:
        require(rules.may_moderate(person, submission.round, at))
    appeal_form = AppealForm(request.POST if request.POST.get("do") == "appeal" else None)
    decision = DecisionForm(request.POST if request.POST.get("do") == "decide" else None)
    if request.method == "POST":
        by = signed_in(request)
        if appeal_form.is_valid():
            actions.appeal(by=by, measure=found, words=appeal_form.cleaned_data["words"], at=at)
            return redirect("voices:measure-own", process, key)
        if decision.is_valid():
            data = decision.cleaned_data
            actions.decide_appeal(
                by=by,
                measure=found,
                lifted=data["outcome"] == "lifted",
                reasons=data["reasons"],
                at=at,
            )
            return redirect("voices:measure-own", process, key)
    comment = found.comment or submission.comments.order_by("pk").first()
    text, proposed = comments_queries.kept(comment) if comment is not None else ("", "")
    context = {
        **frame(submission.round.process, submission.round),
        **_measure_row(found),
        "text": text,
        "proposed": proposed,
        "author": author,
        "may_appeal": author and rules.may_appeal(found),
        "may_decide": rules.may_decide(person, found, at),
        "appeal_form": appeal_form,
        "decision": decision,
    }
    status = 422 if appeal_form.errors or decision.errors else 200
    return render(request, "voices/measure_own.html", context, status=status)


def _public(process: str, person: Any, at: Any) -> list[dict[str, Any]]:
    """Measures as all may read them: of rounds whose comments they may read; nobody's name."""
    here = process_named(process)
    rows = []
    for m in queries.measures_of(here)[:2000]:
        round = m.submission.round
        round.process = here
        if not is_published(round, at) and not rules.may_moderate(person, round, at):
            continue
        rows.append(_measure_row(m))
    return rows


def measures(request: HttpRequest, process: str) -> HttpResponse:
    """What moderators did: kind, reason, and what an appeal came to; for everyone."""
    here, at = process_named(process), clock.now()
    rows = _public(process, person_of(request), at)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {**frame(here), "rows": list(page.object_list), "page": page, "count": len(rows)}
    return render(request, "voices/measures.html", context)


def measures_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The same list as a file."""
    columns = [
        ("at", _("When (UTC)")),
        ("round", _("Round")),
        ("number", _("Number")),
        ("kind", _("Measure")),
        ("reason", _("Reason")),
        ("state", _("How it stands")),
        ("decision", _("Why it was decided so")),
    ]
    machine = ending == "json"
    rows = [
        [
            r["measure"].at,
            r["round"].key,
            r["number"],
            r["measure"].kind if machine else str(r["kind"]),
            r["measure"].reason if machine else str(r["reason"]),
            r["measure"].state if machine else str(r["outcome"]),
            r["measure"].decision,
        ]
        for r in _public(process, person_of(request), clock.now())
    ]
    data = write(ending, columns, rows, title=_("Moderation"), right_to_left=get_language_bidi())
    return download(data, ending, f"{process}-moderation")
