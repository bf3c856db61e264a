"""The secretariat's reminders of a call: seen and edited before they go."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from travaux.calls import actions
from travaux.calls.queries.reminders import reminder_named, reminders_of
from travaux.calls.rules.reminders import may_remind
from travaux.calls.views.frame import call_for_secretariat, frame
from travaux.calls.wording import MAIL_STATES
from travaux.people.asking import person_of, signed_in
from travaux.plumbing import clock
from travaux.plumbing.exports import download, write
from travaux.plumbing.models import Mail
from travaux.plumbing.typed import seen_of
from travaux.plumbing.verdicts import Refusal


@never_cache
@login_required
def reminders(request: HttpRequest, process: str, call: str) -> HttpResponse:
    """Write reminders, look at those that are held, and send them."""
    here, at = call_for_secretariat(request, process, call), clock.now()
    if request.method == "POST":
        if request.POST.get("do") == "send":
            keys = [k[:20] for k in request.POST.getlist("mail")][:5000]
            n = actions.send_reminders(by=signed_in(request), call=here, keys=keys, at=at)
            told = ngettext("One reminder is on its way.", "%(n)s reminders are on their way.", n)
        else:
            n = actions.write_reminders(by=signed_in(request), call=here, at=at)
            told = ngettext(
                "One new reminder is held: read it, then send it.",
                "%(n)s new reminders are held: read them, then send them.",
                n,
            )
        messages.info(request, told % {"n": n} if "%(n)s" in told else told)
        return redirect("calls:reminders", process, here.key)
    found = list(reminders_of(here)[:1000])
    context = {
        **frame(here.process, here),
        "held": [m for m in found if m.state == Mail.State.HELD],
        "gone": [(m, MAIL_STATES[m.state]) for m in found if m.state != Mail.State.HELD],
        "may_remind": may_remind(person_of(request), here, at),
    }
    return render(request, "calls/reminders.html", context)


@never_cache
@login_required
def reminder(request: HttpRequest, process: str, call: str, key: str) -> HttpResponse:
    """One reminder: as it stands, to be edited, or set aside."""
    here, at, error = call_for_secretariat(request, process, call), clock.now(), ""
    mail = reminder_named(here, key)
    if mail is None:
        raise Http404(key)
    subject, text = mail.subject, mail.text
    if request.method == "POST":
        by = signed_in(request)
        subject = request.POST.get("subject", "")[:300]
        text = request.POST.get("text", "")[:20_000].replace("\r\n", "\n")
        try:
            if request.POST.get("do") == "aside":
                actions.set_reminder_aside(by=by, call=here, mail=mail, at=at)
            else:
                actions.revise_reminder(
                    by=by,
                    call=here,
                    mail=mail,
                    seen=seen_of(request),
                    subject=subject,
                    text=text,
                    at=at,
                )
            return redirect("calls:reminders", process, here.key)
        except Refusal as refused:
            error = refused.sentence
            mail.refresh_from_db()
    context = {
        **frame(here.process, here),
        "mail": mail,
        "state": MAIL_STATES[mail.state],
        "is_held": mail.state == Mail.State.HELD,
        "subject": subject,
        "text": text,
        "error": error,
    }
    return render(request, "calls/reminder.html", context, status=422 if error else 200)


@login_required
def reminders_file(request: HttpRequest, process: str, call: str, ending: str) -> HttpResponse:
    """The reminders of a call as a file."""
    here = call_for_secretariat(request, process, call)
    columns = [
        ("to", _("To")),
        ("language", _("Language")),
        ("subject", _("Subject")),
        ("state", _("Status")),
        ("written_at", _("Written (UTC)")),
        ("sent_at", _("Sent (UTC)")),
    ]
    plain = ending == "json"
    rows = [
        [m.to, m.language, m.subject, m.state if plain else str(MAIL_STATES[m.state]),
         m.written_at, m.sent_at]
        for m in reminders_of(here)
    ]  # fmt: skip
    data = write(ending, columns, rows, title=_("Reminders"), right_to_left=get_language_bidi())
    return download(data, ending, f"{here.key}-reminders")
