"""The register of declarations, and what the secretariat sets: rule, assessors, topics, meetings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.people import actions, rules
from travaux.people.forms import AssessorForm, InterestRuleForm, MeetingForm, TopicForm
from travaux.people.models import Assessor, Occasion, Person, Topic
from travaux.people.queries import interests as queries
from travaux.people.queries.declarations import occasions_of, rule_of
from travaux.people.views.contacts import acting
from travaux.people.views.interests import ENDINGS, frame, line
from travaux.plumbing import clock, exports
from travaux.plumbing.verdicts import Refusal, refuse, require


@login_required
def register(request: HttpRequest, process: str) -> HttpResponse:
    """Who declares, who has, and to what outcome; not what was declared."""
    now = clock.now()
    require(rules.may_see_register(acting(request), process, now))
    rows = queries.register(process, now)
    lines = [line(row) for row in rows]
    context = {
        **frame(request, process),
        "rows": lines,
        "open": sum(not row.standing.stand.begins for row in rows),
        "remind": len(queries.to_remind(process, now)),
        "assessors": list(queries.assessors_of(process, now)),
    }
    return render(request, "people/interests/register.html", context)


def lines_as_file(process: str, ending: str, lines: list[dict[str, Any]]) -> HttpResponse:
    """Who declares and how it stands, as a file; never what was declared."""
    columns = [
        ("name", _("Name")),
        ("role", _("Role")),
        ("state", _("Standing")),
        ("topics", _("Topics left to others")),
        ("version", _("Version")),
        ("declared_at", _("Declared")),
        ("until", _("Counts until")),
    ]
    rows = [
        [
            str(one["person"]),
            one["why"],
            str(one["standing"].stand.value) if ending == "json" else one["stand"],
            one["topics"],
            one["standing"].declaration.number if one["standing"].declaration else "",
            one["standing"].declaration.at if one["standing"].declaration else "",
            one["standing"].until,
        ]
        for one in lines
    ]
    data = exports.write(
        ending,
        columns,
        rows,
        title=_("Declarations of interests"),
        right_to_left=get_language_bidi(),
    )
    return exports.download(data, ending, f"{process}-declarations")


@login_required
def register_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The register as a file."""
    now = clock.now()
    require(rules.may_see_register(acting(request), process, now))
    if ending not in ENDINGS:
        raise Http404
    return lines_as_file(process, ending, [line(r) for r in queries.register(process, now)])


@login_required
@require_POST
def remind(request: HttpRequest, process: str) -> HttpResponse:
    """Write reminders; they lie in the outbox until somebody lets them go."""
    written = actions.write_interest_reminders(
        by=acting(request), process_code=process, at=clock.now()
    )
    messages.success(
        request,
        ngettext(
            "%(n)s reminder lies in the outbox, to be looked at and sent.",
            "%(n)s reminders lie in the outbox, to be looked at and sent.",
            written,
        )
        % {"n": written},
    )
    return redirect("interests:register", process)


# ---- what is set -----------------------------------------------------------------------------------
AT_FIELD = {
    "role-never-declares": "roles",
    "address-unknown": "email",
    "assessor-named": "email",
    "topic-nameless": "name",
    "topic-known": "name",
    "heading-unknown": "sections",
    "occasion-nameless": "title",
    "occasion-over": "held_on",
}


def _told(refused: Refusal, form: Any) -> None:
    field = AT_FIELD.get(refused.code)
    form.add_error(field if field in form.fields else None, refused.sentence)


@login_required
def rule(request: HttpRequest, process: str) -> HttpResponse:
    """Who declares, and for how long it counts; the ways to assessors, topics and meetings."""
    require(rules.may_keep_interests(acting(request), process))
    standing = rule_of(process)
    names = ("roles", "valid_days", "before_days", "keep_days", "names_announced")
    initial = {name: getattr(standing, name) for name in names}
    form = InterestRuleForm(request.POST or None, initial={**initial, "seen": standing.revision})
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in names}
        try:
            actions.set_interest_rule(
                by=acting(request),
                process_code=process,
                seen=form.cleaned_data["seen"] or 0,
                at=clock.now(),
                **told,
            )
        except Refusal as refused:
            _told(refused, form)
        else:
            messages.success(request, _("The rule is stored."))
            return redirect("interests:rule", process)
    context = {**frame(request, process), "form": form}
    return render(
        request, "people/interests/rule.html", context, status=422 if form.errors else 200
    )


@login_required
def assessors(request: HttpRequest, process: str) -> HttpResponse:
    """Who assesses; somebody is named, somebody is no longer."""
    now, by = clock.now(), acting(request)
    require(rules.may_keep_interests(by, process))
    ending = request.POST.get("end", "").replace("\0", "")[:40]
    form = AssessorForm(request.POST if request.method == "POST" and not ending else None)
    problem = ""
    if request.method == "POST":
        try:
            if ending:
                one = get_object_or_404(Assessor, process_code=process, key=ending)
                actions.end_assessor(by=by, assessor=one, at=now)
                return redirect("interests:assessors", process)
            if form.is_valid():
                email = form.cleaned_data["email"]
                person = Person.objects.filter(email__iexact=email, is_active=True).first()
                if person is None:
                    raise refuse("address-unknown", email=email)
                actions.name_assessor(by=by, process_code=process, person=person, at=now)
                messages.success(request, _("The assessor is named, and told by mail."))
                return redirect("interests:assessors", process)
        except Refusal as refused:
            if ending:
                problem = refused.sentence
            else:
                _told(refused, form)
    context = {
        **frame(request, process),
        "form": form,
        "problem": problem,
        "assessors": queries.assessors_of(process, now),
    }
    status = 422 if problem or form.errors else 200
    return render(request, "people/interests/assessors.html", context, status=status)


@login_required
def topics(request: HttpRequest, process: str) -> HttpResponse:
    """The topics that interests may touch, and the headings they are tied to."""
    require(rules.may_keep_interests(acting(request), process))
    headings = queries.headings_for(process)
    form = TopicForm(request.POST or None, headings=headings)
    if request.method == "POST" and form.is_valid() and _write(request, process, form, None):
        return redirect("interests:topics", process)
    names = dict(headings)
    context = {
        **frame(request, process),
        "form": form,
        "topics": [
            {"t": t, "headings": [names.get(key, "–") for key in t.sections]}
            for t in queries.topics_of(process)
        ],
        "heading": _("Topics"),
    }
    return render(
        request, "people/interests/topics.html", context, status=422 if form.errors else 200
    )


def _write(request: HttpRequest, process: str, form: TopicForm, one: Topic | None) -> bool:
    try:
        actions.write_topic(
            by=acting(request), process_code=process, topic=one, at=clock.now(), **form.cleaned_data
        )
    except Refusal as refused:
        _told(refused, form)
        return False
    messages.success(request, _("The topic is stored."))
    return True


@login_required
def topic(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One topic: another name, other headings, or out of use."""
    by = acting(request)
    require(rules.may_keep_interests(by, process))
    one = get_object_or_404(Topic, process_code=process, key=key, retired_at__isnull=True)
    headings = queries.headings_for(process)
    known = {heading for heading, _words in headings}
    headings += [(gone, "–") for gone in one.sections if gone not in known]
    retiring = request.POST.get("do") == "retire"
    form = TopicForm(
        request.POST if request.method == "POST" and not retiring else None,
        headings=headings,
        initial={"name": one.name, "sections": one.sections},
    )
    problem = ""
    if retiring:
        try:
            actions.retire_topic(by=by, topic=one, at=clock.now())
            return redirect("interests:topics", process)
        except Refusal as refused:
            problem = refused.sentence
    elif request.method == "POST" and form.is_valid() and _write(request, process, form, one):
        return redirect("interests:topics", process)
    context = {**frame(request, process), "form": form, "topic": one, "problem": problem}
    status = 422 if problem or form.errors else 200
    return render(request, "people/interests/topic.html", context, status=status)


@login_required
def meetings(request: HttpRequest, process: str) -> HttpResponse:
    """Meetings before which everybody asked confirms or renews."""
    now, by = clock.now(), acting(request)
    require(rules.may_keep_interests(by, process))
    cancelled = request.POST.get("cancel", "").replace("\0", "")[:40]
    if cancelled:
        one = get_object_or_404(Occasion, process_code=process, key=cancelled)
        actions.cancel_occasion(by=by, occasion=one, at=now)
        return redirect("interests:meetings", process)
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_before_meeting(by=by, process_code=process, at=now, **form.cleaned_data)
        except Refusal as refused:
            _told(refused, form)
        else:
            messages.success(request, _("The meeting is stored. Reminders can be written now."))
            return redirect("interests:meetings", process)
    context = {
        **frame(request, process),
        "form": form,
        "meetings": [o for o in reversed(occasions_of(process))],
        "today": now.date(),
        "before_days": rule_of(process).before_days,
    }
    return render(
        request, "people/interests/meetings.html", context, status=422 if form.errors else 200
    )
