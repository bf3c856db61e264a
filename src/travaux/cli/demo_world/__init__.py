"""The chapters of the demonstration that stand in files of their own."""
