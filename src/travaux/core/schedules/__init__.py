"""Milestones in time: windows with their precision, slips, contradictions, standing as at a date."""
