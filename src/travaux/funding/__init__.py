"""Requirement, pledges and payments as dated, typed, sourced events; the gap as at any date."""
