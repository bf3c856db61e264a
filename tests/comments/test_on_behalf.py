"""A comment that came on paper or by telephone: entered, its source kept, its author asked."""

from __future__ import annotations

import json
import re
from datetime import time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.comments.texts import a_round_now, entry, paragraph
from travaux.answers.queries.table import table_file as answers_file
from travaux.comments.actions import mend_on_behalf, submit_on_behalf
from travaux.comments.models import Comment, Submission
from travaux.comments.rules import Speaking
from travaux.comments.states import SubmissionState
from travaux.comments.views.lists import comments_file
from travaux.comments.wording import member_name
from travaux.consultations.rules import input_until
from travaux.correspondence.actions import forget_submitter
from travaux.correspondence.models import Entry, OnBehalf
from travaux.correspondence.rules import EntryDetails, may_answer_for
from travaux.correspondence.states import Confirmation
from travaux.people.actions import erase_person
from travaux.people.queries import own_data
from travaux.plumbing import clock
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def details(at, **also):
    told = {"direction": "in", "form": "letter", "dated_on": at.date(), "subject": "A comment",
            "party": "Ida Example", **also}  # fmt: skip
    return EntryDetails(**told)


def pdf():
    return SimpleUploadedFile("scan.pdf", b"%PDF")


def link_of(mail):
    return re.search(r"https?://[^/]+(/\S+/on-behalf/\S+)", mail.text)[1]


def enter(cast, round, at, **also):
    told = {"by": cast.amina, "round": round, "entry": entry(round), "details": details(at),
            "email": "ida@demo.example", "files": [pdf()], "at": at, **also}  # fmt: skip
    return submit_on_behalf(**told)


def test_it_is_entered_shown_and_confirmed_by_its_pages(cast, client):
    round = a_round_now(cast)
    client.force_login(cast.amina, backend=BACKEND)
    place = f"/en/harbour/comments/{round.key}/on-behalf/"
    told = {
        "name": "Ida Example",
        "capacity": "person",
        "email": "no address",
        "form": "letter",
        "dated_on": clock.today().isoformat(),
        "at": paragraph(round, 1).anchor.key,
        "type": "te",
        "text": "Say who pays.",
        "language": "en",
    }
    wrong = client.post(place, told)
    assert wrong.status_code == 422 and "Say who pays." in wrong.content.decode()
    assert not Entry.objects.exists()
    told |= {"email": "ida@demo.example"}
    bare = client.post(place, told)
    assert bare.status_code == 422 and "Attach its source" in bare.content.decode()
    told |= {"scans": [pdf()]}
    sent = client.post(place, told)
    submission = Submission.objects.get()
    source = Entry.objects.get()
    assert sent.url.endswith(f"{submission.receipt}/") and source.files.count() == 1
    assert [k.subject_key for k in source.links.all()] == [submission.key]
    receipt = client.get(sent.url).content.decode()
    assert "entered by the secretariat on behalf of Ida Example" in receipt
    assert "not confirmed yet" in receipt
    assert "Ida Example" in client.get(f"/en/harbour/comments/{round.key}/").content.decode()
    assert (
        sent.url
        in client.get(f"/en/harbour/correspondence/register/{source.key}/").content.decode()
    )
    mail = Mail.objects.get(to="ida@demo.example")
    assert "Say who pays." in mail.text
    link = link_of(mail)
    client.logout()
    assert "Say who pays." in client.get(link).content.decode()
    client.post(link, {"do": "yes"})
    assert "You confirmed it" in client.get(link).content.decode()
    assert client.post(link, {"do": "yes"}).status_code == 403
    assert OnBehalf.objects.get().state == "confirmed"
    client.post(link, {"do": "no"})
    submission.refresh_from_db()
    assert submission.state == SubmissionState.WITHDRAWN
    assert Comment.objects.get().withdrawn_at is not None
    assert "withdrawn" in client.get(link).content.decode()
    assert client.post(link, {"do": "yes"}).status_code == 403
    assert client.get(link[:-3] + "/").status_code == 404


def test_whether_it_is_late_goes_by_the_day_it_came(cast):
    round = a_round_now(cast, accepts_late=True)
    after = input_until(round) + timedelta(days=2)
    before = input_until(round) - timedelta(days=1)
    assert not enter(cast, round, after, details=details(before)).late
    assert enter(cast, round, after).late


def test_without_an_address_nobody_is_asked(cast):
    round = a_round_now(cast)
    enter(cast, round, clock.now(), email="")
    assert OnBehalf.objects.get().token_hash is None and not Mail.objects.exists()


def test_the_code_of_the_mail_is_kept_as_its_digest_alone(cast):
    enter(cast, a_round_now(cast), clock.now())
    code = re.search(r"/on-behalf/([^/]+)/", Mail.objects.get().text)[1]
    assert code not in str(OnBehalf.objects.values())


@pytest.mark.parametrize("name", ["bruno", "chen", "farid", "dana", "olga"])
def test_only_the_secretariat_enters_for_others(cast, client, name):
    round = a_round_now(cast)
    client.force_login(getattr(cast, name), backend=BACKEND)
    page = client.get(f"/en/harbour/comments/{round.key}/on-behalf/")
    assert page.status_code == 403
    with pytest.raises(Refusal, match="not-your-role"):
        enter(cast, round, clock.now(), by=getattr(cast, name))
    assert not Submission.objects.exists() and not Entry.objects.exists()


def test_a_call_needs_who_rang_and_when_and_no_file(cast, client):
    round, at = a_round_now(cast), clock.now()
    for noted in ({}, {"caller": "Ida"}, {"rang_at": time(14, 30)}):
        with pytest.raises(Refusal, match="call-not-noted"):
            enter(cast, round, at, details=details(at, form="telephone"), files=(), **noted)
    told = {"caller": "Ida Example", "rang_at": time(14, 30)}
    enter(cast, round, at, details=details(at, form="telephone"), files=(), **told)
    with pytest.raises(Refusal, match="source-not-attached"):
        enter(cast, round, at, files=())
    client.force_login(cast.amina, backend=BACKEND)
    source = Entry.objects.get()
    page = client.get(f"/en/harbour/correspondence/register/{source.key}/").content.decode()
    assert "Who rang" in page and "14:30" in page


def test_it_speaks_for_a_state_or_an_organisation_which_is_named_and_not_who_wrote(cast, client):
    round, at = a_round_now(cast), clock.now()
    for capacity, code in (("state", "which-state"), ("organisation", "which-organisation")):
        with pytest.raises(Refusal, match=code):
            enter(cast, round, at, entry=entry(round, speaking=Speaking(capacity)))
    by_state = enter(
        cast, round, at, entry=entry(round, speaking=Speaking("state", country=cast.state_a))
    )
    assert member_name(by_state, full=False) == "State A" and not by_state.member
    told = entry(round, speaking=Speaking("organisation"))
    by_new = enter(cast, round, at, entry=told, organisation=" Friends of  tides ")
    assert member_name(by_new, full=False) == "Friends of tides"
    known = enter(cast, round, at, entry=told, organisation="network of quays")
    assert known.organisation == cast.network
    assert "State A" in Mail.objects.order_by("pk")[0].text
    only = a_round_now(cast, capacities=["state"])
    with pytest.raises(Refusal, match="capacity-not-in-round"):
        enter(cast, only, at)
    client.force_login(cast.amina, backend=BACKEND)
    place = f"/en/harbour/comments/{round.key}/on-behalf/"
    sent = client.post(place, {
        "name": "The Embassy", "capacity": "state", "country": cast.state_a.code, "form": "letter",
        "dated_on": clock.today().isoformat(), "type": "te", "text": "We object.",
        "language": "en", "scans": [pdf()],
    })  # fmt: skip
    assert sent.status_code == 302
    one = Submission.objects.latest("pk")
    assert (one.capacity, one.country, one.name_shown) == ("state", cast.state_a, True)


def test_a_person_is_named_only_where_they_let_it(cast):
    round, at = a_round_now(cast), clock.now()
    one = enter(cast, round, at, name_shown=False)
    assert member_name(one, full=True) == "Ida Example"
    assert member_name(one, full=False) == "name not shown"


def test_that_is_not_what_i_said_comes_back_is_mended_and_asked_anew(cast, client):
    round = a_round_now(cast)
    submission = enter(cast, round, clock.now())
    link = link_of(Mail.objects.get())
    bare = client.post(link, {"do": "dispute", "remark": " "})
    assert bare.status_code == 422 and "Say what is not as you said it" in bare.content.decode()
    client.post(link, {"do": "dispute", "remark": "I said harbours, not lakes."})
    page = client.get(link).content.decode()
    assert "I said harbours, not lakes." in page
    told = Mail.objects.get(to=cast.amina.email)
    assert "I said harbours, not lakes." in told.text and "/register/" in told.text
    submission.refresh_from_db()
    assert submission.state == SubmissionState.SUBMITTED
    client.force_login(cast.amina, backend=BACKEND)
    receipt = f"/en/harbour/comments/receipt/{submission.receipt}/"
    page = client.get(receipt).content.decode()
    assert "not what its author said" in page and "I said harbours" in page
    comment = Comment.objects.get()
    place = f"/en/harbour/comments/comment/{comment.key}/mend/"
    assert place in page and "I said harbours" in client.get(place).content.decode()
    assert client.post(place, {"type": "te", "text": ""}).status_code == 422
    sent = client.post(place, {"type": "te", "text": "Harbours need lamps."})
    assert sent["Location"] == receipt
    comment.refresh_from_db()
    assert comment.text == "Harbours need lamps." and comment.revisions.count() == 1
    client.logout()
    assert client.get(link).status_code == 404
    again = Mail.objects.filter(to="ida@demo.example").latest("pk")
    assert "Harbours need lamps." in again.text
    client.post(link_of(again), {"do": "yes"})
    assert OnBehalf.objects.get().state == "confirmed"
    with pytest.raises(Refusal, match="confirmed-as-it-is"):
        mend_on_behalf(by=cast.amina, comment=comment, type="te", text="Other.", at=clock.now())


def test_an_answer_is_taken_back_by_the_same_link_while_the_round_is_open(cast, client):
    round = a_round_now(cast)
    enter(cast, round, clock.now())
    link = link_of(Mail.objects.get())
    client.post(link, {"do": "yes"})
    assert "Take my answer back" in client.get(link).content.decode()
    client.post(link, {"do": "undo"})
    made = OnBehalf.objects.get()
    assert made.state == "asked" and made.answered_at is None
    client.post(link, {"do": "yes"})
    closed = input_until(round) + timedelta(hours=1)
    made.refresh_from_db()
    for state in (Confirmation.ASKED, Confirmation.DISPUTED):
        assert may_answer_for(made, state, closed).code == "entry-not-open"
    assert may_answer_for(made, Confirmation.DISOWNED, closed)
    assert client.post(link, {"do": "explode"}).status_code == 404


def test_what_is_answered_is_not_mended(cast):
    from tests.answers.test_answering import propose
    from travaux.answers.actions import settle_answer

    round = a_round_now(cast)
    enter(cast, round, clock.now())
    comment = Comment.objects.get()
    answer = propose(cast.bruno, round, comment)
    settle_answer(by=cast.elif_, answer=answer, at=clock.now())
    with pytest.raises(Refusal, match="mend-after-answer"):
        mend_on_behalf(by=cast.amina, comment=comment, type="te", text="Other.", at=clock.now())


@pytest.mark.parametrize("name", ["bruno", "chen", "dana", "olga"])
def test_only_the_secretariat_mends_and_erases(cast, client, name):
    enter(cast, a_round_now(cast), clock.now())
    person, comment = getattr(cast, name), Comment.objects.get()
    with pytest.raises(Refusal, match="not-your-role"):
        mend_on_behalf(by=person, comment=comment, type="te", text="x", at=clock.now())
    with pytest.raises(Refusal, match="not-your-role"):
        forget_submitter(by=person, made=OnBehalf.objects.get(), at=clock.now())
    client.force_login(person, backend=BACKEND)
    assert client.get(f"/en/harbour/comments/comment/{comment.key}/mend/").status_code == 403


def test_its_column_stands_in_the_tables(cast, client):
    round = a_round_now(cast)
    enter(cast, round, clock.now())
    client.force_login(cast.amina, backend=BACKEND)
    assert rows_of(cast, round)[0]["entered"] == "asked"
    client.post(link_of(Mail.objects.get()), {"do": "yes"})
    assert rows_of(cast, round)[0]["entered"] == "confirmed"
    words = comments_file(round, cast.amina, clock.now(), "csv").decode("utf-8-sig")
    assert "Entered on behalf" in words and "entered on behalf, confirmed on" in words
    rows = json.loads(answers_file(round, cast.amina, "json"))
    assert rows[0]["entered"] == "confirmed"
    words = answers_file(round, cast.amina, "csv", "fr").decode("utf-8-sig")
    assert words.count("\n") > 1
    for ending in ("xlsx", "docx"):
        assert answers_file(round, cast.amina, ending)


def rows_of(cast, round):
    return json.loads(comments_file(round, cast.amina, clock.now(), "json"))


def test_who_leaves_is_named_nowhere_in_what_was_entered_for_them(cast, client):
    round, at = a_round_now(cast), clock.now()
    told = {"email": cast.dana.email, "details": details(at, form="telephone", party="Dana Example"),
            "files": (), "caller": "Dana Example", "rang_at": time(9, 0)}  # fmt: skip
    submission = enter(cast, round, at, **told)
    link = link_of(Mail.objects.get())
    assert "Dana Example" in str(own_data(cast.dana)) and "caller" in str(own_data(cast.dana))
    erase_person(by=cast.dana, person=cast.dana, at=at)
    kept = str(list(OnBehalf.objects.values())) + str(list(Entry.objects.values()))
    submission.refresh_from_db()
    assert "Dana" not in kept + submission.member and "dana@" not in kept
    assert member_name(submission, full=True) == "name erased"
    assert client.get(link).status_code == 404
    assert Comment.objects.get().text


def test_the_secretariat_erases_a_submitter_without_an_account(cast, client):
    enter(cast, a_round_now(cast), clock.now())
    made, source = OnBehalf.objects.get(), Entry.objects.get()
    client.force_login(cast.amina, backend=BACKEND)
    place = f"/en/harbour/correspondence/register/{source.key}/"
    assert "Ida Example" in client.get(place).content.decode()
    assert Mail.objects.filter(to="ida@demo.example").exists()
    client.post(place, {"do": "forget", "made": made.key})
    assert not Mail.objects.filter(to="ida@demo.example").exists()
    page = client.get(place).content.decode()
    assert "Ida Example" not in page and "name and address erased" in page
    again = client.post(place, {"do": "forget", "made": made.key})
    assert again.status_code == 403
    assert client.post(place, {"do": "forget", "made": "other"}).status_code == 404
