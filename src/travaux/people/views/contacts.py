"""The contacts of a process: found, shown, changed, exported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.core.contacts.columns import FIELDS as COLUMNS
from travaux.people import actions, queries, rules
from travaux.people.asking import person_of
from travaux.people.forms import ContactForm, FindForm, PostForm
from travaux.people.models import Contact, Person, Post
from travaux.people.wording import FIELDS, kind_name
from travaux.plumbing import clock, exports
from travaux.plumbing.verdicts import Refusal, require

PAGE = 50
# at which field a refusal is shown
AT_FIELD = {
    "contact-kind-unknown": "kind",
    "contact-country-missing": "country",
    "contact-language-unknown": "language",
    "contact-email-unfit": "email",
    "contact-copy-unfit": "copies",
    "post-nameless": "name",
    "contact-ends-before-it-begins": "until",
    "contact-date-unfit": "since",
}


def frame(request: HttpRequest, process: str, contacts: Any = ()) -> dict[str, Any]:
    """What every page of contacts needs."""
    invented = any(c.demonstration for c in contacts)
    return {
        "process": {"code": process},
        "tab": "correspondence",
        "may_keep": rules.may_keep_contacts(request.user, process),  # type: ignore[arg-type]
        "demonstration": _("The contacts on this page are invented.") if invented else "",
    }


def acting(request: HttpRequest) -> Person:
    """The person who is signed in."""
    return Person.objects.get(pk=request.user.pk)  # type: ignore[misc]


def lines(found: list[Contact]) -> list[dict[str, Any]]:
    """Contacts as a table shows them."""
    return [{"c": c, "kind": kind_name(c.kind), "posts": queries.holders(c)} for c in found]


def _find(request: HttpRequest, process: str) -> tuple[FindForm, list[Contact], bool]:
    form = FindForm(request.GET or None)
    retired = request.GET.get("retired") == "1"
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = queries.find_contacts(
        process,
        words=asked.get("q", ""),
        kind=asked.get("kind", ""),
        group=asked.get("group", ""),
        language=asked.get("language", ""),
        retired=retired,
        within=rules.reads_contacts_of(person_of(request), process),
    )
    return form, found, retired


@login_required
def contacts(request: HttpRequest, process: str) -> HttpResponse:
    """The contacts, by state and kind."""
    require(rules.may_read_contacts(request.user, process))  # type: ignore[arg-type]
    form, found, retired = _find(request, process)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(request, process, found),
        "form": form,
        "page": page,
        "rows": lines(list(page.object_list)),
        "count": len(found),
        "retired": retired,
        "waiting": queries.waiting_rows(process).count()
        if rules.may_keep_contacts(person_of(request), process)
        else 0,
        "any": bool(found) or queries.contacts_of(process, retired=True).exists(),
    }
    return render(request, "people/contacts.html", context)


@login_required
def contacts_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The contacts as a file that can be brought in again."""
    require(rules.may_read_contacts(request.user, process))  # type: ignore[arg-type]
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    _form, found, _retired = _find(request, process)
    data = exports.write(
        ending,
        [(field, FIELDS[field]) for field in COLUMNS],
        queries.export_rows(found),
        title=_("Contacts"),
        right_to_left=get_language_bidi(),
    )
    return exports.download(data, ending, f"{process}-contacts")


def _contact(process: str, key: str, within: frozenset[int] | None = None) -> Contact:
    found = queries.contacts_of(process, retired=True)
    if within is not None:
        found = found.filter(country__in=within)
    return get_object_or_404(found, key=key)


@login_required
def contact(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One office: who holds its posts, and who held them."""
    require(rules.may_read_contacts(request.user, process))  # type: ignore[arg-type]
    within = rules.reads_contacts_of(person_of(request), process)
    one = _contact(process, key, within)
    standing = {p.pk for p in queries.holders(one)}
    alike = queries.likely_same(one) if within is None else []
    context = {
        **frame(request, process, [one]),
        "c": one,
        "kind": kind_name(one.kind),
        "posts": [p for p in one.posts.all() if p.pk in standing],
        "past": [p for p in one.posts.all() if p.pk not in standing],
        "alike": alike,
    }
    return render(request, "people/contact.html", context)


def _answer(
    request: HttpRequest, context: dict[str, Any], form: Any, refused: Refusal | None
) -> HttpResponse:
    if refused is not None:
        field = AT_FIELD.get(refused.code)
        form.add_error(field if field in form.fields else None, refused.sentence)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/contact_form.html", {**context, "form": form}, status=status)


@login_required
def add(request: HttpRequest, process: str) -> HttpResponse:
    """A new contact, and who holds its post."""
    require(rules.may_keep_contacts(request.user, process))  # type: ignore[arg-type]
    form = ContactForm(request.POST or None)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_contact(
                by=acting(request), process_code=process, details=form.details(), at=clock.now()
            )
        except Refusal as problem:
            refused = problem
        else:
            messages.success(request, _("The contact is stored. Say who holds its post."))
            return redirect("contacts:contact", process, made.key)
    context = {**frame(request, process), "heading": _("Add a contact")}
    return _answer(request, context, form, refused)


@login_required
def change(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What is known of an office."""
    require(rules.may_keep_contacts(request.user, process))  # type: ignore[arg-type]
    one = _contact(process, key)
    known = {f: getattr(one, f) for f in ContactForm.base_fields if f not in ("seen", "copies")}
    form = ContactForm(
        request.POST or None,
        initial={**known, "copies": "; ".join(one.copies), "seen": one.revision},
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            actions.change_contact(
                by=acting(request),
                contact=one,
                details=form.details(),
                seen=one.revision if seen is None else seen,
                at=clock.now(),
            )
        except Refusal as problem:
            refused = problem
        else:
            messages.success(request, _("The contact is stored."))
            return redirect("contacts:contact", process, one.key)
    context = {**frame(request, process, [one]), "heading": _("Change the contact"), "c": one}
    return _answer(request, context, form, refused)


@login_required
def post(request: HttpRequest, process: str, key: str, post: str = "") -> HttpResponse:
    """Who holds a post, or what is known of the holder."""
    require(rules.may_keep_contacts(request.user, process))  # type: ignore[arg-type]
    one = _contact(process, key)
    known = get_object_or_404(Post, contact=one, key=post, erased_at=None) if post else None
    initial = {f: getattr(known, f) for f in PostForm.base_fields} if known else None
    form = PostForm(request.POST or None, initial=initial)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_post(
                by=acting(request), contact=one, post=known, details=form.details(), at=clock.now()
            )
        except Refusal as problem:
            refused = problem
        else:
            messages.success(request, _("The post is stored."))
            return redirect("contacts:contact", process, one.key)
    heading = _("Change the post") if known else _("Who takes a post")
    context = {**frame(request, process, [one]), "heading": heading, "c": one}
    return _answer(request, context, form, refused)


@login_required
@require_POST
def act(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Retire a contact or bring it back, forget a holder, merge two."""
    require(rules.may_keep_contacts(request.user, process))  # type: ignore[arg-type]
    one, by, at = _contact(process, key), acting(request), clock.now()
    verb, other = request.POST.get("do", ""), request.POST.get("other", "").replace("\0", "")[:40]
    if verb == "retire":
        actions.retire_contact(by=by, contact=one, at=at)
        messages.success(request, _("The contact is no longer written to."))
    elif verb == "bring-back":
        actions.bring_back_contact(by=by, contact=one, at=at)
        messages.success(request, _("The contact is written to again."))
    elif verb == "forget":
        held = get_object_or_404(Post, contact=one, key=other)
        actions.forget_holder(by=by, post=held, at=at)
        messages.success(request, _("The name is erased; that the post was held stays."))
    elif verb == "merge":
        actions.merge_contacts(by=by, keep=one, gone=_contact(process, other), at=at)
        messages.success(request, _("The two contacts are one now."))
    else:
        raise Http404
    return redirect("contacts:contact", process, one.key)
