"""May this person, now?"""
