"""Tables of comments and tables of answers: bytes in, values out, and back."""

from travaux.core.formats.comment_tables.answer_table import AnswerTable, Cell
from travaux.core.formats.comment_tables.answers import write_answers
from travaux.core.formats.comment_tables.model import (
    ANSWER_COLUMNS,
    Column,
    CommentTable,
    Field,
    TableRow,
)
from travaux.core.formats.comment_tables.reading import read_comment_table

__all__ = [
    "ANSWER_COLUMNS",
    "AnswerTable",
    "Cell",
    "Column",
    "CommentTable",
    "Field",
    "TableRow",
    "read_comment_table",
    "write_answers",
]
