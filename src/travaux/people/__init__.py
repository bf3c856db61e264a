"""Persons, organisations, countries, and appointments: a role in a process, from and to."""
