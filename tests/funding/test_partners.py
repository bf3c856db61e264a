"""Partnerships and offers in kind: what was agreed, delivered and late; who is shown to whom."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

from django.urls import reverse

from tests.cast import START
from tests.evidence.test_partners import promised
from tests.funding.test_ledger import refused
from tests.funding.test_pages import BACKEND
from travaux.calls.actions import report_commitment
from travaux.funding import actions
from travaux.funding.models import Delivery, MoneyEvent, Partnership
from travaux.funding.queries import stands
from travaux.funding.queries.partners import partners
from travaux.people.actions import appoint
from travaux.people.models import Role
from travaux.plumbing import clock

AT = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
TODAY = AT.date()
OFFER = {
    "kind": "in-kind", "partner": "University of Belmouth", "titles": {"en": "Hall, two days"},
    "value": Decimal(8000), "currency": "USD", "basis": "price list of the university",
    "offered_on": date(2025, 11, 3), "source": "letter of 3 November", "due": "2026-01",
    "consent": "letter of the rector",
}  # fmt: skip


def keep(cast, reference, **more):
    appoint(
        by=None, person=cast.amina, role=Role.SECRETARIAT, process_code=reference.code, at=START
    )
    # an officer of a real process: what invented persons record stays out of its reports
    cast.amina.demonstration = False
    return actions.keep_partnership(by=cast.amina, process=reference, at=AT, **OFFER | more)


def deliver(cast, row, value, **more):
    told = {"titles": {"en": "Hall, first day"}, "on": date(2026, 1, 20), "source": "receipt 7"}
    return actions.note_delivery(
        by=cast.amina, partnership=row, value=Decimal(value), at=AT, **told | more
    )


def test_what_is_delivered_becomes_an_event_in_kind_and_no_more(cast, reference):
    before = stands(reference, None)
    row = keep(cast, reference)
    assert stands(reference, None).pledged == before.pledged  # an offer is no money
    told = {"by": cast.amina, "partnership": row, "at": AT}
    refused("delivery-before-agreement", actions.note_delivery, titles={"en": "x"}, source="x",
            value=Decimal(1), on=TODAY, **told)  # fmt: skip
    actions.move_partnership(verb="agree", **told)
    one = deliver(cast, row, "3000.50")
    event = MoneyEvent.objects.get(key=one.event)
    assert (event.kind, event.amount, event.party) == (
        "in-kind", Decimal("3000.50"), {"en": OFFER["partner"]},
    )  # fmt: skip
    assert stands(reference, None).pledged == before.pledged + Decimal("3000.50")
    [standing] = partners(reference, TODAY, whole=True)
    assert (standing.delivered, standing.left, standing.late) == (
        Decimal("3000.50"), Decimal("4999.50"), True,
    )  # fmt: skip
    deliver(cast, row, "4999.50")
    assert not partners(reference, TODAY, whole=True)[0].late
    actions.take_back(
        by=cast.amina, event=event, reasons={"en": "Counted twice."}, source="x", at=AT
    )
    [standing] = partners(reference, TODAY, whole=True)
    assert standing.delivered == Decimal("4999.50") and standing.late  # the counter-entry counts


def test_what_has_no_price_is_delivered_without_an_event(cast, reference):
    row = keep(cast, reference, value=Decimal(0), basis="", kind="agreement")
    actions.move_partnership(by=cast.amina, partnership=row, verb="agree", at=AT)
    assert partners(reference, TODAY, whole=True)[0].late
    assert deliver(cast, row, 0).event == ""
    assert not partners(reference, TODAY, whole=True)[0].late
    assert not MoneyEvent.objects.filter(kind="in-kind", by_key=cast.amina.key).exists()


def test_what_cannot_be_kept_says_why(cast, reference):
    row = keep(cast, reference)
    told = {"by": cast.amina, "process": reference, "at": AT}
    for more, code in (
        ({"partner": " "}, "partner-without-name"),
        ({"titles": {}}, "partnership-without-content"),
        ({"value": Decimal(-1)}, "value-negative"),
        ({"value": Decimal("0.001")}, "amount-too-fine"),
        ({"basis": ""}, "value-without-basis"),
        ({"currency": "XQZ"}, "currency-unknown"),
        ({"source": ""}, "source-missing"),
        ({"due": "2026-05/2026-02"}, "window-ends-before-it-starts"),
        ({"offered_on": date(2030, 1, 1)}, "money-known-in-the-future"),
        ({"kind": "gift"}, "money-kind-unknown"),
    ):
        refused(code, actions.keep_partnership, **told, **OFFER | more)
    refused("money-recorded-by-secretariat", actions.keep_partnership,
            **told | {"by": cast.bruno}, **OFFER)  # fmt: skip
    actions.move_partnership(by=cast.amina, partnership=row, verb="agree", at=AT)
    refused("lead-cannot-do-that", actions.move_partnership, by=cast.amina, partnership=row,
            verb="sing", at=AT)  # fmt: skip
    refused("moved-meanwhile", actions.move_partnership, by=cast.amina, partnership=row,
            verb="agree", at=AT)  # fmt: skip
    euros = keep(cast, reference, currency="EUR")
    actions.move_partnership(by=cast.amina, partnership=euros, verb="agree", at=AT)
    refused("rate-missing", actions.note_delivery, by=cast.amina, partnership=euros,
            titles={"en": "x"}, value=Decimal(5), on=TODAY, source="x", at=AT)  # fmt: skip
    assert not Delivery.objects.exists()


def test_whoever_did_not_agree_is_named_nowhere_in_public(cast, reference, client, monkeypatch):
    from travaux.reports.queries import figures
    from travaux.reports.queries.needs import donors, iati_activity

    monkeypatch.setattr(clock, "now", lambda: AT)
    row = keep(cast, reference, partner="Shy Guild", titles={"en": "Secret hall"}, consent="",
               source="letter of the Shy Guild")  # fmt: skip
    actions.move_partnership(by=cast.amina, partnership=row, verb="agree", at=AT)
    deliver(cast, row, 700, titles={"en": "Secret hall, day one"}, source="note of the Shy Guild")
    there = [
        reverse("funding:partners", args=[reference.code]),
        reverse("funding:partners-file", args=[reference.code, "json"]),
        reverse("funding:funding", args=[reference.code]),
        reverse("funding:events", args=[reference.code, "csv"]),
        reverse("funding:total", args=[reference.code, "in-kind"]),
        reverse("funding:event", args=[reference.code, Delivery.objects.get().event]),
    ]
    for address in there:
        answer = client.get(address)
        assert answer.status_code == 200, address
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"Shy" not in body and b"Secret hall" not in body, address
    assert client.get(reverse("funding:partner", args=[reference.code, row.key])).status_code == 404
    told = [
        figures(reference, TODAY),
        donors(reference, TODAY),
        str(iati_activity(reference, TODAY)),
    ]
    assert "Shy" not in json.dumps(told, default=str)
    event = MoneyEvent.objects.get(key=Delivery.objects.get().event)
    assert event.key in told[2]  # its sum is told, without a name
    actions.agree_to_show(by=cast.amina, partnership=row, consent="call of 2 February", at=AT)
    assert "Shy Guild" in client.get(there[0]).content.decode()
    [gift] = donors(reference, TODAY)  # what is given in kind is a gift that is published, as money
    assert (gift["key"], gift["party"], gift["kind"]) == (event.key, {"en": "Shy Guild"}, "in-kind")
    assert Decimal(gift["amount"]) == 700
    assert b"Shy Guild" in client.get(there[2]).content
    actions.agree_to_show(by=cast.amina, partnership=row, consent="", at=AT)
    assert b"Shy" not in client.get(there[2]).content
    assert b"Shy" not in client.get(there[0]).content
    assert donors(reference, TODAY) == []


def test_what_an_invented_officer_records_is_in_no_report_of_a_real_process(
    cast, reference, monkeypatch
):
    from travaux.reports.queries.needs import donors, iati_activity

    monkeypatch.setattr(clock, "now", lambda: AT)
    row = keep(cast, reference)
    cast.amina.demonstration = True
    actions.move_partnership(by=cast.amina, partnership=row, verb="agree", at=AT)
    event = deliver(cast, row, 700).event
    assert MoneyEvent.objects.get(key=event).demonstration and not reference.demonstration
    assert donors(reference, TODAY) == []
    assert event not in str(iati_activity(reference, TODAY))


def test_the_register_by_form(cast, reference, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    appoint(
        by=None, person=cast.amina, role=Role.SECRETARIAT, process_code=reference.code, at=START
    )
    add = reverse("funding:partner-add", args=[reference.code])
    assert client.get(add).status_code == 302
    client.force_login(cast.amina, backend=BACKEND)
    sent = {
        "kind": "in-kind", "partner": "University of Belmouth", "title": "Hall", "value": "8,000",
        "currency": "usd", "basis": "", "offered_on": "2026-01-05", "due": "2026-01",
        "consent": "", "source": "letter", "language": "en",
    }  # fmt: skip
    page = client.post(add, sent).content.decode()
    assert "how the value was reckoned" in page and 'value="8,000"' in page
    done = client.post(add, sent | {"basis": "price list"})
    row = Partnership.objects.get()
    assert done["Location"].endswith(f"/{row.key}/") and row.currency == "USD"
    assert client.post(done["Location"], {"do": "agree"}).status_code == 302
    given = {"do": "deliver", "title": "Hall", "value": "2500", "on": "2026-01-30",
             "source": "receipt", "language": "en"}  # fmt: skip
    late = client.post(done["Location"], given | {"on": "2027-01-30"}).content.decode()
    assert "cannot lie in the future" in late and 'value="2500"' in late
    assert client.post(done["Location"], given).status_code == 302
    page = client.get(done["Location"]).content.decode()
    assert "2,500" in page and "5,500" in page and "late" in page
    listed = client.get(reverse("funding:partners", args=[reference.code])).content.decode()
    assert "1 partner is late with what was agreed." in listed and "not published" in listed
    for ending in ("xlsx", "csv", "json"):
        file = reverse("funding:partners-file", args=[reference.code, ending])
        assert client.get(file).status_code == 200


def test_what_was_promised_in_a_call_has_its_day_and_its_delivery_there(cast, client):
    """One source: the record of money keeps what it is worth, the call by when and whether it came."""
    first, other = promised(cast)
    told = {"by": cast.amina, "process": cast.process, "at": AT}
    asked = OFFER | {"due": "", "promise": first.key}
    refused(
        "call-promise-unknown", actions.keep_partnership, **told, **asked | {"promise": "nothing"}
    )
    refused(
        "due-stands-with-promise", actions.keep_partnership, **told, **asked | {"due": "2026-01"}
    )
    row = actions.keep_partnership(**told, **asked)
    refused("promise-taken", actions.keep_partnership, **told, **asked)
    actions.move_partnership(by=cast.amina, partnership=row, verb="agree", at=AT)
    [one] = partners(cast.process, TODAY, whole=True)
    assert one.late and one.due == first.due_on.isoformat()  # nobody typed it here
    report_commitment(by=cast.greta, commitment=first, state="delivered", note="There", at=AT)
    [one] = partners(cast.process, TODAY, whole=True)
    assert not one.late and one.promise.state == "delivered"
    place = reverse("funding:partner", args=[cast.process.code, row.key])
    client.force_login(cast.amina, backend=BACKEND)
    page = client.get(place).content.decode()
    assert (
        first.what in page
        and reverse("calls:commitment", args=[cast.process.code, first.key]) in page
    )
    assert client.post(place, {"do": "about", "promise": other.key}).status_code == 302
    assert client.post(place, {"do": "about", "promise": "nothing"}).status_code == 200
    [one] = partners(cast.process, TODAY, whole=True)
    assert one.promise.key == other.key
    rows = json.loads(
        client.get(reverse("funding:partners-file", args=[cast.process.code, "json"])).content
    )
    assert [r["promise"] for r in rows] == [other.key]
    client.logout()  # who agreed to be published is shown; their promise without its page
    page = client.get(place).content.decode()
    assert (
        other.what in page
        and reverse("calls:commitment", args=[cast.process.code, other.key]) not in page
    )
    other.application.__class__.objects.filter(pk=other.application_id).update(erased_at=AT)
    [one] = partners(cast.process, TODAY, whole=True)
    assert one.promise is None and not one.late
    client.force_login(cast.amina, backend=BACKEND)
    assert "not there any more" in client.get(place).content.decode()
    actions.name_promise(by=cast.amina, partnership=row, promise="", at=AT)
    assert "not there any more" not in client.get(place).content.decode()
