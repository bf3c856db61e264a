"""Texts out to translators and back: XLIFF 1.2 and 2.0, PO, and a two-column Word file."""
