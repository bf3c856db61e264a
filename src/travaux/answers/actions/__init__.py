"""What changes answers: proposing and settling, releasing, reacting, and the next draft."""

from travaux.answers.actions.answering import (
    add_private_note,
    assign_paragraph,
    change_answer,
    propose_answer,
    reopen_answer,
    settle_answer,
    take_out_comment,
)
from travaux.answers.actions.bringing import bring_along_answers
from travaux.answers.actions.next_draft import (
    decide_place,
    forget_cause,
    make_next_draft,
    mark_editorial,
    name_causes,
    take_over_wording,
    update_carry_over,
)
from travaux.answers.actions.reacting import react
from travaux.answers.actions.releasing import (
    carry_out_release,
    release_answers,
    take_back_release,
)

__all__ = [
    "add_private_note",
    "assign_paragraph",
    "bring_along_answers",
    "carry_out_release",
    "change_answer",
    "decide_place",
    "forget_cause",
    "make_next_draft",
    "mark_editorial",
    "name_causes",
    "propose_answer",
    "react",
    "release_answers",
    "reopen_answer",
    "settle_answer",
    "take_back_release",
    "take_out_comment",
    "take_over_wording",
    "update_carry_over",
]
