"""Voices: joining in without an account, moderation and its appeals, votes on statements."""
