"""What changes a process and its roadmap."""

from travaux.roadmap.actions.changes import add_milestone, change_milestone
from travaux.roadmap.actions.loading import load_process
from travaux.roadmap.actions.risks import keep_risk, settle_risk

__all__ = ["add_milestone", "change_milestone", "keep_risk", "load_process", "settle_risk"]
