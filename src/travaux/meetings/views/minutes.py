"""Minutes item by item, decisions, actions, and what was said on paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.meetings import actions
from travaux.meetings.documents import report
from travaux.meetings.forms import DecisionForm, MinutesForm, SpeechForm, TaskForm
from travaux.meetings.models import Item, Meeting
from travaux.meetings.queries.meetings import carried_over, tasks_of
from travaux.meetings.queries.places import party_name
from travaux.meetings.queries.spoken import interventions_of
from travaux.meetings.rules import meetings as rules
from travaux.meetings.rules import spoken as spoken_rules
from travaux.meetings.views.frame import frame, meeting_at, process_named
from travaux.meetings.wording import KINDS, SHAPES, SPOKEN, TASKS
from travaux.people.asking import person_of, signed_in
from travaux.people.queries.offices import offices_held
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import current
from travaux.plumbing.verdicts import Refusal, refuse, require
from travaux.roadmap.models import Process

PAGE = 40


def _reads(request: HttpRequest, meeting: Meeting) -> None:
    if not rules.reads_minutes(person_of(request), meeting, clock.now()):
        raise refuse("minutes-not-published")


def _item(meeting: Meeting, key: str) -> Item:
    found = meeting.items.filter(key=key).first()
    if found is None:
        raise Http404(key)
    found.meeting = meeting
    return found


def minutes(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """The minutes with decisions, what was said, and what is owed."""
    here, at, person = meeting_at(request, process, meeting), clock.now(), person_of(request)
    _reads(request, here)
    staff = rules.writes(person, here, at)
    spoken = (
        [
            {
                "one": i,
                "state": SPOKEN[i.state],
                "shape": SHAPES.get(i.state, ""),
                "hint": spoken_rules.told_beforehand(here, i.speaker, i.paragraph)
                if i.comment is None
                else "",
                "who": i.speaker.name if i.speaker else "",
                "party": (party_name(i.speaker) or KINDS[i.speaker.kind]) if i.speaker else "",
            }
            for i in interventions_of(here)[:300]
        ]
        if staff
        else []
    )
    context = {
        **frame(here.process, here),
        "items": here.items.all(),
        "decisions": here.decisions.select_related("item", "anchor"),
        "tasks": [(t, TASKS[t.state], SHAPES.get(t.state, "")) for t in here.tasks.all()],
        "carried": [(t, TASKS[t.state], SHAPES.get(t.state, "")) for t in carried_over(here)],
        "spoken": spoken,
        "staff": staff,
        "may_write": spoken_rules.may_write(person, here, at),
        "follows": spoken_rules.may_follow_up(person, here, at),
        "may_publish": rules.may_change(person, here, at),
        "begun": at >= here.starts_at,
    }
    return render(request, "meetings/minutes.html", context)


@login_required
def item(request: HttpRequest, process: str, meeting: str, item: str) -> HttpResponse:
    """The minutes of one item; where somebody else wrote meanwhile both texts stand side by side."""
    here, at, me = meeting_at(request, process, meeting), clock.now(), signed_in(request)
    require(spoken_rules.may_write(me, here, at))
    one, conflict = _item(here, item), False
    form = MinutesForm(request.POST or None, initial={"text": one.minutes, "seen": one.revision})
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_minutes(by=me, item=one, at=at, **form.cleaned_data)
        except Refusal as refused:
            one.refresh_from_db()
            conflict = refused.code == "minutes-changed"
            form.add_error("text", refused.sentence)
            if conflict:  # what was typed is saved on what stands now, once both were seen
                form.data = {"text": request.POST.get("text", ""), "seen": str(one.revision)}
        else:
            return redirect("meetings:minutes", process, meeting)
    context = {**frame(here.process, here), "item": one, "form": form, "conflict": conflict}
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "meetings/item.html", context, status=status)


_FORMS: dict[str, tuple[Callable[[Meeting, Any], Any], str]] = {
    "speech": (SpeechForm, "speech"),
    "decision": (DecisionForm, "decision"),
    "task": (lambda _meeting, data: TaskForm(data), "task"),
}


@login_required
def add(request: HttpRequest, process: str, meeting: str, what: str) -> HttpResponse:
    """Something said, decided or owed is written down; `?item=` names the item it belongs to."""
    here, at, me = meeting_at(request, process, meeting), clock.now(), signed_in(request)
    ask = spoken_rules.may_write if what == "decision" else spoken_rules.may_follow_up
    require(ask(me, here, at))
    asked = request.GET.get("item", "")
    item = here.items.filter(key=asked).first() if asked else None
    form = _FORMS[what][0](here, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hint = _add(me, here, item, what, form, at)
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        else:
            if hint:
                messages.warning(request, hint)
            return redirect("meetings:minutes", process, meeting)
    context = {**frame(here.process, here), "form": form, "what": what, "item": item}
    return render(request, "meetings/add.html", context, status=422 if form.errors else 200)


_FIELDS = {
    "speaker-not-here": "speaker",
    "place-not-in-version": "paragraph",
    "type-needed": "type",
    "intervention-empty": "text",
    "decision-empty": "text",
    "task-needs-owner": "owner",
}


def _add(me: Any, here: Meeting, item: Item | None, what: str, form: Any, at: Any) -> str:
    """It is written down; what the minute-taker is told of it."""
    data = form.cleaned_data
    if what == "speech":
        made = actions.note_intervention(
            by=me, meeting=here, item=item, speaker=form.speakers.get(data["speaker"]),
            paragraph=form.paragraphs.get(data["paragraph"]), type=data["type"],
            text=data["text"], proposed=data["proposed"], language=data["language"], at=at,
        )  # fmt: skip
        return spoken_rules.told_beforehand(here, made.speaker, made.paragraph)
    elif what == "decision":
        actions.decide(
            by=me, meeting=here, text=data["text"], language=current(),
            item=form.items_by_key.get(data["item"]) or item,
            anchor=form.anchors.get(data["paragraph"]), at=at,
        )  # fmt: skip
    else:
        actions.add_task(
            by=me, meeting=here, item=item, text=data["text"], owner=data["owner"],
            due_on=data["due_on"], language=current(), at=at,
        )  # fmt: skip
    return ""


@login_required
@require_POST
def speech_act(request: HttpRequest, process: str, meeting: str, key: str) -> HttpResponse:
    """What was noted is mended and its speaker asked anew, or it is taken back."""
    here, at, me = meeting_at(request, process, meeting), clock.now(), signed_in(request)
    require(spoken_rules.may_follow_up(me, here, at))
    one = here.interventions.filter(key=key).first()
    if one is None:
        raise Http404(key)
    try:
        if request.POST.get("do") == "drop":
            actions.drop_intervention(by=me, intervention=one, at=at)
        else:
            actions.ask_again(
                by=me, intervention=one, text=request.POST.get("text", "")[:20_000],
                proposed=request.POST.get("proposed", "")[:20_000], at=at,
            )  # fmt: skip
    except Refusal as refused:
        messages.error(request, refused.sentence)
    return redirect("meetings:minutes", process, meeting)


@login_required
@require_POST
def task_act(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """An action is done, given up, or open again."""
    here, me = process_named(process), signed_in(request)
    one = tasks_of(here).filter(key=key).first()
    if one is None:
        raise Http404(key)
    require(spoken_rules.may_follow_up(me, one.meeting, clock.now()))
    try:
        actions.move_task(
            by=me, task=one, to=request.POST.get("to", ""), at=clock.now(),
            note=request.POST.get("note", "")[:2000],
        )  # fmt: skip
    except Refusal as refused:
        messages.error(request, refused.sentence)
    return redirect("meetings:tasks", process)


def _tasks(me: Any, here: Process, at: Any) -> Any:
    """What is owed after all meetings, for who answers; after those of its own, for an office."""
    if rules.is_staff(me, here.code, at):
        return tasks_of(here)
    held = offices_held(me, here.code, at)
    if not held:
        raise refuse("not-your-role")
    return tasks_of(here).filter(meeting__office__in=[o.pk for o in held])


@login_required
def tasks(request: HttpRequest, process: str) -> HttpResponse:
    """What is owed after all meetings of the process, by the day it is due."""
    here, at, me = process_named(process), clock.now(), signed_in(request)
    page = Paginator(_tasks(me, here, at), PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(here),
        "lines": [(t, TASKS[t.state], SHAPES.get(t.state, "")) for t in page],
        "page": page,
        "today": clock.today(),
    }
    return render(request, "meetings/tasks.html", context)


@login_required
def tasks_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The same as a file."""
    here, at, me = process_named(process), clock.now(), signed_in(request)
    found = _tasks(me, here, at)
    columns = [
        ("meeting", _("Meeting")),
        ("action", _("Action")),
        ("owner", _("Who owes it")),
        ("due_on", _("Due on")),
        ("state", _("Status")),
        ("note", _("Note")),
    ]
    machine = ending == "json"
    rows = [
        [
            t.meeting.key, t.text, t.owner, t.due_on,
            t.state if machine else str(TASKS[t.state]), t.note,
        ]
        for t in found
    ]  # fmt: skip
    data = write(
        ending,
        columns,
        rows,
        title=pgettext("to be done after a meeting", "Actions"),
        right_to_left=get_language_bidi(),
    )
    return download(data, ending, f"{here.code}-actions")


def report_file(request: HttpRequest, process: str, meeting: str) -> HttpResponse:
    """The report of the meeting, made from its record."""
    here = meeting_at(request, process, meeting)
    _reads(request, here)
    return download(report(here, clock.now()), "docx", f"report-{here.key}")
