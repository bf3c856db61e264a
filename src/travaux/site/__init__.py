"""The web site: settings, addresses and wiring."""
