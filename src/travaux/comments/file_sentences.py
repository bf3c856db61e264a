"""Sentences about files of comments: their problems, and why a row has no place.

They need neither database nor configuration: commands that read files without a site say them too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

FILE_PROBLEMS: Mapping[str, Any] = {
    # problems of comment tables
    "table-empty": _("The table is empty."),
    "table-without-heading": _(
        "No heading row was found. The table needs a column “Comments” and one more, "
        "such as “Clause” or “MB”."
    ),
    "table-too-wide": _(
        "The sheet reaches over %(rows)s rows and %(columns)s columns. "
        "Delete what lies far outside the table."
    ),
    "table-too-long": _("The table has %(rows)s rows; at most %(limit)s are read at once."),
    "sheet-unknown": _("There is no sheet called %(sheet)s."),
    "file-kind-unknown": _(
        "Comments come as .docx, .xlsx, .csv, .json, .eml, .txt or .html; this file ends in "
        "“%(ending)s”. Save it as one of these; unpack an archive first."
    ),
    "file-kind-differs": _(
        "The file says it is .%(expected)s, but it is %(found)s inside. Save it again from the "
        "program that made it."
    ),
    "ending-unknown": _(
        "Tables are written as .xlsx, .csv, .docx or .json; “%(ending)s” is not among them."
    ),
    "row-without-comment": _("This row has no comment."),
    "clause-bent-by-spreadsheet": _(
        "“%(shown)s” was held as a %(as)s: a clause such as 5.10 may have been bent. Check it."
    ),
    "column-not-recognised": _(
        "Column %(column)s, “%(heading)s”, was not recognised; its cells are kept beside the comment."
    ),
    "cells-beyond-heading": _("Column %(column)s has no heading; its cell is kept."),
    "heading-repeated": _("The headings are repeated here; the row was passed over."),
    "sheet-not-read": _("The sheet “%(sheet)s” with %(rows)s filled rows was not read."),
    "table-not-read": _("A table of %(rows)s rows without headings of comments was not read."),
    "hidden-was-read": _(
        "What is hidden in the file was read as well (columns: %(columns)s; rows: %(rows)s). Ask "
        "its author whether it was meant for you."
    ),
    "formula-without-value": _(
        "Formulas without a stored value, of which their own text is kept: %(count)s (%(cells)s). "
        "Open the workbook, save it, and send it again where their results are meant."
    ),
    "quotes-unbalanced": _("Quotation marks are not balanced; look whether rows ran together."),
    "control-characters-shown": _("Characters that cannot be shown were replaced by signs."),
    "tracked-changes-accepted": _("Tracked changes were read as if accepted."),
    # problems of Word files under review
    "changes-without-author": _(
        "Tracked changes whose author is not named: %(count)s. Say whose they are."
    ),
    "comments-without-author": _(
        "Margin comments whose author is not named: %(count)s. Say whose they are."
    ),
    "move-without-its-other-end": _(
        "Moves of which only one end was found: %(count)s. They are shown as they stand."
    ),
    "moves-overlap": _(
        "Moves that reach into one another: %(count)s. Where their words ended is read as far as can "
        "be told; look at them in the file."
    ),
    "comments-hung-on-nothing": _(
        "Margin comments that hang on no words: %(count)s. Choose their places."
    ),
    "comments-not-closed": _(
        "Margin comments whose words have no end in the file: %(count)s. Check what they are about."
    ),
    "comments-missing": _(
        "Signs of margin comments whose words are missing from the file: %(count)s. Ask for the "
        "file again with its comments."
    ),
    "layout-changes-left-out": _(
        "Tracked changes of page layout or table layout, which were left out: %(count)s. They "
        "change no word."
    ),
    "objects-left-out": _(
        "Embedded objects, which were not opened: %(count)s. Ask for what they hold as text."
    ),
    "embedded-files-left-out": _(
        "Files within the file, which were not opened: %(count)s. Ask for each as a file of its own."
    ),
    "external-left-out": _(
        "The file shows things from outside itself, which were not fetched: %(count)s. Ask for "
        "them as files if they matter."
    ),
    "notes-missing": _(
        "Signs of notes whose words are missing from the file: %(count)s. Ask for the file again."
    ),
    "headers-left-out": _(
        "Tracked changes in headers and footers, which were left out: %(count)s. Look at them in "
        "the file."
    ),
    "part-unreadable": _(
        "This part of the file cannot be read and was left out. Open the file in Word or "
        "LibreOffice, save it again, and send that."
    ),
    "attachments-left-out": _(
        "More files are attached than are opened at once; left out: %(count)s. Save them from the "
        "mail and drop them in by themselves."
    ),
    "attachments-too-deep": _(
        "A mail is attached to a mail that was attached itself, too deep to be opened: %(count)s. "
        "Save it and drop it in by itself."
    ),
    "mail-too-deep": _(
        "The mail has too many parts within parts. Save its text and its files, and bring them in "
        "one by one."
    ),
    "read-by-hand": _(
        "A .%(ending)s is read by a person: copy its words into a letter (.txt), or enter it on "
        "behalf of its author with the file attached."
    ),
    "mail-sealed": _(
        "The mail, or a part of it, is encrypted. Open it where its key is, and save what it says."
    ),
    "nothing-to-read": _(
        "The file holds no table of comments, no margin comment and no tracked change."
    ),
    "nothing-filled-in": _("Nothing was filled in."),
    "file-unlike-draft": _(
        "Most of the file is not in this draft. Was another version, or another text, sent back?"
    ),
    "comment-without-place": _("Its paragraph was not found in the draft."),
    "comments-already": _("The file holds margin comments already."),
    "long-text-missing": _("The rest of a long text (%(key)s) is missing from the file."),
}

# Why a comment of a table has no place (codes of core.comments.placing)
WHY_UNPLACED: Mapping[str, Any] = {
    "clause-unknown": _("The text has no such section."),
    "clause-ambiguous": _("Several sections could be meant."),
    "several-clauses": _("It names several sections."),
    "number-and-title-differ": _("Its number and its title name different sections."),
    "paragraph-unknown": _("The text has no such paragraph."),
    "paragraph-not-in-section": _("The section has no such paragraph."),
    "sub-paragraph-not-in-paragraph": _("The paragraph has no such sub-paragraph."),
    "ambiguous-number": _("Several paragraphs bear this number."),
    "several-paragraphs": _("It names several paragraphs."),
    "paragraph-not-understood": _("Its paragraph could not be understood."),
    "line-only": _("It names only a line; lines differ from copy to copy."),
    "lines-not-known": _("It names a page and a line, and this draft has no numbered print."),
    "line-not-in-print": _("The numbered print of the draft has no such page and line."),
    "reference-unknown": _("The reference that the sheet carries is not in this draft."),
    "comment-without-place": _("Its paragraph was not found in the draft."),
    "place-to-confirm": _("Its place was found by likeness; confirm it."),
    "placed-by-hand": _("Its place was given by hand."),
    "place-taken": _("Its place was taken away; it waits for one."),
    "row-without-comment": _("The row has no comment; it is kept as it came."),
}


def why_unplaced(code: str) -> str:
    """Why a row of a table has no place yet, as a sentence."""
    return str(WHY_UNPLACED.get(code, "")) or gettext("Its place could not be found.")
