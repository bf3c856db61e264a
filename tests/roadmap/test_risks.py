"""The register of risks: who keeps it, what it refuses, and that it moves nothing by itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.cast import START
from travaux.people.actions import appoint
from travaux.people.models import Role
from travaux.plumbing.verdicts import Refusal
from travaux.roadmap.actions import keep_risk, settle_risk
from travaux.roadmap.models import MilestoneChange, Risk

AT = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def note(cast, process, **also):
    given = {
        "by": cast.amina, "process": process, "titles": {"en": "The hall is lost"},
        "likelihood": 3, "effect": 4, "owner": "Meetings unit", "response": {"en": "A second hall"},
        "source": "note", "at": AT,
    } | also  # fmt: skip
    return keep_risk(**given)


@pytest.mark.parametrize(
    ("also", "code"),
    [
        ({"titles": {"en": " "}}, "title-missing"),
        ({"likelihood": 6}, "risk-level-unknown"),
        ({"effect": 0}, "risk-level-unknown"),
        ({"owner": ""}, "risk-without-owner"),
        ({"weeks": 3}, "risk-weeks-without-milestone"),
    ],
)
def test_what_is_refused(cast, also, code):
    with pytest.raises(Refusal) as refused:
        note(cast, cast.process, **also)
    assert refused.value.code == code and refused.value.sentence
    assert not Risk.objects.exists()


def test_only_the_secretariat_keeps_it(cast):
    for person in (cast.bruno, cast.dana, cast.olga):
        with pytest.raises(Refusal):
            note(cast, cast.process, by=person)
    risk = note(cast, cast.process)
    with pytest.raises(Refusal):
        settle_risk(by=cast.bruno, risk=risk, verb="strike", at=AT)
    settle_risk(by=cast.amina, risk=risk, verb="strike", at=AT)
    with pytest.raises(Refusal) as refused:
        settle_risk(by=cast.amina, risk=risk, verb="strike", at=AT)
    assert refused.value.code == "moved-meanwhile"


def test_two_who_look_at_it_anew_do_not_overwrite_each_other(cast):
    risk = note(cast, cast.process)
    note(cast, cast.process, risk=risk, seen=0, likelihood=5)
    with pytest.raises(Refusal) as refused:
        note(cast, cast.process, risk=risk, seen=0, likelihood=1)
    assert refused.value.code == "moved-meanwhile"
    assert Risk.objects.get().likelihood == 5


def test_the_register_takes_up_challenges_and_only_asks_the_forecast(reference, cast, client):
    appoint(
        by=None, person=cast.amina, role=Role.SECRETARIAT, process_code=reference.code, at=START
    )
    page = reverse("roadmap:risks", args=[reference.code])
    assert "Note a risk" not in client.get(page).content.decode()
    client.force_login(cast.amina, backend=BACKEND)
    assert "Challenges of the plan" in client.get(page).content.decode()
    challenge = reference.planned_facts.filter(kind="challenge").first()
    add = reverse("roadmap:risk-add", args=[reference.code])
    form = client.get(f"{add}?challenge={challenge.code}").content.decode()
    assert f'value="{challenge.code}"' in form
    egm = reference.milestones.get(code="egm-2")
    sent = {"title": "Money comes late", "likelihood": "4", "effect": "5", "owner": "Head of unit",
            "response": "", "milestone": str(egm.pk), "weeks": "6", "line": "egm-2", "source": "",
            "language": "en", "challenge": challenge.code}  # fmt: skip
    before = MilestoneChange.objects.count()
    told = client.post(add, sent, follow=True).content.decode()
    assert "Money comes late" in told and "slip-egm-2=6" in told and "what if 6 weeks" in told
    assert MilestoneChange.objects.count() == before  # it moves no date
    risk = Risk.objects.get()
    one = reverse("roadmap:risk", args=[reference.code, risk.key])
    assert "Money comes late" in client.get(one).content.decode()
    client.post(one, sent | {"owner": "Director", "seen": "0"})
    client.post(page, {"risk": risk.key, "do": "close"})
    row = client.get(reverse("roadmap:risks-file", args=[reference.code, "json"])).json()[0]
    assert (row["owner"], row["state"], row["weeks"]) == ("Director", "closed", 6)
