"""The house texts of the secretariat: begun, written in a language, put back to how they came."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from travaux.correspondence.models import OwnTemplate, TemplateVersion
from travaux.correspondence.models.letters import LetterKind
from travaux.correspondence.queries.house_texts import written_text
from travaux.correspondence.rules import may_keep_house, text_fits
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.languages import SIX
from travaux.plumbing.verdicts import refuse, require


@action
def begin_house_text(
    *, by: Person, process_code: str, kind: str, name: str, at: datetime
) -> OwnTemplate:
    """A house text of the secretariat's own is begun; it is offered once it has a text."""
    require(may_keep_house(by, process_code))
    called = " ".join(name.split())[:200]
    if not called:
        raise refuse("house-text-nameless")
    if OwnTemplate.objects.filter(process_code=process_code, shipped="", name=called).exists():
        raise refuse("house-text-name-taken", name=called)
    try:
        with transaction.atomic():
            made = OwnTemplate.objects.create(
                process_code=process_code, kind=LetterKind(kind), name=called
            )
    except IntegrityError:  # a double click, at the same moment
        raise refuse("house-text-name-taken", name=called) from None
    facts = {"kind": str(made.kind)}
    record(by=by, subject=made.key, process=process_code, at=at, facts=facts)
    return made


@action
def write_house_text(
    *,
    by: Person,
    process_code: str,
    key: str,
    language: str,
    subject: str,
    body: str,
    seen: int,
    at: datetime,
) -> None:
    """What a house text says in a language from now on; letters begun before it stay as they are.

    `key` is that of the text that comes with the product, or of one's own. An empty body takes the
    language out, or puts it back to how it came with the product.
    """
    require(may_keep_house(by, process_code))
    found = written_text(process_code, key)
    if found is None or language not in SIX:
        raise refuse("house-text-unknown")
    new = {"subject": " ".join(subject.split())[:300], "body": body.strip()}
    require(text_fits(new))
    own = found.own
    as_it_came = found.shipped.texts.get(language) if found.shipped else None
    if not new["body"] or new == as_it_came:
        if not found.is_own(language):
            nothing_to_record()
            return
        new = {}
    elif new == dict(found.text.texts.get(language, {})):
        nothing_to_record()
        return
    if own is None:
        assert found.shipped is not None
        own, _new = OwnTemplate.objects.get_or_create(
            process_code=process_code,
            shipped=key,
            defaults={"kind": found.shipped.kind, "name": key},
        )
    texts = {k: v for k, v in own.texts.items() if k != language}
    if new:
        texts[language] = new
    changed = OwnTemplate.objects.filter(pk=own.pk, revision=seen).update(
        texts=texts, revision=F("revision") + 1
    )
    if not changed:
        raise refuse("moved-meanwhile")
    TemplateVersion.objects.create(
        template=own,
        language=language,
        subject=new.get("subject", ""),
        body=new.get("body", ""),
        by=by,
        at=at,
    )
    facts = {"language": language, "text": key, "as_shipped": not new}
    record(by=by, subject=own.key, process=process_code, at=at, facts=facts)
