"""The blocks of a part as the page shows them; those of a published version are drawn once."""

from __future__ import annotations

from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from travaux.drafts import queries
from travaux.drafts.models import Version
from travaux.drafts.queries import ReadingBlock, ReadingPart
from travaux.plumbing.keeping import Keep

# about 25 kB each, in every language in which they are read
_kept: Keep[tuple[str, tuple[ReadingBlock, ...]]] = Keep(300)


def drawn_part(version: Version, part: int) -> ReadingPart:
    """One part of a version (0: all of it, for printing), each block with its markup.

    The words of a published version never change, as the database sees to: its parts are read
    and drawn once, by digest and language of the page.
    """
    outline = queries.outline_of(version)
    number = min(max(part, 1), max(len(outline.parts), 1)) if part else 0
    if not (version.is_published and version.content_hash and number):
        return _drawn(version, number)
    key = (version.key, version.content_hash, number, get_language())

    def reckon() -> tuple[str, tuple[ReadingBlock, ...]]:
        found = _drawn(version, number)
        return found.title, tuple(found.blocks)

    title, blocks = _kept.get(key, reckon)
    # blocks of their own: other rooms put something beside them
    own = [ReadingBlock(block.item, list(block.subs), block.drawn) for block in blocks]
    return ReadingPart(version, outline, number, title, own)


def _drawn(version: Version, number: int) -> ReadingPart:
    part = queries.reading_part(version, number) if number else queries.reading_whole(version)
    template = get_template("drafts/_block.html")
    for block in part.blocks:
        block.drawn = mark_safe(template.render({"block": block}).strip())
    return part
