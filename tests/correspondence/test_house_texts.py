"""House texts: changed per language, tried, put back, taken along; letters begin from them."""

from __future__ import annotations

import json

import pytest

from tests.correspondence.letters import AT, a_house
from travaux.core.letters.house_texts import read_house_texts
from travaux.correspondence import actions
from travaux.correspondence.models import Letter, OwnTemplate, TemplateVersion
from travaux.correspondence.queries import own_data
from travaux.correspondence.queries.house_texts import house_texts_of, written_text, written_texts
from travaux.correspondence.queries.letters import house_texts
from travaux.journal.models import Line
from travaux.people.models import Role
from travaux.plumbing.languages import SIX
from travaux.plumbing.verdicts import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PLACE = "/en/harbour/correspondence/house/texts/"
KEY = "circulate-draft"


def write(cast, **also):
    own = written_text("harbour", also.get("key", KEY)).own
    told = {
        "by": cast.amina,
        "process_code": "harbour",
        "key": KEY,
        "language": "fr",
        "subject": "Projet {{ document }}",
        "body": "Veuillez lire {{ document }}.",
        "seen": own.revision if own else 0,
        "at": AT,
        **also,
    }
    actions.write_house_text(**told)


def test_a_changed_language_is_used_by_letters_and_the_others_stay(cast) -> None:
    before = next(t for t in house_texts() if t.key == KEY)
    write(cast)
    letter = actions.start_letter(
        by=cast.amina, process_code="harbour", kind="letter", name="X", template=KEY, at=AT
    )
    assert letter.texts["fr"]["body"] == "Veuillez lire {{ document }}."
    assert letter.texts["en"] == dict(before.texts["en"])
    other = actions.start_letter(
        by=cast.olga, process_code="other", kind="letter", name="X", template=KEY, at=AT
    )
    assert other.texts["fr"] == dict(before.texts["fr"])
    write(cast, body="Autre.")
    letter.refresh_from_db()
    assert letter.texts["fr"]["body"] == "Veuillez lire {{ document }}."


def test_it_is_put_back_and_every_version_stays_with_who_wrote_it(cast) -> None:
    write(cast)
    write(cast, body="")
    assert not written_text("harbour", KEY).is_own("fr")
    before = next(t for t in house_texts() if t.key == KEY)
    assert written_text("harbour", KEY).text == before
    assert [(v.body, v.by) for v in TemplateVersion.objects.all()] == [
        ("", cast.amina),
        ("Veuillez lire {{ document }}.", cast.amina),
    ]
    # writing by hand what came with the product is the same as putting it back
    write(cast, body="Other.")
    write(cast, **before.texts["fr"])
    assert not written_text("harbour", KEY).is_own("fr")
    assert len(own_data(cast.amina)["house_texts"]) == 4


def test_nothing_changed_leaves_no_line(cast) -> None:
    write(cast)
    lines = Line.objects.count()
    write(cast)
    write(cast, language="en", body="")
    assert Line.objects.count() == lines and TemplateVersion.objects.count() == 1


def test_unknown_fields_are_named_all_of_them(cast) -> None:
    with pytest.raises(Refusal) as refused:
        write(cast, body="{{ offcie }} {{ contry }} {{ office }}")
    assert refused.value.code == "merge-fields-unknown"
    told = str(refused.value.sentence)
    assert "{{ offcie }}, {{ contry }}" in told and "salutation" in told
    with pytest.raises(Refusal, match="merge-field-unknown"):
        write(cast, subject="{{ offcie }}")
    with pytest.raises(Refusal, match="merge-braces-open"):
        write(cast, body="{{ office")
    assert not OwnTemplate.objects.exists()


def test_two_who_change_it_at_once_do_not_lose_each_other(cast) -> None:
    write(cast)
    with pytest.raises(Refusal, match="moved-meanwhile"):
        write(cast, body="Other.", seen=0)


def test_a_text_of_ones_own_is_offered_once_it_says_something(cast) -> None:
    told = {"process_code": "harbour", "kind": "letter", "at": AT}
    own = actions.begin_house_text(by=cast.amina, name="Thanks", **told)
    assert own.key not in [t.key for t in house_texts_of("harbour")]
    write(cast, key=own.key, language="en", body="Thank you.")
    assert own.key in [t.key for t in house_texts_of("harbour")]
    assert own.key not in [t.key for t in house_texts_of("other")]
    with pytest.raises(Refusal, match="house-text-name-taken"):
        actions.begin_house_text(by=cast.amina, name=" Thanks ", **told)
    with pytest.raises(Refusal, match="house-text-nameless"):
        actions.begin_house_text(by=cast.amina, name=" ", **told)
    with pytest.raises(Refusal, match="house-text-unknown"):
        actions.write_house_text(
            by=cast.olga, process_code="other", key=own.key, language="en",
            subject="", body="x", seen=1, at=AT,
        )  # fmt: skip


@pytest.mark.parametrize("name", ["bruno", "chen", "farid", "hana", "dana", "olga"])
def test_only_the_secretariat_changes_them(cast, name) -> None:
    with pytest.raises(Refusal, match="not-your-role"):
        write(cast, by=getattr(cast, name))
    with pytest.raises(Refusal, match="not-your-role"):
        actions.begin_house_text(
            by=getattr(cast, name), process_code="harbour", kind="letter", name="X", at=AT
        )


# ---- the pages --------------------------------------------------------------------------------------


def test_every_shipped_text_reads_whole_for_the_invented_addressee(cast, client) -> None:
    a_house(cast)
    client.force_login(cast.amina, backend=BACKEND)
    for written in written_texts("harbour"):
        for language in SIX:
            page = client.get(f"{PLACE}{written.text.key}/{language}/").content.decode()
            assert "⟪" not in page and "So it reads" in page


def test_it_is_changed_tried_and_put_back_by_its_pages(cast, client) -> None:
    client.force_login(cast.amina, backend=BACKEND)
    assert KEY in client.get(PLACE).content.decode()
    place = f"{PLACE}{KEY}/en/"
    told = {"seen": "0", "subject": "About {{ document }}", "body": "Read it, {{ name }}."}
    page = client.post(place, {**told, "do": "look"}).content.decode()
    assert "not stored yet" in page and "Read it, Ada Example." in page and "About EX/1" in page
    assert not OwnTemplate.objects.exists()
    wrong = client.post(place, {**told, "body": "{{ nmae }} {{ offcie }}", "do": "store"})
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert (
        "There are no fields {{ nmae }}, {{ offcie }}." in page
        and "{{ nmae }} {{ offcie }}</textarea>" in page
    )
    wrong = client.post(place, {**told, "body": "{{ nmae }}", "do": "look"})
    assert wrong.status_code == 422 and "There is no field “nmae”" in wrong.content.decode()
    assert client.post(place, {**told, "do": "store"})["Location"] == place
    page = client.get(place).content.decode()
    assert "changed by your house" in page and "Amina" in page
    assert "changed" in client.get(PLACE).content.decode()
    assert client.post(place, {"do": "reset"}).status_code == 302
    page = client.get(place).content.decode()
    assert "as it came with the product" in page and "Put back to what came" in page


def test_one_of_its_own_is_begun_and_a_letter_begins_from_it_by_the_pages(cast, client) -> None:
    client.force_login(cast.amina, backend=BACKEND)
    sent = client.post(PLACE, {"name": "Thanks", "kind": "letter"})
    place = sent["Location"]
    assert "none yet" in client.get(place).content.decode()
    again = client.post(PLACE, {"name": "Thanks", "kind": "letter"})
    assert again.status_code == 422 and 'value="Thanks"' in again.content.decode()
    client.post(place, {"seen": "0", "subject": "Thanks", "body": "Thank you.", "do": "store"})
    key = OwnTemplate.objects.get().key
    assert key in client.get("/en/harbour/correspondence/letters/add/").content.decode()
    client.post("/en/harbour/correspondence/letters/add/", {"name": "T", "begin": f"text:{key}"})
    assert Letter.objects.get().texts == {"en": {"subject": "Thanks", "body": "Thank you."}}


def test_they_are_taken_along_and_read_back(cast, client) -> None:
    write(cast, body='“Ça” \\ "va"\n\nà {{ office }}')
    client.force_login(cast.amina, backend=BACKEND)
    answer = client.get(f"{PLACE[:-1]}.toml")
    found = {t.key: t for t in read_house_texts(answer.content)}
    assert found == {t.key: t for t in house_texts_of("harbour")}
    rows = json.loads(client.get(f"{PLACE[:-1]}.json").content)
    told = json.dumps(rows)
    assert "Amina" in told and "invite-nominations" in told
    assert client.get(f"{PLACE[:-1]}.csv").status_code == 200
    assert client.get(f"{PLACE[:-1]}.xlsx").status_code == 200
    assert client.get(f"{PLACE[:-1]}.pdf").status_code == 404


@pytest.mark.parametrize("name", ["chen", "dana", "olga", None])
def test_nobody_else_reads_them(cast, client, name) -> None:
    if name:
        client.force_login(getattr(cast, name), backend=BACKEND)
    for place in (PLACE, f"{PLACE[:-1]}.json", f"{PLACE}{KEY}/en/"):
        assert client.get(place).status_code == (403 if name else 302)


def test_an_auditor_reads_and_does_not_change(cast, client) -> None:
    from travaux.people.actions import appoint

    appoint(by=None, person=cast.dana, role=Role.AUDITOR, process_code="harbour", at=AT)
    client.force_login(cast.dana, backend=BACKEND)
    page = client.get(f"{PLACE}{KEY}/en/").content.decode()
    assert "So it reads" in page and "<textarea" not in page
    told = {"seen": "0", "subject": "x", "body": "y"}
    for verb in ("store", "look", "reset"):
        client.post(f"{PLACE}{KEY}/en/", {**told, "do": verb})
    assert client.post(f"{PLACE}{KEY}/en/", {**told, "do": "store"}).status_code == 403
    assert not OwnTemplate.objects.exists()
    assert client.get(f"{PLACE}nothing/en/").status_code == 404
    assert client.get(f"{PLACE}{KEY}/xx/").status_code == 404
