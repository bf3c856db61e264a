"""Criteria, reviewers, scores: who may do what until when, and what nobody sees too early."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.calls.makers import AFTER, CLOSES, DURING, a_call, a_draft_call, an_application, pdf
from tests.cast import person
from travaux.calls import actions
from travaux.calls.actions.criteria import Given
from travaux.calls.actions.reviewers import Named
from travaux.calls.models import Call, Criterion, Review, Score, Scoring
from travaux.calls.queries.conflicts import hints_of
from travaux.calls.queries.reviews import (
    criteria_of,
    loads_of,
    reviewer_named,
    reviewers_of,
    reviews_for,
    told_to_reviewers,
)
from travaux.calls.queries.scores import others_of, row_of, rows_of_scores, scores_for_pool
from travaux.calls.rules import reviews as rules
from travaux.calls.tables_of_reviews import read_assignments
from travaux.core.problems import Unusable
from travaux.core.surveys.model import Form, Question
from travaux.design.asked.shown import Reader, told_of
from travaux.journal.models import Line
from travaux.people import actions as people
from travaux.people.actions import (
    appoint,
    assess_interests,
    declare_interests,
    erase_person,
    name_assessor,
    set_interest_rule,
    write_topic,
)
from travaux.people.models import Country, Declaration, Role
from travaux.people.queries import duty_of, own_data
from travaux.plumbing.mail import send_waiting
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
LATER = AFTER + timedelta(days=1)
RELEVANCE = Given({"en": "Relevance", "fr": "Pertinence"}, 1, 5, Decimal(3))
DEPTH = Given({"en": "Depth"}, 0, 10, Decimal(1))


def refused(code: str):
    return pytest.raises(Refusal, match=f"^{code}$")


def with_criteria(cast, call: Call, at=AFTER) -> list[Criterion]:
    actions.replace_criteria(by=cast.amina, call=call, given=[RELEVANCE, DEPTH], at=at)
    return criteria_of(call)


def a_scored_call(
    cast, people: list[Any], *, declared: bool = True, **rules_: Any
) -> tuple[Call, list[Any], list[Review]]:
    """A closed call with two nominees, given to everybody in `people`."""
    call = a_call(cast, **rules_)
    made = [
        an_application(
            cast, call, person(n), given_names=n, email=f"{n.lower()}@example.com",
            employer=f"Works of {n}", experience=f"I, {n} Quay, built it.",
        )
        for n in ("Ida", "Jon")
    ]  # fmt: skip
    for one in made:
        actions.confirm_nomination(by=cast.farid, application=one, letter=pdf("l.pdf"), at=DURING)
    with_criteria(cast, call)
    named = [Named(p.email) for p in people]
    actions.appoint_reviewers(by=cast.amina, call=call, named=named, at=AFTER)
    if declared:
        declare(cast, people)
    reviews = [
        actions.assign_review(
            by=cast.amina, application=one, reviewer=reviewer_named(call, p.email), at=AFTER
        )
        for one in made
        for p in people
    ]
    return call, made, reviews


def declare(cast, people: list[Any]) -> None:
    """Whoever reviews has nothing to declare, for as long as tests go on."""
    set_interest_rule(
        by=cast.amina, process_code="harbour", roles=["reviewer"], valid_days=3650, before_days=42,
        keep_days=1825, names_announced="", at=AFTER,
    )  # fmt: skip
    for one in people:
        declare_interests(by=one, process_code="harbour", nothing=True, at=AFTER)
    Declaration.objects.update(at=DURING)


def scores(review: Review, *values: int | None, remark: str = "") -> dict[str, Any]:
    criteria = criteria_of(review.application.call)
    given = {c.key: (v, remark) for c, v in zip(criteria, values, strict=True)}
    return {"review": review, "given": given, "remark": "", "seen": review.revision, "at": LATER}


def test_criteria_are_frozen_with_the_announcement_or_the_first_score(cast) -> None:
    call = a_draft_call(cast)
    with refused("criterion-needs-name"):
        actions.replace_criteria(
            by=cast.amina, call=call, given=[Given({"en": " "}, 1, 5, Decimal(1))], at=DURING
        )
    for low, high in ((5, 5), (5, 1), (0, 101)):
        with refused("scale-unusable"):
            actions.replace_criteria(
                by=cast.amina, call=call, given=[Given({"en": "x"}, low, high, Decimal(1))],
                at=DURING,
            )  # fmt: skip
    for weight in ("0", "-1", "1001", "1.001"):
        with refused("weight-unusable"):
            actions.replace_criteria(
                by=cast.amina, call=call, given=[Given({"en": "x"}, 1, 5, Decimal(weight))],
                at=DURING,
            )  # fmt: skip
    with refused("not-your-role"):
        actions.replace_criteria(by=cast.farid, call=call, given=[DEPTH], at=DURING)
    before = call.opens_at - timedelta(days=2)
    with_criteria(cast, call, before)
    actions.set_scoring(by=cast.amina, call=call, figure="mean", blind=True, seen=1, at=before)
    with refused("moved-meanwhile"):
        actions.set_scoring(by=cast.amina, call=call, figure="mean", blind=True, seen=1, at=before)
    call.refresh_from_db()
    call = actions.announce_call(by=cast.amina, call=call, seen=call.revision, at=before)
    line = Line.objects.filter(subject=call.key, what="calls.announce_call").get()
    assert [c[1:] for c in line.facts["criteria"]] == [[1, 5, "3.00"], [0, 10, "1.00"]]
    with refused("criteria-frozen"):
        actions.replace_criteria(by=cast.amina, call=call, given=[DEPTH], at=DURING)
    clone = actions.clone_call(by=cast.amina, call=call, at=DURING)
    assert [c.names for c in criteria_of(clone)] == [RELEVANCE.names, DEPTH.names]
    assert Scoring.objects.get(call=clone).figure == "mean" and clone.blind

    other, _, reviews = a_scored_call(cast, [cast.hana])
    actions.write_criterion(by=cast.amina, call=other, given=DEPTH, seen=1, at=AFTER)
    actions.drop_criterion(
        by=cast.amina, call=other, criterion=criteria_of(other)[2], seen=2, at=AFTER
    )
    actions.save_review(by=cast.hana, **scores(reviews[0], 3, None))
    with refused("criteria-frozen"):
        actions.write_criterion(by=cast.amina, call=other, given=DEPTH, seen=3, at=LATER)


def test_scores_are_given_kept_handed_in_and_amended_until_the_closing(cast) -> None:
    call, (ida, _jon), reviews = a_scored_call(cast, [cast.hana, cast.bruno])
    mine, brunos = reviews[0], reviews[1]
    with refused("reviews-before-closing"):
        actions.save_review(by=cast.hana, **{**scores(mine, 1, 1), "at": DURING})
    with refused("not-your-review"):
        actions.save_review(by=cast.bruno, **scores(mine, 1, 1))
    with refused("score-off-scale"):
        actions.save_review(by=cast.hana, **scores(mine, 6, 1))
    mine = actions.save_review(by=cast.hana, **scores(mine, 5, None))
    assert mine.state == "draft"
    with refused("moved-meanwhile"):
        actions.save_review(by=cast.hana, **{**scores(mine, 5, 1), "seen": 0})
    with refused("review-scores-missing"):
        actions.hand_in_review(by=cast.hana, **scores(mine, 5, None))
    row = row_of(ida, cast.amina)
    assert row.totals is None and row.missing == 2  # a draft counts nowhere
    with refused("nothing-scored"):
        actions.close_reviewing(by=cast.amina, call=call, at=LATER)
    mine = actions.hand_in_review(by=cast.hana, **scores(mine, 5, 0))
    actions.hand_in_review(by=cast.bruno, **scores(brunos, 1, 10))
    row = row_of(ida, cast.amina)
    assert (row.totals.mean, row.totals.median, row.totals.spread) == (50, 50, 50)
    assert row.criteria[0].mean == 3 and row.missing == 0
    with refused("review-handed-in"):
        actions.save_review(by=cast.hana, **scores(mine, 4, 0))
    mine = actions.hand_in_review(by=cast.hana, **scores(mine, 5, 10))
    assert mine.amended_at == LATER and row_of(ida, cast.amina).totals.most == 100
    scoring = actions.close_reviewing(by=cast.amina, call=call, at=LATER)
    for act in (actions.hand_in_review, actions.save_review):
        with refused("reviewing-closed"):
            act(by=cast.hana, **scores(mine, 1, 1))
    with refused("reviewing-closed"):
        actions.step_back(by=cast.hana, review=mine, reason="Late", at=LATER)
    line = Line.objects.get(what="calls.close_reviewing")
    assert line.facts["scores"] == scoring.digest and len(scoring.digest) == 64
    with refused("reason-needed"):
        actions.reopen_reviewing(by=cast.amina, call=call, reason=" ", at=LATER)
    actions.reopen_reviewing(by=cast.amina, call=call, reason="A scale was misread.", at=LATER)
    line = Line.objects.get(what="calls.reopen_reviewing")
    assert line.facts == {"scores": scoring.digest, "reason": "A scale was misread."}
    actions.hand_in_review(by=cast.hana, **scores(mine, 5, 9))
    assert actions.close_reviewing(by=cast.amina, call=call, at=LATER).digest != scoring.digest


def test_a_score_holds_the_call_before_the_review(cast) -> None:
    """Whoever closes the reviewing or changes criteria holds the call: a score waits or comes first."""
    _, _, reviews = a_scored_call(cast, [cast.hana])
    for act in (actions.save_review, actions.hand_in_review):
        given = scores(Review.objects.get(pk=reviews[0].pk), 5, 0)
        with CaptureQueriesContext(connection) as asked:
            act(by=cast.hana, **given)
        froms = [q["sql"].partition(" FROM ")[2].split()[:1] for q in asked if " FROM " in q["sql"]]
        first = [f[0].strip('"') for f in froms if f]
        assert first.index("calls_call") < first.index("calls_review")


def test_nobody_sees_scores_of_others_before_their_own(cast) -> None:
    """Neither among reviewers nor for somebody of the secretariat who reviews, too."""
    call, (ida, jon), reviews = a_scored_call(cast, [cast.hana, cast.amina])
    hanas, aminas = reviews[0], reviews[1]
    hanas = actions.hand_in_review(by=cast.hana, **scores(hanas, 4, 7, remark="Remarkable words"))
    assert others_of(aminas) == []
    row = row_of(ida, cast.amina)
    assert row.withheld and row.totals is None and not row.singles
    told = str(own_data(cast.amina))
    assert "Remarkable words" not in told
    assert "Remarkable words" in str(own_data(cast.hana))
    assert not Line.objects.filter(facts__icontains="Remarkable").exists()
    facts = " ".join(str(line.facts) for line in Line.objects.filter(subject=hanas.key))
    assert "score" not in facts and "7" not in facts.replace(call.key, "")
    assert not Mail.objects.filter(text__contains="Remarkable words").exists()
    aminas = actions.hand_in_review(by=cast.amina, **scores(aminas, 2, 5))
    assert others_of(aminas) == []  # they could still be amended
    assert not row_of(ida, cast.amina).withheld and row_of(jon, cast.amina).withheld
    actions.close_reviewing(by=cast.amina, call=call, at=LATER)
    (other,) = others_of(aminas)
    assert other.values == (4, 7)


def test_stepping_back_takes_everything_out(cast) -> None:
    _call, (ida, _), reviews = a_scored_call(cast, [cast.hana, cast.bruno])
    mine = actions.hand_in_review(by=cast.hana, **scores(reviews[0], 5, 10))
    with refused("reason-needed"):
        actions.step_back(by=cast.hana, review=mine, reason=" ", at=LATER)
    with refused("not-your-review"):
        actions.step_back(by=cast.bruno, review=mine, reason="x", at=LATER)
    mine = actions.step_back(by=cast.hana, review=mine, reason="We worked together.", at=LATER)
    row = row_of(ida, cast.amina)
    assert row.totals is None and row.stepped_back == 1 and row.given == 1
    assert not rules.may_read_for_review(cast.hana, mine, LATER)
    with refused("review-stepped-back"):
        actions.save_review(by=cast.hana, **scores(mine, 1, 1))
    actions.assign_evenly(by=cast.amina, call=_call, each=2, seed="s", at=LATER)
    mine.refresh_from_db()
    assert mine.state == "recused"  # an even sharing does not give it back
    again = actions.assign_review(by=cast.amina, application=ida, reviewer=mine.reviewer, at=LATER)
    assert again.pk == mine.pk and again.state == "assigned"


def test_who_takes_the_second_address_they_review_under_saves_all_the_same(cast) -> None:
    call, (ida, _), _ = a_scored_call(cast, [cast.hana])
    named = [Named("second@example.org")]
    actions.appoint_reviewers(by=cast.amina, call=call, named=named, at=AFTER)
    second = reviewer_named(call, "second@example.org")
    review = actions.assign_review(by=cast.amina, application=ida, reviewer=second, at=AFTER)
    type(cast.hana).objects.filter(pk=cast.hana.pk).update(email="second@example.org")
    cast.hana.refresh_from_db()
    assert actions.save_review(by=cast.hana, **scores(review, 3, 3)).state == "draft"
    second.refresh_from_db()
    assert second.person is None


def test_employer_and_state_of_a_reviewer_go_with_the_account(cast) -> None:
    call, _, _ = a_scored_call(cast, [cast.hana])
    reviewer = reviewer_named(call, cast.hana.email)
    named = [Named(cast.hana.email, "Harbour Institute", cast.state_a)]
    actions.appoint_reviewers(by=cast.amina, call=call, named=named, at=AFTER)
    reviewer.refresh_from_db()
    assert (reviewer.employer, reviewer.country) == ("Harbour Institute", cast.state_a)
    erase_person(by=None, person=cast.hana, at=LATER)
    reviewer.refresh_from_db()
    assert (reviewer.email, reviewer.employer, reviewer.country) == ("", "", None)


def test_a_table_of_assignments_is_not_longer_than_one_request_bears() -> None:
    lines = b"application,reviewer\n" + b"1,a@example.org\n" * 2_001
    with pytest.raises(Unusable, match="assignments-too-many"):
        read_assignments(lines)
    assert len(read_assignments(lines[: -len(b"1,a@example.org\n")])) == 2_000


def test_reviewers_come_by_account_or_by_address(cast, mailoutbox) -> None:
    call, (ida, _), _ = a_scored_call(cast, [cast.hana])
    with refused("reviewer-address"):
        actions.appoint_reviewers(by=cast.amina, call=call, named=[Named("nobody")], at=AFTER)
    named = [Named("Late@Example.org", "Harbour Institute"), Named("hana@example.org")]
    assert actions.appoint_reviewers(by=cast.amina, call=call, named=named, at=AFTER) == 1
    late = reviewer_named(call, "late@example.org")
    assert late.person is None and late.employer == "Harbour Institute"
    review = actions.assign_review(by=cast.amina, application=ida, reviewer=late, at=AFTER)
    send_waiting()
    assert {m.to[0] for m in mailoutbox} >= {"late@example.org", "hana@example.org"}
    joined = person("Late")
    assert list(reviews_for(joined)) == [review]
    declare(cast, [joined])
    actions.save_review(by=joined, **scores(review, 3, 3))
    late.refresh_from_db()
    assert late.person == joined and late.email == ""
    actions.end_reviewer(by=cast.amina, reviewer=late, at=LATER)
    review.refresh_from_db()
    with refused("not-your-review"):
        actions.hand_in_review(by=joined, **scores(review, 3, 3))


def test_a_table_gives_out_line_by_line_and_says_what_it_refused(cast) -> None:
    call, (ida, jon), _ = a_scored_call(cast, [cast.hana])
    lines = [
        ("row 2", str(ida.number), "hana@example.org"),
        ("row 3", jon.key, "bruno@example.org"),
        ("row 4", "99", "hana@example.org"),
        ("row 5", "1", "not an address"),
        ("row 6", str(ida.number), "ida@example.com"),
    ]
    report = actions.assign_table(by=cast.amina, call=call, lines=lines, at=AFTER)
    assert [one.verdict.code for one in report] == [
        "", "", "application-not-in-call", "reviewer-address", "no-own-review",
    ]  # fmt: skip
    assert [one.new for one in report] == [False, True, False, False, False]
    assert reviewer_named(call, "bruno@example.org").reviews.get().application == jon
    assert reviewer_named(call, "ida@example.com") is None  # a refused line names nobody


def test_an_even_sharing_is_even_repeatable_and_keeps_conflicts_apart(cast) -> None:
    call = a_call(cast)
    state_b = Country.objects.create(code="X-B", names={"en": "State B"}, demonstration=True)
    names = ["Ada", "Ben", "Cem", "Dov", "Eva", "Fay"]
    appoint(
        by=None, person=cast.dana, role=Role.FOCAL_POINT, country=state_b, process_code="harbour",
        at=DURING - timedelta(days=3),
    )  # fmt: skip
    for n, name in enumerate(names):
        one = an_application(
            cast, call, person(name), given_names=name, email=f"{name.lower()}@example.com",
            country=cast.state_a if n % 2 else state_b, employer="Port Office" if n < 2 else "City",
        )  # fmt: skip
        by = cast.farid if n % 2 else cast.dana
        if n < 5:
            call.refresh_from_db()
            Call.objects.filter(pk=call.pk).update(per_country=9)
            one.refresh_from_db()
            actions.confirm_nomination(by=by, application=one, letter=pdf("l.pdf"), at=DURING)
    with_criteria(cast, call)
    with refused("reviewers-missing"):
        actions.assign_evenly(by=cast.amina, call=call, each=2, seed="s", at=AFTER)
    ada = call.applications.get(number=1).person
    named = [
        Named(cast.hana.email, "PORT  office"),
        Named(cast.farid.email),
        Named(cast.bruno.email),
        Named(ada.email),
    ]
    actions.appoint_reviewers(by=cast.amina, call=call, named=named, at=AFTER)
    found = actions.assign_evenly(by=cast.amina, call=call, each=2, seed="s", at=AFTER)
    assert len(found.pairs) == 10 and not found.short  # the sixth is not confirmed
    assert max(found.loads.values()) - min(found.loads.values()) <= 1
    given = {(r.application.number, r.reviewer.person_id) for r in Review.objects.all()}
    assert (1, ada.pk) not in given
    assert not {(1, cast.hana.pk), (2, cast.hana.pk)} & given
    assert not [n for n, p in given if p == cast.farid.pk and n % 2 == 0]  # he confirmed those
    again = actions.assign_evenly(by=cast.amina, call=call, each=2, seed="other", at=AFTER)
    assert again.pairs == ()
    Review.objects.all().delete()
    assert (
        actions.assign_evenly(by=cast.amina, call=call, each=2, seed="s", at=AFTER).pairs
        == found.pairs
    )
    hints = hints_of(call, call.applications.all(), reviewers_of(call))
    farid = reviewer_named(call, cast.farid.email)
    two = call.applications.get(number=2)
    assert hints[two.key, farid.key][0] == "nominator"
    assert "same-country" in hints[two.key, farid.key]


def test_a_blind_call_hides_who_it_is(cast) -> None:
    _, (ida, _), _ = a_scored_call(cast, [cast.hana], blind=True)
    told = told_to_reviewers(ida)
    text = str(told)
    assert "Ida" not in text and "Quay" not in text and "example.com" not in text
    assert "Works of" not in text and "cv.pdf" not in text
    assert "[struck out], built it." in text
    with refused("passage-not-found"):
        actions.strike_out(by=cast.amina, application=ida, passage="never said", at=AFTER)
    struck = actions.strike_out(by=cast.amina, application=ida, passage="built it", at=AFTER)
    assert "built it" not in str(told_to_reviewers(ida)) and "built it" in str(ida.answers)
    actions.show_again(by=cast.amina, redaction=struck, at=AFTER)
    assert "built it" in str(told_to_reviewers(ida))
    _, (open_ida, _), _ = _again_open(cast)
    assert "Ida" in str(told_to_reviewers(open_ida))


def test_what_is_computed_from_answers_is_redacted_like_them() -> None:
    form = Form(
        "short",
        items=(
            Question("whole", "calculate", {"en": "In short"}),
            Question("own", "text", {"en": "In full"}),
        ),
    )
    told = told_of(form, {"whole": "Ada Quay", "own": "Ada"}, Reader(redact=lambda _: "[…]"))
    assert [row.value for part in told for row in part.rows] == ["[…]", "[…]"]


def _again_open(cast):
    call = a_call(cast)
    ida = an_application(cast, call, cast.chen, given_names="Ida")
    return call, (ida, None), None


def test_reminders_are_held_once_a_day_for_who_is_late(cast) -> None:
    call, _, reviews = a_scored_call(cast, [cast.hana, cast.bruno])
    for review in (reviews[0], reviews[2]):
        actions.hand_in_review(by=cast.hana, **scores(review, 3, 3))
    assert [(one.handed_in, one.missing) for one in loads_of(call)] == [(0, 2), (2, 0)]
    assert actions.write_review_reminders(by=cast.amina, call=call, at=LATER) == 1
    assert actions.write_review_reminders(by=cast.amina, call=call, at=LATER) == 0
    mail = Mail.objects.get(state=Mail.State.HELD)
    assert mail.to == "bruno@example.org" and "2 of your reviews" in mail.text


def test_scores_stay_without_the_name_and_words_go_with_the_call(cast) -> None:
    call, (ida, _), reviews = a_scored_call(cast, [cast.hana, cast.bruno])
    actions.hand_in_review(by=cast.hana, **scores(reviews[0], 5, 10, remark="About Ida"))
    erase_person(by=cast.hana, person=cast.hana, at=LATER)
    row = row_of(ida, cast.amina)
    assert row.totals.mean == 100
    (single,) = row.singles
    assert single.review.reviewer.person.name == "" and single.review.reviewer.email == ""
    actions.erase_call(by=cast.amina, call=call, at=CLOSES + timedelta(days=800))
    assert not Score.objects.exclude(remark="").exists()
    assert Score.objects.filter(value=10).exists()
    assert not reviews_for(cast.bruno).exists()


def test_scores_for_a_pool_need_a_closed_reviewing_and_everybody_scored(cast) -> None:
    call, (ida, jon), reviews = a_scored_call(cast, [cast.hana])
    actions.hand_in_review(by=cast.hana, **scores(reviews[0], 5, 5))
    found = scores_for_pool(call)
    assert found.lacking == 1 and not found.complete
    actions.hand_in_review(by=cast.hana, **scores(reviews[1], 2, 4))
    assert not scores_for_pool(call).complete
    actions.close_reviewing(by=cast.amina, call=call, at=LATER)
    found = scores_for_pool(call)
    assert found.complete and found.figure == "median"
    assert found.scores == {ida.key: Decimal("87.50"), jon.key: Decimal("28.75")}
    assert len(rows_of_scores(call, cast.amina)) == 2


def test_an_assessed_exclusion_binds_and_a_role_waits_for_its_declaration(cast) -> None:
    """Hints gate nothing; what the named assessor decided does."""
    _call, _, reviews = a_scored_call(cast, [cast.hana, cast.dana], declared=False)
    hanas, danas = reviews[0], reviews[1]
    told = {"process_code": "harbour", "at": DURING}
    appoint(by=cast.amina, person=cast.dana, role=Role.REVIEWER, **told)
    with refused("interests-missing"):
        actions.save_review(by=cast.dana, **scores(danas, 3, 3))
    people.declare_interests(by=cast.dana, nothing=True, **told)
    actions.save_review(by=cast.dana, **scores(danas, 3, 3))
    people.name_assessor(by=cast.amina, person=cast.elif_, **told)
    made = people.declare_interests(by=cast.hana, content={"ownership": "Invented"}, **told)
    people.assess_interests(
        by=cast.elif_, declaration=made, outcome="excluded", reason="Owns what is judged",
        summary="Excluded", at=AFTER,
    )  # fmt: skip
    with refused("interests-excluded"):
        actions.save_review(by=cast.hana, **scores(hanas, 3, 3))
    assert not rules.may_read_for_review(cast.hana, hanas, LATER)


def test_whoever_reviews_has_declared_and_is_kept_away_from_topics_of_the_call(cast) -> None:
    call, _, (review, *_others) = a_scored_call(cast, [cast.hana])
    assert rules.may_score(cast.hana, review, LATER)
    told = {"process_code": "harbour", "at": LATER}
    topic = write_topic(by=cast.amina, name="Nominees", sections=[call.key], **told)
    name_assessor(by=cast.amina, person=cast.elif_, **told)
    made = declare_interests(by=cast.hana, content={"relations": "A cousin (invented)"}, **told)
    assert rules.may_score(cast.hana, review, LATER).code == "interests-waiting"
    assess_interests(
        by=cast.elif_, declaration=made, outcome="partial", topics=[topic], reason="Kin", at=LATER
    )
    away = rules.may_read_for_review(cast.hana, review, LATER)
    assert (away.code, away.facts) == ("interests-exclude-topic", {"topic": "Nominees"})
    assess_interests(by=cast.elif_, declaration=made, outcome="none", at=LATER)
    assert rules.may_score(cast.hana, review, LATER)


def test_reviewers_are_asked_to_declare_while_the_reviewing_is_open(cast) -> None:
    call, _, _ = a_scored_call(cast, [cast.chen])
    duty = duty_of(cast.chen, "harbour", LATER)
    assert (duty.roles, duty.groups) == (["reviewer"], [call.titles])
    assert not duty_of(cast.dana, "harbour", LATER)
    Scoring.objects.filter(call=call).update(closed_at=LATER)
    assert not duty_of(cast.chen, "harbour", LATER)
