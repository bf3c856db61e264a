"""What changes a process and its roadmap."""

from travaux.roadmap.actions.changes import add_milestone, change_milestone
from travaux.roadmap.actions.loading import load_process

__all__ = ["add_milestone", "change_milestone", "load_process"]
