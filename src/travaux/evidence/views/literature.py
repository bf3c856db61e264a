"""Pages of the literature: the pile and its flow, a file that comes in, what is twice, one work."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from travaux.core.evidence.references import read_references, write_ris
from travaux.core.problems import Unusable
from travaux.evidence import actions
from travaux.evidence.forms.literature import FullTextForm, LiteratureForm
from travaux.evidence.forms.topics import TopicsForm
from travaux.evidence.models.literature import Stage, Work
from travaux.evidence.queries.literature import (
    Outcomes,
    agreement_of,
    cited,
    flow_of,
    found_works,
    included_works,
    likenesses_to_decide,
    outcomes_of,
    reference_of,
    saving_of,
    work_named,
    works_of,
)
from travaux.evidence.queries.questions import topic_choices
from travaux.evidence.rules.literature import may_bring_literature, may_screen, may_screen_work
from travaux.evidence.views.flow import rows_of, steps_of
from travaux.evidence.views.frame import for_secretariat, frame, process_named
from travaux.evidence.wording.literature import GRADES, VERDICTS
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.verdicts import Refusal, explain

ON_PAGE = 50


def _standing(work: Work, outcomes: Outcomes) -> str:
    if work.same_as_id is not None:
        return "twin"
    for stage in (Stage.FULL, Stage.ABSTRACT):
        if (work.pk, stage) in outcomes.differing:
            return "differ"
        if outcomes.verdicts.get((work.pk, stage)) == "out":
            return "out"
        if outcomes.verdicts.get((work.pk, stage)) == "in" and stage == Stage.FULL:
            return "in"
    return ""


def listed(request: HttpRequest, process: str) -> HttpResponse:
    """The pile, the flow, how far readers agree, and what the order of reading spared."""
    here, at, person = process_named(process), clock.now(), person_of(request)
    words = request.GET.get("q", "").strip()[:100]
    outcomes = outcomes_of(here)
    page = Paginator(found_works(here, words), ON_PAGE).get_page(request.GET.get("page"))
    screens = bool(may_screen(person, here, at))
    flow = flow_of(here, outcomes)
    agreed = [
        (name, found, GRADES[found.grade])
        for name, found in (
            (_("By title and abstract"), agreement_of(here, Stage.ABSTRACT)),
            (_("In full"), agreement_of(here, Stage.FULL)),
        )
        if found.units
    ]
    context = {
        **frame(here, invented=any(w.demonstration for w in page.object_list)),
        "page": page,
        "rows": [
            {"work": w, "cited": cited(w), "standing": VERDICTS[_standing(w, outcomes)]}
            for w in page.object_list
        ],
        "q": words,
        "phases": steps_of(flow) if flow.identified else [],
        "flow_rows": rows_of(flow),
        "agreed": agreed,
        "saving": saving_of(here, outcomes) if screens else None,
        "screens": screens,
        "brings": may_bring_literature(person, here, at),
        "alike": likenesses_to_decide(here).count() if screens else 0,
        "differing": len(outcomes.differing) if screens else 0,
    }
    return render(request, "evidence/literature.html", context)


def literature_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The pile as a file."""
    here = process_named(process)
    outcomes = outcomes_of(here)
    columns = [
        ("work", _("Key")),
        ("number", _("Number")),
        ("title", _("Title")),
        ("authors", _("Authors")),
        ("year", _("Year")),
        ("source", _("Published in")),
        ("doi", "DOI"),
        ("found_in", _("Search or database")),
        ("state", _("Status")),
    ]
    rows = [
        [
            w.key,
            w.number,
            w.title,
            w.authors,
            w.year or "",
            w.source,
            w.doi,
            w.found_in,
            _standing(w, outcomes) if ending == "json" else str(VERDICTS[_standing(w, outcomes)]),
        ]
        for w in works_of(here).iterator()
    ]
    data = write(ending, columns, rows, title=_("Literature"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.code}-literature")


def ris(request: HttpRequest, process: str) -> HttpResponse:
    """The included works for a reference manager."""
    here = process_named(process)
    text = write_ris([reference_of(w) for w in included_works(here)])
    answer = HttpResponse(text.encode(), content_type="application/x-research-info-systems")
    answer["Content-Disposition"] = f'attachment; filename="{here.code}-literature.ris"'
    return answer


def work(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One work: what is known of it, and where it stands."""
    found = work_named(process, key)
    if found is None:
        raise Http404(key)
    outcomes = outcomes_of(found.process)
    at, person = clock.now(), person_of(request)
    screens = may_screen_work(person, found, at)
    ties = may_bring_literature(person, found.process, at)
    topics = topic_choices(process, found.topics) if ties else []
    form = TopicsForm(request.POST or None, initial={"topics": found.topics}, topics=topics)
    if request.method == "POST" and form.is_valid():
        by, keys = signed_in(request), form.cleaned_data.get("topics", ())
        actions.tie_search(by=by, work=found, topics=keys, at=at)
        messages.success(request, _("It is stored."))
        return redirect("evidence:work", process, key)
    context = {
        **frame(found.process, invented=found.demonstration),
        "form": form if topics else None,
        "work": found,
        "standing": VERDICTS[_standing(found, outcomes)],
        "reason": outcomes.reasons.get((found.pk, Stage.FULL), ""),
        "kept": outcomes.verdicts.get((found.pk, Stage.ABSTRACT)) == "in",
        "screens": screens,
        "full_texts": found.full_texts.select_related("file") if screens else [],
        "attaching": FullTextForm() if screens and found.same_as_id is None else None,
    }
    return render(request, "evidence/work.html", context)


@login_required
def bring(request: HttpRequest, process: str) -> HttpResponse:
    """A file of references comes in."""
    here = for_secretariat(request, process)
    topics = topic_choices(here.code)
    form = LiteratureForm(request.POST or None, request.FILES or None, topics=topics)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_references(file.read(), file.name)
            problems = [explain(p) for p in read.problems[:50]]
            told = actions.bring_literature(
                by=signed_in(request),
                process=here,
                read=read,
                found_in=form.cleaned_data["found_in"],
                topics=form.cleaned_data.get("topics", ()),
                at=clock.now(),
            )
        except Unusable as problem:
            form.add_error("file", explain(problem))
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            words = _("%(works)s works came in, %(twins)s of them were there already.")
            messages.success(request, words % told)
            for one in problems:
                messages.warning(request, one)
            return redirect("evidence:literature", process)
    context = {**frame(here), "form": form}
    status = 422 if form.errors else 200
    return render(request, "evidence/bring_literature.html", context, status=status)


@login_required
def alike(request: HttpRequest, process: str) -> HttpResponse:
    """Works that look alike: one, or two?"""
    here = for_secretariat(request, process)
    waiting = likenesses_to_decide(here)
    if request.method == "POST":
        pair = (
            waiting.filter(pk=request.POST.get("pair", "0")).first()
            if request.POST.get("pair", "").isdecimal()
            else None
        )
        if pair is not None and request.POST.get("same") in ("yes", "no"):
            actions.decide_likeness(
                by=signed_in(request),
                likeness=pair,
                same=request.POST["same"] == "yes",
                at=clock.now(),
            )
        return redirect("evidence:alike", process)
    context = {
        **frame(here),
        "pairs": [(p, cited(p.work), cited(p.other)) for p in waiting[:20]],
        "left": waiting.count(),
    }
    return render(request, "evidence/alike.html", context)
