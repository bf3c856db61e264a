"""Translating, reviewing, taking files in, giving out the work."""

from travaux.translations.actions.files import receive_file, take_in_file
from travaux.translations.actions.jobs import change_job, move_job, open_job
from travaux.translations.actions.words import (
    keep_machine_words,
    keep_meaning,
    review_translation,
    translate_paragraph,
)

__all__ = [
    "change_job",
    "keep_machine_words",
    "keep_meaning",
    "move_job",
    "open_job",
    "receive_file",
    "review_translation",
    "take_in_file",
    "translate_paragraph",
]
