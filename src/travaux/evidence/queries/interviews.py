"""Interviews and quotations as a reader may see them, and what is offered as a source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from travaux.evidence.models.interviews import (
    Interview,
    InterviewLink,
    InterviewState,
    InterviewText,
    Quotation,
    Quoting,
)
from travaux.evidence.queries.questions import GONE, OFFERED
from travaux.evidence.queries.releases import CONTENTS, Item
from travaux.evidence.rules.interviews import (
    allowed,
    is_public,
    may_keep_interviews,
    may_see_interview,
    quotable,
)
from travaux.people.models import Person
from travaux.people.queries.naming import verified_addresses
from travaux.plumbing import clock
from travaux.roadmap.models import Process

_SIGNER = Signer(salt="travaux.evidence.interview", sep=".")


def interviews_of(process: Process) -> QuerySet[Interview]:
    """All interviews of a process, in their order."""
    found = Interview.objects.filter(process=process).prefetch_related("consents")
    return found.select_related("process", "country", "interviewer").order_by("number")


def interviews_visible_to(person: Person | None, process: Process, at: datetime) -> list[Interview]:
    """Those that this reader may know of."""
    found = interviews_of(process)
    if may_keep_interviews(person, process, at):
        return list(found)
    return [i for i in found if may_see_interview(person, i, at)]


def interview_named(process_code: str, key: str) -> Interview | None:
    """One interview of a process by its key."""
    found = Interview.objects.filter(process__code=process_code, key=key)
    found = found.select_related("process", "country", "interviewer")
    return found.prefetch_related("consents").first()


def text_of(interview: Interview) -> InterviewText | None:
    """What was said as it reads now: the last wording."""
    return interview.texts.select_related("interview__process", "file").order_by("-number").first()


def token_of(link: InterviewLink) -> str:
    """What stands in the address: key, purpose and receiver are under the signature."""
    return str(_SIGNER.sign_object([link.key, link.purpose, link.interview.email]))


def interview_link_behind(token: str) -> InterviewLink | None:
    """The link of an address, if its signature holds and it went to who is asked."""
    try:
        key, purpose, email = _SIGNER.unsign_object(token[:600])
    except (BadSignature, ValueError, TypeError):
        return None
    found = InterviewLink.objects.filter(key=str(key), purpose=str(purpose))
    link = found.select_related("interview__process").first()
    # after a withdrawal the address is gone: the link still says that it was withdrawn
    if link is None or link.interview.email not in ("", str(email)):
        return None
    return link


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation as it is read now. `words` are empty where they are not for this reader."""

    quotation: Quotation
    words: str
    language: str
    who: str
    place: str
    public: bool

    @property
    def gone(self) -> bool:
        return self.quotation.gone_at is not None


def name_of(interview: Interview) -> str:
    """How an interview is named where it may not be described."""
    return _("Interview %(number)s") % {"number": interview.number}


def who_said(interview: Interview, at: datetime) -> str:
    """To whom a quotation is attributed: by name, by function, or to nobody."""
    quoting = allowed(interview, at).quoting
    if quoting == Quoting.NAMED and interview.name:
        return ", ".join(filter(None, (interview.name, interview.function)))
    if quoting in (Quoting.NAMED, Quoting.FUNCTION) and interview.function:
        return interview.function
    return pgettext("quotation", "an interviewee")


def place_said(quotation: Quotation) -> str:
    """The exact place of a quotation, with characters counted from 1."""
    return _("%(interview)s, paragraph %(paragraph)s, characters %(start)s–%(end)s") % {
        "interview": name_of(quotation.interview),
        "paragraph": quotation.paragraph,
        "start": quotation.start + 1,
        "end": quotation.end,
    }


def quoted(quotation: Quotation, at: datetime, *, inside: bool = False) -> Quoted:
    """One quotation: its words for everybody once it is public; before for those `inside`."""
    interview = quotation.interview
    stands = quotation.gone_at is None and quotable(interview, at)
    public = stands and is_public(interview, at)
    words = ""
    if public or (inside and stands):
        held = quotation.text.paragraphs[quotation.paragraph - 1]
        words = str(held["text"])[quotation.start : quotation.end]
    who = who_said(interview, at) if words else ""
    return Quoted(quotation, words, quotation.text.language, who, place_said(quotation), public)


def quotations_of(source: Process | Interview) -> QuerySet[Quotation]:
    """All quotations of a process or an interview, gone ones too."""
    found = Quotation.objects.select_related("interview__process", "text")
    found = found.prefetch_related("interview__consents")
    if isinstance(source, Interview):
        return found.filter(interview=source).order_by("paragraph", "start", "pk")
    found = found.filter(interview__process=source)
    return found.order_by("interview__number", "paragraph", "start", "pk")


def quotations_visible_to(person: Person | None, process: Process, at: datetime) -> list[Quoted]:
    """What is quoted: for everybody what is public, for those at work what stands besides."""
    visible = {i.pk for i in interviews_visible_to(person, process, at)}
    made = []
    for one in quotations_of(process):
        inside = one.interview_id in visible and not is_public(one.interview, at)
        shown = quoted(one, at, inside=inside)
        if shown.words or (inside and shown.gone):
            made.append(shown)
    return made


def _titled(shown: Quoted) -> str:
    if not shown.words:
        return shown.place
    short = shown.words if len(shown.words) <= 160 else shown.words[:157] + "…"
    # what was said keeps its own direction within the line, which is in the reader's language
    return f"“\u2068{short}\u2069” (\u2068{shown.who}\u2069; {shown.place})"


def offered_interviews(process: Process) -> list[tuple[str, str, str, str]]:
    """Interviews that may be analysed, and what is quoted of them, as things that can be named.

    Until an interview is public, its title and its words are not told.
    """
    at = clock.now()
    made = []
    for interview in interviews_of(process):
        if interview.state != InterviewState.APPROVED or not allowed(interview, at).analysis:
            continue
        named = name_of(interview)
        if is_public(interview, at) and interview.title:
            named = f"{named}: {interview.title}"
        address = reverse("evidence:interview", args=[process.code, interview.key])
        made.append((interview.key, "", named, address))
    for one in quotations_of(process).filter(gone_at__isnull=True):
        if quotable(one.interview, at):
            address = reverse("evidence:interview", args=[process.code, one.interview.key])
            title = _titled(quoted(one, at))
            made.append((one.interview.key, one.key, title, f"{address}#q-{one.key}"))
    return made


def gone_interviews(process: Process) -> dict[tuple[str, str], str]:
    """What may not be used any more, with the sentence that stands in its place."""
    at = clock.now()
    made: dict[tuple[str, str], str] = {}
    for interview in interviews_of(process):
        if interview.state == InterviewState.WITHDRAWN or (
            interview.state == InterviewState.APPROVED and not allowed(interview, at).analysis
        ):
            made[interview.key, ""] = _(
                "%(interview)s: its interviewee does not allow its use."
            ) % {"interview": name_of(interview)}
    for one in quotations_of(process):
        if one.gone_at is not None or not quotable(one.interview, at):
            made[one.interview.key, one.key] = _(
                "A quotation stood here (%(place)s). It was taken out: its interviewee does not "
                "allow it, or it was taken back."
            ) % {"place": place_said(one)}
    return made


def interview_items(process: Process) -> Sequence[Item]:
    """Interviews as a release freezes them: that they were held, where and in which language.

    No word of an interview and no name is ever frozen: consent can be withdrawn, a release cannot.
    """
    at = clock.now()
    return [
        Item(
            i.key,
            {"en": f"Interview {i.number}"},
            {"number": i.number, "region": i.region, "level": i.level, "language": i.language},
        )
        for i in interviews_of(process)
        if is_public(i, at)
    ]


def interviews_of_address(addresses: Iterable[str]) -> list[Interview]:
    """The interviews that were given by whoever has one of these addresses."""
    found: list[Interview] = []
    for email in dict.fromkeys(a.lower() for a in addresses if a):
        found += Interview.objects.filter(email__iexact=email).select_related("process")
    return sorted(set(found), key=lambda i: i.pk)


def own_interviews(person: Person) -> list[dict[str, Any]]:
    """What is kept of a person as an interviewee: by the addresses that they confirmed."""
    at = clock.now()
    return [
        {
            "interview": i.key,
            "held_on": i.held_on.isoformat(),
            "title": i.title,
            "name": i.name,
            "function": i.function,
            "email": i.email,
            "state": i.state,
            "consents": [
                {
                    "given_on": c.given_on.isoformat(),
                    "analysis": c.analysis,
                    "quoting": c.quoting,
                    "publication": c.publication,
                    "until": c.until.isoformat() if c.until else "",
                }
                for c in i.consents.order_by("pk")
            ],
            "text": [p["text"] for p in text.paragraphs] if (text := text_of(i)) else [],
            "quotations": [quoted(q, at, inside=True).words for q in quotations_of(i)],
        }
        for i in interviews_of_address(verified_addresses(person))
    ]


OFFERED["interview"] = offered_interviews
GONE["interview"] = gone_interviews
CONTENTS["interviews"] = interview_items
