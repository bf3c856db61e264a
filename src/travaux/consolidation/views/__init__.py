"""Pages of this room: desks, and the notes on them."""
