"""Policies of tracks, those who join in without an account, and measures of moderators."""

from travaux.voices.models.guests import Guest, guest_key
from travaux.voices.models.measures import Measure, Policy
from travaux.voices.models.votes import Proposal, Statement, Vote

__all__ = ["Guest", "Measure", "Policy", "Proposal", "Statement", "Vote", "guest_key"]
