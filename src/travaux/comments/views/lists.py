"""Lists: one's own drafts and comments, and the comments of a round once they are public."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from travaux.comments import actions, queries, rules
from travaux.comments.file_sentences import why_unplaced
from travaux.comments.forms import FilterForm, choice_of
from travaux.comments.models import Comment, Submission
from travaux.comments.states import SubmissionState
from travaux.comments.views.frame import frame, process_named, round_at
from travaux.comments.views.receipts import shown_comments
from travaux.comments.wording import (
    CAPACITIES,
    MARKS,
    entered_words,
    member_name,
    number_name,
    place_name,
    said_words,
    type_name,
)
from travaux.consultations.models import Round
from travaux.consultations.queries import standing
from travaux.consultations.rules import is_counted, sets_are_sealed
from travaux.correspondence.queries.on_behalf import entered_for
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import NAMES
from travaux.plumbing.verdicts import Refusal

PER_PAGE = 50
COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("member", gettext_lazy("Member")),
    ("capacity", gettext_lazy("Capacity")),
    ("section", gettext_lazy("Section")),
    ("paragraph", gettext_lazy("Paragraph")),
    ("line", gettext_lazy("Line")),
    ("type", gettext_lazy("Type of comment")),
    ("comment", gettext_lazy("Comment")),
    ("proposed_change", gettext_lazy("Proposed change")),
    ("language", gettext_lazy("Language")),
    ("read_in", gettext_lazy("Translation it was made on")),
    ("words_read", gettext_lazy("Words it was made on")),
    ("received_at", gettext_lazy("Received (UTC)")),
    ("late", gettext_lazy("After the deadline")),
    ("place", gettext_lazy("Place")),
    ("why_unplaced", gettext_lazy("Why it has no place")),
    ("observation", gettext_lazy("Observation as received")),
    ("entered", gettext_lazy("Entered on behalf")),
)


def _rows(
    round: Round, comments: list[Comment], outline: Any, *, staff: bool, viewer: Any
) -> list[dict[str, Any]]:
    found = []
    numbered = rules.numbers_known(viewer, round, clock.now())
    entered = entered_for(
        "comment", {c.submission.key for c in comments if c.submission.entered_by}
    )
    for comment in comments:
        comment.round = round
        comment.submission.round = round
        paragraph = comment.paragraph
        heading = outline.section_of(paragraph.position if paragraph is not None else None)
        mine = rules.is_author(viewer, comment.submission)
        found.append(
            {
                "comment": comment,
                "submission": comment.submission,
                "number": number_name(comment) if numbered(comment.submission) else "",
                "place": place_name(comment),
                "section": heading,
                "type": type_name(round.types, comment.type),
                "capacity": CAPACITIES.get(comment.submission.capacity, ""),
                "member": member_name(
                    comment.submission,
                    full=staff or mine,
                    knows=rules.knows_author(viewer, comment.submission),
                ),
                "mine": mine,
                "entered": entered.get(comment.submission.key),
                "mark": MARKS.get(comment.mark, ""),
                "why": why_unplaced(comment.why_unplaced) if comment.why_unplaced else "",
            }
        )
    return found


def listing(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """The comments of a round: all once it is closed, before that one's own."""
    here, at = round_at(process, round), clock.now()
    person = person_of(request)
    staff = rules.is_staff(person, process, at)
    outline = queries.outline(here.version)
    sections = [(h.anchor, h.name) for h in outline.headings]
    form = FilterForm(request.GET or None, round=here, sections=sections, staff=staff)
    visible = queries.visible_comments(person, here, at).filter(is_split=False)
    narrowed = queries.filtered(visible, form.filters(), outline)
    page = Paginator(queries.in_order(narrowed), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(here.process, here),
        "standing": standing(here, at),
        "shows_all": rules.reads_all(person, here, at),
        "sealed": not is_counted(here, at),
        "sets_sealed": not staff and sets_are_sealed(here, at),
        "form": form,
        "page": page,
        "rows": _rows(here, list(page.object_list), outline, staff=staff, viewer=person),
        "staff": staff,
        "filtered": any(request.GET.get(name) for name in form.fields),
        "counts": queries.summary(visible),
    }
    return render(request, "comments/list.html", context)


def comments_file(round: Round, person: Any, at: Any, ending: str, filters: Any = None) -> bytes:
    """The comments of a round that a person may read, as a file."""
    staff = rules.is_staff(person, round.process.code, at)
    outline = queries.outline(round.version)
    visible = queries.visible_comments(person, round, at)
    if filters is not None:
        visible = queries.filtered(visible, filters, outline)
    rows = []
    for row in _rows(round, list(queries.in_order(visible)), outline, staff=staff, viewer=person):
        comment, submission = row["comment"], row["submission"]
        machine = ending == "json"
        heading = row["section"]
        rows.append(
            [
                row["number"],
                row["member"]
                if machine or not submission.said_in
                else f"{row['member']}; {said_words(submission)}",
                submission.capacity if machine else str(row["capacity"]),
                heading.short if heading else comment.clause_received,
                comment.paragraph.number
                if comment.paragraph is not None and comment.scope == "paragraph"
                else comment.paragraph_received,
                comment.line_received,
                comment.type if machine else row["type"] or comment.type_received,
                comment.text,
                comment.proposed,
                comment.language,
                comment.read_in if machine else NAMES.get(comment.read_in, comment.read_in),
                comment.quote if comment.read_in else "",
                submission.submitted_at,
                ("late" if submission.late else "")
                if machine
                else (_("after the deadline") if submission.late else ""),
                comment.scope if machine else row["place"],
                comment.why_unplaced if machine else row["why"],
                comment.observation_received,
                entered_words(row["entered"], code=machine),
            ]
        )
    return write(ending, COLUMNS, rows, title=_("Comments"), right_to_left=get_language_bidi())


def listing_file(request: HttpRequest, process: str, round: str, ending: str) -> HttpResponse:
    """The list of comments as a file, narrowed as the page is."""
    here, at = round_at(process, round), clock.now()
    person = person_of(request)
    outline = queries.outline(here.version)
    form = FilterForm(
        request.GET or None,
        round=here,
        sections=[(h.anchor, h.name) for h in outline.headings],
        staff=rules.is_staff(person, process, at),
    )
    data = comments_file(here, person, at, ending, form.filters())
    return download(data, ending, f"{process}-{here.key}-comments")


@login_required
def mine(request: HttpRequest, process: str) -> HttpResponse:
    """Everything of one's own in a process: drafts by round, and what was handed in."""
    here, at = process_named(process), clock.now()
    drafts: dict[int, dict[str, Any]] = {}
    for draft in queries.own_drafts(signed_in(request), process=here):
        entry = drafts.setdefault(
            draft.round.pk, {"standing": standing(draft.round, at), "count": 0}
        )
        entry["count"] += 1
    submissions = queries.own_submissions(signed_in(request), here)
    page = Paginator(submissions, 20).get_page(request.GET.get("page"))
    context = {
        **frame(here),
        "drafts": list(drafts.values()),
        "page": page,
        "handed_in": [
            {
                "submission": s,
                "withdrawn": s.state == SubmissionState.WITHDRAWN,
                "comments": shown_comments(_originals(s), s.round.types, person_of(request), at),
            }
            for s in page.object_list
        ],
    }
    return render(request, "comments/mine.html", context)


def _originals(submission: Submission) -> list[Comment]:
    comments = [c for c in submission.comments.all() if c.split_from_id is None]
    for comment in comments:
        comment.submission, comment.round = submission, submission.round
    return comments


@login_required
def mine_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """One's own comments as a file."""
    here, at = process_named(process), clock.now()
    rows = []
    for submission in queries.own_submissions(signed_in(request), here):
        numbered = rules.numbers_known(person_of(request), submission.round, at)(submission)
        for comment in _originals(submission):
            rows.append(
                [
                    submission.receipt,
                    submission.state,
                    number_name(comment) if numbered else "",
                    place_name(comment),
                    type_name(submission.round.types, comment.type),
                    comment.text,
                    comment.proposed,
                    submission.submitted_at,
                ]
            )
    columns = [
        ("receipt", _("Receipt")),
        ("state", _("Status")),
        ("number", _("Number")),
        ("place", _("Place")),
        ("type", _("Type of comment")),
        ("comment", _("Comment")),
        ("proposed_change", _("Proposed change")),
        ("received_at", _("Received (UTC)")),
    ]
    data = write(ending, columns, rows, title=_("Comments"), right_to_left=get_language_bidi())
    return download(data, ending, f"{process}-my-comments")


@login_required
def basket(request: HttpRequest, process: str, round: str) -> HttpResponse:
    """One's drafts in a round, by party: choose, and hand them in together."""
    here, at = round_at(process, round), clock.now()
    drafts = list(queries.own_drafts(signed_in(request), round=here))
    refused = ""
    chosen = set(request.POST.getlist("draft"))
    if request.method == "POST":
        try:
            sent = actions.submit_drafts(
                by=signed_in(request),
                round=here,
                drafts=[d for d in drafts if d.key in chosen],
                form_token=request.POST.get("form_token", "")[:40],
                at=at,
            )
            return redirect("comments:receipt", process, sent.receipt)
        except Refusal as problem:
            refused = problem.sentence
    appointments = rules.appointments_here(person_of(request), process, at)
    parties: dict[Any, dict[str, Any]] = {}
    for draft in drafts:
        party = (choice_of(draft), draft.name_shown, draft.protected)
        if party not in parties:
            name = member_name(draft, full=True, knows=True)
            parties[party] = {
                "member": name,
                "capacity": CAPACITIES.get(draft.capacity, ""),
                "name_shown": draft.name_shown,
                "token": secrets.token_urlsafe(18),
                "sealed": rules.is_sealed(draft, at),
                "drafts": [],
            }
        for shown in shown_comments(_originals(draft), here.types, person_of(request), at):
            ticked = not chosen or draft.key in chosen
            parties[party]["drafts"].append({"draft": draft, "ticked": ticked, **shown})
    context = {
        **frame(here.process, here),
        "standing": standing(here, at),
        "parties": list(parties.values()),
        "verdict": rules.may_comment(person_of(request), here, at, appointments),
        "late": rules.is_late(here, at),
        "refused": refused,
    }
    return render(request, "comments/basket.html", context, status=422 if refused else 200)
