"""Who may prepare, compute, adopt and change a group, and who may see what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from travaux.calls.models import Call, NamesRule, Selection
from travaux.calls.queries import standing
from travaux.core.ledger.canonical import digest
from travaux.correspondence.queries.clearance import deed_of
from travaux.correspondence.rules import is_named, may_go_out
from travaux.panels.models import GapCall, Offer, Panel, Seat
from travaux.panels.states import LOTS, PanelState
from travaux.people.models import MEMBER, Person, Role
from travaux.people.queries import holds, must_declare
from travaux.people.rules import may_begin
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.roadmap.models import Process

CLEARED_AS = "selection"
LETTER = "panel-offer:"  # what causes the letter of an offer, in the outbox
MOST_SEATS = 10_000
# Where something cannot be done, and the reason that is given there.
_FIXED = dict.fromkeys(set(PanelState) - {PanelState.PREPARING}, "panel-frozen")
_NOT_ADOPTED = dict.fromkeys(set(PanelState) - {PanelState.ADOPTED}, "panel-not-adopted")
_UNCOMPUTED = {
    PanelState.PREPARING: "panel-not-computed",
    PanelState.FROZEN: "panel-not-computed",
    PanelState.ADOPTED: "panel-adopted",
}


def _secretariat(person: Person | None, process: Process) -> Verdict:
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    return YES if holds(person, process.code, [Role.SECRETARIAT]) else no("not-your-role")


def _where(panel: Panel, refused: Mapping[PanelState, str]) -> Verdict:
    """Yes, unless the group stands where this cannot be done; each state has its own reason."""
    code = refused.get(PanelState(panel.state))
    return no(code) if code else YES


def may_start_panel(person: Person | None, process: Process) -> Verdict:
    """The secretariat starts the choosing of a group."""
    return _secretariat(person, process)


def may_prepare(person: Person | None, panel: Panel) -> Verdict:
    """Pool and quotas are the secretariat's, until they are frozen."""
    return _secretariat(person, panel.process) and _where(panel, _FIXED)


def may_freeze(person: Person | None, panel: Panel) -> Verdict:
    """Pool and quotas are frozen together; what is frozen is what is computed with."""
    return may_prepare(person, panel) and may_check(panel)


def call_allows_method(call: Call | None, method: str, floor: Decimal | None) -> Verdict:
    """Lots are drawn for the nominees of a call only as it announced: among all, or among equals.

    Equals are those whose score reaches a floor. A pool out of a table names its call in words.
    """
    if call is None or method not in LOTS or call.selection == Selection.LOTTERY:
        return YES
    if call.selection == Selection.LOTS_AMONG_EQUALS:
        return YES if floor is not None else no("lots-among-equals-only")
    return no("lots-not-in-call")


def call_allows_names(call: Call | None, names_announced: str) -> Verdict:
    """Nobody is named in public where the call announced that no names are published."""
    refused = call is not None and call.names_rule == NamesRule.NONE and names_announced.strip()
    return no("names-not-in-call") if refused else YES


def as_announced(panel: Panel) -> Verdict:
    """Method and names are as the call announced; the pool may have come after both."""
    return call_allows_method(panel.call, panel.method, panel.floor) and call_allows_names(
        panel.call, panel.names_announced
    )


def may_reopen(person: Person | None, panel: Panel) -> Verdict:
    """What is frozen is opened again before adoption only, and the reason and seed are published."""
    return _secretariat(person, panel.process) and _where(
        panel, {PanelState.PREPARING: "panel-still-open", PanelState.ADOPTED: "panel-adopted"}
    )


def may_compute(person: Person | None, panel: Panel) -> Verdict:
    """A recommendation is computed once for what is frozen, so that nobody draws until it suits."""
    return _secretariat(person, panel.process) and _where(
        panel,
        {
            PanelState.PREPARING: "panel-not-frozen",
            PanelState.COMPUTED: "panel-computed",
            PanelState.ADOPTED: "panel-computed",
        },
    )


def may_check(panel: Panel) -> Verdict:
    """Quotas are checked against a pool; without one there is nothing to check."""
    return YES if panel.nominees.exists() else no("pool-first")


def may_draw(person: Person | None, panel: Panel) -> Verdict:
    """One number is drawn, once, after the numbered panels are published."""
    verdict = _secretariat(person, panel.process) and _where(panel, _UNCOMPUTED)
    return no("drawn-already") if verdict and _drawn(panel) else verdict


def _drawn(panel: Panel) -> bool:
    current = panel.recommendations.filter(current=True).first()
    return current is not None and bool(current.selected)


def may_adopt(person: Person | None, panel: Panel) -> Verdict:
    """The secretariat records the adoption by the named authority; the computer adopts nothing.

    Where the process asks for it, what is recorded is approved first (`adoption_may_go_out`).
    """
    verdict = _secretariat(person, panel.process) and _where(panel, _UNCOMPUTED)
    return no("draw-first") if verdict and not _drawn(panel) else verdict


def adoption_is_whole(authority: str, adopted_on: date, source: str, at: datetime) -> Verdict:
    """An adoption names its authority and where it is written, and its day has been."""
    if not authority.strip():
        return no("authority-needed")
    if not source.strip():
        return no("source-missing")
    return no("adopted-in-the-future") if adopted_on > at.date() else YES


def adoption_values(
    authority: str, adopted_on: date, source: str, changes: Iterable[tuple[str, str, str]]
) -> dict[str, Any]:
    """An adoption as plain values: who, when, where it is written, each departure."""
    return {
        "authority": authority.strip(),
        "adopted_on": adopted_on.isoformat(),
        "source": source.strip(),
        "changes": [[out, into, reason.strip()] for out, into, reason in changes],
    }


def what_is_adopted(panel: Panel, values: Mapping[str, Any]) -> str:
    """The digest of an adoption: of what was recommended, and of what is recorded on top of it."""
    made = panel.recommendations.filter(current=True).first()
    told = {
        "titles": panel.titles,
        "input": panel.input_hash,
        "recommendation": made.key if made else "",
        "selected": list(made.selected) if made else [],
        "names_announced": panel.names_announced,
    }
    return digest({**told, **values})


def adoption_may_go_out(panel: Panel, values: Mapping[str, Any]) -> Verdict:
    """Where the process asks for it, a group is adopted just as it was approved."""
    return may_go_out(
        panel.process.code, CLEARED_AS, panel.key, lambda: what_is_adopted(panel, values)
    )


def what_is_changed(panel: Panel, values: Mapping[str, Any]) -> str:
    """The digest of a change of the members, for a group whose members are still those it meets."""
    held = panel.seats.filter(until__isnull=True).order_by("key").values_list("key", flat=True)
    return digest({"titles": panel.titles, "held": list(held), **values})


def change_may_go_out(panel: Panel, values: Mapping[str, Any]) -> Verdict:
    """Where the process asks for it, members leave and come just as it was approved."""
    return may_go_out(
        panel.process.code, CLEARED_AS, panel.key, lambda: what_is_changed(panel, values)
    )


def what_is_offered(panel: Panel) -> str:
    """The digest of the letters that offer places of a group: to whom, and what they say."""
    groups = [panel.key, *panel.regional.order_by("pk").values_list("key", flat=True)]
    letters = Mail.objects.filter(about__in=groups, once__startswith=LETTER)
    told = letters.order_by("once").values_list("once", "to", "subject", "text")
    return digest({"letters": [list(one) for one in told]})


def offers_may_go_out(panel: Panel) -> Verdict:
    """Where the process asks for it, letters that offer places go just as they were approved."""
    first = panel.parent or panel
    return may_go_out(first.process.code, "letter", first.key, lambda: what_is_offered(first))


def may_change_group(person: Person | None, panel: Panel) -> Verdict:
    """Who leaves and who comes is recorded by the secretariat, once the group is adopted."""
    return _secretariat(person, panel.process) and _where(panel, _NOT_ADOPTED)


def may_offer(person: Person | None, panel: Panel) -> Verdict:
    """Those not chosen are offered a place in their regional group, once the group is adopted."""
    verdict = may_change_group(person, panel)
    if verdict and panel.parent_id is not None:
        return no("group-is-regional")
    return verdict


def may_take_nominees(person: Person | None, gap_call: GapCall, at: datetime) -> Verdict:
    """Whom a closed call brought is offered a place in the regional group that it was to fill."""
    verdict = may_change_group(person, gap_call.panel)
    if not verdict:
        return verdict
    if gap_call.panel.parent_id is None:
        return no("group-is-first")
    return YES if standing(gap_call.call, at).is_closed else no("call-still-open")


def may_set_targets(person: Person | None, panel: Panel) -> Verdict:
    """Quotas are set while a group is prepared; the targets of a regional group at any time."""
    if panel.parent_id is not None:
        return may_change_group(person, panel)
    return may_prepare(person, panel)


def may_answer(offer: Offer, at: datetime) -> Verdict:
    """Who holds the link answers, and may answer otherwise until the day that the letter told."""
    if offer.nominee.erased_at is not None:
        return no("offer-erased")
    parent = offer.panel.parent
    if parent and parent.seats.filter(nominee__code=offer.nominee.code, until=None).exists():
        return no("offer-overtaken")
    return YES if at < offer.answer_until else no("offer-closed")


def may_handle_offer(person: Person | None, offer: Offer) -> Verdict:
    """The secretariat adds an address, and records an answer that came by another way."""
    verdict = may_change_group(person, offer.panel)
    if verdict and offer.nominee.erased_at is not None:
        return no("offer-erased")
    return verdict


def may_see_pool(person: Person | None, panel: Panel) -> Verdict:
    """Names and single scores are for the secretariat, for auditors, and for who clears the group."""
    if person is None or not getattr(person, "pk", None):
        return no("sign-in-first")
    roles = [Role.SECRETARIAT, Role.AUDITOR]
    if holds(person, panel.process.code, roles):
        return YES
    if _to_clear(panel) and is_named(person, panel.process.code, CLEARED_AS, panel.key):
        return YES
    return no("not-your-role")


def _to_clear(panel: Panel) -> bool:
    """Whether an adoption, or a change of the members, waits to be cleared."""
    if panel.state == PanelState.ADOPTED:
        return deed_of(CLEARED_AS, panel.key) is not None
    return panel.state == PanelState.COMPUTED


def may_read_offers(person: Person | None, panel: Panel) -> Verdict:
    """Offers and letters are read by the secretariat, auditors, and who clears the letters."""
    verdict = may_see_pool(person, panel)
    first = panel.parent or panel
    if not verdict and is_named(person, panel.process.code, "letter", first.key):
        return YES
    return verdict


def may_see_panel(person: Person | None, panel: Panel) -> Verdict:
    """A group is public from the freezing on: what was asked, the seal, then what came of it."""
    if panel.state != PanelState.PREPARING or panel.reopenings.exists():
        return YES
    return may_see_pool(person, panel)


def seat_begins(seat: Seat, at: datetime | None = None) -> Verdict:
    """A seat begins once the member's declaration of interests stands and does not exclude them."""
    code = seat.panel.process.code
    if seat.nominee.person is None:
        return no("interests-missing") if must_declare(MEMBER, code) else YES
    return may_begin(seat.nominee.person, code, MEMBER, at)
