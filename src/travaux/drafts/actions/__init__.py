"""What changes texts and their versions."""

from travaux.drafts.actions.distributing import set_distribution
from travaux.drafts.actions.editing import edit_paragraph
from travaux.drafts.actions.forgetting import forget_hands
from travaux.drafts.actions.identities import settle_likenesses
from travaux.drafts.actions.importing import discard_version, import_text, start_working_version
from travaux.drafts.actions.life import (
    describe_version,
    freeze_version,
    keep_line_map,
    publish_version,
    unfreeze_version,
)
from travaux.drafts.actions.negotiating import (
    bracket_over,
    change_brackets,
    lift_over,
    lift_position,
    set_status,
    take_position,
)
from travaux.drafts.actions.structure import (
    insert_paragraph,
    join_paragraphs,
    move_paragraph,
    put_back_paragraph,
    remove_paragraphs,
    renumber_version,
    set_paragraphs,
    split_paragraph,
)
from travaux.drafts.actions.suggesting import suggest, withdraw_suggestion

__all__ = [
    "bracket_over",
    "change_brackets",
    "describe_version",
    "discard_version",
    "edit_paragraph",
    "forget_hands",
    "freeze_version",
    "import_text",
    "insert_paragraph",
    "join_paragraphs",
    "keep_line_map",
    "lift_over",
    "lift_position",
    "move_paragraph",
    "publish_version",
    "put_back_paragraph",
    "remove_paragraphs",
    "renumber_version",
    "set_distribution",
    "set_paragraphs",
    "set_status",
    "settle_likenesses",
    "split_paragraph",
    "start_working_version",
    "suggest",
    "take_position",
    "unfreeze_version",
    "withdraw_suggestion",
]
