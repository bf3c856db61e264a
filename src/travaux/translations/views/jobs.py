"""The job for a language: given out, delivered, closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from travaux.drafts.models import Version
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal, require
from travaux.translations import actions, queries, rules
from travaux.translations.forms import JobForm
from travaux.translations.models import TranslationJob
from travaux.translations.states import MOVES, JobState
from travaux.translations.views.frame import frame_of, into, opened
from travaux.translations.wording import JOB_STATES


@login_required
def job_page(request: HttpRequest, process: str, version: str, language: str) -> HttpResponse:
    """The job for a language: give it out, deliver it, close it."""
    here = opened(request, process, version)
    language = into(here, language)
    require(rules.may_translate(person_of(request), here, language))
    job = job_at_work(here, language)
    name = request.POST.get("do", "")
    form = JobForm(
        request.POST if request.method == "POST" and name in ("open", "change") else None,
        initial=begun(job),
    )
    if request.method == "POST":
        try:
            if name == "open" and form.is_valid():
                actions.open_job(
                    by=signed_in(request), version=here, language=language, at=clock.now(),
                    **form.cleaned_data,
                )  # fmt: skip
                messages.success(request, _("The job is given out."))
                return redirect("translations:job", process, here.key, language)
            if name == "change" and job is not None and form.is_valid():
                actions.change_job(
                    by=signed_in(request), job=job, at=clock.now(), **form.cleaned_data
                )
                messages.success(request, _("The job is changed; whoever is new in it is told."))
                return redirect("translations:job", process, here.key, language)
            if job is not None and name in MOVES:
                actions.move_job(by=signed_in(request), job=job, name=name, at=clock.now())
                return redirect("translations:job", process, here.key, language)
        except Refusal as refused:
            if name in ("open", "change"):
                form.add_error(None, refused.sentence)
            else:
                messages.warning(request, refused.sentence)
    context = {
        **frame_of(request, here, language),
        "form": form,
        "job": job,
        "late": job is not None and job.is_late(clock.today()),
        "job_words": JOB_STATES[JobState(job.state)] if job else "",
        "words_open": queries.words_open(here, language),
        "past": TranslationJob.objects.filter(version=here, language=language).exclude(
            pk=job.pk if job else None  # type: ignore[misc]
        ),
    }
    return render(request, "translations/job.html", context)


def job_at_work(version: Version, language: str) -> TranslationJob | None:
    return (
        TranslationJob.objects.select_related("translator", "reviser", "version__text__process")
        .filter(version=version, language=language, state__in=rules.AT_WORK)
        .first()
    )


def begun(job: TranslationJob | None) -> dict[str, Any]:
    """What the form of a job begins with: the job as it is."""
    if job is None:
        return {}
    return {
        "translator": job.translator.email if job.translator else "",
        "reviser": job.reviser.email if job.reviser else "",
        "due_on": job.due_on,
        "remark": job.remark,
    }
