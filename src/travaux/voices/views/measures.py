"""Pages of measures: one comment before a moderator, an appeal, and the public list."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.comments import queries as comments_queries
from travaux.comments.rules import is_author, is_sealed, knows_author
from travaux.comments.states import SubmissionState
from travaux.comments.views.frame import comment_at, frame, process_named
from travaux.comments.wording import member_name, number_name, place_name
from travaux.consultations.rules import is_published
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.verdicts import Refusal, require
from travaux.voices import actions, queries, rules
from travaux.voices.forms import AppealForm, DecisionForm, MeasureForm
from travaux.voices.models import Measure
from travaux.voices.states import Standing
from travaux.voices.wording import KINDS, OUTCOMES, REASONS


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
        "standing": measure_row(standing) if standing else None,
        "may_lift": rules.may_lift(person, standing, at) if standing else False,
    }
    return render(request, "voices/measure.html", context, status=422 if form.errors else 200)


def measure_row(m: Measure) -> dict[str, Any]:
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
        **measure_row(found),
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
        open_to_all = is_published(round, at) and not is_sealed(m.submission, at)
        if not open_to_all and not rules.may_moderate(person, round, at):
            continue
        rows.append(measure_row(m))
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
