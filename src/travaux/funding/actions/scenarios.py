"""A chosen scenario becomes changes to the roadmap, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.utils import translation

from travaux.core.processes.leaner import question_of, read_leaner
from travaux.funding.models import ChosenScenario, ScenarioWeights
from travaux.funding.rules import may_weigh_scenarios
from travaux.funding.weighing import weighed, weight_names
from travaux.funding.wording import way_change_words
from travaux.journal.actions import action, record
from travaux.people.models import Person
from travaux.plumbing.languages import SIX, to_django
from travaux.plumbing.verdicts import refuse, require
from travaux.roadmap.actions import change_milestone
from travaux.roadmap.models import Process
from travaux.roadmap.states import ChangeKind, Mode

HEAVIEST = 1000  # times what weighs 1


@action
def keep_weights(
    *,
    by: Person,
    process: Process,
    weights: Mapping[str, Decimal],
    reasons: Mapping[str, str],
    at: datetime,
) -> ScenarioWeights:
    """What each loss weighs is set, with the reason; it stands over the plan's file from now on.

    What is named and weighs as in the file is not kept apart. Without any that differs, the file
    alone counts again.
    """
    require(may_weigh_scenarios(by, process))
    why = {k: v.strip() for k, v in reasons.items() if v.strip()}
    if not why:
        raise refuse("reason-missing")
    plan = read_leaner(process.scenarios)
    known = weight_names(plan)
    for name, weight in weights.items():
        if name not in known:
            raise refuse("loss-weight-of-nothing", name=name[:80])
        if not weight.is_finite() or not 0 <= weight <= HEAVIEST:
            raise refuse("loss-weight-out-of-range", most=HEAVIEST)
    question = question_of(plan)
    kept = {
        name: f"{weight.normalize():f}"
        for name, weight in weights.items()
        if Fraction(weight) != question.weight(name)
    }
    made, _new = ScenarioWeights.objects.update_or_create(
        process=process, defaults={"weights": kept, "reasons": why, "by_key": by.key, "at": at}
    )
    facts = {"weights": kept}
    record(by=by, subject=process.code, process=process.code, at=at, facts=facts)
    return made


@action
def choose_scenario(
    *,
    by: Person,
    process: Process,
    budget: Decimal,
    reasons: Mapping[str, str],
    at: datetime,
    digest: str = "",
) -> ChosenScenario:
    """The best choice within a budget is taken: what differs from the plan is changed there.

    A milestone is held in the way chosen (another mode), or a note says that it is dropped, merged
    or done with less; its date stays, which only a change of its own moves. `digest`: that of the
    plan which the person saw; another one by now is refused.
    """
    require(may_weigh_scenarios(by, process))
    why = {k: v.strip() for k, v in reasons.items() if v.strip()}
    if not why:
        raise refuse("reason-missing")
    if digest and digest != process.digest:
        raise refuse("moved-meanwhile")
    found = weighed(process, budget)
    if found is None or found.best is None:
        raise refuse("nothing-fits-this-sum")
    if not found.changes:
        raise refuse("scenario-is-the-plan")
    milestones = {m.code: m for m in process.milestones.all()}
    of = {a.code: a.milestone for a in found.leaner.activities}
    for code, before, way in found.changes:
        milestone = milestones.get(of[code])
        if milestone is None:
            continue
        mode = way if way in Mode.values else ""
        change_milestone(
            by=by,
            milestone=milestone,
            kind=ChangeKind.MODE if mode else ChangeKind.NOTE,
            mode=mode,
            reasons=why,
            texts=_in_six(found.names.get(code, {}), before, way),
            at=at,
        )
    chosen = ChosenScenario.objects.create(
        process=process,
        budget=budget,
        cost=found.best.cost,
        chosen=dict(found.best.chosen),
        changes=[list(c) for c in found.changes],
        reasons=why,
        chosen_on=at.date(),
        by_key=by.key,
        demonstration=process.demonstration or by.demonstration or found.leaner.invented,
    )
    record(
        by=by,
        subject=chosen.key,
        process=process.code,
        at=at,
        facts={
            "budget": str(budget),
            "cost": str(found.best.cost),
            "changes": [f"{code}: {way}" for code, _before, way in found.changes],
        },
    )
    return chosen


def _in_six(names: Mapping[str, str], before: str, way: str) -> dict[str, str]:
    texts = {}
    for code in SIX:
        with translation.override(to_django(code)):
            texts[code] = way_change_words(names.get(code) or names.get("en", ""), before, way)
    return texts
