"""A comment on a paragraph, a section or the whole text, and its receipt."""
