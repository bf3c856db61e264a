"""The register: what came in and went out, with scans, links and the search for gaps."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.correspondence import actions, rules
from travaux.correspondence.forms import EntryForm
from travaux.correspondence.forms.topics import topic_choices
from travaux.correspondence.models.register import Direction, Form
from travaux.correspondence.queries import register as queries
from travaux.correspondence.queries.topics import as_topic, linked_topics
from travaux.correspondence.states import Confirmation
from travaux.correspondence.views.frame import acting, frame
from travaux.correspondence.wording import CONFIRMATIONS, DIRECTIONS, FORMS, TOPIC_KINDS
from travaux.plumbing import clock, exports
from travaux.plumbing.files import hand_out
from travaux.plumbing.verdicts import Refusal, refuse, require

PAGE = 50
AT_FIELD = {
    "register-without-subject": "subject",
    "register-without-party": "party",
    "register-in-the-future": "dated_on",
    "too-many-scans": "scans",
    "scan-too-large": "scans",
}


def _direction(request: HttpRequest) -> str:
    asked = request.GET.get("way", "")
    return asked if asked in Direction.values else ""


@login_required
def register(request: HttpRequest, process: str) -> HttpResponse:
    """What came in and went out, the latest first."""
    require(rules.may_read(acting(request), process))
    way = _direction(request)
    about = as_topic(request.GET.get("about", ""))
    found = queries.register_of(process, way, about=about)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    entries = list(page.object_list)
    rows = [
        {"e": e, "way": DIRECTIONS[Direction(e.direction)], "form": FORMS[Form(e.form)]}
        for e in entries
    ]
    context = {
        **frame(request, process, invented=any(e.demonstration for e in entries)),
        "rows": rows,
        "page": page,
        "way": way,
        "topics": [
            (one, TOPIC_KINDS.get(one.kind, one.kind), (one.kind, one.key) == about)
            for one in linked_topics(process)
        ],
        "gaps": queries.gaps(process),
    }
    return render(request, "correspondence/register.html", context)


@login_required
def register_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The register as a list."""
    require(rules.may_read(acting(request), process))
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    columns = [
        ("reference", _("Reference")),
        ("direction", _("Direction")),
        ("form", _("Form")),
        ("dated_on", _("Date on it")),
        ("registered_at", _("Registered")),
        ("subject", _("What it is about")),
        ("party", _("From whom, or to whom")),
        ("their_reference", _("Their reference")),
        ("language", _("Language")),
        ("about", _("Linked to")),
        ("files", _("Scans")),
        ("void", _("Void because")),
    ]
    about = as_topic(request.GET.get("about", ""))
    found = queries.register_of(process, _direction(request), about=about)
    rows = [
        (e.reference, e.direction, e.form, e.dated_on, e.registered_at, e.subject, e.party,
         e.their_reference, e.language, [link.label for link in e.links.all()],
         [f.file.name for f in e.files.all()], e.void_reason)
        for e in found
    ]  # fmt: skip
    data = exports.write(
        ending, columns, rows, title=_("Register"), right_to_left=get_language_bidi()
    )
    return exports.download(data, ending, f"{process}-register")


@login_required
def add(request: HttpRequest, process: str) -> HttpResponse:
    """Enter what came in, or went out by another way, with its scans."""
    me = acting(request)
    require(rules.may_write(me, process))
    form = EntryForm(
        process,
        request.POST or None,
        request.FILES or None,
        initial={"dated_on": clock.today(), "form": Form.LETTER},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.register_entry(
                by=me,
                process_code=process,
                details=form.details(),
                about=form.topic(),
                files=form.cleaned_data["scans"],
                demonstration=me.demonstration,
                at=clock.now(),
            )
        except Refusal as refused:
            form.add_error(AT_FIELD.get(refused.code), refused.sentence)
        else:
            messages.success(
                request, _("It is entered under %(reference)s.") % {"reference": made.reference}
            )
            return redirect("correspondence:entry", process, made.key)
    context = {
        **frame(request, process),
        "form": form,
        "heading": _("Enter in the register"),
        "multipart": True,
    }
    status = 422 if form.errors else 200
    return render(request, "correspondence/form.html", context, status=status)


@login_required
def entry(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One entry: its scans, what it is about; scans and links are added, or it is made void."""
    me = acting(request)
    require(rules.may_read(me, process))
    one = get_object_or_404(queries.register_of(process), key=key)
    if request.method == "POST":
        verb, at = request.POST.get("do", ""), clock.now()
        if verb == "scan":
            files = request.FILES.getlist("files")
            require(rules.scans_fit(files))
            if not files:
                raise refuse("no-scan-chosen")
            for data in files:
                actions.attach_scan(by=me, entry=one, data=data, at=at)
        elif verb == "link":
            actions.link_entry(
                by=me, entry=one, other=request.POST.get("other", "").replace("\0", ""), at=at
            )
        elif verb in ("about", "not-about"):
            kind, name = as_topic(request.POST.get("about", ""))
            change = actions.link_topic if verb == "about" else actions.unlink_topic
            change(by=me, entry=one, kind=kind, key=name, at=at)
        elif verb == "forget":
            made = get_object_or_404(one.on_behalf, key=request.POST.get("made", "")[:20])
            actions.forget_submitter(by=me, made=made, at=at)
        elif verb == "void":
            actions.void_entry(
                by=me, entry=one, reason=request.POST.get("reason", "").replace("\0", ""), at=at
            )
        else:
            raise Http404
        messages.success(request, _("It is stored."))
        return redirect("correspondence:entry", process, one.key)
    letter = getattr(one, "letter", None)
    context = {
        **frame(request, process, invented=one.demonstration),
        "e": one,
        "way": DIRECTIONS[Direction(one.direction)],
        "form": FORMS[Form(one.form)],
        "letter": letter,
        "on_behalf": [
            (made, CONFIRMATIONS[Confirmation(made.state)]) for made in one.on_behalf.all()
        ],
        "links": [
            (link, queries.place_of_link(process, link), TOPIC_KINDS.get(link.kind, ""))
            for link in one.links.all()
        ],
        "choices": topic_choices(process),
    }
    return render(request, "correspondence/entry.html", context)


@login_required
def scan(request: HttpRequest, process: str, key: str, file: str) -> FileResponse:
    """A scan of the register."""
    require(rules.may_read(acting(request), process))
    one = get_object_or_404(queries.register_of(process), key=key)
    found = queries.file_of(one, file)
    if found is None:
        raise Http404
    return hand_out(found)
