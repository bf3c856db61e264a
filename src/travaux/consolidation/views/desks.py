"""The list of desks, one desk, its colleagues, and its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.comments.states import SubmissionState
from travaux.comments.views.frame import frame as round_frame
from travaux.comments.views.frame import process_named, round_at
from travaux.comments.wording import TYPES
from travaux.consolidation import actions, queries, rules
from travaux.consolidation.forms import DeskForm, InviteForm
from travaux.consolidation.models import Desk, Note
from travaux.consolidation.rules import Seat
from travaux.consolidation.views.frame import SESSION, desk_at, frame
from travaux.consolidation.wording import (
    COLUMNS,
    DESK_STATES,
    NOTE_SHAPES,
    NOTE_STATES,
    PARTS,
    author_name,
    place_of_note,
)
from travaux.consultations.queries import titles_of
from travaux.consultations.rules import sets_are_sealed
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.verdicts import Refusal, require

PAGE = 40


@login_required
def desks(request: HttpRequest, process: str) -> HttpResponse:
    """Where one prepares a set: the parties one speaks for, and the desks one was invited to."""
    here, at, person = process_named(process), clock.now(), signed_in(request)
    openings = [
        {
            "it": one,
            "titles": titles_of(one.round),
            "state": one.desk and DESK_STATES[one.desk.state],
        }
        for one in queries.openings_of(person, here, at)
    ]
    invited = [
        {"desk": d, "party": queries.party_name(d), "titles": titles_of(d.round)}
        for d in queries.desks_of(person, here)
    ]
    context = {
        **round_frame(here),
        "openings": openings,
        "invited": invited,
        "demonstration": round_frame(here)["demonstration"],
    }
    return render(request, "consolidation/desks.html", context)


@login_required
def open_desk(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """Open the desk of a party in a round, with its internal deadline."""
    here, at, person = round_at(process, round), clock.now(), signed_in(request)
    asked = request.POST.get("for") or request.GET.get("for", "")
    mine = [o for o in queries.openings_of(person, here.process, at) if o.round.pk == here.pk]
    chosen = next((o for o in mine if o.value == asked), mine[0] if len(mine) == 1 else None)
    if chosen is None:
        raise Http404(asked)
    if chosen.desk is not None:
        return redirect("consolidation:desk", process, chosen.desk.key)
    form = DeskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_desk(
                by=person,
                round=here,
                speaking=chosen.speaking,
                until=form.until_at(here),
                guidance=form.cleaned_data["guidance"],
                at=at,
            )
        except Refusal as refused:
            form.add_error("until", refused.sentence)
        else:
            messages.success(request, _("The desk is open. Invite your colleagues."))
            return redirect("consolidation:colleagues", process, made.key)
    context = {**round_frame(here.process, here), "form": form, "party": chosen}
    return render(request, "consolidation/open.html", context, status=422 if form.errors else 200)


def link(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """A colleague comes by the link of their mail; this browser knows their desk from now on."""
    colleague = queries.colleague_behind(token)
    if colleague is None or colleague.desk.round.process.code != process:
        return render(
            request, "consolidation/link.html", {**round_frame(process_named(process))}, status=404
        )
    held = request.session.get(SESSION)
    held = dict(held) if isinstance(held, dict) else {}
    held[colleague.desk.key] = colleague.key
    request.session[SESSION] = dict(list(held.items())[-20:])
    actions.note_arrival(by=colleague, colleague=colleague, at=clock.now())
    return redirect("consolidation:desk", process, colleague.desk.key)


def shown(note: Note, seat: Seat) -> dict[str, Any]:
    """A note as a list shows it to somebody."""
    return {
        "note": note,
        "place": place_of_note(note),
        "author": author_name(note) if seat.reviews else "",
        "state": NOTE_STATES[note.state],
        "shape": NOTE_SHAPES.get(note.state, ""),
        "type": TYPES[note.desk.round.types].get(note.type, ""),
        "ready": rules.is_ready(note),
        "own": rules.is_authors(seat, note),
        "merged_into": place_of_note(note.merged_into) if seat.reviews and note.merged_into else "",
    }


def notes_seen(desk: Desk, seat: Seat, state: str = "") -> Any:
    """What somebody sees: all on the desk for who reviews, their own for a colleague."""
    found = queries.on_the_desk(desk) if seat.reviews else queries.own_notes(desk, seat.colleague)
    return found.filter(state=state) if state in NOTE_STATES else found


def desk(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The desk: for colleagues their own notes, for who reviews all that lies on it."""
    at = clock.now()
    here, _who, seat = desk_at(request, process, key, at)
    state = request.GET.get("state", "")
    page = Paginator(notes_seen(here, seat, state), PAGE).get_page(request.GET.get("page"))
    for note in page.object_list:
        note.desk = here
    counts = queries.counts_of(here) if seat.reviews else {}
    drafts = queries.own_notes(here, seat.colleague).filter(state="draft")[:PAGE]
    own_drafts = list(drafts) if seat.reviews else []
    for note in own_drafts:
        note.desk = here
    submission = here.submission
    context = {
        **frame(here, seat, at),
        "page": page,
        "notes": [shown(n, seat) for n in page.object_list],
        "drafts": [shown(n, seat) for n in own_drafts],
        "filters": [(code, NOTE_STATES[code], n) for code, n in counts.items()],
        "state": state,
        "taken": counts.get("taken", 0),
        "waiting": counts.get("handed", 0),
        "may_submit": rules.may_submit(seat, at),
        "sealed": sets_are_sealed(here.round, at),
        "may_take_back": rules.may_take_back(seat, at),
        "handed_in": submission
        if submission is not None and submission.state == SubmissionState.SUBMITTED
        else None,
        "keep_days": rules.KEEP.days,
    }
    return render(request, "consolidation/desk.html", context)


def colleagues(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Who sits at the desk; who speaks for the party invites and takes leave, and sets the deadline."""
    at = clock.now()
    here, _who, seat = desk_at(request, process, key, at)
    require(rules.may_lead(seat))
    person = signed_in(request)
    doing = request.POST.get("do", "")
    invite = InviteForm(request.POST if doing == "invite" else None)
    settings = DeskForm(
        request.POST if doing == "settings" else None,
        initial={"until": here.until, "guidance": here.guidance},
    )
    try:
        if doing == "invite" and invite.is_valid():
            actions.invite_colleague(by=person, desk=here, at=at, **invite.cleaned_data)
            messages.success(request, _("The mail with the link is on its way."))
            return redirect("consolidation:colleagues", process, key)
        if doing == "settings" and settings.is_valid():
            actions.change_desk(
                by=person,
                desk=here,
                until=settings.until_at(here.round),
                guidance=settings.cleaned_data["guidance"],
                language=here.language,
                at=at,
            )
            messages.success(request, _("It is stored."))
            return redirect("consolidation:colleagues", process, key)
        if doing == "end":
            found = here.colleagues.filter(key=request.POST.get("colleague", "")).first()
            if found is None:
                raise Http404(key)
            found.desk = here
            actions.end_colleague(by=person, colleague=found, at=at)
            messages.success(request, _("Their place at the desk has ended."))
            return redirect("consolidation:colleagues", process, key)
    except Refusal as refused:
        form = settings if doing == "settings" else invite
        field = "until" if doing == "settings" else "email"
        if doing == "end":
            messages.error(request, refused.sentence)
        else:
            form.add_error(field, refused.sentence)
    context = {
        **frame(here, seat, at),
        "people": [
            {"c": c, "part": PARTS[c.part]} for c in here.colleagues.filter(ended_at__isnull=True)
        ],
        "invite": invite,
        "settings": settings,
    }
    bad = bool(invite.errors or settings.errors)
    return render(request, "consolidation/colleagues.html", context, status=422 if bad else 200)


@require_POST
def act(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Pause, go on, hand in, take back."""
    at = clock.now()
    here, _who, _seat = desk_at(request, process, key, at)
    person = person_of(request)
    told = {"by": person, "desk": here, "at": at}
    doing = request.POST.get("do", "")
    try:
        if person is None:
            require(rules.may_lead(_seat))
        if doing == "pause":
            actions.pause_desk(**told)  # type: ignore[arg-type]
        elif doing == "go-on":
            actions.resume_desk(**told)  # type: ignore[arg-type]
        elif doing == "submit":
            actions.submit_set(**told)  # type: ignore[arg-type]
            messages.success(request, _("The set is handed in. Its receipt comes by mail."))
        elif doing == "take-back":
            actions.take_set_back(**told)  # type: ignore[arg-type]
            messages.success(request, _("The set is taken back."))
    except Refusal as refused:
        messages.error(request, refused.sentence)
    return redirect("consolidation:desk", process, key)


def notes_file(request: HttpRequest, process: str, key: str, ending: str) -> HttpResponse:
    """What somebody sees of a desk, as a file."""
    at = clock.now()
    here, _who, seat = desk_at(request, process, key, at)
    rows = []
    for note in notes_seen(here, seat, request.GET.get("state", "")):
        note.desk = here
        codes = ending == "json"
        rows.append(
            [
                place_of_note(note),
                author_name(note) if seat.reviews else "",
                note.type if codes else str(TYPES[here.round.types].get(note.type, note.type)),
                note.text,
                note.proposed,
                note.state if codes else str(NOTE_STATES[note.state]),
                note.reason,
            ]
        )
    data = write(
        ending,
        list(COLUMNS.items()),
        rows,
        title=queries.party_name(here),
        right_to_left=get_language_bidi(),
    )
    return download(data, ending, f"{process}-{here.round.key}-set")
