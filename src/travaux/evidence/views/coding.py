"""The book of codes, what coders of an interview marked side by side, and the codes as files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.core.evidence.coding import Compared
from travaux.design.languages import initial_texts, texts_of
from travaux.evidence import actions
from travaux.evidence.forms.coding import CodeForm, SettleForm
from travaux.evidence.models.coding import CodeBook
from travaux.evidence.models.interviews import InterviewText
from travaux.evidence.queries.coding import (
    book_numbered,
    books_of,
    coded_texts,
    coders_of,
    codes_of,
    codes_standing,
    compared,
    counted,
    issued_book,
    settlements_of,
    waiting_differences,
)
from travaux.evidence.queries.interviews import name_of, text_of
from travaux.evidence.rules.coding import (
    may_change_book,
    may_see_marks,
    may_settle_codes,
    may_write_codes,
)
from travaux.evidence.rules.interviews import may_read_text
from travaux.evidence.views.frame import frame, process_named
from travaux.evidence.views.interviews import interview_at
from travaux.evidence.wording.literature import GRADES
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap.models import Process

SHOWN = 40  # differences on one page


def _open_book(here: Process) -> CodeBook | None:
    return books_of(here).filter(issued_at__isnull=True).select_related("process").first()


def book(request: HttpRequest, process: str, number: int = 0) -> HttpResponse:
    """One version of the book: the one in force, unless another is asked for."""
    here, at, person = process_named(process), clock.now(), person_of(request)
    writes = bool(may_write_codes(person, here, at))
    shown = book_numbered(here, number) if number else issued_book(here)
    shown = shown or (_open_book(here) if writes and not number else None)
    if number and (shown is None or (shown.issued_at is None and not writes)):
        raise Http404(number)
    uses = counted([t for t in coded_texts(here) if may_read_text(person, t.interview, at)])
    context = {
        **frame(here, invented=bool(shown and shown.demonstration)),
        "book": shown,
        "books": [b for b in books_of(here) if b.issued_at or writes],
        "rows": [
            {"code": c, "passages": found[1], "interviews": found[2]}
            for c in (codes_of(shown) if shown else [])
            if (found := uses.get(c.name, ("", 0, 0)))
        ],
        "uses": bool(uses),
        "writes": writes,
        "changes": shown is not None and may_change_book(person, shown, at),
        "open": _open_book(here) if writes else None,
    }
    return render(request, "evidence/code_book.html", context)


def book_file(request: HttpRequest, process: str, number: str, ending: str) -> HttpResponse:
    """A version of the book as a file."""
    here, at = process_named(process), clock.now()
    shown = book_numbered(here, int(number))
    if shown is None or (
        shown.issued_at is None and not may_write_codes(person_of(request), here, at)
    ):
        raise Http404(number)
    columns = [
        ("code", _("Short name")),
        ("title", _("Title")),
        ("definition", _("Definition")),
        ("book", _("Version")),
    ]
    rows = [[c.name, said(c.titles), said(c.definitions), shown.number] for c in codes_of(shown)]
    data = write(ending, columns, rows, title=_("Book of codes"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-codes-{shown.number}")


@login_required
def define(request: HttpRequest, process: str) -> HttpResponse:
    """A code of the version in the making gets its words."""
    here, at, by = process_named(process), clock.now(), signed_in(request)
    require(may_write_codes(by, here, at))
    making = _open_book(here)
    if making is None:
        messages.warning(request, _("Begin the next version of the book first."))
        return redirect("evidence:code-book", process)
    wanted = request.GET.get("code", "")[:40]
    held = making.codes.filter(name=wanted).first()
    initial: dict[str, Any] = {}
    if held is not None:
        initial = {
            "name": held.name,
            **initial_texts("title", held.titles),
            **initial_texts("definition", held.definitions),
        }
    form = CodeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.define_code(
                by=by,
                book=making,
                name=form.cleaned_data["name"],
                titles=texts_of(form, "title"),
                definitions=texts_of(form, "definition"),
                at=at,
            )
            return redirect("evidence:code-book-version", process, making.number)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    context = {**frame(here), "form": form, "book": making, "code": held}
    return render(request, "evidence/code.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def book_act(request: HttpRequest, process: str) -> HttpResponse:
    """A version is begun or issued, or a code is left out of it."""
    here, at, by = process_named(process), clock.now(), signed_in(request)
    do, making = request.POST.get("do", ""), _open_book(here)
    try:
        if do == "begin":
            made = actions.begin_code_book(by=by, process=here, at=at)
            return redirect("evidence:code-book-version", process, made.number)
        if do == "issue" and making is not None:
            actions.issue_code_book(by=by, book=making, at=at)
        elif do == "drop" and making is not None:
            code = making.codes.filter(name=request.POST.get("code", "")[:40]).first()
            if code is not None:
                actions.drop_code(by=by, code=code, at=at)
                return redirect("evidence:code-book-version", process, making.number)
    except Refusal as refused:
        messages.error(request, refused.sentence)
    return redirect("evidence:code-book", process)


def agreed_rows(text: InterviewText, found: Compared) -> list[dict[str, Any]]:
    """Agreement as a table: all codes together first, then each code."""
    coders = coders_of(text)
    titles = {c.name: said(c.titles) for c in codes_of(coders[0].book)} if coders else {}
    pairs = [("", _("All codes together"), found.whole)]
    pairs += [(name, titles.get(name, name), pair) for name, pair in found.codes.items()]
    return [
        {
            "code": name,
            "title": title,
            "pair": pair,
            "grade": GRADES[pair.by_paragraph.grade],
            "stretch_grade": GRADES[pair.by_stretch.grade],
        }
        for name, title, pair in pairs
    ]


@login_required
def codes(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What the coders of an interview marked: agreement, differences, and what stands."""
    found, at, by = interview_at(process, key), clock.now(), signed_in(request)
    text = text_of(found)
    if text is None:
        raise Http404(key)
    require(may_see_marks(by, text, at))
    form = SettleForm(request.POST or None)
    if request.method == "POST":
        try:
            if form.is_valid():
                actions.settle_code(
                    by=by,
                    text=text,
                    name=form.cleaned_data["code"],
                    number=form.cleaned_data["paragraph"],
                    stretch=form.cleaned_data["stretch"],
                    reason=form.cleaned_data["reason"],
                    at=at,
                )
                return redirect("evidence:interview-codes", process, key)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    result = compared(text)
    people = {c.key: c.person.name or _("a coder") for c in coders_of(text)}
    titles = {c.name: said(c.titles) for c in codes_of(coders_of(text)[0].book)}
    open_ones = waiting_differences(text, result)
    context = {
        **frame(found.process, invented=found.demonstration),
        "interview": found,
        "named": name_of(found),
        "text": text,
        "coders": coders_of(text),
        "agreed": agreed_rows(text, result) if len(people) > 1 else [],
        "differences": [
            {
                "difference": d,
                "title": titles.get(d.code, d.code),
                "words": text.paragraphs[d.paragraph - 1]["text"],
                "given": [
                    {
                        "who": people[m.coder],
                        "words": text.paragraphs[m.paragraph - 1]["text"][m.start : m.end],
                        "value": f"{m.start}-{m.end}",
                    }
                    for m in d.given
                ],
                "without": [people[c] for c in d.without],
            }
            for d in open_ones[:SHOWN]
        ],
        "more": max(0, len(open_ones) - SHOWN),
        "settled": [(s, titles.get(s.code.name, "")) for s in settlements_of(text).values()],
        "standing": codes_standing(text, result)[:200],
        "may_settle": may_settle_codes(by, text, at),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "evidence/interview_codes.html", context, status=status)


def codings_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The codes that stand in all interviews that this reader may read, by their exact places."""
    here, at, person = process_named(process), clock.now(), person_of(request)
    columns = [
        ("interview", _("Interview")),
        ("region", _("Region")),
        ("level", _("Level")),
        ("paragraph", _("Paragraph")),
        ("from", _("From character")),
        ("to", _("To character")),
        ("code", _("Code")),
        ("book", _("Version")),
        ("settled", _("Settled because")),
        ("words", _("Words")),
    ]
    rows = []
    for text in coded_texts(here):
        if not may_see_marks(person, text, at):
            continue
        coders = coders_of(text)
        for one in codes_standing(text):
            rows.append(
                [
                    text.interview.number,
                    text.interview.region,
                    text.interview.level,
                    one.paragraph,
                    one.start + 1,
                    one.end,
                    one.code.name,
                    coders[0].book.number,
                    one.settled.reason if one.settled else "",
                    one.words,
                ]
            )
    data = write(ending, columns, rows, title=_("Codes"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-codings")
