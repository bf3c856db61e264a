"""Outreach: whom it reached with consent, and what came of it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from django.urls import reverse

from tests.funding.test_ledger import money, refused
from tests.funding.test_pages import BACKEND
from travaux.funding import actions
from travaux.funding.models import Outreach, Reached

AT = datetime(2024, 5, 20, 9, 0, tzinfo=UTC)


def test_from_contact_to_pledge_with_consent(cast):
    told = {"by": cast.amina, "at": AT}
    given = {"process": cast.process, "titles": {"en": "Quay fair"}, "window": "2024-05",
             "place": "Quay", "presenter": "Secretariat", "material": "slides", "source": "x"}  # fmt: skip
    refused("title-missing", actions.keep_outreach, **told, **given | {"titles": {}})
    refused("window-unreadable", actions.keep_outreach, **told, **given | {"window": "May"})
    refused(
        "money-recorded-by-secretariat", actions.keep_outreach, **told | {"by": cast.bruno}, **given
    )
    event = actions.keep_outreach(**told, **given)
    note = {"outreach": event, **told}
    refused("reached-without-consent", actions.note_reached, party="Bank B", consent=" ", **note)
    refused("reached-without-name", actions.note_reached, party="", consent="card", **note)
    met = actions.note_reached(party="Bank B", consent="card of the fair", **note)
    refused("reached-already", actions.note_reached, party="Bank B", consent="card", **note)
    refused("promise-unknown", actions.move_reached, reached=met, verb="pledge", event="x", **told)
    actions.move_reached(reached=met, verb="invite", **told)
    pledge = money(cast, kind="pledge", amount=Decimal(5))
    actions.move_reached(reached=met, verb="pledge", event=pledge.key, **told)
    refused("moved-meanwhile", actions.move_reached, reached=met, verb="invite", **told)
    assert (met.state, met.event) == ("pledged", pledge.key)


def test_names_are_for_the_secretariat_and_counts_for_all(cast, client):
    address = reverse("funding:outreach", args=["harbour"])
    client.force_login(cast.amina, backend=BACKEND)
    sent = {"title": "Quay fair", "window": "2024-05", "language": "en"}
    client.post(address, sent)
    event = Outreach.objects.get()
    client.post(address, {"outreach": event.key, "party": "Bank B", "consent": "card"})
    row = Reached.objects.get()
    client.post(address, {"reached": row.key, "do": "contribute"})
    assert "Bank B" in client.get(address).content.decode()
    assert (
        "agreed to be noted"
        in client.post(
            address, {"outreach": event.key, "party": "C", "consent": ""}
        ).content.decode()
    )
    client.logout()
    page = client.get(address).content.decode()
    assert "Quay fair" in page and "Bank B" not in page
    file = reverse("funding:outreach-file", args=["harbour", "json"])
    (told,) = client.get(file).json()
    assert (told["met"], told["gave"]) == (1, 1) and "Bank B" not in str(told)
