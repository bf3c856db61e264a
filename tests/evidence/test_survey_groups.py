"""Groups of a frame are read by their names: labels of the form, in the reader's language."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from tests.evidence.makers import DURING, regions, sign_in
from tests.evidence.test_surveys import FORM, a_survey, answered
from travaux.core.surveys.model import Choice, Group, Question
from travaux.evidence.actions import begin_edition, issue_edition, replace_survey_form
from travaux.evidence.queries.results import size_names
from travaux.evidence.queries.surveys import places
from travaux.people.models import Country

pytestmark = pytest.mark.django_db
SIZES = (
    Choice("small", {"en": "below 100,000", "ar": "أقل من مئة ألف"}),
    Choice("large", {"en": "above 1 million", "ar": "أكثر من مليون"}),
    Choice("bare"),
)


def with_sizes(*choices: Choice):
    about = FORM.items[0]
    assert isinstance(about, Group)
    size = Question("size", "select-one", {"en": "Size", "ar": "الحجم"}, required="yes",
                    choices=choices, tags=frozenset({"size"}))  # fmt: skip
    items = (replace(about, items=(*about.items, size)), *FORM.items[1:])
    return replace(FORM, languages=("en", "ar"), titles={"en": "", "ar": ""}, items=items)


@pytest.fixture
def survey(cast):
    regions()
    survey = a_survey(
        cast, form=with_sizes(*SIZES), least=1,
        margins={"size": {"small": 10, "large": 4, "bare": 2}, "region": {"african": 16}},
    )  # fmt: skip
    for n, size in enumerate(("small", "small", "large")):
        answered(survey, country="State A", city=f"City {n}", size=size, has="yes")
    return survey


def test_sizes_stand_by_their_labels_on_the_page_and_in_files(cast, client, survey) -> None:
    assert survey.roles["size"] == "size"
    sign_in(client, cast.amina)
    here = f"evidence/surveys/{survey.key}/"
    page = client.get(f"/en/harbour/{here}results/?question=has&by=size").text
    who = page[page.index('id="who"') :]
    assert "<bdi>below 100,000</bdi>" in who and "<bdi>above 1 million</bdi>" in who
    assert "<bdi>small</bdi>" not in page and "<bdi>large</bdi>" not in page
    assert "<bdi>bare</bdi>" in who, "what has no label is its own name"
    assert who.index("below 100,000") < who.index("above 1 million"), "in the order of the form"
    assert "<bdi>North quays</bdi>" in who
    assert "<bdi>Size</bdi>" in page, "to what the weights are fitted"
    # a group of the frame in which nobody answered, while regions are shown
    page = client.get(f"/en/harbour/{here}results/?question=has&by=region").text
    assert "groups of the frame in which nobody answered: bare" in page
    arabic = client.get(f"/ar/harbour/{here}results/?question=has&by=size").text
    assert arabic.count("<bdi>أكثر من مليون</bdi>") == 2, "in the figures, and among who answered"
    rows = client.get(f"/en/harbour/{here}who-answered.json").json()
    assert {r["group"] for r in rows} == {"small", "large", "bare", "african"}, "codes for programs"
    told = client.get(f"/en/harbour/{here}who-answered.csv").content.decode("utf-8-sig")
    assert ["Size", "below 100,000"] in [r[:2] for r in csv.reader(io.StringIO(told))]
    told = client.get(f"/en/harbour/{here}results.csv?question=has&by=size").content.decode()
    assert "above 1 million" in told


def test_a_later_edition_has_the_last_word_on_labels(cast, survey) -> None:
    told = {"by": cast.amina, "at": DURING}
    edition = begin_edition(survey=survey, **told)
    form = with_sizes(Choice("huge", {"en": "huge"}), Choice("small", {"en": "under 100,000"}))
    replace_survey_form(edition=edition, form=form, seen=edition.revision, **told)
    assert size_names(survey)["small"] == "below 100,000", "not asked yet"
    edition.refresh_from_db()
    issue_edition(edition=edition, **told)
    survey.refresh_from_db()
    assert size_names(survey) == {
        "huge": "huge", "small": "under 100,000", "large": "above 1 million", "bare": "bare",
    }  # fmt: skip


def test_a_state_is_found_by_a_name_it_had_before(db) -> None:
    Country.objects.create(
        code="X-Q", names={"en": "Quayland"}, demonstration=True,
        former_names=[{"until": "2018", "names": {"en": "Old Harbour"},
                       "formal_names": {"en": "the Kingdom of Old Harbour"}, "source": "s"}],
    )  # fmt: skip
    known = places(demonstration=True)
    for name in ("Old Harbour", "the Kingdom of Old Harbour"):
        found = known.find(name)
        assert found is not None and found.sure and found.code == "X-Q", name
