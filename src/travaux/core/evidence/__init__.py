"""Evidence as plain values: literature, agreement of readers, series of indicators, confidence."""
