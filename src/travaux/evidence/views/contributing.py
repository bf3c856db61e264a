"""Writing a practice with or without an account, one's own page of it, and what its holders say."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from travaux.evidence import actions
from travaux.evidence.forms.practices import ConditionsForm, PracticeForm
from travaux.evidence.models import Practice, PracticeState, Use
from travaux.evidence.queries.practices import (
    CHECK,
    OWN,
    own_practices,
    practice_by,
    signed,
    themes_of,
)
from travaux.evidence.rules.held import consent_stands, held_of, may_use
from travaux.evidence.rules.practices import (
    UNCHECKED_DAYS,
    may_begin_practice,
    may_hand_in,
    may_withdraw_practice,
    may_write_practice,
    missing_in,
)
from travaux.evidence.views.frame import frame, process_named
from travaux.evidence.views.practices import told_of_practice
from travaux.evidence.wording.practices import MISSING, PRACTICE_SHAPES, PRACTICE_STATES, USES
from travaux.people.asking import person_of, signed_in
from travaux.people.models import Country, Person
from travaux.people.queries import countries_known, states_by_name
from travaux.plumbing import clock
from travaux.plumbing.languages import current
from travaux.plumbing.origins import origin_asking
from travaux.plumbing.verdicts import Refusal, require
from travaux.roadmap.models import Process

_FIELDS = {
    "contributor-name-needed": "name",
    "contributor-address-unusable": "email",
    "too-many-practices-under-it": "email",
    "practice-year-unread": "year",
}
_TOO_MANY = {"too-many-practices-from-here", "too-many-practices-under-it"}


def _countries(process: Process) -> list[Country]:
    found = countries_known()
    return states_by_name(found if process.demonstration else found.filter(demonstration=False))


@never_cache
def new(request: HttpRequest, process: str) -> HttpResponse:
    """The template, empty."""
    here, at, person = process_named(process), clock.now(), person_of(request)
    may = may_begin_practice(person, here, at)
    if may.code == "sign-in-first":
        return redirect_to_login(request.get_full_path())
    form = PracticeForm(
        request.POST or None,
        initial={"language": current(), "form_token": secrets.token_urlsafe(18)},
        themes=themes_of(here),
        countries=_countries(here),
        guest=person is None,
    )
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin_practice(
                by=person,
                process=here,
                written=form.written(),
                contributor=form.contributor(origin_asking(request)),
                form_token=form.cleaned_data["form_token"],
                at=at,
            )
            return _next(made)
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
            status = 429 if refused.code in _TOO_MANY else 422
    context = {**frame(here), "form": form, "may": may, "practice": None}
    return render(request, "evidence/practice_write.html", context, status=status)


def _next(practice: Practice) -> HttpResponse:
    """Where to go on: to the holders' conditions first, where there are any to be asked."""
    token, code = signed(practice, OWN), practice.process.code
    held = held_of(practice)
    if practice.traditional and (held is None or not held.holders):
        return redirect("evidence:practice-conditions", code, token)
    return redirect("evidence:own-practice", code, token)


def own_at(request: HttpRequest, process: str, token: str) -> tuple[Practice, Person | None]:
    """One's own practice by its link, and in whose name one acts there.

    What was written with an account is its account's alone, whoever has the link.
    """
    found = practice_by(process, token, OWN)
    person = person_of(request)
    if found is None or (found.person_id and found.person_id != getattr(person, "pk", None)):
        raise Http404(token)
    return found, person if found.person_id else None


@never_cache
def own(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """Where it stands, what is missing, and everything that can be done with it."""
    told = practice_by(process, token, OWN)
    if told is not None and told.person_id and person_of(request) is None:
        return redirect_to_login(request.get_full_path())
    found, by = own_at(request, process, token)
    at = clock.now()
    context = {
        **frame(found.process, invented=found.demonstration),
        **told_of_practice(found),
        "token": token,
        "missing": [MISSING[name] for name in missing_in(found)],
        "attached": list(found.attached.select_related("file")),
        "may_write": may_write_practice(by, found, at),
        "may_hand_in": may_hand_in(by, found, at),
        "may_withdraw": may_withdraw_practice(by, found, at),
        "stands": consent_stands(found, at),
        "shown": may_use(found, Use.LIBRARY, at),
        "uses": [USES[u] for u in USES if (h := held_of(found)) and u in h.uses],
        "guest": found.person_id is None,
        "days": UNCHECKED_DAYS,
    }
    return render(request, "evidence/practice_own.html", context)


@never_cache
def change(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """The words of a draft, or of what came back."""
    found, by = own_at(request, process, token)
    at = clock.now()
    require(may_write_practice(by, found, at))
    initial: dict[str, Any] = {
        "language": found.language,
        "title": found.title,
        "country": found.country.code if found.country else "",
        "city": found.city,
        "level": found.level,
        "year": found.year,
        "themes": found.themes,
        "targets": ", ".join(found.targets),
        "traditional": found.traditional,
        "seen": found.revision,
        **{f"part_{part}": text for part, text in found.words.items()},
    }
    form = PracticeForm(
        request.POST or None,
        initial=initial,
        themes=themes_of(found.process),
        countries=_countries(found.process),
    )
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"] or 0
            made = actions.write_practice(
                by=by, practice=found, written=form.written(), seen=seen, at=at
            )
            return _next(made)
        except Refusal as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
    context = {
        **frame(found.process, invented=found.demonstration),
        "form": form,
        "may": True,
        "practice": found,
        "token": token,
    }
    status = 422 if form.errors else 200
    return render(request, "evidence/practice_write.html", context, status=status)


def conditions_form(request: HttpRequest, found: Practice) -> ConditionsForm:
    """What the holders say, as it stands."""
    held = held_of(found)
    names = ("holders", "protocol", "conditions", "labels", "uses", "consent_on", "consent_until")
    initial = {n: getattr(held, n) for n in names} if held else {}
    initial["seen"] = held.revision if held else 0
    return ConditionsForm(request.POST or None, request.FILES or None, initial=initial)


@never_cache
def conditions(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """What the holders of the knowledge say; it changes at any time, also after publication."""
    found, by = own_at(request, process, token)
    if not found.traditional:
        raise Http404(token)
    form = conditions_form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_conditions(
                by=by,
                practice=found,
                told=form.told(),
                document=form.cleaned_data["document"],
                seen=form.cleaned_data["seen"],
                at=clock.now(),
            )
            messages.success(request, _("The conditions hold from now on."))
            return redirect("evidence:own-practice", process, token)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
    context = {
        **frame(found.process, invented=found.demonstration),
        "form": form,
        "practice": found,
        "held": held_of(found),
        "token": token,
    }
    status = 422 if form.errors else 200
    return render(request, "evidence/practice_conditions.html", context, status=status)


@require_POST
def act(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """A file comes or goes; it is handed in, taken back; consent is taken back."""
    found, by = own_at(request, process, token)
    at, do = clock.now(), request.POST.get("do", "")
    here: dict[str, Any] = {"by": by, "practice": found, "at": at}
    try:
        if do == "attach":
            upload = request.FILES.get("file")
            if upload is None:
                messages.error(request, _("Choose a file first."))
            else:
                actions.attach_to_practice(upload=upload, **here)
        elif do == "detach":
            one = found.attached.filter(key=request.POST.get("file", "")).first()
            if one is not None:
                actions.detach_from_practice(attached=one, **here)
        elif do == "hand-in":
            seen = request.POST.get("seen", "")
            actions.hand_in_practice(seen=int(seen) if seen.isdecimal() else -1, **here)
        elif do == "withdraw":
            actions.withdraw_practice(erase=bool(request.POST.get("erase")), **here)
        elif do == "consent":
            actions.withdraw_consent(erase=bool(request.POST.get("erase")), **here)
            messages.success(request, _("From now on it is shown nowhere."))
        else:
            raise Http404(do)
    except Refusal as refused:
        messages.error(request, refused.sentence)
    return redirect("evidence:own-practice", process, token)


@never_cache
def check(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """The link of the mail. It asks: programs that look at links in mails must not answer for people."""
    found = practice_by(process, token, CHECK)
    if found is None:
        raise Http404(token)
    at, waits = clock.now(), found.state == PracticeState.UNCHECKED
    if request.method == "POST" and waits:
        if request.POST.get("do") == "no":
            actions.disown_practice(by=None, practice=found, at=at)
            messages.success(request, _("It was taken away, with your address."))
            return redirect("evidence:practices", process)
        actions.check_practice(by=None, practice=found, at=at)
        return redirect("evidence:own-practice", process, signed(found, OWN))
    if not waits:
        return redirect("evidence:own-practice", process, signed(found, OWN))
    context = {
        **frame(found.process, invented=found.demonstration),
        **told_of_practice(found),
        "found": found,
    }
    return render(request, "evidence/practice_check.html", context)


@login_required
def mine(request: HttpRequest, process: str) -> HttpResponse:
    """What one wrote with this account."""
    here = process_named(process)
    found = own_practices(signed_in(request), here)
    context = {
        **frame(here, invented=any(p.demonstration for p in found)),
        "rows": [
            {
                "practice": p,
                "token": signed(p, OWN),
                "state": PRACTICE_STATES[p.state],
                "shape": PRACTICE_SHAPES[p.state],
            }
            for p in found
        ],
    }
    return render(request, "evidence/practices_mine.html", context)
