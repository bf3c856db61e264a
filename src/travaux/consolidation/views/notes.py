"""The draft to write on, one note, files that colleagues filled in, and what is decided on notes."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from travaux.comments.queries import plan_table
from travaux.comments.states import Scope
from travaux.consolidation import actions, queries, rules
from travaux.consolidation.forms import MergeForm, NoteForm, SheetForm
from travaux.consolidation.models import Colleague, Desk, Note
from travaux.consolidation.rules import Seat
from travaux.consolidation.views.desks import shown
from travaux.consolidation.views.frame import desk_at, frame
from travaux.consolidation.wording import place_of_note
from travaux.core.problems import Unusable
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, explain, require, sentence

PAGE = 60
_FIELDS = {
    "type-needed": "type",
    "type-unknown": "type",
    "comment-empty": "text",
    "comment-too-long": "text",
    "note-has-no-place": "place",
}


def draft(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The paragraphs of the draft; each has its button to write on it."""
    at = clock.now()
    here, _who, seat = desk_at(request, process, key, at)
    places = queries.places_to_write(here.round.version)
    page = Paginator(places, PAGE).get_page(request.GET.get("page"))
    context = {**frame(here, seat, at), "page": page, "version": here.round.version}
    return render(request, "consolidation/draft.html", context)


def write(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Write a note on a paragraph, a section, or the whole text."""
    at = clock.now()
    here, who, seat = desk_at(request, process, key, at)
    anchor = request.GET.get("at", "")
    paragraph = queries.paragraph_named(here.round.version, anchor) if anchor else None
    if anchor and paragraph is None:
        raise Http404(anchor)
    scope = Scope.TEXT
    if paragraph is not None:
        scope = Scope.SECTION if paragraph.kind == "heading" else Scope.PARAGRAPH
    form = NoteForm(
        request.POST or None,
        round=here.round,
        paragraph=paragraph,
        scope=scope,
        initial={"form_token": secrets.token_urlsafe(16)},
    )
    return _written(request, here, who, seat, form, None)


def _written(
    request: HttpRequest,
    here: Desk,
    who: Person | Colleague,
    seat: Seat,
    form: NoteForm,
    note: Note | None,
) -> HttpResponse:
    at, process = clock.now(), here.round.process.code
    verdict = rules.may_change(seat, note, at) if note is not None else rules.may_write(seat, at)
    if request.method == "POST" and form.is_valid():
        hand = request.POST.get("do") == "hand" or (note is not None and note.state != "draft")
        try:
            entry = form.entry()
            actions.write_note(
                by=who,
                desk=here,
                entry=entry,
                note=note,
                form_token=entry.form_token,
                hand=hand,
                at=at,
            )
        except Refusal as refused:
            field = _FIELDS.get(refused.code)
            form.add_error(field if field in form.fields else None, refused.sentence)
        else:
            messages.success(
                request,
                _("It lies on the desk.") if hand else _("It is kept; only you see it."),
            )
            return redirect("consolidation:desk", process, here.key)
    context = {
        **frame(here, seat, at),
        "form": form,
        "verdict": verdict,
        "note": shown(note, seat) if note is not None else None,
        "place": place_of_note(note)
        if note is not None
        else place_of_note(Note(scope=form.scope, paragraph=form.paragraph)),
        "version": here.round.version,
        "former": list(note.former.all()) if note is not None else [],
    }
    return render(request, "consolidation/note.html", context, status=422 if form.errors else 200)


def note(request: HttpRequest, process: str, key: str, note: str) -> HttpResponse:
    """One note, what it said before, and what became of it."""
    at = clock.now()
    here, who, seat = desk_at(request, process, key, at)
    found = queries.note_named(here, note)
    if found is None or not rules.may_see(seat, found):
        raise Http404(note)
    found.desk = here
    form = NoteForm(
        request.POST or None,
        round=here.round,
        paragraph=found.paragraph,
        scope=found.scope,
        note=found,
        initial={
            "type": found.type,
            "text": found.text,
            "proposed": found.proposed,
            "language": found.language,
        },
    )
    return _written(request, here, who, seat, form, found)


@require_POST
def note_act(request: HttpRequest, process: str, key: str, note: str) -> HttpResponse:
    """Lay on the desk, take back, throw away, or take a decision back."""
    at = clock.now()
    here, who, seat = desk_at(request, process, key, at)
    found = queries.note_named(here, note)
    if found is None or not rules.may_see(seat, found):
        raise Http404(note)
    found.desk = here
    does = {
        "hand": actions.hand_note,
        "take-back": actions.take_back_note,
        "discard": actions.discard_note,
        "reopen": actions.reopen_note,
    }.get(request.POST.get("do", ""))
    try:
        if does is not None:
            does(by=who, note=found, at=at)
    except Refusal as refused:
        messages.error(request, refused.sentence)
    return redirect("consolidation:desk", process, key)


@require_POST
def decide(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Take, reject or merge the notes that were chosen."""
    at = clock.now()
    here, who, seat = desk_at(request, process, key, at)
    chosen = list(queries.on_the_desk(here).filter(key__in=request.POST.getlist("note")[:200]))
    for one in chosen:
        one.desk = here
    doing, reason = request.POST.get("do", ""), request.POST.get("reason", "")
    told = {"by": who, "desk": here, "at": at}
    try:
        if doing == "take":
            actions.take_notes(notes=chosen, **told)  # type: ignore[arg-type]
        elif doing == "reject":
            actions.reject_notes(notes=chosen, reason=reason, **told)  # type: ignore[arg-type]
        elif doing in ("merge", "merged"):
            return _merge(request, here, who, seat, chosen)
    except Refusal as refused:
        messages.error(request, refused.sentence)
    return redirect("consolidation:desk", process, key)


def _merge(
    request: HttpRequest, here: Desk, who: Person | Colleague, seat: Seat, chosen: list[Note]
) -> HttpResponse:
    """Look at several notes side by side and write what they say together."""
    at, process = clock.now(), here.round.process.code
    require(rules.may_decide(seat))
    if len(chosen) < 2:
        messages.error(request, sentence("merge-needs-two"))
        return redirect("consolidation:desk", process, here.key)
    into = next((n for n in chosen if n.key == request.POST.get("into")), chosen[0])
    joined = {
        "text": "\n\n".join(n.text for n in chosen if n.text),
        "proposed": next((n.proposed for n in chosen if n.proposed), ""),
    }
    again = request.POST.get("do") == "merged"
    form = MergeForm(request.POST if again else None, initial=joined)
    if again and form.is_valid():
        try:
            actions.merge_notes(
                by=who, desk=here, into=into, others=chosen, at=at, **form.cleaned_data
            )
        except Refusal as refused:
            form.add_error("text", refused.sentence)
        else:
            messages.success(request, _("They are one note now."))
            return redirect("consolidation:desk", process, here.key)
    context = {
        **frame(here, seat, at),
        "form": form,
        "notes": [shown(n, seat) for n in chosen],
        "into": into,
    }
    return render(request, "consolidation/merge.html", context, status=422 if form.errors else 200)


def bring(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """A sheet or a Word file that colleagues filled in becomes notes."""
    at = clock.now()
    here, who, seat = desk_at(request, process, key, at)
    require(rules.may_write(seat, at))
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and getattr(request, "too_large", False):
        limit = settings.UPLOAD_BYTES // 2**20
        form.add_error(
            "file", _("The file is larger than %(limit)s MB. Divide it.") % {"limit": limit}
        )
    elif request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        data = sent.read()
        try:
            plan = plan_table(here.round, data, sent.name)
            made = actions.bring_in_file(by=who, desk=here, plan=plan, data=data, at=at)
        except Unusable as problem:
            form.add_error("file", explain(problem))
        except Refusal as refused:
            form.add_error("file", refused.sentence)
        else:
            told = ngettext("One note came in.", "%(n)s notes came in.", len(made))
            messages.success(request, told % {"n": len(made)})
            return redirect("consolidation:desk", process, key)
    context = {**frame(here, seat, at), "form": form}
    return render(request, "consolidation/bring.html", context, status=422 if form.errors else 200)
