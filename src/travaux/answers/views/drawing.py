"""What the desk shows again and again, drawn once: its queue, its filters, its comments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from travaux.answers.queries.bench import Variant
from travaux.answers.queries.desk import Filters, Place, Standing
from travaux.answers.wording import OUTCOME_SHAPES, outcome_words
from travaux.comments.queries import Outline
from travaux.comments.states import Scope
from travaux.comments.wording import CAPACITIES, TYPES, member_name, number_name, type_name
from travaux.consultations.models import Round
from travaux.core.texts.redline import Piece, redline
from travaux.plumbing.keeping import Keep

_comments: Keep[SafeString] = Keep(4000)  # some 2 kB each
_filters: Keep[SafeString] = Keep(100)
SECTION_LETTERS = 80


# ---- comments ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Shown:
    """All that is shown of a comment, and so the key under which its markup is kept."""

    key: str
    number: str
    member: str
    capacity: str
    type: str
    text: str
    proposed: str
    language: str
    read_in: str  # the translation that its author read; "" for the source
    quote: str  # the words of that translation it was made on
    body: str  # of the paragraph, where the proposal is shown as a change of it
    at: bool
    take: str
    late: bool
    state: str
    outcome: str
    shape: str
    reaction: str
    ground: str
    said: str
    same: tuple[str, ...]
    more_same: int
    clause: str
    observation: str
    notes: tuple[tuple[str, datetime, str], ...]
    kept: bool = False  # it repeats words whose holders keep them back

    @property
    def redline(self) -> Sequence[Piece]:
        return redline(self.body, self.proposed) if self.body and self.proposed else ()


def drawn_comments(
    round: Round,
    body: str,
    variants: Iterable[Variant],
    chosen: Variant | None,
    to: str,
    kept: frozenset[str] = frozenset(),
) -> SafeString:
    """The comments of a group; `to` is the address of the desk at this place, for one more name.

    `kept`: keys of those that repeat words whose holders keep them back.
    """
    shown = (_shown(round, body, variant, variant is chosen, to, kept) for variant in variants)
    return mark_safe(
        "\n".join(_comments.get((get_language(), s), partial(_draw, s)) for s in shown)
    )


def _draw(shown: Shown) -> SafeString:
    return mark_safe(get_template("answers/_comment.html").render({"s": shown}).strip())


def _shown(
    round: Round, body: str, variant: Variant, at: bool, to: str, kept: frozenset[str]
) -> Shown:
    comment, reaction, answer = variant.comment, variant.reaction, variant.answer
    other = answer.duplicate_of if answer else None
    placed = bool(comment.proposed) and comment.scope == Scope.PARAGRAPH
    return Shown(
        key=comment.key,
        number=number_name(comment),
        member=member_name(comment.submission, full=True),
        capacity=str(CAPACITIES.get(comment.submission.capacity, "")),
        type=type_name(round.types, comment.type),
        text=comment.text,
        proposed=comment.proposed,
        language=comment.language,
        read_in=comment.read_in,
        quote=comment.quote if comment.read_in and comment.scope == Scope.PARAGRAPH else "",
        # a wording proposed on a translation is held against the words that were read
        body=(comment.quote if comment.read_in else body) if placed else "",
        at=at,
        take="" if at else f"{to}&c={comment.key}#answer",
        late=comment.submission.late,
        state=variant.state,
        outcome=outcome_words(answer.outcome, number_name(other) if other else "")
        if answer
        else "",
        shape=OUTCOME_SHAPES.get(answer.outcome, "") if answer else "",
        reaction=str(reaction.kind) if reaction else "",
        ground=str(reaction.ground) if reaction else "",
        said=reaction.text if reaction else "",
        same=tuple(number_name(c) for c in variant.shown_same),
        more_same=variant.more_same,
        clause=comment.clause_received,
        observation=Truncator(comment.observation_received).chars(300),
        notes=tuple((str(note.by or ""), note.at, note.text) for note in variant.notes),
        kept=comment.key in kept,
    )


# ---- filters and queue --------------------------------------------------------------------------------
def drawn_filters(round: Round, filters: Filters, sections: Outline, to: str) -> SafeString:
    """The form that narrows the desk; the sections of a published version never change."""
    key = (round.key, filters, to)  # which begins with the language

    def draw() -> SafeString:
        context = {
            "here": filters,
            "to": to,
            "sections": [(h.anchor, h.name) for h in sections.headings],
            "types": TYPES.get(round.types, {}),
            "capacities": CAPACITIES,
        }
        return mark_safe(get_template("answers/_filters.html").render(context))

    return _filters.get(key, draw)


def section_options(round: Round, sections: Outline) -> SafeString:
    """The sections as choices, for moving a comment."""

    def draw() -> SafeString:
        option = '<option value="{}" lang="{}">{}</option>'
        of_text = round.version.language
        cut = (
            (h.anchor, of_text, Truncator(h.name).chars(SECTION_LETTERS)) for h in sections.headings
        )
        return format_html_join("", option, cut)

    return _filters.get((round.version.key, "options"), draw)


@dataclass(frozen=True)
class Queue:
    """The rows of the queue, each in two parts between which the mark of the current one comes."""

    rows: tuple[tuple[str, str, str], ...]

    def at(self, here: Place | None) -> SafeString:
        wanted, mark = here.key if here else None, ' aria-current="page"'
        return mark_safe(
            "\n".join(
                f"{before}{mark if key == wanted else ''}{after}"
                for key, before, after in self.rows
            )
        )


_queues: Keep[Queue] = Keep(60)


def drawn_queue(now: Standing, to: str, language: str) -> Queue:
    """A row for each place; `to` is the address of a place, before its key.

    `language` is that of the text, whose words the places are called by.
    """
    if not now.key:
        return _drawn_queue(now.places, to, language)
    return _queues.get((now.key, to), lambda: _drawn_queue(now.places, to, language))


_rows: Keep[tuple[str, str, str]] = Keep(6000)  # some 300 bytes each


def _drawn_queue(places: Iterable[Place], to: str, language: str) -> Queue:
    # a comment that comes in changes one row of hundreds
    here = get_language()
    return Queue(
        tuple(
            _rows.get((here, to, language, place), partial(_drawn_row, place, to, language))
            for place in places
        )
    )


def _drawn_row(p: Place, to: str, language: str) -> tuple[str, str, str]:
    # by hand: there may be hundreds of rows, and a template takes far longer
    if p.open:
        words = format_html('<span class="hide"> {}</span>', _("open"))
        left = format_html('<span class="num">{}{}</span>', p.open, words)
    else:
        done = '<span class="state done"><span class="hide">{}</span></span>'
        left = format_html(done, _("none open"))
    return (
        p.key,
        format_html('<li><a href="{}{}"', to, p.key),
        format_html(
            '{}><span class="num">{}</span><span{} dir="auto">{}</span>{}</a></li>',
            mark_safe(" data-open") if p.unanswered else "",
            p.number,
            format_html(' lang="{}"', language) if p.paragraph_id else "",
            p.name,
            left,
        ),
    )
