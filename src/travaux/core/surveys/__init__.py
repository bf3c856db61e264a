"""Forms as data: what is asked, under which conditions, and whether what was answered holds."""
