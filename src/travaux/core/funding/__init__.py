"""Events of money and the gap as at any date."""
