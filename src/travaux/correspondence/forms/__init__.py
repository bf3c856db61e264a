"""The shapes of what is typed in this room."""

from travaux.correspondence.forms.clearance import AskForm
from travaux.correspondence.forms.letters import (
    HouseForm,
    HouseTextForm,
    MailForm,
    SetOutForm,
    StartForm,
    TextForm,
)
from travaux.correspondence.forms.register import EntryForm

__all__ = [
    "AskForm",
    "EntryForm",
    "HouseForm",
    "HouseTextForm",
    "MailForm",
    "SetOutForm",
    "StartForm",
    "TextForm",
]
