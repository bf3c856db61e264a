"""What a release shows of what it froze: never words whose holders do not allow it any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from travaux.evidence.models import Use
from travaux.evidence.queries.practices import frozen_titles
from travaux.evidence.queries.releases import Content
from travaux.evidence.rules.held import guarded_marks, repeats
from travaux.plumbing.languages import current
from travaux.roadmap.models import Process


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def shown_content(
    process: Process, content: Content, at: datetime, also: Sequence[str] = ()
) -> Content:
    """The same parts and items; keys and hashes stay, so that what was frozen can be checked.

    A practice with traditional knowledge was frozen without its name: it is named where its holders
    allow that now (`also`: further uses that they must allow). Anything that repeats a passage
    which is to be kept back has a neutral note in place of its words.
    """
    note = {current(): _("An entry that is not shown")}
    guarded = guarded_marks(process.pk, Use.RELEASES, at) | guarded_marks(
        process.pk, Use.FINDINGS, at
    )
    nameless = [i["key"] for i in content.get("practices", []) if not i["title"]]
    named = frozen_titles(nameless, at, also) if nameless else {}
    shown: Content = {}
    for part, items in content.items():
        shown[part] = []
        for item in items:
            if guarded and repeats(_texts([item["title"], item["words"]]), guarded):
                item = {**item, "title": note, "words": {}}
            elif part == "practices" and not item["title"]:
                title = named.get(item["key"])
                item = {**item, "title": {current(): title} if title else note}
            shown[part].append(item)
    return shown
