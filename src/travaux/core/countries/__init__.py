"""States as dated facts: names, codes, groups, and the order of a list in each language."""
