"""What changed between two versions as a file: Word with tracked changes, PDF, page, Markdown."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from travaux.core.formats.redlines import RedlineWords, write_redline
from travaux.core.texts.comparison import compared as stretched
from travaux.drafts.models import Version
from travaux.drafts.queries.comparing import compared
from travaux.drafts.queries.standing import document_of, full_masthead_of


def redline_of(old: Version, new: Version, ending: str) -> bytes:
    """The changes from one version to another; accepting all gives the new one, rejecting the old.

    Errors: `format-unknown`, `pdf-fonts-missing`.
    """
    old_places = {key: n for n, key in enumerate(_keys(old))}
    new_places = {key: n for n, key in enumerate(_keys(new))}
    links: set[tuple[int, int]] = set()
    unsure: set[tuple[int, int]] = set()
    for row in compared(old, new).rows:
        pairs = {(old_places[a.key], new_places[b.key]) for a in row.olds for b in row.news}
        links |= pairs
        if not row.sure:
            unsure |= pairs
    before, after = document_of(old), document_of(new)
    stretches = [
        replace(
            stretch,
            sure=not unsure & {(i, j) for i in stretch.old for j in stretch.new},
        )
        for stretch in stretched(before, after, links)
    ]
    words = RedlineWords(
        moved_from=_("moved here from %s"),
        moved_to=_("moved to %s"),
        unsure=_("uncertain match"),
        notes=_("Notes"),
    )
    return write_redline(
        before,
        after,
        ending,
        stretches=stretches,
        author="Travaux",
        at=new.published_at or new.created_at,
        words=words,
        masthead=replace(full_masthead_of(new), contents=("", "")),
    )


def _keys(version: Version) -> list[str]:
    return list(version.paragraphs.values_list("anchor__key", flat=True))
