"""The record: canonical bytes, the hash chain of the journal, keys, receipts, signed documents."""
