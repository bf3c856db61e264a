"""Meetings: agenda and papers, who takes part, minutes, and how what was said becomes comments."""
