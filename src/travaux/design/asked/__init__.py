"""Forms as data on a page: what is posted, what is shown, what was answered."""

from travaux.design.asked.posted import raw_of, with_blanks, without_blanks
from travaux.design.asked.shown import Attached, Block, Field, Part, Reader, blocks_of, told_of

__all__ = [
    "Attached",
    "Block",
    "Field",
    "Part",
    "Reader",
    "blocks_of",
    "raw_of",
    "told_of",
    "with_blanks",
    "without_blanks",
]
