"""Surveys, their editions, and where an answer stands: country, region, unit, size."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.signing import Signer
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from travaux.core.surveys.answers import Found, answer
from travaux.core.surveys.comparing import comparable, compare
from travaux.core.surveys.model import Form, Question, question_named, said, walk
from travaux.core.surveys.places import Places, plain
from travaux.core.surveys.plain import form_from_plain
from travaux.design.asked import without_blanks
from travaux.evidence.models import (
    Device,
    Edition,
    EditionState,
    Invitation,
    PlaceGuess,
    Response,
    ResponseFile,
    ResponseState,
    Survey,
)
from travaux.people.models import Country, Person
from travaux.people.queries.countries import REGIONAL, standing_groups
from travaux.plumbing.keeping import Keep
from travaux.roadmap.models import Process

_forms: Keep[Form] = Keep(40)


def form_of(edition: Edition) -> Form:
    """The form of an edition, read once for each fingerprint."""
    return _forms.get(edition.form_digest, lambda: form_from_plain(edition.form))


def surveys_of(process: Process) -> QuerySet[Survey]:
    """The surveys of a process, the latest first."""
    return Survey.objects.filter(process=process).order_by("-pk")


def survey_named(process_code: str, key: str) -> Survey | None:
    """One survey of a process by its key."""
    found = Survey.objects.filter(process__code=process_code, key=key)
    return found.select_related("process").first()


def editions_of(survey: Survey) -> list[Edition]:
    """The editions of a survey, the first one first."""
    return list(survey.editions.order_by("number"))


def issued_edition(survey: Survey) -> Edition | None:
    """The edition that is asked now: the last one that was issued."""
    return survey.editions.filter(state=EditionState.ISSUED).order_by("-number").first()


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def response_by_token(process_code: str, token: str) -> Response | None:
    """The draft or answer behind a link."""
    found = Response.objects.filter(digest=digest_of(token), survey__process__code=process_code)
    return found.select_related("survey__process", "edition", "person", "invitation").first()


def response_by_receipt(process_code: str, code: str) -> Response | None:
    """What was handed in under a receipt's code."""
    found = Response.objects.filter(receipt=code, survey__process__code=process_code)
    return found.select_related("survey__process", "edition").first()


def invitation_by_token(process_code: str, token: str) -> Invitation | None:
    """The invitation behind a link."""
    found = Invitation.objects.filter(digest=digest_of(token), survey__process__code=process_code)
    return found.select_related("survey__process", "country").first()


def device_named(key: str, password: str) -> Device | None:
    """The device that signs in with this password."""
    found = Device.objects.filter(key=key, digest=digest_of(password), revoked_at__isnull=True)
    return found.select_related("survey__process").first()


def held_response(
    edition: Edition, typed: Mapping[str, Any], now: datetime, seed: str = ""
) -> Found:
    """The form of an edition held against what was typed; `seed` is the key of the answer."""
    form = form_of(edition)
    return answer(form, without_blanks(form, typed), now=now, seed=seed)


def offered_for_roles(form: Form) -> list[Question]:
    """Questions that can say country, unit, size or weight: asked once, of one answer."""
    return [
        p.item
        for p in walk(form.items)
        if isinstance(p.item, Question)
        and p.repeat is None
        and p.item.kind in ("text", "select-one", "integer", "decimal", "range", "calculate", "hidden")
    ]  # fmt: skip


def left_unanswered(found: Found) -> list[str]:
    """Questions that were asked and left empty."""
    named = {path[0] for path in found.choices if len(path) == 1}
    return sorted(str(n) for n in named if n not in found.answers)


def comparable_editions(survey: Survey, question: str) -> list[Edition]:
    """Editions whose answers to a question may be reckoned together with the last issued one."""
    editions = [e for e in editions_of(survey) if e.state == EditionState.ISSUED]
    if not editions:
        return []
    last = form_of(editions[-1])
    return [
        e
        for e in editions
        if e is editions[-1] or comparable(compare(form_of(e), last).get(question, ""))
    ]


def places(*, demonstration: bool) -> Places:
    """Countries by every name they have: invented ones in a demonstration alone."""
    names: dict[str, list[str]] = {}
    for c in Country.objects.filter(demonstration=demonstration).order_by("code"):
        former = [
            t
            for one in c.former_names
            for kind in ("names", "formal_names")
            for t in one.get(kind, {}).values()
        ]
        codes = [c.alpha2, c.m49] if c.alpha2 else []
        names[c.code] = [*codes, *c.names.values(), *c.formal_names.values(), *former]
    return Places(names)


def regions_of_countries() -> dict[int, str]:
    """Country -> code of its regional group today."""
    return {pk: group.code for pk, group in standing_groups() if group.taxonomy.code == REGIONAL}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an answer stands."""

    country_said: str = ""
    code: str = ""  # empty: not known, or a guess that nobody confirmed
    guess: str = ""
    likeness: float = 0.0
    unit_name: str = ""
    unit_key: str = ""
    size: str = ""
    weight: float | None = None


def standing_of(
    survey: Survey, form: Form, answers: Mapping[str, Any], known: Places,
    confirmed: Mapping[str, str | None],
) -> Standing:  # fmt: skip
    """Country, unit, size and weight out of the answers, by the survey's roles."""

    def told(role: str) -> tuple[str, Question | None]:
        name = survey.roles.get(role, "")
        value = answers.get(name, "")
        return (str(value) if not isinstance(value, list) else " ".join(value)), (
            question_named(form, name) if name else None
        )

    written, question = told("country")
    code = guess = ""
    likeness = 0.0
    spoken = written
    if written:
        found = known.find(written)
        if (found is None or not found.sure) and question is not None and question.choices:
            label = next((said(c.labels, "en") for c in question.choices if c.name == written), "")
            spoken = label or written
            found = known.find(spoken) or found
        if spoken in confirmed:
            code = confirmed[spoken] or ""
        elif found is not None and found.sure:
            code = found.code
        elif found is not None:
            guess, likeness = found.code, found.likeness
    unit, _question = told("unit")
    size, _question = told("size")
    weight, _question = told("weight")
    try:
        number = float(weight) if weight else None
    except ValueError:
        number = None
    if number is not None and not 0 <= number < 1e9:
        number = None
    return Standing(
        spoken[:200], code, guess, likeness, unit[:200], unit_key_of(code, spoken, unit),
        size[:80], number,
    )  # fmt: skip


def unit_key_of(code: str, country_said: str, unit: str) -> str:
    """The unit that an answer is of: its country, as far as it is known, and its own name; empty
    where it names none, and is one of its own."""
    return f"{code or plain(country_said)}|{plain(unit)}"[:240] if plain(unit) else ""


def confirmed_places(survey: Survey) -> dict[str, str | None]:
    """What was written -> the country that somebody confirmed; None: none is meant."""
    found = PlaceGuess.objects.filter(survey=survey, confirmed_at__isnull=False)
    return dict(found.order_by("pk").values_list("said", "country__code"))


def guesses_of(survey: Survey) -> list[PlaceGuess]:
    """Countries as they were written that wait for somebody."""
    found = survey.guesses.filter(confirmed_at__isnull=True).select_related("country")
    return list(found.order_by("said"))


def guesses_decided(survey: Survey) -> list[PlaceGuess]:
    """Countries as they were written of which somebody said which one is meant."""
    found = survey.guesses.filter(confirmed_at__isnull=False).select_related("country")
    return list(found.order_by("said"))


def answers_by_place(survey: Survey) -> dict[str, int]:
    """How many answers wrote their country in each way."""
    found = Response.objects.filter(survey=survey).exclude(state=ResponseState.DRAFT)
    rows = found.exclude(country_said="").order_by().values_list("country_said")
    return dict(rows.annotate(n=Count("pk")))


def submitted(survey: Survey) -> QuerySet[Response]:
    """What was handed in and is reckoned."""
    return Response.objects.filter(survey=survey, state=ResponseState.SUBMITTED)


def invitation_token(key: str) -> str:
    """The token of an invitation that went by mail: made again for a reminder, never kept."""
    return Signer(salt="evidence.invitation").sign(key)


def invitations_of(survey: Survey) -> QuerySet[Invitation]:
    """Who was invited, by mail or by a link handed over, with whether the unit handed in; in the
    order they were asked."""
    found = Invitation.objects.filter(survey=survey)
    return found.annotate(done=_handed_in()).order_by("pk")


def attached_to(survey: Survey) -> QuerySet[ResponseFile]:
    """Files that came with what was handed in, in the order they came."""
    found = ResponseFile.objects.filter(response__survey=survey)
    found = found.exclude(response__state=ResponseState.DRAFT)
    return found.select_related("file", "response__country", "response__edition").order_by("pk")


def _handed_in() -> Exists:
    return Exists(
        Response.objects.filter(invitation=OuterRef("pk")).exclude(state=ResponseState.DRAFT)
    )


def waiting_invitations(survey: Survey) -> QuerySet[Invitation]:
    """Who was invited by mail, can still be written to, and has not handed in."""
    found = Invitation.objects.filter(survey=survey, mailed_at__isnull=False)
    found = found.filter(~_handed_in(), withdrawn_at__isnull=True)
    return found.exclude(email="").order_by("pk")


def left_over(survey: Survey, only: str = "") -> QuerySet[Response]:
    """What came in and is not reckoned, wholly or in part: set aside ("aside"), or with cells that
    the form does not ask for or could not be read ("unasked")."""
    found = Response.objects.filter(survey=survey).exclude(state=ResponseState.DRAFT)
    aside, unasked = Q(state=ResponseState.SET_ASIDE), ~Q(raw={})
    wanted = {"aside": aside, "unasked": unasked}.get(only, aside | unasked)
    return found.filter(wanted).select_related("answer_file", "edition").order_by("pk")


def own_responses(person: Person) -> list[dict[str, Any]]:
    """What a person answered to surveys with their account."""
    found = (
        Response.objects.filter(person=person)
        .order_by("pk")
        .values("survey__key", "key", "state", "receipt", "submitted_at", "typed", "answers")
    )
    return [dict(one) for one in found]
