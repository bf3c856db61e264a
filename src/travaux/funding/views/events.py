"""Events of money one by one: recorded, taken back, and the events behind a total."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from travaux.core.funding.totals import by_currency, total
from travaux.core.problems import Unusable
from travaux.core.schedules.windows import Window
from travaux.design.templatetags.parts import money
from travaux.funding import actions
from travaux.funding.forms import ConsentForm, ReasonForm, RecordForm
from travaux.funding.models import MoneyEvent
from travaux.funding.queries import ledger, promises
from travaux.funding.rules import may_record_money
from travaux.funding.states import BASES, PROMISES
from travaux.funding.wording import TOTALS, earmark_words, kind_words
from travaux.plumbing import clock
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal, explain, require
from travaux.roadmap.models import Process
from travaux.roadmap.views.roadmap import as_at_of
from travaux.roadmap.windows import day_words, window_words


def _choices(here: Process, *, invented: bool) -> dict[str, list[tuple[str, str]]]:
    lines = list(here.budget_lines.all())
    known = [
        (
            e.code or e.key,
            _("%(kind)s of %(currency)s %(amount)s, %(party)s")
            % {
                "kind": kind_words(e.kind),
                "currency": e.currency,
                "amount": money(e.amount),
                "party": said(e.party) or "–",
            },
        )
        for e in promises(here, invented=invented)
    ]
    marks = [f"line:{x.code}" for x in lines]
    marks += sorted({f"activity:{x.activity}" for x in lines if x.activity})
    marks += sorted({f"region:{x.region}" for x in lines if x.region})
    titles = {x.code: said(x.titles) for x in lines}
    return {
        "promises": known,
        "lines": [(x.code, said(x.titles) or x.code) for x in lines],
        "earmarks": [(m, earmark_words(m, titles)) for m in marks],
    }


@login_required
def record(request: HttpRequest, process: str) -> HttpResponse:
    """The secretariat records an event of money."""
    here = get_object_or_404(Process, code=process)
    require(may_record_money(request.user, here))  # type: ignore[arg-type]
    known = _choices(here, invented=request.user.demonstration)  # type: ignore[union-attr]
    seen = here.money_events.count()
    initial = {"known_on": clock.today(), "seen": seen, "currency": here.currency}
    form = RecordForm(initial=initial, **known)
    refused, status = "", 200
    if request.method == "POST":
        typed = request.POST.copy()
        typed.setdefault("currency", here.currency)
        form = RecordForm(typed, **known)
        if form.is_valid():
            data = form.cleaned_data
            try:
                actions.record_money(
                    by=request.user,  # type: ignore[arg-type]
                    process=here,
                    party=form.texts("party"),
                    texts=form.texts("text"),
                    at=clock.now(),
                    **{
                        key: data[key]
                        for key in (
                            "kind", "amount", "currency", "of", "happened_on", "known_on",
                            "source", "seen", "line", "earmark", "basis",
                        )
                    },
                )  # fmt: skip
            except Refusal as refusal:
                refused = refusal.sentence
                if refusal.code == "moved-meanwhile":
                    status = 409
                    typed["seen"] = str(seen)  # what was typed stays; what was seen is renewed
                    form.data = typed
            else:
                messages.success(request, _("The event is on record."))
                return redirect("funding:funding", here.code)
    context = {"process": here, "tab": "funding", "form": form, "refused": refused}
    if here.demonstration:
        context["demonstration"] = _("This process and everything in it is invented.")
    return render(request, "funding/record.html", context, status=status)


def _invented(process: Process) -> str:
    """What is said of an invented entry; in a real process it stands in no sum."""
    if process.demonstration:
        return _("This entry is invented.")
    return _("This entry is invented. It stands in no sum of the process.")


def event(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One event with its rates and its counter-entry; the secretariat takes it back here."""
    here = get_object_or_404(Process, code=process)
    found = get_object_or_404(MoneyEvent, process=here, key=key)
    may = may_record_money(request.user, here)  # type: ignore[arg-type]
    code = found.code or found.key
    counter = here.money_events.filter(corrects=code).first() if not found.corrects else None
    corrected = None
    if found.corrects:
        corrected = next(
            (e for e in here.money_events.all() if (e.code or e.key) == found.corrects), None
        )
    form, refused = ReasonForm(), ""
    consent = ConsentForm(initial={"consent": found.consent})
    if request.method == "POST":
        require(may)
        told: dict[str, Any] = {"by": request.user, "event": found, "at": clock.now()}
        try:
            if request.POST.get("do") == "publish":
                consent = ConsentForm(request.POST)
                if consent.is_valid():
                    actions.agree_to_publish(consent=consent.cleaned_data["consent"], **told)
                    messages.success(request, _("Kept."))
                    return redirect("funding:event", here.code, found.key)
            else:
                form = ReasonForm(request.POST)
                if form.is_valid():
                    source = form.cleaned_data["source"]
                    made = actions.take_back(reasons=form.reasons(), source=source, **told)
                    messages.success(request, _("The counter-entry is on record."))
                    return redirect("funding:event", here.code, made.key)
        except Refusal as refusal:
            refused = refusal.sentence
    titles = {x.code: said(x.titles) for x in here.budget_lines.all()}
    context = {
        "process": here,
        "tab": "funding",
        "event": found,
        "kind": kind_words(found.kind),
        "when": window_words(Window.parse(found.happened_on)) if found.happened_on else "",
        "known": day_words(found.known_on),
        "earmark": earmark_words(found.earmark, titles) if found.earmark else "",
        "line": titles.get(found.line, found.line),
        "basis": BASES.get(found.basis, ""),
        "counter": counter,
        "corrected": corrected,
        "form": form if may and not counter and not found.corrects else None,
        "consent": consent if may and found.kind in PROMISES and not found.corrects else None,
        "refused": refused,
        "demonstration": _invented(here) if found.demonstration else "",
    }
    return render(request, "funding/event.html", context)


def total_page(request: HttpRequest, process: str, total_: str) -> HttpResponse:
    """The events behind a total, with what each adds to it."""
    here = get_object_or_404(Process, code=process)
    if total_ not in TOTALS:
        raise Http404(total_)
    as_at, wrong = as_at_of(request)
    context: dict[str, Any] = {
        "process": here,
        "tab": "funding",
        "name": TOTALS[total_],
        "as_at": as_at or clock.today(),
        "as_at_words": day_words(as_at or clock.today()),
        "as_at_wrong": wrong,
        "query": f"?as-at={as_at.isoformat()}" if as_at else "",
    }
    try:
        book = ledger(here, as_at)
    except Unusable as problem:
        return render(request, "funding/total.html", context | {"cannot": explain(problem)})
    rows = {e.code or e.key: e for e in here.money_events.all()}
    found = book.parts[total_]
    context |= {
        "parts": [
            {"part": p, "event": rows[p.code], "kind": kind_words(rows[p.code].kind)} for p in found
        ],
        "sum": total(found),
        "sums": list(by_currency(found).items()),
        "demonstration": _("Some of the sums on this page are invented.")
        if any(rows[p.code].demonstration for p in found)
        else "",
    }
    return render(request, "funding/total.html", context)
