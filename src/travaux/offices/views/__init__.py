"""Pages of the desks of offices."""
