"""What the desk, the next draft and the table of answers ask."""
