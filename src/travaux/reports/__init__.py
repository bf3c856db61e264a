"""Pages and files that look at everything: overview, mandate, the report to the governing body."""
