"""An authority is asked to name who speaks for its state, and answers by its link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.people import actions
from travaux.people.asking import signed_in
from travaux.people.forms.naming import NamingForm
from travaux.people.models import Contact
from travaux.people.queries import naming as queries
from travaux.people.rules import naming as rules
from travaux.plumbing import clock
from travaux.plumbing.languages import said
from travaux.plumbing.verdicts import Refusal

_FIELDS = {
    "letter-kind": "letter",
    "naming-letter-needed": "letter",
    "named-address": "email",
    "deputy-is-focal-point": "deputy_email",
    "ends-before-it-begins": "ends_on",
}


@login_required
@require_POST
def ask(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The secretariat asks an office to name who speaks for its state."""
    contact = get_object_or_404(
        Contact.objects.select_related("country"), process_code=process, key=key
    )
    try:
        actions.ask_authority(by=signed_in(request), contact=contact, at=clock.now())
    except Refusal as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("The mail with the link is on its way."))
    return redirect("contacts:contact", process, key)


def naming(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """An authority names its focal point and deputy; nobody need be signed in."""
    here, at = queries.naming_behind(token), clock.now()
    if here is None or here.process_code != process:
        raise Http404(token)
    verdict = rules.may_name(here, at)
    form = NamingForm(request.POST or None, request.FILES or None)
    done = False
    if request.method == "POST" and verdict and form.is_valid():
        asked = form.cleaned_data
        named = actions.Named(asked["name"], asked["email"])
        deputy = (
            actions.Named(asked["deputy_name"], asked["deputy_email"])
            if asked["deputy_email"]
            else None
        )
        try:
            actions.name_speakers(
                by=here,
                naming=here,
                focal=named,
                deputy=deputy,
                begins_on=asked["begins_on"],
                ends_on=asked["ends_on"],
                letter=asked["letter"],
                at=at,
            )
            done = True
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
    context = {
        "process": {"code": process},
        "naming": here,
        "state": said(here.contact.country.names) if here.contact.country else "",
        "verdict": verdict,
        "form": form,
        "done": done,
    }
    bad = bool(form.errors) and request.method == "POST"
    return render(request, "people/naming.html", context, status=422 if bad else 200)
