"""A group is set up, adopts its terms, is shown things, advises, dissents, and gives its view."""

from __future__ import annotations

from datetime import date, datetime

from travaux.advice.models import Advice, Dissent, ExpertGroup, FinalView, Shown, Terms
from travaux.advice.rules import (
    are_words,
    may_advise,
    may_be_shown,
    may_dissent,
    may_keep,
    may_respond,
    may_show,
)
from travaux.advice.states import MOVES, AdviceState
from travaux.advice.telling import tell_outcome, tell_shown
from travaux.answers.models import Answer
from travaux.comments.models import Comment
from travaux.consultations.models import Round
from travaux.core.comments.words import kept_words
from travaux.drafts.models import Paragraph, Version
from travaux.journal.actions import action, nothing_to_record, record
from travaux.panels.models import Panel
from travaux.people.models import Person
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process


@action
def set_up_group(
    *,
    by: Person,
    process: Process,
    titles: dict[str, str],
    panel: Panel | None,
    at: datetime,
    demonstration: bool = False,
) -> ExpertGroup:
    """The secretariat sets up the desk of a group: of a panel's seats, or of the roll's experts."""
    require(may_keep(by, process, at))
    kept = {code: text.strip() for code, text in titles.items() if text.strip()}
    if not kept:
        raise refuse("group-needs-title")
    if panel is not None and panel.process_id != process.pk:
        raise refuse("not-your-role")
    group = ExpertGroup.objects.create(
        process=process, titles=kept, panel=panel, created_at=at, demonstration=demonstration
    )
    record(by=by, subject=group.key, process=process.code, at=at)
    return group


@action
def adopt_terms(
    *,
    by: Person,
    group: ExpertGroup,
    scope: str,
    deliverables: str,
    language: str,
    adopted_on: date,
    adopted_by: str,
    at: datetime,
) -> Terms:
    """Scope and deliverables as the group adopted them, on a day, by whom."""
    require(may_keep(by, group.process, at))
    require(are_words(scope))
    if not adopted_by.strip():
        raise refuse("adopted-by-whom")
    if adopted_on > at.date():
        raise refuse("advice-in-the-future")
    terms = Terms.objects.create(
        group=group,
        scope=kept_words(scope),
        deliverables=kept_words(deliverables),
        language=language,
        adopted_on=adopted_on,
        adopted_by=kept_words(adopted_by)[:300],
        by_key=by.key,
        at=at,
    )
    record(by=by, subject=group.key, process=group.process.code, at=at)
    return terms


@action
def show_to_group(
    *,
    by: Person,
    group: ExpertGroup,
    at: datetime,
    version: Version | None = None,
    round: Round | None = None,
    until: date | None = None,
) -> Shown:
    """A draft whose words are fixed, or a round's comments and proposed answers, are shown; once."""
    require(may_show(by, group, at))
    if (version is None) == (round is None):
        raise refuse("show-one-thing")
    if version is not None:
        require(may_be_shown(version.state))
    if until is not None and until < at.date():
        raise refuse("advice-time-over")
    shown, new = Shown.objects.get_or_create(
        group=group,
        version=version,
        round=round,
        defaults={"until": until, "by_key": by.key, "at": at},
    )
    if not new:
        nothing_to_record()
        return shown
    told = tell_shown(shown, at, but=by.key)
    record(by=by, subject=shown.key, process=group.process.code, at=at, facts={"told": told})
    return shown


@action
def advise(
    *,
    by: Person,
    shown: Shown,
    text: str,
    at: datetime,
    paragraph: Paragraph | None = None,
    answer: Answer | None = None,
    language: str = "",
    of_group: bool = False,
    form_token: str = "",
) -> Advice:
    """A member advises on what is shown; a double click counts once."""
    if form_token:
        same = Advice.objects.filter(author=by, form_token=form_token).first()
        if same is not None:
            nothing_to_record()
            return same
    served = list(Comment.objects.filter(served__answer=answer).select_related("paragraph"))
    require(may_advise(by, shown, at, paragraph, answer, served if answer is not None else None))
    require(are_words(text))
    made = Advice.objects.create(
        shown=shown,
        author=by,
        of_group=of_group,
        paragraph=paragraph,
        answer=answer,
        text=kept_words(text),
        language=language,
        form_token=form_token or None,
        at=at,
    )
    record(by=by, subject=made.key, process=shown.group.process.code, at=at)
    return made


@action
def dissent(
    *,
    by: Person,
    text: str,
    at: datetime,
    advice: Advice | None = None,
    view: FinalView | None = None,
    language: str = "",
) -> Dissent:
    """A member notes that they do not go along, and why; once."""
    group = advice.shown.group if advice is not None else view.group if view is not None else None
    if group is None:
        raise refuse("show-one-thing")
    require(may_dissent(by, group, at, advice, view))
    require(are_words(text))
    made = Dissent.objects.create(
        advice=advice, view=view, person=by, text=kept_words(text), language=language, at=at
    )
    subject = advice.key if advice is not None else group.key
    record(by=by, subject=subject, process=group.process.code, at=at)
    return made


@action
def respond(
    *,
    by: Person,
    advice: Advice,
    outcome: str,
    reason: str,
    at: datetime,
    done_in: Version | None = None,
) -> Advice:
    """What came of advice: followed, partly or not, with the reason and the draft it went into."""
    require(may_respond(by, advice, at))
    if outcome not in MOVES:
        raise refuse("outcome-of-advice")
    why = kept_words(reason).strip()
    if outcome != AdviceState.FOLLOWED and not why:
        raise refuse("reason-for-advice")
    text = advice.shown.version.text if advice.shown.version is not None else None
    if done_in is not None and text is not None and done_in.text_id != text.pk:
        raise refuse("place-not-in-version")
    move(advice, MOVES, outcome, reason=why, done_in=done_in, done_by=by.key, done_at=at)
    record(
        by=by,
        subject=advice.key,
        process=advice.shown.group.process.code,
        at=at,
        facts={"outcome": outcome, "told": tell_outcome(advice, at)},
    )
    return advice


@action
def record_view(
    *,
    by: Person,
    group: ExpertGroup,
    version: Version,
    kind: str,
    text: str,
    held_on: date,
    at: datetime,
    language: str = "",
) -> FinalView:
    """The view of the group on the final text: consensus, with dissent noted, or none; once."""
    require(may_keep(by, group.process, at))
    if kind not in FinalView.Kind.values:
        raise refuse("outcome-of-advice")
    if version.text.process_id != group.process_id:
        raise refuse("place-not-in-version")
    require(may_be_shown(version.state))
    if held_on > at.date():
        raise refuse("advice-in-the-future")
    view, new = FinalView.objects.get_or_create(
        group=group,
        version=version,
        defaults={
            "kind": kind,
            "text": kept_words(text),
            "language": language,
            "held_on": held_on,
            "by_key": by.key,
            "at": at,
        },
    )
    if not new:
        raise refuse("view-recorded")
    record(by=by, subject=group.key, process=group.process.code, at=at, facts={"view": kind})
    return view
