"""Lists and counts of meetings."""

from travaux.meetings.queries.places import own_data

__all__ = ["own_data"]
