"""Regional and country offices: each has one page for its states, and reports up."""
