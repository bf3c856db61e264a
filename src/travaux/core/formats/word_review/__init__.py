"""What people left in a Word file: tracked changes and margin comments, read and written."""

from travaux.core.formats.word_review.model import (
    Change,
    ChangeKind,
    MarginComment,
    Original,
    Piece,
    Review,
    Stretch,
)
from travaux.core.formats.word_review.originals import originals
from travaux.core.formats.word_review.reading import read_review

__all__ = [
    "Change",
    "ChangeKind",
    "MarginComment",
    "Original",
    "Piece",
    "Review",
    "Stretch",
    "originals",
    "read_review",
]
