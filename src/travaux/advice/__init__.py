"""The desk of an expert group: what it sees before others, what it advises, and what came of it."""
