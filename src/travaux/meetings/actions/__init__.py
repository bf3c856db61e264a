"""Everything that changes meetings: preparing, papers, places, minutes, speech, travel."""

from travaux.meetings.actions.agenda import (
    add_item,
    add_language,
    change_item,
    issue_paper,
    remove_item,
)
from travaux.meetings.actions.announcing import announce_meeting, cancel_meeting, turn_online
from travaux.meetings.actions.meetings import change_meeting, prepare_meeting, start_series
from travaux.meetings.actions.minutes import (
    add_task,
    decide,
    move_task,
    publish_minutes,
    write_minutes,
)
from travaux.meetings.actions.places import (
    approve,
    forget_places,
    invite,
    note_attendance,
    refuse_place,
    register,
    tick_letter,
    withdraw_place,
)
from travaux.meetings.actions.spoken import (
    ask_again,
    confirm_intervention,
    dispute_intervention,
    drop_intervention,
    lapse_intervention,
    note_intervention,
)
from travaux.meetings.actions.support import (
    ask_travel,
    decide_travel,
    order_travel,
    take_back_travel,
)

__all__ = [
    "add_item",
    "add_language",
    "add_task",
    "announce_meeting",
    "approve",
    "ask_again",
    "ask_travel",
    "cancel_meeting",
    "change_item",
    "change_meeting",
    "confirm_intervention",
    "decide",
    "decide_travel",
    "dispute_intervention",
    "drop_intervention",
    "forget_places",
    "invite",
    "issue_paper",
    "lapse_intervention",
    "move_task",
    "note_attendance",
    "note_intervention",
    "order_travel",
    "prepare_meeting",
    "publish_minutes",
    "refuse_place",
    "register",
    "remove_item",
    "start_series",
    "take_back_travel",
    "tick_letter",
    "turn_online",
    "withdraw_place",
    "write_minutes",
]
