"""The shapes of what is asked about tracks and rounds."""

from travaux.consultations.forms.rounds import CloseForm, ExtendForm, OpenForm
from travaux.consultations.forms.tracks import TrackForm

__all__ = ["CloseForm", "ExtendForm", "OpenForm", "TrackForm"]
