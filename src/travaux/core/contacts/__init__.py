"""Contacts as offices keep them in tables: columns, rows with their faults, and likely duplicates."""
