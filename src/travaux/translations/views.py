"""Pages of the translations: languages, paragraphs, one paragraph, files, jobs, reading."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.core.formats.masthead import Masthead, right_to_left
from travaux.core.formats.text_files import write_text
from travaux.core.problems import Unusable
from travaux.drafts import queries as drafts
from travaux.drafts import weaving
from travaux.drafts.models import Paragraph, Version
from travaux.drafts.views.frame import frame
from travaux.drafts.views.reading import reading_context
from travaux.drafts.wording import STANDINGS as VERSION_STANDINGS
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.files import file_bytes
from travaux.plumbing.languages import NAMES, SIX, direction
from travaux.plumbing.tasks import start_job
from travaux.plumbing.verdicts import Refusal, explain, require
from travaux.translations import actions, engine, exchanging, queries, rules
from travaux.translations.forms import FileForm, JobForm, WordsForm
from travaux.translations.models import TranslationFile, TranslationJob
from travaux.translations.states import MOVES, JobState, Standing
from travaux.translations.wording import JOB_STATES, STANDINGS

PAGE = 40


def _opened(request: HttpRequest, process: str, key: str) -> Version:
    here = get_object_or_404(
        Version.objects.select_related("text__process", "text", "based_on"),
        key=key,
        text__process__code=process,
    )
    if not rules.may_look(person_of(request), here):
        raise Http404(key)
    return here


def _into(version: Version, language: str) -> str:
    if language not in SIX or language == version.language:
        raise Http404(language)
    return language


def _frame(request: HttpRequest, version: Version, language: str = "") -> dict[str, Any]:
    person = person_of(request)
    return {
        **frame(version.text.process, version),
        "language": language,
        "language_name": NAMES.get(language, ""),
        "standings": STANDINGS,
        "job_states": JOB_STATES,
        "may_translate": bool(language and rules.may_translate(person, version, language)),
        "may_give_out": rules.may_give_out(person, version),
    }


def overview(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """The languages of a version: how many of its paragraphs stand how."""
    here = _opened(request, process, version)
    rows = queries.overview_of(here)
    may = {
        row.language: bool(rules.may_translate(person_of(request), here, row.language))
        for row in rows
    }
    context = {
        **_frame(request, here),
        "rows": [(row, may[row.language]) for row in rows],
        "changes": here.based_on_id is not None and not here.is_published,
    }
    return render(request, "translations/overview.html", context)


def overview_file(request: HttpRequest, process: str, version: str, ending: str) -> HttpResponse:
    """The same as a file."""
    here = _opened(request, process, version)
    columns = [
        ("language", _("Language")),
        ("paragraphs", _("Paragraphs")),
        *((str(s), str(STANDINGS[s])) for s in Standing),
        ("due_on", _("Due on")),
        ("job", _("Job")),
    ]
    rows = [
        [
            NAMES[row.language],
            row.total,
            *(row.counts.get(s, 0) for s in Standing),
            row.job.due_on if row.job else "",
            str(JOB_STATES[JobState(row.job.state)]) if row.job else "",
        ]
        for row in queries.overview_of(here)
    ]
    title = _("Languages")
    data = write(ending, columns, rows, title=title, right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-languages")


def paragraphs(request: HttpRequest, process: str, version: str, language: str) -> HttpResponse:
    """The paragraphs of a version in one language, those that wait first to be found."""
    here = _opened(request, process, version)
    language = _into(here, language)
    rows = queries.translatable(here)
    shown = queries.standing_of(rows, language)
    wanted = request.GET.get("standing", "")
    counts = {s: sum(one.standing == s for one in shown.values()) for s in Standing}
    chosen = [
        row for row in rows if wanted not in counts or shown[row.anchor_id].standing == wanted
    ]
    asked = request.GET.get("page", "1")
    pages = max(1, -(-len(chosen) // PAGE))
    page = min(max(int(asked) if asked.isdigit() and len(asked) < 6 else 1, 1), pages)
    waiting = next((r for r in rows if shown[r.anchor_id].standing in queries.OPEN_WORK), None)
    context = {
        **_frame(request, here, language),
        "rows": [
            (row, shown[row.anchor_id], STANDINGS[Standing(shown[row.anchor_id].standing)])
            for row in chosen[(page - 1) * PAGE : page * PAGE]
        ],
        "counts": [(s, STANDINGS[s], n) for s, n in counts.items()],
        "wanted": wanted if wanted in counts else "",
        "total": len(rows),
        "done": counts[Standing.CURRENT] + counts[Standing.REVIEWED],
        "page": page,
        "pages": pages,
        "waiting": waiting,
        "kinds": exchanging.KINDS,
        "machine": engine.there_is_one() and counts[Standing.MISSING],
        "job": _job(here, language),
    }
    return render(request, "translations/paragraphs.html", context)


def paragraphs_file(
    request: HttpRequest, process: str, version: str, language: str, ending: str
) -> HttpResponse:
    """The paragraphs with their translations as a table."""
    here = _opened(request, process, version)
    language = _into(here, language)
    rows = queries.translatable(here)
    shown = queries.standing_of(rows, language)
    columns = [
        ("paragraph", _("Identity")),
        ("number", _("Number")),
        ("source", _("Source")),
        ("translation", _("Translation")),
        ("standing", _("Status")),
    ]
    lines = [
        [
            row.anchor.key,
            row.number,
            row.body,
            one.block.text if one.block else "",
            str(STANDINGS[Standing(one.standing)]),
        ]
        for row in rows
        for one in [shown[row.anchor_id]]
    ]
    data = write(ending, columns, lines, title=_("Paragraphs"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-{language}")


@login_required
def paragraph(
    request: HttpRequest, process: str, version: str, language: str, anchor: str
) -> HttpResponse:
    """One paragraph: the source, its translation, and what changed since."""
    here = _opened(request, process, version)
    language = _into(here, language)
    require(rules.may_translate(person_of(request), here, language))
    row = get_object_or_404(
        here.paragraphs.select_related("anchor", "version__text__process"), anchor__key=anchor
    )
    shown = queries.standing_of([row], language)[row.anchor_id]
    units = queries.pieces_of(row, shown)
    if not units:
        raise Http404(anchor)
    made_by = shown.row.by_key if shown.row else ""
    seen = shown.row.pk if shown.row else 0
    form = WordsForm(
        request.POST or None,
        units=units,
        language=language,
        rtl=right_to_left(language),
        initial={"seen": seen},
    )
    if request.method == "POST" and form.is_valid():
        done = _save(request, here, row, language, form)
        if done is not None:
            return done
    context = {
        **_frame(request, here, language),
        "row": row,
        "shown": shown,
        "standing_words": STANDINGS[Standing(shown.standing)],
        "form": form,
        "redline": weaving.redlined(shown.before, row.body) if shown.before else None,
        "review": rules.may_review(person_of(request), here, language, made_by)
        if shown.row and not shown.row.reviewed_at and shown.standing != Standing.CHANGED
        else None,
        "seen": seen,
        "current": shown.block.text if shown.block and request.method == "POST" else "",
    }
    return render(request, "translations/paragraph.html", context)


def _save(
    request: HttpRequest, here: Version, row: Paragraph, language: str, form: WordsForm
) -> HttpResponse | None:
    at, do = clock.now(), request.POST.get("do", "save")
    try:
        if do == "review":
            actions.review_translation(
                by=signed_in(request), paragraph=row, language=language,
                seen=form.cleaned_data["seen"], at=at,
            )  # fmt: skip
            messages.success(request, _("The translation is reviewed."))
        else:
            actions.translate_paragraph(
                by=signed_in(request), paragraph=row, language=language, targets=form.targets(),
                seen=form.cleaned_data["seen"], at=at,
            )  # fmt: skip
            messages.success(request, _("The translation is saved."))
    except Refusal as refused:
        form.add_error(None, refused.sentence)
        return None
    code = here.text.process.code
    if do == "next":
        rows = queries.translatable(here)
        shown = queries.standing_of(rows, language)
        after = [r for r in rows if r.position > row.position] + rows
        following = next(
            (r for r in after if shown[r.anchor_id].standing in queries.OPEN_WORK), None
        )
        if following is not None:
            return redirect(
                "translations:paragraph", code, here.key, language, following.anchor.key
            )
        return redirect("translations:paragraphs", code, here.key, language)
    return redirect("translations:paragraph", code, here.key, language, row.anchor.key)


def reading(request: HttpRequest, process: str, version: str, language: str) -> HttpResponse:
    """The text in a language, the source beside each paragraph on demand."""
    here = _opened(request, process, version)
    language = _into(here, language)
    return render(request, "translations/reading.html", in_language(request, here, language))


def in_language(request: HttpRequest, here: Version, language: str) -> dict[str, Any]:
    """What the reading page shows of a version in a language."""
    context = reading_context(request, drafts.Published(here, drafts.ancestor_of(here)))
    part = context["part"]
    counts = queries.put_in_language(here, part, language)
    template = get_template("drafts/_block.html")
    shown = {
        "version": here,
        "beside_template": "translations/_beside.html",
        "lang": (get_language() or "en").replace("hans", "Hans"),
        "dir": "rtl" if get_language_bidi() else "ltr",
    }
    for block in part.blocks:
        block.drawn = mark_safe(template.render({**shown, "block": block}).strip())
    return {
        **context,
        **_frame(request, here, language),
        "read_in": language,
        "counts": counts,
        "left": counts.get(Standing.MISSING, 0),
        "machine_made": counts.get(Standing.MACHINE, 0),
        "behind": counts.get(Standing.CHANGED, 0),
        "standing_names": {str(k): v for k, v in STANDINGS.items()},
    }


def text_file(
    request: HttpRequest, process: str, version: str, language: str, ending: str
) -> HttpResponse:
    """The text in a language as a file; its head says how much of it is not translated."""
    here = _opened(request, process, version)
    language = _into(here, language)
    document, left = queries.document_in(here, language)
    head = drafts.masthead_of(here)
    standing = [str(VERSION_STANDINGS[here.state])]
    if left:
        standing.append(_("%(n)d paragraphs not translated") % {"n": left})
    head = Masthead(head.symbol, head.date, " · ".join(standing))
    identity = drafts.identity_of(here) if ending in ("akn.xml", "html", "md") else None
    data = write_text(document, ending, masthead=head, identity=identity)
    return download(data, ending, f"{here.key}-{language}")


@login_required
def units_file(
    request: HttpRequest, process: str, version: str, language: str, kind: str
) -> HttpResponse:
    """What goes out to a translator: all units, or with ?only=open those that wait."""
    here = _opened(request, process, version)
    language = _into(here, language)
    require(rules.may_translate(person_of(request), here, language))
    only = queries.OPEN_WORK if request.GET.get("only") == "open" else None
    data = exchanging.written(queries.package_of(here, language, only), kind)
    return download(data, kind, f"{here.key}-{language}")


@login_required
def bring_file(request: HttpRequest, process: str, version: str, language: str) -> HttpResponse:
    """A file comes back: it is kept, read and shown; nothing is taken in yet."""
    here = _opened(request, process, version)
    language = _into(here, language)
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
    context = {**_frame(request, here, language), "form": form}
    return render(request, "translations/bring_file.html", context)


@login_required
def file_page(
    request: HttpRequest, process: str, version: str, language: str, key: str
) -> HttpResponse:
    """What a file holds, before and after it is taken in."""
    here = _opened(request, process, version)
    language = _into(here, language)
    require(rules.may_translate(person_of(request), here, language))
    received = get_object_or_404(
        TranslationFile.objects.select_related("file"), key=key, version=here, language=language
    )
    package = exchanging.read(file_bytes(received.file), received.file.name)
    if request.method == "POST":
        report = actions.take_in_file(
            by=signed_in(request), received=received, package=package, at=clock.now()
        )
        messages.success(request, _("%(n)d translations were taken in.") % {"n": report.news})
        return redirect("translations:paragraphs", process, here.key, language)
    report, rows = exchanging.looked_at(here, language, package)
    context = {
        **_frame(request, here, language),
        "received": received,
        "report": report,
        "first": [(row, made.text) for row, made, _machine in rows[:20]],
    }
    return render(request, "translations/file.html", context)


@login_required
def job_page(request: HttpRequest, process: str, version: str, language: str) -> HttpResponse:
    """The job for a language: give it out, deliver it, close it."""
    here = _opened(request, process, version)
    language = _into(here, language)
    require(rules.may_translate(person_of(request), here, language))
    job = _job(here, language)
    name = request.POST.get("do", "")
    form = JobForm(request.POST if request.method == "POST" and name == "open" else None)
    if request.method == "POST":
        try:
            if name == "open" and form.is_valid():
                actions.open_job(
                    by=signed_in(request), version=here, language=language, at=clock.now(),
                    **form.cleaned_data,
                )  # fmt: skip
                messages.success(request, _("The job is given out."))
                return redirect("translations:job", process, here.key, language)
            if job is not None and name in MOVES:
                actions.move_job(by=signed_in(request), job=job, name=name, at=clock.now())
                return redirect("translations:job", process, here.key, language)
        except Refusal as refused:
            form.add_error(None, refused.sentence) if name == "open" else messages.warning(
                request, refused.sentence
            )
    context = {
        **_frame(request, here, language),
        "form": form,
        "job": job,
        "job_words": JOB_STATES[JobState(job.state)] if job else "",
        "words_open": queries.words_open(here, language),
        "past": TranslationJob.objects.filter(version=here, language=language).exclude(
            pk=job.pk if job else None  # type: ignore[misc]
        ),
    }
    return render(request, "translations/job.html", context)


@login_required
@require_POST
def machine(request: HttpRequest, process: str, version: str, language: str) -> HttpResponse:
    """Ask the machine, where there is one, for what nobody has translated."""
    here = _opened(request, process, version)
    language = _into(here, language)
    require(rules.may_translate(person_of(request), here, language))
    if not engine.there_is_one():
        raise Http404(language)
    start_job(
        "travaux.translations.engine.translate",
        what="machine-translation",
        by_key=signed_in(request).key,
        at=clock.now(),
        process_code=process,
        version=here.key,
        language=language,
    )
    messages.success(
        request,
        _("The machine is at work. Its translations come in labelled; somebody reviews them."),
    )
    return redirect("translations:paragraphs", process, here.key, language)


@login_required
def meaning(request: HttpRequest, process: str, version: str) -> HttpResponse:
    """Changes since the version before: which leave the meaning as it was?"""
    here = _opened(request, process, version)
    require(rules.may_give_out(person_of(request), here))
    if request.method == "POST":
        chosen = request.POST.getlist("same")
        done = actions.keep_meaning(
            by=signed_in(request), version=here, anchors=chosen, at=clock.now()
        )
        messages.success(
            request, _("%(n)d changes are marked: their translations stay current.") % {"n": done}
        )
        return redirect("translations:meaning", process, here.key)
    rows = [
        (row, weaving.redlined(old.body, row.body), said)
        for old, row, said in queries.changed_since(here)
    ]
    context = {**_frame(request, here), "rows": rows, "direction": direction(here.language)}
    return render(request, "translations/meaning.html", context)


def _job(version: Version, language: str) -> TranslationJob | None:
    return (
        TranslationJob.objects.select_related("translator", "reviser", "version__text__process")
        .filter(version=version, language=language, state__in=rules.AT_WORK)
        .first()
    )
