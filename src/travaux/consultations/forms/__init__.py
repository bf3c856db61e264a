"""The shapes of what is asked about tracks and rounds."""

from travaux.consultations.forms.rounds import OpenForm
from travaux.consultations.forms.tracks import TrackForm

__all__ = ["OpenForm", "TrackForm"]
