"""Who keeps meetings, who takes part, who writes minutes and how speech is attributed."""
