"""What is done with tracks and rounds."""

from travaux.consultations.actions.invitations import note_opened
from travaux.consultations.actions.issuing import hold_open, record_issue
from travaux.consultations.actions.rounds import (
    ANSWERING,
    CAPACITIES,
    OPEN_TITLES,
    close_round,
    extend_round,
    open_round,
)
from travaux.consultations.actions.tracks import TrackRules, change_track, set_up_track

__all__ = [
    "ANSWERING",
    "CAPACITIES",
    "OPEN_TITLES",
    "TrackRules",
    "change_track",
    "close_round",
    "extend_round",
    "hold_open",
    "note_opened",
    "open_round",
    "record_issue",
    "set_up_track",
]
