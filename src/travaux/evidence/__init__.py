"""The evidence that the text stands on: what is asked, and what answers it."""
