"""Everything that changes comments: writing, handing in, placing, bringing in, telling."""

from travaux.comments.actions.admitting import (
    admit_submission,
    clear_words,
    give_to_account,
    put_words_back,
    reinstate_submission,
    take_words_out,
    turn_away,
)
from travaux.comments.actions.arranging import Piece, place_comment, split_comment
from travaux.comments.actions.deciding import decide_rows
from travaux.comments.actions.from_inbox import enter_from_inbox
from travaux.comments.actions.handing_in import (
    amend_comment,
    submit_comment,
    submit_drafts,
    withdraw_comment,
    withdraw_submission,
)
from travaux.comments.actions.intake import open_intake, settle_intake
from travaux.comments.actions.inviting import write_reminders
from travaux.comments.actions.inviting_persons import write_to_persons
from travaux.comments.actions.no_comment import reply_no_comment
from travaux.comments.actions.on_behalf import (
    forget_member,
    mend_on_behalf,
    submit_on_behalf,
    withdraw_disowned,
)
from travaux.comments.actions.returning import keep_returned_sheet, take_up_sheet
from travaux.comments.actions.said import submit_said, withdraw_said
from travaux.comments.actions.sets import hand_in_set, withdraw_set
from travaux.comments.actions.tables import (
    import_comment_table,
    keep_table,
    start_table_import,
)
from travaux.comments.actions.telling import tell_of_closing, tell_of_extension
from travaux.comments.actions.writing import discard_draft, save_draft

__all__ = [
    "Piece",
    "admit_submission",
    "amend_comment",
    "clear_words",
    "decide_rows",
    "discard_draft",
    "enter_from_inbox",
    "forget_member",
    "give_to_account",
    "hand_in_set",
    "import_comment_table",
    "keep_returned_sheet",
    "keep_table",
    "mend_on_behalf",
    "open_intake",
    "place_comment",
    "put_words_back",
    "reinstate_submission",
    "reply_no_comment",
    "save_draft",
    "settle_intake",
    "split_comment",
    "start_table_import",
    "submit_comment",
    "submit_drafts",
    "submit_on_behalf",
    "submit_said",
    "take_up_sheet",
    "take_words_out",
    "tell_of_closing",
    "tell_of_extension",
    "turn_away",
    "withdraw_comment",
    "withdraw_disowned",
    "withdraw_said",
    "withdraw_set",
    "withdraw_submission",
    "write_reminders",
    "write_to_persons",
]
