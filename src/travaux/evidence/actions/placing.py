"""Where answers stand: which country was meant, and which questions say country, unit, size, weight."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Left, Substr

from travaux.core.surveys.places import plain
from travaux.evidence.models import Edition, PlaceGuess, Response, ResponseState, Survey
from travaux.evidence.queries.surveys import (
    confirmed_places,
    form_of,
    offered_for_roles,
    places,
    standing_of,
    unit_key_of,
)
from travaux.evidence.rules.surveys import may_decide_answers
from travaux.journal.actions import action, nothing_to_record, record
from travaux.people.models import Country, Person
from travaux.plumbing.verdicts import refuse, require

ROLES = ("country", "unit", "size", "weight")
_BATCH = 500
_COLUMNS = ["country", "country_said", "unit_name", "unit_key", "size", "weight", "changed_at"]


@action
def confirm_place(*, by: Person, guess: PlaceGuess, country: Country | None, at: datetime) -> int:
    """Which country is meant by what was written; it counts for every answer that says so.

    What was said of a unit goes with it: a city whose country was written in two ways is one city
    from now on. It can be said otherwise until the results are published.
    """
    found = PlaceGuess.objects.select_for_update(of=("self",))
    guess = found.select_related("survey__process", "country").get(pk=guess.pk)
    survey = guess.survey
    require(may_decide_answers(by, survey, at))
    if guess.confirmed_at is not None and guess.country == country:
        nothing_to_record()
        return 0
    before = {plain(guess.said)}
    if guess.confirmed_at is not None and guess.country is not None:
        before.add(guess.country.code)
    PlaceGuess.objects.filter(pk=guess.pk).update(country=country, confirmed_at=at)
    told = Response.objects.filter(survey=survey, country_said=guess.said)
    told = told.filter(Q(invitation__isnull=True) | Q(invitation__country__isnull=True))
    now = country.code if country is not None else plain(guess.said)
    for old in before - {now}:
        rest = Concat(Value(f"{now}|"), Substr(F("unit_key"), len(old) + 2))
        told.filter(unit_key__startswith=f"{old}|").update(unit_key=Left(rest, 240))
    changed = told.update(country=country, changed_at=at)
    record(by=by, subject=survey.key, process=survey.process.code, at=at,
           facts={"country": country.code if country else "", "answers": changed})  # fmt: skip
    return changed


def _checked_roles(roles: Mapping[str, Any], edition: Edition) -> dict[str, str]:
    """Roles that are named, each a question of the form that can bear it."""
    known = {q.name for q in offered_for_roles(form_of(edition))}
    made = {role: str(roles[role]) for role in ROLES if roles.get(role)}
    for name in made.values():
        if name not in known:
            raise refuse("survey-role-unknown", question=name[:80])
    return made


def _place_again(survey: Survey, at: datetime) -> int:
    """Country, unit, size and weight of every answer are read anew; how many changed."""
    known, confirmed = places(demonstration=survey.demonstration), confirmed_places(survey)
    countries = {c.code: c for c in Country.objects.order_by("code")}
    held = set(survey.guesses.values_list("said", flat=True))
    found = Response.objects.filter(survey=survey).exclude(state=ResponseState.DRAFT)
    found = found.select_related("edition", "invitation__country").order_by("pk")
    waiting: list[Response] = []
    guesses: dict[str, PlaceGuess] = {}
    changed = 0
    for one in found.iterator(_BATCH):
        told = standing_of(survey, form_of(one.edition), one.answers, known, confirmed)
        if told.country_said and not told.code and told.country_said not in held:
            guesses.setdefault(
                told.country_said,
                PlaceGuess(
                    survey=survey, said=told.country_said, country=countries.get(told.guess),
                    likeness=told.likeness,
                ),
            )  # fmt: skip
        asked = one.invitation
        country = (asked.country if asked is not None else None) or countries.get(told.code)
        unit = (asked.unit_name if asked is not None else "") or told.unit_name
        values = {
            "country": country, "country_said": told.country_said, "unit_name": unit,
            "unit_key": unit_key_of(country.code if country else "", told.country_said, unit),
            "size": told.size, "weight": told.weight,
        }  # fmt: skip
        before = (one.country_id, one.country_said, one.unit_name, one.unit_key, one.size,
                  one.weight)  # fmt: skip
        if before == (country.pk if country else None, *list(values.values())[1:]):
            continue
        for name, value in values.items():
            setattr(one, name, value)
        one.changed_at = at
        waiting.append(one)
        changed += 1
        if len(waiting) == _BATCH:
            Response.objects.bulk_update(waiting, _COLUMNS)
            waiting = []
    Response.objects.bulk_update(waiting, _COLUMNS)
    PlaceGuess.objects.bulk_create(guesses.values())
    return changed
