"""Who may prepare, compute, adopt and change a group, and who may see what."""

from __future__ import annotations

from travaux.panels.models import Panel
from travaux.panels.states import PanelState
from travaux.people.models import Person, Role
from travaux.people.queries import holds
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.roadmap.models import Process

MOST_SEATS = 10_000
ANY = (PanelState.PREPARING, PanelState.FROZEN, PanelState.COMPUTED, PanelState.ADOPTED)


def _secretariat(person: Person | None, process: Process) -> Verdict:
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    return YES if holds(person, process.code, [Role.SECRETARIAT]) else no("not-your-role")


def _in(panel: Panel, states: tuple[PanelState, ...], code: str) -> Verdict:
    return YES if panel.state in states else no(code)


def may_start_panel(person: Person | None, process: Process) -> Verdict:
    """The secretariat starts the choosing of a group."""
    return _secretariat(person, process)


def may_prepare(person: Person | None, panel: Panel) -> Verdict:
    """Pool and quotas are the secretariat's, until they are frozen."""
    return _secretariat(person, panel.process) and _in(
        panel, (PanelState.PREPARING,), "panel-frozen"
    )


def may_freeze(person: Person | None, panel: Panel) -> Verdict:
    """Pool and quotas are frozen together; what is frozen is what is computed with."""
    verdict = may_prepare(person, panel)
    if not verdict:
        return verdict
    return YES if panel.nominees.exists() else no("pool-first")


def may_reopen(person: Person | None, panel: Panel) -> Verdict:
    """What is frozen is opened again before adoption only, and the reason and seed are published."""
    verdict = _secretariat(person, panel.process)
    if not verdict:
        return verdict
    if panel.state == PanelState.PREPARING:
        return no("panel-still-open")
    return _in(panel, (PanelState.FROZEN, PanelState.COMPUTED), "panel-adopted")


def may_compute(person: Person | None, panel: Panel) -> Verdict:
    """A recommendation is computed once for what is frozen, so that nobody draws until it suits."""
    verdict = _secretariat(person, panel.process)
    if not verdict:
        return verdict
    if panel.state == PanelState.PREPARING:
        return no("panel-not-frozen")
    return _in(panel, (PanelState.FROZEN,), "panel-computed")


def may_check(panel: Panel) -> Verdict:
    """Quotas are checked against a pool; without one there is nothing to check."""
    return YES if panel.nominees.exists() else no("pool-first")


def may_draw(person: Person | None, panel: Panel) -> Verdict:
    """One number is drawn, once, after the numbered panels are published."""
    verdict = _secretariat(person, panel.process)
    if not verdict:
        return verdict
    if panel.state == PanelState.ADOPTED:
        return no("panel-adopted")
    if panel.state != PanelState.COMPUTED:
        return no("panel-not-computed")
    return no("drawn-already") if _drawn(panel) else YES


def _drawn(panel: Panel) -> bool:
    current = panel.recommendations.filter(current=True).first()
    return current is not None and bool(current.selected)


def may_adopt(person: Person | None, panel: Panel) -> Verdict:
    """The secretariat records the adoption by the named authority; the computer adopts nothing."""
    verdict = _secretariat(person, panel.process)
    if not verdict:
        return verdict
    if panel.state == PanelState.ADOPTED:
        return no("panel-adopted")
    if panel.state != PanelState.COMPUTED:
        return no("panel-not-computed")
    return YES if _drawn(panel) else no("draw-first")


def may_change_group(person: Person | None, panel: Panel) -> Verdict:
    """Who leaves and who comes is recorded by the secretariat, once the group is adopted."""
    return _secretariat(person, panel.process) and _in(
        panel, (PanelState.ADOPTED,), "panel-not-adopted"
    )


def may_see_pool(person: Person | None, panel: Panel) -> Verdict:
    """Names and single scores are for the secretariat, and for auditors."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    roles = [Role.SECRETARIAT, Role.AUDITOR]
    return YES if holds(person, panel.process.code, roles) else no("not-your-role")


def may_see_panel(person: Person | None, panel: Panel) -> Verdict:
    """A group is public from the freezing on: what was asked, the seal, then what came of it."""
    if panel.state != PanelState.PREPARING or panel.reopenings.exists():
        return YES
    return may_see_pool(person, panel)
