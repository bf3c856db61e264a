"""Pages of answering, for the whole cast: who sees what, and that nothing typed is lost."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.answers.makers import LATER, comment, round_on, text
from tests.answers.test_answering import propose
from travaux.answers import actions
from travaux.answers.models import Answer, Duty, PrivateNote, Reaction
from travaux.comments.models import Comment, PlaceChange

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STAFF = ("amina", "bruno", "elif_")
OTHERS = ("chen", "farid", "greta", "hana", "dana", "olga", None)


@pytest.fixture
def round(cast):
    return round_on(text(cast), release_rule="on-date", release_on=date(2024, 6, 1))


@pytest.fixture
def enter(client, cast):
    def sign_in(who):
        client.logout()
        if who:
            client.force_login(getattr(cast, who), backend=BACKEND)
        return client

    return sign_in


def at(name, *more):
    return reverse(f"answers:{name}", args=["harbour", *more])


def addresses(round):
    """Every address of the room that shows something, with all its endings."""
    version, key = round.version.key, round.key
    return [
        at("overview"),
        *(at("overview-file", e) for e in ("xlsx", "csv", "json")),
        at("table", key),
        *(at("table-file", key, e) for e in ("xlsx", "csv", "docx", "json")),
        at("published", key),
        at("signature", key),
        at("release", key),
        at("open", key),
        at("desk", key),
        at("next", version),
        at("changes", version),
        *(at("changes-file", version, e) for e in ("xlsx", "csv", "json")),
    ]


@pytest.mark.parametrize("who", OTHERS)
def test_before_the_release_nobody_else_sees_anything_of_an_answer(cast, round, enter, who):
    one = comment(round, cast.chen, proposed="Harbours serve all people.")
    other = comment(round, cast.greta)
    answer = propose(
        cast.bruno, round, one, outcome="not-accepted", reasons="Zebra reasons.",
        next_wording="Walrus wording.",
    )  # fmt: skip
    propose(cast.bruno, round, other, outcome="deferred", reasons="Zebra later.")
    actions.settle_answer(by=cast.elif_, answer=answer, at=LATER)
    actions.add_private_note(by=cast.bruno, comment=one, text="Ostrich note.", at=LATER)
    client = enter(who)
    pages = [*addresses(round), at("receipt", one.submission.receipt)]
    for address in pages:
        found = client.get(address)
        body = (
            found.content.decode(errors="replace")
            if found.get("Content-Type", "").startswith(("text", "application/json"))
            else ""
        )
        for secret in (
            "Zebra",
            "Walrus",
            "Ostrich",
            "Not accepted",
            "1 of 2",
            "1 open",
            "settled;",
        ):
            assert secret not in body, (address, secret)
        if found.status_code == 200:
            assert "desk" not in address
            assert "table." not in address
    for ending in ("xlsx", "csv", "docx", "json"):
        assert client.get(at("table-file", round.key, ending)).status_code == 403


@pytest.mark.parametrize("who", STAFF)
def test_those_who_answer_see_every_page(cast, round, enter, who):
    one = comment(round, cast.chen)
    answer = propose(cast.bruno, round, one, outcome="noted", reasons="Known.")
    client = enter(who)
    text(cast, number=2, based_on=round.version, published=False)
    for address in addresses(round):
        status = client.get(address).status_code
        secretariats = address.endswith("/release/") and who != "amina"
        unpublished = (
            address.endswith((".json",)) and "/answers." in address and round.key in address
        )
        assert status == (403 if secretariats else 404 if unpublished else 200), address
    assert "Known." in client.get(at("desk", round.key)).content.decode()
    actions.settle_answer(by=cast.elif_, answer=answer, at=LATER)
    actions.release_answers(by=cast.amina, round=round, at=LATER)
    for address in addresses(round):
        if not address.endswith("/release/"):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("who", OTHERS)
def test_after_the_release_the_table_is_public_with_names_as_permitted(cast, round, enter, who):
    one = comment(round, cast.chen, name_shown=False)
    answer = propose(cast.bruno, round, one, outcome="noted", reasons="Zebra reasons.")
    actions.add_private_note(by=cast.bruno, comment=one, text="Ostrich note.", at=LATER)
    actions.settle_answer(by=cast.elif_, answer=answer, at=LATER)
    actions.release_answers(by=cast.amina, round=round, at=LATER)
    client = enter(who)
    for address in (
        at("table", round.key),
        at("table-file", round.key, "json"),
        at("table-file", round.key, "csv"),
        at("published", round.key),
    ):
        body = client.get(address).content.decode()
        assert "Zebra reasons." in body
        assert "Chen" not in body.split('class="foot"')[0], address
        assert "Ostrich" not in body
        assert cast.bruno.key not in body
    signed = client.get(at("signature", round.key)).json()
    assert signed["sha256"] == round.releases.get().digest
    assert client.get(at("desk", round.key)).status_code in (302, 403)


def test_strangers_to_the_desk_cannot_post(cast, round, enter):
    one = comment(round, cast.chen)
    answer = propose(cast.bruno, round, one)
    posts = [
        (at("answer", round.key), {"serves": one.key, "outcome": "accepted"}),
        (at("settle-many", round.key), {"answer": answer.key}),
        (at("arrange", round.key, "note"), {"c": one.key, "note": "x"}),
        (at("arrange", round.key, "duty"), {"at": "text", "person": cast.bruno.key}),
        (at("release", round.key), {}),
        (at("start-next", round.version.key), {}),
        (at("next-act", round.version.key, "update"), {}),
    ]
    for who in ("chen", "farid", "dana", "olga", None):
        client = enter(who)
        for address, data in posts:
            assert client.post(address, data).status_code in (302, 403), (who, address)
    answer.refresh_from_db()
    assert answer.state == "proposed"
    assert Answer.objects.count() == 1
    assert not PrivateNote.objects.exists()
    assert not Duty.objects.exists()


def test_other_processes_find_nothing(cast, round, enter):
    client = enter("olga")
    for name in ("table", "desk", "open", "release"):
        assert client.get(reverse(f"answers:{name}", args=["other", round.key])).status_code == 404


def form(one, **also):
    return {
        "at": one.paragraph.anchor.key,
        "c": one.key,
        "serves": [one.key],
        "outcome": "noted",
        "reasons": "Known.",
        "language": "en",
        "what": "propose",
        **also,
    }


def test_propose_and_settle_by_form(cast, round, enter):
    one, two = comment(round, cast.chen), comment(round, cast.greta, "Other words.")
    client = enter("bruno")
    page = client.get(at("desk", round.key)).content.decode()
    assert "0 of 2 settled" in page
    sent = client.post(at("answer", round.key), form(one, serves=[one.key, two.key]))
    assert sent.status_code == 302
    answer = Answer.objects.get()
    assert answer.serves.count() == 2
    again = client.post(
        at("answer", round.key),
        form(one, serves=[one.key, two.key], answer=answer.key, revision=0, what="settle"),
    )
    assert again.status_code == 422
    assert "somebody else settles" in again.content.decode()
    client = enter("elif_")
    client.post(
        at("answer", round.key),
        form(one, serves=[one.key, two.key], answer=answer.key, revision=0, what="settle"),
    )
    answer.refresh_from_db()
    assert (answer.state, answer.settled_by) == ("settled", cast.elif_.key)


def test_settling_what_was_changed_in_the_form_changes_nothing_alone(cast, round, enter):
    one = comment(round, cast.chen)
    answer = propose(cast.bruno, round, one, outcome="noted", reasons="Known.")
    sent = enter("elif_").post(
        at("answer", round.key),
        form(one, answer=answer.key, revision=0, what="settle", reasons="Mine."),
    )
    assert sent.status_code == 422
    assert "Mine." in sent.content.decode()
    answer.refresh_from_db()
    assert (answer.state, answer.reasons, answer.revision) == ("proposed", "Known.", 0)


def test_nothing_typed_is_lost_when_it_is_refused(cast, round, enter):
    one = comment(round, cast.chen)
    sent = enter("bruno").post(
        at("answer", round.key), form(one, reasons="", next_wording="Typed wording <b>")
    )
    body = sent.content.decode()
    assert sent.status_code == 422
    assert "Give the reasons" in body
    assert "Typed wording &lt;b&gt;" in body
    assert 'value="noted" data-key="3" checked' in body


def test_two_officers_at_once_the_second_is_told_and_keeps_what_they_typed(cast, round, enter):
    one = comment(round, cast.chen)
    answer = propose(cast.bruno, round, one, outcome="noted", reasons="Known.")
    client = enter("elif_")
    first = client.post(
        at("answer", round.key), form(one, answer=answer.key, revision=0, reasons="Elif says.")
    )
    assert first.status_code == 302
    second = enter("amina").post(
        at("answer", round.key), form(one, answer=answer.key, revision=0, reasons="Amina says.")
    )
    body = second.content.decode()
    assert second.status_code == 409
    assert "Elif changed this answer a moment ago" in body
    assert "Amina says." in body
    assert "Elif says." in body
    assert 'name="revision" value="1"' in body


def test_the_change_is_shown_without_a_script(cast, round, enter):
    one = comment(round, cast.chen)
    body = enter("bruno").post(
        at("answer", round.key),
        form(one, what="show", next_wording=one.paragraph.body.replace("names", "opens")),
    ).content.decode()  # fmt: skip
    assert "<ins>opens</ins>" in body
    assert not Answer.objects.exists()


def test_identical_comments_show_once_and_are_answered_together(cast, round, enter):
    many = [comment(round, cast.chen, "The same words.") for _ in range(20)]
    client = enter("bruno")
    body = client.get(at("desk", round.key)).content.decode()
    assert body.count("The same words.</blockquote>") == 1
    assert "20 comments in the same words" in body
    client.post(at("answer", round.key), form(many[0], same=[many[0].key]))
    assert Answer.objects.get().serves.count() == 20


def test_a_group_is_settled_at_once(cast, round, enter):
    many = [comment(round, cast.chen, "The same words.") for _ in range(3)]
    answers = [propose(cast.bruno, round, one) for one in many[:2]]
    mine = propose(cast.elif_, round, many[2])
    client = enter("elif_")
    page = client.post(
        at("settle-many", round.key),
        {"answer": [a.key for a in [*answers, mine]], "at": many[0].paragraph.anchor.key},
        follow=True,
    )
    assert "2 answers settled." in page.content.decode()
    assert "somebody else settles" in page.content.decode()
    assert Answer.objects.filter(state="settled").count() == 2


def test_filters_and_places(cast, round, enter):
    comment(round, cast.chen, "About lamps.", place=5, type="ed")
    comment(round, cast.farid, "About people.", place=2, capacity="state")
    comment(round, cast.greta, "About everything.", place=None)
    comment(round, None, "Somewhere.", place=None, scope="unplaced", clause_received="9.9")
    client = enter("bruno")
    desk = at("desk", round.key)
    safety = round.version.paragraphs.get(position=4).anchor.key

    def seen(**query):
        body = client.get(desk, query).content.decode()
        return {
            words
            for words in ("About lamps.", "About people.", "About everything.", "Somewhere.")
            if f"{words}</blockquote>" in body
        }

    assert seen(type="ed") == {"About lamps."}
    assert seen(section=safety) == {"About lamps."}
    assert seen(capacity="state") == {"About people."}
    assert seen(at="text") == {"About everything."}
    assert seen(at="unplaced") == {"Somewhere."}
    assert seen(state="settled") == set()
    assert seen(section="unknown", type="<script>") == set()
    client.post(
        at("arrange", round.key, "duty"),
        {"at": round.version.paragraphs.get(position=5).anchor.key, "person": cast.bruno.key},
    )
    assert seen(mine="1") == {"About lamps."}


def test_notes_split_move_take_out_and_reopen(cast, round, enter):
    one = comment(round, cast.chen, "First point.\n\nSecond point.")
    client = enter("bruno")
    place = one.paragraph.anchor.key

    def do(verb, c, **also):
        return client.post(
            at("arrange", round.key, verb), {"at": place, "c": c, **also}, follow=True
        )

    assert "Ask the engineer." in do("note", one.key, note="Ask the engineer.").content.decode()
    refused = do("split", one.key, points="Only one point.")
    assert refused.status_code == 422
    assert "Only one point." in refused.content.decode()
    do("split", one.key, points="First point.\r\n\r\nSecond point.")
    first = Comment.objects.get(split_from=one, point=1)
    refused = do("move", first.key, to="text")
    assert refused.status_code == 422
    do("move", first.key, to="text", place_why="It is about the whole.")
    assert PlaceChange.objects.get().reason == "It is about the whole."
    second = Comment.objects.get(split_from=one, point=2)
    answer = propose(cast.bruno, round, second)
    do("take-out", second.key)
    assert not Answer.objects.exists()
    answer = propose(cast.bruno, round, second)
    actions.settle_answer(by=cast.elif_, answer=answer, at=LATER)
    assert do("reopen", second.key, why="").status_code == 422
    do("reopen", second.key, why="New facts.")
    answer.refresh_from_db()
    assert answer.state == "proposed"


def test_the_receipt_shows_the_answer_and_takes_one_reaction(cast, round, enter):
    one = comment(round, cast.chen)
    answer = propose(cast.bruno, round, one, outcome="noted", reasons="Zebra reasons.")
    actions.settle_answer(by=cast.elif_, answer=answer, at=LATER)
    receipt = at("receipt", one.submission.receipt)
    client = enter("chen")
    assert "Zebra" not in client.get(receipt).content.decode()
    actions.release_answers(by=cast.amina, round=round, at=LATER)
    for who, shown in (("chen", True), ("bruno", True), ("greta", False), (None, False)):
        assert ("Zebra" in enter(who).get(receipt).content.decode()) is shown
    say = at("react", one.submission.receipt)
    client = enter("chen")
    kept = client.post(say, {"comment": one.key, "kind": "contested", "text": "Nobody read it."})
    assert kept.status_code == 422
    assert "Nobody read it." in kept.content.decode()
    assert enter("greta").post(say, {"comment": one.key, "kind": "confirmed"}).status_code == 422
    data = {
        "comment": one.key, "kind": "contested", "ground": "not-considered",
        "text": "Nobody read it.",
    }  # fmt: skip
    assert enter("chen").post(say, data).status_code == 302
    assert Reaction.objects.get().ground == "not-considered"
    again = client.post(say, data)
    assert again.status_code == 422
    desk = enter("bruno").get(at("desk", round.key)).content.decode()
    assert "Contested: not considered" in desk
    assert "Nobody read it." in desk


def test_the_desk_asks_as_much_for_five_comments_as_for_five_hundred(cast, round, enter):
    client = enter("bruno")

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(at("desk", round.key)).status_code == 200
        return len(found)

    def table():
        with CaptureQueriesContext(connection) as found:
            assert client.get(at("table", round.key)).status_code == 200
        return len(found)

    for n in range(5):
        one = comment(round, cast.chen, f"Words {n}.", place=n % 3 + 2)
        if n % 2:
            propose(cast.bruno, round, one)
    few = asked()
    first = Comment.objects.order_by("pk").last()
    Comment.objects.bulk_create(
        Comment(
            submission=first.submission, round=round, number=1000 + n, paragraph=first.paragraph,
            text=f"More words {n}.", scope="paragraph", type="te",
        )
        for n in range(500)
    )  # fmt: skip
    assert asked() <= few + 1
    assert few <= 30
    for one in Comment.objects.filter(served__isnull=True):
        propose(cast.bruno, round, one)
    for answer in Answer.objects.all():
        actions.settle_answer(by=cast.elif_, answer=answer, at=LATER)
    actions.release_answers(by=cast.amina, round=round, at=LATER)
    assert table() <= 20


def test_hostile_words_stay_words(cast, round, enter):
    one = comment(round, cast.chen, "<script>alert(1)</script> \u202egnp", proposed="<img src=x>")
    answer = propose(cast.bruno, round, one, outcome="noted", reasons="<script>no</script>")
    body = enter("bruno").get(at("desk", round.key)).content.decode()
    actions.settle_answer(by=cast.elif_, answer=answer, at=LATER)
    actions.release_answers(by=cast.amina, round=round, at=LATER)
    body += enter(None).get(at("table", round.key)).content.decode()
    assert "<script>alert" not in body
    assert "<script>no" not in body
    assert "<img src=x>" not in body


def test_odd_addresses_and_forms_give_no_fault(cast, round, enter):
    client = enter("bruno")
    comment(round, cast.chen)
    for query in ({"page": "999999999999"}, {"c": "%00"}, {"at": "x" * 500}, {"state": "zzz"}):
        assert client.get(at("desk", round.key), query).status_code == 200
        assert client.get(at("table", round.key), query).status_code == 200
    for data in (
        {},
        {"serves": "nothing", "outcome": "x" * 9999},
        {"answer": "gone", "revision": "-1", "what": "settle"},
        {"duplicate_of": "²", "outcome": "duplicate"},
    ):
        assert client.post(at("answer", round.key), data).status_code in (409, 422)
    for verb in ("note", "split", "move", "take-out", "reopen"):
        assert client.post(at("arrange", round.key, verb), {"c": "none"}).status_code == 422


def test_the_table_can_be_narrowed_and_paged(cast, round, enter):
    for n in range(60):
        one = comment(round, cast.chen, f"Words {n}.", type="ed" if n < 3 else "te")
        answer = propose(cast.bruno, round, one)
        actions.settle_answer(by=cast.elif_, answer=answer, at=LATER)
    actions.release_answers(by=cast.amina, round=round, at=LATER)
    client = enter(None)
    assert "1 of 2" in client.get(at("table", round.key)).content.decode()
    assert "3 comments" in client.get(at("table", round.key), {"type": "ed"}).content.decode()
    rows = json.loads(client.get(at("table-file", round.key, "json")).content)
    assert len(rows) == 60
