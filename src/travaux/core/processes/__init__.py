"""The plan of a process as a readable TOML file: read, checked, and looked at as at a date."""
