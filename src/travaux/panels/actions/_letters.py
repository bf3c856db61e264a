"""Letters that offer a place, and mails that tell of an answer, in the reader’s language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.panels.labels import Labels
from travaux.panels.models import GapCall, Offer
from travaux.panels.queries.regional import MARK, token_of
from travaux.plumbing.languages import current, said, to_django
from travaux.plumbing.mail import write_mail


def _worded(name: str, language: str, told: dict[str, Any]) -> tuple[str, str]:
    with translation.override(to_django(language or current())):
        offer = told["offer"]
        told = {
            "parent": said(offer.panel.parent.titles),
            "title": said(offer.panel.titles),
            "process": said(offer.panel.process.titles),
            "region": Labels(offer.panel)
            .value(offer.panel.region_feature, offer.panel.region)
            .text,
            "further": _further(offer),
            **told,
        }
        return (
            render_to_string(f"panels/mail/{name}_subject.txt", told),
            render_to_string(f"panels/mail/{name}.txt", told),
        )


def _further(offer: Offer) -> bool:
    """Whether the nominee was nominated after a further call for the regional group itself."""
    application = offer.nominee.application
    return bool(application) and (
        GapCall.objects.filter(panel=offer.panel, call__applications__key=application).exists()
    )


def _write_letter(offer: Offer, at: datetime) -> int:
    """The letter of an offer lies in the outbox of its process until the secretariat lets it go."""
    if not offer.email:
        return 0
    code = offer.panel.process.code
    address = f"{settings.ADDRESS}{reverse('panels:offer', args=(code, token_of(offer)))}"
    told = {"offer": offer, "address": address}
    subject, text = _worded("offer", offer.language, told)
    mail = write_mail(
        offer.email,
        subject,
        text,
        about=offer.panel.key,
        at=at,
        language=offer.language,
        once=f"{MARK}{offer.key}",
        hold=True,
        process_code=code,
    )
    return int(mail is not None)
