"""Links by mail: an authority without an account confirms; a nominee completes what was begun."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.calls.makers import (
    AFTER,
    CLOSES,
    DURING,
    a_call,
    a_call_now,
    an_application,
    pdf,
    sign_in,
)
from tests.cast import person
from travaux.calls.actions import (
    begin_nomination,
    confirm_by_link,
    confirm_nomination,
    erase_call,
    extend_call,
    revoke_by_link,
    save_application,
    send_authority_link,
    submit_application,
    take_over_nomination,
    withdraw_application,
)
from travaux.calls.models import Application, CountryTally, Link
from travaux.calls.queries.links import link_behind, token_of
from travaux.people.actions import OfficeDetails, add_contact, appoint, end_appointment
from travaux.people.models import Appointment, Country
from travaux.plumbing import clock
from travaux.plumbing.mail import send_waiting
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db


def refused(code: str):
    return pytest.raises(Refusal, match=f"^{code}$")


def a_contact(cast, kind="focal-point", email="office@a.example", country=None, at=DURING):
    return add_contact(
        by=cast.amina,
        process_code="harbour",
        at=at,
        details=OfficeDetails(
            kind=kind,
            country=country or cast.state_a,
            office="Office of harbours",
            email=email,
            language="fr",
        ),
    )


def no_account(cast) -> None:
    """State A has no focal point with an account any more."""
    held = Appointment.objects.get(person=cast.farid)
    end_appointment(by=None, appointment=held, at=DURING - timedelta(days=1))


def nominee(cast, call, name="Ida", at=DURING) -> Application:
    email = f"{name.lower()}@example.org"
    return an_application(cast, call, person(name), at, given_names=name, email=email)


def address_in(mail: Mail) -> str:
    found = re.search(r"https?://[^/]+(/\S+/calls/link/\S+)", mail.text)
    assert found
    return found.group(1)


def test_an_authority_without_an_account_confirms_through_its_link(client, cast) -> None:
    no_account(cast)
    now = clock.now()
    a_contact(cast)
    one = nominee(cast, a_call_now(cast), at=now)
    mail = Mail.objects.get(to="office@a.example")
    assert mail.language == "fr"
    page = client.get(address_in(mail))
    assert page.status_code == 200 and "Ida" in page.content.decode()
    empty = client.post(address_in(mail), {})
    assert empty.status_code == 422
    assert not Application.objects.get(pk=one.pk).confirmed_at
    client.post(address_in(mail), {"letter": pdf("lettre.pdf")})
    one.refresh_from_db()
    assert one.confirmed_at and one.letter.name == "lettre.pdf" and one.confirmed_by == ""
    assert CountryTally.objects.get().confirmed == 1
    told = Mail.objects.filter(about=one.key, subject__regex="confirmed|confirmée|Confirm")
    assert {m.to for m in told} >= {"ida@example.org"}
    assert Mail.objects.filter(to="office@a.example").count() == 2  # the link, the word of thanks
    again = client.post(address_in(mail), {"letter": pdf("other.pdf")})
    assert again.status_code == 422
    waiting = Mail.objects.count()
    assert send_waiting() == waiting and send_waiting() == 0


def test_a_link_is_signed_expires_and_serves_one_purpose(client, cast) -> None:
    no_account(cast)
    contact = a_contact(cast, kind="ministry")
    one = nominee(cast, a_call(cast, late_confirmation="marked"))
    assert not Link.objects.exists()  # a ministry is asked by the secretariat's own act
    link = send_authority_link(by=cast.amina, application=one, contact=contact, at=DURING)
    again = send_authority_link(by=cast.amina, application=one, contact=contact, at=DURING)
    assert again == link and Mail.objects.filter(to="office@a.example").count() == 1
    assert link_behind(token_of(link)) == link
    assert link_behind(token_of(link)[:-1] + "x") is None
    assert client.get("/en/harbour/calls/link/none.such/").status_code == 404
    with refused("link-expired"):
        confirm_by_link(by=None, link=link, letter=pdf(), at=link.expires_at)
    with refused("letter-needed"):
        confirm_by_link(by=None, link=link, letter=None, at=DURING)
    with refused("nominee-not-nominator"):
        confirm_by_link(by=one.person, link=link, letter=pdf(), at=DURING)
    with refused("link-unknown"):
        take_over_nomination(by=cast.dana, link=link, at=DURING)
    link.refresh_from_db()
    assert link.used_at is None  # what was refused used nothing up
    confirm_by_link(by=None, link=link, letter=pdf(), at=DURING)
    with refused("link-used"):
        confirm_by_link(by=None, link=Link.objects.get(), letter=pdf(), at=DURING)
    assert client.get(f"/en/harbour/calls/link/{token_of(link)}/").status_code == 403  # long ago


def test_links_go_to_offices_of_the_state_alone_and_never_to_the_nominee(cast) -> None:
    one = nominee(cast, a_call(cast))
    state_b = Country.objects.create(code="X-B", names={"en": "State B"}, demonstration=True)
    told = {"by": cast.amina, "application": one, "at": DURING}
    with refused("contact-not-of-state"):
        send_authority_link(contact=a_contact(cast, email="b@b.example", country=state_b), **told)
    with refused("contact-not-of-state"):
        send_authority_link(contact=a_contact(cast, kind="observer"), **told)
    with refused("nominee-not-nominator"):
        send_authority_link(contact=a_contact(cast, email="Ida@example.org"), **told)
    office = a_contact(cast, email="c@a.example")
    with refused("not-your-role"):
        send_authority_link(contact=office, **{**told, "by": cast.farid})
    confirm_nomination(by=cast.farid, application=one, letter=pdf(), at=DURING)
    with refused("nomination-confirmed"):
        send_authority_link(contact=office, **told)


def test_the_places_of_a_state_bind_through_a_link_too(cast) -> None:
    call = a_call(cast, per_country=1)
    first, second = nominee(cast, call), nominee(cast, call, "Jon")
    office = a_contact(cast)
    link = send_authority_link(by=cast.amina, application=second, contact=office, at=DURING)
    confirm_nomination(by=cast.farid, application=first, letter=pdf(), at=DURING)
    with refused("no-place-left") as refusal:
        confirm_by_link(by=None, link=link, letter=pdf(), at=DURING)
    assert "Ida" in refusal.value.sentence
    link.refresh_from_db()
    assert link.used_at is None
    with refused("confirmation-too-late"):
        confirm_by_link(by=None, link=link, letter=pdf(), at=CLOSES + timedelta(minutes=1))


def test_a_focal_point_begins_and_the_nominee_completes(cast) -> None:
    call = a_call(cast)
    begin = {"by": cast.farid, "call": call, "name": "Dana", "language": "es", "at": DURING}
    with refused("nominee-address"):
        begin_nomination(email="nobody", **begin)
    with refused("nominee-not-nominator"):
        begin_nomination(email="farid@example.org", **begin)
    with refused("not-a-focal-point"):
        begin_nomination(email="dana@example.org", **{**begin, "by": cast.chen})
    with refused("call-closed-to-nominations") as late:
        begin_nomination(email="dana@example.org", **{**begin, "at": AFTER})
    assert "What you typed" not in late.value.sentence
    link = begin_nomination(email="Dana@example.org", **begin)
    assert begin_nomination(email="dana@example.org", **begin) == link
    assert Mail.objects.get(to="dana@example.org").language == "es"
    assert Mail.objects.filter(to="farid@example.org").count() == 1
    with refused("nominee-not-nominator"):
        take_over_nomination(by=cast.farid, link=link, at=DURING)
    with refused("link-unknown"):
        confirm_by_link(by=None, link=link, letter=pdf(), at=DURING)
    mine = take_over_nomination(by=cast.dana, link=link, at=DURING)
    assert mine.person == cast.dana and mine.typed == {"email": "dana@example.org"}
    with refused("link-used"):
        take_over_nomination(by=cast.greta, link=Link.objects.get(), at=DURING)
    from tests.calls.makers import NOMINEE

    save_application(
        by=cast.dana, call=call, application=mine, typed=NOMINEE | {"email": "dana@example.org"},
        uploads=[(("cv",), pdf())], at=DURING,
    )  # fmt: skip
    submit_application(by=cast.dana, application=mine, at=DURING)
    mine.refresh_from_db()
    confirm_nomination(by=cast.farid, application=mine, letter=pdf(), at=DURING)
    assert mine.country == cast.state_a and mine.confirmed_by == cast.farid.key
    waiting = Mail.objects.count()
    assert send_waiting() == waiting and send_waiting() == 0


def test_more_time_for_all_reaches_nominees_whom_a_focal_point_named(cast) -> None:
    call = a_call(cast)
    begin = {"by": cast.farid, "call": call, "name": "Dana", "language": "es", "at": DURING}
    link = begin_nomination(email="dana@example.org", **begin)
    later = CLOSES + timedelta(days=10)
    call = extend_call(by=cast.amina, call=call, closes_at=later, reason="Storm", at=DURING).call
    mail = Mail.objects.filter(to="dana@example.org").latest("pk")
    assert mail.language == "es" and "Storm" in mail.text and token_of(link) in mail.text
    assert Mail.objects.filter(to="dana@example.org").count() == 2
    link = Link.objects.get()
    mine = take_over_nomination(by=cast.dana, link=link, at=CLOSES + timedelta(days=1))
    assert mine.person == cast.dana
    again = extend_call(
        by=cast.amina, call=call, closes_at=later + timedelta(days=1), reason="Storm", at=AFTER
    )
    assert Mail.objects.filter(to="dana@example.org").count() == 3  # as an applicant, once
    assert Link.objects.get().expires_at < again.closes_at_after  # a used link stays as it was


def test_a_link_that_expired_does_not_hinder_a_new_one(cast) -> None:
    call = a_call(cast)
    begin = {"by": cast.farid, "call": call, "name": "Kim", "language": "en"}
    link = begin_nomination(email="kim@example.org", at=DURING, **begin)
    Link.objects.filter(pk=link.pk).update(expires_at=DURING + timedelta(hours=1))
    new = begin_nomination(email="kim@example.org", at=DURING + timedelta(hours=2), **begin)
    assert new != link and Mail.objects.filter(to="kim@example.org").count() == 2


def test_who_confirmed_by_link_is_asked_again_by_it_when_the_nominee_amends(cast) -> None:
    no_account(cast)
    one = nominee(cast, a_call(cast))
    link = send_authority_link(by=cast.amina, application=one, contact=a_contact(cast), at=DURING)
    confirm_by_link(by=None, link=link, letter=pdf(), at=DURING)
    one.refresh_from_db()
    save_application(
        by=one.person, call=one.call, application=one, typed=one.typed | {"function": "Pilot"},
        at=DURING,
    )  # fmt: skip
    submit_application(by=one.person, application=one, at=DURING)
    one.refresh_from_db()
    assert one.confirmed_at is None and CountryTally.objects.get().confirmed == 0
    mail = Mail.objects.filter(to="office@a.example").latest("pk")
    assert mail.language == "fr" and token_of(link) in mail.text
    confirm_by_link(by=None, link=Link.objects.get(pk=link.pk), letter=pdf(), at=DURING)
    assert CountryTally.objects.get().confirmed == 1


def test_pages_of_beginning_and_taking_over(client, cast) -> None:
    call = a_call_now(cast)
    sign_in(client, cast.farid)
    assert "Begin a nomination" in client.get("/en/harbour/calls/nominations/").content.decode()
    address = f"/en/harbour/calls/{call.key}/nominate/"
    page = client.get(address).content.decode()
    assert "State A" in page
    # the languages of the mail are a choice of the form; those of the page stand in its head
    assert f'<a href="/fr/{address[4:]}" lang="fr" hreflang="fr">Français</a>' in page
    assert '<option value="fr" lang="fr">Français</option>' in page
    wrong = client.post(address, {"name": "Dana D", "email": "wrong"})
    assert wrong.status_code == 422 and "Dana D" in wrong.content.decode()
    client.post(address, {"name": "Dana D", "email": "dana@example.org", "language": "en"})
    assert "Dana D" in client.get("/en/harbour/calls/nominations/").content.decode()
    door = address_in(Mail.objects.get(to="dana@example.org"))
    client.logout()
    assert client.get(door).status_code == 302  # sign in first
    sign_in(client, cast.dana)
    assert "State A began a nomination for you" in client.get(door).content.decode()
    taken = client.post(door)
    assert taken.status_code == 302 and taken["Location"].endswith("/edit/")
    assert client.get(door).status_code == 302  # back to the form
    sign_in(client, cast.chen)
    assert "used already" in client.get(door).content.decode()


def test_the_secretariat_sends_a_link_from_the_page_of_the_application(client, cast) -> None:
    office = a_contact(cast, email="office@a.example", at=clock.now())
    one = nominee(cast, a_call_now(cast), at=clock.now())
    sign_in(client, cast.amina)
    page = f"/en/harbour/calls/application/{one.key}/"
    assert "Office of harbours" in client.get(page).content.decode()
    client.post(page + "link/", {"contact": office.key})
    client.post(page + "link/", {"contact": "nonsense"})
    assert Link.objects.get().email == "office@a.example"
    text = client.get(page).content.decode()
    assert "office@a.example" in text and "Choose an office of the state" in text
    sign_in(client, cast.farid)
    assert client.post(page + "link/", {"contact": office.key}).status_code == 403


def test_addresses_of_links_go_with_the_answers(cast) -> None:
    call = a_call(cast, retention_days=1)
    one = nominee(cast, call)
    send_authority_link(by=cast.amina, application=one, contact=a_contact(cast), at=DURING)
    erase_call(by=cast.amina, call=call, at=CLOSES + timedelta(days=2))
    assert not Link.objects.exists()


def test_a_confirmation_is_taken_back_by_the_same_link(client, cast) -> None:
    no_account(cast)
    now = clock.now()
    a_contact(cast)
    one = nominee(cast, a_call_now(cast), at=now)
    door = address_in(Mail.objects.get(to="office@a.example"))
    client.post(door, {"letter": pdf()})
    assert "take it back with this link" in client.get(door).content.decode()
    assert client.post(door, {"do": "revoke"}).status_code == 302
    one.refresh_from_db()
    assert one.confirmed_at is None and CountryTally.objects.get().confirmed == 0
    told = Mail.objects.filter(about=one.key, to="ida@example.org").latest("pk")
    assert "taken back" in told.subject and one.receipt in told.text
    assert client.post(door, {"do": "revoke"}).status_code == 422  # nothing stands any more
    client.post(door, {"letter": pdf()})  # until it expires, the same link confirms again
    one.refresh_from_db()
    assert one.confirmed_at and CountryTally.objects.get().confirmed == 1


def test_a_link_takes_back_what_it_confirmed_alone_and_in_time(cast) -> None:
    call = a_call(cast)
    one, office = nominee(cast, call), a_contact(cast)
    link = send_authority_link(by=cast.amina, application=one, contact=office, at=DURING)
    confirm_nomination(by=cast.farid, application=one, letter=pdf(), at=DURING)
    link = Link.objects.get(pk=link.pk)
    with refused("nomination-not-confirmed"):  # the focal point confirmed, not this link
        revoke_by_link(by=None, link=link, at=DURING)
    two = nominee(cast, call, "Jon")
    link = send_authority_link(by=cast.amina, application=two, contact=office, at=DURING)
    confirm_by_link(by=None, link=link, letter=pdf(), at=DURING)
    with refused("confirmation-too-late"):
        revoke_by_link(by=None, link=link, at=CLOSES + timedelta(minutes=1))
    revoke_by_link(by=None, link=link, at=DURING + timedelta(hours=1))
    assert CountryTally.objects.get().confirmed == 1


def test_files_open_for_who_is_asked_to_confirm_and_for_no_other_state(client, cast) -> None:
    now = clock.now()
    office = a_contact(cast, at=now)
    one = nominee(cast, a_call_now(cast), at=now)
    file = one.attachments.get().key
    inside = f"/en/harbour/calls/application/{one.key}/file/{file}/"
    state_b = Country.objects.create(code="X-B", names={"en": "State B"}, demonstration=True)
    other = person("Ursula")
    appoint(
        by=None, person=other, role="focal-point", process_code="harbour", country=state_b, at=now
    )
    for who, status in ((cast.farid, 200), (other, 404), (cast.dana, 404), (cast.amina, 200)):
        assert sign_in(client, who).get(inside).status_code == status
    page = sign_in(client, cast.farid).get(f"/en/harbour/calls/application/{one.key}/confirm/")
    assert inside in page.content.decode()
    client.logout()
    assert client.get(inside).status_code in (302, 404)
    link = send_authority_link(by=cast.amina, application=one, contact=office, at=now)
    door = f"/en/harbour/calls/link/{token_of(link)}/"
    assert f"{door}file/{file}/" in client.get(door).content.decode()
    assert client.get(f"{door}file/{file}/").status_code == 200
    elsewhere = nominee(cast, one.call, "Jon", at=now).attachments.get().key
    assert client.get(f"{door}file/{elsewhere}/").status_code == 404
    withdraw_application(by=one.person, application=one, at=clock.now())
    assert client.get(f"{door}file/{file}/").status_code == 404
    assert sign_in(client, cast.farid).get(inside).status_code == 404
