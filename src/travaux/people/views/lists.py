"""Distribution lists: written by rule, mended by hand, and shown before they are used."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.people import actions, queries, rules
from travaux.people.forms import ListForm
from travaux.people.models import Contact, DistributionList, Group, Kind
from travaux.people.views.contacts import acting, frame, lines
from travaux.people.wording import kind_name
from travaux.plumbing import clock, exports
from travaux.plumbing.languages import NAMES, current, said
from travaux.plumbing.verdicts import Refusal, require

MOST_FOUND = 20


def in_words(one: DistributionList) -> list[str]:
    """The rule of a list as a reader says it, part by part."""
    groups = {
        g.code: said(g.names) for g in Group.objects.filter(taxonomy__replaced_at__isnull=True)
    }
    parts = [", ".join(kind_name(k) for k in one.kinds)] if one.kinds else [_("by hand alone")]
    for codes in (one.standings, one.groups):
        if codes:
            parts.append(", ".join(groups.get(c, c) for c in codes))
    if one.languages:
        parts.append(", ".join(NAMES.get(c, c) for c in one.languages))
    return parts


@login_required
def lists(request: HttpRequest, process: str) -> HttpResponse:
    """The lists of a process, with whom each reaches today."""
    require(rules.may_read_lists(request.user, process))  # type: ignore[arg-type]
    found = [
        {"list": one, "rule": in_words(one), "reach": queries.reach_of(one)}
        for one in queries.lists_of(process)
    ]
    context = {**frame(request, process), "lists": found}
    return render(request, "people/lists.html", context)


def _list(process: str, key: str) -> DistributionList:
    return get_object_or_404(queries.lists_of(process), key=key)


@login_required
def write(request: HttpRequest, process: str, key: str = "") -> HttpResponse:
    """A new list, or another rule for one."""
    require(rules.may_keep_contacts(request.user, process))  # type: ignore[arg-type]
    one = _list(process, key) if key else None
    initial: dict[str, Any] = {"kinds": [Kind.MISSION], "standings": ["member"]}
    if one is not None:
        initial = {
            f: getattr(one, f) for f in ("name", "kinds", "standings", "groups", "languages")
        }
        initial["seen"] = one.revision
    form = ListForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        rule = actions.ListRule(
            tuple(told["kinds"]),
            tuple(told["standings"]),
            tuple(told["groups"]),
            tuple(told["languages"]),
        )
        try:
            one = actions.write_list(
                by=acting(request),
                process_code=process,
                name=told["name"],
                rule=rule,
                list=one,
                seen=told["seen"] or 0,
                at=clock.now(),
            )
        except Refusal as refused:
            form.add_error(
                "name" if refused.code.startswith("list-name") else None, refused.sentence
            )
        else:
            messages.success(request, _("The list is stored. Look whom it reaches."))
            return redirect("contacts:list", process, one.key)
    heading = _("Change the list") if one else _("Make a list")
    context = {**frame(request, process), "form": form, "heading": heading, "list": one}
    return render(request, "people/list_form.html", context, status=422 if form.errors else 200)


@login_required
def reach(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Whom a list reaches today, whom it means and cannot reach, and who is added by hand."""
    require(rules.may_read_lists(request.user, process))  # type: ignore[arg-type]
    one = _list(process, key)
    reached = queries.reach_of(one)
    here = {c.pk for c in reached.contacts}
    words = request.GET.get("find", "").replace("\0", "").strip()[:100]
    found = queries.find_contacts(process, words=words) if words else []
    others = [c for c in found if c.pk not in here]
    context = {
        **frame(request, process, reached.contacts),
        "list": one,
        "rule": in_words(one),
        "reach": reached,
        "rows": lines(list(reached.contacts)),
        "added": set(one.added.values_list("pk", flat=True)),
        "left_out": lines(queries.in_order(one.left_out.select_related("country"))),
        "find": words,
        "found": lines(others[:MOST_FOUND]),
        "more": max(0, len(others) - MOST_FOUND),
    }
    return render(request, "people/list.html", context)


@login_required
@require_POST
def place(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Add a contact by hand, leave one out, or let the rule decide again."""
    require(rules.may_keep_contacts(request.user, process))  # type: ignore[arg-type]
    one = _list(process, key)
    contact = get_object_or_404(
        Contact, process_code=process, key=request.POST.get("contact", "").replace("\0", "")[:40]
    )
    actions.place_on_list(
        by=acting(request),
        list=one,
        contact=contact,
        how=request.POST.get("how", ""),
        at=clock.now(),
    )
    return redirect("contacts:list", process, one.key)


@login_required
def reach_file(request: HttpRequest, process: str, key: str, ending: str) -> HttpResponse:
    """Whom a list reaches, as a file."""
    require(rules.may_read_lists(request.user, process))  # type: ignore[arg-type]
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    one = _list(process, key)
    columns = [
        ("state", _("State")),
        ("kind", _("Kind")),
        ("office", _("Office")),
        ("name", pgettext("name of a thing", "Name")),
        ("language", _("Working language")),
        ("email", _("E-mail")),
    ]
    rows = []
    for contact in queries.reach_of(one, language=current()).contacts:
        post = queries.holder(contact)
        rows.append(
            [
                said(contact.country.names) if contact.country else "",
                contact.kind if ending == "json" else kind_name(contact.kind),
                contact.office,
                f"{post.title} {post.name}".strip() if post else "",
                contact.language,
                queries.address_of(contact),
            ]
        )
    data = exports.write(ending, columns, rows, title=one.name, right_to_left=get_language_bidi())
    return exports.download(data, ending, f"{process}-list-{one.key}")
