"""Tables of contacts: shown first, brought in once, nothing dropped, and out again the same."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.people.contacts import AT, a_mission, kept, workbook
from travaux.core.contacts.columns import FIELDS, guess_columns
from travaux.core.contacts.tables import read_table
from travaux.core.problems import Unusable
from travaux.people import actions, queries
from travaux.people.models import Contact, ContactRow, ContactTable, Post, RowState
from travaux.plumbing import exports
from travaux.plumbing.verdicts import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HEAD = ["Type", "Country", "Office", "Name", "E-mail", "Language", "Parking"]
GOOD = ["mission", "State A", "Mission of A", "Aya", "a@demo.example", "French", "B 12"]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.csv", "file-empty"),
        (b"colour;size\nred;5\n", "a.csv", "contacts-without-heading"),
        (b"PK\x03\x04 no workbook", "a.xlsx", "file-broken"),
        (b"x", "a.pdf", "file-kind-unknown"),
        (b"Country;Name\n" + b"X;Y\n" * 5001, "a.csv", "contacts-too-many"),
        (("Name;" + ";".join(f"c{n}" for n in range(80))).encode() + b"\n", "a.csv",
         "contacts-too-wide"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_contact_list_is_refused(data, name, code):
    with pytest.raises(Unusable) as refused:
        read_table(data, name)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "headings",
    [
        ["Pays", "Mission permanente", "Nom complet", "Adresse électronique", "Langue de travail"],
        ["País", "Misión permanente", "Nombre completo", "Correo electrónico", "Idioma de trabajo"],
        ["Страна", "Постоянное представительство", "ФИО", "Электронная почта", "Рабочий язык"],
        ["الدولة", "البعثة الدائمة", "الاسم الكامل", "البريد الإلكتروني", "لغة العمل"],
        ["国家", "常驻代表团", "姓名", "电子邮件", "工作语言"],
    ],
)
def test_headings_are_known_in_the_six_languages(headings):
    assert guess_columns(headings) == ("country", "office", "name", "email", "language")


def test_rows_come_in_and_what_has_no_column_is_kept_beside(cast):
    counts = actions.bring_in_contacts(by=cast.amina, table=kept(cast, [HEAD, GOOD]), at=AT)
    assert counts == {"added": 1, "joined": 0, "waiting": 0}
    contact = Contact.objects.get()
    assert (contact.kind, contact.country.code, contact.language) == ("mission", "X-A", "fr")
    assert contact.extra == {"Parking": "B 12"}
    assert Post.objects.get().name == "Aya"


def test_a_table_is_brought_in_once(cast):
    table = kept(cast, [HEAD, GOOD])
    actions.bring_in_contacts(by=cast.amina, table=table, at=AT)
    for again in (
        lambda: actions.bring_in_contacts(by=cast.amina, table=table, at=AT),
        lambda: actions.map_contact_table(
            by=cast.amina, table=table, fields=table.fields, default_kind="", at=AT
        ),
    ):
        with pytest.raises(Refusal, match="table-brought-in"):
            again()
    assert Contact.objects.count() == 1


def test_two_persons_of_one_office_are_two_posts(cast):
    second = [*GOOD[:3], "Bo", *GOOD[4:]]
    counts = actions.bring_in_contacts(by=cast.amina, table=kept(cast, [HEAD, GOOD, second]), at=AT)
    assert counts == {"added": 1, "joined": 1, "waiting": 0}
    assert sorted(Post.objects.values_list("name", flat=True)) == ["Aya", "Bo"]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        (0, "unicorn", "contact-kind-unknown"),
        (1, "Atlantis", "contact-country-unknown"),
        (1, "", "contact-country-missing"),
        (4, "write me", "contact-email-unfit"),
        (5, "Klingon", "contact-language-unknown"),
    ],
)
def test_a_faulty_row_waits_whole_and_the_others_come_in(cast, column, cell, code):
    faulty = list(GOOD)
    faulty[2], faulty[column] = "Other office", cell
    table = kept(cast, [HEAD, faulty, GOOD])
    counts = actions.bring_in_contacts(by=cast.amina, table=table, at=AT)
    assert (counts["added"], counts["waiting"]) == (1, 1)
    [row] = queries.waiting_rows("harbour")
    assert [p["code"] for p in row.problems] == [code]
    assert row.cells == faulty


def test_a_row_is_mended_and_taken(cast):
    faulty = list(GOOD)
    faulty[1] = "Atlantis"
    actions.bring_in_contacts(by=cast.amina, table=kept(cast, [HEAD, faulty]), at=AT)
    [row] = queries.waiting_rows("harbour")
    values = {"kind": "mission", "country": "Atlantis", "office": "Mission of A"}
    with pytest.raises(Refusal, match="contact-country-unknown"):
        actions.take_row(by=cast.amina, row=row, values=values, at=AT)
    made = actions.take_row(by=cast.amina, row=row, values={**values, "country": "X-A"}, at=AT)
    assert made.extra == {"Parking": "B 12"}
    row.refresh_from_db()
    assert (row.state, row.cells, row.contact) == (RowState.TAKEN, [], made)
    with pytest.raises(Refusal, match="moved-meanwhile"):
        actions.take_row(by=cast.amina, row=row, values=values, at=AT)


def test_a_row_that_is_like_a_known_office_is_proposed_and_decided(cast):
    known = a_mission(cast, office="Permanent Mission of State A")
    near = ["mission", "X-A", "Permanent Mission of State A.", "New Name", "n@demo.example", "", ""]
    alike = ["mission", "X-A", "Permanent Mision of State A", "Z", "z@demo.example", "", ""]
    same_address = ["organisation", "", "Friends of A", "Q", known.email, "", ""]
    table = kept(cast, [HEAD, near, alike, same_address])
    counts = actions.bring_in_contacts(by=cast.amina, table=table, at=AT)
    # but for a full stop it is the same name: it joins; the others wait for a person
    assert counts == {"added": 0, "joined": 1, "waiting": 2}
    rows = list(queries.waiting_rows("harbour"))
    assert [(r.like, r.like_why) for r in rows] == [(known, "name"), (known, "email")]
    values = dict(zip(table.fields, rows[0].cells, strict=False))
    values = {k: v for k, v in values.items() if k}
    actions.take_row(by=cast.amina, row=rows[0], values=values, into=known, at=AT)
    actions.set_row_aside(by=cast.amina, row=rows[1], reason="Not a contact", at=AT)
    assert Contact.objects.count() == 1
    known.refresh_from_db()
    # the newer address is taken, the earlier one kept
    assert known.email == "z@demo.example"
    assert {"mission-x-a@demo.example", "n@demo.example"} <= set(known.extra.values())
    aside = ContactRow.objects.get(state=RowState.SET_ASIDE)
    assert aside.cells and aside.reason == "Not a contact"


def test_a_row_is_set_aside_with_a_reason_only(cast):
    actions.bring_in_contacts(
        by=cast.amina, table=kept(cast, [HEAD, ["", "", "", "", "", "", "note"]]), at=AT
    )
    [row] = queries.waiting_rows("harbour")
    with pytest.raises(Refusal, match="row-reason-needed"):
        actions.set_row_aside(by=cast.amina, row=row, reason=" ", at=AT)


def test_columns_may_be_named_by_hand(cast):
    table = kept(cast, [["Land", "Haus", "Name"], ["State A", "Mission of A", "Aya"]])
    assert table.fields == ["", "", "name"]
    name = {"by": cast.amina, "table": table, "at": AT}
    for fields in (["country"], ["country", "office", "colour"]):
        with pytest.raises(Refusal, match="columns-do-not-fit"):
            actions.map_contact_table(fields=fields, default_kind="", **name)
    with pytest.raises(Refusal, match="column-taken-twice"):
        actions.map_contact_table(fields=["office", "office", "name"], default_kind="", **name)
    mapped = actions.map_contact_table(
        fields=["country", "office", "name"], default_kind="mission", **name
    )
    actions.bring_in_contacts(by=cast.amina, table=mapped, at=AT)
    assert Contact.objects.get().country == cast.state_a


def test_what_goes_out_comes_in_again_the_same(cast):
    a_mission(cast, copies=("c@demo.example", "d@demo.example"), note="=SUM(1)", address="1\nQuay")
    actions.add_contact(
        by=cast.amina,
        process_code="harbour",
        details=actions.OfficeDetails("organisation", None, "Network", "es"),
        at=AT,
    )
    for ending in ("xlsx", "csv"):
        before = queries.export_rows(queries.find_contacts("harbour"))
        data = exports.write(ending, [(f, f) for f in FIELDS], before, title="Contacts")
        table = read_table(data, f"contacts.{ending}")
        Contact.objects.all().delete()
        again = actions.keep_contact_table(
            by=cast.amina,
            process_code="harbour",
            table=table,
            name="again",
            fields=guess_columns(table.headings),
            at=AT,
        )
        counts = actions.bring_in_contacts(by=cast.amina, table=again, at=AT)
        assert counts["added"] == 2, [r.problems for r in queries.waiting_rows("harbour")]
        assert queries.export_rows(queries.find_contacts("harbour")) == before, ending


def test_an_update_of_the_same_list_adds_nothing_twice(cast):
    actions.bring_in_contacts(by=cast.amina, table=kept(cast, [HEAD, GOOD]), at=AT)
    counts = actions.bring_in_contacts(by=cast.amina, table=kept(cast, [HEAD, GOOD]), at=AT)
    assert counts == {"added": 0, "joined": 1, "waiting": 0}
    assert (Contact.objects.count(), Post.objects.count()) == (1, 1)
    assert Contact.objects.get().revision == 0


# ---- the pages ----------------------------------------------------------------------------------------


@pytest.fixture
def desk(cast, client):
    client.force_login(cast.amina, backend=BACKEND)
    return client


def _uploaded(desk, rows):
    file = SimpleUploadedFile("missions.xlsx", workbook(rows))
    answer = desk.post("/en/harbour/contacts/import/", {"file": file})
    assert answer.status_code == 302
    return answer["Location"]


def test_a_table_goes_the_whole_way_by_its_pages(cast, desk):
    faulty = ["mission", "Atlantis", "Mission of Atlantis", "Ann", "", "", ""]
    where = _uploaded(desk, [HEAD, GOOD, faulty])
    page = desk.get(where).content.decode()
    assert "2 rows were read" in page and "No state is known as “Atlantis”" in page
    chosen = {f"column-{i}": f for i, f in enumerate(ContactTable.objects.get().fields)}
    shown = desk.post(where, {**chosen, "default_kind": "", "show": ""})
    assert shown.status_code == 302 and not Contact.objects.exists()
    taken = desk.post(where, {**chosen, "default_kind": "", "take": "1"}, follow=True)
    assert "Rows that wait" in taken.content.decode()
    [row] = queries.waiting_rows("harbour")
    place = f"/en/harbour/contacts/import/waiting/{row.pk}/"
    assert "Atlantis" in desk.get(place).content.decode()
    again = desk.post(place, {"kind": "mission", "country": "Atlantis", "office": "O", "do": "new"})
    assert again.status_code == 422 and 'value="Atlantis"' in again.content.decode()
    desk.post(place, {"kind": "mission", "country": "X-A", "office": "Office O", "do": "new"})
    assert sorted(Contact.objects.values_list("office", flat=True)) == ["Mission of A", "Office O"]
    assert desk.get(where).status_code == 302  # brought in already


def test_a_bad_file_is_named_at_its_field(desk):
    file = SimpleUploadedFile("missions.csv", b"colour;size\nred;5\n")
    answer = desk.post("/en/harbour/contacts/import/", {"file": file})
    assert answer.status_code == 422
    assert "No heading of a contact list was found" in answer.content.decode()


def test_the_pages_of_contacts_and_lists(cast, desk, shipped_states):
    page = desk.get("/en/harbour/contacts/").content.decode()
    assert "There are no contacts yet" in page
    made = desk.post(
        "/en/harbour/contacts/add/",
        {"kind": "mission", "country": cast.state_a.pk, "office": "Mission A", "language": "en"},
    )
    contact = Contact.objects.get()
    assert made["Location"].endswith(f"/contacts/{contact.key}/")
    place = f"/en/harbour/contacts/{contact.key}/"
    wrong = desk.post(f"{place}change/", {"kind": "mission", "country": "", "seen": 0})
    assert wrong.status_code == 422 and "belong to a state" in wrong.content.decode()
    desk.post(f"{place}post/", {"name": "Aya", "function": "Head", "since": "2024"})
    post = Post.objects.get()
    refused = desk.post(f"{place}post/{post.key}/", {"name": "Aya", "since": "soon"})
    assert refused.status_code == 422
    assert "Aya" in desk.get(place).content.decode()
    other = a_mission(cast, office="Mission A ")
    assert "Perhaps the same office" in desk.get(place).content.decode()
    desk.post(f"{place}act/", {"do": "merge", "other": other.key})
    desk.post(f"{place}act/", {"do": "forget", "other": post.key})
    assert "name erased" in desk.get(place).content.decode()
    made = desk.post(
        "/en/harbour/contacts/lists/add/",
        {"name": "Missions", "kinds": ["mission"], "standings": []},
    )
    where = made["Location"]
    assert "It reaches one contact today" in desk.get(where).content.decode()
    desk.post(f"{where}place/", {"contact": contact.key, "how": "left-out"})
    page = desk.get(where).content.decode()
    assert "It reaches nobody" in page and "Left out by hand" in page
    assert "Mission A" in desk.get(f"{where}?find=mission").content.decode()
    told = json.loads(desk.get(f"{where}reach.json").content)
    assert told == []
    assert "Missions" in desk.get("/en/harbour/contacts/lists/").content.decode()
    desk.post(f"{place}act/", {"do": "retire"})
    assert "No contact matches" in desk.get("/en/harbour/contacts/?q=zz").content.decode()
    assert "retired" in desk.get("/en/harbour/contacts/?retired=1").content.decode()
    assert desk.post(f"{place}act/", {"do": "explode"}).status_code == 404


@pytest.mark.parametrize("name", ["bruno", "farid", "dana", "olga", None])
def test_nobody_else_sees_a_contact(cast, client, name):
    contact = a_mission(cast)
    if name:
        client.force_login(getattr(cast, name), backend=BACKEND)
    for address in (
        "", "contacts.json", "add/", "import/", "import/waiting/", "lists/", f"{contact.key}/",
    ):  # fmt: skip
        answer = client.get(f"/en/harbour/contacts/{address}")
        assert answer.status_code == (403 if name else 302), address
        assert "Aya" not in answer.content.decode()
