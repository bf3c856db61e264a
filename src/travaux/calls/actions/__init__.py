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

__all__ = [
    "admit_late",
    "announce_call",
    "cancel_call",
    "change_call",
    "clone_call",
    "discard_application",
    "extend_call",
    "prepare_call",
    "replace_form",
    "save_application",
    "submit_application",
    "withdraw_application",
]
