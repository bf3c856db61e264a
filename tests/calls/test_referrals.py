"""Nominations beyond the places of a state: its permanent mission says which of them stand."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.calls.makers import CLOSES, DURING, a_call, a_call_now, an_application, pdf, sign_in
from tests.cast import person
from travaux.calls.actions import (
    answer_referral,
    ask_mission,
    confirm_by_link,
    confirm_nomination,
    drop_referral,
    enter_mission_answer,
    erase_call,
    open_referral,
    referrals,
    revoke_confirmation,
    send_authority_link,
    withdraw_application,
)
from travaux.calls.models import Application, CountryTally, Link, Referral
from travaux.calls.queries.referrals import (
    crowded,
    mail_of,
    mission_token,
    nominations_put,
    numbers_of,
    referral_behind,
)
from travaux.correspondence.actions import drop_mail, send_mails
from travaux.correspondence.models import Entry
from travaux.journal.models import Line
from travaux.people.actions import OfficeDetails, add_contact, appoint
from travaux.people.models import Contact
from travaux.plumbing import clock
from travaux.plumbing.mail import as_message, let_go, send_waiting
from travaux.plumbing.models import Mail, StoredFile
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
LATER = DURING + timedelta(hours=2)


def refused(code: str):
    return pytest.raises(Refusal, match=f"^{code}$")


def an_office(cast, kind="mission", email="mission@a.example", country=None, at=DURING):
    return add_contact(
        by=cast.amina, process_code="harbour", at=at,
        details=OfficeDetails(
            kind=kind, country=country or cast.state_a, office=f"Office {email}", email=email,
            language="fr",
        ),
    )  # fmt: skip


def nominees(cast, call, *names: str, at=DURING):
    return [
        an_application(cast, call, person(n), at, given_names=n, email=f"{n.lower()}@example.org")
        for n in names
    ]


def confirmed_by_ministry(cast, one, office, at=DURING):
    link = send_authority_link(by=cast.amina, application=one, contact=office, at=at)
    confirm_by_link(by=None, link=link, letter=pdf(), at=at)
    one.refresh_from_db()
    return one


def test_a_further_ministry_is_put_to_the_mission_which_decides_by_link(cast) -> None:
    call = a_call(cast, per_country=1, authority_rule="mission")
    an_office(cast)
    ministry = an_office(cast, "ministry", "ministry@a.example")
    ida, jon = nominees(cast, call, "Ida", "Jon")
    confirm_nomination(by=cast.farid, application=ida, letter=pdf(), at=DURING)
    confirmed_by_ministry(cast, jon, ministry)
    assert jon.confirmed_at is None and jon.claimed_at == DURING and jon.letter
    assert CountryTally.objects.get().confirmed == 1
    referral = Referral.objects.get()
    asked = mail_of(referral)
    assert asked.state == Mail.State.HELD and asked.to == "mission@a.example"
    assert asked.language == "fr" and asked.process_code == "harbour"
    assert "Ida" in asked.text and "Jon" in asked.text and mission_token(referral) in asked.text
    assert Mail.objects.filter(about=jon.key, to="ministry@a.example").count() == 2
    both = [ida.key, jon.key]
    told = {"by": None, "referral": referral, "at": LATER}
    with refused("referral-names-nobody"):
        answer_referral(shown=both, standing=["words of the holder"], **told)
    with refused("referral-names-too-many"):
        answer_referral(shown=both, standing=both, **told)
    with refused("referral-changed"):
        answer_referral(shown=both[:1], standing=both[:1], **told)
    with refused("nominee-not-nominator"):
        answer_referral(shown=both, standing=both[1:], **{**told, "by": jon.person})
    answer_referral(shown=both, standing=[jon.key, "words of the holder"], **told)
    line = Line.objects.filter(what="calls.answer_referral").get()
    assert line.facts["standing"] == [jon.key]  # what somebody else typed is not kept for ever
    ida.refresh_from_db()
    jon.refresh_from_db()
    assert ida.confirmed_at is None and jon.confirmed_at == DURING and not jon.confirmed_late
    assert CountryTally.objects.get().confirmed == 1
    told_to = Mail.objects.filter(about=referral.key, once__startswith="referral-settled")
    assert sorted(m.to for m in told_to) == [
        "farid@example.org", "ida@example.org", "jon@example.org", "ministry@a.example",
        "mission@a.example",
    ]  # fmt: skip
    nominee = told_to.get(to="ida@example.org")
    assert "Jon" not in nominee.text and ida.receipt in nominee.text
    assert "Jon" in told_to.get(to="farid@example.org").text
    with refused("referral-answered"):
        answer_referral(shown=both, standing=[ida.key], **told)
    with refused("mission-decided-otherwise"):
        confirm_nomination(by=cast.farid, application=ida, letter=pdf(), at=LATER)
    let_go([asked])
    waiting = Mail.objects.count()
    assert send_waiting() == waiting and send_waiting() == 0


def test_of_two_authorities_that_go_beyond_the_places_at_once_one_is_kept(cast) -> None:
    """The letter of the first stays: the second read the nomination before, and is refused."""
    call = a_call(cast, per_country=1, authority_rule="mission")
    an_office(cast)
    ministry = an_office(cast, "ministry", "ministry@a.example")
    ida, jon = nominees(cast, call, "Ida", "Jon")
    confirm_nomination(by=cast.farid, application=ida, letter=pdf(), at=DURING)
    stale = Application.objects.get(pk=jon.pk)
    confirmed_by_ministry(cast, jon, ministry)
    other = person("Otto")
    appoint(
        by=None, person=other, role="focal-point", process_code="harbour",
        country=cast.state_a, at=DURING,
    )  # fmt: skip
    with refused("moved-meanwhile"):
        confirm_nomination(by=other, application=stale, letter=pdf("other.pdf"), at=LATER)
    stale.refresh_from_db()
    assert stale.claimed_at == DURING and stale.authority == ministry.key


def test_what_was_withdrawn_while_the_mission_answered_takes_no_place(cast, monkeypatch) -> None:
    call = a_call(cast, per_country=1)
    an_office(cast)
    ida, jon = nominees(cast, call, "Ida", "Jon")
    confirm_nomination(by=cast.farid, application=ida, letter=pdf(), at=DURING)
    referral = open_referral(by=cast.amina, call=call, country=cast.state_a, at=DURING)
    before = list(nominations_put(call, cast.state_a))
    withdraw_application(by=jon.person, application=jon, at=LATER)
    monkeypatch.setattr(referrals, "nominations_put", lambda *_: _Stale(before))
    with refused("referral-changed"):
        answer_referral(
            by=None, referral=referral, shown=[ida.key, jon.key], standing=[jon.key], note=pdf(),
            at=LATER,
        )  # fmt: skip
    jon.refresh_from_db()
    assert jon.confirmed_at is None and CountryTally.objects.get().confirmed == 1


class _Stale(list[Application]):
    """Nominations as they were read before one of them was withdrawn."""

    def filter(self, **_: object) -> list[Application]:
        return []


def test_the_same_authority_is_refused_and_reads_what_it_holds(cast) -> None:
    call = a_call(cast, per_country=1, authority_rule="mission")
    ida, jon = nominees(cast, call, "Ida", "Jon")
    confirm_nomination(by=cast.farid, application=ida, letter=pdf(), at=DURING)
    with refused("no-place-left") as refusal:
        confirm_nomination(by=cast.farid, application=jon, letter=pdf(), at=DURING)
    assert "Ida" in refusal.value.sentence and not Referral.objects.exists()


def test_without_the_announced_rule_nothing_goes_to_a_mission_by_itself(cast) -> None:
    call = a_call(cast, per_country=1)
    ida, jon = nominees(cast, call, "Ida", "Jon")
    confirm_nomination(by=cast.farid, application=ida, letter=pdf(), at=DURING)
    with refused("no-place-left"):
        confirmed_by_ministry(cast, jon, an_office(cast, "ministry", "ministry@a.example"))
    assert not Referral.objects.exists()


def test_an_authority_does_not_take_back_what_another_one_confirmed(cast) -> None:
    call = a_call(cast, per_country=1, authority_rule="mission")
    ida, jon = nominees(cast, call, "Ida", "Jon")
    confirmed_by_ministry(cast, ida, an_office(cast, "ministry", "ministry@a.example"))
    with refused("confirmation-of-another-authority"):
        revoke_confirmation(by=cast.farid, application=ida, at=LATER)
    confirm_nomination(by=cast.farid, application=jon, letter=pdf(), at=LATER)
    jon.refresh_from_db()
    assert jon.claimed_at == LATER
    with refused("nomination-at-mission"):
        confirm_nomination(by=cast.farid, application=jon, letter=pdf(), at=LATER)
    revoke_confirmation(by=cast.farid, application=jon, at=LATER)
    assert jon.claimed_at is None and CountryTally.objects.get().confirmed == 1


def test_two_focal_points_of_one_organisation_are_one_authority(cast) -> None:
    call = a_call(cast, per_country=1, authority_rule="mission")
    ida, jon = nominees(cast, call, "Ida", "Jon")
    points = [person("Rosa"), person("Sami")]
    for one in points:
        appoint(
            by=None, person=one, role="focal-point", process_code="harbour", at=DURING,
            country=cast.state_a, organisation=cast.network,
        )  # fmt: skip
    confirm_nomination(by=points[0], application=ida, letter=pdf(), at=LATER)
    with refused("no-place-left"):
        confirm_nomination(by=points[1], application=jon, letter=pdf(), at=LATER)
    revoke_confirmation(by=points[1], application=ida, at=LATER)


def test_the_secretariat_enters_a_note_with_its_scan(cast) -> None:
    call = a_call(cast, per_country=1)
    ida, jon = nominees(cast, call, "Ida", "Jon")
    [row] = crowded(call)
    assert (row.handed_in, row.confirmed, row.needed) == (2, 0, True)
    with refused("not-your-role"):
        open_referral(by=cast.farid, call=call, country=cast.state_a, at=DURING)
    referral = open_referral(by=cast.amina, call=call, country=cast.state_a, at=DURING)
    assert referral.asked_at is None and mail_of(referral) is None  # no mission is known
    with refused("referral-open-already"):
        open_referral(by=cast.amina, call=call, country=cast.state_a, at=DURING)
    both = [ida.key, jon.key]
    told = {
        "by": cast.amina, "referral": referral, "shown": both, "standing": [jon.key],
        "dated_on": DURING.date(), "at": LATER,
    }  # fmt: skip
    with refused("referral-needs-scan"):
        enter_mission_answer(note=None, **told)
    with refused("referral-not-open"):  # nobody has a link
        answer_referral(by=None, referral=referral, shown=both, standing=both[:1], at=LATER)
    enter_mission_answer(note=pdf("note.pdf"), **told)
    jon.refresh_from_db()
    assert jon.confirmed_at == LATER and jon.letter.name == "note.pdf"
    entry = Entry.objects.get()
    assert entry.direction == "in" and entry.files.count() == 1
    assert {k.subject_key for k in entry.links.all()} == {referral.key, call.key}
    assert Referral.objects.get().entry == entry
    with refused("referral-not-needed"):
        open_referral(by=cast.amina, call=call, country=cast.state_a, at=LATER)
    withdraw_application(by=jon.person, application=jon, at=LATER)  # a place is free again
    assert crowded(call)[0].needed
    open_referral(by=cast.amina, call=call, country=cast.state_a, at=LATER)


def test_who_has_no_letter_stands_by_the_missions_note_and_in_time_only(cast) -> None:
    call = a_call(cast, per_country=1)
    an_office(cast)
    ida, jon = nominees(cast, call, "Ida", "Jon")
    referral = open_referral(by=cast.amina, call=call, country=cast.state_a, at=DURING)
    told = {"by": None, "referral": referral, "shown": [ida.key, jon.key], "standing": [ida.key]}
    with refused("referral-needs-note"):
        answer_referral(at=LATER, **told)
    with refused("referral-too-late"):
        answer_referral(note=pdf(), at=CLOSES + timedelta(minutes=1), **told)
    with refused("link-expired"):
        answer_referral(note=pdf(), at=referral.expires_at, **told)
    answer_referral(note=pdf(), at=LATER, **told)
    ida.refresh_from_db()
    assert ida.confirmed_at == LATER and ida.letter


def test_another_office_is_asked_and_the_link_before_ends(cast) -> None:
    call = a_call(cast, per_country=1)
    an_office(cast)
    nominees(cast, call, "Ida", "Jon")
    referral = open_referral(by=cast.amina, call=call, country=cast.state_a, at=DURING)
    before = mission_token(referral)
    assert referral_behind(before) == referral and referral_behind(before[:-1] + "x") is None
    with refused("not-its-mission"):
        ask_mission(by=cast.amina, referral=referral, at=LATER,
                    contact=an_office(cast, "ministry", "other@a.example"))  # fmt: skip
    with refused("nominee-not-nominator"):
        ask_mission(by=cast.amina, referral=referral, at=LATER,
                    contact=an_office(cast, email="ida@example.org"))  # fmt: skip
    second = an_office(cast, email="second@a.example")
    ask_mission(by=cast.amina, referral=referral, contact=second, at=LATER)
    assert referral_behind(before) is None and referral_behind(mission_token(referral))
    assert Mail.objects.filter(about=referral.key, state=Mail.State.HELD).count() == 2


def test_a_question_that_is_not_needed_is_dropped(cast) -> None:
    call = a_call(cast, per_country=1, authority_rule="mission")
    ida, jon = nominees(cast, call, "Ida", "Jon")
    confirm_nomination(by=cast.farid, application=ida, letter=pdf(), at=DURING)
    confirmed_by_ministry(cast, jon, an_office(cast, "ministry", "ministry@a.example"))
    withdraw_application(by=ida.person, application=ida, at=LATER)
    referral = Referral.objects.get()
    assert [a.key for a in nominations_put(call, cast.state_a)] == [jon.key]
    drop_referral(by=cast.amina, referral=referral, at=LATER)
    jon.refresh_from_db()
    assert jon.claimed_at is None
    confirm_nomination(by=cast.farid, application=jon, letter=pdf(), at=LATER)
    with refused("referral-not-open"):
        drop_referral(by=cast.amina, referral=referral, at=LATER)


def test_what_was_put_to_a_mission_is_erased_with_the_call(cast) -> None:
    call = a_call(cast, per_country=1, authority_rule="mission", retention_days=1)
    an_office(cast)
    ida, jon = nominees(cast, call, "Ida", "Jon")
    confirm_nomination(by=cast.farid, application=ida, letter=pdf(), at=DURING)
    confirmed_by_ministry(cast, jon, an_office(cast, "ministry", "ministry@a.example"))
    token = mission_token(Referral.objects.get())
    about = Mail.objects.filter(about=Referral.objects.get().key)
    assert "Jon" in about.get().text
    erase_call(by=cast.amina, call=call, at=CLOSES + timedelta(days=2))
    assert not about.all().exists()  # they list who was nominated
    assert Referral.objects.get().email == "" and referral_behind(token) is None
    assert not Link.objects.exists()


def test_the_pages_of_the_secretariat_and_of_the_mission(client, cast) -> None:
    now = clock.now()
    call = a_call_now(cast, per_country=1)
    an_office(cast, at=now)
    ida, jon = nominees(cast, call, "Ida", "Jon", at=now)
    base = f"/en/harbour/calls/{call.key}/"
    sign_in(client, cast.dana)
    assert client.post(base + "refer/", {"country": "X-A"}).status_code == 403
    sign_in(client, cast.amina)
    assert "Put to the permanent mission" in client.get(base + "applications/").content.decode()
    place = client.post(base + "refer/", {"country": "X-A"})["Location"]
    page = client.get(place).content.decode()
    assert "Read the mail, then send it" in page and "Ida" in page
    assert client.post(place, {"do": "enter", "dated": "soon"}).status_code == 422
    assert client.post(place, {"do": "ask", "contact": "nobody"}).status_code == 422
    told = client.get(base + "applications.json").json()
    assert {row["confirmed"] for row in told} == {"no"}
    client.logout()
    assert client.get(place).status_code == 302
    text = mail_of(Referral.objects.get()).text
    door = re.search(r"https?://[^/]+(/\S+/calls/mission/\S+)", text).group(1)
    seen = client.get(door).content.decode()
    assert "Ida" in seen and "Jon" in seen
    both = {"shown": [ida.key, jon.key]}
    wrong = client.post(door, {**both, "stands": [ida.key]})
    assert wrong.status_code == 422 and "Ida Quay" in wrong.content.decode()
    assert re.search(rf'value="{ida.key}" checked', wrong.content.decode())
    client.post(door, {**both, "stands": [ida.key], "note": pdf()})
    referral = Referral.objects.get()
    assert referral.state == "answered"
    came = Entry.objects.get(direction="in")  # what came through the link is registered too
    assert referral.entry == came and came.party == referral.contact.office
    assert {k.kind for k in came.links.all()} == {"referral", "call"}
    scan = came.files.get().file
    assert "Your answer is stored" in client.get(door).content.decode()
    assert client.get("/en/harbour/calls/mission/none.such/").status_code == 404
    sign_in(client, cast.amina)
    assert "What the mission said" in client.get(place).content.decode()
    register = f"/en/harbour/correspondence/register/{came.key}/"
    assert scan.name in client.get(register).text
    erase_call(by=cast.amina, call=call, at=now + timedelta(days=2000))
    came.refresh_from_db()
    assert not came.files.exists() and came.scans_erased_at  # it names who was nominated
    assert not StoredFile.objects.filter(pk=scan.pk).exists()
    page = client.get(register).text
    assert came.reference in page and "Scans were erased" in page and scan.name not in page


def test_the_question_goes_out_under_a_number_of_the_register_once(client, cast) -> None:
    call = a_call(cast, per_country=1)
    office = an_office(cast)
    nominees(cast, call, "Ida", "Jon")
    referral = open_referral(by=cast.amina, call=call, country=cast.state_a, at=DURING)
    mail = mail_of(referral)
    assert not Entry.objects.exists()  # held: nothing went
    told = {"by": cast.amina, "process_code": "harbour", "mails": [mail], "at": LATER}
    assert send_mails(**told) == 1 and send_mails(**told) == 0
    entry = Entry.objects.get()
    assert (entry.direction, entry.form, entry.contact) == ("out", "note-verbale", office)
    assert entry.party == office.office and entry.subject == mail.subject
    assert "Ida" not in entry.subject  # the register does not list who was nominated
    linked = {(k.kind, k.subject_key) for k in entry.links.all()}
    assert linked == {("call", call.key), ("referral", referral.key)}
    sent = Mail.objects.get(pk=mail.pk)
    body = as_message(sent).body
    assert entry.reference in body.splitlines()[0] and body.endswith(mail.text)
    assert sent.text == mail.text and numbers_of(referral) == [entry]
    page = sign_in(client, cast.amina).get(f"/en/harbour/calls/referral/{referral.key}/")
    assert entry.reference in page.content.decode()
    other = an_office(cast, email="second@a.example")
    ask_mission(by=cast.amina, referral=referral, contact=other, at=LATER)
    drop_mail(by=cast.amina, mail=mail_of(referral), at=LATER)
    assert Entry.objects.count() == 1  # what is not sent has no number


def test_two_offices_written_alike_are_one_authority(cast) -> None:
    call = a_call(cast, per_country=1, authority_rule="mission")
    ida, jon = nominees(cast, call, "Ida", "Jon")
    one = an_office(cast, "focal-point", "one@a.example")
    two = an_office(cast, "focal-point", "two@a.example")
    rosa = person("Rosa")
    third = an_office(cast, "ministry", "rosa@example.org")  # her office; no organisation recorded
    names = ("Ministry  of WORKS.", "ministry of works", "Ministry of Works")
    for office, name in zip((one, two, third), names, strict=True):
        Contact.objects.filter(pk=office.pk).update(office=name)
    appoint(by=None, person=rosa, role="focal-point", process_code="harbour", at=DURING,
            country=cast.state_a)  # fmt: skip
    confirmed_by_ministry(cast, ida, one)
    with refused("no-place-left"):
        confirmed_by_ministry(cast, jon, two, LATER)
    with refused("no-place-left"):
        confirm_nomination(by=rosa, application=jon, letter=pdf(), at=LATER)
    assert not Referral.objects.exists()
    revoke_confirmation(by=rosa, application=ida, at=LATER)
    confirm_nomination(by=rosa, application=ida, letter=pdf(), at=LATER)
    ministry = an_office(cast, "ministry", "other@a.example")
    confirmed_by_ministry(cast, jon, ministry, LATER)
    assert Referral.objects.get().state == "open"


def test_focal_points_whose_ministry_nobody_wrote_down_are_named_to_the_secretariat(
    client, cast
) -> None:
    call = a_call(cast, per_country=1, authority_rule="mission")
    ida, jon = nominees(cast, call, "Ida", "Jon")
    rosa = person("Rosa")
    appoint(by=None, person=rosa, role="focal-point", process_code="harbour", at=DURING,
            country=cast.state_a)  # fmt: skip
    confirm_nomination(by=cast.farid, application=ida, letter=pdf(), at=DURING)
    confirm_nomination(by=rosa, application=jon, letter=pdf(), at=LATER)
    referral = Referral.objects.get()
    page = sign_in(client, cast.amina).get(f"/en/harbour/calls/referral/{referral.key}/")
    said = page.content.decode()
    assert "is not recorded" in said and "Farid" in said and "Rosa" in said
