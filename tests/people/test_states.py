"""States and groups in the database: loaded once, dated, in the reader's order, open to all."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from tests.people.invented import a_taxonomy
from travaux.journal.models import Line
from travaux.people import actions, queries, shipped
from travaux.people.models import Country, Membership, Taxonomy
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture
def loaded(db) -> None:
    shipped.load(at=AT)


def test_loading_again_changes_nothing(loaded) -> None:
    assert Country.objects.count() == 197
    lines = Line.objects.count()
    assert shipped.load(at=AT) == 0
    assert Line.objects.count() == lines


def test_a_state_that_was_registered_by_hand_gets_its_names(db) -> None:
    actions.register_country(by=None, code="FRA", names={"en": "Typed by hand"}, at=AT)
    shipped.load(at=AT)
    assert Country.objects.get(code="FRA").names["en"] == "France"


def test_an_invented_state_is_never_overwritten(db) -> None:
    actions.register_country(by=None, code="FRA", names={"en": "X"}, demonstration=True, at=AT)
    with pytest.raises(Refusal) as refused:
        shipped.load(at=AT)
    assert refused.value.code == "country-is-invented"
    assert not Taxonomy.objects.exists()


def test_groups_hold_on_a_day(loaded) -> None:
    bhutan = Country.objects.get(code="BTN")
    assert queries.in_group(bhutan, "ldc", date(2023, 12, 12))
    assert not queries.in_group(bhutan, "ldc", date(2023, 12, 13))
    south_sudan = Country.objects.get(code="SSD")
    assert not queries.in_group(south_sudan, "member", date(2011, 7, 13))
    assert queries.in_group(south_sudan, "member", date(2011, 7, 14))
    group = queries.regional_group(south_sudan)
    assert group is not None and group.code == "african"
    assert queries.regional_group(Country.objects.get(code="VAT")) is None
    assert queries.countries_in("ldc", on=date(2024, 12, 13)).count() == 44


def test_an_own_taxonomy_is_loaded_and_replaced_by_its_next_version(loaded) -> None:
    actions.load_taxonomy(by=None, taxonomy=a_taxonomy("1", {"north": ["FRA", "KEN"]}), at=AT)
    kenya = Country.objects.get(code="KEN")
    assert [g.code for g in queries.groups_of(kenya, "own-regions")] == ["north"]
    actions.load_taxonomy(
        by=None, taxonomy=a_taxonomy("2", {"north": ["FRA"], "south": ["KEN"]}), at=AT
    )
    assert [g.code for g in queries.groups_of(kenya, "own-regions")] == ["south"]
    # what held before is kept
    assert (
        Membership.objects.filter(country=kenya, group__taxonomy__code="own-regions").count() == 2
    )


def test_a_taxonomy_with_an_unknown_state_is_refused_whole(loaded) -> None:
    with pytest.raises(Refusal) as refused:
        actions.load_taxonomy(by=None, taxonomy=a_taxonomy("1", {"north": ["ZZZ"]}), at=AT)
    assert refused.value.code == "group-names-unknown-state"
    assert queries.taxonomy_now("own-regions") is None


def test_a_newer_list_of_the_installation_is_not_undone_by_setup(loaded) -> None:
    newer = a_taxonomy("2027", {"ldc": ["BDI"]}, code="ldc")
    actions.load_taxonomy(by=None, taxonomy=newer, at=AT)
    shipped.load(at=AT)
    assert queries.countries_in("ldc").count() == 1


def test_only_invented_states_are_placed_by_hand(loaded) -> None:
    invented = Country.objects.create(code="X-Q", names={"en": "State Q"}, demonstration=True)
    placing = {"by": None, "taxonomy": "un-regional-groups", "group": "african", "at": AT}
    actions.place_invented_state(country=invented, **placing)
    actions.place_invented_state(country=invented, **placing)
    assert Membership.objects.filter(country=invented).count() == 1
    with pytest.raises(Refusal) as refused:
        actions.place_invented_state(country=Country.objects.get(code="FRA"), **placing)
    assert refused.value.code == "state-is-placed-by-a-file"
    with pytest.raises(Refusal) as refused:
        actions.place_invented_state(country=invented, **{**placing, "group": "nowhere"})
    assert refused.value.code == "group-unknown"


def test_the_page_lists_states_in_the_reader_s_order(loaded, client) -> None:
    with translation.override("ar"):
        page = client.get(reverse("people:states")).content.decode()
    assert page.index("الاتحاد الروسي") < page.index("إثيوبيا") < page.index("ألبانيا")
    assert 'dir="rtl"' in page
    with translation.override("fr"):
        page = client.get(reverse("people:states") + "?group=ldc").content.decode()
    assert "République centrafricaine" in page and "Allemagne" not in page


def test_an_unknown_group_shows_all(loaded, client) -> None:
    page = client.get(reverse("people:states") + "?group=%00nowhere")
    assert page.status_code == 200 and "Zimbabwe" in page.content.decode()


def test_the_list_leaves_as_a_file(loaded, client) -> None:
    told = json.loads(client.get("/en/people/states.json?group=observer").content)
    assert [r["code"] for r in told] == ["VAT", "PSE"]
    assert client.get("/en/people/states.xlsx").status_code == 200
    assert client.get("/en/people/states.exe").status_code == 404


def test_before_setup_the_page_says_what_to_do(db, client) -> None:
    assert "travaux setup" in client.get(reverse("people:states")).content.decode()


def test_each_fact_has_its_source_and_its_day(loaded, client) -> None:
    """On the page and in the file: since when a mark holds, names of before, and where it is from."""
    page = client.get("/en/people/states/").content.decode()
    assert "Least developed countries" in page and "(since 1971)" in page
    assert "until 1 June 2022: Turkey" in page
    assert "since 19 November 1946" in page, "Afghanistan's admission"
    assert page.count("as at 25 November 2026") >= 2, "names, and groups"
    told = {r["code"]: r for r in json.loads(client.get("/fr/people/states.json").content)}
    afghanistan = told["AFG"]
    assert afghanistan["name_ru"] == "Афганистан" and afghanistan["as_at"] == "2026-11-25"
    assert "Pays les moins avancés (1971)" in afghanistan["flags"]
    assert "Committee for Development Policy" in str(afghanistan["sources_of_groups"])
    assert "(2024-12-13)" in str(afghanistan["sources_of_groups"])
    assert "Turquie (2022-06-01)" in str(told["TUR"]["former"])
    assert told["CIV"]["name"] == "Côte d'Ivoire" and not told["CIV"]["former"]


def test_names_before_stand_with_their_source_and_only_as_far_as_it_says(loaded, client) -> None:
    told = {
        r["code"]: str(r["former"])
        for r in json.loads(client.get("/en/people/states.json").content)
    }
    assert told["MKD"] == "The former Yugoslav Republic of Macedonia (2019-02-14)"
    assert "Swaziland (2018)" in told["SWZ"], "the day is not known, and none is made up"
    assert "Cape Verde (2013-10-24)" in told["CPV"] and "Czech Republic (2016)" in told["CZE"]
    french = {r["code"]: r for r in json.loads(client.get("/fr/people/states.json").content)}
    assert "Macédoine" in str(french["MKD"]["former"]) and not french["CPV"]["former"]
    for state in Country.objects.exclude(former_names=[]):
        for former in state.former_names:
            assert former["source"] and former["names"].get("en"), state.code
            assert former["names"]["en"] != state.names["en"], state.code
    page = client.get("/en/people/states/").content.decode()
    assert "until 14 February 2019: The former Yugoslav Republic of Macedonia" in page
    assert "until 2018: Swaziland" in page


def test_a_graduation_that_was_only_foreseen_is_not_applied(loaded) -> None:
    """Bangladesh and Nepal asked for more time: what the list does not say does not hold."""
    on = date(2026, 12, 1)
    for code in ("BGD", "LAO", "NPL", "SLB", "AGO"):
        assert queries.in_group(Country.objects.get(code=code), "ldc", on), code
    for code, last in (("VUT", date(2020, 12, 3)), ("STP", date(2024, 12, 12))):
        one = Country.objects.get(code=code)
        assert queries.in_group(one, "ldc", last), code
        assert not queries.in_group(one, "ldc", last + timedelta(days=1)), code
    assert "76/8" in Taxonomy.objects.get(code="ldc").note


def test_an_installation_from_before_gets_the_day_of_its_source_once(loaded) -> None:
    Country.objects.filter(code="FRA").update(as_at="")
    assert shipped.load(at=AT) == 1 and Country.objects.get(code="FRA").as_at == "2026-11-25"
    assert shipped.load(at=AT) == 0
