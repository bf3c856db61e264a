"""The words of this room: what it refuses, outcomes, and what codes as received are taken to mean."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "own-comment": _(
        "Comment %(number)s is your own: somebody else proposes and settles the answer to it."
    ),
    "nothing-to-answer": _("Choose at least one comment that this answer is for."),
    "not-of-this-round": _("Comment %(number)s belongs to another round."),
    "comment-unknown": _("There is no comment %(comment)s in this round."),
    "withdrawn-needs-none": _("Comment %(number)s was withdrawn; it needs no answer."),
    "points-are-answered": _(
        "Comment %(number)s was split: each of its points has its own answer."
    ),
    "answered-one-by-one": _(
        "In this round each comment of the type “%(type)s” has an answer of its own: "
        "choose one comment."
    ),
    "answered-already": _(
        "Comment %(number)s has an answer already, proposed by %(name)s. Change that one, "
        "or take the comment out of it first."
    ),
    "answer-settled": _("This answer is settled. Reopen it first, with the reason."),
    "answer-released": _("This answer is released: it stays as it was published."),
    "answer-not-proposed": _("No answer is proposed for comment %(number)s yet."),
    "answer-not-settled": _("This answer is not settled."),
    "answer-changed-meanwhile": _(
        "%(name)s changed this answer a moment ago. Nothing was overwritten and what you typed "
        "is kept here: compare, then decide."
    ),
    "outcome-unknown": _("Choose an outcome."),
    "outcome-differs": _(
        "The proposed outcome is “%(proposed)s”. Change the proposal first, or settle that."
    ),
    "reasons-needed": _("Give the reasons; only “accepted” needs none. Your outcome is kept."),
    "duplicate-of-what": _("Say which comment this one is a duplicate of: give its number."),
    "duplicate-of-itself": _("A comment is not a duplicate of itself."),
    "duplicate-in-circle": _(
        "Comment %(number)s is itself answered as a duplicate that leads back here."
    ),
    "answer-too-long": _("This is longer than %(limit)s signs. Shorten it, or attach the rest."),
    "four-eyes": _("Two persons answer here: you, %(name)s, proposed this; somebody else settles."),
    "reopening-needs-reason": _("Say why the answer is reopened: it stays on record."),
    "note-empty": _("Write the note first."),
    "release-waits": _(
        "The release is ordered and waits for the next draft. Take the order back first."
    ),
    "release-not-waiting": _("No release is waiting."),
    "release-already-ordered": _(
        "The release is ordered already; it takes effect when the next draft is published."
    ),
    "nothing-to-release": _("There is no settled answer that is not released yet."),
    "comments-open": _("%(open)s comments have no settled outcome yet; the first is %(first)s."),
    "release-too-early": _("The answers of this round are released on %(on)s, not before."),
    "adoption-date-needed": _(
        "The answers of this round are released after adoption: give the date of adoption."
    ),
    "adoption-to-come": _("The date of adoption lies in the future."),
    "version-not-next": _("This is not a later version of the text that was commented on."),
    "answers-not-released": _("The answers of this round are not released yet."),
    "answers-to-commenters": _("The answers of this round go to those who commented."),
    "reacted-already": _("You have confirmed or contested this answer already; that is done once."),
    "reaction-unknown": _("Confirm the answer, or contest it."),
    "ground-needed": _("Say on which ground: not considered, or wrongly decided."),
    "contest-needs-words": _("Say in a few words what was not considered or is wrong."),
    "cause-unknown": _("Name the comments by their numbers; there is no comment %(comment)s."),
    "cause-needed": _("Name at least one comment."),
    "no-next-wording": _("This answer proposes no wording for the next draft."),
    "paragraph-not-in-next": _("This paragraph does not stand in the next draft any more."),
    "version-has-no-base": _("This version is not based on an earlier one."),
    "version-not-in-work": _("This version is published: causes were named before."),
    "carry-over-unknown": _("This comment is not waiting for a decision on this version."),
    "paragraph-of-another-version": _("Choose a paragraph of this version."),
    "person-cannot-answer": _("%(name)s does not answer comments in this process."),
    "only-secretariat-settles-imports": _(
        "Only the secretariat may take answers of a table as settled."
    ),
    "round-unknown": _("There is no round %(round)s here."),
}

OUTCOMES = {
    "accepted": _("Accepted"),
    "accepted-with-modifications": _("Accepted with modifications"),
    "noted": _("Noted"),
    "not-accepted": _("Not accepted"),
    "duplicate": _("Duplicate of another comment"),
    "out-of-scope": _("Out of scope"),
    "deferred": _("Deferred to a later draft or meeting"),
}

# a shape and a word for each outcome: classes of the part "state"
OUTCOME_SHAPES = {
    "accepted": "done",
    "accepted-with-modifications": "done",
    "noted": "fixed",
    "not-accepted": "stop",
    "duplicate": "fixed",
    "out-of-scope": "fixed",
    "deferred": "doing",
}

ANSWERING = {
    "one-by-one": _("one by one"),
    "grouped": _("grouped"),
    "in-summary": _("in summary"),
}

RATIONALES = {
    "change-made-wording-not-in-source": _(
        "The source says in which edition a change was made, not that it was the change asked for."
    ),
    "resolved-by-another-change": _("The source says that another change resolved it."),
    "not-a-defect": _("The committee saw no defect."),
    "subject-withdrawn": _("What the comment is about was withdrawn from the text."),
    "left-to-the-editor": _("No defect of substance; left to the editor."),
    "left-to-a-later-edition": _("Left to a later edition."),
    "asks-for-an-extension": _("It asks for more than the text was to cover."),
    "same-as-another": _("The source says that another comment is the same."),
    "still-open": _("Nothing was decided yet in the source: no answer is brought along."),
    "agreed-but-not-adopted": _(
        "Agreed but not adopted in the source: no answer is brought along."
    ),
    "with-another-group": _("Given to another group: no answer is brought along."),
    "withdrawn-by-its-author": _("Withdrawn by its author: no answer is brought along."),
    "accepted-in-part": _("Accepted in part or in principle."),
    "taken-into-account": _("Taken into account, the source does not say how."),
    "as-stated": _("As the source states it."),
}

COLUMNS = {
    "number": _("Number"),
    "member": _("Member"),
    "capacity": _("Capacity"),
    "section": _("Section"),
    "paragraph": _("Paragraph"),
    "line": _("Line"),
    "type": _("Type"),
    "comment": _("Comment"),
    "proposed_change": _("Proposed change"),
    "outcome": _("Outcome"),
    "reasons": _("Reasons"),
    "answered_in_version": _("Answered in version"),
    "observation": _("Observation as received"),
    "entered": _("Entered on behalf"),
}

STANDINGS = {
    "same": _("the same"),
    "moved": _("moved"),
    "changed": _("changed"),
    "guess": _("a guess"),
    "orphaned": _("without a paragraph"),
    "placed": _("placed by a person"),
    "kept-back": _("kept on the old version"),
}

NONE_IN_SOURCE = _("none in the source")
NAME_WITHHELD = _("name not shown")
WITHDRAWN = _("Withdrawn")
NO_ANSWER_YET = _("No answer yet")
IN_POINTS = _("Answered in points: %(points)s")
WHOLE_TEXT = _("Whole text")
NO_PLACE_YET = _("No place yet")
DUPLICATE_OF = _("Duplicate of comment %(number)s")


def outcome_words(outcome: str, duplicate_of: str = "") -> str:
    """An outcome in the reader's language; a duplicate names the other comment."""
    if outcome == "duplicate" and duplicate_of:
        return str(DUPLICATE_OF) % {"number": duplicate_of}
    return str(OUTCOMES.get(outcome, outcome))
