"""What if: other quotas beside the present ones, who is affected, and what each quota costs."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from travaux.core.problems import Unusable
from travaux.panels import actions, queries, rules
from travaux.panels.labels import Labels
from travaux.panels.models import Panel
from travaux.panels.queries import Settings
from travaux.panels.states import Method
from travaux.panels.views.computing import explanation
from travaux.panels.views.frame import failure_of, frame, panel_for_staff, sentence_of
from travaux.panels.views.prices import priced
from travaux.panels.views.quotas import read_typed, table_of
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.models import Job
from travaux.plumbing.verdicts import Refusal

SAME = 0.0005  # a chance that moves by less is shown as the same
MOST_ROWS = 200


@login_required
def trying(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Change quotas and try them out; nothing that binds is touched."""
    here = panel_for_staff(request, process, panel)
    if not here.nominees.exists():
        return redirect("panels:panel", process, here.key)
    table = table_of(here, queries.settings_of(here), propose=False)
    refused: list[str] = []
    if request.method == "POST":
        read_typed(table, request.POST)
        refused = table.faults
        if table.settings is not None:
            try:
                queries.instance_of(here, table.settings)
                trial = actions.start_trial(
                    by=signed_in(request), panel=here, settings=table.settings, at=clock.now()
                )
            except (Refusal, Unusable) as problem:
                refused.append(sentence_of(problem))
            else:
                return redirect("panels:trial", process, here.key, trial.key)
    context = {
        **frame(here.process, here),
        "table": table,
        "refused": refused,
        "flex": False,
        "trials": queries.trials_of(here)[:10],
    }
    return render(request, "panels/try.html", context, status=422 if refused else 200)


@login_required
def trial(request: HttpRequest, process: str, panel: str, trial: str) -> HttpResponse:
    """What the trial gave, side by side with the present rules."""
    here = panel_for_staff(request, process, panel)
    found = queries.trials_of(here).filter(key=trial).first()
    if found is None:
        raise Http404(trial)
    job = Job.objects.filter(key=found.job).first()
    failed = failure_of(job) if job is not None else ""
    if not found.result:
        context = {**frame(here.process, here), "job": job, "failed": failed}
        return render(request, "panels/trial_working.html", context)
    present, tried = found.result["present"], found.result["tried"]
    both = present["feasible"] and tried["feasible"]
    names = {n.code: n.name or n.code for n in here.nominees.all()}
    tried_settings, labels = queries.settings_from_plain(found.settings), Labels(here)
    context = {
        **frame(here.process, here),
        "trial": found,
        "merit": here.method == Method.MERIT,
        "present": present,
        "tried": tried,
        "why_present": explanation(present, labels),
        "why_tried": explanation(tried, labels),
        "changes": changed(queries.settings_of(here), tried_settings, labels),
        "affected": affected(present["chances"], tried["chances"], names)[:MOST_ROWS]
        if both
        else [],
        "both": both,
        "attributes": side_by_side(here, tried_settings, present, tried, labels) if both else [],
        **priced(found.result.get("prices"), names, labels),
        "may_prepare": rules.may_prepare(person_of(request), here),
    }
    return render(request, "panels/trial.html", context)


def changed(present: Settings, tried: Settings, labels: Labels) -> list[dict[str, str]]:
    """What was asked for and what is tried instead, where they differ."""

    def asked(settings: Settings) -> dict[str, str]:
        told = {_("Seats"): "–".join(map(str, dict.fromkeys(settings.seats)))}
        for q in settings.quotas:
            told[f"{labels.feature(q.feature).text}: {labels.value(q.feature, q.value).text}"] = (
                _range(q.low, q.high)
            )
        for a in settings.at_most:
            told[_("At most of each value") + f": {labels.feature(a.feature).text}"] = str(a.number)
        return told

    before, after = asked(present), asked(tried)
    return [
        {"what": what, "present": before.get(what, "–"), "tried": after.get(what, "–")}
        for what in dict.fromkeys([*before, *after])
        if before.get(what) != after.get(what)
    ]


def _range(low: int, high: int | None) -> str:
    if high is None:
        return _("%(low)s or more") % {"low": low}
    return str(low) if low == high else f"{low}–{high}"


def affected(
    present: dict[str, float], tried: dict[str, float], names: dict[str, str]
) -> list[dict[str, Any]]:
    """Whose chance moves, those who lose most first."""
    found = []
    for code in dict.fromkeys([*present, *tried]):
        before, after = present.get(code, 0.0), tried.get(code, 0.0)
        if abs(after - before) >= SAME:
            found.append(
                {
                    "name": names.get(code, code),
                    "present": f"{before:.1%}",
                    "tried": f"{after:.1%}",
                    "by": after - before,
                }
            )
    return sorted(found, key=lambda one: one["by"])


def side_by_side(
    panel: Panel,
    tried_settings: Settings,
    present: dict[str, Any],
    tried: dict[str, Any],
    labels: Labels,
) -> list[dict[str, Any]]:
    """For each value, how many are expected in the group under either set of rules."""
    nominees = list(panel.nominees.all())
    asked = queries.settings_of(panel)
    rows = dict.fromkeys((q.feature, q.value) for q in (*asked.quotas, *tried_settings.quotas))

    def expected(chances: dict[str, float], feature: str, value: str) -> str:
        total = sum(
            chances.get(n.code, 0.0) for n in nominees if value in n.features.get(feature, ())
        )
        return f"{total:.1f}".removesuffix(".0")

    return [
        {
            "feature": labels.feature(feature),
            "value": labels.value(feature, value),
            "present": expected(present["chances"], feature, value),
            "tried": expected(tried["chances"], feature, value),
        }
        for feature, value in rows
    ]
