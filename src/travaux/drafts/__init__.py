"""Texts, their versions, and paragraphs with an identity of their own."""
