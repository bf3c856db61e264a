"""Exchange rates: on record for everybody, typed in or brought in by the secretariat."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.funding import actions
from travaux.funding.forms import RateFileForm, RateForm
from travaux.funding.rules import may_record_money
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap.models import Process


def rates(request: HttpRequest, process: str) -> HttpResponse:
    """The rates on record, the latest first."""
    here = get_object_or_404(Process, code=process)
    may = may_record_money(request.user, here)  # type: ignore[arg-type]
    form, file_form, refused = RateForm(), RateFileForm(initial={"since": clock.today()}), ""
    if request.method == "POST":
        require(may)
        told: dict[str, Any] = {"by": request.user, "process": here, "at": clock.now()}
        try:
            if request.POST.get("do") == "file":
                file_form = RateFileForm(request.POST, request.FILES)
                if file_form.is_valid():
                    data = file_form.cleaned_data
                    n = actions.import_rates(
                        data=data["file"].read(),
                        currencies=file_form.codes(),
                        since=data["since"],
                        **told,
                    )
                    messages.success(request, _("Rates brought in: %(n)s.") % {"n": n})
                    return redirect("funding:rates", here.code)
            else:
                form = RateForm(request.POST)
                if form.is_valid():
                    data = form.cleaned_data
                    data |= {k: data[k].upper() for k in ("base", "currency")}
                    actions.keep_rate(**data, **told)
                    messages.success(request, _("Kept."))
                    return redirect("funding:rates", here.code)
        except Refusal as refusal:
            refused = refusal.sentence
    rows = here.rates.order_by("-first", "base", "currency", "pk")
    page = Paginator(rows, 100).get_page(request.GET.get("page"))
    context = {
        "process": here,
        "tab": "funding",
        "page": page,
        "may": may,
        "form": form,
        "file_form": file_form,
        "refused": refused,
    }
    return render(request, "funding/rates.html", context)


def rates_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The rates as a file."""
    here = get_object_or_404(Process, code=process)
    columns = [
        ("base", _("One unit of")),
        ("rate", _("is")),
        ("currency", _("units of")),
        ("first", _("From")),
        ("last", _("Until")),
        ("source", _("Source")),
    ]
    rows = (
        [r.base, str(r.rate.normalize()), r.currency, r.first, r.last, r.source]
        for r in here.rates.all()
    )
    title = _("Exchange rates")
    data = write(ending, columns, rows, title=title, right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-rates")
