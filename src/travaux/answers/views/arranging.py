"""What is done to one comment at the desk: note, split, move, take out, reopen; who answers where."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.answers import actions
from travaux.answers.queries import desk as queries
from travaux.answers.queries.carrying import names_of
from travaux.answers.views.desk import back, desk_page, opened
from travaux.answers.views.frame import posted
from travaux.comments.actions import place_comment, split_comment
from travaux.comments.actions.arranging import Piece
from travaux.comments.models import Comment
from travaux.comments.states import Scope
from travaux.comments.wording import number_name
from travaux.consultations.models import Round
from travaux.drafts.models import Paragraph
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, refuse


@never_cache
@login_required
@posted("answers:desk")
def arrange(request: HttpRequest, process: str, round: str, verb: str) -> HttpResponse:
    """What is done to one comment: note, split, move, take out, reopen; or who answers a place."""
    here, person = opened(request, process, round)
    at, key = clock.now(), request.POST.get("c", "")[:20]
    try:
        if verb == "duty":
            told, place = _duty(here, person, request), request.POST.get("at", "")[:20]
            messages.success(request, told)
            return back(here, request, at=place)
        comment = queries.comment_numbered(here, key)
        if comment is None:
            raise refuse("comment-unknown", comment=key)
        told = _ARRANGE[verb](here, person, comment, request, at)
    except Refusal as refused:
        kept = {name: request.POST.get(name, "") for name in ("note", "points", "why", "place_why")}
        return desk_page(
            request, here, person, refused=refused, also={"kept_words": kept, "verb": verb}
        )
    messages.success(request, told)
    return back(here, request, at=request.POST.get("at", "")[:20], c=comment.key)


def _duty(round: Round, person: Person, request: HttpRequest) -> str:
    paragraph = (
        Paragraph.objects.filter(version=round.version, anchor__key=request.POST.get("at", ""))
        .select_related("anchor")
        .first()
    )
    who = Person.objects.filter(key=request.POST.get("person", "")).first()
    actions.assign_paragraph(
        by=person, round=round, paragraph=paragraph, person=who, at=clock.now()
    )
    return _("%(name)s answers here.") % {"name": who} if who else _("Nobody is named here.")


def _note(round: Round, person: Person, comment: Comment, request: HttpRequest, at: Any) -> str:
    actions.add_private_note(by=person, comment=comment, text=request.POST.get("note", ""), at=at)
    return _("The note is kept; only those who answer see it.")


def _split(round: Round, person: Person, comment: Comment, request: HttpRequest, at: Any) -> str:
    """Points are parted by an empty line."""
    served = getattr(comment, "served", None)
    if served is not None:
        raise refuse("answered-already", number=number_name(comment), name=_proposer(served))
    words = request.POST.get("points", "").replace("\r\n", "\n").split("\n\n")
    points = split_comment(
        by=person,
        comment=comment,
        pieces=[Piece(text=w.strip()) for w in words if w.strip()],
        at=at,
    )
    return _("Split into %(n)s points; the comment as received is kept.") % {"n": len(points)}


def _proposer(served: Any) -> str:
    key = served.answer.proposed_by
    return names_of({key})[key]


def _move(round: Round, person: Person, comment: Comment, request: HttpRequest, at: Any) -> str:
    """To a paragraph, a section or the whole text; where it was stays on record."""
    served = getattr(comment, "served", None)
    if served is not None and served.released:
        raise refuse("answer-released")
    wanted = request.POST.get("to", "")
    paragraph = (
        Paragraph.objects.filter(version=round.version, anchor__key=wanted)
        .select_related("anchor")
        .first()
    )
    scope: str = Scope.TEXT
    if paragraph is not None:
        scope = Scope.SECTION if paragraph.kind == "heading" else Scope.PARAGRAPH
    elif wanted != "text":
        raise refuse("place-not-in-version")
    place_comment(
        by=person,
        comment=comment,
        scope=scope,
        paragraph=paragraph,
        reason=request.POST.get("place_why", ""),
        at=at,
    )
    return _("Moved; where it was stays on record.")


def _take_out(round: Round, person: Person, comment: Comment, request: HttpRequest, at: Any) -> str:
    served = getattr(comment, "served", None)
    if served is None:
        raise refuse("answer-not-proposed", number=number_name(comment))
    actions.take_out_comment(by=person, answer=served.answer, comment=comment, at=at)
    return _("Taken out: comment %(number)s is open again.") % {"number": number_name(comment)}


def _reopen(round: Round, person: Person, comment: Comment, request: HttpRequest, at: Any) -> str:
    served = getattr(comment, "served", None)
    if served is None:
        raise refuse("answer-not-proposed", number=number_name(comment))
    actions.reopen_answer(
        by=person, answer=served.answer, reason=request.POST.get("why", ""), at=at
    )
    return _("The answer is open again; what was settled is kept.")


_ARRANGE = {
    "note": _note,
    "split": _split,
    "move": _move,
    "take-out": _take_out,
    "reopen": _reopen,
}
