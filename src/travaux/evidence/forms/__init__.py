"""The shapes of what is asked on pages of this room."""
