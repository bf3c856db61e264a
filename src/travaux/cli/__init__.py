"""The command line: core commands (files in, files out) and site commands (the same actions)."""
