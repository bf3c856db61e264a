"""Rounds: who is asked what, on which draft, from when to when."""
