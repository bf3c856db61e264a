"""Why a paragraph says what it says: the findings and other evidence that stand behind it."""
