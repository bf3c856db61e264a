"""The paragraphs of a version in one language, and one of them to be translated."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.formats.masthead import right_to_left
from travaux.drafts import queries as drafts
from travaux.drafts import weaving
from travaux.drafts.models import Paragraph, Version
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.models import Job
from travaux.plumbing.typed import whole_number
from travaux.plumbing.verdicts import SENTENCES, Refusal, require, sentence
from travaux.translations import actions, engine, exchanging, queries, rules
from travaux.translations.forms import WordsForm
from travaux.translations.states import Standing
from travaux.translations.views.frame import frame_of, into, opened
from travaux.translations.views.jobs import job_at_work
from travaux.translations.wording import STANDINGS

PAGE = 40


def paragraphs(request: HttpRequest, process: str, version: str, language: str) -> HttpResponse:
    """The paragraphs of a version in one language, those that wait first to be found."""
    here = opened(request, process, version)
    language = into(here, language)
    rows = queries.translatable(here)
    shown = queries.standing_of(rows, language)
    wanted = request.GET.get("standing", "")
    counts = {s: sum(one.standing == s for one in shown.values()) for s in Standing}
    chosen = [
        row for row in rows if wanted not in counts or shown[row.anchor_id].standing == wanted
    ]
    asked = request.GET.get("page", "1")
    pages = max(1, -(-len(chosen) // PAGE))
    page = min(max(whole_number(asked, 1, digits=5), 1), pages)
    asked_of = engine.last_job(here, language) if engine.there_is_one() else None
    waiting = next((r for r in rows if shown[r.anchor_id].standing in queries.OPEN_WORK), None)
    context = {
        **frame_of(request, here, language),
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
        "machine": engine.there_is_one() and counts[Standing.MISSING] and not under_way(asked_of),
        "machine_job": asked_of,
        "machine_under_way": under_way(asked_of),
        "machine_refused": said_of(asked_of),
        "job": job_at_work(here, language),
    }
    return render(request, "translations/paragraphs.html", context)


def under_way(job: Job | None) -> bool:
    return job is not None and job.state in (Job.State.WAITING, Job.State.RUNNING)


def said_of(job: Job | None) -> str:
    """Why the machine stopped, as a sentence; "" where it did not."""
    if job is None or job.state != Job.State.FAILED:
        return ""
    code = str(job.said.get("code", ""))
    return sentence(code if code in SENTENCES else "machine-does-not-answer", {})


def paragraphs_file(
    request: HttpRequest, process: str, version: str, language: str, ending: str
) -> HttpResponse:
    """The paragraphs with their translations as a table."""
    here = opened(request, process, version)
    language = into(here, language)
    rows = queries.translatable(here)
    shown = queries.standing_of(rows, language)
    columns = [
        ("paragraph", _("Identity")),
        ("number", _("Number")),
        ("source", _("Source")),
        ("translation", _("Translation")),
        ("standing", _("Status")),
        ("source_before", _("The source it was made from")),
        ("machine", _("Machine")),
        ("translated_at", _("Translated (UTC)")),
        ("reviewed_at", _("Reviewed (UTC)")),
    ]
    lines = [
        [
            row.anchor.key,
            row.number,
            row.body,
            one.block.text if one.block else "",
            str(STANDINGS[Standing(one.standing)]),
            one.before,
            (one.row.engine or _("a machine")) if one.row and one.row.machine else "",
            one.row.at if one.row else None,
            one.row.reviewed_at if one.row else None,
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
    here = opened(request, process, version)
    language = into(here, language)
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
    changed = shown.change_of_source(drafts.block_of(row))
    if request.method == "POST" and form.is_valid():
        done = _save(request, here, row, language, form)
        if done is not None:
            return done
    context = {
        **frame_of(request, here, language),
        "row": row,
        "shown": shown,
        "standing_words": STANDINGS[Standing(shown.standing)],
        "form": form,
        "redline": weaving.redlined(*changed) if changed else None,
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
    if do == "review" and form.says_otherwise():
        form.add_error(None, sentence("review-of-other-words", {}))
        return None
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
