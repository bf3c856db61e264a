"""Places in regional groups: offered to those not chosen, answered, and what the groups lack."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from travaux.core.problems import Unusable
from travaux.correspondence.queries.clearance import clearing
from travaux.correspondence.rules import needs_clearance
from travaux.correspondence.wording import MAIL_STATES
from travaux.panels import actions, queries, rules
from travaux.panels.forms import AddressesForm, AddressForm, AnswerForm, OfferForm
from travaux.panels.labels import Labels
from travaux.panels.lacking import gap_lines
from travaux.panels.models import Offer, Panel
from travaux.panels.queries.clearing import wordings_of
from travaux.panels.states import Answer
from travaux.panels.views.frame import (
    failed_status,
    frame,
    panel_for_staff,
    sentence_of,
)
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal, require

DAYS = 21  # so long is proposed for an answer
ANSWER_CLASSES = {Answer.ACCEPTED: "done", Answer.DECLINED: "stop"}


_FIELDS = {"offer-day-passed": "until", "names-not-in-call": "names_announced"}


@login_required
def regional(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Who is offered a place in which regional group: looked at, then made by one click."""
    here, at = panel_for_staff(request, process, panel), clock.now()
    require(rules.may_offer(person_of(request), here))
    features = queries.region_features(here)
    labels = Labels(here)
    choices = [(f, labels.feature(f).text) for f in features]
    initial: dict[str, Any] = {
        "feature": features[0] if features else "",
        "until": (at + timedelta(days=DAYS)).date(),
    }
    form = OfferForm(request.POST or None, features=choices, initial=initial)
    looking = request.POST.get("do") == "look"
    if request.method == "POST" and form.is_valid() and not looking:
        told = form.cleaned_data
        try:
            job = actions.start_offering(by=signed_in(request), panel=here, at=at, **told)
        except (Refusal, Unusable) as problem:
            form.add_error(_FIELDS.get(problem.code), sentence_of(problem))
        else:
            return redirect("panels:computing", process, here.key, job.key)
    feature, excluded_too = initial["feature"], False
    if form.is_bound and form.is_valid():
        feature, excluded_too = form.cleaned_data["feature"], form.cleaned_data["excluded_too"]
    pooled, nowhere = queries.offered_by_region(here, feature, excluded_too=excluded_too)
    everybody = [n for p in pooled for n in p.nominees]
    reached = queries.reach_of_nominees(everybody)
    context = {
        **frame(here.process, here),
        "form": form,
        "groups": [
            {
                "region": labels.value(feature, p.region),
                "names": [n.name or n.code for n in p.nominees],
                "excluded": p.excluded,
            }
            for p in pooled
        ],
        "people": len(everybody),
        "reached": len(reached),
        "unreached": len(everybody) - len(reached),
        "nowhere": [n.name or n.code for n in nowhere],
    }
    status = 422 if form.errors and not looking else 200
    return render(request, "panels/regional.html", context, status=status)


def _rows(offers: list[Offer], labels: Labels) -> list[dict[str, Any]]:
    """Offers with their letters and answers, in words; groups of one first group share labels."""
    letters = queries.letters_of(offers)
    rows = []
    for one in offers:
        mail = letters.get(one.key)
        rows.append(
            {
                "o": one,
                "region": labels.value(one.panel.region_feature, one.panel.region),
                "name": _("name erased") if one.nominee.erased_at else one.nominee.name,
                "mail": mail,
                "letter": MAIL_STATES[Mail.State(mail.state)] if mail else _("no address yet"),
                "class": ANSWER_CLASSES.get(Answer(one.answer), "maybe"),
            }
        )
    return rows


@never_cache
@login_required
def offers(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """What was offered and answered, group by group, and what each group lacks.

    Who clears the letters and may not see the pool reads the wordings alone.
    """
    here = queries.panel_named(process, panel)
    if here is None:
        raise Http404(panel)
    person = person_of(request)
    require(rules.may_read_offers(person, here))
    found = queries.offers_of(here)
    context = {**frame(here.process, here), **_clearance(request, here)}
    if not rules.may_see_pool(person, here):
        return render(request, "panels/letters.html", context)
    page = Paginator(found, 100).get_page(request.GET.get("page"))
    answers = queries.answers_by_group(here)
    groups = list(queries.regional_groups(here)) if here.parent_id is None else [here]
    gaps, calls, labels = queries.gaps_by_group(groups), _gap_calls(request, groups), Labels(here)
    context |= {
        "page": page,
        "rows": _rows(list(page.object_list), labels),
        "groups": [
            {
                "g": g,
                "accepted": answers.get((g.pk, Answer.ACCEPTED.value), 0),
                "declined": answers.get((g.pk, Answer.DECLINED.value), 0),
                "waiting": answers.get((g.pk, ""), 0),
                "gaps": gap_lines(gaps[g.pk], labels),
                "calls": calls.get(g.pk, []),
            }
            for g in groups
        ],
        "addresses": AddressesForm(),
        "unreached": found.filter(email="", answer="").count(),
        "held": queries.held_letters(here),
        "accepted": sum(n for (_g, answer), n in answers.items() if answer == Answer.ACCEPTED),
        "may_offer": rules.may_offer(person, here),
        "may_change": rules.may_change_group(person, here),
    }
    return render(request, "panels/offers.html", context)


def _clearance(request: HttpRequest, panel: Panel) -> dict[str, Any]:
    """The letters of the first group and its regional ones, each wording once, to be cleared."""
    first = panel.parent or panel
    if not needs_clearance(first.process.code, "letter"):
        return {}
    wordings = wordings_of(list(queries.offers_of(first)))
    digest = rules.what_is_offered(first) if wordings else None
    shown = clearing(person_of(request), first.process.code, "letter", first.key, digest)
    labels, feature = Labels(first), next((g.region_feature for g in first.regional.all()[:1]), "")
    told = [{"w": w, "region": labels.value(feature, w.region)} for w in wordings]
    return {**shown, "wordings": told, "may_go": rules.offers_may_go_out(first)}


def _gap_calls(request: HttpRequest, groups: list[Panel]) -> dict[int, list[dict[str, Any]]]:
    """The calls that are to fill what groups lack, and whether their nominees can be taken."""
    person, at = person_of(request), clock.now()
    return {
        key: [{"call": c.call, "may_take": rules.may_take_nominees(person, c, at)} for c in calls]
        for key, calls in queries.gap_calls_by_group(groups).items()
    }


@login_required
@require_POST
def addresses(request: HttpRequest, process: str, panel: str) -> HttpResponse:
    """Bring in the addresses that are missing, as a table."""
    here = panel_for_staff(request, process, panel)
    form = AddressesForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a table first."))
        return redirect("panels:offers", process, here.key)
    data = form.cleaned_data["file"].read()
    try:
        count = actions.address_offers(by=signed_in(request), panel=here, data=data, at=clock.now())
    except (Refusal, Unusable) as problem:
        messages.error(request, sentence_of(problem))
    else:
        said = ngettext("One letter is written.", "%(n)s letters are written.", count)
        messages.success(request, said % {"n": count})
    return redirect("panels:offers", process, here.key)


@login_required
def offers_file(request: HttpRequest, process: str, panel: str, ending: str) -> HttpResponse:
    """Offers and answers as a file."""
    here = panel_for_staff(request, process, panel)
    columns = [
        ("code", "code"),
        ("name", _("Name")),
        ("region", _("Region")),
        ("to", _("Address")),
        ("language", _("Language")),
        ("letter", _("Letter")),
        ("reference", _("Reference")),
        ("sent_at", _("Sent (UTC)")),
        ("until", _("Answer until (UTC)")),
        ("answer", _("Answer")),
        ("answered_at", _("Answered (UTC)")),
        ("source", _("Source")),
    ]
    plain = ending == "json"
    rows = [
        [
            r["o"].nominee.code,
            r["o"].nominee.name,
            r["o"].panel.region if plain else r["region"].text,
            r["o"].email,
            r["o"].language,
            (r["mail"].state if r["mail"] else "") if plain else str(r["letter"]),
            r["mail"].reference if r["mail"] else "",
            r["mail"].sent_at if r["mail"] else None,
            r["o"].answer_until,
            r["o"].answer if plain else r["o"].get_answer_display(),
            r["o"].answered_at,
            r["o"].source,
        ]
        for r in _rows(list(queries.offers_of(here)), Labels(here))
    ]
    data = write(ending, columns, rows, title=_("Offers"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.process.code}-{here.key}-offers")


@never_cache
@login_required
def one_offer(request: HttpRequest, process: str, panel: str, offer: str) -> HttpResponse:
    """One offer: its letter, a missing address, and an answer that came by another way."""
    here, at = panel_for_staff(request, process, panel), clock.now()
    found = queries.offers_of(here).filter(key=offer).first()
    if found is None:
        raise Http404(offer)
    addressing = request.POST.get("do") == "address"
    address = AddressForm(
        request.POST if addressing else None, initial={"language": found.language}
    )
    answer = AnswerForm(request.POST if request.method == "POST" and not addressing else None)
    form = address if addressing else answer
    if request.method == "POST" and form.is_valid():
        by, told = signed_in(request), form.cleaned_data
        try:
            if addressing:
                actions.address_offer(by=by, offer=found, at=at, **told)
            else:
                actions.record_offer_answer(by=by, offer=found, at=at, **told)
        except (Refusal, Unusable) as problem:
            form.add_error(None, sentence_of(problem))
        else:
            messages.success(request, _("It stands on record."))
            return redirect("panels:offers", process, here.key)
    context = {
        **frame(here.process, here),
        **_rows([found], Labels(here))[0],
        "address": address,
        "answer": answer,
        "may_handle": rules.may_handle_offer(person_of(request), found),
    }
    return render(request, "panels/one_offer.html", context, status=failed_status(form))
