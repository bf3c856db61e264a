"""Small invented texts for the tests of this room."""

from __future__ import annotations

from datetime import timedelta

from tests.cast import START, Cast
from travaux.drafts.actions import freeze_version, import_text, publish_version
from travaux.drafts.models import Paragraph, Version

AT = START + timedelta(days=1)
HARBOUR = b"""# 1 Purpose [harbour.purpose]

1. A harbour begins with what its *residents* need.

2. Harbours publish in plain words which data they keep.

# 2 Data [harbour.data]

1. Harbours are invited to:

   (a) share the cost;

   (b) help small harbours.

2. See the table.[^1]

| Quay | Depth |
|---|---|
| North | 7 m |

```
depth = 7
```

3. The last word.

[^1]: Depths at low water.
"""

# the next one moves a paragraph, divides one, changes two, and leaves one out
FERRIES = b"""# 1 Ferries

1. Every island has a ferry that goes each day of the week, in summer as in winter, and that carries bicycles without a fare.

2. Ferries keep to a timetable which hangs at both landings. Whoever cannot read it is told by the crew.

3. The keeper of a lighthouse writes down each ship that passes by night and sends the book to the harbour once a month.

4. Lamps are lit at dusk.

5. Nets that were lost at sea are brought back by whoever finds them.

# 2 Quays

1. A quay is swept every morning before the first boat comes in.

2. Ropes lie coiled.
"""
FERRIES_NEXT = b"""# 1 Ferries

1. The keeper of a lighthouse writes down each ship that passes by night and sends the book to the harbour once a month.

2. Every island has a ferry that goes each day of the week, in summer as in winter, and that carries bicycles and prams without a fare.

3. Ferries keep to a timetable which hangs at both landings.

4. Whoever cannot read it is told by the crew.

5. Lamps burn from dusk to dawn on every pier.

6. Boats carry two anchors.

# 2 Quays

1. A quay is swept every morning before the first boat comes in.

2. Ropes lie coiled.
"""


def brought_in(cast: Cast, data: bytes = HARBOUR, name: str = "harbour.md", **also) -> Version:
    """A version in preview."""
    known = {"by": cast.bruno, "process": cast.process, "at": AT}
    return import_text(data=data, name=name, **{**known, **also})


def published(cast: Cast, data: bytes = HARBOUR, **also) -> Version:
    """The same, frozen and published."""
    version = brought_in(cast, data, **also)
    freeze_version(by=cast.bruno, version=version, at=AT)
    publish_version(by=cast.bruno, version=version, at=AT)
    version.refresh_from_db()
    return version


def numbered(version: Version, number: str, kind: str = "paragraph", nth: int = 0) -> Paragraph:
    """The nth paragraph with a number."""
    rows = version.paragraphs.select_related("anchor").filter(number=number, kind=kind)
    return rows[nth]


def words(version: Version) -> list[str]:
    return list(version.paragraphs.values_list("body", flat=True))


def positions(version: Version) -> list[int]:
    return list(version.paragraphs.values_list("position", flat=True))
