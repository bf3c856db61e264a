"""An office reports up."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.core.comments.words import kept_words
from travaux.journal.actions import action, nothing_to_record, record
from travaux.offices.models import OfficeReport
from travaux.offices.queries import figures_of
from travaux.offices.rules import may_report, report_fits
from travaux.people.models import Office, Person
from travaux.people.queries import standing_secretariats
from travaux.plumbing.languages import said, to_django
from travaux.plumbing.mail import write_mail
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.models import Process


@action
def send_report(
    *,
    by: Person,
    office: Office,
    process: Process,
    text: str,
    language: str,
    form_token: str,
    at: datetime,
) -> OfficeReport:
    """A report goes to the secretariat and is kept: the figures of this instant, and its words.

    The same form sent twice sends one report.
    """
    require(may_report(by, office, at))
    if office.process_code != process.code:
        raise refuse("office-of-another")
    require(report_fits(text))
    Office.objects.select_for_update().get(pk=office.pk)  # two clicks at once queue here
    before = OfficeReport.objects.filter(office=office, form_token=form_token).first()
    if before is not None:
        nothing_to_record()
        return before
    made = OfficeReport.objects.create(
        process=process,
        office=office,
        text=kept_words(text),
        language=language,
        figures=figures_of(office, process, at),
        form_token=form_token,
        by_key=by.key,
        at=at,
        demonstration=office.demonstration,
    )
    told = 0
    readers = {
        a.person.pk: a.person
        for a in standing_secretariats(process.code, at).select_related("person")
    }
    for reader in readers.values():
        told += _tell(reader, made)
    record(
        by=by,
        subject=made.key,
        process=process.code,
        at=at,
        facts={"office": office.key, "told": told},
    )
    return made


def _tell(reader: Person, report: OfficeReport) -> int:
    with translation.override(to_django(reader.language)):
        place = reverse("offices:report", args=[report.process.code, report.key])
        context = {
            "office": said(report.office.names),
            "process": said(report.process.titles),
            "address": f"{settings.ADDRESS}{place}",
        }
        name = "offices/mail/report"
        mail = write_mail(
            reader,
            render_to_string(f"{name}.subject.txt", context),
            render_to_string(f"{name}.txt", context),
            about=report.key,
            once=f"office-report:{report.key}:{reader.key}",
            process_code=report.process.code,
            at=report.at,
        )
    return int(mail is not None)
