"""Pages of criteria, reviewers and scores, by their addresses; a file never says more than a page."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.calls.makers import a_draft_call, sign_in
from tests.calls.test_reviews import a_scored_call, scores
from travaux.calls import actions
from travaux.calls.models import Call, Redaction, Review, Reviewer
from travaux.calls.queries.reviews import criteria_of
from travaux.plumbing import clock
from travaux.plumbing.models import Mail

pytestmark = pytest.mark.django_db
ROOT = "/en/harbour/calls/"


def words(client, address: str, status: int = 200) -> str:
    found = client.get(address)
    assert found.status_code == status, address
    return found.content.decode()


def test_criteria_are_set_in_the_browser_and_shown_to_all(client, cast) -> None:
    call = a_draft_call(cast)
    sign_in(client, cast.amina)
    base = f"{ROOT}{call.key}/criteria/"
    assert "No criterion yet." in words(client, base)
    assert base in words(client, f"{ROOT}{call.key}/prepare/")
    typed = {"name_en": "Fit", "low": "5", "high": "1", "weight": "2", "seen": "0"}
    wrong = client.post(base + "add/", typed)
    assert wrong.status_code == 422 and "Fit" in wrong.content.decode()
    client.post(base + "add/", {**typed, "low": "1", "high": "5", "meaning_en": "How well it fits"})
    (fit,) = criteria_of(call)
    assert "How well it fits" in words(client, base)
    client.post(f"{base}{fit.key}/", {**typed, "low": "1", "high": "7", "seen": "1"})
    assert criteria_of(call)[0].high == 7
    client.post(base, {"figure": "mean", "blind": "on", "seen": "2"})
    call.refresh_from_db()
    assert call.blind
    public = f"{ROOT}{call.key}/"
    now = clock.now()
    call = actions.change_call(
        by=cast.amina, call=call, seen=call.revision, at=now, opens_at=now + timedelta(days=1),
        closes_at=now + timedelta(days=9),
    )  # fmt: skip
    client.post(f"{public}announce/", {"seen": call.revision})
    gone = client.post(f"{base}{fit.key}/", {**typed, "low": "1", "high": "9", "seen": "3"})
    assert gone.status_code == 422 and criteria_of(call)[0].high == 7
    client.logout()
    page = words(client, public)
    assert "Fit" in page and "The mean of the reviewers" in page and "criteria/" not in page
    sign_in(client, cast.farid)
    assert client.get(base).status_code == 403


def test_a_criterion_is_taken_out_in_the_browser(client, cast) -> None:
    call = a_draft_call(cast)
    sign_in(client, cast.amina)
    typed = {"name_en": "Fit", "low": "1", "high": "5", "weight": "2", "seen": "0"}
    client.post(f"{ROOT}{call.key}/criteria/add/", typed)
    (fit,) = criteria_of(call)
    client.post(f"{ROOT}{call.key}/criteria/{fit.key}/", {**typed, "seen": "1", "do": "drop"})
    assert criteria_of(call) == []
    assert client.get(f"{ROOT}{call.key}/criteria/{fit.key}/").status_code == 404


def test_reviewers_are_named_and_work_is_given_out(client, cast) -> None:
    call, (ida, jon), _ = a_scored_call(cast, [cast.hana])
    sign_in(client, cast.amina)
    page = f"{ROOT}{call.key}/reviewers/"
    assert "Hana" in words(client, page)
    client.post(page, {"do": "addresses", "addresses": "bruno@example.org; Port\nnew@example.org"})
    text = words(client, page)
    assert "Bruno" in text and "new@example.org" in text and "Port" in text
    wrong = client.post(page, {"do": "addresses", "addresses": "nobody"})
    assert wrong.status_code == 422 and "nobody" in wrong.content.decode()
    file = SimpleUploadedFile(
        "who.csv", f"application,reviewer\n1,bruno@example.org\n77,x\n{ida.key},ida@example.com\n".encode()
    )  # fmt: skip
    report = client.post(page, {"do": "table", "file": file}).content.decode()
    assert "row 3" in report and "has the number or key 77" in report
    assert "Nobody reviews their own application." in report
    bad = client.post(page, {"do": "table", "file": SimpleUploadedFile("w.csv", b"a,b\n1,2\n")})
    assert bad.status_code == 422 and "needs two columns" in bad.content.decode()
    done = client.post(page, {"do": "evenly", "each": "3", "seed": "harbour"}, follow=True)
    assert "3 reviews were given out." in done.content.decode()
    assert client.post(page, {"do": "evenly", "each": "99", "seed": "x"}).status_code == 422
    client.post(page, {"do": "remind"})
    assert Mail.objects.filter(state=Mail.State.HELD).count() == 3
    for ending in ("xlsx", "csv", "json"):
        assert client.get(f"{ROOT}{call.key}/reviewers.{ending}").status_code == 200
    newcomer = Reviewer.objects.get(email="new@example.org")
    client.post(f"{page}{newcomer.key}/end/")
    assert "new@example.org" not in words(client, page)
    one = f"{ROOT}application/{jon.key}/scores/"
    held = Review.objects.filter(application=jon).values_list("reviewer", flat=True)
    free = Reviewer.objects.filter(call=call, ended_at=None).exclude(pk__in=held).first()
    if free is None:
        back = Review.objects.filter(application=jon).first()
        client.post(one, {"do": "take-back", "which": back.key})
        free = back.reviewer
    client.post(one, {"do": "assign", "which": free.key})
    assert Review.objects.filter(application=jon, reviewer=free).exists()
    sign_in(client, cast.hana)
    assert client.get(page).status_code == 403
    assert client.get(f"{ROOT}{call.key}/reviewers.json").status_code == 403


def test_a_reviewer_reads_scores_hands_in_and_steps_back(client, cast) -> None:
    call, (ida, _), reviews = a_scored_call(cast, [cast.hana, cast.bruno])
    hanas, brunos, second = reviews[0], reviews[1], reviews[2]
    first, other = criteria_of(call)
    sign_in(client, cast.hana)
    listed = words(client, f"{ROOT}reviews/")
    assert "0 of 2 reviews are handed in" in listed and "Ida" in listed
    assert "Your reviews" in words(client, ROOT)
    page = f"{ROOT}review/{hanas.key}/"
    text = words(client, page)
    assert "City" not in text or "Works of Ida" in text
    file = ida.attachments.get()
    assert client.get(f"{page}file/{file.key}/").status_code == 200
    typed = {
        f"score.{first.key}": "4", f"remark.{first.key}": "Solid words", "remark": "On the whole",
        "seen": "0",
    }  # fmt: skip
    lacking = client.post(page, {**typed, "do": "send"})
    assert lacking.status_code == 422
    body = lacking.content.decode()
    assert "Solid words" in body and "On the whole" in body and "1 scores are missing" in body
    client.post(page, {**typed, "do": "save"})
    assert 'value="4" checked' in words(client, page)
    typed |= {f"score.{other.key}": "x", "seen": "1"}
    assert client.post(page, {**typed, "do": "send"}).status_code == 422
    client.post(page, {**typed, f"score.{other.key}": "8", "do": "send"})
    assert "1 of 2 reviews are handed in" in words(client, f"{ROOT}reviews/")
    text = words(client, page)
    assert "once the reviewing is closed" in text and "76.25" in text

    sign_in(client, cast.bruno)
    address = f"{ROOT}review/{brunos.key}/"
    text = words(client, address)
    assert "Solid words" not in text and "76.25" not in text and "What others gave" not in text
    assert client.get(page).status_code == 404
    for elsewhere in (f"application/{ida.key}/scores/", f"{call.key}/scores/",
                      f"{call.key}/scores.json", f"{call.key}/single-scores.csv"):  # fmt: skip
        assert client.get(ROOT + elsewhere).status_code == 403
    actions.hand_in_review(by=cast.bruno, **scores(brunos, 1, 2))
    assert "76.25" not in words(client, address)
    actions.close_reviewing(by=cast.amina, call=call, at=clock.now())
    text = words(client, address)
    assert "What others gave" in text and "76.25" in text
    assert "Hana" not in text and "Solid words" not in text
    actions.reopen_reviewing(by=cast.amina, call=call, reason="Invented.", at=clock.now())

    sign_in(client, cast.hana)
    away = f"{ROOT}review/{second.key}/step-back/"
    assert client.post(away, {"reason": " "}).status_code == 422
    client.post(away, {"reason": "A cousin of mine"})
    left = words(client, f"{ROOT}review/{second.key}/")
    assert "A cousin of mine" in left and "Jon" not in left
    assert client.get(f"{ROOT}review/{second.key}/file/{file.key}/").status_code == 404
    sign_in(client, cast.dana)
    assert client.get(page).status_code == 404
    assert "Nothing waits for your review." in words(client, f"{ROOT}reviews/")


def test_a_blind_call_tells_no_name_to_its_reviewer(client, cast) -> None:
    _call, (ida, _), reviews = a_scored_call(cast, [cast.hana, cast.farid], blind=True)
    sign_in(client, cast.hana)
    text = words(client, f"{ROOT}review/{reviews[0].key}/") + words(client, f"{ROOT}reviews/")
    assert "Application no. 1" in text and "hidden from reviewers" in text
    for name in ("Ida", "Quay", "Works of", "State A", "cv.pdf"):
        assert name not in text
    file = ida.attachments.get()
    assert client.get(f"{ROOT}review/{reviews[0].key}/file/{file.key}/").status_code == 404
    assert client.get(f"{ROOT}application/{ida.key}/file/{file.key}/").status_code == 404
    assert client.get(f"{ROOT}application/{ida.key}/").status_code == 404
    sign_in(client, cast.farid)
    text = words(client, f"{ROOT}review/{reviews[1].key}/")
    assert "There may be a conflict of interests between you" in text and "same state" not in text
    sign_in(client, cast.amina)
    page = f"{ROOT}application/{ida.key}/scores/"
    assert client.post(page, {"do": "strike", "passage": "nowhere"}).status_code == 422
    client.post(page, {"do": "strike", "passage": "built it"})
    text = words(client, page)
    assert "the reviewer speaks for the state that nominates" in text and "built it" in text
    client.post(page, {"do": "show-again", "which": Redaction.objects.get().key})
    assert not Redaction.objects.exists()


def test_the_secretariat_sees_figures_that_lead_to_single_scores(client, cast) -> None:
    call, (ida, _jon), reviews = a_scored_call(cast, [cast.hana, cast.bruno, cast.amina])
    actions.hand_in_review(by=cast.hana, **scores(reviews[0], 5, 10, remark="Why Hana"))
    actions.hand_in_review(by=cast.bruno, **scores(reviews[1], 1, 10))
    sign_in(client, cast.amina)
    page = f"{ROOT}{call.key}/scores/"
    text = words(client, page)
    assert "2 applications are kept back from you" in text and "62.50" not in text
    one = f"{ROOT}application/{ida.key}/scores/"
    text = words(client, one)
    assert "kept back from you" in text and "Why Hana" not in text
    for name in ("scores", "single-scores"):
        data = client.get(f"{ROOT}{call.key}/{name}.json").content.decode()
        assert "62.50" not in data and "Why Hana" not in data and "25.00" not in data
    actions.hand_in_review(by=cast.amina, **scores(reviews[2], 3, 0))
    text = words(client, page)
    assert "37.50" in text and one in text  # median; the mean is 54.17
    assert "54.17" in text and "75.00" in text
    text = words(client, one)
    assert "Hana" in text and "Why Hana" in text and "100.00" in text
    rows = json.loads(client.get(f"{ROOT}{call.key}/scores.json").content)
    assert [r["median"] for r in rows] == ["37.50", ""] and rows[1]["withheld"] == "yes"
    found = json.loads(client.get(f"{ROOT}{call.key}/single-scores.json").content)
    assert sorted(r["total"] for r in found) == ["100.00", "25.00", "37.50"]
    book = load_workbook(io.BytesIO(client.get(f"{ROOT}{call.key}/scores.xlsx").content))
    assert book.active.max_row == 3
    assert client.get(f"{ROOT}{call.key}/single-scores.csv").status_code == 200
    wide = words(client, page + "?sort=spread&show=wide")
    assert "Ida" in wide and "Jon" not in wide
    assert "Jon" in words(client, page + "?sort=missing&show=missing")
    client.post(page + "close/")
    assert "reviewing closed" in words(client, page)
    assert Call.objects.get(pk=call.pk).scoring.digest
    bare = client.post(page + "close/", {"do": "reopen", "reason": " "})
    assert bare.status_code == 422 and 'aria-invalid="true"' in bare.content.decode()
    assert "reviewing closed" in words(client, page)
    client.post(page + "close/", {"do": "reopen", "reason": "A scale was misread."})
    text = words(client, page)
    assert "reviewing open" in text and "A scale was misread." in text
