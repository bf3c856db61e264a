"""Who gives and ends roles: the secretariat of that process, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import START
from travaux.journal.models import Line
from travaux.people import actions, queries, rules
from travaux.people.models import Appointment, Role
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

LATER = START + timedelta(days=30)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PEOPLE = ["amina", "bruno", "elif_", "chen", "farid", "greta", "hana", "dana", "olga"]


@pytest.mark.parametrize("name", PEOPLE)
def test_only_the_secretariat_of_the_process_appoints(cast, name):
    person = getattr(cast, name)
    assert bool(rules.may_appoint(person, "harbour")) == (name == "amina")
    assert bool(rules.may_appoint(person, "other")) == (name == "olga")
    assert not rules.may_appoint(person, "")


@pytest.mark.parametrize("name", [n for n in PEOPLE if n != "amina"])
def test_the_action_refuses_what_the_rule_refuses(cast, name):
    before = Appointment.objects.count()
    with pytest.raises(Refusal, match="not-your-role"):
        actions.appoint(
            by=getattr(cast, name),
            person=cast.dana,
            role=Role.DRAFTER,
            process_code="harbour",
            at=LATER,
        )
    assert Appointment.objects.count() == before


def _appoint(cast, **also):
    return actions.appoint(
        by=cast.amina,
        person=cast.dana,
        role=also.pop("role", Role.DRAFTER),
        process_code="harbour",
        at=LATER,
        **also,
    )


def test_an_appointment_is_told_to_the_person_and_recorded_once(cast):
    made = _appoint(cast)
    assert _appoint(cast) == made
    assert Line.objects.filter(subject=made.key).count() == 1
    mail = Mail.objects.get(about=made.key)
    assert (mail.to, "harbour" in mail.text) == ("dana@example.org", True)
    assert queries.holds(cast.dana, "harbour", [Role.DRAFTER])
    assert not queries.holds(cast.dana, "other", [Role.DRAFTER])
    assert not queries.holds(cast.dana, "harbour", [Role.DRAFTER], at=START)


def test_a_focal_point_needs_a_state(cast):
    with pytest.raises(Refusal, match="focal-point-needs-state"):
        _appoint(cast, role=Role.FOCAL_POINT)
    assert _appoint(cast, role=Role.FOCAL_POINT, country=cast.state_a)


def test_a_role_ends_and_stays_on_record(cast):
    made = _appoint(cast)
    actions.end_appointment(by=cast.amina, appointment=made, at=LATER + timedelta(days=1))
    assert queries.holds(cast.dana, "harbour", [Role.DRAFTER], at=LATER)
    assert not queries.holds(cast.dana, "harbour", [Role.DRAFTER], at=LATER + timedelta(days=2))
    with pytest.raises(Refusal, match="moved-meanwhile"):
        actions.end_appointment(by=cast.amina, appointment=made, at=LATER + timedelta(days=3))


def test_a_process_keeps_a_secretariat(cast):
    own = Appointment.objects.get(person=cast.amina)
    with pytest.raises(Refusal, match="last-secretariat"):
        actions.end_appointment(by=cast.amina, appointment=own, at=LATER)
    _appoint(cast, role=Role.SECRETARIAT)
    actions.end_appointment(by=cast.amina, appointment=own, at=LATER + timedelta(days=1))


def test_remembered_appointments_answer_as_the_database_does(cast):
    for name in PEOPLE:
        person = getattr(cast, name)
        fresh = [queries.holds(person, "harbour", [role]) for role in Role]
        queries.remember_appointments(person)
        assert [queries.holds(person, "harbour", [role]) for role in Role] == fresh


def test_remembered_appointments_need_no_query(cast, django_assert_num_queries):
    with django_assert_num_queries(2):  # the state of the record, and the appointments
        queries.remember_appointments(cast.amina)
    with django_assert_num_queries(1):  # which are known while the record stands
        queries.remember_appointments(cast.amina)
    with django_assert_num_queries(0):
        assert queries.roles_in(cast.amina, "harbour") == {"secretariat"}


# ---- the page ------------------------------------------------------------------------------------
ROLL = "/en/people/roles/?process=harbour"


@pytest.mark.parametrize("name", PEOPLE)
def test_the_roll_is_open_to_its_secretariat_alone(client, cast, name):
    client.force_login(getattr(cast, name), backend=BACKEND)
    assert client.get(ROLL).status_code == (200 if name == "amina" else 403)
    found = client.get("/en/people/roles.csv?process=harbour")
    assert found.status_code == (200 if name == "amina" else 403)


def test_a_stranger_is_asked_to_sign_in(client, cast):
    assert client.get(ROLL)["Location"].startswith("/en/accounts/login/")


def test_appointing_and_ending_by_hand(client, cast):
    client.force_login(cast.amina, backend=BACKEND)
    form = {"email": "DANA@example.org", "role": "reviewer", "organisation": "Bureau of tides"}
    assert client.post(ROLL, form).status_code == 302
    made = Appointment.objects.get(person=cast.dana)
    assert made.organisation.name == "Bureau of tides"
    page = client.get(ROLL).content.decode()
    assert "Bureau of tides" in page and "Dana" in page
    assert client.post(f"/en/people/roles/{made.key}/end/").status_code == 302
    made.refresh_from_db()
    assert made.ends_at is not None
    assert "Roles that ended" in client.get(ROLL).content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": "nobody@example.org"}, "Nobody here has the address nobody@example.org"),
        ({"role": "focal-point"}, "A focal point speaks for a state"),
        ({"until": "2001-01-01"}, "The role would end before it begins"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_keeps_what_was_typed(
    client, cast, change, sentence
):
    client.force_login(cast.amina, backend=BACKEND)
    form = {"email": "dana@example.org", "role": "reviewer", "organisation": "Kept", **change}
    page = client.post(ROLL, form)
    assert page.status_code == 200
    text = page.content.decode()
    assert sentence in text and 'value="Kept"' in text and form["email"] in text
    assert not Appointment.objects.filter(person=cast.dana).exists()


@pytest.mark.parametrize("name", ["bruno", "dana", "olga"])
def test_nobody_else_ends_a_role(client, cast, name):
    client.force_login(getattr(cast, name), backend=BACKEND)
    held = Appointment.objects.get(person=cast.chen)
    assert client.post(f"/en/people/roles/{held.key}/end/").status_code == 403
    held.refresh_from_db()
    assert held.ends_at is None
    assert client.get(f"/en/people/roles/{held.key}/end/").status_code == 405


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_the_roll_as_a_file(client, cast, ending):
    client.force_login(cast.amina, backend=BACKEND)
    found = client.get(f"/en/people/roles.{ending}?process=harbour")
    assert found.status_code == 200 and len(found.content) > 100
    if ending == "json":
        assert {"Amina", "Farid"} <= {row["name"] for row in found.json()}
