"""The pages of the roadmap and of its forecast."""
