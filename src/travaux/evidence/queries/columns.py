"""Answers of large surveys, column by column, in files beside the database.

A first look at a question then reads one column instead of every answer. The files are a copy that
can be made again at any time: they are named by the state of the answers, and a state that is not
the newest is never read.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from travaux.evidence.models import Survey
from travaux.evidence.queries.surveys import submitted

FROM = 2_000  # answers: fewer are read from the database at once
_PIECE = 2_000  # answers in one line of a file
_FORMAT = 2  # of these files: others are never read
_EDITIONS, _LEFT = "\0editions", "\0left"  # no question is called so

Version = tuple[int, str]


def _folder(survey: Survey) -> Path:
    return Path(settings.HOME) / "columns" / survey.key


def _place(survey: Survey, version: Version) -> Path:
    told = hashlib.sha256(json.dumps([_FORMAT, survey.key, *version]).encode()).hexdigest()
    return _folder(survey) / told[:32]


def _file(place: Path, name: str) -> Path:
    return place / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.jsonl"


def _read(path: Path) -> list[Any]:
    found: list[Any] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            found += json.loads(line)
    return found


def kept_column(survey: Survey, version: Version, name: str) -> list[tuple[Any, int]] | None:
    """(answer, edition) of every respondent, as they came; None where no file is of this state."""
    if version[0] < FROM:
        return None
    place = _place(survey, version)
    try:
        values, editions = _read(_file(place, name)), _read(_file(place, _EDITIONS))
    except (FileNotFoundError, ValueError):
        return None  # not kept yet, or taken away at this moment
    if len(values) != version[0] or len(editions) != version[0]:
        return None
    return list(zip(values, editions, strict=True))


def kept_left(survey: Survey, version: Version) -> list[list[str]] | None:
    """What each respondent was asked and left empty; None where no file is of this state."""
    if version[0] < FROM:
        return None
    try:
        found = _read(_file(_place(survey, version), _LEFT))
    except (FileNotFoundError, ValueError):
        return None
    return found if len(found) == version[0] else None


def keep_columns(survey: Survey, version: Version, names: Sequence[str]) -> bool:
    """Write the columns of a state in one pass over its answers; False where they are there.

    What was kept of other states goes, and everything where few answers are left. The folder
    appears whole or not at all.
    """
    place, folder = _place(survey, version), _folder(survey)
    if version[0] < FROM:
        shutil.rmtree(folder, ignore_errors=True)
        return False
    if place.exists():
        return False
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Path(tempfile.mkdtemp(dir=folder, prefix=".coming-"))
    try:
        rows = submitted(survey).order_by("pk").values_list("answers", "edition_id", "unanswered")
        held: list[tuple[dict[str, Any], int, list[str]]] = []
        for row in rows.iterator(_PIECE):
            held.append(row)
            if len(held) == _PIECE:
                _append(made, names, held)
                held = []
        _append(made, names, held)
        os.replace(made, place)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    for other in folder.iterdir():
        if other != place:
            shutil.rmtree(other, ignore_errors=True)
    return True


def _append(
    place: Path, names: Sequence[str], rows: Sequence[tuple[dict[str, Any], int, list[str]]]
) -> None:
    columns = {name: [answers.get(name) for answers, _e, _l in rows] for name in names}
    columns[_EDITIONS] = [edition for _a, edition, _l in rows]
    columns[_LEFT] = [left or [] for _a, _e, left in rows]
    for name, values in columns.items():
        with _file(place, name).open("a", encoding="utf-8") as out:
            out.write(json.dumps(values, ensure_ascii=False) + "\n")
