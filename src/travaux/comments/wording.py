"""Sentences for what this room refuses, for problems of comment tables, and why a row has no place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from travaux.comments.file_sentences import FILE_PROBLEMS
from travaux.comments.models import Capacity, Comment, Submission
from travaux.comments.numbers import cited
from travaux.comments.states import Mark, Scope
from travaux.correspondence.models import OnBehalf
from travaux.correspondence.states import Confirmation
from travaux.plumbing.languages import said

REFUSALS = {
    "no-file-chosen": _("Choose at least one file."),
    "too-many-files": _("At most %(most)s files are read at once. Drop the others in afterwards."),
    "intake-under-way": _("Other files are being taken in just now. Wait until they are in."),
    "file-places-unknown": _(
        "In %(name)s a place was written that the draft does not have. Open the file and mend it."
    ),
    "sheet-of-another-round": _(
        "This sheet was made for another round. Its paragraphs are found by their identity where "
        "they stand in this draft too."
    ),
    "place-unknown": _(
        "The draft has no place of this name. Write the number of a paragraph, § and the number of "
        "a section, or - for the whole text."
    ),
    "places-to-mend": _(
        "Some rows have no place in the draft yet. Write the number of a paragraph beside each, "
        "or tick that it is left out."
    ),
    "appointed-only": _(
        "In this round those with an appointment in the process may comment. "
        "The secretariat gives appointments."
    ),
    "no-comment-while-open": _("“No comment” is replied while the round is open."),
    "no-comment-for-a-party": _(
        "“No comment” is the reply of a state or an organisation. You speak for none here."
    ),
    "no-comment-replied-already": _("“No comment” was replied for this party already."),
    "comments-handed-in-already": _(
        "Comments were handed in for this party. Withdraw them first if there is nothing to say."
    ),
    "track-not-for-party": _(
        "This track is for others: the state or organisation you speak for is not in its audience."
    ),
    "content-sealed": _(
        "This file follows when the round closes: it holds the number of the comment, and so tells "
        "how many came before it."
    ),
    "capacity-unheard-of": _("Choose for whom you speak."),
    "capacity-not-in-round": _("This round does not take comments in this capacity."),
    "on-behalf-of-which-state": _("Choose the state for which it was said."),
    "on-behalf-of-which-organisation": _("Name the organisation for which it was said."),
    "not-entered-on-behalf": _("This was not entered on behalf of anybody."),
    "confirmed-as-it-is": _("Its author confirmed it just as it is."),
    "mend-after-answer": _("It is answered already; it is not changed any more."),
    "no-focal-point-mandate": _(
        "Speaking for a state needs the mandate of its focal point. You hold none."
    ),
    "no-organisation-appointment": _(
        "Speaking for an organisation needs an appointment by it in this process. You hold none."
    ),
    "no-expert-appointment": _(
        "Speaking as an expert needs an appointment as expert in this process. You hold none."
    ),
    "round-closed-to-late": _(
        "This round is closed and takes no late comments. What you typed is kept as a draft."
    ),
    "comment-too-long": _(
        "A comment may have at most %(most)s characters. Divide it; what you typed is kept."
    ),
    "comment-empty": _("Write a comment or propose a wording."),
    "type-unknown": _("Choose a type of this round."),
    "type-needed": _("Say what kind of comment it is."),
    "place-not-in-version": _("This place is not in the version that is out for comments."),
    "not-your-comment": _("Only its author can do this."),
    "comment-moderated": _(
        "A moderator took words out of this comment. You may appeal; it is not changed meanwhile."
    ),
    "amend-held": _(
        "In this track a moderator reads first what others will read. Withdraw this comment and "
        "write it anew."
    ),
    "protected-for-oneself": _(
        "A name can be protected where somebody speaks for themselves. A state or an organisation "
        "stands under its own name."
    ),
    "comment-withdrawn": _("This comment was withdrawn."),
    "comment-split": _("This comment was split into points already."),
    "amend-after-deadline": _(
        "The deadline has passed: comments can no longer be changed or withdrawn by their authors. "
        "Write to the secretariat."
    ),
    "no-draft-chosen": _("Choose at least one comment."),
    "capacities-differ": _(
        "These comments speak for different parties. Send those of one party at a time."
    ),
    "points-needed": _("Split into at least two points, each with words of its own."),
    "points-too-many": _("A comment can be split into at most %(most)s points."),
    "place-unchanged": _("The comment stands at this place already."),
    "place-reason-needed": _("Say why the comment is moved: its author may ask."),
    "table-imported-before": _(
        "This very file was brought into this round already: %(comments)s comments, on %(date)s."
    ),
    "file-gone": _("The file is no longer here. Choose it again."),
    "file-being-read": _("The file is being read or taken in just now. Wait until that is done."),
    "file-taken-in": _(
        "What this file says was taken in already. Mend the comments that came of it instead."
    ),
    **FILE_PROBLEMS,
}

#: The headings of the compilation.
SHEET_COLUMNS: Mapping[str, Any] = {
    "member": _("Member"),
    "capacity": _("Capacity"),
    "number": _("Number"),
    "section": _("Section"),
    "paragraph": _("Paragraph"),
    "type": _("Type"),
    "comment": _("Comment"),
    "proposed_change": _("Proposed change"),
}
INTAKE_STATES: Mapping[str, Any] = {
    "waiting": _("waits to be read"),
    "read": _("read"),
    "opened": _("opened; its files are listed"),
    "by-hand": _("to be read by a person"),
    "entered": _("entered by hand"),
    "chosen": _("is being taken in"),
    "taken": _("taken in"),
    "left-out": _("left out"),
    "failed": _("could not be read"),
}

#: The headings of a sheet that goes out to be filled in, and the words around its table.
SHEET_WORDS: Mapping[str, Any] = {
    "reference": _("Identity (do not change)"),
    "paragraph": pgettext_lazy("heading of a sheet", "Paragraph"),
    "words": _("Words of the draft"),
    "type": _("Type of comment"),
    "comment": pgettext_lazy("heading of a sheet", "Comment"),
    "proposed": _("Proposed change"),
    "title": _("Sheet for comments"),
    "member": _("Submitted by"),
    "mark": _("Mark of this sheet (do not change)"),
    "whole": _("The whole text"),
}

TYPES: Mapping[str, Mapping[str, Any]] = {
    "iso-iec": {
        "ge": pgettext_lazy("type of comment", "General"),
        "te": pgettext_lazy("type of comment", "Technical"),
        "ed": pgettext_lazy("type of comment", "Editorial"),
    },
    "ippc": {
        "substantive": pgettext_lazy("type of comment", "Substantive"),
        "technical": pgettext_lazy("type of comment", "Technical"),
        "editorial": pgettext_lazy("type of comment", "Editorial"),
        "translation": pgettext_lazy("type of comment", "Translation"),
    },
}
TYPE_HINTS: Mapping[str, Any] = {
    "iso-iec": _("Technical: the substance. Editorial: the wording only."),
    "ippc": _(
        "Substantive: the meaning. Technical: the science. Editorial: the wording only. "
        "Translation: another language version."
    ),
}
CAPACITIES: Mapping[str, Any] = {
    Capacity.PERSON: pgettext_lazy("capacity", "person"),
    Capacity.ORGANISATION: pgettext_lazy("capacity", "organisation"),
    Capacity.STATE: pgettext_lazy("capacity", "state"),
    Capacity.EXPERT: pgettext_lazy("capacity", "expert in a personal capacity"),
}


def type_name(table: str, code: str) -> str:
    """A type of comment in the reader's language; as it is where the table has no such type."""
    return str(TYPES.get(table, {}).get(code, code))


MARKS: Mapping[str, Any] = {
    Mark.REDACTED: _("words taken out"),
    Mark.HIDDEN: _("hidden by a moderator"),
}
PARTIES = {
    "state": _("States"),
    "organisation": _("Organisations"),
    "expert": _("Experts in a personal capacity"),
    "person": _("Persons, for themselves"),
}
#: Custom of the United Nations for texts that are not its own.
DESIGNATIONS = _(
    "Designations in comments stand as they were received. They imply no opinion of the secretariat on the legal status of any country, territory, city or area, or of its authorities, or on its boundaries."
)

STANDINGS = {
    "submitted": _("Submitted"),
    "nil": _("Replied “no comment”"),
    "contributed": _("Writing, not submitted"),
    "opened": _("Opened, not heard"),
    "silent": _("Has not replied"),
    "not-invited": _("Not invited yet"),
}
STANDING_SHAPES = {"submitted": "done", "nil": "done", "contributed": "doing", "opened": "doing"}


#: What somebody is at a meeting, where what was said is ascribed to that alone.
SPEAKERS: Mapping[str, Any] = {
    "member": _("a Member State"),
    "observer": _("an observer"),
    "intergovernmental": _("an intergovernmental organisation"),
    "un": _("a body of the United Nations system"),
    "ngo": _("a non-governmental organisation"),
    "other": _("another participant"),
    "expert": _("an expert"),
    "secretariat": _("the secretariat"),
}


def said_words(submission: Submission) -> str:
    """At which meeting it was said, for tables: "said at: Expert meeting 1, 17 April 2024"."""
    told = submission.said_in
    if not told:
        return ""
    day = date_format(date.fromisoformat(told["day"]), "DATE_FORMAT")
    return gettext("said at: %(meeting)s, %(day)s") % {"meeting": said(told["titles"]), "day": day}


def member_name(submission: Submission, *, full: bool, knows: bool = False) -> str:
    """Who made a comment, as it may be shown; `full` for those who answer and for the author.

    `knows`: the author and the named persons, where the author is protected.
    """
    if submission.protected and not knows:
        return gettext("identity protected")
    to = submission.said_in.get("to", "") if submission.said_in else ""
    if to == "capacity":
        return str(SPEAKERS.get(submission.said_in.get("speaker", ""), SPEAKERS["other"]))
    if to == "none":
        return gettext("a participant, not named")
    if submission.member and (full or submission.name_shown):
        return submission.member
    if not full and not submission.name_shown:
        return gettext("name not shown")
    if submission.capacity == Capacity.STATE and submission.country is not None:
        return said(submission.country.names)
    if submission.capacity == Capacity.ORGANISATION and submission.organisation is not None:
        return said(submission.organisation.names) or submission.organisation.name
    if submission.author is not None:
        return str(submission.author)
    erased = submission.source not in ("web", "table")
    return gettext("name erased") if erased else gettext("account closed")


def entered_words(entered: OnBehalf | None, *, code: bool = False) -> str:
    """How something was entered on behalf, for tables: "entered on behalf, confirmed 3 May 2024"."""
    if entered is None:
        return ""
    if code:
        asked = entered.state == Confirmation.ASKED and not entered.token_hash
        return "not-asked" if asked else str(entered.state)
    if entered.state == Confirmation.CONFIRMED and entered.answered_at:
        day = date_format(localtime(entered.answered_at), "DATE_FORMAT")
        return gettext("entered on behalf, confirmed on %(day)s") % {"day": day}
    if entered.state == Confirmation.DISPUTED:
        return gettext("entered on behalf, not what its author said")
    if entered.state == Confirmation.DISOWNED:
        return gettext("entered on behalf, disowned")
    if not entered.token_hash:
        return gettext("entered on behalf, its author cannot be asked by mail")
    return gettext("entered on behalf, not confirmed yet")


def place_name(comment: Comment) -> str:
    """Where a comment stands, in few words."""
    paragraph = comment.paragraph
    if comment.scope == Scope.TEXT:
        return gettext("The whole text")
    if comment.scope == Scope.UNPLACED or paragraph is None:
        return gettext("No place yet")
    name = paragraph.number or paragraph.label
    if comment.scope == Scope.SECTION:
        return gettext("Section %(name)s") % {"name": name or paragraph.body[:60]}
    if not name:
        return gettext("A paragraph without number")
    return gettext("Paragraph %(name)s") % {"name": name}


def number_name(comment: Comment) -> str:
    """The number of a comment in its round, with its point where it was split: "12", "12.2", and
    "S3" where it came in a sealed set."""
    return cited(comment.number, comment.point)


ACTS = {
    "comments.decide_rows": _("What was understood of a file was mended"),
    "comments.open_attached": _("The files of a mail were opened"),
    "comments.enter_from_inbox": _("A comment was entered from a file of the inbox"),
    "comments.hand_in_set": _("The set of a state or an organisation was handed in"),
    "comments.withdraw_set": _("The set of a state or an organisation was taken back"),
}
