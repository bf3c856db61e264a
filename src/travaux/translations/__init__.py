"""The text in the other languages: each paragraph's translation, its standing, and the jobs."""
