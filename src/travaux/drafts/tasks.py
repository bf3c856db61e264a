"""Long work of this room: it only calls an action."""

from __future__ import annotations

from travaux.core.problems import Unusable
from travaux.drafts.actions import keep_line_map
from travaux.drafts.models import Version
from travaux.drafts.queries.printing import reckoned_lines
from travaux.plumbing import clock


def map_lines(version_key: str) -> int:
    """Say for a published version on which page and line each paragraph stands; how many do.

    Where a font is missing on this machine there is no print, and no map.
    """
    version = Version.objects.select_related("text__process").filter(key=version_key).first()
    if version is None or not version.is_published:
        return 0
    try:
        found = reckoned_lines(version)
    except Unusable:
        return 0
    keep_line_map(by=None, version=version, lines=found, at=clock.now())
    return len(found.places)
