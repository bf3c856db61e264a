"""What a file brought along, in words: tracked changes of formatting, and attached files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from travaux.core.formats.bounds import ending_of

#: What a tracked change of formatting switched (codes of core.formats.word_review.looks).
LOOKS: Mapping[str, Any] = {
    "bold": _("bold"),
    "italic": _("italic"),
    "underline": _("underlined"),
    "strike": _("struck through"),
    "capitals": _("capitals"),
    "small-capitals": _("small capitals"),
    "raised": _("raised or lowered"),
    "colour": _("colour"),
    "highlight": _("highlight"),
    "size": _("size of letters"),
    "font": _("typeface"),
    "style": _("style"),
    "language": _("language of spelling"),
    "alignment": _("alignment"),
    "indent": _("indent"),
    "spacing": _("spacing"),
    "numbering": _("numbering"),
    "heading": _("rank of heading"),
}


def looks_words(details: Iterable[str]) -> str:
    """What was switched, in words: "bold: put on, size of letters: changed"."""
    said_each = []
    for detail in details:
        name, sign = detail[:-1], detail[-1:]
        what = str(LOOKS.get(name, name))
        if sign == "+":
            said_each.append(gettext("%(what)s: put on") % {"what": what})
        elif sign == "-":
            said_each.append(gettext("%(what)s: taken off") % {"what": what})
        else:
            said_each.append(gettext("%(what)s: changed") % {"what": what})
    return " · ".join(said_each) or gettext("a property of layout")


def formatting_words(details: Iterable[str], words: str, count: int) -> str:
    """Tracked changes of formatting in one paragraph, as a comment says them."""
    facts = {"count": count, "what": looks_words(details), "words": words}
    text = ngettext(
        "Formatting only (%(count)s tracked change): %(what)s.",
        "Formatting only (%(count)s tracked changes): %(what)s.",
        count,
    )
    said_whole = text % facts
    return f"{said_whole} “{words}”" if words else said_whole


#: What a row of a file is (kinds of core.comments.point).
ROW_KINDS: Mapping[str, Any] = {
    "change": _("changed words"),
    "insert": _("a new paragraph"),
    "delete": _("taken out"),
    "move": _("moved"),
    "note": _("changed in a note"),
    "format": _("formatting only"),
    "comment": _("in the margin"),
    "letter": _("in a letter"),
    "row": _("in the table"),
}

#: What kind of file an attachment is, by its ending.
KINDS: Mapping[str, Any] = {
    "docx": "Word",
    "doc": "Word 97",
    "xlsx": "Excel",
    "xls": "Excel 97",
    "csv": "CSV",
    "pdf": "PDF",
    "eml": _("mail"),
    "msg": _("mail of Outlook"),
    "txt": _("text"),
    "html": "HTML",
    "htm": "HTML",
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "tif", "tiff", "heic", "bmp"), _("picture")),
}


def kind_words(name: str, media_type: str) -> str:
    """The kind of an attached file in a word or two; its media type where its ending says nothing."""
    ending = ending_of(name)
    return str(KINDS.get(ending) or (f".{ending}" if ending else media_type))
