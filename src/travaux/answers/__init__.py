"""The answer to each comment: outcome, reasons, release, contest; and what it changed."""
