"""Partnerships and offers in kind: what was agreed, what was delivered, what is late."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.schedules.windows import Window
from travaux.funding import actions
from travaux.funding.forms_of_partners import DeliveryForm, PartnerForm, PromiseForm, ShowForm
from travaux.funding.models import Partnership
from travaux.funding.queries.partners import Standing, promises_of
from travaux.funding.queries.partners import partners as standings
from travaux.funding.rules import may_record_money
from travaux.funding.states import PARTNERSHIP_MOVES, PartnershipKind, PartnershipState
from travaux.funding.wording import PARTNERSHIP_VERBS
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap.models import Process
from travaux.roadmap.windows import window_words


def _line(one: Standing) -> dict[str, Any]:
    row = one.row
    return {
        "one": one,
        "row": row,
        "kind": PartnershipKind(row.kind).label,
        "state": PartnershipState(row.state).label,
        "due": window_words(Window.parse(one.due)) if one.due else "",
    }


def _promises(process: Process, but: str = "") -> list[tuple[str, str]]:
    """What was promised in calls and no other partnership is about: key and name."""
    taken = set(process.partnerships.exclude(promise="").values_list("promise", flat=True)) - {but}
    found = promises_of(process, clock.today())
    return [(k, f"{p.partner}: {p.what[:120]}") for k, p in found.items() if k not in taken]


def _demonstration(rows: list[Standing]) -> str:
    if any(r.row.demonstration for r in rows):
        return _("Some of the partners on this page are invented.")
    return ""


def partners(request: HttpRequest, process: str) -> HttpResponse:
    """The register: whole for the secretariat, for others what partners agreed to publish."""
    here = get_object_or_404(Process, code=process)
    may = may_record_money(request.user, here)  # type: ignore[arg-type]
    found = standings(here, clock.today(), whole=bool(may))
    context = {
        "process": here,
        "tab": "funding",
        "lines": [_line(one) for one in found],
        "late": sum(one.late for one in found),
        "may": may,
        "demonstration": _demonstration(found),
    }
    return render(request, "funding/partners.html", context)


@login_required
def add(request: HttpRequest, process: str) -> HttpResponse:
    """A partnership is noted."""
    here = get_object_or_404(Process, code=process)
    require(may_record_money(request.user, here))  # type: ignore[arg-type]
    initial = {"currency": here.currency, "offered_on": clock.today()}
    promised = _promises(here)
    form, refused = PartnerForm(request.POST or None, initial=initial, promises=promised), ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            kept = actions.keep_partnership(
                by=request.user,  # type: ignore[arg-type]
                process=here,
                titles=form.titles(),
                value=data["value"] or Decimal(0),
                promise=data.get("promise", ""),
                at=clock.now(),
                **{
                    k: data[k]
                    for k in ("kind", "partner", "currency", "basis", "offered_on", "due",
                              "consent", "source")
                },
            )  # fmt: skip
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            messages.success(request, _("Kept."))
            return redirect("funding:partner", here.code, kept.key)
    context = {"process": here, "tab": "funding", "form": form, "refused": refused}
    return render(request, "funding/partner_add.html", context)


def partner(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One partnership with its deliveries; the secretariat records there what became of it."""
    here = get_object_or_404(Process, code=process)
    may = may_record_money(request.user, here)  # type: ignore[arg-type]
    found = get_object_or_404(Partnership, process=here, key=key)
    if not may and not found.consent:
        raise Http404
    delivery, show, refused = DeliveryForm(initial={"on": clock.today()}), None, ""
    if request.method == "POST":
        require(may)
        delivery = DeliveryForm(
            request.POST if request.POST.get("do") == "deliver" else None,
            initial={"on": clock.today()},
        )
        try:
            if _done(request, found, delivery):
                messages.success(request, _("Kept."))
                return redirect("funding:partner", here.code, found.key)
        except Refusal as refusal:
            refused = refusal.sentence
        found.refresh_from_db()
    show = ShowForm(initial={"consent": found.consent})
    promised = _promises(here, found.promise) if may else []
    one = next(s for s in standings(here, clock.today(), whole=True) if s.row.pk == found.pk)
    context = {
        "process": here,
        "tab": "funding",
        **_line(one),
        "may": may,
        "delivery": delivery,
        "show": show,
        "about": PromiseForm(initial={"promise": found.promise}, promises=promised)
        if promised
        else None,
        "promise_lost": bool(found.promise) and one.promise is None,
        "verbs": [
            (verb, PARTNERSHIP_VERBS[verb])
            for verb, m in PARTNERSHIP_MOVES.items()
            if found.state in m.before
        ],
        "may_deliver": found.state == PartnershipState.AGREED,
        "refused": refused,
        "demonstration": _("This partner is invented.") if found.demonstration else "",
    }
    return render(request, "funding/partner.html", context)


def _done(request: HttpRequest, found: Partnership, delivery: DeliveryForm) -> bool:
    told: dict[str, Any] = {"by": request.user, "partnership": found, "at": clock.now()}
    verb = request.POST.get("do", "")
    if verb == "show":
        form = ShowForm(request.POST)
        if form.is_valid():
            actions.agree_to_show(consent=form.cleaned_data["consent"], **told)
        return form.is_valid()
    if verb == "about":
        about = PromiseForm(request.POST, promises=_promises(found.process, found.promise))
        if about.is_valid():
            actions.name_promise(promise=about.cleaned_data.get("promise", ""), **told)
        return about.is_valid()
    if verb != "deliver":
        actions.move_partnership(verb=verb, **told)
        return True
    if not delivery.is_valid():
        return False
    data = delivery.cleaned_data
    actions.note_delivery(
        titles=delivery.titles(),
        value=data["value"] or Decimal(0),
        on=data["on"],
        source=data["source"],
        **told,
    )
    return True


def partners_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The register as a file, as whoever asks may see it."""
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    here = get_object_or_404(Process, code=process)
    may = may_record_money(request.user, here)  # type: ignore[arg-type]
    columns = [
        ("id", _("Code")),
        ("kind", _("Kind")),
        ("partner", _("Partner")),
        ("what", _("What")),
        ("value", _("Value")),
        ("currency", _("Currency")),
        ("basis", _("How the value was reckoned")),
        ("state", _("Status")),
        ("agreed_on", _("Agreed on")),
        ("due", _("To be delivered")),
        ("promise", _("What was promised in a call")),
        ("delivered", _("Delivered")),
        ("late", _("Late")),
        ("source", _("Source")),
    ]
    rows = [
        [
            s.row.key, str(PartnershipKind(s.row.kind).label), s.row.partner, said(s.row.titles),
            str(s.row.value) if ending == "json" else float(s.row.value), s.row.currency,
            s.row.basis, str(PartnershipState(s.row.state).label), s.row.agreed_on or "",
            s.due, s.row.promise, str(s.delivered) if ending == "json" else float(s.delivered), s.late,
            s.row.source,
        ]
        for s in standings(here, clock.today(), whole=bool(may))
    ]  # fmt: skip
    title = _("Partnerships and offers in kind")
    data = write(ending, columns, rows, title=title, right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-partners")
