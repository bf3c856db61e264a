"""What came in to a survey: places mended, links taken back, files kept, late answers, deadlines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.evidence.makers import DURING, PREPARED, regions, sign_in
from tests.evidence.test_surveys import (
    BODY,
    FORM,
    a_survey,
    answered,
    device_of,
    sent,
    sheet,
)
from travaux.core.surveys.model import Question
from travaux.evidence.actions import (
    begin_response,
    bring_answers,
    change_survey,
    close_survey,
    confirm_place,
    invite_to_survey,
    keep_answers,
    publish_results,
    set_response_aside,
    submit_response,
    withdraw_invitation,
)
from travaux.evidence.models import PlaceGuess, Response, Survey
from travaux.evidence.queries.results import reached, results_of
from travaux.journal.models import Line
from travaux.people.models import Country
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
HEAD = "about/country,about/city,data/has,more/many,_uuid"


def state_b() -> Country:
    return Country.objects.get(code="X-B")


def bring(cast, survey, *rows: str):
    return bring_answers(
        by=cast.amina, edition=survey.editions.get(), name="a.csv", at=DURING,
        sheets=sheet(*rows, head=HEAD),
    )  # fmt: skip


def test_a_city_whose_country_was_written_in_two_ways_is_one_once_it_is_confirmed(cast) -> None:
    regions()
    survey = a_survey(cast, least=1)
    bring(cast, survey, "State A,Aling,yes,1,u1", "Stat A,Aling,yes,3,u2", "Stat A,Berin,no,,u3")
    assert results_of(survey, "has").found.rows[0].n == 3
    guess = PlaceGuess.objects.get()

    def confirm(country) -> int:
        guess.refresh_from_db()
        return confirm_place(guess=guess, country=country, by=cast.amina, at=clock.now())

    assert confirm(cast.state_a) == 2
    row = results_of(survey, "has").found.rows[0]
    assert (row.n, row.respondents) == (2, 3)
    assert results_of(survey, "many").found.rows[0].mean.value == 2  # the mean of one city
    # somebody erred: it is said otherwise, and the cities are two again
    assert confirm(state_b()) == 2
    assert results_of(survey, "has").found.rows[0].n == 3
    assert set(Response.objects.values_list("unit_key", flat=True)) == {
        f"{cast.state_a.code}|aling", f"{state_b().code}|aling", f"{state_b().code}|berin",
    }  # fmt: skip
    assert confirm(None) == 2
    assert Response.objects.filter(unit_key="stat a|aling", country=None).count() == 1
    before = Line.objects.count()
    assert confirm(None) == 0 and Line.objects.count() == before


def test_countries_are_confirmed_on_the_page_until_the_results_are_published(cast, client) -> None:
    regions()
    survey = a_survey(cast, least=1)
    bring(cast, survey, "STATE A.,Aling,yes,1,u1", "state a,Cadix,yes,1,u2", "Stat A,Berin,no,,u3")
    assert Response.objects.filter(country=cast.state_a).count() == 2  # two ways need nobody
    sign_in(client, cast.amina)
    here = f"/en/harbour/evidence/surveys/{survey.key}/"
    guess = PlaceGuess.objects.get()
    page = client.get(here + "places/").text
    assert "Stat A" in page and "1 answer" in page and "guessed" in page
    client.post(here + "places/", {f"g{guess.pk}": ""})
    guess.refresh_from_db()
    assert guess.confirmed_at is None  # not decided is no decision
    client.post(here + "places/", {f"g{guess.pk}": "nowhere"})
    guess.refresh_from_db()
    assert guess.confirmed_at is None
    client.post(here + "places/", {f"g{guess.pk}": state_b().code})
    assert "Decided already" in client.get(here + "places/").text
    assert "Countries as they were written" in client.get(here).text
    client.post(here + "places/", {f"g{guess.pk}": cast.state_a.code})
    [row] = client.get(here + "countries.json").json()
    assert (row["written"], row["answers"], row["country"]) == ("Stat A", 1, cast.state_a.code)
    close_survey(by=cast.amina, survey=survey, at=DURING)
    survey.refresh_from_db()
    publish_results(by=cast.amina, survey=survey, at=DURING)
    client.post(here + "places/", {f"g{guess.pk}": "-"})
    guess.refresh_from_db()
    assert guess.country == cast.state_a  # published figures do not move
    with pytest.raises(Refusal, match="survey-published"):
        set_response_aside(by=cast.amina, response=Response.objects.get(instance_id="u1"), aside=True, at=DURING)  # fmt: skip


def test_the_unit_of_an_invitation_is_the_unit(cast) -> None:
    survey = a_survey(cast, access="invited", least=1)
    for typed in ("Aling", "The city of Aling"):
        one, _token = invite_to_survey(by=cast.amina, survey=survey, unit_name="Aling", at=DURING)
        draft, _link = begin_response(by=None, survey=survey, invitation=one, at=DURING)
        told = {"country": "State A", "city": typed, "has": "yes"}
        keep_answers(by=None, response=draft, typed=told, page=1, at=DURING)
        submit_response(by=None, response=draft, at=DURING)
    row = results_of(survey, "has").found.rows[0]
    assert (row.n, row.respondents) == (1, 2)


def test_a_link_that_was_taken_back_opens_nothing_any_more(cast, client) -> None:
    survey = a_survey(cast, access="invited")
    one, token = invite_to_survey(by=cast.amina, survey=survey, unit_name="Aling", at=DURING)
    draft, _link = begin_response(by=None, survey=survey, invitation=one, at=DURING)
    sign_in(client, cast.amina)
    here = f"/en/harbour/evidence/surveys/{survey.key}/invitations/"
    page = client.get(here).text
    assert "Aling" in page and "by a link" in page  # it went by no mail, and is listed all the same
    close_survey(by=cast.amina, survey=survey, at=DURING)
    client.post(here, {"do": "withdraw", "invitation": one.key})
    one.refresh_from_db()
    assert one.withdrawn_at is not None
    survey = Survey.objects.get()
    Survey.objects.update(state="open")
    survey.refresh_from_db()
    with pytest.raises(Refusal, match="invitation-withdrawn"):
        begin_response(by=None, survey=survey, invitation=one, at=DURING)
    draft.refresh_from_db()
    for act in (
        lambda: keep_answers(by=None, response=draft, typed={"city": "x"}, page=1, at=DURING),
        lambda: submit_response(by=None, response=draft, at=DURING),
    ):
        with pytest.raises(Refusal, match="invitation-withdrawn"):
            act()
    client.logout()
    shown = client.get(f"/en/harbour/evidence/invited/{token}/").text
    assert "was withdrawn" in shown and "Begin</button>" not in shown
    with pytest.raises(Refusal, match="moved-meanwhile"):
        withdraw_invitation(by=cast.amina, invitation=one, at=DURING)


def test_a_deadline_is_set_on_the_page_in_its_zone_and_holds(cast, client) -> None:
    survey = a_survey(cast)
    sign_in(client, cast.amina)
    here = f"/en/harbour/evidence/surveys/{survey.key}/"
    told = {"title_en": "Cities", "unit": "city", "level": "sub-national", "sampling": "open",
            "access": "open", "least": "5", "seen": "0", "zone": "Africa/Nairobi",
            "wording": "until midnight"}  # fmt: skip
    past = client.post(here + "change/", {**told, "closes": "2024-03-01T00:00"})
    assert past.status_code == 422 and "lies in the past" in past.text
    wrong = client.post(here + "change/", {**told, "zone": "Nowhere/City", "closes": "2034-03-01T00:00"})  # fmt: skip
    assert wrong.status_code == 422
    done = client.post(here + "change/", {**told, "closes": "2034-03-01T00:00"})
    assert done.status_code == 302
    survey.refresh_from_db()
    assert survey.closes_at.isoformat() == "2034-02-28T21:00:00+00:00"
    client.logout()
    for at in (here, here + "answer/"):
        page = client.get(at).text
        assert "Africa/Nairobi" in page and "until midnight" in page, at
    late = survey.closes_at + timedelta(minutes=1)
    with pytest.raises(Refusal, match="survey-closed"):
        begin_response(by=None, survey=survey, at=late)
    sign_in(client, cast.amina)
    assert 'value="2034-03-01T00:00"' in client.get(here + "change/").text
    client.post(here + "change/", {**told, "seen": "1", "closes": ""})
    survey.refresh_from_db()
    assert survey.closes_at is None


def test_questions_that_say_where_are_named_on_the_page_and_answers_are_placed_anew(
    cast, client
) -> None:
    regions()
    bare = replace(
        FORM,
        items=(
            replace(
                FORM.items[0],
                items=tuple(replace(q, tags=frozenset()) for q in FORM.items[0].items),
            ),
            *FORM.items[1:],
        ),
    )
    survey = a_survey(cast, form=bare, least=1)
    answered(survey, country="State A", city="Aling", has="yes")
    answered(survey, country="State A", city="Aling", has="no")
    answered(survey, country="Stat B", city="Berin", has="no")
    assert results_of(survey, "has").found.rows[0].n == 3 and survey.roles == {}
    sign_in(client, cast.amina)
    here = f"/en/harbour/evidence/surveys/{survey.key}/"
    assert "Question that says the country" in client.get(here + "change/").text
    told = {"title_en": "Cities", "unit": "city", "level": "sub-national", "sampling": "open",
            "access": "open", "least": "1", "seen": "0", "role_country": "country",
            "role_unit": "city"}  # fmt: skip
    assert client.post(here + "change/", told).status_code == 302
    survey.refresh_from_db()
    assert survey.roles == {"country": "country", "unit": "city"}
    row = results_of(survey, "has").found.rows[0]
    assert (row.n, row.respondents) == (2, 3)
    assert PlaceGuess.objects.get().said == "Stat B"
    assert Response.objects.filter(country=cast.state_a).count() == 2
    with pytest.raises(Refusal, match="survey-role-unknown"):
        change_survey(
            by=cast.amina, survey=survey, seen=1, roles={"unit": "which"}, at=DURING
        )  # several answers are no unit


def test_files_of_answers_are_listed_and_handed_out_to_the_secretariat_alone(cast, client) -> None:
    survey = a_survey(cast)
    auth = device_of(cast, survey)
    picture = SimpleUploadedFile("p.jpg", b"\xff\xd8\xff picture", "image/jpeg")
    given = {"xml_submission_file": sent(survey, BODY), "p.jpg": picture}
    assert client.post("/openrosa/harbour/submission", given, **auth).status_code == 201
    here = f"/en/harbour/evidence/surveys/{survey.key}/"
    key = Response.objects.get().attached.get().key
    assert client.get(here + f"files/{key}/").status_code == 302
    sign_in(client, cast.bruno)
    for tail in ("files/", f"files/{key}/", "files.csv", "countries.csv"):
        assert client.get(here + tail).status_code == 403, tail
    sign_in(client, cast.amina)
    assert (
        "p.jpg" in client.get(here + "files/").text and "Files that came" in client.get(here).text
    )
    answer = client.get(here + f"files/{key}/")
    assert b"".join(answer.streaming_content) == b"\xff\xd8\xff picture"
    assert "attachment" in answer["Content-Disposition"]
    assert client.get(here + "files/other/").status_code == 404
    [row] = client.get(here + "files.json").json()
    assert row["file"] == "p.jpg" and row["unit"] == "Aling" and row["bytes"] == 11


def test_what_a_device_sends_after_the_end_is_kept_aside_until_somebody_decides(
    cast, client
) -> None:
    survey = a_survey(cast, least=1)
    auth, at = device_of(cast, survey), "/openrosa/harbour/submission"
    close_survey(by=cast.amina, survey=survey, at=DURING)
    given = {"xml_submission_file": sent(survey, BODY)}
    assert client.post(at, given, **auth).status_code == 201
    again = {"xml_submission_file": sent(survey, BODY)}
    assert client.post(at, again, **auth).status_code == 202
    one = Response.objects.get()
    assert one.state == "set-aside" and one.problems[0]["code"] == "response-came-late"
    assert results_of(survey, "has").found.rows[0].n == 0
    sign_in(client, cast.amina)
    page = client.get(f"/en/harbour/evidence/surveys/{survey.key}/aside/").text
    assert "after the end of the survey" in page
    set_response_aside(by=cast.amina, response=one, aside=False, at=clock.now())
    assert results_of(survey, "has").found.rows[0].n == 1


def test_what_a_device_computed_stands_as_it_computed_it(cast, client) -> None:
    form = replace(FORM, items=(
        Question("start", "calculate", calculation="once(now())"),
        Question("device", "hidden"),
        Question("twice", "calculate", calculation="${many} * 2"),
        *FORM.items,
    ))  # fmt: skip
    survey = a_survey(cast, form=form)
    auth = device_of(cast, survey)
    body = "<start>2024-02-01T08:00:00.000+03:00</start><device>tablet-7</device><twice>8</twice>"
    body += BODY.replace("<which>", "<many>4</many><which>")
    given = {"xml_submission_file": sent(survey, body)}
    assert client.post("/openrosa/harbour/submission", given, **auth).status_code == 201
    one = Response.objects.get()
    assert one.answers["start"] == "2024-02-01T08:00:00.000+03:00"
    assert one.answers["device"] == "tablet-7" and one.answers["twice"] == "8"


def test_when_somebody_began_stays_when_they_began(cast) -> None:
    form = replace(FORM, items=(
        Question("start", "calculate", calculation="once(now())"),
        Question("draw", "calculate", calculation="uuid()"), *FORM.items,
    ))  # fmt: skip
    survey = a_survey(cast, form=form)
    draft, _token = begin_response(by=None, survey=survey, at=DURING)
    told = {"country": "State A", "city": "Aling", "has": "no"}
    keep_answers(by=None, response=draft, typed=told, page=1, at=DURING + timedelta(hours=1))
    done = submit_response(by=None, response=draft, at=DURING + timedelta(hours=2))
    assert done.answers["start"].startswith("2024-02-10T12:00")
    assert len(done.answers["draw"]) == 36  # drawn out of the key of the answer


def test_left_empty_and_not_asked_are_told_apart_for_files_and_the_web(cast) -> None:
    survey = a_survey(cast, least=1)
    bring(cast, survey, "State A,Aling,yes,,u1", "State A,Berin,no,,u2", "State A,Cadix,yes,3,u3")
    answered(survey, country="State A", city="Dorn", has="yes")
    assert Response.objects.get(instance_id="u1").unanswered == ["many"]
    row = results_of(survey, "many").found.rows[0]
    assert (row.n, row.missing, row.not_asked) == (1, 2, 1)


def test_who_answered_of_the_frame_is_shown_and_small_groups_are_not(cast, client) -> None:
    regions()
    survey = a_survey(cast, least=3, margins={"region": {"african": 10, "asian": 4}})
    for n in range(5):
        answered(survey, country="State A", city=f"City {n}", has="yes")
    answered(survey, country="State A", city="City 0", has="yes")
    found = reached(survey)
    assert [(r.group, r.units, r.share, r.hidden) for r in found] == [
        ("african", 5, 0.5, False), ("asian", 0, 0.0, False),
    ]  # fmt: skip
    answered(survey, country="State K", city="Kilo", has="yes")
    assert [r.hidden for r in reached(survey)] == [True, True]
    close_survey(by=cast.amina, survey=survey, at=DURING)
    survey.refresh_from_db()
    here = f"/en/harbour/evidence/surveys/{survey.key}/"
    assert client.get(here + "who-answered.json").status_code == 403
    publish_results(by=cast.amina, survey=survey, at=PREPARED)
    assert "Who answered" in client.get(here + "results/?question=has").text
    rows = client.get(here + "who-answered.json").json()
    assert [(r["group"], r["units"], r["hidden"]) for r in rows] == [
        ("african", "", 1), ("asian", "", 1),
    ]  # fmt: skip


def test_bad_input_of_one_file_is_told_on_the_page_and_nothing_is_lost(cast, client) -> None:
    """Five notations of one day, shifted rows, a country in three ways, a question that is gone."""
    regions()
    survey = a_survey(cast, least=1)
    sign_in(client, cast.amina)
    here = f"/en/harbour/evidence/surveys/{survey.key}/"
    head = "about/country,about/city,data/has,more/since,more/many,gone,_uuid"
    rows = [
        "State A,C1,yes,2024-02-25,1,old words,u1", "state a,C2,yes,25/2/2024,1,,u2",
        "STATE A.,C3,yes,25.02.2024,1,,u3", "State A,C4,yes,25 февраля 2024 г.,1,,u4",
        "State A,C5,yes,45347,1,,u5", "State A,C6,yes,2024年2月25日,1,,u6",
        "State A,C7,yes,٢٥ فبراير ٢٠٢٤,1,,u7", "State A,C8,yes,3/4/2024,1,,u8",
        "State A,C9,yes,some day,1,,u9", "x,State A,C10,yes,2024-02-25,1,,u10",
        "Stat A,C11,no,,,,u11",
    ]  # fmt: skip
    file = SimpleUploadedFile("a.csv", "\n".join([head, *rows]).encode())
    assert client.post(here + "bring/", {"file": file}).status_code == 302
    page = client.get(here + "bring/").text
    assert "gone" in page and "may be shifted" in page and "Countries to confirm" in page
    assert "rows 10" in page and "the rest of the column decided" in page
    kept = {r.instance_id: r for r in Response.objects.all()}
    assert len(kept) == len(rows)
    for n in range(1, 8):
        assert kept[f"u{n}"].answers["since"] == "2024-02-25", n
    assert kept["u8"].answers["since"] == "2024-04-03"
    assert kept["u9"].raw == {"more/since": "some day"}
    assert kept["u1"].raw == {"gone": "old words"}
    shifted = next(r for r in kept.values() if r.state == "set-aside")
    assert "C10" in shifted.raw.values() and "2024-02-25" in shifted.raw.values()
    assert PlaceGuess.objects.get().said == "Stat A"
