"""Letters and notes verbales: merge fields checked and filled, the sheet as Word and as PDF."""
