"""Lists and counts of comments, their receipts, and what a table would bring."""

from travaux.comments.queries.kits import kit_of, type_code
from travaux.comments.queries.lists import (
    Filters,
    answerable,
    filtered,
    imported_comments,
    in_order,
    own_data,
    own_drafts,
    own_submissions,
    round_of_comment,
    summary,
    unplaced,
    visible_comments,
)
from travaux.comments.queries.places import Heading, Outline, outline, target_rows
from travaux.comments.queries.reading import Beside, beside, paragraph_at
from travaux.comments.queries.receipts import (
    content_of,
    kept,
    latest_line,
    place_code,
    receipt_document,
    receipt_json,
    sealed_comments,
    submission_by_code,
)
from travaux.comments.queries.tables import (
    PlannedRow,
    TablePlan,
    file_of,
    imported_before,
    plan_table,
)

__all__ = [
    "Beside",
    "Filters",
    "Heading",
    "Outline",
    "PlannedRow",
    "TablePlan",
    "answerable",
    "beside",
    "content_of",
    "file_of",
    "filtered",
    "imported_before",
    "imported_comments",
    "in_order",
    "kept",
    "kit_of",
    "latest_line",
    "outline",
    "own_data",
    "own_drafts",
    "own_submissions",
    "paragraph_at",
    "place_code",
    "plan_table",
    "receipt_document",
    "receipt_json",
    "round_of_comment",
    "sealed_comments",
    "submission_by_code",
    "summary",
    "target_rows",
    "type_code",
    "unplaced",
    "visible_comments",
]
