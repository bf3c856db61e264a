"""The mails of this room: a group is told what it is shown, a member what came of their advice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from travaux.advice.models import Advice, Shown
from travaux.advice.queries import members_of
from travaux.advice.wording import STATES
from travaux.people.models import Person
from travaux.plumbing.languages import said, to_django
from travaux.plumbing.mail import write_mail


def tell_shown(shown: Shown, at: datetime, *, but: str) -> int:
    """Each member who sees the desk today is asked for advice; nothing of the draft is in the mail.

    `but`: whoever shows it need not be told. How many mails are new.
    """
    told = 0
    for reader in members_of(shown.group, at):
        if reader.key != but:
            told += _write(
                reader,
                "shown",
                shown,
                {"draft": shown.version_id is not None, "until": shown.until},
                page="advice:shown",
                key=shown.key,
                once=f"shown:{shown.key}:{reader.key}",
                kind="invitations",
                at=at,
            )
    return told


def tell_outcome(advice: Advice, at: datetime) -> int:
    """Who gave advice is told what came of it, each time that this is said anew."""
    author = advice.author
    if author is None:
        return 0
    return _write(
        author,
        "outcome",
        advice.shown,
        {"outcome": advice.state},
        page="advice:piece",
        key=advice.key,
        once=f"advice:{advice.key}:{at.isoformat()}",
        kind="answers",
        at=at,
    )


def _write(
    reader: Person,
    name: str,
    shown: Shown,
    more: dict[str, Any],
    *,
    page: str,
    key: str,
    once: str,
    kind: str,
    at: datetime,
) -> int:
    group = shown.group
    with translation.override(to_django(reader.language)):
        place = reverse(page, args=[group.process.code, key])
        context = {
            **more,
            "group": said(group.titles),
            "address": f"{settings.ADDRESS}{place}",
        }
        if "outcome" in more:
            context["outcome"] = str(STATES[more["outcome"]])
        mail = write_mail(
            reader,
            render_to_string(f"advice/mail/{name}.subject.txt", context),
            render_to_string(f"advice/mail/{name}.txt", context),
            about=shown.key,
            once=once,
            process_code=group.process.code,
            kind=kind,
            at=at,
        )
    return int(mail is not None)
