"""What goes out to translators and comes back, and what a machine makes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.core.problems import Unusable
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download
from travaux.plumbing.files import file_bytes
from travaux.plumbing.verdicts import Refusal, explain, require
from travaux.translations import actions, engine, exchanging, queries, rules
from travaux.translations.forms import FileForm
from travaux.translations.models import TranslationFile
from travaux.translations.views.frame import frame_of, into, opened
from travaux.translations.views.paragraphs import under_way


@login_required
def units_file(
    request: HttpRequest, process: str, version: str, language: str, kind: str
) -> HttpResponse:
    """What goes out to a translator: all units, or with ?only=open those that wait."""
    here = opened(request, process, version)
    language = into(here, language)
    require(rules.may_translate(person_of(request), here, language))
    only = queries.OPEN_WORK if request.GET.get("only") == "open" else None
    data = exchanging.written(queries.package_of(here, language, only), kind)
    return download(data, kind, f"{here.key}-{language}")


@login_required
def bring_file(request: HttpRequest, process: str, version: str, language: str) -> HttpResponse:
    """A file comes back: it is kept, read and shown; nothing is taken in yet."""
    here = opened(request, process, version)
    language = into(here, language)
    require(rules.may_translate(person_of(request), here, language))
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            package = exchanging.read(upload.read(), upload.name)
            exchanging.looked_at(here, language, package)
            upload.seek(0)
            kept = actions.receive_file(
                by=signed_in(request), version=here, language=language, data=upload,
                name=upload.name, at=clock.now(),
            )  # fmt: skip
            return redirect("translations:file", process, here.key, language, kept.key)
        except Refusal as refused:
            form.add_error("file", refused.sentence)
        except Unusable as problem:
            form.add_error("file", explain(problem))
    context = {**frame_of(request, here, language), "form": form}
    return render(request, "translations/bring_file.html", context)


@login_required
def file_page(
    request: HttpRequest, process: str, version: str, language: str, key: str
) -> HttpResponse:
    """What a file holds, before and after it is taken in."""
    here = opened(request, process, version)
    language = into(here, language)
    require(rules.may_translate(person_of(request), here, language))
    received = get_object_or_404(
        TranslationFile.objects.select_related("file"), key=key, version=here, language=language
    )
    package = exchanging.read(file_bytes(received.file), received.file.name)
    if request.method == "POST":
        report = actions.take_in_file(
            by=signed_in(request), received=received, package=package, at=clock.now()
        )
        messages.success(
            request, _("%(n)d translations were taken in.") % {"n": report.news + len(report.older)}
        )
        return redirect("translations:paragraphs", process, here.key, language)
    report, rows = exchanging.looked_at(here, language, package)
    context = {
        **frame_of(request, here, language),
        "received": received,
        "report": report,
        "taking": report.news + len(report.older),
        "first": [(row, made.text) for row, made, _machine in rows[:20]],
    }
    return render(request, "translations/file.html", context)


@login_required
@require_POST
def machine(request: HttpRequest, process: str, version: str, language: str) -> HttpResponse:
    """Ask the machine, where there is one, for what nobody has translated."""
    here = opened(request, process, version)
    language = into(here, language)
    require(rules.may_translate(person_of(request), here, language))
    if not engine.there_is_one():
        raise Http404(language)
    if under_way(engine.last_job(here, language)):
        messages.info(request, _("The machine is at work already."))
        return redirect("translations:paragraphs", process, here.key, language)
    engine.start(signed_in(request), here, language, clock.now())
    messages.success(
        request,
        _("The machine is at work. Its translations come in labelled; somebody reviews them."),
    )
    return redirect("translations:paragraphs", process, here.key, language)
