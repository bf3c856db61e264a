"""Nominations: confirmed by the authority within the places of its state, also when many come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from tests.calls.makers import (
    AFTER,
    CLOSES,
    DURING,
    a_call,
    a_call_now,
    an_application,
    pdf,
    sign_in,
)
from tests.cast import make_cast, person
from tests.comments.own_database import own_database
from travaux.calls.actions import (
    admit_late,
    confirm_nomination,
    erase_call,
    revoke_confirmation,
    save_application,
    submit_application,
    tick_completeness,
    withdraw_application,
)
from travaux.calls.models import Application, Call, CountryTally
from travaux.calls.queries import nominations_for, pool_of
from travaux.calls.tasks import erase_past_calls
from travaux.calls.views.receiving import rows_of
from travaux.journal.models import Line
from travaux.people.actions import appoint
from travaux.people.models import Country, Role
from travaux.plumbing import clock
from travaux.plumbing.files import place_of
from travaux.plumbing.mail import send_waiting
from travaux.plumbing.models import Mail, StoredFile
from travaux.plumbing.tasks import PERIODIC
from travaux.plumbing.verdicts import Refusal


def refused(code: str):
    return pytest.raises(Refusal, match=f"^{code}$")


def nominees(cast, call, *names: str, at=DURING) -> list[Application]:
    return [
        an_application(cast, call, person(n), at, given_names=n, email=f"{n.lower()}@example.org")
        for n in names
    ]


def confirm(cast, one, at=DURING, by=None):
    return confirm_nomination(by=by or cast.farid, application=one, letter=pdf("l.pdf"), at=at)


@pytest.mark.django_db
def test_the_authority_confirms_with_its_letter_and_both_are_told_once(cast) -> None:
    [one] = nominees(cast, a_call(cast), "Ida")
    assert list(nominations_for(cast.farid, "harbour", DURING)) == [one]
    assert (
        Mail.objects.filter(to=cast.farid.email, once__startswith="nomination-waits").count() == 1
    )
    with refused("letter-needed"):
        confirm_nomination(by=cast.farid, application=one, letter=None, at=DURING)
    one = confirm(cast, one)
    assert one.confirmed_by == cast.farid.key and one.letter.name == "l.pdf"
    with refused("nomination-confirmed"):
        confirm(cast, one)
    told = Mail.objects.filter(about=one.key, subject__contains="confirmed")
    assert {m.to for m in told} == {cast.farid.email, "ida@example.org"}
    waiting = Mail.objects.count()
    assert send_waiting() == waiting and send_waiting() == 0


@pytest.mark.django_db
def test_nobody_confirms_their_own_nomination_or_another_states(cast) -> None:
    call = a_call(cast)
    own = an_application(cast, call, cast.farid, email="farid@example.org")
    with refused("nominee-not-nominator"):
        confirm(cast, own)
    [one] = nominees(cast, call, "Ida")
    state_b = Country.objects.create(code="X-B", names={"en": "State B"}, demonstration=True)
    bea = person("Bea")
    appoint(
        by=None, person=bea, role=Role.FOCAL_POINT, process_code="harbour", country=state_b,
        at=DURING,
    )  # fmt: skip
    for stranger in (bea, cast.chen, cast.amina):
        with refused("not-your-nomination"):
            confirm(cast, one, by=stranger)


@pytest.mark.django_db
def test_places_are_counted_and_a_withdrawal_frees_one(cast) -> None:
    call = a_call(cast)
    ida, jon, kim = nominees(cast, call, "Ida", "Jon", "Kim")
    confirm(cast, ida)
    confirm(cast, jon)
    with refused("no-place-left") as refusal:
        confirm(cast, kim)
    assert "Ida Quay" in refusal.value.sentence and "Jon Quay" in refusal.value.sentence
    kim.refresh_from_db()
    assert kim.letter is None and CountryTally.objects.get().confirmed == 2
    withdraw_application(by=ida.person, application=ida, at=DURING)
    confirm(cast, kim)
    revoke_confirmation(by=cast.farid, application=jon, at=DURING)
    assert CountryTally.objects.get().confirmed == 1
    with refused("nomination-not-confirmed"):
        revoke_confirmation(by=cast.farid, application=jon, at=DURING)


@pytest.mark.django_db
def test_a_confirmation_after_the_deadline_follows_the_rule_that_was_announced(cast) -> None:
    late = CLOSES + timedelta(minutes=1)
    strict, within, marked = (
        nominees(cast, a_call(cast, **rules), name)[0]
        for name, rules in (
            ("Ida", {}),
            ("Jon", {"late_confirmation": "within", "confirmation_hours": 48}),
            ("Kim", {"late_confirmation": "marked"}),
        )
    )
    with refused("confirmation-too-late"):
        confirm(cast, strict, late)
    assert confirm(cast, within, late).confirmed_late
    assert confirm(cast, marked, AFTER + timedelta(days=60)).confirmed_late
    [other] = nominees(cast, within.call, "Lea")
    with refused("confirmation-too-late"):
        confirm(cast, other, CLOSES + timedelta(hours=48))


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [0, 48])
def test_who_was_admitted_late_is_confirmed_until_the_exception_ends(cast, hours) -> None:
    rules = {"late_confirmation": "within", "confirmation_hours": hours} if hours else {}
    call, until = a_call(cast, **rules), AFTER + timedelta(days=3)
    punctual = nominees(cast, call, "Ida", "Jon")
    told = {"by": cast.amina, "call": call, "until": until, "reason": "The post lost it."}
    for name in ("Jon", "Kim", "Lea"):  # who was in time gains nothing by an exception
        admit_late(email=f"{name.lower()}@example.org", at=AFTER, **told)
    kim, lea = nominees(cast, call, "Kim", "Lea", at=AFTER + timedelta(days=1))
    ends = until + timedelta(hours=hours)
    for one in punctual:
        with refused("confirmation-too-late"):
            confirm(cast, one, ends - timedelta(minutes=1))
    with refused("confirmation-too-late"):
        confirm(cast, lea, ends)
    assert kim.late and confirm(cast, kim, ends - timedelta(minutes=1)).confirmed_at


def amend(one: Application, at=DURING, **answers: str) -> None:
    save_application(
        by=one.person, call=one.call, application=one, typed=one.typed | answers, at=at
    )
    submit_application(by=one.person, application=one, at=at)
    one.refresh_from_db()


@pytest.mark.django_db
def test_who_amends_after_the_authority_confirmed_is_confirmed_again(cast) -> None:
    [one] = nominees(cast, a_call(cast), "Ida")
    confirm(cast, one)
    typed = dict(one.typed)
    for answers in ({"given_names": "Otto"}, {"email": "otto@example.org"}):
        with refused("confirmed-nominee-stays"):
            amend(one, **answers)
        one.refresh_from_db()
        assert one.name == "Ida Quay" and one.confirmed_at
        one.typed = typed
    Mail.objects.all().delete()
    amend(one, **typed)  # the same again changes nothing
    assert one.confirmed_at and not Mail.objects.exists()
    amend(one, function="Harbour master")
    assert one.confirmed_at is None and one.confirmed_by == one.authority == ""
    assert CountryTally.objects.get().confirmed == 0
    told = Mail.objects.get(to=cast.farid.email)
    assert "Confirm again" in told.subject and f"{one.key}/confirm/" in told.text
    confirm(cast, one)
    assert CountryTally.objects.get().confirmed == 1
    amend(one, function="Pilot", at=DURING + timedelta(minutes=1))
    amend(one, given_names="Otto")  # nobody stands for the name any more
    assert one.name == "Otto Quay" and CountryTally.objects.get().confirmed == 0


@pytest.mark.django_db
def test_the_form_says_that_amending_ends_the_confirmation(client, cast) -> None:
    now = clock.now()
    [one] = nominees(cast, a_call_now(cast), "Ida", at=now)
    sign_in(client, one.person)
    page = f"/en/harbour/calls/application/{one.key}/edit/"
    assert "its confirmation ends" not in client.get(page).content.decode()
    confirm(cast, one, now)
    assert "its confirmation ends" in client.get(page).content.decode()


@pytest.mark.django_db
def test_completeness_is_ticked_off_and_taken_back(cast) -> None:
    [one] = nominees(cast, a_call(cast), "Ida")
    told = {"application": one, "item": "letter", "at": DURING}
    tick_completeness(by=cast.amina, done=True, **told)
    tick_completeness(by=cast.amina, done=True, **told)
    assert one.ticks.count() == 1
    tick_completeness(by=cast.amina, done=False, **told)
    assert one.ticks.count() == 0
    with refused("check-unknown"):
        tick_completeness(by=cast.amina, done=True, **{**told, "item": "stamp"})
    with refused("not-your-role"):
        tick_completeness(by=cast.farid, done=True, **told)


@pytest.mark.django_db
def test_what_is_ticked_off_stands_in_the_list_and_in_its_file(client, cast) -> None:
    call = a_call(cast)
    ida, _jon = nominees(cast, call, "Ida", "Jon")
    for item in ("letter", "date"):
        tick_completeness(by=cast.amina, application=ida, item=item, done=True, at=DURING)
    sign_in(client, cast.amina)
    page = f"/en/harbour/calls/{call.key}/applications/"
    text = client.get(page).content.decode()
    assert "2 of 3 ticked off" in text and "0 of 3 ticked off" in text
    columns, rows = rows_of(call, plain=True)
    told = [dict(zip([name for name, _label in columns], row, strict=True)) for row in rows]
    checks = ("check.letter", "check.signature", "check.date")
    assert [[t[c] for c in checks] for t in told] == [["yes", "", "yes"], ["", "", ""]]


@pytest.mark.django_db
def test_the_pool_holds_who_is_confirmed_without_names(cast) -> None:
    call = a_call(cast)
    ida, _jon = nominees(cast, call, "Ida", "Jon")
    confirm(cast, ida)
    pool = pool_of(call)
    assert pool.columns[:3] == ("country", "region", "gender")
    assert [r.id for r in pool.rows] == [ida.key]
    text = pool.to_csv()
    assert text.splitlines()[0].startswith("id,country,region,gender")
    assert "data;rights" in text and "Ida" not in text and "example.org" not in text


@pytest.mark.django_db
def test_answers_and_files_go_when_the_period_is_over(
    cast, client, django_capture_on_commit_callbacks
) -> None:
    call = a_call(cast, retention_days=30)
    ida, _jon = nominees(cast, call, "Ida", "Jon")
    digests = [confirm(cast, ida).letter.digest, ida.attachments.get().file.digest]
    with refused("call-kept-longer"):
        erase_call(by=cast.amina, call=call, at=CLOSES + timedelta(days=29))
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_call(by=cast.amina, call=call, at=CLOSES + timedelta(days=30)) == 2
    ida.refresh_from_db()
    assert ida.answers == {} == ida.typed and ida.name == "" and ida.receipt and ida.number == 1
    assert not StoredFile.objects.exists() and not any(place_of(d).exists() for d in digests)
    with refused("call-erased"):
        erase_call(by=cast.amina, call=call, at=CLOSES + timedelta(days=31))
    sign_in(client, cast.amina)
    page = client.get(f"/en/harbour/calls/application/{ida.key}/").content.decode()
    assert "were erased" in page
    assert client.get(f"/en/harbour/calls/{call.key}/erase/").status_code == 200


@pytest.mark.django_db
def test_the_timetable_erases_what_is_due_and_nothing_else(cast, client, monkeypatch) -> None:
    due, later, shown = (a_call(cast, retention_days=d) for d in (30, 60, 30))
    mine = {
        c.pk: nominees(cast, c, n)[0] for c, n in ((due, "Ida"), (later, "Jon"), (shown, "Kim"))
    }
    Call.objects.filter(pk=shown.pk).update(demonstration=True)
    Call.objects.filter(pk__in=[due.pk, later.pk]).update(demonstration=False)
    sign_in(client, cast.amina)
    page = f"/en/harbour/calls/{later.key}/applications/"
    assert "erased by themselves" in client.get(page).content.decode()
    monkeypatch.setattr(clock, "now", lambda: CLOSES + timedelta(days=30))
    assert PERIODIC["erase past calls"][0] == f"{erase_past_calls.__module__}.erase_past_calls"
    assert erase_past_calls() == 1 and erase_past_calls() == 0
    left = {pk: Application.objects.get(pk=one.pk).name for pk, one in mine.items()}
    assert left == {due.pk: "", later.pk: "Jon Quay", shown.pk: "Kim Quay"}
    line = Line.objects.get(what="calls.erase_call")
    assert line.subject == due.key and line.facts["applications"] == 1


@pytest.mark.django_db
def test_pages_of_the_authority_and_of_the_secretariat(client, cast) -> None:
    call = a_call_now(cast)
    [one] = nominees(cast, call, "Ida", at=clock.now())
    address = f"/en/harbour/calls/application/{one.key}/confirm/"
    sign_in(client, cast.dana)
    assert client.get(address).status_code == 404
    sign_in(client, cast.farid)
    assert (
        "One nomination waits for you"
        in client.get("/en/harbour/calls/nominations/").content.decode()
    )
    assert "cv.pdf" in client.get(address).content.decode()
    answer = client.post(address, {"do": "confirm"})
    assert answer.status_code == 422 and "Attach the signed letter" in answer.content.decode()
    client.post(address, {"letter": pdf("letter.pdf")})
    assert "Take the confirmation back" in client.get(address).content.decode()
    letter = f"/en/harbour/calls/application/{one.key}/letter/"
    assert client.get(letter).status_code == 200
    sign_in(client, cast.dana)
    assert client.get(letter).status_code == 404
    assert client.get(f"/en/harbour/calls/{call.key}/pool.csv").status_code == 403
    sign_in(client, cast.amina)
    client.post(
        f"/en/harbour/calls/application/{one.key}/tick/", {"item": "signature", "done": "yes"}
    )
    assert one.ticks.get().item == "signature"
    pool = client.get(f"/en/harbour/calls/{call.key}/pool.csv").content.decode()
    assert one.key in pool


@pytest.fixture
def crowd(django_db_setup, django_db_blocker, settings, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), own_database(tmp_path):
        yield make_cast()


def test_of_many_confirmations_at_once_just_the_places_are_taken(crowd) -> None:
    call = a_call(crowd)
    found = nominees(crowd, call, "Ida", "Jon", "Kim", "Lea", "Max", "Nia")

    def one(application):
        try:
            return confirm(crowd, application).key
        except Refusal as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(one, found))
    assert said.count("no-place-left") == 4
    assert Application.objects.filter(confirmed_at__isnull=False).count() == 2
    assert CountryTally.objects.get().confirmed == 2
