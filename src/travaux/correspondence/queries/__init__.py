"""Letters, the register, the outbox, clearances and entries on behalf, read."""

from travaux.correspondence.queries.register import own_data

__all__ = ["own_data"]
