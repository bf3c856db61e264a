"""All names are published, where the call announced it: once it is closed, of what stands."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.calls.makers import AFTER, CLOSES, DURING, a_call, an_application
from tests.calls.test_on_behalf import enter
from tests.cast import person
from travaux.calls.actions import cancel_call, erase_call, withdraw_application
from travaux.calls.queries.names import all_names_published, applicants, named
from travaux.calls.views import calls as views
from travaux.correspondence.actions import answer_for
from travaux.correspondence.models import OnBehalf
from travaux.correspondence.states import Confirmation
from travaux.people.actions import erase_person

pytestmark = pytest.mark.django_db


def nominee(cast, call, name, **also):
    return an_application(
        cast, call, person(name), given_names=name, email=f"{name.lower()}@example.org", **also
    )


def told(client, call, ending="json"):
    return client.get(f"/en/harbour/calls/{call.key}/names.{ending}")


def test_everybody_reads_who_applied_and_nobody_who_withdrew_left_or_disowned_it(
    client, cast, monkeypatch
) -> None:
    call = a_call(cast, names_rule="all")
    ida, _jon, kit = (nominee(cast, call, n) for n in ("Ida", "Jon", "Kit"))
    assert not all_names_published(call, DURING) and all_names_published(call, AFTER)
    paper = enter(cast, call, answers={"email": "p@example.org", "given_names": "Pia"})
    assert [o.name for o in named(call, applicants(call))][-1] == "Pia Quay"
    withdraw_application(by=ida.person, application=ida, at=DURING)
    erase_person(by=kit.person, person=kit.person, at=DURING)
    monkeypatch.setattr(views, "NAMES_ON_PAGE", 1)
    page = client.get(f"/en/harbour/calls/{call.key}/").content.decode()
    assert "Jon Quay" in page and "State A" in page and "Pia" not in page and "1 / 2" in page
    assert "Ida" not in page and "Kit" not in page
    assert "Pia Quay" in client.get(f"/en/harbour/calls/{call.key}/?page=2").content.decode()
    rows = json.loads(told(client, call).content)
    assert [(r["number"], r["name"], r["country"]) for r in rows] == [
        (2, "Jon Quay", "X-A"), (4, "Pia Quay", "X-A"),
    ]  # fmt: skip
    assert all(told(client, call, e).status_code == 200 for e in ("csv", "xlsx"))
    made = OnBehalf.objects.get(subject_key=paper.key)
    disputed = {"made": made, "state": Confirmation.DISPUTED, "remark": "Not so"}
    answer_for(by=None, at=DURING, **disputed)
    assert [o.number for o in named(call, applicants(call))] == [2]
    answer_for(by=None, made=made, state=Confirmation.CONFIRMED, at=DURING)
    assert [o.number for o in named(call, applicants(call))] == [2, 4]
    answer_for(by=None, made=made, state=Confirmation.DISOWNED, at=DURING)
    assert [o.number for o in named(call, applicants(call))] == [2]
    erase_call(by=cast.amina, call=call, at=CLOSES + timedelta(days=800))
    page = client.get(f"/en/harbour/calls/{call.key}/").content.decode()
    assert "The names were erased" in page and json.loads(told(client, call).content) == []


@pytest.mark.parametrize("rule", ["none", "chosen"])
def test_under_every_other_rule_nothing_is_told(client, cast, rule) -> None:
    call = a_call(cast, names_rule=rule)
    nominee(cast, call, "Ida")
    page = client.get(f"/en/harbour/calls/{call.key}/").content.decode()
    assert "Ida" not in page and "Names of those who applied" not in page
    assert told(client, call).status_code == 404


def test_a_cancelled_call_names_nobody_and_an_offer_is_named_by_its_hosts(client, cast) -> None:
    hosting = a_call(cast, "hosting", names_rule="all")
    an_application(cast, hosting, cast.chen)
    page = client.get(f"/en/harbour/calls/{hosting.key}/").content.decode()
    assert "City of Aling, Aling" in page and "Ada" not in page  # who wrote it is not named
    partners = a_call(cast, "partnership", names_rule="all")
    an_application(cast, partners, cast.greta)
    assert [r["name"] for r in json.loads(told(client, partners).content)] == ["Network of quays"]
    gone = a_call(cast, names_rule="all")
    nominee(cast, gone, "Ida")
    cancel_call(by=cast.amina, call=gone, reason="No money", at=DURING)
    assert told(client, gone).status_code == 404
    assert "Ida" not in client.get(f"/en/harbour/calls/{gone.key}/").content.decode()
