"""A text comes in: the form, and the file as it was received."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from travaux.core.formats.text_files import read_text
from travaux.core.problems import Unusable
from travaux.core.texts.scripts import in_language
from travaux.drafts import actions, queries, rules
from travaux.drafts.forms import NEW, ImportForm
from travaux.drafts.models import Text, Version
from travaux.drafts.queries.comparing import UNSURE
from travaux.drafts.views.frame import frame, opened, sentence_of, the_process
from travaux.people.models import Person
from travaux.plumbing import clock
from travaux.plumbing.files import file_bytes
from travaux.plumbing.verdicts import Refusal, refuse, require
from travaux.roadmap.models import Process

PASTED = "pasted.md"


def _of_file(name: str, said: str) -> str:
    return _("%(file)s: %(said)s") % {"file": name, "said": said}


@login_required
def import_page(request: HttpRequest, process: str) -> HttpResponse:
    """Bring in a text from a file or from the clipboard; then its preview."""
    here = the_process(process)
    require(rules.may_import(request.user, here))  # type: ignore[arg-type]
    texts = list(Text.objects.filter(process=here).order_by("pk"))
    deliverables = here.deliverables.all()
    if request.method != "POST":
        initial = {"text": request.GET.get("text", NEW)}
        form = ImportForm(texts=texts, deliverables=deliverables, initial=initial)
        return render(request, "drafts/import.html", {**frame(here), "form": form})
    form = ImportForm(request.POST, request.FILES, texts=texts, deliverables=deliverables)
    if form.is_valid():
        version = _imported(request, here, form)
        if version is not None:
            ask = version.based_on is not None and bool(
                queries.compared(version.based_on, version).counts[UNSURE]
            )
            return redirect("drafts:identities" if ask else "drafts:mend", here.code, version.key)
    return render(request, "drafts/import.html", {**frame(here), "form": form}, status=422)


def _imported(request: HttpRequest, process: Process, form: ImportForm) -> Version | None:
    """The version, or None when the form now says why there is none."""
    assert isinstance(request.user, Person)
    asked = form.cleaned_data
    upload, pasted = asked["file"], asked["pasted"]
    field = "file" if upload else "pasted"
    try:
        if upload:
            name = upload.name
            data = upload.read()
        elif pasted.strip():
            name, data = PASTED, pasted.encode()
        else:
            field = "file"
            raise refuse("file-or-words")
        # read before the action begins, so that no lock waits for the reading
        document = in_language(read_text(data, name))
        language = asked["language"]
        code = language or document.language or "en"
        return actions.import_text(
            by=request.user,
            process=process,
            data=data,
            name=name,
            document=document,
            text=form.texts.get(asked["text"]),
            titles={code[:8]: asked["title"]} if asked["title"] else None,
            deliverable=form.deliverables.get(asked["deliverable"]),
            symbol=asked["symbol"],
            dated_on=asked["dated_on"],
            language=language,
            numbering=asked["numbering"],
            remark=asked["remark"],
            at=clock.now(),
        )
    except (Refusal, Unusable) as problem:
        said = sentence_of(problem)
        form.add_error(field, _of_file(upload.name, said) if upload else said)
        return None


@login_required
def source_file(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """The file as it was received, for those who write the text."""
    here = opened(request, process, version)
    require(rules.may_draft(request.user, here.text.process))  # type: ignore[arg-type]
    file = here.source_file
    if file is None:
        raise Http404(version)
    response = HttpResponse(file_bytes(file), content_type="application/octet-stream")
    ending = file.name.rsplit(".", 1)[-1] if "." in file.name else "bin"
    safe = ending if ending.isascii() and ending.isalnum() else "bin"
    response["Content-Disposition"] = f'attachment; filename="{here.key}-as-received.{safe}"'
    return response
