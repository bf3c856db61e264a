"""Letters and notes verbales: who is written to, in which language, under which number."""

from __future__ import annotations

import email
import io
import zipfile
from datetime import timedelta
from email.policy import default

import docx
import pytest

from tests.correspondence.letters import AT, a_house, a_letter
from tests.people.contacts import a_mission, a_state
from travaux.correspondence import actions, rules, tasks
from travaux.correspondence.actions import act_on_clearance, ask_clearance
from travaux.correspondence.models import Dispatch, Entry, Letter
from travaux.correspondence.queries import letters as queries
from travaux.correspondence.queries.register import gaps
from travaux.plumbing.mail import let_go, send_waiting
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PLACE = "/en/harbour/correspondence/"


@pytest.fixture
def mission(cast):
    return a_mission(cast)


@pytest.fixture
def french(cast):
    return a_mission(
        cast,
        country=a_state("X-Q", "State Q"),
        office="Mission permanente de l'État Q",
        language="fr",
        email="q@demo.example",
    )


@pytest.fixture
def association(cast):
    from travaux.people.actions import OfficeDetails, PostDetails, add_contact

    details = OfficeDetails(
        kind="organisation", country=None, office="Small Cities", language="es", email="",
    )  # fmt: skip
    return add_contact(
        by=cast.amina, process_code="harbour", details=details, post=PostDetails(name="Eva"),
        at=AT, demonstration=True,
    )  # fmt: skip


def codes(letter):
    return [p.code for one in queries.all_prepared(letter) for p in one.problems]


def issue(cast, letter):
    return actions.issue_letter(by=cast.amina, letter=letter, at=AT)


def test_each_addressee_is_written_to_in_its_working_language(cast, mission, french):
    a_house(cast)
    issue(cast, a_letter(cast, mission, french))
    told = {d.contact_id: (d.language, d.sheet["paragraphs"]) for d in Dispatch.objects.all()}
    assert told == {
        mission.pk: ("en", [f"To {mission.office} of State A, from The Office."]),
        french.pk: ("fr", ["À Mission permanente de l'État Q."]),
    }


def test_the_number_is_given_at_dispatch_and_has_no_gaps(cast, mission):
    a_house(cast)
    drafts = [a_letter(cast, mission) for _ in range(4)]
    assert not Entry.objects.exists()
    for letter in (drafts[2], drafts[0]):
        issue(cast, letter)
    actions.give_up_letter(by=cast.amina, letter=drafts[1], at=AT)
    issue(cast, drafts[3])
    assert [e.reference for e in Entry.objects.order_by("pk")] == [
        f"HB/2024/OUT/{n}" for n in (1, 2, 3)
    ]
    assert not gaps("harbour")
    with pytest.raises(Refusal, match="letter-not-draft"):
        issue(cast, drafts[0])
    assert Entry.objects.count() == 3


def test_numbers_begin_again_each_year(cast, mission):
    a_house(cast)
    issue(cast, a_letter(cast, mission))
    later = AT + timedelta(days=366)
    made = actions.issue_letter(by=cast.amina, letter=a_letter(cast, mission), at=later)
    assert made.entry.reference == f"HB/{later.year}/OUT/1"


def test_a_note_verbale_goes_to_missions_and_ministries_only(cast, association):
    a_house(cast)
    with pytest.raises(Refusal) as refused:
        a_letter(cast, association)
    assert refused.value.code == "note-to-missions-only"
    assert "Write a letter to “Small Cities”" in refused.value.sentence


def test_a_note_verbale_needs_a_text_in_the_working_language(cast, french):
    a_house(cast)
    letter = a_letter(cast, french)
    letter = actions.write_text(
        by=cast.amina, letter=letter, language="fr", subject="", body="", seen=letter.revision,
        at=AT,
    )  # fmt: skip
    assert codes(letter) == ["text-missing-in-language"]
    with pytest.raises(Refusal, match="letter-has-problems"):
        issue(cast, letter)
    french.language = ""
    french.save()
    assert codes(letter) == ["language-not-known"]


def test_a_letter_falls_back_to_english_and_names_the_person(cast, association):
    a_house(cast)
    letter = a_letter(cast, association, kind="letter")
    (one,) = queries.all_prepared(letter)
    assert one.language == "en" and one.sheet.addressee == ("Eva", "Small Cities")


def test_a_field_that_is_not_known_stands_in_the_way_and_is_named(cast, association):
    a_house(cast)
    letter = a_letter(cast, association, kind="letter")
    letter = actions.write_text(
        by=cast.amina, letter=letter, language="en", subject="", body="By {{ reply_by }}",
        seen=letter.revision, at=AT,
    )  # fmt: skip
    (one,) = queries.all_prepared(letter)
    assert one.missing == ("reply_by",) and "⟪reply_by⟫" in one.sheet.paragraphs[0]
    with pytest.raises(Refusal, match="letter-has-problems"):
        issue(cast, letter)


def test_a_field_that_does_not_exist_is_refused_with_the_nearest(cast):
    letter = a_letter(cast)
    with pytest.raises(Refusal) as refused:
        actions.write_text(
            by=cast.amina, letter=letter, language="en", subject="", body="{{ ofice }}",
            seen=letter.revision, at=AT,
        )  # fmt: skip
    assert "Perhaps it should be: office" in refused.value.sentence


@pytest.mark.parametrize(
    ("also", "code"),
    [({"dated": False}, "letter-without-date"), ({}, "nobody-to-write-to")],
)
def test_what_is_lacking_is_said(cast, also, code):
    with pytest.raises(Refusal, match=code):
        issue(cast, a_letter(cast, **also))


def test_two_who_write_at_once_do_not_overwrite_one_another(cast):
    letter = a_letter(cast)
    with pytest.raises(Refusal, match="moved-meanwhile"):
        actions.write_text(
            by=cast.amina, letter=letter, language="es", subject="", body="Hola",
            seen=letter.revision - 1, at=AT,
        )  # fmt: skip


def test_it_goes_out_only_as_it_was_approved(cast, mission):
    a_house(cast, needs_clearance=("letter",))
    letter = a_letter(cast, mission)
    with pytest.raises(Refusal, match="clearance-missing"):
        issue(cast, letter)
    digest = queries.what_is_cleared(letter)
    clearance = ask_clearance(
        by=cast.amina, process_code="harbour", kind="letter", key=letter.key, label="x",
        digest=digest, approver=cast.bruno, at=AT,
    )  # fmt: skip
    act_on_clearance(by=cast.bruno, clearance=clearance, seen=digest, at=AT)
    assert rules.may_issue(cast.amina, letter, 1, [], digest)
    changed = actions.write_text(
        by=cast.amina, letter=letter, language="en", subject="", body="Other",
        seen=letter.revision, at=AT,
    )  # fmt: skip
    with pytest.raises(Refusal, match="clearance-lapsed"):
        issue(cast, changed)


def test_what_was_issued_stays_as_it_went(cast, mission):
    a_house(cast)
    letter = issue(cast, a_letter(cast, mission))
    mission.office = "Another name"
    mission.save()
    (one,) = queries.sendings(letter)
    assert "Permanent Mission of State A" in one.sheet.paragraphs[0]


def test_mails_are_held_and_each_goes_once(cast, mission, french, mailoutbox):
    a_house(cast)
    letter = issue(cast, a_letter(cast, mission, french))
    assert tasks.make_files(letter.key) == 2
    for one in letter.dispatches.all():  # delivered again, with a stale idea of what was done
        one.file = None
        actions.prepare_mail(by=None, dispatch=one, at=AT)
    assert tasks.make_files(letter.key) == 0
    held = Mail.objects.filter(process_code="harbour", state=Mail.State.HELD)
    assert sorted(m.to for m in held) == ["mission-x-a@demo.example", "q@demo.example"]
    send_waiting()
    assert not mailoutbox
    assert actions.send_mails(by=cast.amina, process_code="harbour", mails=list(held), at=AT) == 2
    assert let_go(list(Mail.objects.all())) == 0
    send_waiting()
    send_waiting()
    assert len(mailoutbox) == 2
    (name, data, _kind) = mailoutbox[0].attachments[0]
    assert name.endswith(".pdf") and data.startswith(b"%PDF")


def test_the_pages_from_a_house_text_to_the_register(cast, mission, client):
    a_house(cast)
    client.force_login(cast.amina, backend=BACKEND)
    assert client.post(f"{PLACE}letters/add/", {"name": ""}).status_code == 422
    assert f'href="{PLACE}"' in client.get("/en/harbour/roadmap/").content.decode()
    made = client.post(
        f"{PLACE}letters/add/", {"name": "Nominations", "begin": "text:invite-nominations"}
    )
    letter = Letter.objects.get()
    page = f"{PLACE}letters/{letter.key}/"
    assert made.url == page
    found = client.get(f"{page}?find=State A").content.decode()
    assert mission.office in found
    client.post(f"{page}act/", {"do": "add", "contact": mission.key})
    assert "Give the letter its date" in client.get(page).content.decode()
    told = {
        "seen": Letter.objects.get().revision,
        "name": "Nominations",
        "dated_on": "2024-03-01",
        "reply_by": "2024-05-02",
        "link": "https://demo.example/",
    }
    assert client.post(f"{page}set/", told).status_code == 302
    stale = client.post(f"{page}set/", told)
    assert stale.status_code == 422 and "Nominations" in stale.content.decode()
    typed = client.post(
        f"{page}text/en/", {"seen": Letter.objects.get().revision, "body": "{{ kountry }} kept"}
    )
    assert typed.status_code == 422 and "kountry }} kept" in typed.content.decode()
    copy = client.get(f"{page}to/{mission.key}/").content.decode()
    assert "presents its compliments to the Permanent Mission of State A" in copy
    assert "2 May 2024" in copy or "May 2, 2024" in copy
    client.post(f"{page}act/", {"do": "issue"})
    letter.refresh_from_db()
    assert letter.entry.reference == "HB/2024/OUT/1" or letter.entry.number == 1
    assert letter.entry.reference in client.get(PLACE).content.decode()
    tasks.make_files(letter.key)
    for ending in ("docx", "pdf", "eml"):
        whole = b"".join(client.get(f"{page}all.{ending}.zip").streaming_content)
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            (name,) = archive.namelist()
            data = archive.read(name)
        assert client.get(f"{page}to/{mission.key}.{ending}").content == data
        if ending == "docx":
            text = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
            assert letter.entry.reference in text and "avails itself" in text
        if ending == "eml":
            mail = email.message_from_bytes(data, policy=default)
            assert mail["To"] == mission.email and mail["X-Unsent"] == "1"
            assert [a.get_content_type() for a in mail.iter_attachments()] == ["application/pdf"]
    for ending in ("xlsx", "csv", "json"):
        for one in ("letters", f"letters/{letter.key}/addressees", "register", "outbox"):
            assert client.get(f"{PLACE}{one}.{ending}").status_code == 200


@pytest.mark.parametrize("name", ["chen", "farid", "hana", "dana", "olga", None])
def test_nobody_else_reads_or_writes_letters(cast, mission, client, name):
    a_house(cast)
    letter = a_letter(cast, mission)
    if name:
        client.force_login(getattr(cast, name), backend=BACKEND)
    for page in ("", "letters/", f"letters/{letter.key}/", "outbox/", "house/", "letters/add/"):
        assert client.get(f"{PLACE}{page}").status_code == (403 if name else 302), page
    with pytest.raises(Refusal):
        actions.issue_letter(by=getattr(cast, name or "dana"), letter=letter, at=AT)
