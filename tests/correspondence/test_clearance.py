"""Clearance: prepared, cleared, approved by named persons, of a thing just as it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cast import START
from travaux.correspondence import rules
from travaux.correspondence.actions import act_on_clearance, ask_clearance, withdraw_clearance
from travaux.correspondence.models import Clearance, ClearanceStep, House
from travaux.correspondence.queries import clearance as queries
from travaux.correspondence.queries.clearance import SUBJECTS, Subject
from travaux.journal.models import Line
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

AT = START + timedelta(days=30)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PEOPLE = ["amina", "bruno", "elif_", "chen", "farid", "greta", "hana", "dana", "olga"]


@pytest.fixture
def house(cast):
    return House.objects.create(process_code="harbour", needs_clearance=["letter"])


def ask(cast, **also):
    told = {
        "by": cast.amina,
        "process_code": "harbour",
        "kind": "letter",
        "key": "thing",
        "label": "A letter",
        "digest": "d1",
        "clearer": cast.bruno,
        "approver": cast.elif_,
        "at": AT,
        **also,
    }
    return ask_clearance(**told)


def agree(person, clearance, **also):
    return act_on_clearance(
        by=person, clearance=clearance, seen=also.pop("seen", "d1"), at=AT, **also
    )


def stands(digest="d1"):
    return rules.may_go_out("harbour", "letter", "thing", digest).code


def test_a_thing_goes_the_whole_way_and_only_then_goes_out(cast, house):
    assert stands() == "clearance-missing"
    clearance = ask(cast)
    assert stands() == "clearance-pending"
    agree(cast.bruno, clearance)
    assert stands() == "clearance-pending"
    agree(cast.elif_, clearance)
    assert stands() == ""
    assert stands("d2") == "clearance-lapsed"
    assert [s.act for s in ClearanceStep.objects.all()] == ["prepared", "cleared", "approved"]
    assert [m.to for m in Mail.objects.order_by("pk")] == [
        "bruno@example.org",
        "elif@example.org",
        "amina@example.org",
    ]


def test_what_the_process_does_not_ask_for_goes_out_at_once(cast, house):
    assert rules.may_go_out("harbour", "report", "thing", "d1")
    assert rules.may_go_out("other", "letter", "thing", "d1")


@pytest.mark.parametrize("name", PEOPLE)
def test_only_the_named_person_acts_and_only_in_turn(cast, house, name):
    clearance = ask(cast)
    person = getattr(cast, name)
    assert bool(rules.may_act(person, clearance)) == (name == "bruno")
    if name != "bruno":
        with pytest.raises(Refusal, match="clearance-not-your-turn"):
            agree(person, clearance)
    agree(cast.bruno, clearance)
    clearance.refresh_from_db()
    assert bool(rules.may_act(person, clearance)) == (name == "elif_")
    assert not rules.may_act(None, clearance)


@pytest.mark.parametrize("name", PEOPLE)
def test_those_who_prepare_things_ask(cast, name):
    assert bool(rules.may_ask_clearance(getattr(cast, name), "harbour")) == (
        name in ("amina", "bruno", "elif_")
    )
    if name not in ("amina", "bruno", "elif_"):
        with pytest.raises(Refusal, match="not-your-role"):
            ask(cast, by=getattr(cast, name))


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ({"approver": None}, "clearance-names-nobody"),
        ({"approver": "amina"}, "clearance-of-own-work"),
        ({"clearer": "amina"}, "clearance-of-own-work"),
        ({"clearer": "elif_"}, "clearance-by-one-person"),
    ],
)
def test_nobody_clears_their_own_work_alone(cast, names, code):
    chosen = {k: getattr(cast, v) if v else None for k, v in names.items()}
    with pytest.raises(Refusal) as refused:
        ask(cast, **chosen)
    assert refused.value.code == code


def test_the_database_keeps_it_too(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Clearance.objects.create(
            process_code="harbour",
            kind="letter",
            subject_key="x",
            label="x",
            digest="d",
            preparer=cast.amina,
            approver=cast.amina,
            asked_at=AT,
        )


def test_somebody_who_left_is_not_named(cast):
    cast.elif_.is_active = False
    cast.elif_.save()
    with pytest.raises(Refusal, match="clearance-person-left"):
        ask(cast)


def test_one_person_is_enough_where_no_clearer_is_named(cast, house):
    clearance = ask(cast, clearer=None)
    agree(cast.elif_, clearance)
    assert stands() == ""


def test_it_is_sent_back_with_a_reason_and_asked_for_again(cast, house):
    clearance = ask(cast)
    agree(cast.bruno, clearance, refuse_because="The date is missing.")
    assert stands() == "clearance-returned"
    mail = Mail.objects.get(to="amina@example.org")
    assert "The date is missing." in mail.text
    with pytest.raises(Refusal, match="clearance-not-open"):
        agree(cast.bruno, clearance)
    again = ask(cast, digest="d2")
    agree(cast.bruno, again, seen="d2")
    agree(cast.elif_, again, seen="d2")
    assert stands("d2") == ""
    acts = [s.act for s in queries.steps_of("harbour", "letter", "thing")]
    assert acts == ["prepared", "returned", "prepared", "cleared", "approved"]


def test_nobody_approves_what_they_did_not_see(cast, house):
    clearance = ask(cast)
    with pytest.raises(Refusal, match="moved-meanwhile"):
        agree(cast.bruno, clearance, seen="d0")


def test_asking_for_the_same_again_changes_nothing(cast, house):
    clearance, lines = ask(cast), Line.objects.count()
    assert ask(cast) == clearance
    assert Line.objects.count() == lines and Mail.objects.count() == 1


def test_whoever_prepared_it_takes_it_back(cast, house):
    clearance = ask(cast)
    with pytest.raises(Refusal, match="clearance-not-yours"):
        withdraw_clearance(by=cast.bruno, clearance=clearance, at=AT)
    withdraw_clearance(by=cast.amina, clearance=clearance, at=AT)
    assert stands() == "clearance-missing"
    with pytest.raises(Refusal, match="moved-meanwhile"):
        withdraw_clearance(by=cast.amina, clearance=clearance, at=AT)


def test_an_unknown_kind_is_refused(cast):
    with pytest.raises(Refusal, match="clearance-kind-unknown"):
        ask(cast, kind="unicorn")


def test_the_journal_names_keys_alone(cast):
    ask(cast)
    facts = str(Line.objects.filter(what="correspondence.ask_clearance").get().facts)
    assert "Elif" not in facts and cast.elif_.key in facts


# ---- the pages ----------------------------------------------------------------------------------------


@pytest.fixture
def subject(monkeypatch):
    told = Subject("A letter", "d1", "/en/harbour/correspondence/clearance/")
    monkeypatch.setitem(SUBJECTS, "letter", lambda process, key: told if key == "thing" else None)


def test_it_goes_the_whole_way_by_its_pages(cast, client, house, subject):
    client.force_login(cast.amina, backend=BACKEND)
    place = "/en/harbour/correspondence/clearance/"
    assert client.get(f"{place}ask/letter/nothing/").status_code == 404
    page = client.get(f"{place}ask/letter/thing/").content.decode()
    assert "Bruno" in page and "Amina</option>" not in page
    told = {"clearer": cast.elif_.key, "approver": cast.elif_.key}
    wrong = client.post(f"{place}ask/letter/thing/", told)
    assert wrong.status_code == 422 and "cannot both clear and approve" in wrong.content.decode()
    told["clearer"] = cast.bruno.key
    assert client.post(f"{place}ask/letter/thing/", told).status_code == 302
    clearance = Clearance.objects.get()
    for person, verb, state in (
        (cast.bruno, {"do": "agree"}, "cleared"),
        (cast.elif_, {"do": "return", "reason": "No"}, "returned"),
    ):
        client.force_login(person, backend=BACKEND)
        assert "One thing waits for you" in client.get(place).content.decode()
        act = f"{place}{clearance.key}/act/"
        client.post(act, {**verb, "seen": "d1"})
        clearance.refresh_from_db()
        assert clearance.state == state
        assert client.post(act, {"do": "explode"}).status_code == 404


def test_sending_back_without_a_reason_is_refused(cast, client, house, subject):
    clearance = ask(cast)
    client.force_login(cast.bruno, backend=BACKEND)
    act = f"/en/harbour/correspondence/clearance/{clearance.key}/act/"
    answer = client.post(act, {"do": "return", "reason": " ", "seen": "d1"})
    assert answer.status_code == 403 and "Say why it is sent back" in answer.content.decode()


@pytest.mark.parametrize("name", ["chen", "farid", "hana", "dana", "olga", None])
def test_nobody_else_sees_or_moves_a_clearance(cast, client, house, subject, name):
    clearance = ask(cast)
    if name:
        client.force_login(getattr(cast, name), backend=BACKEND)
    place = "/en/harbour/correspondence/clearance/"
    for answer in (
        client.get(place),
        client.get(f"{place}ask/letter/thing/"),
        client.post(f"{place}{clearance.key}/act/", {"do": "agree", "seen": "d1"}),
    ):
        assert answer.status_code == (403 if name else 302)
    clearance.refresh_from_db()
    assert clearance.state == "prepared"
