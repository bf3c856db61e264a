"""Pages about mails: how often they come, signed in or by the link of a mail; addresses that bounce."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from travaux.people import actions
from travaux.people.asking import person_of, signed_in
from travaux.people.forms.mails import WishForm
from travaux.people.models import Role
from travaux.people.queries import holds
from travaux.people.queries.mails import bounces_of, wishes_of
from travaux.plumbing import clock, exports
from travaux.plumbing.digests import DIGEST, KINDS, NEVER, read_token
from travaux.plumbing.verdicts import refuse


@login_required
def wishes(request: HttpRequest) -> HttpResponse:
    """How often one gets mails of each kind."""
    person = signed_in(request)
    form = WishForm(request.POST or None, chosen=wishes_of(person.key))
    if request.method == "POST" and form.is_valid():
        actions.wish_mails(by=person, reader=person.key, paces=form.paces(), at=clock.now())
        messages.success(request, _("Stored."))
        return redirect("people:mails")
    return render(request, "people/mails.html", {"form": form, "token": ""})


@csrf_exempt
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The same by the link of a mail, without signing in; one click of a mail program stops them.

    A mail program posts "List-Unsubscribe=One-Click" (RFC 8058), without a cookie of ours; the
    token is what proves that it has the mail.
    """
    found = read_token(token)
    if found is None:
        raise Http404
    reader, kind = found
    kinds = list(KINDS) if kind == DIGEST else [kind]
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        paces = {k: NEVER if NEVER in KINDS[k] else "weekly" for k in kinds}
        actions.wish_mails(by=None, reader=reader, paces=paces, at=clock.now())
        return HttpResponse(status=204)
    form = WishForm(request.POST or None, chosen=wishes_of(reader), kinds=kinds)
    done = False
    if request.method == "POST" and form.is_valid():
        actions.wish_mails(by=None, reader=reader, paces=form.paces(), at=clock.now())
        done = True
    context = {"form": form, "token": token, "done": done}
    return render(request, "people/mails.html", context, status=422 if form.errors else 200)


@login_required
def bounces(request: HttpRequest, process: str) -> HttpResponse:
    """Addresses that do not take mails, for the secretariat; with one click they are written to again."""
    person, at = person_of(request), clock.now()
    if not holds(person, process, [Role.SECRETARIAT], at):
        raise refuse("not-your-role")
    if request.method == "POST":
        actions.write_again(
            by=signed_in(request),
            address=request.POST.get("address", "")[:254],
            process_code=process,
            at=at,
        )
        messages.success(request, _("Mails go to it again."))
        return redirect("contacts:bounces", process)
    context = {"process": {"code": process}, "tab": "contacts", "rows": bounces_of(process, at)}
    return render(request, "people/bounces.html", context)


@login_required
def bounces_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The same list as a file."""
    at = clock.now()
    if ending not in ("xlsx", "csv", "json"):
        raise Http404
    if not holds(person_of(request), process, [Role.SECRETARIAT], at):
        raise refuse("not-your-role")
    columns = [
        ("address", _("Address")),
        ("stopped", _("Nothing more is sent")),
        ("bounces", _("Came back")),
        ("last", _("Last (UTC)")),
        ("status", _("Code")),
        ("said", _("What its server said")),
    ]
    rows = [
        [r.address, "yes" if r.stopped else "", r.count, r.last_at, r.status, r.said]
        for r in bounces_of(process, at)
    ]
    data = exports.write(
        ending, columns, rows, title=_("Addresses that bounce"), right_to_left=get_language_bidi()
    )
    return exports.download(data, ending, f"{process}-bounces")
