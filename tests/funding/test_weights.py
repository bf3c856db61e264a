"""The secretariat sets what each loss weighs, and every page and note reckons with it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from tests.cast import START
from tests.funding.test_ledger import refused
from tests.funding.test_pages import BACKEND
from travaux.funding import actions
from travaux.funding.models import ScenarioWeights
from travaux.funding.weighing import leaner_of, weighed, weight_names
from travaux.journal.models import Line
from travaux.people.actions import appoint
from travaux.people.models import Role
from travaux.reports.queries.needs import needs

AT = datetime(2024, 5, 20, 9, 0, tzinfo=UTC)
WHY = {"en": "Consultations came to matter more."}
BUDGET = Decimal(429000)


@pytest.fixture
def keeper(cast, reference):
    appoint(
        by=None, person=cast.amina, role=Role.SECRETARIAT, process_code=reference.code, at=START
    )
    return cast.amina


def keep(by, process, **weights):
    named = {k.replace("__", "/").replace("_", "-"): Decimal(v) for k, v in weights.items()}
    return actions.keep_weights(by=by, process=process, weights=named, reasons=WHY, at=AT)


def test_weights_move_the_best_choice_and_the_note_with_it(keeper, reference):
    before = weighed(reference, BUDGET)
    assert before.best.chosen["regional-1"] == "dropped"
    heavy = {n: Decimal(40) for n in weight_names(leaner_of(reference)) if n.endswith("/states")}
    actions.keep_weights(by=keeper, process=reference, weights=heavy, reasons=WHY, at=AT)
    after = weighed(reference, BUDGET)
    assert after.best.proven and after.best.chosen != before.best.chosen
    states = [
        sum(x.heard for x in one.best.lost if x.name.endswith("/states")) for one in (before, after)
    ]
    assert states[0] == 0 < states[1]
    assert needs(reference, date(2024, 6, 1))["scenario"] is not None
    kept = Line.objects.get(what="funding.keep_weights")
    assert kept.facts["weights"]["africa/states"] == "40"
    # as in the file again: nothing is kept apart
    plan = {n: Decimal(3) if n == "africa/states" else Decimal(40) for n in heavy}
    actions.keep_weights(by=keeper, process=reference, weights=plan, reasons=WHY, at=AT)
    assert "africa/states" not in ScenarioWeights.objects.get(process=reference).weights


def test_what_cannot_weigh_is_refused(keeper, cast, reference):
    refused("scenarios-weighed-by-secretariat", keep, cast.bruno, reference, africa__states=1)
    refused("loss-weight-of-nothing", keep, keeper, reference, moon__states=1)
    refused("loss-weight-out-of-range", keep, keeper, reference, africa__states=-1)
    refused("loss-weight-out-of-range", keep, keeper, reference, africa__states=1001)
    refused("loss-weight-out-of-range", keep, keeper, reference, africa__states="nan")
    refused(
        "reason-missing", actions.keep_weights, by=keeper, process=reference, weights={},
        reasons={"en": " "}, at=AT,
    )  # fmt: skip
    assert not ScenarioWeights.objects.exists()


def test_the_page_keeps_what_was_typed_and_nobody_else_sees_it(keeper, cast, reference, client):
    address = reverse("funding:weights", args=[reference.code])
    client.force_login(cast.bruno, backend=BACKEND)
    assert client.get(address).status_code == 403
    client.force_login(keeper, backend=BACKEND)
    with translation.override("en"):
        page = client.get(address).content.decode()
        names = weight_names(leaner_of(reference))
        experts = f"w{names.index('africa/experts')}"
        assert "Africa · states" in page
        assert f'name="{experts}" value="2"' in page.replace("  ", " ")
        typed = {f"w{n}": "1" for n in range(len(names))} | {"reason": "why", "language": "en"}
        wrong = client.post(address, typed | {experts: "-3"})
        assert wrong.status_code == 422 and 'value="-3"' in wrong.content.decode()
        assert client.post(address, typed | {experts: "7.5"}).status_code == 302
    assert leaner_of(reference).weights["africa/experts"] == Decimal("7.5")
    assert client.get(reverse("funding:scenarios", args=[reference.code])).status_code == 200
