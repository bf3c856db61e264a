"""Practices: written by anyone, handed in whole, reviewed blind, decided with a reason, published."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.evidence.library import (
    WORDS,
    a_guest,
    again,
    begun,
    handed_in,
    in_library,
    open_library,
    reviewed_by,
    written,
)
from tests.evidence.makers import DURING, a_question, regions, sign_in
from travaux.evidence import actions
from travaux.evidence.actions.questions import Named
from travaux.evidence.models import Practice
from travaux.evidence.queries.practices import CHECK, OWN, reviewed, signed, themes_of
from travaux.evidence.queries.questions import coverage_of
from travaux.evidence.rules.practices import may_see_reviews, missing_in
from travaux.journal.models import Line
from travaux.people.actions import erase_person
from travaux.people.queries import OWN_DATA
from travaux.plumbing.models import Mail, StoredFile
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
AT = "/en/harbour/evidence/practices/"


def refused(code: str, act, **told) -> None:
    with pytest.raises(Refusal) as no:
        act(**told)
    assert no.value.code == code


def test_a_library_is_opened_first(cast) -> None:
    refused("library-closed", begun, cast=cast)
    open_library(cast)
    assert len(themes_of(cast.process)) == 8
    begun(cast)
    open_library(cast, open=False)
    refused("library-closed", begun, cast=cast)
    open_library(cast, without_account=False)
    refused("sign-in-first", begun, cast=cast, guest=a_guest())
    refused("not-your-role", open_library, cast=type("C", (), {**vars(cast), "amina": cast.dana}))


def test_it_is_handed_in_whole_with_receipt_and_fingerprint(cast) -> None:
    open_library(cast)
    practice = begun(cast, words={"context": "Four quays."}, country=None, level="")
    assert missing_in(practice) == ["problem", "action", "results", "says_so", "country", "level"]
    hand_in = {"by": cast.dana, "practice": practice, "seen": 0, "at": DURING}
    refused("practice-incomplete", actions.hand_in_practice, **hand_in)
    actions.write_practice(
        by=cast.dana, practice=practice, written=written(cast), seen=0, at=DURING
    )
    refused("moved-meanwhile", actions.hand_in_practice, **hand_in)
    refused("practice-not-yours", actions.hand_in_practice, **{**hand_in, "by": cast.chen})
    done = actions.hand_in_practice(**{**hand_in, "seen": 1})
    assert done.number == 1 and done.receipt.startswith("TX-") and len(done.content_hash) == 64
    refused("practice-handed-in", actions.write_practice, by=cast.dana, practice=done,
            written=written(cast), seen=1, at=DURING)  # fmt: skip
    told = json.dumps(list(Line.objects.values_list("facts", flat=True)))
    assert "sluice" not in told and "Storks" not in told


@pytest.mark.parametrize(
    ("also", "code"),
    [({"language": "tlh"}, "practice-language-unknown"), ({"level": "x"}, "level-unknown"),
     ({"targets": ("11.99",)}, "sdg-target-unknown"), ({"themes": ("x",)}, "moved-meanwhile"),
     ({"words": {"context": "a" * 6001}}, "practice-part-too-long"),
     ({"year": 12}, "practice-year-unread")],
)  # fmt: skip
def test_what_cannot_be_is_refused(cast, also, code) -> None:
    open_library(cast)
    refused(code, begun, cast=cast, **also)


def test_reviews_are_blind_weighted_and_of_one_revision(cast) -> None:
    open_library(cast)
    practice = handed_in(cast)
    with pytest.raises(Refusal, match="not-your-role"):
        reviewed_by(practice, cast.chen)
    reviewed_by(practice, cast.bruno, score=5)
    assert not may_see_reviews(cast.elif_, practice, DURING)
    assert not may_see_reviews(cast.amina, practice, DURING)  # one of two
    assert may_see_reviews(cast.bruno, practice, DURING)
    refused("reviews-awaited", actions.accept_practice, by=cast.amina, practice=practice, at=DURING)
    reviewed_by(practice, cast.elif_, score=1)
    came = reviewed(practice)
    assert came.figures is not None and (came.figures.median, came.figures.spread) == (50, 100)
    assert all(r.blind for r, _total in came.reviews)
    assert may_see_reviews(cast.amina, practice, DURING)
    reviewed_by(practice, cast.amina)
    assert not reviewed(practice).reviews[-1][0].blind
    told = {"by": cast.amina, "practice": practice, "language": "en", "at": DURING}
    refused("practice-needs-reason", actions.return_practice, reason=" ", **told)
    actions.return_practice(reason="Say what it cost.", **told)
    practice = again(practice)
    assert practice.state == "returned" and "Say what it cost." in Mail.objects.get().text
    actions.write_practice(
        by=cast.dana, practice=practice, written=written(cast), seen=practice.revision, at=DURING
    )
    practice = again(practice)
    later = DURING + timedelta(days=1)
    actions.hand_in_practice(by=cast.dana, practice=practice, seen=practice.revision, at=later)
    assert again(practice).number == 1 and reviewed(again(practice)).figures is None


def test_weights_count_and_nobody_judges_their_own(cast) -> None:
    open_library(cast, fewest_reviews=1)
    practice = handed_in(cast, by=cast.amina)
    with pytest.raises(Refusal, match="practice-is-your-own"):
        reviewed_by(practice, cast.amina)
    refused(
        "practice-is-your-own", actions.accept_practice, by=cast.amina, practice=practice, at=DURING
    )
    other = handed_in(cast)
    from travaux.evidence.queries.practices import criteria_now

    keys = [c.key for c in criteria_now(cast.process)]
    scores = dict(zip(keys, (5, 1, 1, 1), strict=True))  # weights 3, 2, 2, 1
    told = {"by": cast.elif_, "practice": other, "remark": "", "language": "en", "at": DURING}
    refused("practice-reads-otherwise", actions.review_practice, scores=scores, seen=7, **told)
    refused("practice-scores-missing", actions.review_practice, scores={}, seen=0, **told)
    off = {**scores, keys[0]: 6}
    refused("practice-score-off-scale", actions.review_practice, scores=off, seen=0, **told)
    actions.review_practice(scores=scores, seen=0, **told)
    assert reviewed(other).figures.mean == Decimal("37.5")
    actions.decline_practice(
        by=cast.amina, practice=other, reason="Not shown to work.", language="en", at=DURING
    )
    refused(
        "practice-not-accepted", actions.publish_practice, by=cast.amina, practice=other, at=DURING
    )


def test_without_an_account_the_mail_is_asked_first(cast, client) -> None:
    open_library(cast)
    form = {
        "language": "es", "title": "Las cigüeñas", "country": "X-A", "level": "sub-national",
        "targets": "11.5 13.1", "name": "Iris", "email": "Iris@example.org",
        **{f"part_{part}": text for part, text in WORDS.items()},
    }  # fmt: skip
    wrong = client.post(AT + "new/", {**form, "targets": "11.5 9.9", "email": "x"})
    assert wrong.status_code == 422 and "9.9" in wrong.text and "Las cigüeñas" in wrong.text
    own = client.post(AT + "new/", form).url
    practice = Practice.objects.get()
    assert practice.email == "iris@example.org" and practice.state == "draft"
    upload = SimpleUploadedFile("counts.csv", b"year,boats\n2021,0\n")
    client.post(own + "do/", {"do": "attach", "file": upload})
    page = client.get(own).text
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert "counts.csv" in page and seen
    client.post(own + "do/", {"do": "hand-in", "seen": seen.group(1)})
    practice.refresh_from_db()
    assert practice.state == "unchecked"
    sign_in(client, cast.hana)
    assert client.get(f"{AT}{practice.key}/").status_code == 404
    client.logout()
    mail = Mail.objects.get(to="iris@example.org")
    link = urlsplit(re.search(r"http\S+/check/\S+", mail.text).group()).path
    assert "Las cigüeñas" in client.get(link).text
    practice.refresh_from_db()
    assert practice.state == "unchecked"  # looking at it answers nothing
    assert client.post(link, {"do": "yes"}).url == own.replace("/en/", "/es/")
    practice.refresh_from_db()
    assert practice.state == "submitted"
    receipt = client.get(f"{AT}receipt/{practice.receipt}/").text
    assert practice.content_hash in receipt and "cigüeñas" not in receipt
    assert client.get(AT + "receipt/TX-0000-0000-00/").status_code == 404
    assert client.get(own[:-2] + "x/").status_code == 404


def test_i_did_not_write_this(cast, client) -> None:
    open_library(cast)
    practice = begun(cast, guest=a_guest())
    actions.hand_in_practice(by=None, practice=practice, seen=0, at=DURING)
    link = f"{AT}check/{signed(practice, CHECK)}/"
    client.post(link, {"do": "no"})
    practice.refresh_from_db()
    assert practice.erased_at and not (practice.words or practice.title or practice.email)
    assert client.get(link).status_code == 404
    assert client.get(f"{AT}own/{signed(practice, OWN)}/").status_code == 404


def test_what_nobody_checks_lapses_and_bounds_hold(cast) -> None:
    open_library(cast)
    for n in range(10):
        last = begun(cast, guest=a_guest(), title=f"Number {n}")
    refused("too-many-practices-under-it", begun, cast=cast, guest=a_guest())
    refused("contributor-address-unusable", begun, cast=cast, guest=a_guest("iris"))
    actions.hand_in_practice(by=None, practice=last, seen=0, at=DURING)
    assert actions.lapse_practices(by=None, at=DURING + timedelta(days=13)) == 0
    assert actions.lapse_practices(by=None, at=DURING + timedelta(days=15)) == 1
    last.refresh_from_db()
    assert last.state == "withdrawn" and last.email == "" and last.words == {}
    assert actions.lapse_practices(by=None, at=DURING + timedelta(days=91)) == 9


def test_the_library_is_narrowed_exported_cited_and_speaks_for_its_region(cast, client) -> None:
    regions()
    open_library(cast)
    theme = themes_of(cast.process)[0]
    practice = in_library(cast, themes=(theme.key,))
    in_library(cast, title="Another one", targets=("1.4",), city="", level="national")
    page = client.get(AT).text
    assert "Storks tell of the flood" in page and "Another one" in page and "invented" in page
    for query, count in (
        ("region=african", 2), ("region=asian", 0), ("country=X-A", 2), (f"theme={theme.key}", 1),
        ("goal=11", 1), ("target=1.4", 1), ("goal=9", 0), ("goal=11&theme=nothing", 0),
    ):  # fmt: skip
        rows = client.get(f"/en/harbour/evidence/practices.json?{query}").json()
        assert len(rows) == count, query
    assert rows == [] and "No practice fits." in client.get(AT + "?goal=9").text
    for ending in ("xlsx", "csv"):
        assert client.get(f"/en/harbour/evidence/practices.{ending}").status_code == 200
    shown = client.get(f"{AT}{practice.key}/").text
    assert "To be cited as" in shown and "11. Sustainable cities" in shown
    question = a_question(cast)
    named = Named("practice", subject_key=practice.key)
    actions.name_source(by=cast.amina, question=question, named=named, at=DURING)
    [covered] = coverage_of([question], ["african", "asian"])
    spoken = {where for where, cell in covered.grid.items() if cell.sources}
    assert spoken == {("african", "sub-national")}
    profile = client.get("/en/harbour/evidence/regions/african/").text
    assert "Storks tell of the flood" in profile and "has no practice" in profile
    profile = client.get("/en/harbour/evidence/regions/asian/").text
    assert "No practice of this region is published yet." in profile


def test_the_desk_from_the_first_review_to_the_library(cast, client) -> None:
    open_library(cast)
    practice = handed_in(cast)
    here = f"{AT}{practice.key}/review/"
    assert client.get(here).status_code == 302
    sign_in(client, cast.dana)
    assert client.get(here).status_code == 403 and client.get(AT + "desk/").status_code == 403
    assert "Storks tell of the flood" in client.get(AT + "mine/").text
    page = {}
    for person in (cast.bruno, cast.elif_):
        sign_in(client, person)
        assert "waits for your review" in client.get(AT + "desk/").text
        page = client.get(here)
        assert "once you gave your own review" in page.text
        scores = re.findall(r'name="(score_\w+)"', page.text)
        assert client.post(here, {"seen": 0}).status_code == 422
        given = {"seen": 0, "remark": f"From {person.name}.", **dict.fromkeys(scores, "4")}
        assert client.post(here, given).status_code == 302
    assert "From Bruno." in client.get(here).text
    sign_in(client, cast.amina)
    assert client.post(here, {"deciding": 1}).status_code == 422
    bare = client.post(here, {"deciding": 1, "do": "decline"})
    assert bare.status_code == 422 and "whoever wrote it reads it" in bare.text
    client.post(here, {"deciding": 1, "do": "accept"})
    assert client.post(f"{AT}{practice.key}/publish/").url == f"{AT}{practice.key}/"
    assert "accepted" in Mail.objects.order_by("pk")[0].subject
    client.logout()
    assert client.get(f"{AT}{practice.key}/").status_code == 200


def test_the_secretariat_keeps_themes_and_criteria(cast, client) -> None:
    sign_in(client, cast.amina)
    here = AT + "library/"
    assert client.post(here, {"do": "keep", "open": "on", "fewest_reviews": "0"}).status_code == 422
    client.post(here, {"do": "keep", "open": "on", "fewest_reviews": "2"})
    client.post(here, {"do": "theme", "theme-name_en": "Ferries"})
    criterion = {"do": "criterion", "criterion-name_fr": "Clarté", "criterion-weight": "2"}
    assert client.post(here, {**criterion, "criterion-weight": "0"}).status_code == 422
    client.post(here, criterion)
    page = client.get(here).text
    assert "Ferries" in page and "Clarté" in page
    theme = themes_of(cast.process)[-1]
    client.post(here, {"do": "retire", "thing": theme.key})
    assert "Ferries" not in client.get(here).text
    sign_in(client, cast.bruno)
    assert client.get(here).status_code == 403


def test_taking_back_and_leaving(cast) -> None:
    open_library(cast)
    practice = in_library(cast)
    actions.withdraw_practice(by=cast.dana, practice=practice, erase=False, at=DURING)
    practice = again(practice)
    assert practice.state == "withdrawn" and practice.words
    draft, standing = begun(cast), in_library(cast, title="A second one")
    assert len(OWN_DATA["evidence"](cast.dana)["practices"]) == 3
    upload = SimpleUploadedFile("a.txt", b"mine")
    actions.attach_to_practice(by=cast.dana, practice=draft, upload=upload, at=DURING)
    erase_person(by=cast.dana, person=cast.dana, at=DURING)
    assert not Practice.objects.filter(pk=draft.pk).exists()
    assert not StoredFile.objects.filter(name="a.txt").exists()
    standing.refresh_from_db()
    assert standing.state == "published" and standing.person is None
