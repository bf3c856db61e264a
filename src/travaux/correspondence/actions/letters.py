"""Letters are begun, written, addressed, and issued under a number; or given up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from django.db.models import F

from travaux.core.letters.composing import OWN_FIELDS
from travaux.core.letters.mailing import sheet_text
from travaux.core.letters.sheet import write_sheet_docx, write_sheet_pdf
from travaux.core.problems import Unusable
from travaux.correspondence.actions.register import _give_number
from travaux.correspondence.models import Dispatch, EntryLink, House, Letter
from travaux.correspondence.models.letters import LetterKind
from travaux.correspondence.models.register import Direction
from travaux.correspondence.queries.house_texts import house_text
from travaux.correspondence.queries.letters import (
    all_prepared,
    as_json,
    file_name,
    from_json,
    what_is_cleared,
)
from travaux.correspondence.queries.topics import topic_named
from travaux.correspondence.rules import (
    may_address,
    may_edit_letter,
    may_issue,
    may_keep_house,
    may_write,
    needs_fit,
    text_fits,
)
from travaux.correspondence.states import MOVES, LetterState
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Contact, DistributionList, Person
from travaux.plumbing.files import keep_file
from travaux.plumbing.languages import SIX
from travaux.plumbing.mail import write_mail
from travaux.plumbing.moves import move
from travaux.plumbing.tasks import later
from travaux.plumbing.verdicts import refuse, require

MAKE_FILES = "travaux.correspondence.tasks.make_files"


@action
def describe_house(
    *,
    by: Person,
    process_code: str,
    mark: str,
    organisation: Mapping[str, str],
    matter: Mapping[str, str],
    letterhead: Mapping[str, str],
    needs_clearance: tuple[str, ...],
    at: datetime,
    seen: int = 0,
) -> House:
    """How the secretariat of a process writes, and what it lets go out approved only."""
    require(may_keep_house(by, process_code))
    require(needs_fit(needs_clearance))
    house, _new = House.objects.get_or_create(process_code=process_code)
    changed = House.objects.filter(pk=house.pk, revision=seen).update(
        mark=" ".join(mark.split())[:20],
        organisation={k: v.strip() for k, v in organisation.items() if v.strip()},
        matter={k: v.strip() for k, v in matter.items() if v.strip()},
        letterhead={k: v.strip() for k, v in letterhead.items() if v.strip()},
        needs_clearance=sorted(needs_clearance),
        revision=F("revision") + 1,
    )
    if not changed:
        raise refuse("moved-meanwhile")
    house.refresh_from_db()
    facts = {"needs_clearance": house.needs_clearance, "revision": house.revision}
    record(by=by, subject=process_code, process=process_code, at=at, facts=facts)
    return house


@action
def start_letter(
    *,
    by: Person,
    process_code: str,
    kind: str,
    name: str,
    at: datetime,
    template: str = "",
    demonstration: bool = False,
) -> Letter:
    """A letter is begun, from a house text or empty."""
    require(may_write(by, process_code))
    text = house_text(process_code, template) if template else None
    if template and text is None:
        raise refuse("house-text-unknown")
    letter = Letter.objects.create(
        process_code=process_code,
        kind=text.kind if text else LetterKind(kind),
        name=" ".join(name.split())[:200],
        texts={k: dict(v) for k, v in text.texts.items()} if text else {},
        created_at=at,
        demonstration=demonstration,
    )
    facts = {"kind": str(letter.kind), "template": template}
    record(by=by, subject=letter.key, process=process_code, at=at, facts=facts)
    return letter


def _revised(letter: Letter, seen: int, **fields: object) -> None:
    changed = Letter.objects.filter(pk=letter.pk, revision=seen, state=LetterState.DRAFT).update(
        revision=F("revision") + 1, **fields
    )
    if not changed:
        raise refuse("moved-meanwhile")
    letter.refresh_from_db()


@action
def write_text(
    *, by: Person, letter: Letter, language: str, subject: str, body: str, seen: int, at: datetime
) -> Letter:
    """The text of a letter in one language; an empty one is taken out."""
    require(may_edit_letter(by, letter))
    if language not in SIX:
        raise refuse("text-missing-in-language", language=language)
    texts = {k: dict(v) for k, v in letter.texts.items()}
    if body.strip():
        new = {"subject": " ".join(subject.split())[:300], "body": body.strip()}
        require(text_fits(new))
        texts[language] = new
    else:
        texts.pop(language, None)
    if texts == letter.texts:
        nothing_to_record()
        return letter
    _revised(letter, seen, texts=texts)
    facts = {"language": language, "revision": letter.revision}
    record(by=by, subject=letter.key, process=letter.process_code, at=at, facts=facts)
    return letter


@action
def set_out_letter(
    *,
    by: Person,
    letter: Letter,
    name: str,
    dated_on: date | None,
    chosen_list: DistributionList | None,
    values: Mapping[str, str],
    seen: int,
    at: datetime,
    about: tuple[str, str] | None = None,
) -> Letter:
    """What a letter is called, its date, its list, and what it says once for all addressees.

    `about`: kind and key of what it is about, both empty for nothing; None leaves it as it is.
    """
    require(may_edit_letter(by, letter))
    kind, key = about if about is not None else (letter.about_kind, letter.about_key)
    if about is not None and kind and topic_named(letter.process_code, kind, key) is None:
        raise refuse("topic-unknown")
    kept = {k: v.strip()[:500] for k, v in values.items() if k in OWN_FIELDS and v.strip()}
    _revised(
        letter,
        seen,
        name=" ".join(name.split())[:200] or letter.name,
        dated_on=dated_on,
        list=chosen_list,
        values=kept,
        about_kind=kind,
        about_key=key if kind else "",
    )
    facts = {"list": chosen_list.key if chosen_list else "", "revision": letter.revision}
    record(by=by, subject=letter.key, process=letter.process_code, at=at, facts=facts)
    return letter


@action
def address_letter(
    *, by: Person, letter: Letter, contact: Contact, on: bool, at: datetime
) -> Letter:
    """One contact is added to those a letter goes to, or taken out again."""
    require(may_edit_letter(by, letter))
    if contact.process_code != letter.process_code:
        raise refuse("contact-not-here")
    if on:
        require(may_address(letter.kind, contact))
        letter.contacts.add(contact)
    else:
        letter.contacts.remove(contact)
    Letter.objects.filter(pk=letter.pk).update(revision=F("revision") + 1)
    letter.refresh_from_db()
    facts = {"contact": contact.key, "on": on}
    record(by=by, subject=letter.key, process=letter.process_code, at=at, facts=facts)
    return letter


@action
def issue_letter(*, by: Person, letter: Letter, at: datetime) -> Letter:
    """A letter gets its number and is frozen for each addressee; its mails wait in the outbox."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    drafts = all_prepared(letter)
    faults = [problem for p in drafts for problem in p.problems]
    require(may_issue(by, letter, len(drafts), faults, what_is_cleared(letter)))
    assert letter.dated_on is not None
    party = drafts[0].contact.office if len(drafts) == 1 else (letter.list or letter).name
    entry = _give_number(
        letter.process_code,
        Direction.OUT,
        form=letter.kind,
        dated_on=letter.dated_on,
        subject=letter.name,
        party=party,
        contact=drafts[0].contact if len(drafts) == 1 else None,
        at=at,
        demonstration=letter.demonstration,
    )
    move(letter, MOVES, "issue", entry=entry, issued_at=at)
    topic = topic_named(letter.process_code, letter.about_kind, letter.about_key)
    if topic is not None:
        EntryLink.objects.create(
            entry=entry, kind=topic.kind, subject_key=topic.key, label=topic.label[:300]
        )
    for position, p in enumerate(all_prepared(letter, entry.reference), 1):
        assert p.sheet is not None  # no fault was found above
        told = json.dumps(asdict(p.sheet), ensure_ascii=False, sort_keys=True)
        Dispatch.objects.create(
            letter=letter,
            contact=p.contact,
            position=position,
            language=p.language,
            office=p.contact.office,
            sheet=as_json(p.sheet),
            email=p.email,
            copies=list(p.copies),
            digest=hashlib.sha256(told.encode()).hexdigest(),
        )
    record(
        by=by,
        subject=letter.key,
        process=letter.process_code,
        at=at,
        facts={"reference": entry.reference, "entry": entry.key, "copies": len(drafts)},
    )
    later(MAKE_FILES, letter.key)
    return letter


@action
def give_up_letter(*, by: Person, letter: Letter, at: datetime) -> Letter:
    """A letter that is not issued is given up; it never had a number."""
    require(may_edit_letter(by, letter))
    move(letter, MOVES, "give up")
    record(by=by, subject=letter.key, process=letter.process_code, at=at, facts={})
    return letter


@action
def prepare_mail(*, by: Person | None, dispatch: Dispatch, at: datetime) -> Dispatch:
    """One copy of an issued letter becomes a file, and a mail that is held where it has an address.

    Done again it changes nothing: the mail is written once.
    """
    dispatch = Dispatch.objects.select_for_update().get(pk=dispatch.pk)
    letter = dispatch.letter
    if dispatch.file is not None:
        nothing_to_record()
        return dispatch
    sheet = from_json(dispatch.sheet)
    try:
        ending, data = "pdf", write_sheet_pdf(sheet)
    except Unusable:  # the fonts of a script are missing here; Word has its own
        ending, data = "docx", write_sheet_docx(sheet)
    name = file_name(dispatch.position, dispatch.contact, dispatch.language)
    kept = keep_file(
        data,
        name=f"{name}.{ending}",
        at=at,
        by=by,
        process_code=letter.process_code,
    )
    mail = None
    if dispatch.email:
        mail = write_mail(
            dispatch.email,
            sheet.title or sheet.reference,
            sheet_text(sheet),
            about=letter.key,
            once=f"dispatch:{dispatch.key}",
            language=dispatch.language,
            hold=True,
            process_code=letter.process_code,
            copies=dispatch.copies,
            file=kept,
            at=at,
        )
    dispatch.file, dispatch.mail_key = kept, mail.key if mail else ""
    dispatch.save(update_fields=["file", "mail_key"])
    facts = {"dispatch": dispatch.key, "digest": dispatch.digest, "file": kept.digest}
    record(by=by, subject=letter.key, process=letter.process_code, at=at, facts=facts)
    return dispatch
