"""The pages of texts and their versions."""

from travaux.drafts.views.comparing import compare, compare_file, redline_file
from travaux.drafts.views.counting import counts, counts_file
from travaux.drafts.views.distributing import distribution
from travaux.drafts.views.identities import identities
from travaux.drafts.views.importing import import_page, source_file
from travaux.drafts.views.inserting import insert
from travaux.drafts.views.lists import drafts, drafts_file
from travaux.drafts.views.mending import mend
from travaux.drafts.views.negotiating import bracket, brackets, brackets_file
from travaux.drafts.views.paragraphs import paragraph_page
from travaux.drafts.views.reading import export, history, history_file, reading, sheet
from travaux.drafts.views.standing import discard, facts, freeze, publish, start_next, unfreeze
from travaux.drafts.views.suggesting import suggest, suggestions, suggestions_file

__all__ = [
    "bracket",
    "brackets",
    "brackets_file",
    "compare",
    "compare_file",
    "counts",
    "counts_file",
    "discard",
    "distribution",
    "drafts",
    "drafts_file",
    "export",
    "facts",
    "freeze",
    "history",
    "history_file",
    "identities",
    "import_page",
    "insert",
    "mend",
    "paragraph_page",
    "publish",
    "reading",
    "redline_file",
    "sheet",
    "source_file",
    "start_next",
    "suggest",
    "suggestions",
    "suggestions_file",
    "unfreeze",
]
