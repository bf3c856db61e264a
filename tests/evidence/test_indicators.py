"""Indicators: figures count once their places are confirmed; regions say what they stand on."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.evidence.makers import DURING, a_question, a_source, regions, sign_in
from travaux.evidence.actions import bring_series, confirm_series, describe_indicator
from travaux.evidence.actions.indicators import Described
from travaux.evidence.models import Indicator, Observation
from travaux.evidence.queries.indicators import regional
from travaux.evidence.queries.questions import coverage_of
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
AT = "/en/harbour/evidence/indicators/"
FIGURES = b"country,year,value\nState A,2020,10\nX-B,2021,30\nState Kk,2021,5\nState A,2019,1\n"


def an_indicator(cast, **also) -> Indicator:
    told = {
        "titles": {"en": "Lamps for each quay"}, "source": "Office of quays", "licence": "CC BY",
        "retrieved_on": date(2024, 2, 1), **also,
    }  # fmt: skip
    return describe_indicator(
        by=cast.amina, process=cast.process, told=Described(**told), at=DURING
    )


def brought(cast, indicator, data: bytes = FIGURES, **places: str):
    file = bring_series(
        by=cast.amina, indicator=indicator, data=data, name="a.csv", series="", at=DURING
    )
    told = {k.replace("_", " "): v for k, v in places.items()}
    return file, confirm_series(by=cast.amina, file=file, places=told, at=DURING)


def test_a_guess_counts_when_a_person_confirms_it(cast) -> None:
    regions()
    indicator = an_indicator(cast)
    file = bring_series(
        by=cast.amina, indicator=indicator, data=FIGURES, name="a.csv", series="", at=DURING
    )
    assert file.places["State A"] == {"code": "X-A", "sure": True}
    assert file.places["State Kk"] == {"code": "X-K", "sure": False}
    assert Observation.objects.count() == 0
    with pytest.raises(Refusal, match="places-mean-one"):
        confirm_series(by=cast.amina, file=file, places={"State Kk": "X-A"}, at=DURING)
    confirm_series(by=cast.amina, file=file, places={"State Kk": "X-K"}, at=DURING)
    north, south = regional(indicator)
    assert (north.found.value, north.found.with_data, north.found.countries) == (20.0, 2, 2)
    assert (south.found.value, south.found.with_data) == (5.0, 1)  # half of two countries


def test_a_later_file_replaces_a_figure_and_keeps_the_others(cast) -> None:
    regions()
    indicator = an_indicator(cast)
    brought(cast, indicator, State_Kk="")
    assert regional(indicator)[1].found.why == "too-few"
    brought(cast, indicator, b"country,year,value\nX-B,2021,50\n")
    assert regional(indicator)[0].found.value == 30.0
    assert Observation.objects.filter(indicator=indicator).count() == 4


def test_it_speaks_where_it_has_countries(cast) -> None:
    regions()
    indicator, question = an_indicator(cast), a_question(cast, levels=["national"])
    brought(cast, indicator, State_Kk="")
    a_source(cast, question, "indicator", subject_key=indicator.key)
    [found] = coverage_of([question], ["african", "asian"])
    assert found.grid["african", "national"].units == 2
    assert found.grid["asian", "national"].cover.value == "silent"


@pytest.mark.parametrize(
    ("also", "code"),
    [({"source": " "}, "indicator-needs-source"), ({"licence": ""}, "indicator-needs-source"),
     ({"titles": {}}, "indicator-needs-name"), ({"how": "weighted"}, "weight-missing"),
     ({"retrieved_on": date(2030, 1, 1)}, "retrieved-in-the-future")],
)  # fmt: skip
def test_no_figure_without_its_source(cast, also, code) -> None:
    with pytest.raises(Refusal, match=code):
        an_indicator(cast, **also)


def test_the_pages_of_an_indicator(cast, client) -> None:
    regions()
    sign_in(client, cast.amina)
    form = {
        "title_en": "Lamps", "source": "Office", "licence": "CC0", "retrieved_on": "2024-02-01",
        "how": "mean",
    }  # fmt: skip
    made = client.post(AT + "new/", form)
    here = made.url
    several = b"country,year,value,indicator\nX-A,2020,1,a\nX-A,2020,2,b\n"
    file = SimpleUploadedFile("s.csv", several)
    refused = client.post(here + "bring/", {"file": file})
    assert refused.status_code == 422 and "several series" in refused.text
    sent = client.post(here + "bring/", {"file": SimpleUploadedFile("f.csv", FIGURES)})
    page = client.get(sent.url).text
    assert "State Kk" in page and "2 places are certain" in page
    assert client.post(sent.url, {"place-2": "X-K"}).url == here
    page = client.get(here).text
    assert "State B" in page and "2/2" in page
    client.logout()
    assert client.get(sent.url).status_code == 302
    rows = client.get(here + "figures.json").json()
    assert {r["area"] for r in rows} == {"State A", "X-B", "State Kk"}
    profile = client.get("/en/harbour/evidence/regions/african/").text
    assert "North quays" in profile and "Lamps" in profile
    assert client.get("/en/harbour/evidence/regions/nowhere/").status_code == 404
