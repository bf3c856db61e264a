"""Meetings, their papers, who takes part, and what came of them."""

from travaux.meetings.models.meetings import (
    Attribution,
    Item,
    Meeting,
    Minutes,
    Mode,
    ModeChange,
    Series,
)
from travaux.meetings.models.minutes import Decision, Intervention, Task
from travaux.meetings.models.papers import Distribution, Issue, Paper
from travaux.meetings.models.participants import (
    Capacity,
    Invitation,
    Kind,
    Participant,
    Travel,
    link_token,
)

__all__ = [
    "Attribution",
    "Capacity",
    "Decision",
    "Distribution",
    "Intervention",
    "Invitation",
    "Issue",
    "Item",
    "Kind",
    "Meeting",
    "Minutes",
    "Mode",
    "ModeChange",
    "Paper",
    "Participant",
    "Series",
    "Task",
    "Travel",
    "link_token",
]
