"""Pages of comments, by subject."""

from travaux.comments.views import lists, receipts, tables, writing

__all__ = ["lists", "receipts", "tables", "writing"]
