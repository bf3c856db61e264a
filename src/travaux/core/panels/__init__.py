"""Panels out of a pool under quotas: fair lotteries, best merit, explanations and their proofs."""
