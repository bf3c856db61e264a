"""Pages of this room: the desk, the table, one's own answers, and the next draft."""
