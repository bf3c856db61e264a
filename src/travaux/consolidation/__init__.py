"""One set of comments for a state or an organisation, made by many and handed in by one."""
