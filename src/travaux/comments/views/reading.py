"""The draft with a button at every paragraph, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi, ngettext, npgettext, pgettext
from django.utils.translation import gettext as _

from travaux.comments import queries, rules
from travaux.comments.queries import Beside
from travaux.comments.views.frame import read_in_asked
from travaux.consultations.models import Round
from travaux.consultations.queries import (
    begun_rounds,
    kept_rounds_on,
    next_change,
    round_to_comment_in,
    standing,
    titles_of,
)
from travaux.consultations.rules import is_published
from travaux.drafts.queries import ReadingBlock
from travaux.drafts.views.frame import shown
from travaux.drafts.views.reading import reading_context
from travaux.journal.pages import changes_at, same_for_everyone
from travaux.journal.queries import state_of_record
from travaux.people.asking import person_of
from travaux.people.models import Appointment
from travaux.plumbing import clock
from travaux.translations.views import in_language


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws what stands beside each paragraph. By hand: a template takes ten times as long."""

    write: str  # addresses, with a mark where the paragraph's identity comes
    read: str
    life: str
    basket: str
    opening: SafeString
    buttons: bool
    verb: str
    count: Callable[[int], str]

    @classmethod
    def of(cls, round: Round, *, buttons: bool, may_list: bool, read_in: str = "") -> Pen:
        code = round.process.code
        direction = "rtl" if get_language_bidi() else "ltr"
        language = (get_language() or "en").replace("hans", "Hans")
        return cls(
            reverse("comments:comment", args=[code, round.key, _MARK])
            + (f"?in={read_in}" if read_in else ""),
            reverse("comments:list", args=[code, round.key]) + f"?at={_MARK}",
            reverse("reports:biography", args=[code, _MARK]),
            reverse("comments:basket", args=[code, round.key]),
            format_html('<p class="tools" lang="{}" dir="{}">', language, direction),
            buttons,
            escape(pgettext("verb", "Comment")),
            _listed if may_list else _readable,
        )

    def tools(self, block: ReadingBlock, comments: int, drafts: int) -> SafeString:
        """The button, and counts of what the reader may read."""
        if not (self.buttons or comments or drafts):
            return SafeString()
        anchor, found = block.anchor, [str(self.opening)]
        name = escape(block.name)
        if self.buttons:
            found.append(
                f'<a class="button quiet less" href="{self.write.replace(_MARK, anchor)}">'
                f'{self.verb}<span class="hide" lang=""> {name}</span></a>'
            )
        if comments:
            found.append(
                f'<a href="{self.read.replace(_MARK, anchor)}">{escape(self.count(comments))}'
                f'<span class="hide" lang=""> {name}</span></a>'
            )
            found.append(
                f'<a href="{self.life.replace(_MARK, anchor)}">{escape(_("Its biography"))}'
                f'<span class="hide" lang=""> {name}</span></a>'
            )
        if drafts:
            found.append(f'<a href="{self.basket}">{escape(_own(drafts))}</a>')
        return mark_safe("".join([*found, "</p>"]))


_MARK = "0-0"  # no identity of a paragraph looks like it


def _listed(n: int) -> str:
    return npgettext("how many", "%(n)s comment", "%(n)s comments", n) % {"n": n}


def _readable(n: int) -> str:
    return ngettext("%(n)s comment you may read", "%(n)s comments you may read", n) % {"n": n}


def _own(n: int) -> str:
    return ngettext("%(n)s draft of yours", "%(n)s drafts of yours", n) % {"n": n}


def _round_asked(
    request: HttpRequest,
    rounds: Sequence[Round],
    at: datetime,
    appointments: Sequence[Appointment],
) -> Round | None:
    asked = request.GET.get("round", "")
    if asked:
        return next((r for r in rounds if r.key == asked), None)
    return round_to_comment_in(rounds, at, person_of(request), appointments)


@same_for_everyone
def reading(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """Read a version, and comment where it goes out."""
    found = shown(request, process, version)
    here = found.version
    tongue = read_in_asked(request, here)
    context = in_language(request, here, tongue) if tongue else reading_context(request, found)
    at, person = clock.now(), person_of(request)
    rounds = kept_rounds_on(found.version, state_of_record())
    appointments = rules.appointments_here(person, process, at)
    round = _round_asked(request, rounds, at, appointments)
    until = next_change(rounds, at)
    if round is None:
        template = "translations/reading.html" if tongue else "drafts/reading.html"
        return changes_at(render(request, template, context), until)
    part = context["part"]
    counts = queries.beside(round, part.pks, person, at)
    verdict = rules.may_comment(person, round, at, appointments)
    now = standing(round, at)
    # Whoever is not signed in is shown the button: what they type waits behind the sign-in.
    buttons = bool(verdict) or (person is None and not now.is_planned)
    pen = Pen.of(round, buttons=buttons, may_list=is_published(round, at), read_in=tongue)
    for block in part.blocks:
        beside = [counts[pk] for pk in block.pks if pk in counts]
        block.tools = pen.tools(
            block, sum(b.comments for b in beside), sum(b.drafts for b in beside)
        )
    context |= {
        "round": round,
        "round_titles": titles_of(round),
        "round_standing": now,
        "buttons": buttons,
        "refused": "" if verdict or person is None else verdict.sentence,
        "late": rules.is_late(round, at),
        "whole": counts.get(None, Beside()),
        "own_drafts": sum(found.drafts for found in counts.values()),
        "other_rounds": [(r, titles_of(r)) for r in begun_rounds(rounds, at) if r.pk != round.pk],
    }
    if round.demonstration:
        context["demonstration"] = _(
            "This draft, its round and its comments are invented, to show how the work goes."
        )
    return changes_at(render(request, "comments/reading.html", context), until)
