"""What was said: brought in, read and mended by the interviewee, approved; and quoted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.core.evidence.transcripts import (
    LONGEST,
    Transcript,
    one_line,
)
from travaux.evidence.actions.interviews import _locked, _tell
from travaux.evidence.models.interviews import (
    Interview,
    InterviewLink,
    InterviewText,
    LinkPurpose,
    TextKind,
)
from travaux.evidence.queries.interviews import text_of, token_of
from travaux.evidence.rules.interviews import (
    APPROVAL,
    MOST_LINKS,
    MOST_TEXTS,
    may_approve_for,
    may_ask_interviewee,
    may_bring_text,
    may_keep,
    may_use_interview_link,
)
from travaux.evidence.states import MOVES
from travaux.journal.actions import Actor, action, nothing_to_record
from travaux.people.models import Person
from travaux.plumbing.files import forget_files, keep_file
from travaux.plumbing.languages import SIX, current, to_django
from travaux.plumbing.mail import write_mail
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require


@action
def bring_text(
    *,
    by: Person,
    interview: Interview,
    read: Transcript,
    kind: str,
    language: str,
    at: datetime,
    file: Any = None,
    name: str = "",
) -> InterviewText:
    """A transcript or notes come in, with the file as it was; a later text replaces an earlier one."""
    interview = _locked(interview)
    require(may_bring_text(by, interview, at))
    if kind not in TextKind.values:
        raise refuse("text-kind-unknown", kind=str(kind)[:40])
    last = interview.texts.aggregate(most=Max("number"))["most"] or 0
    if last >= MOST_TEXTS:
        raise refuse("too-many-texts", most=MOST_TEXTS)
    kept = None
    if file is not None:
        kept = keep_file(file, name=name, at=at, by=by, process_code=interview.process.code)
    made = InterviewText.objects.create(
        interview=interview,
        number=last + 1,
        kind=kind,
        language=language[:8] or interview.language,
        paragraphs=[{"text": p, "withheld": False} for p in read.paragraphs],
        file=kept,
        brought_at=at,
        by_key=by.key,
    )
    # whoever was asked to read the text before is asked to read another now
    _end_links(interview, at)
    _tell(by, interview, at, text=made.number, kind=kind, paragraphs=len(made.paragraphs))
    return made


def _end_links(interview: Interview, at: datetime) -> None:
    InterviewLink.objects.filter(
        interview=interview, purpose=LinkPurpose.APPROVE, used_at__isnull=True
    ).update(expires_at=at)


@action
def ask_interviewee(*, by: Person, interview: Interview, at: datetime) -> InterviewLink:
    """The interviewee gets a link to read, mend and approve, and one to take everything back."""
    interview = _locked(interview)
    require(may_ask_interviewee(by, interview, at))
    if interview.links.filter(purpose=LinkPurpose.APPROVE).count() >= MOST_LINKS:
        raise refuse("too-many-links", most=MOST_LINKS)
    _end_links(interview, at)
    link = InterviewLink.objects.create(
        interview=interview,
        purpose=LinkPurpose.APPROVE,
        at=at,
        by_key=by.key,
        expires_at=at + APPROVAL,
    )
    _mail(interview, "interviewee", link, _leaving(by, interview, at), at)
    move(interview, MOVES, "ask-interviewee")
    _tell(by, interview, at, link=link.key)
    return link


def _leaving(by: Person, interview: Interview, at: datetime) -> InterviewLink:
    standing = interview.links.filter(
        purpose=LinkPurpose.LEAVE, used_at__isnull=True, expires_at__isnull=True
    ).first()
    return standing or InterviewLink.objects.create(
        interview=interview, purpose=LinkPurpose.LEAVE, at=at, by_key=by.key
    )


@action
def send_leaving_link(*, by: Person, interview: Interview, at: datetime) -> InterviewLink:
    """The interviewee gets the link that shows what they allow and takes it back, at any time."""
    interview = _locked(interview)
    require(may_keep(by, interview, at))
    if not interview.email:
        raise refuse("interviewee-without-address")
    if interview.links.filter(purpose=LinkPurpose.LEAVE).count() >= MOST_LINKS:
        raise refuse("too-many-links", most=MOST_LINKS)
    link = _leaving(by, interview, at)
    _mail(interview, "leaving", link, link, at)
    _tell(by, interview, at, link=link.key)
    return link


def _mail(
    interview: Interview, which: str, link: InterviewLink, leave: InterviewLink, at: datetime
) -> None:
    language = interview.language if interview.language in SIX else current()
    with translation.override(to_django(language)):
        code = interview.process.code
        told = {
            "interview": interview,
            "link": link,
            "address": settings.ADDRESS
            + reverse("evidence:interviewee", args=[code, token_of(link)]),
            "leave": settings.ADDRESS + reverse("evidence:leave", args=[code, token_of(leave)]),
        }
        subject = render_to_string(f"evidence/mail/{which}.subject.txt", told)
        text = render_to_string(f"evidence/mail/{which}.txt", told)
    write_mail(
        interview.email,
        subject,
        text,
        about=f"interview:{interview.key}",
        at=at,
        language=language,
        process_code=code,
    )


@action
def mend_passage(
    *,
    by: Actor | None,
    link: InterviewLink,
    number: int,
    text: str,
    withheld: bool,
    at: datetime,
) -> InterviewText:
    """The interviewee changes a paragraph or takes it out; the text as it came stays beside theirs."""
    interview = _locked(link.interview)
    link = InterviewLink.objects.select_related("interview").get(pk=link.pk)
    if link.purpose != LinkPurpose.APPROVE:
        raise refuse("interview-link-unknown")
    require(may_use_interview_link(link, at))
    last = text_of(interview)
    if last is None or not 0 < number <= len(last.paragraphs):
        raise refuse("moved-meanwhile")
    words = one_line(text)
    if not words and not withheld:
        raise refuse("passage-without-words")
    if len(words) > LONGEST:
        raise refuse("transcript-paragraph-too-long", number=number, most=LONGEST)
    now = {"text": words, "withheld": withheld}
    if withheld:
        now["text"] = words or last.paragraphs[number - 1]["text"]
    if last.paragraphs[number - 1] == now:
        nothing_to_record()
        return last
    paragraphs = [*last.paragraphs]
    paragraphs[number - 1] = now
    if last.mended:
        InterviewText.objects.filter(pk=last.pk).update(paragraphs=paragraphs, brought_at=at)
        last.refresh_from_db()
    else:
        last = InterviewText.objects.create(
            interview=interview,
            number=last.number + 1,
            kind=last.kind,
            language=last.language,
            paragraphs=paragraphs,
            mended=True,
            brought_at=at,
        )
    _tell(by, interview, at, paragraph=number, withheld=withheld, by_link=link.key)
    return last


@action
def approve_by_link(*, by: Actor | None, link: InterviewLink, at: datetime) -> Interview:
    """The interviewee approves what is written; what was withheld is erased, also in the original."""
    interview = _locked(link.interview)
    link = InterviewLink.objects.select_related("interview").get(pk=link.pk)
    if link.purpose != LinkPurpose.APPROVE:
        raise refuse("interview-link-unknown")
    require(may_use_interview_link(link, at))
    if not InterviewLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=at):
        raise refuse("interview-link-used")
    withheld = _take_withheld_out(interview)
    move(interview, MOVES, "approve-interview", approved_at=at)
    _tell(by, interview, at, withheld=withheld, by_link=link.key)
    return interview


@action
def approve_for_interviewee(
    *, by: Person, interview: Interview, how: str, at: datetime
) -> Interview:
    """The secretariat writes down how the interviewee approved: by letter, at the end of the talk."""
    interview = _locked(interview)
    require(may_approve_for(by, interview, at))
    if not how.strip():
        raise refuse("approval-needs-how")
    withheld = _take_withheld_out(interview)
    _end_links(interview, at)
    told = {"approved_at": at, "approved_how": how.strip()[:300]}
    move(interview, MOVES, "approve-interview", **told)
    _tell(by, interview, at, withheld=withheld)
    return interview


def _take_withheld_out(interview: Interview) -> int:
    """Words of withheld paragraphs go from every wording, and files as they came go with them."""
    texts = list(interview.texts.select_related("file").order_by("number"))
    out = {n for n, p in enumerate(texts[-1].paragraphs) if p["withheld"]} if texts else set()
    if not out:
        return 0
    files = [t.file for t in texts if t.file is not None]
    for text in texts:
        if len(text.paragraphs) == len(texts[-1].paragraphs):
            text.paragraphs = [
                {"text": "", "withheld": True} if n in out else p
                for n, p in enumerate(text.paragraphs)
            ]
        else:  # another text that was replaced: its paragraphs cannot be told apart
            text.paragraphs = [{"text": "", "withheld": True} for _p in text.paragraphs]
        text.file = None
        text.save(update_fields=["paragraphs", "file"])
    forget_files(files)
    return len(out)
