"""Reminders are written, read and edited, and only then sent, each once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.calls.makers import (
    AFTER,
    DURING,
    a_call,
    a_call_now,
    a_draft,
    an_application,
    pdf,
    sign_in,
)
from tests.cast import person
from travaux.calls.actions import (
    confirm_nomination,
    revise_reminder,
    send_reminders,
    set_reminder_aside,
    write_reminders,
)
from travaux.calls.queries.reminders import held_reminders, reminders_of
from travaux.plumbing import clock
from travaux.plumbing.mail import send_waiting
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db


def refused(code: str):
    return pytest.raises(Refusal, match=f"^{code}$")


def test_they_are_held_edited_and_sent_once(cast, mailoutbox) -> None:
    call = a_call(cast)
    a_draft(cast, call, cast.dana)
    one = an_application(cast, call, person("Ida"), email="ida@example.org")
    send_waiting()
    before = len(mailoutbox)
    assert write_reminders(by=cast.amina, call=call, at=DURING) == 2
    assert write_reminders(by=cast.amina, call=call, at=DURING) == 0
    assert send_waiting() == 0 and len(mailoutbox) == before  # held, not sent
    to_author, to_authority = held_reminders(call).order_by("pk")
    assert (to_author.to, to_authority.to) == ("dana@example.org", "farid@example.org")
    words = {"subject": "Please look", "text": "Your draft waits."}
    told = {"by": cast.amina, "call": call, "mail": to_author, "at": DURING}
    revise_reminder(seen=0, **words, **told)
    with refused("moved-meanwhile"):
        revise_reminder(seen=0, subject="Other", text="Other", **told)
    with refused("reminder-empty"):
        revise_reminder(seen=1, subject=" ", text="x", **told)
    set_reminder_aside(by=cast.amina, call=call, mail=to_authority, at=DURING)
    keys = [to_author.key, to_authority.key, "unknown"]
    assert send_reminders(by=cast.amina, call=call, keys=keys, at=DURING) == 1
    assert send_reminders(by=cast.amina, call=call, keys=keys, at=DURING) == 0
    assert send_waiting() == 1 and send_waiting() == 0
    assert mailoutbox[-1].subject == "Please look" and mailoutbox[-1].to == ["dana@example.org"]
    with refused("moved-meanwhile"):
        set_reminder_aside(by=cast.amina, call=call, mail=to_author, at=DURING)
    confirm_nomination(by=cast.farid, application=one, letter=pdf(), at=DURING)
    assert write_reminders(by=cast.amina, call=call, at=DURING + timedelta(days=1)) == 1
    assert reminders_of(call).count() == 3


def test_nobody_is_reminded_out_of_time_or_by_others(cast) -> None:
    call = a_call(cast)
    a_draft(cast, call, cast.dana)
    an_application(cast, call, person("Ida"), email="ida@example.org")
    with refused("call-not-open-yet"):
        write_reminders(by=cast.amina, call=call, at=DURING - timedelta(days=30))
    with refused("not-your-role"):
        write_reminders(by=cast.farid, call=call, at=DURING)
    assert write_reminders(by=cast.amina, call=call, at=AFTER) == 0


def test_the_pages_of_reminders(client, cast) -> None:
    call = a_call_now(cast)
    a_draft(cast, call, cast.dana, clock.now())
    sign_in(client, cast.amina)
    address = f"/en/harbour/calls/{call.key}/reminders/"
    assert "No reminder was written yet" in client.get(address).content.decode()
    page = client.post(address, {"do": "write"}, follow=True).content.decode()
    assert "One new reminder is held" in page and "dana@example.org" in page
    mail = Mail.objects.get(about=call.key)
    one = f"{address}{mail.key}/"
    assert "Your draft is kept, but not handed in yet." in client.get(one).content.decode()
    wrong = client.post(one, {"subject": "", "text": "Mine", "seen": "0"})
    assert wrong.status_code == 422 and "Mine" in wrong.content.decode()
    client.post(one, {"subject": "S", "text": "Edited words", "seen": "0"})
    assert "Edited words" in client.get(one).content.decode()
    client.post(address, {"do": "send", "mail": [mail.key]})
    assert "on its way" in client.get(address).content.decode()
    assert "Edited words" in client.get(one).content.decode()
    for ending in ("xlsx", "csv", "json"):
        assert client.get(f"/en/harbour/calls/{call.key}/reminders.{ending}").status_code == 200
    assert client.get(address + "unknown/").status_code == 404
    sign_in(client, cast.farid)
    assert client.get(address).status_code == 403
