"""Writing a practice, handing it in, checking the mail, and taking it back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max

from travaux.core.evidence.goals import TARGETS, in_order
from travaux.core.evidence.passages import marks_of_all
from travaux.core.ledger.receipts import content_hash, new_code
from travaux.evidence.actions._practice_mails import _ask_by_mail
from travaux.evidence.models import (
    TEMPLATE,
    Held,
    Level,
    Practice,
    PracticeFile,
    PracticeState,
)
from travaux.evidence.queries.practices import themes_of
from travaux.evidence.rules.practices import (
    LARGEST_PRACTICE_FILE,
    LONGEST_PART,
    MOST_PRACTICE_FILES,
    MOST_PRACTICES,
    guest_may_begin,
    may_begin_practice,
    may_hand_in,
    may_withdraw_practice,
    may_write_practice,
)
from travaux.evidence.states import MOVES
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Country, Person
from travaux.plumbing.files import forget_files, keep_file
from travaux.plumbing.languages import SIX
from travaux.plumbing.moves import move
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process


@dataclass(frozen=True, slots=True)
class Written:
    """A practice as it is written, in one language."""

    language: str
    title: str
    words: Mapping[str, str]
    country: Country | None = None
    city: str = ""
    level: str = ""
    year: int | None = None
    themes: Sequence[str] = field(default=())
    targets: Sequence[str] = field(default=())
    traditional: bool = False


@dataclass(frozen=True, slots=True)
class Contributor:
    """Who writes without an account; only the mail address is checked."""

    name: str
    email: str
    origin: str = ""


def _values(written: Written, process: Process) -> dict[str, Any]:
    if written.language not in SIX:
        raise refuse("practice-language-unknown")
    if written.level and written.level not in Level.values:
        raise refuse("level-unknown", level=str(written.level)[:40])
    unknown = [code for code in written.targets if code not in TARGETS]
    if unknown:
        raise refuse("sdg-target-unknown", target=str(unknown[0])[:20])
    if any(len(text) > LONGEST_PART for text in written.words.values()):
        raise refuse("practice-part-too-long", most=LONGEST_PART)
    known = {t.key for t in themes_of(process)}
    if not set(written.themes) <= known:
        raise refuse("moved-meanwhile")
    if written.year is not None and not 1000 <= written.year <= 2200:
        raise refuse("practice-year-unread")
    return {
        "language": written.language,
        "title": " ".join(written.title.split())[:300],
        "words": {
            part: text
            for part in TEMPLATE
            if (text := written.words.get(part, "").replace("\r\n", "\n").strip())
        },
        "country": written.country,
        "city": " ".join(written.city.split())[:200],
        "level": written.level,
        "year": written.year,
        "themes": list(dict.fromkeys(written.themes)),
        "targets": list(in_order(written.targets)),
        "traditional": written.traditional,
    }


def _locked(practice: Practice) -> Practice:
    """The practice as it stands now, held for this action."""
    found = Practice.objects.select_for_update(of=("self",))
    return found.select_related("process", "country", "person", "held").get(pk=practice.pk)


def _hold(practice: Practice, at: datetime) -> None:
    """The holders' side is there wherever knowledge is traditional, with marks of its words."""
    if not practice.traditional:
        return
    marks = sorted(marks_of_all([practice.title, *practice.words.values()]))
    held, _new = Held.objects.get_or_create(practice=practice, defaults={"changed_at": at})
    if held.marks != marks:
        held.marks, held.revision = marks, held.revision + 1
        held.save(update_fields=["marks", "revision"])


@action
def begin_practice(
    *,
    by: Person | None,
    process: Process,
    written: Written,
    at: datetime,
    contributor: Contributor | None = None,
    form_token: str = "",
    demonstration: bool = False,
) -> Practice:
    """A draft that nobody else sees; it leaves no line until it is handed in.

    A double click finds the same draft.
    """
    nothing_to_record()
    if form_token:
        same = Practice.objects.filter(form_token=form_token).first()
        if same is not None:
            return same
    require(may_begin_practice(by, process, at))
    who: dict[str, Any] = {"person": by}
    if by is None:
        told = contributor or Contributor("", "")
        email = told.email.strip().lower()
        require(guest_may_begin(told.name, email, told.origin, at))
        who = {"name": " ".join(told.name.split())[:200], "email": email, "origin": told.origin}
    if Practice.objects.filter(process=process).count() >= MOST_PRACTICES:
        raise refuse("too-many-practices", most=MOST_PRACTICES)
    made = Practice.objects.create(
        process=process,
        form_token=form_token or None,
        salt=secrets.token_hex(16),
        created_at=at,
        demonstration=demonstration or process.demonstration,
        **who,
        **_values(written, process),
    )
    _hold(made, at)
    return made


@action
def write_practice(
    *, by: Person | None, practice: Practice, written: Written, seen: int, at: datetime
) -> Practice:
    """The words of a draft change. What was called traditional knowledge once stays so."""
    nothing_to_record()
    practice = _locked(practice)
    require(may_write_practice(by, practice, at))
    if practice.revision != seen:
        raise refuse("moved-meanwhile")
    values = _values(written, practice.process)
    values["traditional"] = practice.traditional or written.traditional
    for name, value in values.items():
        setattr(practice, name, value)
    practice.revision += 1
    practice.save(update_fields=[*values, "revision"])
    _hold(practice, at)
    return practice


@action
def attach_to_practice(
    *, by: Person | None, practice: Practice, upload: UploadedFile[Any], at: datetime
) -> PracticeFile:
    """A file is added to a draft."""
    nothing_to_record()
    practice = _locked(practice)
    require(may_write_practice(by, practice, at))
    if practice.attached.count() >= MOST_PRACTICE_FILES:
        raise refuse("too-many-practice-files", most=MOST_PRACTICE_FILES)
    if (upload.size or 0) > LARGEST_PRACTICE_FILE:
        raise refuse("practice-file-too-large", most=LARGEST_PRACTICE_FILE // 2**20)
    kept = keep_file(
        upload, name=upload.name or "file", at=at, by=by, process_code=practice.process.code
    )
    Practice.objects.filter(pk=practice.pk).update(revision=practice.revision + 1)
    return PracticeFile.objects.create(practice=practice, file=kept, added_at=at)


@action
def detach_from_practice(
    *, by: Person | None, practice: Practice, attached: PracticeFile, at: datetime
) -> None:
    """A file of a draft goes."""
    nothing_to_record()
    practice = _locked(practice)
    require(may_write_practice(by, practice, at))
    Practice.objects.filter(pk=practice.pk).update(revision=practice.revision + 1)
    file = attached.file
    attached.delete()
    forget_files([file])


@action
def hand_in_practice(*, by: Person | None, practice: Practice, seen: int, at: datetime) -> Practice:
    """It is handed in and gets its number and receipt; without an account the mail is asked first."""
    process = Process.objects.select_for_update().get(pk=practice.process_id)
    practice = _locked(practice)
    require(may_hand_in(by, practice, at))
    if practice.revision != seen:
        raise refuse("moved-meanwhile")
    asks = practice.person_id is None and practice.checked_at is None
    number = practice.number
    if number is None:
        held = Practice.objects.filter(process=process)
        number = (held.aggregate(most=Max("number"))["most"] or 0) + 1
    content = {"title": practice.title, "words": practice.words, "language": practice.language}
    told: dict[str, Any] = {
        "number": number,
        "receipt": practice.receipt or new_code(secrets.token_bytes(7)),
        "content_hash": content_hash(content, practice.salt),
        "submitted_at": at,
        "reason": "",
    }
    move(practice, MOVES, "hand-in-unchecked-practice" if asks else "hand-in-practice", **told)
    if asks:
        _ask_by_mail(practice, at)
    facts = {"number": number, "content_hash": told["content_hash"], "checked": not asks}
    record(by=by, subject=practice.key, process=process.code, at=at, facts=facts)
    return practice


@action
def check_practice(*, by: Person | None, practice: Practice, at: datetime) -> Practice:
    """The address is theirs: what was handed in comes before the reviewers."""
    practice = _locked(practice)
    move(practice, MOVES, "check-practice", checked_at=at, submitted_at=at)
    record(by=by, subject=practice.key, process=practice.process.code, at=at)
    return practice


@action
def disown_practice(*, by: Person | None, practice: Practice, at: datetime) -> None:
    """It was not they who wrote it: its words, and their name and address, go."""
    practice = _locked(practice)
    if practice.state != PracticeState.UNCHECKED:
        raise refuse("moved-meanwhile")
    move(practice, MOVES, "withdraw-practice", withdrawn_at=at)
    _take_words_away(practice, at)
    Practice.objects.filter(pk=practice.pk).update(name="", email="", origin="")
    record(
        by=by, subject=practice.key, process=practice.process.code, at=at, facts={"disowned": True}
    )


@action
def withdraw_practice(*, by: Person | None, practice: Practice, erase: bool, at: datetime) -> None:
    """Whoever handed it in takes it back; with `erase` its words and files go as well."""
    practice = _locked(practice)
    require(may_withdraw_practice(by, practice, at))
    move(practice, MOVES, "withdraw-practice", withdrawn_at=at)
    if erase:
        _take_words_away(practice, at)
    record(
        by=by, subject=practice.key, process=practice.process.code, at=at, facts={"erased": erase}
    )


def _take_words_away(practice: Practice, at: datetime) -> None:
    """Words and files go; the marks of the holders' words stay, so that they can be kept out."""
    files = [a.file for a in practice.attached.select_related("file")]
    practice.attached.all().delete()
    held = Held.objects.filter(practice=practice).select_related("consent_file").first()
    if held is not None:
        files += [held.consent_file] if held.consent_file else []
        Held.objects.filter(pk=held.pk).update(
            holders="", protocol="", conditions="", consent_file=None
        )
    Practice.objects.filter(pk=practice.pk).update(title="", words={}, city="", erased_at=at)
    forget_files(files)
