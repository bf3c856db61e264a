"""Sentences of this room: what it refuses, the capacities, reasons, phrases of acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from travaux.people.queries.categories import category_names, sorting_now
from travaux.plumbing.languages import said

SELF = "self"  # the capacity that is no category of stakeholders


def capacities() -> dict[str, str]:
    """In which capacity somebody may write: alone, or as one of a category of the list in force."""
    return {SELF: gettext("Myself alone"), **dict(sorting_now().choices())}


def capacity_name(code: str) -> str:
    """A capacity in words, also where its list is no longer in force."""
    if code == SELF:
        return gettext("Myself alone")
    names = category_names().get(code)
    return said(names) if names is not None else code


# these need no site: the command line says them as well
OF_OPINIONS = {
    "opinions-too-few": _(
        "Groups are looked for when at least %(people)s people have voted on at least %(votes)s "
        "statements each, of %(statements)s or more."
    ),
    "opinions-all-alike": _("All vote the same on everything: there are no groups to tell apart."),
    "opinions-too-many": _(
        "At most %(voters)s people and %(statements)s statements are looked at. Divide the file."
    ),
    "groups-out-of-range": _("Ask for at least 2 and at most %(most)s groups."),
    "vote-unreadable": _("“%(found)s” is no vote. Write 1 (agree), -1 (disagree), 0 (pass)."),
    "vote-without-voter": _(
        "The vote names no voter or no statement. Fill in both, or take it out."
    ),
    "statements-unreadable": _(
        "No table of statements: it needs the columns comment-id and comment-body."
    ),
}

REFUSALS = {
    **OF_OPINIONS,
    "joining-not-here": _(
        "In this round one comments with an account. Sign in, or make one: it takes a minute."
    ),
    "joining-in-open-tracks": _(
        "Joining in without an account is for open and stakeholder tracks that are for everyone."
    ),
    "guest-name-needed": _("Write your name."),
    "guest-address-unusable": _("This is no mail address. Look at it letter by letter."),
    "guest-category-needed": _("Say in which capacity you write."),
    "too-many-from-here": _(
        "Very many comments came from your network within this hour. What you typed stands below: "
        "send it again later, or sign in."
    ),
    "too-many-under-this-address": _(
        "Very many comments came under this mail address today. What you typed stands below: send "
        "it tomorrow, or sign in."
    ),
    "check-your-mail-first": _(
        "Mails to this address wait to be followed. Open the link in one of them first."
    ),
    "claimed-by-account": _("It belongs to an account now. Sign in there."),
    "moderation-mode-unknown": _("Moderators read before or after; choose one."),
    "keeper-unknown": _("Nobody here has this key."),
    "own-words-moderated": _("Nobody moderates their own words. Ask a colleague."),
    "states-are-not-moderated": _("What speaks for a state is published as it came."),
    "measure-unknown": _("Refuse, hide or take words out: choose one."),
    "measure-reason-needed": _("Choose a reason of the published list."),
    "refuse-what-waits": _("This stands among the others already: hide it, or take words out."),
    "comment-measured-already": _("A moderator dealt with this comment already."),
    "words-not-found": _(
        "These words do not stand in the comment. Copy them from it, one place in each line."
    ),
    "no-votes-here": _("In this round no statements are put to the vote."),
    "states-do-not-vote": _("Whoever speaks for a state does not vote here."),
    "no-proposals-here": _("In this round the secretariat alone puts statements."),
    "proposals-wait": _(
        "At most %(most)s of your proposals wait at a time. Others can follow once they are decided."
    ),
    "own-proposal": _("Another person decides about your own proposal."),
    "statement-unusable": _("Write one thought, in at most 300 characters."),
    "statements-too-many": _("A round has at most %(most)s statements."),
    "vote-unusable": _("Agree, disagree or pass, on a statement of this round."),
    "ballot-needs-number": _("Write the number of the ballot: it counts once."),
    "appealed-once": _("One appeals once, and before it is decided."),
    "appeal-needs-words": _("Write why it is wrong."),
    "appeal-needs-another": _(
        "Another person than the moderator decides. You took this measure yourself."
    ),
    "decision-needs-reasons": _("Give the reasons: the author is told."),
}

MODES: Mapping[str, Any] = {
    "after": _("At once; a moderator may act afterwards"),
    "before": _("After a moderator has read it"),
}
KINDS: Mapping[str, Any] = {
    "refuse": _("not published"),
    "hide": _("hidden"),
    "redact": _("words taken out"),
}
REASONS: Mapping[str, Any] = {
    "personal-data": _("It tells personal things about somebody."),
    "abuse": _("It insults or threatens."),
    "unlawful": _("It is unlawful, or calls for something unlawful."),
    "advertising": _("It advertises, or is meant for another place."),
    "not-about-the-text": _("It has nothing to do with the text."),
    "not-the-sender": _("It was not written by whom it names."),
}
OUTCOMES: Mapping[str, Any] = {
    "stands": _("stands"),
    "appealed": _("appealed against, not decided yet"),
    "upheld": _("upheld on appeal"),
    "lifted": _("taken back"),
}

PROPOSED: Mapping[str, Any] = {
    "waiting": _("waits for a moderator"),
    "put": _("put to the vote"),
    "declined": _("not put to the vote"),
}

ACTS: Mapping[str, Any] = {
    "voices.join_in": _("Somebody without an account handed in a comment"),
    "voices.check_guest": _("A mail address was checked"),
    "voices.disown_guest": _("Somebody did not write what came under their address"),
    "voices.claim_guest": _("An account took up what was written without one"),
    "voices.forget_guest": _("Somebody without an account was forgotten"),
    "voices.lapse_guests": _("What was never checked went"),
    "voices.set_policy": _("The policy of a track was written"),
    "voices.admit": _("A moderator let a comment through"),
    "voices.take_measure": _("A moderator took a measure"),
    "voices.lift_measure": _("A moderator took a measure back"),
    "voices.appeal": _("An author appealed"),
    "voices.put_statement": _("A statement was put to the vote"),
    "voices.propose_statement": _("Somebody proposed a statement"),
    "voices.put_proposal": _("A proposed statement was put to the vote"),
    "voices.decline_proposal": _("A proposed statement was declined"),
    "voices.cast_votes": _("Votes on statements were cast"),
    "voices.forget_votes": _("Votes went with an account"),
    "voices.decide_appeal": _("An appeal was decided"),
    "comments.admit_submission": _("A comment that waited came among the others"),
    "comments.turn_away": _("A comment was turned away"),
    "comments.reinstate_submission": _("A comment came among the others after all"),
    "comments.take_words_out": _("Words were taken out of a comment"),
    "comments.put_words_back": _("Words of a comment stand again"),
    "comments.give_to_account": _("A comment was given to the account of its author"),
    "comments.clear_words": _("The words of an unchecked comment went"),
}
STATUS: Mapping[str, Any] = {
    "unchecked": _("waits for its mail address to be checked"),
    "moderator": _("waits for a moderator"),
    "disowned": _("withdrawn: not written by whom it names"),
    "stands": pgettext_lazy("comment", "stands among the others"),
    "refused": _("not published"),
    "withdrawn": _("withdrawn"),
}


def hint_words(code: str, count: int) -> str:
    """A hint as a moderator reads it."""
    if code == "same-mail":
        return ngettext(
            "%(n)s submission under this checked address",
            "%(n)s submissions under this checked address",
            count,
        ) % {"n": count}
    if code == "same-origin":
        return ngettext(
            "%(n)s submission from the same network",
            "%(n)s submissions from the same network",
            count,
        ) % {"n": count}
    return str(
        {
            "has-account": _("An account under this address commented, too"),
            "not-proven": _("Its browser did not do the piece of work, as without JavaScript"),
        }[code]
    )
