"""The brackets of a version: views of them, exports, and the page of one paragraph's brackets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.problems import Unusable
from travaux.drafts import actions, rules
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.queries.negotiating import (
    VIEWS,
    Held,
    Negotiated,
    gone_positions,
    negotiated,
    parties_of,
)
from travaux.drafts.states import Agreement, Stance
from travaux.drafts.telling import told
from travaux.drafts.views.frame import frame, opened, sentence_of
from travaux.drafts.weaving import isolated
from travaux.drafts.wording import AGREEMENTS, BRACKET_KINDS, BRACKET_VIEWS, STANCES
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.typed import whole_number
from travaux.plumbing.verdicts import Refusal, refuse

PAGE = 30
LATER = 60  # paragraphs among which one chooses where a bracket ends


def brackets(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """What is open; all; the text if everything stays, if everything goes, or as one side has it."""
    here, at = opened(request, process, version), clock.now()
    rows = negotiated(here, at)
    view = request.GET.get("view", "open")
    view = view if view in VIEWS else "open"
    who = request.GET.get("who", "")[:300]
    parties = parties_of(rows)
    if view == "party" and who not in parties:
        view, who = "open", ""
    shown = [row for row in rows if row.open] if view == "open" else rows
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(here.text.process, here),
        "page": page,
        "rows": [_drawn(row, view, who) for row in page],
        "view": view,
        "who": who,
        "views": [(key, BRACKET_VIEWS[key]) for key in VIEWS if key != "party"],
        "parties": parties,
        "open": sum(row.open for row in rows),
        "gone": [
            {
                "party": said(one.stand.country.names),
                "stance": STANCES[one.stand.stance],
                "words": isolated(one.stand.wording),
                "version": one.stand.version.number,
            }
            for one in gone_positions(here)
        ],
        "statuses": [
            (AGREEMENTS[key], sum(1 for row in rows if row.status == key))
            for key in Agreement.values
        ],
    }
    return render(request, "drafts/brackets.html", context)


def _drawn(row: Negotiated, view: str, who: str) -> dict[str, Any]:
    return {
        "row": row,
        "text": row.reads(view, who),
        "status": AGREEMENTS.get(row.status, ""),
        "held": told(row.brackets),
    }


def brackets_file(request: HttpRequest, process: str, version: str, ending: str) -> HttpResponse:
    """Every bracket with its positions as a file."""
    here = opened(request, process, version)
    columns = [
        ("number", _("Paragraph")),
        ("paragraph", _("Identity")),
        ("status", _("Status")),
        ("bracket", _("Bracket")),
        ("words", _("Words")),
        ("open", _("Open")),
        ("positions", _("Positions")),
        ("kind", _("What it is")),
        ("until", _("Until paragraph")),
        ("at", _("At character")),
        ("mend", _("Likely mend")),
    ]
    plain = ending == "json"
    rows = [line for row in negotiated(here, clock.now()) for line in _lines_of(row, plain)]
    data = write(ending, columns, rows, title=_("Brackets"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-brackets")


def _lines_of(row: Negotiated, plain: bool) -> Iterator[list[Any]]:
    """A paragraph in the export: its brackets, those that begin in it and end in a later one, and
    the signs that lack their partner, each with the paragraph as it would likely be mended."""
    status = row.status if plain else str(AGREEMENTS.get(row.status, ""))
    begins = [row.number, row.anchor, status]

    def yes(value: bool) -> Any:
        return value if plain else _("yes") if value else _("no")

    def kind(code: str) -> str:
        return code if plain else str(BRACKET_KINDS[code])

    for bracket in row.brackets:
        number, words = bracket.number + 1, bracket.source
        positions = _positions(bracket.held, plain)
        within = [*begins, number, words, yes(bracket.is_open), positions]
        yield [*within, kind("within"), "", "", ""]
    for wide in row.wide:
        over = [*begins, "", row.body, yes(True), _positions(wide.held, plain)]
        yield [*over, kind("over"), wide.last_number or wide.last_anchor, "", ""]
    for one in row.unbalanced:
        mended = f"{row.body[: one.mend_at]}{one.mend}{row.body[one.mend_at :]}" if one.mend else ""
        yield [*begins, "", row.body, "", "", kind(one.kind), "", one.at + 1, mended]


def _positions(held: Iterable[Held], plain: bool) -> str:
    return "; ".join(
        f"{one.party}: {one.stance if plain else STANCES[one.stance]}"
        + (f" ({one.note})" if one.note else "")
        for one in held
    )


@login_required
def bracket(request: HttpRequest, process: str, version: str, anchor: str) -> HttpResponse:
    """The brackets of one paragraph: change them, take a position, say what is agreed."""
    here, at = opened(request, process, version), clock.now()
    row = here.paragraphs.select_related("anchor", "version__text__process").filter(
        anchor__key=anchor
    )
    paragraph = row.first()
    if paragraph is None:
        raise Http404(anchor)
    problem = ""
    if request.method == "POST":
        try:
            _do(request, paragraph)
        except (Refusal, Unusable) as refused:
            problem = sentence_of(refused)
            paragraph = row.first() or paragraph
        else:
            messages.success(request, _("Saved."))
            return redirect("drafts:bracket", process, here.key, anchor)
    return _page(request, here, paragraph, at, problem)


def _page(
    request: HttpRequest, version: Version, paragraph: Paragraph, at: Any, problem: str
) -> HttpResponse:
    person = person_of(request)
    (row,) = negotiated(version, at, paragraph.anchor.key)
    mandate = rules.delegation_of(person, version.text.process.code, at)
    context = {
        **frame(version.text.process, version),
        "paragraph": paragraph,
        "row": row,
        "brackets": [
            {
                "it": one,
                "held": told([one]),
                "mine": next(
                    (
                        held.stand
                        for held in one.held
                        if mandate is not None
                        and held.stand is not None
                        and held.stand.country_id == mandate.country_id
                    ),
                    None,
                ),
                "carried_mine": next(
                    (
                        held
                        for held in one.held
                        if held.carried
                        and mandate is not None
                        and held.stand is not None
                        and held.stand.country_id == mandate.country_id
                    ),
                    None,
                ),
            }
            for one in row.brackets
        ],
        "views": [
            (BRACKET_VIEWS["in"], row.reads("in")),
            (BRACKET_VIEWS["out"], row.reads("out")),
        ],
        "later": [
            (other.anchor.key, other.number or " ".join(other.body.split())[:60])
            for other in version.paragraphs.select_related("anchor")
            .filter(position__gt=paragraph.position)
            .exclude(kind__in=["table", "code"])
            .defer("marks", "notes", "rows")[:LATER]
        ],
        "may_edit": rules.may_edit(person, version),
        "may_draft": rules.may_draft(person, version.text.process),
        "may_hold": rules.may_take_position(person, version, at),
        "mandate": mandate,
        "stances": STANCES,
        "agreements": AGREEMENTS,
        "problem": problem,
        "typed": request.POST if problem else {},
    }
    return render(request, "drafts/bracket.html", context, status=409 if problem else 200)


def _over(request: HttpRequest, paragraph: Paragraph, doing: str) -> None:
    """A bracket from this paragraph to the end of a later one is put in or lifted."""
    last = (
        Paragraph.objects.select_related("anchor", "version__text__process")
        .filter(version=paragraph.version, anchor__key=request.POST.get("until", ""))
        .first()
    )
    if last is None:
        raise refuse("paragraph-not-here")
    act = actions.bracket_over if doing == "over" else actions.lift_over
    act(
        by=signed_in(request),
        first=paragraph,
        last=last,
        revision=_number(request, "revision", -1),
        last_revision=last.revision,
        at=clock.now(),
    )


def _number(request: HttpRequest, name: str, least: int = 0) -> int:
    asked = request.POST.get(name, "")
    return whole_number(asked, least, digits=5)


def _do(request: HttpRequest, paragraph: Paragraph) -> None:
    doing = request.POST.get("do", "")
    by, at = signed_in(request), clock.now()
    number = _number(request, "bracket")
    if doing in ("bracket", "add", "keep", "drop", "tidy"):
        actions.change_brackets(
            by=by,
            paragraph=paragraph,
            what=doing,
            revision=_number(request, "revision", -1),
            bracket=number,
            words=request.POST.get("words", ""),
            nth=_number(request, "nth", 1),
            at=at,
        )
    elif doing in ("over", "lift-over"):
        _over(request, paragraph, doing)
    elif doing in Stance.values:
        actions.take_position(
            by=by,
            paragraph=paragraph,
            bracket=number,
            stance=doing,
            note=request.POST.get("note", ""),
            at=at,
        )
    elif doing == "lift":
        actions.lift_position(by=by, paragraph=paragraph, bracket=number, at=at)
    elif doing == "status":
        actions.set_status(by=by, paragraph=paragraph, status=request.POST.get("status", ""), at=at)
    else:
        raise refuse("nothing-chosen")
