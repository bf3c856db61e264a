"""Letters: begun from a house text, written in six languages, addressed, issued."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.core.letters.composing import KNOWN_FIELDS
from travaux.correspondence import actions, rules
from travaux.correspondence.forms import SetOutForm, StartForm, TextForm
from travaux.correspondence.models import Letter
from travaux.correspondence.queries import letters as queries
from travaux.correspondence.queries.clearance import panel
from travaux.correspondence.queries.register import place_of_thing
from travaux.correspondence.queries.topics import as_topic, topic_named
from travaux.correspondence.states import LetterState
from travaux.correspondence.views.frame import acting, frame
from travaux.correspondence.wording import LETTER_KINDS, LETTER_STATES
from travaux.people.models import Contact, Person
from travaux.people.queries import find_contacts
from travaux.plumbing import clock, exports
from travaux.plumbing.languages import NAMES, SIX, direction
from travaux.plumbing.verdicts import Refusal, require

MOST_FOUND = 20
# at which field a refusal is shown
AT_FIELD = {
    "merge-field-unknown": "body",
    "merge-fields-unknown": "body",
    "merge-braces-open": "body",
    "letter-too-long": "body",
}


def may_see(me: Person, process: str, key: str) -> None:
    """Those who read the correspondence, and those who are named in the letter's clearance."""
    if not rules.is_named(me, process, "letter", key):
        require(rules.may_read(me, process))


def the_letter(process: str, key: str) -> Letter:
    """A letter of a process by its key."""
    return get_object_or_404(queries.letters_of(process), key=key)


@login_required
def letters(request: HttpRequest, process: str) -> HttpResponse:
    """The letters of a process."""
    require(rules.may_read(acting(request), process))
    found = list(queries.letters_of(process)[:300])
    context = {
        **frame(request, process, invented=any(one.demonstration for one in found)),
        "rows": [_told(one) for one in found],
    }
    return render(request, "correspondence/letters.html", context)


def _told(letter: Letter) -> dict[str, Any]:
    return {
        "l": letter,
        "kind": LETTER_KINDS[letter.kind],  # type: ignore[index]
        "state": LETTER_STATES[LetterState(letter.state)],
    }


@login_required
def letters_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The letters as a list."""
    require(rules.may_read(acting(request), process))
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    columns = [
        ("key", _("Number")),
        ("reference", _("Reference")),
        ("kind", _("Kind")),
        ("name", pgettext("name of a thing", "Name")),
        ("state", _("Status")),
        ("dated_on", _("Date")),
        ("issued_at", _("Issued")),
        ("copies", _("Addressees")),
    ]
    rows = [
        (one.key, one.entry.reference if one.entry else "", one.kind, one.name, one.state,
         one.dated_on, one.issued_at, one.dispatches.count())
        for one in queries.letters_of(process)
    ]  # fmt: skip
    data = exports.write(
        ending, columns, rows, title=_("Letters"), right_to_left=get_language_bidi()
    )
    return exports.download(data, ending, f"{process}-letters")


@login_required
def start(request: HttpRequest, process: str) -> HttpResponse:
    """Begin a letter."""
    me = acting(request)
    require(rules.may_write(me, process))
    form = StartForm(process, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.start_letter(
            by=me,
            process_code=process,
            name=form.cleaned_data["name"],
            demonstration=me.demonstration,
            at=clock.now(),
            **form.chosen(),
        )
        return redirect("correspondence:letter", process, made.key)
    context = {**frame(request, process), "form": form, "heading": _("Write a letter")}
    status = 422 if form.errors else 200
    return render(request, "correspondence/form.html", context, status=status)


@login_required
def letter(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One letter: its texts, its addressees with what stands in the way, and its next step."""
    me = acting(request)
    may_see(me, process, key)
    one = the_letter(process, key)
    issued = one.state == LetterState.ISSUED
    drafts = [] if issued else queries.all_prepared(one)
    faults = [p for d in drafts for p in d.problems]
    digest = "" if issued else queries.what_is_cleared(one)
    editing = rules.may_edit_letter(me, one)
    find = request.GET.get("find", "").replace("\0", "").strip()[:100] if editing else ""
    known = {d.contact.pk for d in drafts}
    found = [c for c in find_contacts(process, words=find) if c.pk not in known] if find else []
    context = {
        **frame(request, process, invented=one.demonstration),
        **_told(one),
        "texts": [(code, NAMES[code], direction(code), one.texts.get(code)) for code in SIX],
        "drafts": drafts,
        "copies": one.dispatches.select_related("contact", "file") if issued else [],
        "by_hand": set(one.contacts.values_list("pk", flat=True)),
        "faults": len(faults),
        "editing": editing,
        "may_issue": rules.may_issue(me, one, len(drafts), faults, digest),
        "panel": None if issued else panel(me, process, "letter", one.key, digest),
        "may_ask": rules.may_ask_clearance(me, process),
        "topic": topic_named(process, one.about_kind, one.about_key),
        "topic_place": place_of_thing(process, one.about_kind, one.about_key),
        "find": find,
        "found": found[:MOST_FOUND],
        "waiting_files": issued and one.dispatches.filter(file__isnull=True).exists(),
    }
    return render(request, "correspondence/letter.html", context)


@login_required
def set_out(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Name, date, list, and what is said once for all addressees."""
    me = acting(request)
    one = the_letter(process, key)
    require(rules.may_edit_letter(me, one))
    form = SetOutForm(one, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.set_out_letter(
                by=me,
                letter=one,
                name=told["name"],
                dated_on=told["dated_on"],
                chosen_list=told["list"],
                values=form.values(),
                about=as_topic(told["about"]),
                seen=told["seen"],
                at=clock.now(),
            )
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("It is stored."))
            return redirect("correspondence:letter", process, one.key)
    context = {**frame(request, process), "form": form, "l": one, "heading": _("Set it out")}
    status = 422 if form.errors else 200
    return render(request, "correspondence/form.html", context, status=status)


@login_required
def text(request: HttpRequest, process: str, key: str, language: str) -> HttpResponse:
    """The text in one language."""
    me = acting(request)
    if language not in SIX:
        raise Http404
    one = the_letter(process, key)
    require(rules.may_edit_letter(me, one))
    form = TextForm(
        language,
        request.POST or None,
        initial={"seen": one.revision, **one.texts.get(language, {})},
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.write_text(
                by=me,
                letter=one,
                language=language,
                subject=told["subject"],
                body=told["body"].replace("\r\n", "\n"),
                seen=told["seen"],
                at=clock.now(),
            )
        except Refusal as refused:
            form.add_error(AT_FIELD.get(refused.code), refused.sentence)
        else:
            messages.success(request, _("It is stored."))
            return redirect("correspondence:letter", process, one.key)
    context = {
        **frame(request, process),
        "form": form,
        "l": one,
        "heading": _("Text in %(language)s") % {"language": NAMES[language]},
        "fields": [f"{{{{ {name} }}}}" for name in KNOWN_FIELDS],
    }
    status = 422 if form.errors else 200
    return render(request, "correspondence/form.html", context, status=status)


@login_required
@require_POST
def act(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Add or take out an addressee, issue, or give up."""
    me, at = acting(request), clock.now()
    one = the_letter(process, key)
    verb = request.POST.get("do", "")
    if verb in ("add", "take-out"):
        wanted = request.POST.get("contact", "").replace("\0", "")[:40]
        contact = get_object_or_404(Contact, process_code=process, key=wanted)
        actions.address_letter(by=me, letter=one, contact=contact, on=verb == "add", at=at)
    elif verb == "issue":
        one = actions.issue_letter(by=me, letter=one, at=at)
        reference = one.entry.reference if one.entry else ""
        messages.success(
            request,
            _("It is issued under %(reference)s. Its mails wait in the outbox.")
            % {"reference": reference},
        )
    elif verb == "give-up":
        actions.give_up_letter(by=me, letter=one, at=at)
        messages.success(request, _("The letter is given up."))
    else:
        raise Http404
    return redirect("correspondence:letter", process, one.key)
