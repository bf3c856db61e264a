"""The shapes of what is typed in this room."""

from travaux.correspondence.forms.clearance import AskForm

__all__ = ["AskForm"]
