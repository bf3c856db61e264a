"""Somebody leaves: a nomination goes with its files and names; what an organisation offered stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Q

from travaux.calls.models import (
    Admission,
    Application,
    Call,
    CountryTally,
    Kind,
    Link,
    Redaction,
    Referral,
    Review,
    Reviewer,
    Score,
)
from travaux.calls.states import ApplicationState
from travaux.core.surveys.model import tagged
from travaux.core.surveys.plain import form_from_plain
from travaux.journal.actions import Actor, action, nothing_to_record, record
from travaux.people.models import Person
from travaux.plumbing.files import forget_files
from travaux.plumbing.models import Mail, StoredFile


@action
def forget_applicant(*, by: Actor | None, person: Person, email: str, at: datetime) -> int:
    """Drafts and nominations of somebody who leaves lose answers, files and names; number and receipt stay.

    A place that a nomination had is free again. Offers of hosts and partners belong to them and
    stay, without the name and address of who wrote them.
    """
    calls = Application.objects.filter(person=person).values("call")
    list(Call.objects.select_for_update().filter(pk__in=calls).order_by("pk"))
    found = list(
        Application.objects.filter(person=person)
        .select_related("call__process", "letter")
        .order_by("pk")
    )
    gone: list[StoredFile] = []
    keys = [one.key for one in found]
    for one in found:
        if one.state == ApplicationState.DRAFT:
            gone += [a.file for a in one.attachments.select_related("file")]
            one.delete()
        elif one.call.kind == Kind.NOMINATION:
            gone += _empty(one, at)
        else:
            _without_names(one)
    touched = len(found)
    reviews = Reviewer.objects.filter(Q(person=person) | Q(email__iexact=email or None))
    touched += reviews.exclude(email="", employer="", country=None).update(
        email="", employer="", country=None
    )
    if email:
        touched += Link.objects.filter(email__iexact=email).delete()[0]
        touched += Admission.objects.filter(email__iexact=email).update(email="")
        touched += Referral.objects.filter(email__iexact=email).update(email="", contact=None)
        Mail.objects.filter(to__iexact=email, about__in=keys).delete()
    if not touched:
        nothing_to_record()
        return 0
    forget_files(gone)
    record(by=by, subject=person.key, at=at, facts={"applications": len(found), "files": len(gone)})
    return touched


def _empty(one: Application, at: datetime) -> list[StoredFile]:
    """Take everything out of a nomination that tells who it was; the files that go."""
    gone = [a.file for a in one.attachments.select_related("file")]
    one.attachments.all().delete()
    if one.letter is not None:
        gone.append(one.letter)
    if one.confirmed_at is not None and one.state == ApplicationState.SUBMITTED:
        CountryTally.objects.filter(call=one.call, country=one.country_id).update(
            confirmed=F("confirmed") - 1
        )
    one.links.all().delete()
    Review.objects.filter(application=one).update(remark="", reason="")
    Score.objects.filter(review__application=one).update(remark="")
    Redaction.objects.filter(application=one).delete()
    Application.objects.filter(pk=one.pk).update(
        typed={}, answers={}, name="", email="", employer="", salt="", letter=None,
        confirmed_at=None, confirmed_by="", claimed_at=None, authority="", person=None,
        state=ApplicationState.WITHDRAWN, withdrawn_at=one.withdrawn_at or at, erased_at=at,
    )  # fmt: skip
    return gone


def _without_names(one: Application) -> None:
    """What an organisation offered, without who wrote it."""
    call: Call = one.call
    form = form_from_plain(call.form)
    names = {q.name for tag in ("identifying", "email") for q in tagged(form, tag)}

    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: clean(v) for k, v in value.items() if k not in names}
        return [clean(v) for v in value] if isinstance(value, list) else value

    of_a_person = any(q.name in names for q in tagged(form, "name"))
    Application.objects.filter(pk=one.pk).update(
        typed=clean(one.typed), answers=clean(one.answers), email="", salt="", person=None,
        name="" if of_a_person else one.name,
    )  # fmt: skip
