"""Bringing in a file of answers: each instance once, nothing lost, doubtful rows set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.db.models import F

from travaux.core.surveys.answer_tables import Sheet
from travaux.core.surveys.bringing import Bringer, Brought, index_of, repeated, told
from travaux.core.surveys.left_empty import LeftEmpty
from travaux.core.surveys.model import Form
from travaux.core.surveys.places import Places
from travaux.evidence.models import (
    AnswerFile,
    Edition,
    PlaceGuess,
    Response,
    ResponseState,
    Survey,
)
from travaux.evidence.queries.surveys import (
    Standing,
    confirmed_places,
    form_of,
    places,
    standing_of,
)
from travaux.evidence.rules.surveys import MOST_RESPONSES, may_change_survey
from travaux.journal.actions import action, record
from travaux.people.models import Country, Person
from travaux.plumbing.tasks import soon
from travaux.plumbing.verdicts import refuse, require

BATCH = 1_000


def _instant(said: str, at: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(said.replace("Z", "+00:00"))
    except ValueError:
        return at
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return min(found, at)


@action
def bring_answers(
    *, by: Person, edition: Edition, sheets: Sequence[Sheet], name: str, at: datetime
) -> AnswerFile:
    """Answers of a file become answers of the survey. What is in already, by its instance, stays as
    it is; a row that does not fit its columns is kept whole and set aside."""
    survey = (
        Survey.objects.select_for_update(of=("self",))
        .select_related("process")
        .get(pk=edition.survey_id)
    )
    require(may_change_survey(by, survey, at))
    if edition.issued_at is None:
        raise refuse("survey-not-open")
    form = form_of(edition)
    main = Bringer(form, sheets[0])
    below = repeated(form, sheets[1:])
    held = set(
        Response.objects.filter(survey=survey, instance_id__isnull=False).values_list(
            "instance_id", flat=True
        )
    )
    if len(held) + len(sheets[0].rows) > MOST_RESPONSES:
        raise refuse("answers-too-many", most=MOST_RESPONSES)
    file = AnswerFile.objects.create(survey=survey, name=name[:255], at=at)
    named = {c.question.name for c in main.columns if c.question is not None}
    work = _Work(survey, edition, form, file, at, LeftEmpty(form, named))
    already = aside = new = 0
    for place, (one, (_number, cells)) in enumerate(
        zip(main.rows(), sheets[0].rows, strict=True), 1
    ):
        if one.instance in held:
            already += 1
            continue
        held.add(one.instance)
        index = index_of(main, cells, place)
        for group, of in below.items():
            given = of.get(one.instance) or of.get(index)
            if given:
                one.answers[group] = given
        work.add(one)
        new += 1
        aside += one.aside
    work.flush()
    guesses = work.guess()
    file.report = {
        **told(main.report), "new": new, "already": already, "aside": aside, "guesses": guesses,
    }  # fmt: skip
    AnswerFile.objects.filter(pk=file.pk).update(report=file.report)
    Survey.objects.filter(pk=survey.pk).update(revision=F("revision") + 1)
    soon("travaux.evidence.tasks.keep_columns")
    record(by=by, subject=survey.key, process=survey.process.code, at=at, facts={
        "file": file.key, "new": new, "already": already, "aside": aside,
    })  # fmt: skip
    return file


class _Work:
    """Rows on their way into the table, some at a time."""

    def __init__(
        self, survey: Survey, edition: Edition, form: Form, file: AnswerFile, at: datetime,
        left: LeftEmpty,
    ) -> None:  # fmt: skip
        self.left = left
        self.survey, self.edition, self.form, self.file, self.at = survey, edition, form, file, at
        self.known: Places = places(demonstration=survey.demonstration)
        self.confirmed: Mapping[str, str | None] = confirmed_places(survey)
        self.countries = {c.code: c for c in Country.objects.order_by("pk")}
        self.waiting: list[Response] = []
        self.guesses: dict[str, Standing] = {}

    def add(self, one: Brought) -> None:
        standing = standing_of(self.survey, self.form, one.answers, self.known, self.confirmed)
        if standing.country_said and not standing.code and not one.aside:
            self.guesses.setdefault(standing.country_said, standing)
        came = _instant(one.submitted, self.at)
        state = ResponseState.SET_ASIDE if one.aside else ResponseState.SUBMITTED
        self.waiting.append(
            Response(
                survey=self.survey,
                edition=self.edition,
                instance_id=one.instance,
                source="file",
                state=state,
                answers=one.answers,
                raw=one.raw,
                unanswered=[] if one.aside else self.left.of(one.answers, came),
                problems=[{"code": c, "where": h} for c, h in one.problems][:50],
                country=self.countries.get(standing.code),
                country_said=standing.country_said,
                unit_name=standing.unit_name,
                unit_key=standing.unit_key,
                size=standing.size,
                weight=standing.weight,
                answer_file=self.file,
                row=one.row,
                started_at=came,
                changed_at=self.at,
                submitted_at=came,
                demonstration=self.survey.demonstration,
            )
        )
        if len(self.waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        Response.objects.bulk_create(self.waiting, batch_size=BATCH)
        self.waiting = []

    def guess(self) -> int:
        """Countries that are none for certain wait for somebody."""
        held = set(self.survey.guesses.values_list("said", flat=True))
        made = [
            PlaceGuess(
                survey=self.survey, said=said, country=self.countries.get(s.guess),
                likeness=s.likeness,
            )
            for said, s in self.guesses.items()
            if said not in held
        ]  # fmt: skip
        PlaceGuess.objects.bulk_create(made)
        return len(made)
