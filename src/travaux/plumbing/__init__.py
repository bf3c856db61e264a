"""Pipes that all rooms use; no business word in here."""
