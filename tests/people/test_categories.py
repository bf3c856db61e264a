"""Organisations are sorted into categories of a list in force, and have a seat; lists have versions."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.cast import START
from travaux.cli import organisation as commands
from travaux.core.countries.categories import read_categories
from travaux.core.countries.facts import LANGUAGES
from travaux.journal.models import Line
from travaux.people import shipped
from travaux.people.actions import describe_organisation, load_categories
from travaux.people.models import CategoryList, Country, Organisation
from travaux.people.queries.categories import category_names, is_sorted, sorting_now
from travaux.plumbing.verdicts import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PLACE = "/en/harbour/contacts/organisations/"


def own_list(version: str = "2026", *codes: str):
    six = ", ".join(f'{code} = "{{c}} in {code}"' for code in LANGUAGES)
    rows = "".join(
        f'[[category]]\ncode = "{c}"\nnames = {{ {six.replace("{c}", c)} }}\n' for c in codes
    )
    names = ", ".join(f'{code} = "Own list"' for code in LANGUAGES)
    text = (
        f'code = "own"\nversion = "{version}"\nnames = {{ {names} }}\nsource = "made for a test"\n'
        f'as_at = "2026"\n{rows}'
    )
    return text.encode()


def load(text: bytes):
    told, problems = read_categories(text)
    assert told is not None, problems
    return load_categories(by=None, told=told, at=START)


def test_the_shipped_list_holds_before_and_after_setup_and_is_loaded_once(db) -> None:
    before = sorting_now()
    assert before.key == "major-groups-1992" and len(before.categories) == 10
    shipped.load(at=START)
    assert sorting_now().categories == before.categories
    lines = Line.objects.count()
    shipped.load(at=START)
    assert Line.objects.count() == lines


def test_a_list_of_the_installation_s_own_stays_and_the_one_before_keeps_its_names(cast) -> None:
    shipped.load(at=START)
    told = {"organisation": cast.network, "process_code": "harbour", "at": START}
    describe_organisation(by=cast.amina, category="ngo", **told)
    assert cast.network.sorted_by == "major-groups-1992" and is_sorted(cast.network, sorting_now())
    load(own_list("2026", "ports", "cities"))
    shipped.load(at=START)  # an update of the product does not undo it
    assert [*sorting_now().categories] == ["ports", "cities"]
    assert CategoryList.objects.filter(in_force=True).count() == 1
    assert not is_sorted(cast.network, sorting_now())
    assert category_names()["ngo"]["fr"] == "Organisations non gouvernementales"
    # what was sorted before may keep its place, but nothing new goes there
    describe_organisation(by=cast.amina, category="ngo", seat=cast.state_a, **told)
    assert (cast.network.sorted_by, cast.network.country) == ("major-groups-1992", cast.state_a)
    with pytest.raises(Refusal, match="category-unknown"):
        describe_organisation(by=cast.amina, category="women", **told)
    describe_organisation(by=cast.amina, category="ports", seat=cast.state_a, **told)
    assert cast.network.sorted_by == "own-2026" and is_sorted(cast.network, sorting_now())
    load(own_list("2027", "ports"))
    assert CategoryList.objects.count() == 3 and sorting_now().key == "own-2027"


def test_only_the_secretariat_and_only_within_one_world(cast) -> None:
    told = {"organisation": cast.network, "process_code": "harbour", "at": START}
    for who in (cast.bruno, cast.farid, cast.greta, cast.dana, cast.olga):
        with pytest.raises(Refusal):
            describe_organisation(by=who, category="ngo", **told)
    real = Country.objects.create(code="XYZ", names={"en": "A state that exists"})
    with pytest.raises(Refusal, match="seat-of-the-other-world"):
        describe_organisation(by=cast.amina, seat=real, **told)
    with pytest.raises(Refusal, match="organisation-name-too-long"):
        describe_organisation(by=cast.amina, names={"en": "x" * 301}, **told)
    describe_organisation(by=cast.amina, names={"fr": " Réseau  des quais "}, **told)
    cast.network.refresh_from_db()
    assert cast.network.names == {"fr": "Réseau des quais"} and cast.network.category == ""
    lines = Line.objects.count()
    describe_organisation(by=cast.amina, **told)
    assert Line.objects.count() == lines, "nothing changed, nothing is recorded"


def test_the_pages_and_the_file(cast, client) -> None:
    alone = Organisation.objects.create(name="Nobody's union", demonstration=True)
    client.force_login(cast.amina, backend=BACKEND)
    page = client.get(PLACE).content.decode()
    assert "2 organisations have no category" in page and "Nobody&#x27;s union" in page
    place = f"{PLACE}{cast.network.key}/"
    assert f'href="{place}"' in page
    assert "Agenda 21" in client.get(place).content.decode()
    told = {"category": "business", "seat": cast.state_a.pk, "name_es": "Red de muelles"}
    assert client.post(place, told)["Location"] == PLACE
    cast.network.refresh_from_db()
    assert (cast.network.category, cast.network.country) == ("business", cast.state_a)
    page = client.get(PLACE).content.decode()
    assert "Business and industry" in page and "State A" in page
    left = client.get(f"{PLACE}?show=unsorted").content.decode()
    assert "Nobody&#x27;s union" in left and "Red de muelles" not in left
    assert "Red de muelles" in client.get(PLACE.replace("/en/", "/es/")).content.decode()
    bad = client.post(place, {**told, "category": "martians"})
    assert bad.status_code == 422 and b"Red de muelles" in bad.content, "what was typed is kept"
    rows = json.loads(client.get("/en/harbour/contacts/organisations.json").content)
    mine = next(r for r in rows if r["name"] == "Greta")
    assert (mine["category"], mine["list"], mine["seat"]) == (
        "business", "major-groups-1992", "X-A",
    )  # fmt: skip
    assert any(r["key"] == alone.key and r["name"] == "" for r in rows)
    for who in (cast.bruno, cast.greta, cast.dana, cast.olga):
        client.force_login(who, backend=BACKEND)
        assert client.get(place).status_code == 403
        assert client.post(place, {"category": "ngo"}).status_code == 403


def test_the_commands(cast, tmp_path) -> None:
    run = CliRunner().invoke
    told = ["Network of quays", "--category", "science", "--seat", "x-a", "--process", "harbour"]
    done = run(commands.app, ["describe", *told, "--as", "amina@example.org", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["list"] == "major-groups-1992"
    kept = run(commands.app, ["describe", "Network of quays", "--process", "harbour", "--json"])
    assert json.loads(kept.stdout)["seat"] == "X-A", "what is not given stays"
    file = tmp_path / "own.toml"
    file.write_bytes(own_list("2026", "ports"))
    assert "1 categories are in force" in run(commands.app, ["load", str(file)]).stdout
    assert json.loads(run(commands.app, ["categories", "--json"]).stdout)["list"] == "own-2026"
    listed = run(commands.app, ["list", "--unsorted", "--json"])
    assert json.loads(listed.stdout)["organisations"][0]["category"] == "science"
    file.write_text("code = 3")
    assert run(commands.app, ["load", str(file)]).exit_code == 2
    wrong = run(commands.app, ["describe", "No such", "--process", "harbour"])
    assert wrong.exit_code == 2 and "travaux organisation list" in wrong.stderr
