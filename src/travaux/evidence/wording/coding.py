"""Sentences of coding interviews."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "code-name-unfit": _(
        "A short name has small Latin letters, figures and hyphens, 40 at most, like: data-rules"
    ),
    "code-needs-definition": _("Give the code a title and a definition in one language at least."),
    "too-many-codes": _("A book of codes has %(most)s codes at most."),
    "too-many-code-books": _("There are %(most)s versions of the book of codes already."),
    "code-book-issued": _("This version of the book of codes is issued. Begin the next one."),
    "code-book-empty": _("The book has no code yet."),
    "no-code-book": _("Issue a book of codes first."),
    "coder-not-of-process": _(
        "Only the secretariat, drafters and experts of this process code interviews."
    ),
    "too-many-coders": _("A text has %(most)s coders at most."),
    "coding-compared-already": _(
        "All coders are done and see one another: nobody could code without seeing them now."
    ),
    "not-a-coder-of-it": _("You were not named to code this interview."),
    "coding-done": _("You said that you are done: your codes stand as they are."),
    "text-without-coders": _("Nobody was named to code this interview yet."),
    "coders-awaited": _(
        "What coders marked is seen once all of them are done. Awaited: %(awaited)s."
    ),
    "choose-a-code": _("Tick one code at least."),
    "too-many-marks": _("A coder marks %(most)s passages of a text at most."),
    "settling-needs-reason": _("Say why it is settled so."),
    "coders-do-not-differ": _("The coders do not differ here, or it was settled already."),
    "stretch-not-given": _("Choose a stretch that one of the coders gave."),
}
ACTS: dict[str, Any] = {
    "evidence.begin_code_book": _("A version of the book of codes was begun"),
    "evidence.define_code": _("A code was defined"),
    "evidence.drop_code": _("A code was left out of the next version"),
    "evidence.issue_code_book": _("A version of the book of codes was issued"),
    "evidence.name_coder": _("A coder of an interview was named"),
    "evidence.mark_passage": _("A coder marked a passage of an interview"),
    "evidence.unmark_passage": _("A coder took a mark back"),
    "evidence.finish_coding": _("A coder is done with an interview"),
    "evidence.settle_code": _("Where coders differ was settled"),
}
