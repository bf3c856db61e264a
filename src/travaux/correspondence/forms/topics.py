"""The choice of what a letter or an entry is about."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from travaux.correspondence.queries.topics import topics_of
from travaux.correspondence.wording import TOPIC_KINDS

LABEL = _("Which call, round, draft, milestone or group")
HELP = _("It then stands on the page of that thing, and the register can be filtered by it.")


def topic_choices(process_code: str) -> list[tuple[str | Promise, Any]]:
    """None, then the things of a process kind by kind, for a select in groups."""
    return [
        ("", _("None of them")),
        *(
            (TOPIC_KINDS.get(kind, kind), [(one.value, one.label) for one in topics])
            for kind, topics in topics_of(process_code).items()
            if topics
        ),
    ]
