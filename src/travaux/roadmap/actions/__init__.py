"""What changes a process and its roadmap."""

from travaux.roadmap.actions.changes import add_milestone, change_milestone
from travaux.roadmap.actions.loading import load_process
from travaux.roadmap.actions.moves import confirm_moves
from travaux.roadmap.actions.risks import keep_risk, settle_risk
from travaux.roadmap.actions.timing import change_timing

__all__ = [
    "add_milestone",
    "change_milestone",
    "change_timing",
    "confirm_moves",
    "keep_risk",
    "load_process",
    "settle_risk",
]
