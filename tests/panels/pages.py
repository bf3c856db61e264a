"""What the crawl of every page needs to know of the room of groups."""

from __future__ import annotations

from typing import Any

from travaux.plumbing import clock

ADOPTED = {"panel": "adopted group"}
OPEN = {"panel": "group in preparation"}
FROZEN = {"panel": "frozen group"}
RECOMMENDED = {"panel": "recommended group"}
ENTRIES: dict[str, dict[str, str]] = {
    **{
        f"panels:{name}": ADOPTED
        for name in (
            "panel", "composition-file", "members-file", "dossier", "public-file", "people-file",
            "quotas-file", "freeze",
        )
    },
    **{
        f"panels:{name}": OPEN
        for name in ("prepare", "pool", "columns", "people", "quotas", "method", "start-check")
    },
    "panels:demand": {**OPEN, "number": "=0"},
    "panels:try": OPEN,
    "panels:trial": {**OPEN, "trial": "trial"},
    "panels:members": ADOPTED,
    "panels:change": ADOPTED,
    "panels:carry-out": ADOPTED,
    "panels:leave": {**ADOPTED, "seat": "group seat"},
    "panels:check": {**OPEN, "job": "group check"},
    "panels:computing": {"panel": "group under way", "job": "group computing"},
    "panels:compute": FROZEN,
    "panels:reopen": FROZEN,
    "panels:draw": {"panel": "lottery"},
    "panels:adopt": RECOMMENDED,
    "panels:regional": ADOPTED,
    "panels:offers": ADOPTED,
    "panels:offers-file": ADOPTED,
    "panels:one-offer": {**ADOPTED, "offer": "group offer"},
    "panels:offer": {"token": "group offer link"},
    "panels:gap-call": {"panel": "regional group"},
    "panels:take": {"panel": "regional group", "call": "gap call"},
    "panels:addresses": ADOPTED,
}  # fmt: skip

OFFERING = "tests/panels/test_offering.py::test_out_of_a_call_the_letter_has_its_address_and_the_authority_is_told_each_answer_once"
ELSEWHERE: dict[str, str] = dict.fromkeys(
    ["panels/mail/answered.txt", "panels/mail/answered_subject.txt"], OFFERING
)
ELSEWHERE["panels/letters.html"] = (
    "tests/panels/test_clearing.py::"
    "test_who_clears_letters_reads_every_wording_but_no_link_and_no_pool"
)


def things(world: Any) -> dict[str, str]:
    """Names of things in the demonstration -> their keys in addresses."""
    from tests.panels.makers import FEATURES, SETTINGS, table
    from travaux.panels import actions, queries
    from travaux.panels.models import Recommendation
    from travaux.panels.states import PanelState

    amina, now = world.people["amina@demo.example"], clock.now()
    adopted = world.panels["experts"]
    dossier = adopted.recommendations.get(current=True)

    def one(**also: Any) -> Any:
        panel = actions.start_panel(
            by=amina, process=world.process, titles={"en": "A group"}, seats=(8, 8), at=now, **also
        )
        actions.keep_pool_file(by=amina, panel=panel, data=table(), name="pool.csv", at=now)
        actions.take_pool(
            by=amina, panel=panel, data=table(), code_column="code", name_column="name",
            score_column="score", features=FEATURES, at=now,
        )  # fmt: skip
        return actions.set_quotas(by=amina, panel=panel, settings=SETTINGS, at=now)

    open_one = one()
    frozen = actions.freeze_panel(by=amina, panel=one(), at=now)
    under_way = actions.freeze_panel(by=amina, panel=one(), at=now)
    recommended, lottery = (
        actions.freeze_panel(by=amina, panel=one(**also), at=now)
        for also in ({}, {"method": "maximin", "lots_announced": "Call, paragraph 4"})
    )
    for panel, selected in ((recommended, [f"N{n:02}" for n in range(1, 9)]), (lottery, [])):
        Recommendation.objects.create(
            panel=panel, dossier=dossier.dossier, selected=selected, reserve=[], facts={}, at=now
        )
        type(panel).objects.filter(pk=panel.pk).update(state=PanelState.COMPUTED, computed_at=now)
    seat = adopted.seats.filter(until=None).first()
    trial = actions.start_trial(by=amina, panel=open_one, settings=SETTINGS, at=now)
    done = actions.start_trial(by=amina, panel=open_one, settings=SETTINGS, at=now)
    outcome = {"feasible": True, "chances": {"N01": 1.0}, "score": "50"}
    actions.record_trial(
        by=amina, trial=done, result={"present": outcome, "tried": outcome, "prices": []}, at=now
    )
    offer = queries.offers_of(adopted).first()
    assert offer is not None
    return {
        "group offer": offer.key,
        "gap call": actions.prepare_gap_call(by=amina, panel=offer.panel, at=now).call.key,
        "group offer link": queries.token_of(offer),
        "regional group": offer.panel.key,
        "group seat": seat.key,
        "trial": trial.key,
        "trial that is done": done.key,
        "adopted group": adopted.key,
        "group in preparation": open_one.key,
        "frozen group": frozen.key,
        "group under way": under_way.key,
        "recommended group": recommended.key,
        "lottery": lottery.key,
        "group check": actions.start_check(by=amina, panel=open_one, at=now).key,
        "group computing": actions.start_computing(by=amina, panel=under_way, at=now).key,
    }
