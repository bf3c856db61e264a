"""Sentences and names of interviews, their consent, their texts and their quotations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from travaux.evidence.models.interviews import InterviewState, Quoting, TextKind

REPEATS_AN_INTERVIEW: Any = _(
    "It repeats words of an interview that may not be quoted in public now."
)
REFUSALS: dict[str, Any] = {
    "quotes-kept-interview": _(
        "These words repeat what was said in an interview that may not be quoted in public now: its "
        "interviewee does not allow it, or it is under embargo. Use your own words."
    ),
    "interview-needs-title": _("Say in a few words what kind of interview it was."),
    "title-names-interviewee": _(
        "The title is read by many: leave the name of the interviewee out of it."
    ),
    "too-many-interviews": _("The assessment has %(most)s interviews at most."),
    "quoting-unknown": _("There is no way of quoting named %(quoting)s."),
    "publication-needs-analysis": _("What may be published may be analysed too: tick both."),
    "quoting-needs-analysis": _("What may be quoted may be analysed too: tick both."),
    "consent-is-over": _("This consent would be over already. Choose a later day."),
    "interview-withdrawn": _("The interviewee took the interview back. Nothing of it is kept."),
    "interview-not-open": _("This interview may not be read here, or not yet."),
    "interviewee-not-named": _("The interviewee is not named."),
    "text-kind-unknown": _("A text is a transcript or notes, not “%(kind)s”."),
    "too-many-texts": _("An interview has %(most)s texts at most."),
    "text-approved": _("The interviewee approved the text: it stays as it is."),
    "text-not-approved": _("The interviewee has not approved the text yet."),
    "interview-without-text": _("Bring the transcript or the notes in first."),
    "interviewee-without-address": _("Write down the e-mail address of the interviewee first."),
    "too-many-links": _("This interviewee was written to %(most)s times: use another way."),
    "interview-link-unknown": _("This link is not known. Use the one in your last mail."),
    "interview-link-used": _("This link was used. What you approved stands."),
    "interview-link-over": _("This link is over, or a later mail brought another one."),
    "passage-without-words": _("Write the paragraph, or take it out."),
    "passage-withheld": _("The interviewee took this paragraph out."),
    "approval-needs-how": _("Say how the interviewee approved the text."),
    "quoting-not-allowed": _("The interviewee does not allow quotations."),
    "quotation-names-interviewee": _(
        "The words hold the name of the interviewee, who is not to be named. Quote other words."
    ),
    "too-many-quotations": _("An interview has %(most)s quotations at most."),
    "analysis-not-allowed": _("The interviewee does not allow the analysis."),
    "transcript-kind": _("A transcript is a .txt or .docx file, not .%(ending)s."),
    "transcript-empty": _("The file holds no words."),
    "transcript-too-long": _(
        "The text is longer than %(paragraphs)s paragraphs or %(characters)s characters. Bring it "
        "in as two interviews."
    ),
    "transcript-paragraph-too-long": _(
        "Paragraph %(number)s is longer than %(most)s characters. Part it, then bring it in again."
    ),
    "words-not-in-paragraph": _(
        "These words do not stand in this paragraph. Copy them from it just as they are."
    ),
    "words-more-than-once": _(
        "These words stand in this paragraph %(count)s times. Copy a longer piece."
    ),
}
INTERVIEW_STATES: dict[str, Any] = {
    InterviewState.REGISTERED: pgettext_lazy("interview", "not approved yet"),
    InterviewState.ASKED: pgettext_lazy("interview", "with the interviewee"),
    InterviewState.APPROVED: pgettext_lazy("interview", "approved by the interviewee"),
    InterviewState.WITHDRAWN: pgettext_lazy("interview", "taken back"),
}
INTERVIEW_SHAPES = {"registered": "", "asked": "doing", "approved": "done", "withdrawn": "stop"}
QUOTINGS: dict[str, Any] = {
    Quoting.NONE: _("No quotation"),
    Quoting.ANONYMOUS: _("Quoted without name and function"),
    Quoting.FUNCTION: _("Quoted by function"),
    Quoting.NAMED: _("Quoted by name"),
}
TEXT_KINDS: dict[str, Any] = {
    TextKind.TRANSCRIPT: _("Transcript, word for word"),
    TextKind.NOTES: _("Notes of the interviewer"),
}
GONE_WHYS: dict[str, Any] = {
    "consent": _("The interviewee allows no quotation any more."),
    "withdrawn": _("The interviewee took the interview back."),
    "ended": _("The consent of the interviewee is over."),
    "erased": _("The interviewee asked for all their data to be erased."),
    "taken-back": _("It was taken back by those who quoted it."),
}
ACTS: dict[str, Any] = {
    "evidence.register_interview": _("An interview was registered with its consent"),
    "evidence.change_interview": _("The facts of an interview were changed"),
    "evidence.record_consent": _("An interviewee allows other than before"),
    "evidence.withdraw_interview": _("An interview was taken back by its interviewee"),
    "evidence.take_consent_back": _("An interviewee took consent back by a link"),
    "evidence.end_past_consents": _("Consents to interviews were over"),
    "evidence.forget_interviewee": _("Interviews of an erased account went"),
    "evidence.bring_text": _("The text of an interview was brought in"),
    "evidence.ask_interviewee": _("An interviewee was asked to approve the text"),
    "evidence.send_leaving_link": _("An interviewee was sent the link to take everything back"),
    "evidence.mend_passage": _("An interviewee changed a paragraph"),
    "evidence.approve_by_link": _("An interviewee approved the text"),
    "evidence.approve_for_interviewee": _("The approval of an interviewee was written down"),
    "evidence.quote_words": _("Words of an interview were quoted"),
    "evidence.take_quotation_out": _("A quotation was taken back"),
    "evidence.forget_coder": _("Unfinished coding of an erased account went"),
}
