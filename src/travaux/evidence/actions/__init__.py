"""Everything that changes in this room."""

from travaux.evidence.actions.questions import (
    ask_question,
    change_question,
    name_source,
    retire_question,
    take_out_source,
)

__all__ = [
    "ask_question",
    "change_question",
    "name_source",
    "retire_question",
    "take_out_source",
]
