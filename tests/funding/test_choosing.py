"""A chosen scenario becomes changes to the roadmap, each with its reason."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from django.urls import reverse

from tests.cast import START
from tests.funding.test_ledger import refused
from tests.funding.test_pages import BACKEND
from travaux.funding import actions
from travaux.funding.weighing import weighed
from travaux.people.actions import appoint
from travaux.people.models import Role
from travaux.roadmap.models import MilestoneChange

AT = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)


def test_what_differs_from_the_plan_is_changed_there(reference, cast, client):
    appoint(
        by=None, person=cast.amina, role=Role.SECRETARIAT, process_code=reference.code, at=START
    )
    told = {"by": cast.amina, "process": reference, "at": AT, "reasons": {"en": "The gap stays."}}
    refused("scenarios-weighed-by-secretariat", actions.choose_scenario, budget=Decimal(429000),
            **told | {"by": cast.bruno})  # fmt: skip
    refused("reason-missing", actions.choose_scenario, budget=Decimal(429000),
            **told | {"reasons": {"en": " "}})  # fmt: skip
    refused("nothing-fits-this-sum", actions.choose_scenario, budget=Decimal(300000), **told)
    refused("scenario-is-the-plan", actions.choose_scenario, budget=Decimal(1179384), **told)
    refused("moved-meanwhile", actions.choose_scenario, budget=Decimal(429000), digest="x", **told)
    assert not MilestoneChange.objects.filter(at=AT).exists()
    client.force_login(cast.amina, backend=BACKEND)
    address = reverse("funding:scenarios", args=[reference.code]) + "?budget=429000"
    page = client.get(address).content.decode()
    assert "Change the roadmap so" in page
    sent = {"reason": "The gap stays.", "language": "en", "digest": reference.digest}
    page = client.post(address, sent, follow=True).content.decode()
    assert "The changes stand in the roadmap." in page and "The gap stays." in page
    found = weighed(reference, Decimal(429000))
    rows = list(MilestoneChange.objects.filter(by_key=cast.amina.key))
    of = {a.code: a.milestone for a in found.leaner.activities if a.milestone}
    assert {r.milestone.code for r in rows} == {of[c] for c, _b, _w in found.changes if c in of}
    online = [r for r in rows if r.mode == "online"]
    assert online and all(r.reasons == {"en": "The gap stays."} for r in rows)
    assert all(set(r.texts) == {"ar", "zh", "en", "fr", "ru", "es"} for r in rows)


def test_whether_an_online_meeting_is_among_the_best_choices_is_told(reference):
    found = weighed(reference, None)
    online = [s for s in found.singles if s.activity.startswith("egm") and s.way == "online"]
    assert online and any(s.times for s in online)
    for s in online:
        assert s.saves > 0 and s.loss > 0
    never = [s for s in found.singles if not s.times]
    assert all(s.times <= len(found.frontier) for s in found.singles) and never is not None
