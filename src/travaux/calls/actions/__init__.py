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
    replace_form,
)
from travaux.calls.actions.erasing import erase_call
from travaux.calls.actions.nominations import (
    confirm_nomination,
    revoke_confirmation,
    tick_completeness,
)

__all__ = [
    "admit_late",
    "announce_call",
    "cancel_call",
    "change_call",
    "clone_call",
    "confirm_nomination",
    "discard_application",
    "erase_call",
    "extend_call",
    "prepare_call",
    "replace_form",
    "revoke_confirmation",
    "save_application",
    "submit_application",
    "tick_completeness",
    "withdraw_application",
]
