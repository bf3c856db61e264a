"""Erasing answers and files when the period that the call announced is over."""

from __future__ import annotations

from datetime import datetime

from travaux.calls.actions.reviews import _erase_reviews
from travaux.calls.facts import CallErased
from travaux.calls.models import Application, Call, Commitment, Link
from travaux.calls.rules.erasing import may_erase_call, period_over
from travaux.correspondence.actions import forget_entered, forget_scans
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.files import forget_files
from travaux.plumbing.languages import said
from travaux.plumbing.models import Mail
from travaux.plumbing.reactions import announce
from travaux.plumbing.verdicts import require


@action
def erase_call(*, by: Person | None, call: Call, at: datetime) -> int:
    """Answers, names and files of a call go, as it announced; numbers, receipts and record stay.

    The timetable does it without anybody, once the period is over.
    """
    call = Call.objects.select_for_update().select_related("process").get(pk=call.pk)
    require(may_erase_call(by, call, at) if by is not None else period_over(call, at))
    found = list(
        Application.objects.filter(call=call, erased_at__isnull=True).select_related("letter")
    )
    files = [one.letter for one in found if one.letter is not None]
    for one in found:
        files += [a.file for a in one.attachments.select_related("file")]
        one.attachments.all().delete()
    keys = [one.pk for one in found]
    # the letter is gone too: that it was there and when is in the record
    Application.objects.filter(pk__in=keys).update(
        typed={}, answers={}, name="", email="", employer="", salt="", letter=None,
        confirmed_at=None, confirmed_by="", claimed_at=None, authority="", person=None,
        erased_at=at,
    )  # fmt: skip
    Link.objects.filter(application__in=keys).delete()
    Commitment.objects.filter(application__in=keys).update(note="")
    _erase_reviews(keys, call)
    call.admissions.all().delete()
    asked = call.referrals.values_list("key", flat=True)
    entered = forget_entered(
        by=by, process_code=call.process.code, kind="application",
        keys=[one.key for one in found], subject=said(call.titles), at=at,
    )  # fmt: skip
    # notes of missions name who was nominated
    forget_scans(by=by, process_code=call.process.code, kind="referral", keys=list(asked), at=at)
    # receipts, questions and news of the call: to whom they went, and who was nominated
    told = [call.key, *asked, *entered, *(one.key for one in found)]
    Mail.objects.filter(about__in=told).delete()
    call.referrals.update(email="", contact=None)
    Call.objects.filter(pk=call.pk).update(erased_at=at)
    forget_files(files)
    record(
        by=by,
        subject=call.key,
        process=call.process.code,
        at=at,
        facts={"applications": len(found), "files": len(files)},
    )
    announce(CallErased(by, call, tuple(one.key for one in found), at))
    return len(found)
