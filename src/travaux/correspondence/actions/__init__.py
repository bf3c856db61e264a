"""What changes letters, the register, the outbox, clearances and entries on behalf."""

from travaux.correspondence.actions.clearance import (
    act_on_clearance,
    ask_clearance,
    withdraw_clearance,
)

__all__ = ["act_on_clearance", "ask_clearance", "withdraw_clearance"]
