"""Who is a member of an expert group now, what it sees, and who does what with its advice."""

from __future__ import annotations

from datetime import datetime

from travaux.advice.models import Advice, Dissent, ExpertGroup, FinalView, Shown
from travaux.answers.models import Answer
from travaux.answers.rules import may_work_on_comments
from travaux.comments.models import Comment
from travaux.drafts.models import Paragraph
from travaux.drafts.rules import may_work_on
from travaux.drafts.states import VersionState
from travaux.panels.models import Seat
from travaux.people.models import MEMBER, Person, Role
from travaux.people.queries import holds
from travaux.people.rules import may_begin
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.roadmap.models import Process

STAFF = (Role.SECRETARIAT, Role.DRAFTER)
LONGEST = 20_000


def is_known(person: Person | None) -> bool:
    return person is not None and getattr(person, "pk", None) is not None


def is_staff(person: Person | None, process_code: str, at: datetime) -> bool:
    """The secretariat and the drafters show things to the group and say what came of its advice."""
    return holds(person, process_code, STAFF, at)


def may_keep(person: Person | None, process: Process, at: datetime) -> Verdict:
    """The secretariat of the process keeps its expert groups."""
    if not is_known(person):
        return no("sign-in-first")
    return YES if holds(person, process.code, [Role.SECRETARIAT], at) else no("not-your-role")


def is_member(person: Person | None, group: ExpertGroup, at: datetime) -> Verdict:
    """A member has a seat that stands today, and a declaration of interests that stands."""
    if person is None or not is_known(person):
        return no("sign-in-first")
    code = group.process.code
    if group.panel_id is None:
        return YES if holds(person, code, [Role.EXPERT], at) else no("not-of-the-group")
    today = at.date()
    seats = Seat.objects.filter(panel=group.panel, nominee__person=person, since__lte=today)
    if not seats.exclude(until__lt=today).exists():
        return no("not-of-the-group")
    return may_begin(person, code, MEMBER, at)


def may_see(person: Person | None, group: ExpertGroup, at: datetime) -> Verdict:
    """The desk is the group's and the secretariat's."""
    if is_known(person) and is_staff(person, group.process.code, at):
        return YES
    return is_member(person, group, at)


def may_show(person: Person | None, group: ExpertGroup, at: datetime) -> Verdict:
    """Who drafts shows the group a draft, or comments and proposed answers."""
    if not is_known(person):
        return no("sign-in-first")
    return YES if is_staff(person, group.process.code, at) else no("not-your-role")


def may_advise(
    person: Person | None,
    shown: Shown,
    at: datetime,
    paragraph: Paragraph | None = None,
    answer: Answer | None = None,
    comments: list[Comment] | None = None,
) -> Verdict:
    """Members advise while a thing is shown; not on a topic that their interests keep them from."""
    group = shown.group
    verdict = is_member(person, group, at)
    if not verdict:
        return verdict
    if shown.ended_at is not None or (shown.until is not None and at.date() > shown.until):
        return no("advice-time-over")
    if paragraph is not None and paragraph.version_id != shown.version_id:
        return no("place-not-in-version")
    if answer is not None and answer.round_id != shown.round_id:
        return no("answer-not-shown")
    code = group.process.code
    if answer is not None:
        return may_work_on_comments(person, code, comments or [])
    return may_work_on(person, code, [paragraph])


def may_dissent(
    person: Person | None,
    group: ExpertGroup,
    at: datetime,
    advice: Advice | None,
    view: FinalView | None,
) -> Verdict:
    """A member notes their dissent once: from advice of others, or from the view of the group."""
    verdict = is_member(person, group, at)
    if not verdict or person is None:
        return verdict
    if advice is not None and advice.author_id == person.pk and not advice.of_group:
        return no("own-advice")
    held = Dissent.objects.filter(person=person, advice=advice, view=view)
    return no("dissent-noted") if held.exists() else YES


def may_respond(person: Person | None, advice: Advice, at: datetime) -> Verdict:
    """Who drafts says what came of advice, never of their own."""
    verdict = may_show(person, advice.shown.group, at)
    if not verdict:
        return verdict
    own = person is not None and advice.author_id == person.pk
    return no("own-advice") if own else YES


def are_words(text: str) -> Verdict:
    """Something is said, and not more than can be kept."""
    if not text.strip():
        return no("advice-empty")
    return no("comment-too-long", most=LONGEST) if len(text) > LONGEST else YES


def may_be_shown(version_state: str) -> Verdict:
    """A draft is shown once its words are fixed, or it is out."""
    fixed = (VersionState.FROZEN, VersionState.PUBLISHED)
    return YES if version_state in fixed else no("draft-not-frozen")
