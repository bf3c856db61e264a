"""A survey from its form to its results: frozen, answered page by page, by devices and by files."""

from __future__ import annotations

import base64
import io
import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from tests.evidence.makers import DURING, PREPARED, regions, sign_in
from travaux.core.surveys.answer_tables import Sheet, read_sheets
from travaux.core.surveys.model import Choice, Form, Group, Question
from travaux.core.surveys.xlsform_out import write_xlsform
from travaux.evidence.actions import (
    begin_edition,
    begin_response,
    begin_translation,
    bring_answers,
    close_survey,
    confirm_place,
    give_device,
    invite_to_survey,
    issue_edition,
    keep_answers,
    prepare_survey,
    publish_results,
    remind_invited,
    replace_survey_form,
    set_response_aside,
    submit_response,
)
from travaux.evidence.models import PlaceGuess, Response, Survey
from travaux.evidence.queries import columns
from travaux.evidence.queries.answered import version_of
from travaux.evidence.queries.results import results_of
from travaux.evidence.queries.surveys import submitted
from travaux.evidence.tasks import keep_columns
from travaux.journal.models import Line
from travaux.people.actions import erase_person
from travaux.plumbing import clock
from travaux.plumbing.keeping import Keep
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
YES_NO = (Choice("yes", {"en": "Yes"}), Choice("no", {"en": "No"}))
FORM = Form(
    "cities",
    (
        Group(
            "about",
            (
                Question("country", "text", {"en": "State"}, required="yes",
                         tags=frozenset({"country"})),
                Question("city", "text", {"en": "City"}, required="yes", tags=frozenset({"unit"})),
            ),
            {"en": "Your city"},
        ),
        Group("data", (Question("has", "select-one", {"en": "Has it rules?"}, required="yes",
                                choices=YES_NO),), {"en": "Data"}),
        Group("more", (Question("which", "select-multiple", {"en": "Which?"}, choices=YES_NO),
                       Question("many", "integer", {"en": "How many?"}),
                       Question("since", "date", {"en": "Since when?"})),
              {"en": "More"}, relevant="${has} = 'yes'"),
    ),
)  # fmt: skip


def a_survey(cast, *, issued: bool = True, form: Form = FORM, **facts) -> Survey:
    survey = prepare_survey(
        by=cast.amina,
        process=cast.process,
        form=form,
        titles={"en": "Cities"},
        at=PREPARED,
        **facts,
    )
    if issued:
        issue_edition(by=cast.amina, edition=survey.editions.get(), at=PREPARED)
        survey.refresh_from_db()
    return survey


def answered(survey: Survey, at=DURING, **told) -> Response:
    draft, _token = begin_response(by=None, survey=survey, at=at)
    keep_answers(by=None, response=draft, typed=told, page=1, at=at)
    return submit_response(by=None, response=draft, at=at)


def sheet(*rows: str, head: str = "about/country,about/city,data/has,more/many") -> list[Sheet]:
    return read_sheets("\n".join([head, *rows]).encode(), "a.csv")


# ---- the form


def test_a_form_is_frozen_once_its_translation_began(cast) -> None:
    survey = a_survey(cast, issued=False)
    edition = begin_translation(by=cast.amina, edition=survey.editions.get(), at=PREPARED)
    from dataclasses import replace

    french = replace(FORM, languages=("en", "fr"), titles={"en": "", "fr": "Villes"})
    told = {"by": cast.amina, "at": PREPARED}
    edition = replace_survey_form(edition=edition, form=french, seen=0, **told)
    other = replace(FORM, items=FORM.items[:2])
    with pytest.raises(Refusal, match="edition-in-translation"):
        replace_survey_form(edition=edition, form=other, seen=1, **told)
    issue_edition(edition=edition, **told)
    with pytest.raises(Refusal, match="edition-frozen"):
        replace_survey_form(edition=edition, form=french, seen=1, **told)
    second = begin_edition(survey=survey, **told)
    replace_survey_form(edition=second, form=other, seen=0, **told)
    with pytest.raises(Refusal, match="edition-under-way"):
        begin_edition(survey=survey, **told)


def test_answers_of_two_editions_are_reckoned_together_where_a_question_is_the_same(cast) -> None:
    from dataclasses import replace

    survey = a_survey(cast, least=1)
    answered(survey, country="State A", city="Aling", has="no")
    second = begin_edition(by=cast.amina, survey=survey, at=DURING)
    more = Question("has", "select-one", {"en": "Has it rules?"}, required="yes",
                    choices=(*YES_NO, Choice("soon", {"en": "Soon"})))  # fmt: skip
    form = replace(FORM, items=(FORM.items[0], replace(FORM.items[1], items=(more,)),
                                Group("new", (FORM.items[2].items[1],), {"en": "New"})))  # fmt: skip
    replace_survey_form(by=cast.amina, edition=second, form=form, seen=0, at=DURING)
    second.refresh_from_db()
    issue_edition(by=cast.amina, edition=second, at=DURING)
    answered(survey, country="State A", city="Berin", has="soon", many="3")
    changed, same = results_of(survey, "has"), results_of(survey, "many")
    assert changed.editions == 1 and changed.found.rows[0].n == 1
    assert changed.found.rows[0].not_asked == 1 and same.found.rows[0].n == 1


@pytest.mark.parametrize("name", ["bruno", "chen", "olga"])
def test_only_the_secretariat_prepares(cast, client, name) -> None:
    person = getattr(cast, name)
    with pytest.raises(Refusal, match="not-your-role"):
        prepare_survey(by=person, process=cast.process, form=FORM, titles={"en": "x"}, at=PREPARED)
    survey = a_survey(cast, issued=False)
    sign_in(client, person)
    at = f"/en/harbour/evidence/surveys/{survey.key}/"
    assert client.get(at).status_code == 404
    for tail in ("change/", "form/", "links/", "places/", "bring/", "answers.csv"):
        assert client.get(at + tail).status_code == 403, tail
    assert client.get(at + "results/").status_code == 403


# ---- the web


def test_page_by_page_without_an_account_to_a_receipt(client, cast) -> None:
    regions()
    survey = a_survey(cast, least=1)
    at = f"/en/harbour/evidence/surveys/{survey.key}/"
    page = client.get(at + "answer/").content.decode()
    token = re.search(r'name="form_token" value="([^"]+)"', page)[1]
    first = client.post(at + "answer/", {"form_token": token})["Location"]
    client.post(at + "answer/", {"form_token": token})
    assert Response.objects.count() == 1  # a double click begins one
    first = client.post(at + "answer/", {"form_token": token})["Location"]
    lame = client.post(first, {"q.country": "State A", "q.city": "", "do": "on"})
    assert lame.status_code == 422 and 'value="State A"' in lame.content.decode()
    second = client.post(first, {"q.country": "State A", "q.city": "Aling"})["Location"]
    assert second.endswith("/2/")
    review = client.post(second, {"q.has": "no", "do": "on"})["Location"]
    assert review.endswith("/review/")  # the third page is not asked
    client.post(second, {"q.has": "yes", "do": "on"})
    assert "2 of 3" in client.get(second).content.decode()
    stopped = client.post(second.replace("/2/", "/3/"), {"q.many": "many", "do": "stop"})
    page = client.get(stopped["Location"]).content.decode()
    assert "needs mending" in page and "/answering/" in page
    assert client.post(review).status_code == 422
    client.post(second.replace("/2/", "/3/"), {"q.many": "12"})
    receipt = client.post(review)["Location"]
    page = client.get(receipt).content.decode()
    assert "Your answers are stored" in page and "Aling" not in page
    one = Response.objects.get()
    assert one.answers == {"country": "State A", "city": "Aling", "has": "yes", "many": 12}
    assert one.country == cast.state_a and one.unanswered == ["since", "which"]
    assert client.get(review).status_code == 404  # the link has ended
    lines = [line.what for line in Line.objects.filter(subject=one.key)]
    assert lines == ["evidence.submit_response"]
    assert client.get("/ar" + first[3:]).status_code == 404
    told = client.get(at + "results/").status_code
    assert told == 403


def test_in_arabic_the_page_runs_from_right_to_left(client, cast) -> None:
    survey = a_survey(cast)
    at = f"/ar/harbour/evidence/surveys/{survey.key}/answer/"
    first = client.post(at, {"form_token": "t"})["Location"]
    page = client.get(first).content.decode()
    assert 'dir="rtl"' in page and "State" in page


def test_who_may_answer(client, cast) -> None:
    invited = a_survey(cast, access="invited")
    with pytest.raises(Refusal, match="survey-by-invitation"):
        begin_response(by=None, survey=invited, at=DURING)
    one, token = invite_to_survey(by=cast.amina, survey=invited, unit_name="Aling", at=DURING)
    first = client.post(f"/en/harbour/evidence/invited/{token}/", {"form_token": "x"})["Location"]
    client.post(f"/en/harbour/evidence/invited/{token}/", {"form_token": "y"})
    assert Response.objects.filter(invitation=one).count() == 1
    assert client.get(first).status_code == 404  # the later link is the one that holds
    account = a_survey(cast, access="account")
    at = f"/en/harbour/evidence/surveys/{account.key}/answer/"
    assert client.get(at).status_code == 302
    sign_in(client, cast.chen)
    page = client.post(at, {})["Location"]
    sign_in(client, cast.dana)
    assert client.get(page).status_code == 404  # another's draft
    close_survey(by=cast.amina, survey=account, at=DURING)
    account.refresh_from_db()
    with pytest.raises(Refusal, match="survey-closed"):
        begin_response(by=cast.chen, survey=account, at=DURING)


# ---- devices


def device_of(cast, survey):
    device, word = give_device(by=cast.amina, survey=survey, name="Tablet 1", at=DURING)
    word64 = base64.b64encode(f"{device.key}:{word}".encode()).decode()
    return {"HTTP_AUTHORIZATION": f"Basic {word64}", "HTTP_X_OPENROSA_VERSION": "1.0"}


def sent(survey, body: str, instance: str = "uuid:1", version: str = "1"):
    xml = (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{survey.key}" version="{version}">{body}'
        f"<orx:meta><orx:instanceID>{instance}</orx:instanceID></orx:meta></data>"
    )
    return SimpleUploadedFile("a.xml", xml.encode(), "text/xml")


BODY = "<about><country>State A</country><city>Aling</city></about><data><has>yes</has></data><more><which>yes no</which></more><gone>1</gone>"


def test_a_device_fetches_the_form_and_sends_each_answer_once(client, cast) -> None:
    survey, at = a_survey(cast), "/openrosa/harbour/"
    assert client.get(at + "formList").status_code == 401
    auth = device_of(cast, survey)
    answer = client.get(at + "formList", **auth)
    assert answer["X-OpenRosa-Version"] == "1.0" and "xml" in answer["Content-Type"]
    listed = etree.fromstring(answer.content)
    told = {e.tag.rsplit("}", 1)[1]: e.text for e in listed[0]}
    assert told["formID"] == survey.key and told["version"] == "1"
    form = client.get(told["downloadUrl"].replace("http://testserver", ""), **auth).content
    assert survey.key.encode() in form and b"<h:html" in form
    assert (
        client.get(told["manifestUrl"].replace("http://testserver", ""), **auth).status_code == 200
    )
    head = client.head(at + "submission", **auth)
    assert head.status_code == 204 and int(head["X-OpenRosa-Accept-Content-Length"]) > 0
    picture = SimpleUploadedFile("p.jpg", b"\xff\xd8\xff picture", "image/jpeg")
    given = {"xml_submission_file": sent(survey, BODY), "p.jpg": picture}
    assert client.post(at + "submission", given, **auth).status_code == 201
    again = {"xml_submission_file": sent(survey, BODY)}
    assert client.post(at + "submission", again, **auth).status_code == 202
    one = Response.objects.get()
    assert one.answers["which"] == ["yes", "no"] and one.raw == {"gone": "1"}
    assert one.attached.get().name == "p.jpg" and one.country == cast.state_a


def test_what_a_device_may_not_send(client, cast) -> None:
    survey, other, at = a_survey(cast), a_survey(cast), "/openrosa/harbour/submission"
    auth = device_of(cast, survey)
    bomb = '<!DOCTYPE d [<!ENTITY a "aa">]><data id="x"><a>&a;</a></data>'
    for file in (
        SimpleUploadedFile("a.xml", bomb.encode()),
        SimpleUploadedFile("a.xml", b"not xml"),
        sent(other, BODY),
        sent(survey, BODY, version="9"),
        sent(survey, BODY, instance=""),
    ):
        assert client.post(at, {"xml_submission_file": file}, **auth).status_code == 400
    assert client.post(at, {}, **auth).status_code == 400 and not Response.objects.exists()
    assert client.post("/openrosa/other/submission", {}, **auth).status_code == 401
    assert client.get(at, **auth, HTTP_HOST="127.0.0.1").status_code == 405
    survey.devices.update(revoked_at=DURING)
    given = {"xml_submission_file": sent(survey, BODY)}
    assert client.post(at, given, **auth).status_code == 401


# ---- files


def test_a_file_comes_in_once_and_nothing_of_it_is_lost(cast) -> None:
    regions()
    survey = a_survey(cast, least=1)
    edition = survey.editions.get()
    rows = [
        "State A,Aling,Yes,3,u1", "STATE A.,Aling,no,,u2", "Stat A,Berin,no,x,u3",
        "State A,Cadix,maybe,4,u4", "State A,Dorn,no,1,u5,stray",
    ]  # fmt: skip
    head = "about/country,about/city,data/has,more/many,_uuid"
    file = bring_answers(
        by=cast.amina, edition=edition, sheets=sheet(*rows, head=head), name="a.csv", at=DURING
    )
    assert (file.report["new"], file.report["aside"], file.report["guesses"]) == (5, 1, 1)
    codes = {p["code"]: p["rows"] for p in file.report["problems"]}
    assert codes["answer-not-number"] == [4] and codes["answer-not-choice"] == [5]
    assert codes["answers-row-shifted"] == [6]
    kept = {r.instance_id: r for r in Response.objects.all()}
    assert kept["u1"].answers["has"] == "yes" and kept["u3"].raw["more/many"] == "x"
    assert kept["u5"].state == "set-aside" and "stray" in kept["u5"].raw.values()
    again = bring_answers(
        by=cast.amina, edition=edition, sheets=sheet(*rows, head=head), name="a.csv", at=DURING
    )
    assert (again.report["new"], again.report["already"]) == (0, 5)
    guess = PlaceGuess.objects.get()
    assert guess.said == "Stat A" and guess.country == cast.state_a
    assert results_of(survey, "has", "country").found.rows[0].n == 2  # Aling twice is one
    confirm_place(by=cast.amina, guess=guess, country=cast.state_a, at=clock.now())
    assert Response.objects.filter(country=cast.state_a, state="submitted").count() == 4


def test_columns_of_another_form_and_gone_questions_are_named(cast) -> None:
    survey = a_survey(cast)
    told = {"by": cast.amina, "edition": survey.editions.get(), "name": "a.csv", "at": DURING}
    file = bring_answers(
        sheets=sheet(
            "State A,Aling,1,0,old", head="State,City,more/which/yes,more/which/no,dropped"
        ),
        **told,
    )
    assert (
        file.report["unknown_columns"] == ["dropped"] and "has" in file.report["missing_questions"]
    )
    one = Response.objects.get()
    assert one.answers["which"] == ["yes"] and one.raw == {"dropped": "old"}
    from travaux.core.problems import Unusable

    with pytest.raises(Unusable, match="answers-not-of-this-form"):
        bring_answers(sheets=sheet("1,2", head="x,y"), **told)


def test_pages_of_the_secretariat_from_a_file_to_published_results(client, cast) -> None:
    regions()
    sign_in(client, cast.amina)
    at = "/en/harbour/evidence/surveys/"
    told = {"title_en": "Cities", "unit": "city", "level": "sub-national", "sampling": "quota",
            "access": "open", "least": "2", "margins": "region; african; 40"}  # fmt: skip
    file = SimpleUploadedFile("form.xlsx", write_xlsform(FORM))
    lame = client.post(at + "new/", {**told, "margins": "region 40", "file": file})
    assert lame.status_code == 422 and "group; number" in lame.content.decode()
    file.seek(0)
    here = client.post(at + "new/", {**told, "file": file})["Location"]
    survey = Survey.objects.get()
    client.post(here + "do/", {"do": "translate"})
    client.post(here + "do/", {"do": "issue"})
    # tags do not travel through the workbook's first reading alone: roles are kept
    assert survey.roles["country"] == "country"
    rows = [f"State {'AB'[n % 2]},City {n},{'yes' if n % 3 else 'no'},{n}" for n in range(12)]
    head = "about/country,about/city,data/has,more/many\n"
    csv = SimpleUploadedFile("a.csv", (head + "\n".join(rows)).encode())
    assert client.post(here + "bring/", {"file": csv}).status_code == 302
    assert "a.csv" in client.get(here + "bring/").content.decode()
    made = client.post(here + "links/", {"do": "device", "name": "Tablet"}).content.decode()
    assert "/openrosa/harbour" in made
    client.post(here + "do/", {"do": "close"})
    client.post(here + "do/", {"do": "publish"})
    client.logout()
    page = client.get(here + "results/?question=has&by=region").content.decode()
    assert "North quays" in page and "66.7" in page and "travaux survey results" in page
    rows = client.get(here + "results.json?question=has&by=region").json()
    assert {r["group"] for r in rows} >= {"", "african"}
    assert client.get(here + "answers.csv").status_code == 302
    book = client.get(here + "results.xlsx?question=many&by=all")
    assert book.status_code == 200 and io.BytesIO(book.content).read(2) == b"PK"
    assert client.get(here + "results/?question=nothing").status_code == 404


def test_the_command_line_brings_in_and_reckons(cast, tmp_path, monkeypatch) -> None:
    from typer.testing import CliRunner

    from travaux.cli.main import app

    regions()
    survey = a_survey(cast, least=1)
    path = tmp_path / "a.csv"
    path.write_text("country,city,has\nState A,Aling,yes\nState B,Berin,no\n")
    run = CliRunner()
    told = ["--process", "harbour", "--as", "amina@example.org", "--json"]
    done = run.invoke(app, ["survey", "import", str(path), "--survey", survey.key, *told])
    assert json.loads(done.stdout)["new"] == 2, done.output
    done = run.invoke(app, ["survey", "results", survey.key, "--question", "has", *told])
    assert json.loads(done.stdout)["rows"][0]["n"] == 2
    told[3] = "dana@example.org"
    done = run.invoke(app, ["survey", "results", survey.key, "--question", "has", *told])
    assert done.exit_code == 1


def test_publishing_waits_for_the_end_and_freezes(cast) -> None:
    survey = a_survey(cast)
    with pytest.raises(Refusal, match="survey-still-open"):
        publish_results(by=cast.amina, survey=survey, at=DURING)


VISITS = Form(
    "visits",
    (
        Question("country", "text", {"en": "State"}, tags=frozenset({"country"})),
        Question("city", "text", {"en": "City"}, tags=frozenset({"unit"})),
        Group(
            "visit",
            (Question("kind", "select-one", {"en": "Which visit?"}, choices=YES_NO),
             Question("hours", "integer", {"en": "How many hours?"})),
            {"en": "Visits"},
            repeat=True,
        ),
    ),
)  # fmt: skip


def test_answers_in_repeated_groups_are_counted_by_their_rows(client, cast) -> None:
    regions()
    survey = a_survey(cast, form=VISITS, least=1)
    a = {"country": "State A"}
    answered(survey, city="Aling", visit=[{"kind": "yes", "hours": "2"}, {"kind": "no"}], **a)
    answered(survey, city="Aling", visit=[{"kind": "yes", "hours": "4"}], **a)
    answered(survey, city="Berin", visit=[{"kind": "yes", "hours": "6"}], **a)
    answered(survey, city="Cadix", **a)
    whole = results_of(survey, "kind").found.rows[0]
    assert (whole.n, whole.respondents, whole.not_asked, whole.missing) == (4, 2, 1, 0)
    # Aling's two respondents count half each: (1 + 1) / 2 yes and 1 / 2 no; Berin's one yes
    assert [c.estimate.value for c in whole.cells] == pytest.approx([2 / 2.5, 0.5 / 2.5])
    hours = results_of(survey, "hours", "region").found
    assert hours.per == "visit" and hours.rows[0].missing == 1
    assert hours.rows[0].mean.value == pytest.approx((2 + 4) / 2 / 2 + 6 / 2)
    sign_in(client, cast.amina)
    page = client.get(f"/en/harbour/evidence/surveys/{survey.key}/results/?question=kind").text
    assert "Counted by the rows of" in page and "Visits" in page and "of 2 units" in page
    rows = client.get(
        f"/en/harbour/evidence/surveys/{survey.key}/results.json?question=kind"
    ).json()
    assert {r["per"] for r in rows} == {"visit"}


def test_what_is_not_reckoned_is_shown_and_decided(client, cast) -> None:
    regions()
    survey = a_survey(cast, least=1)
    rows = ["State A,Aling,Yes,old words,u1", "State A,Berin,no,,u2,stray", "State A,Cadix,no,,u3"]
    bring_answers(
        by=cast.amina, edition=survey.editions.get(), name="a.csv", at=DURING,
        sheets=sheet(*rows, head="about/country,about/city,data/has,dropped,_uuid"),
    )  # fmt: skip
    here = f"/en/harbour/evidence/surveys/{survey.key}/"
    assert client.get(here + "aside/").status_code == 302
    sign_in(client, cast.bruno)
    assert client.get(here + "aside/").status_code == 403
    sign_in(client, cast.amina)
    page = client.get(here + "aside/").text
    assert "old words" in page and "stray" in page and "may be shifted" in page
    assert "u3" not in page and "u1" in client.get(here + "aside/?only=unasked").text
    assert "old words" not in client.get(here + "aside/?only=aside").text
    told = client.get(here + "aside.json").json()
    assert {(r["row"], r["column"], r["written"]) for r in told} >= {(2, "dropped", "old words")}
    shifted, first = Response.objects.get(instance_id="u2"), Response.objects.get(instance_id="u1")
    assert results_of(survey, "has").found.rows[0].n == 2
    client.post(here + "aside/", {"answer": first.key, "do": "aside"})
    assert results_of(survey, "has").found.rows[0].n == 1
    client.post(here + "aside/", {"answer": shifted.key, "do": "back"})
    shifted.refresh_from_db()
    assert shifted.state == "submitted"


def test_each_address_is_invited_and_reminded_once(client, cast) -> None:
    survey = a_survey(cast, access="invited")
    sign_in(client, cast.bruno)
    here = f"/en/harbour/evidence/surveys/{survey.key}/invitations/"
    assert client.get(here).status_code == 403
    sign_in(client, cast.amina)
    told = "a@example.org; Aling; fr\nA@example.org\n\nb@example.org; Berin\n"
    wrong = client.post(here, {"do": "invite", "addresses": told + "nobody"})
    assert wrong.status_code == 422 and "Line 5" in wrong.text and "Berin" in wrong.text
    wrong = client.post(here, {"do": "invite", "addresses": "c@example.org; x; tlh"})
    assert wrong.status_code == 422 and "Line 1" in wrong.text and not Mail.objects.exists()
    for _twice in range(2):
        client.post(here, {"do": "invite", "addresses": told})
    first, second = Mail.objects.order_by("pk")
    assert (first.to, first.language, second.to) == ("a@example.org", "fr", "b@example.org")
    link = re.search(r"http://\S+(/\w+/harbour/evidence/invited/\S+)", second.text).group(1)
    assert client.get(link).status_code == 200 and "Berin" in second.text
    assert client.get(link[:-2] + "x/").status_code == 404
    invited = survey.invitations.get(email="a@example.org")
    draft, _token = begin_response(by=None, survey=survey, invitation=invited, at=DURING)
    told = {"country": "State A", "city": "Aling", "has": "no"}
    keep_answers(by=None, response=draft, typed=told, page=1, at=DURING)
    submit_response(by=None, response=draft, at=DURING)
    remind = {"by": cast.amina, "survey": survey}
    now = clock.now()
    assert remind_invited(at=now + timedelta(days=2), **remind) == 0
    assert remind_invited(at=now + timedelta(days=3), **remind) == 1
    assert remind_invited(at=now + timedelta(days=3), **remind) == 0
    for days in (6, 9, 12, 15):
        remind_invited(at=now + timedelta(days=days), **remind)
    sent = list(Mail.objects.order_by("pk").values_list("to", flat=True))
    assert sent == ["a@example.org", "b@example.org", *["b@example.org"] * 3]
    assert "Reminder" in Mail.objects.last().subject and link in Mail.objects.last().text
    rows = client.get(here[:-1] + ".json").json()
    assert [(r["answered"], r["reminders"]) for r in rows] == [(1, 0), (0, 3)]
    client.post(here, {"do": "withdraw", "invitation": survey.invitations.last().key})
    gone = survey.invitations.last()
    assert gone.withdrawn_at and not gone.email
    close_survey(by=cast.amina, survey=survey, at=now)
    assert "closed" in client.post(here, {"do": "invite", "addresses": "d@example.org"}).text
    survey.refresh_from_db()
    publish_results(by=cast.amina, survey=survey, at=now)
    assert not survey.invitations.exclude(email="").exists()


def test_columns_of_a_large_survey_are_read_from_files(
    cast, monkeypatch, settings, tmp_path
) -> None:
    settings.HOME = tmp_path
    monkeypatch.setattr(columns, "FROM", 3)
    monkeypatch.setattr(columns, "_PIECE", 2)
    survey = a_survey(cast, form=VISITS, least=1)
    a = {"country": "State A"}
    answered(survey, city="Aling", visit=[{"kind": "yes", "hours": "2"}], **a)
    answered(survey, city="Berin", visit=[{"kind": "no"}, {"kind": "yes"}], **a)
    assert keep_columns() == 0  # too few
    answered(survey, city="Cadix", **a)
    assert keep_columns() == 1 and keep_columns() == 0
    version = version_of(survey)
    edition = survey.editions.get().pk
    kept = columns.kept_column(survey, version, "visit")
    assert [e for _v, e in kept] == [edition] * 3 and [len(v or []) for v, _e in kept] == [1, 2, 0]
    before = list(submitted(survey).order_by("pk").values_list("answers__visit", "edition_id"))
    assert kept == before
    with monkeypatch.context() as m:  # nothing is read from the answers any more
        m.setattr("travaux.evidence.queries.answered._columns", Keep(4))
        m.setattr("travaux.evidence.queries.results._results", Keep(4))
        with CaptureQueriesContext(connection) as asked:
            assert results_of(survey, "kind").found.rows[0].n == 3
        assert not [q for q in asked if '"answers"' in q["sql"]]
    last = answered(survey, at=DURING + timedelta(days=1), city="Dorn", **a)
    assert columns.kept_column(survey, version_of(survey), "visit") is None
    assert keep_columns() == 1 and len(list((tmp_path / "columns" / survey.key).iterdir())) == 1
    file = next((tmp_path / "columns").rglob("*.jsonl"))
    file.write_text("[broken")
    assert results_of(survey, "kind").found.rows[0].not_asked == 2 and last.state == "submitted"
    for one in submitted(survey)[:2]:  # few are left: the copies go
        set_response_aside(by=cast.amina, response=one, aside=True, at=DURING)
    assert keep_columns() == 0 and not (tmp_path / "columns" / survey.key).exists()


def test_with_an_account_its_address_goes_from_invitations(client, cast) -> None:
    survey = a_survey(cast, access="invited")
    sign_in(client, cast.amina)
    here = f"/en/harbour/evidence/surveys/{survey.key}/invitations/"
    client.post(here, {"do": "invite", "addresses": "dana@example.org; Aling\nb@example.org"})
    erase_person(by=cast.dana, person=cast.dana, at=clock.now())
    assert list(survey.invitations.order_by("pk").values_list("email", flat=True)) == [
        "", "b@example.org",
    ]  # fmt: skip
