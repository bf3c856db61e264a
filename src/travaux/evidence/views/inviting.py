"""Invitations to a survey by mail: who was asked, who has answered, and reminders."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.evidence import actions
from travaux.evidence.forms.surveys import InviteForm
from travaux.evidence.models import Survey
from travaux.evidence.queries.surveys import invitations_of, waiting_invitations
from travaux.evidence.rules.surveys import MOST_REMINDERS, REST_DAYS, may_invite_by_mail
from travaux.evidence.views.frame import frame
from travaux.evidence.views.surveys import survey_for_secretariat
from travaux.people.asking import signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.verdicts import Refusal

ON_PAGE = 100


@never_cache
@login_required
def page(request: HttpRequest, process: str, survey: str) -> HttpResponse:
    """The list, and the form for more."""
    here, at = survey_for_secretariat(request, process, survey), clock.now()
    do = request.POST.get("do", "")
    form = InviteForm(request.POST if do == "invite" else None)
    if request.method == "POST":
        try:
            if _done(request, here, do, form):
                return redirect("evidence:survey-invitations", process, here.key)
        except Refusal as refused:
            form.add_error("addresses", refused.sentence) if form.is_bound else messages.error(
                request, refused.sentence
            )
    due = waiting_invitations(here).filter(
        mailed_at__lte=at - timedelta(days=REST_DAYS), reminders__lt=MOST_REMINDERS
    )
    paged = Paginator(invitations_of(here), ON_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(here.process, invented=here.demonstration),
        "survey": here,
        "page": paged,
        "form": form,
        "waiting": waiting_invitations(here).count(),
        "due": due.count(),
        "rest": REST_DAYS,
        "may": may_invite_by_mail(signed_in(request), here, at),
    }
    status = 422 if form.errors else 200
    return render(request, "evidence/survey_invitations.html", context, status=status)


def _done(request: HttpRequest, survey: Survey, do: str, form: forms.Form) -> bool:
    told: dict[str, Any] = {"by": signed_in(request), "at": clock.now()}
    if do == "invite":
        if not form.is_valid():
            return False
        addressees = form.cleaned_data["addresses"]
        count = actions.invite_by_mail(survey=survey, addressees=addressees, **told)
        sentence = ngettext(
            "%(count)s invitation goes out.", "%(count)s invitations go out.", count
        )
        messages.success(request, sentence % {"count": count})
    elif do == "remind":
        count = actions.remind_invited(survey=survey, **told)
        sentence = ngettext("%(count)s reminder goes out.", "%(count)s reminders go out.", count)
        messages.success(request, sentence % {"count": count})
    elif do == "withdraw":
        key = request.POST.get("invitation", "")[:20]
        one = survey.invitations.select_related("survey__process").filter(key=key).first()
        if one is not None:
            actions.withdraw_invitation(invitation=one, **told)
    return True


@login_required
def file(request: HttpRequest, process: str, survey: str, ending: str) -> HttpResponse:
    """The same as a file."""
    here = survey_for_secretariat(request, process, survey)
    columns = [
        ("invitation", _("Key")),
        ("unit", _("Unit")),
        ("email", _("Mail address")),
        ("language", _("Language")),
        ("answered", _("Answered")),
        ("mailed_at", _("Last mail (UTC)")),
        ("reminders", _("Reminders")),
        ("withdrawn_at", _("Withdrawn")),
    ]
    rows = [
        [
            i.key,
            i.unit_name,
            i.email,
            i.language,
            int(i.done),  # type: ignore[attr-defined]
            i.mailed_at,
            i.reminders,
            i.withdrawn_at,
        ]
        for i in invitations_of(here)
    ]
    title = _("Invitations")
    data = write(ending, columns, rows, title=title, right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-invitations")
