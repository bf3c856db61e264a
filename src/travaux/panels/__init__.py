"""Choosing groups: pools, quotas, recommendations computed and proven, members and their history."""
