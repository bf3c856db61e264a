"""The outbox: what is held before it goes, and what went."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from travaux.correspondence import actions, rules
from travaux.correspondence.forms import MailForm
from travaux.correspondence.queries.outbox import held_mails, mails_of
from travaux.correspondence.views.frame import acting, frame
from travaux.correspondence.wording import MAIL_STATES
from travaux.plumbing import clock, exports
from travaux.plumbing.mail import as_message
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal, require

PAGE = 50
# Links that need no account: whoever has one may answer as the mission, nominee or submitter.
_LINKS = re.compile(r"(/(?:calls/(?:link|mission)|panels/offer|correspondence/on-behalf)/)[^/\s]+")


def _line(mail: Mail) -> dict[str, Any]:
    return {"m": mail, "state": MAIL_STATES[Mail.State(mail.state)]}


@login_required
def outbox(request: HttpRequest, process: str) -> HttpResponse:
    """What is held comes first; below it what waits, went, failed or was not sent."""
    me = acting(request)
    require(rules.may_read(me, process))
    held = list(held_mails(process)[:500])
    gone = mails_of(process).exclude(state=Mail.State.HELD)
    page = Paginator(gone, PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(request, process),
        "held": [_line(m) for m in held],
        "rows": [_line(m) for m in page.object_list],
        "page": page,
    }
    return render(request, "correspondence/outbox.html", context)


@login_required
def outbox_file(request: HttpRequest, process: str, ending: str) -> HttpResponse:
    """The outbox as a list."""
    require(rules.may_read(acting(request), process))
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    columns = [
        ("key", _("Number")),
        ("to", _("To")),
        ("copies", _("Copies to")),
        ("reference", _("Reference")),
        ("subject", _("Subject")),
        ("language", _("Language")),
        ("state", _("Status")),
        ("written_at", _("Written")),
        ("sent_at", _("Sent")),
        ("problem", _("Problem")),
    ]
    rows = [
        (m.key, m.to, m.copies, m.reference, m.subject, m.language, m.state, m.written_at, m.sent_at,
         m.last_error)
        for m in mails_of(process).select_related(None)
    ]  # fmt: skip
    data = exports.write(
        ending, columns, rows, title=_("Outbox"), right_to_left=get_language_bidi()
    )
    return exports.download(data, ending, f"{process}-outbox")


@login_required
@require_POST
def send(request: HttpRequest, process: str) -> HttpResponse:
    """Let go what was ticked, or all that is held."""
    me = acting(request)
    require(rules.may_write(me, process))
    held = held_mails(process)
    if request.POST.get("do") != "all":
        held = held.filter(key__in=[k[:40] for k in request.POST.getlist("mail")])
    mails = list(held)
    refused = rules.may_leave(mails)
    ready = [m for m in mails if m.pk not in refused]
    sent = actions.send_mails(by=me, process_code=process, mails=ready, at=clock.now())
    for sentence in dict.fromkeys(v.sentence for v in refused.values()):
        messages.error(request, sentence)
    if sent:
        told = ngettext("One mail is on its way.", "%(n)s mails are on their way.", sent)
        messages.success(request, told % {"n": sent})
    elif not refused:
        messages.info(request, _("Nothing was ticked that is still held."))
    return redirect("correspondence:outbox", process)


@login_required
def mail(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One mail: read it, mend it, let it go, or do not send it; or take it along as .eml."""
    me = acting(request)
    require(rules.may_read(me, process))
    one = get_object_or_404(mails_of(process), key=key)
    held = one.state == Mail.State.HELD
    if not (held and rules.may_write(me, process)):
        one.text = _LINKS.sub(r"\1…", one.text)  # never stored: only who may mend it posts
    if request.GET.get("as") == "eml":
        response = HttpResponse(as_message(one).message().as_bytes(), content_type="message/rfc822")
        response["Content-Disposition"] = f'attachment; filename="{one.key}.eml"'
        return response
    initial = {"seen": one.revision, "to": one.to, "subject": one.subject, "text": one.text}
    verb, form = request.POST.get("do", ""), MailForm(initial=initial)
    if request.method == "POST":
        if verb == "drop":
            actions.drop_mail(by=me, mail=one, at=clock.now())
            messages.success(request, _("It is not sent; it stays here to be seen."))
            return redirect("correspondence:outbox", process)
        form = MailForm(request.POST)
        if form.is_valid():
            try:
                _mend(me, one, form)
            except Refusal as refused:
                at = {"mail-address-unfit": "to", "mail-without-text": "text"}.get(refused.code)
                form.add_error(at, refused.sentence)
            else:
                _stored(request, process, me, one, send=verb == "send")
                return redirect("correspondence:outbox", process)
    context = {**frame(request, process), **_line(one), "form": form, "held": held}
    status = 422 if form.errors else 200
    return render(request, "correspondence/mail.html", context, status=status)


def _stored(request: HttpRequest, process: str, me: Any, one: Mail, *, send: bool) -> None:
    """Say what became of a mail that is stored; where it is to go, it goes if it may."""
    if not send:
        messages.success(request, _("The mail is stored; it is still held."))
        return
    try:
        actions.send_mails(by=me, process_code=process, mails=[one], at=clock.now())
    except Refusal as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("The mail is on its way."))


def _mend(me: Any, one: Mail, form: MailForm) -> None:
    told = form.cleaned_data
    same = (told["to"], told["subject"], told["text"].replace("\r\n", "\n").strip())
    if same != (one.to, one.subject, one.text.strip()):
        actions.mend_mail(
            by=me,
            mail=one,
            to=told["to"],
            subject=told["subject"],
            text=told["text"],
            seen=told["seen"],
            at=clock.now(),
        )
