"""Offers side by side, the choice with its reason, and commitments until they are delivered."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from tests.calls.makers import (
    AFTER,
    CLOSES,
    DURING,
    a_call,
    a_call_now,
    an_application,
    sign_in,
)
from tests.cast import person
from travaux.calls.actions import (
    choose_offers,
    erase_call,
    prepare_choice,
    report_commitment,
    take_commitments,
    withdraw_application,
)
from travaux.calls.models import Choice, Commitment
from travaux.calls.queries.clearing import choice_to_clear, prepared_choice
from travaux.calls.queries.outcomes import choice_of, compare
from travaux.calls.rules.outcomes import is_overdue
from travaux.correspondence.actions import act_on_clearance, ask_clearance
from travaux.correspondence.models import House
from travaux.plumbing import clock
from travaux.plumbing.mail import send_waiting
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db


def refused(code: str):
    return pytest.raises(Refusal, match=f"^{code}$")


def two_offers(cast, call, at=DURING):
    first = an_application(cast, call, cast.chen, at)
    second = an_application(
        cast, call, cast.dana, at, city="Belmouth", capacity="60",
        costs=[{"cost": "venue", "bearer": "organiser", "amount": "9000.50", "currency": "EUR"}],
    )  # fmt: skip
    return first, second


def test_offers_stand_side_by_side_cost_by_cost(cast) -> None:
    call = a_call(cast, "hosting")
    two_offers(cast, call)
    gone = an_application(cast, call, cast.greta, DURING, city="Elsewhere")
    withdraw_application(by=cast.greta, application=gone, at=DURING)
    told = compare(call, "en")
    rows = {name: cells for name, _label, cells in told.rows}
    assert [o.number for o in told.offers] == [1, 2]
    assert rows["city"] == ("Aling", "Belmouth") and rows["capacity"] == ("80", "60")
    assert rows["dates"][0] == "2024-10-14 – 2024-10-16"
    assert "City of Aling" in rows["hosts"][0]
    assert rows["costs.venue"][1].endswith("9000.5 EUR")
    assert rows["costs.travel"][0].endswith("45000 USD") and rows["costs.travel"][1] == ""
    assert rows["letter"] == ("cv.pdf", "cv.pdf")  # names of files, not their keys
    for asked in ("visa", "accessibility", "interpretation", "connection"):
        assert all(rows[asked])


def test_the_choice_is_published_with_its_reason_and_told_once(client, cast) -> None:
    call = a_call(cast, "hosting")
    first, second = two_offers(cast, call)
    told = {"by": cast.amina, "call": call, "language": "en"}
    with refused("choice-before-closing"):
        choose_offers(applications=[first], reason="Best", at=DURING, **told)
    told["at"] = AFTER
    with refused("choice-of-what"):
        choose_offers(applications=[], reason="Best", **told)
    with refused("reason-needed"):
        choose_offers(applications=[first], reason=" ", **told)
    with refused("not-your-role"):
        choose_offers(applications=[first], reason="Best", **{**told, "by": cast.chen})
    choose_offers(applications=[first, second], reason="They host together.", **told)
    mails = Mail.objects.filter(once__startswith="call-chosen")
    assert sorted(m.to for m in mails) == ["chen@example.org", "dana@example.org"]
    waiting = Mail.objects.count()
    assert send_waiting() == waiting and send_waiting() == 0
    page = client.get(f"/en/harbour/calls/{call.key}/").content.decode()
    assert "They host together." in page and "City of Aling, Aling" in page and "Belmouth" in page
    choose_offers(applications=[first], reason="The second withdrew.", **told)
    assert choice_of(call).reason == "The second withdrew." and Choice.objects.count() == 2
    erase_call(by=cast.amina, call=call, at=CLOSES + timedelta(days=800))
    page = client.get(f"/en/harbour/calls/{call.key}/").content.decode()
    assert "City of Aling" in page and "Ada Quay" not in page


def test_where_no_names_were_announced_the_choice_names_none(client, cast) -> None:
    call = a_call(cast, "hosting", names_rule="none")
    first, _second = two_offers(cast, call)
    choose_offers(
        by=cast.amina, call=call, applications=[first], reason="Near.", language="en", at=AFTER
    )
    page = client.get(f"/en/harbour/calls/{call.key}/").content.decode()
    assert "Offer no. 1" in page and "City of Aling" not in page


def test_no_choice_among_nominees_here(cast) -> None:
    call = a_call(cast)
    one = an_application(cast, call, person("Ida"))
    with refused("choice-not-here"):
        choose_offers(
            by=cast.amina, call=call, applications=[one], reason="x", language="en", at=AFTER
        )


def test_commitments_are_followed_until_they_are_delivered(cast) -> None:
    call = a_call(cast, "partnership")
    one = an_application(cast, call, cast.greta)
    assert take_commitments(by=cast.amina, application=one, at=AFTER) == 2
    assert take_commitments(by=cast.amina, application=one, at=AFTER) == 0
    survey, translation = Commitment.objects.all()
    assert survey.what == "40 cities" and survey.due_on == date(2024, 5, 1)
    assert not is_overdue(survey, date(2024, 5, 1)) and is_overdue(survey, date(2024, 5, 2))
    told = {"by": cast.greta, "commitment": survey, "at": AFTER}
    report_commitment(state="begun", note="", **told)
    with refused("delivered-later-than-today"):
        report_commitment(state="delivered", note="", delivered_on=date(2030, 1, 1), **told)
    report_commitment(state="delivered", note="On the shelf", **told)
    survey.refresh_from_db()
    assert survey.delivered_on == AFTER.date() and not is_overdue(survey, date(2030, 1, 1))
    with refused("reason-needed"):
        report_commitment(state="given-up", note="", **{**told, "commitment": translation})
    with refused("commitment-state-unknown"):
        report_commitment(state="lost", note="", **told)
    with refused("not-your-role"):
        report_commitment(state="begun", note="", **{**told, "by": cast.chen})
    with refused("not-your-role"):
        take_commitments(by=cast.greta, application=one, at=AFTER)
    host = an_application(cast, a_call(cast, "hosting"), cast.dana)
    with refused("no-commitments-here"):
        take_commitments(by=cast.amina, application=host, at=AFTER)


def test_the_pages_of_offers_and_commitments(client, cast) -> None:
    now = clock.now()
    hosting = a_call_now(cast, "hosting")
    two_offers(cast, hosting, now)
    sign_in(client, cast.amina)
    address = f"/en/harbour/calls/{hosting.key}/offers/"
    page = client.get(address).content.decode()
    assert "Belmouth" in page and "once the call is closed" in page
    wrong = client.post(address, {"reason": "Kept words"})
    assert wrong.status_code == 422 and "Kept words" not in client.get(address).content.decode()
    rows = json.loads(client.get(f"/en/harbour/calls/{hosting.key}/offers.json").content)
    assert any(r["question"] == "city" for r in rows)
    partners = a_call_now(cast, "partnership")
    an_application(cast, partners, cast.greta, now)
    address = f"/en/harbour/calls/{partners.key}/commitments/"
    assert "one more partner" in client.get(address).content.decode()
    client.post(address)
    page = client.get(address).content.decode()
    assert "40 cities" in page and "overdue" in page
    found = json.loads(client.get(f"/en/harbour/calls/{partners.key}/commitments.json").content)
    assert [r["state"] for r in found] == ["promised", "promised"]
    for ending in ("xlsx", "csv"):
        assert (
            client.get(f"/en/harbour/calls/{partners.key}/commitments.{ending}").status_code == 200
        )
        assert client.get(f"/en/harbour/calls/{hosting.key}/offers.{ending}").status_code == 200
    one = f"/en/harbour/calls/commitment/{Commitment.objects.first().key}/"
    sign_in(client, cast.greta)
    assert "40 cities" in client.get(address).content.decode()
    assert "Your commitments" in client.get(f"/en/harbour/calls/{partners.key}/").content.decode()
    assert client.get(one).status_code == 200
    bad = client.post(one, {"state": "delivered", "day": "soon", "note": "Kept note"})
    assert bad.status_code == 422 and "Kept note" in bad.content.decode()
    client.post(one, {"state": "delivered", "day": "", "note": "Here"})
    assert Commitment.objects.first().state == "delivered"
    sign_in(client, cast.chen)
    assert client.get(one).status_code == 404 and client.get(address).status_code == 404
    assert client.get(f"/en/harbour/calls/{hosting.key}/offers/").status_code == 403


def test_where_the_process_asks_for_it_a_choice_is_published_just_as_it_was_approved(
    client, cast
) -> None:
    House.objects.create(process_code="harbour", needs_clearance=["selection"])
    call = a_call(cast, "hosting")
    first, second = two_offers(cast, call)
    told = {"by": cast.amina, "call": call, "language": "en", "at": AFTER}
    with refused("clearance-missing"):
        choose_offers(applications=[first], reason="Near.", **told)
    with refused("not-your-role"):
        prepare_choice(applications=[first], reason="Near.", **{**told, "by": cast.bruno})
    with refused("choice-of-what"):
        prepare_choice(applications=[], reason="Near.", **told)
    prepare_choice(applications=[first], reason="Near.", **told)
    public = f"/en/harbour/calls/{call.key}/"
    assert "Near." not in client.get(public).content.decode()  # strangers see nothing of it
    found = choice_to_clear("harbour", call.key)
    asked = ask_clearance(
        by=cast.amina, process_code="harbour", kind="selection", key=call.key, label="Hosts",
        digest=found.digest, approver=cast.elif_, at=AFTER,
    )  # fmt: skip
    page = sign_in(client, cast.elif_).get(public).content.decode()
    assert "Near." in page and "City of Aling, Aling" in page and "Approve it" in page
    assert not Mail.objects.filter(once__startswith="call-chosen").exists()
    with refused("clearance-pending"):
        choose_offers(applications=[first], reason="Near.", **told)
    act_on_clearance(by=cast.elif_, clearance=asked, seen=found.digest, at=AFTER)
    for wrong in ({"applications": [second], "reason": "Near."},
                  {"applications": [first], "reason": "Nearer."}):  # fmt: skip
        with refused("clearance-lapsed"):
            choose_offers(**wrong, **told)
    address = f"{public}offers/"
    page = sign_in(client, cast.amina).get(address).content.decode()
    assert "cleared on the page of the call" in page and "Near." in page
    choose_offers(applications=[first], reason="Near.", **told)
    assert choice_of(call).reason == "Near." and choice_to_clear("harbour", call.key) is None
    client.post(address, {"offer": [second.key], "reason": "Written anew", "do": "prepare"})
    assert prepared_choice(call)["reason"] == "Written anew" and choice_of(call).reason == "Near."
    refusal = client.post(address, {"offer": [second.key], "reason": "Written anew"})
    assert refusal.status_code == 422 and choice_of(call).reason == "Near."
