"""The shapes of what is asked about tracks and rounds."""

from travaux.consultations.forms.rounds import IssueForm, OpenForm
from travaux.consultations.forms.tracks import TrackForm

__all__ = ["IssueForm", "OpenForm", "TrackForm"]
