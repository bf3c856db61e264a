"""Hash chain, signatures and receipts: how the record proves itself."""
