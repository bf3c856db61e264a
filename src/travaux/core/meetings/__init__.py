"""Symbols of papers, the order of lists, counts that name nobody, the queue for travel, invitations."""
