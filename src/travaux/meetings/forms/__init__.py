"""The shape of what is asked about meetings."""

from travaux.meetings.forms.meetings import (
    AnnounceForm,
    ItemForm,
    LanguageForm,
    MeetingForm,
    PaperForm,
    ReasonForm,
    initial_of,
)
from travaux.meetings.forms.minutes import (
    DecisionForm,
    MinutesForm,
    PublishForm,
    ReplyForm,
    SpeechForm,
    TaskForm,
)
from travaux.meetings.forms.places import InviteForm, PlaceForm, TravelForm

__all__ = [
    "AnnounceForm",
    "DecisionForm",
    "InviteForm",
    "ItemForm",
    "LanguageForm",
    "MeetingForm",
    "MinutesForm",
    "PaperForm",
    "PlaceForm",
    "PublishForm",
    "ReasonForm",
    "ReplyForm",
    "SpeechForm",
    "TaskForm",
    "TravelForm",
    "initial_of",
]
