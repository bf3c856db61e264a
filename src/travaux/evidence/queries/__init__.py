"""Lists and counts of this room."""
