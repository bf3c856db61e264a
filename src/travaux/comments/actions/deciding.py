"""What a person mends in what was understood of a file is kept from page to page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from travaux.comments.models import RowDecisions
from travaux.comments.rules import may_decide
from travaux.consultations.models import Round
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.models import StoredFile
from travaux.plumbing.verdicts import require


@action
def decide_rows(
    *,
    by: Person,
    round: Round,
    file: StoredFile,
    said: Mapping[int, Mapping[str, Any]],
    at: datetime,
) -> None:
    """By row that was shown: {"place": words}, {"out": True}, {"take": True}, or {} for as found.

    Rows that were not shown keep what was decided about them.
    """
    require(may_decide(by, round, file, at))
    here = RowDecisions.objects.filter(round=round, file=file)
    if not any(said.values()) and not here.exists():
        nothing_to_record()
        return
    kept, _made = RowDecisions.objects.select_for_update().get_or_create(
        round=round, file=file, defaults={"by_key": by.key, "at": at}
    )
    rows = dict(kept.rows)
    for row, decided in said.items():
        rows.pop(str(row), None)
        if decided:
            rows[str(row)] = dict(decided)
    if rows == kept.rows:
        nothing_to_record()
        return
    RowDecisions.objects.filter(pk=kept.pk).update(rows=rows, by_key=by.key, at=at)
    record(
        by=by,
        subject=file.key,
        process=round.process.code,
        at=at,
        facts={"round": round.key, "rows": len(rows)},
    )
