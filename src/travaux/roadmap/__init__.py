"""The process: its mandate and clauses, milestones, dates, levels, challenges and outreach."""
