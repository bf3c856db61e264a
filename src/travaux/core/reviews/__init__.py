"""Reviews of applications: figures out of scores, sharing out the work, keeping names back."""
