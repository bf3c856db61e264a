"""What changes calls and what is handed in to them."""

from travaux.calls.actions.applications import (
    admit_late,
    discard_application,
    save_application,
    submit_application,
    withdraw_application,
)
from travaux.calls.actions.calls import (
    announce_call,
    cancel_call,
    change_call,
    clone_call,
    extend_call,
    prepare_call,
    prepare_extension,
    replace_form,
)
from travaux.calls.actions.criteria import (
    drop_criterion,
    replace_criteria,
    set_scoring,
    write_criterion,
)
from travaux.calls.actions.erasing import erase_call
from travaux.calls.actions.links import (
    begin_nomination,
    confirm_by_link,
    revoke_by_link,
    send_authority_link,
    take_over_nomination,
)
from travaux.calls.actions.nominations import (
    confirm_nomination,
    revoke_confirmation,
    tick_completeness,
)
from travaux.calls.actions.on_behalf import apply_on_behalf, mend_on_behalf
from travaux.calls.actions.outcomes import (
    choose_offers,
    prepare_choice,
    report_commitment,
    take_commitments,
)
from travaux.calls.actions.referrals import (
    answer_referral,
    ask_mission,
    drop_referral,
    enter_mission_answer,
    open_referral,
)
from travaux.calls.actions.reminders import (
    revise_reminder,
    send_reminders,
    set_reminder_aside,
    write_reminders,
)
from travaux.calls.actions.reviewers import (
    appoint_reviewers,
    assign_evenly,
    assign_review,
    assign_table,
    end_reviewer,
    take_review_back,
)
from travaux.calls.actions.reviews import (
    close_reviewing,
    hand_in_review,
    reopen_reviewing,
    save_review,
    show_again,
    step_back,
    strike_out,
    write_review_reminders,
)

__all__ = [
    "admit_late",
    "announce_call",
    "answer_referral",
    "apply_on_behalf",
    "appoint_reviewers",
    "ask_mission",
    "assign_evenly",
    "assign_review",
    "assign_table",
    "begin_nomination",
    "cancel_call",
    "change_call",
    "choose_offers",
    "clone_call",
    "close_reviewing",
    "confirm_by_link",
    "confirm_nomination",
    "discard_application",
    "drop_criterion",
    "drop_referral",
    "end_reviewer",
    "enter_mission_answer",
    "erase_call",
    "extend_call",
    "hand_in_review",
    "mend_on_behalf",
    "open_referral",
    "prepare_call",
    "prepare_choice",
    "prepare_extension",
    "reopen_reviewing",
    "replace_criteria",
    "replace_form",
    "report_commitment",
    "revise_reminder",
    "revoke_by_link",
    "revoke_confirmation",
    "save_application",
    "save_review",
    "send_authority_link",
    "send_reminders",
    "set_reminder_aside",
    "set_scoring",
    "show_again",
    "step_back",
    "strike_out",
    "submit_application",
    "take_commitments",
    "take_over_nomination",
    "take_review_back",
    "tick_completeness",
    "withdraw_application",
    "write_criterion",
    "write_reminders",
    "write_review_reminders",
]
