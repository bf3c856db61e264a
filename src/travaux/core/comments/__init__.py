"""Comments as such: their types, their places in a draft, their outcomes."""
