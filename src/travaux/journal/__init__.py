"""Who did what to which thing, when: append-only and hash-chained."""
