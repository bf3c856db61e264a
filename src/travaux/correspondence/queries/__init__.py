"""Letters, the register, the outbox, clearances and entries on behalf, read."""
