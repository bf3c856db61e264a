"""Declarations of interests: when a role begins, who reads what, who is kept away from a topic."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.cast import START
from travaux.journal.models import Line
from travaux.journal.queries import verification
from travaux.people import actions, queries, rules
from travaux.people.models import Assessment, Declaration, Role
from travaux.people.queries import Stand
from travaux.people.queries.interests import desk, published
from travaux.people.rules.interests import may_confirm
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

CODE = "harbour"
DAY = timedelta(days=1)
AT = START + 10 * DAY
SECRET = "Half of a crane maker (invented)"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def name_assessors(cast, *people, at=START):
    return [
        actions.name_assessor(by=cast.amina, process_code=CODE, person=p, at=at) for p in people
    ]


def declare(person, at=AT, **content):
    told = {"nothing": True} if not content else {"content": content}
    return actions.declare_interests(by=person, process_code=CODE, at=at, **told)


def assess(by, declaration, outcome="none", at=AT, **also):
    return actions.assess_interests(by=by, declaration=declaration, outcome=outcome, at=at, **also)


def standing(person, at=AT):
    return queries.standing_of(person, CODE, at).stand


def is_expert(person, at=AT):
    return queries.holds(person, CODE, [Role.EXPERT], at)


@pytest.fixture
def expert(cast):
    """Somebody who is made an expert and has not declared."""
    actions.appoint(by=cast.amina, person=cast.dana, role=Role.EXPERT, process_code=CODE, at=START)
    return cast.dana


def test_a_role_that_declares_begins_when_the_declaration_stands(cast, expert):
    assert not is_expert(expert)
    assert rules.may_begin(expert, CODE, Role.EXPERT, AT).code == "interests-missing"
    declare(expert)
    assert is_expert(expert)
    assert not is_expert(expert, AT - DAY), "before it was declared it had not begun"


def test_what_is_declared_waits_for_a_named_assessor(cast, expert):
    name_assessors(cast, cast.elif_)
    made = declare(expert, ownership=SECRET)
    assert rules.may_begin(expert, CODE, Role.EXPERT, AT).code == "interests-waiting"
    assert not is_expert(expert)
    assess(cast.elif_, made)
    assert is_expert(expert)
    assess(cast.elif_, made, "excluded", at=AT + DAY, reason="Owns what is at stake")
    assert rules.may_begin(expert, CODE, Role.EXPERT, AT + DAY).code == "interests-excluded"
    assert not is_expert(expert, AT + DAY)
    assert is_expert(expert, AT), "what held before the decision held"


def test_who_speaks_for_a_state_or_keeps_the_process_does_not_declare(cast):
    for person, role in ((cast.farid, Role.FOCAL_POINT), (cast.amina, Role.SECRETARIAT)):
        assert queries.holds(person, CODE, [role], AT)
        assert rules.may_begin(person, CODE, role, AT)
        assert rules.may_declare(person, CODE, AT).code == "interests-not-asked"
        with pytest.raises(Refusal, match="interests-not-asked"):
            declare(person)


def test_the_secretariat_says_which_roles_declare(cast):
    told = {"valid_days": 100, "before_days": 30, "keep_days": 10, "names_announced": ""}
    change = {"process_code": CODE, "at": AT, **told}
    assert queries.holds(cast.bruno, CODE, [Role.DRAFTER], AT)
    with pytest.raises(Refusal, match="not-your-role"):
        actions.set_interest_rule(by=cast.bruno, roles=["expert"], **change)
    with pytest.raises(Refusal, match="role-never-declares"):
        actions.set_interest_rule(by=cast.amina, roles=["focal-point"], **change)
    actions.set_interest_rule(by=cast.amina, roles=["drafter"], **change)
    assert not queries.holds(cast.bruno, CODE, [Role.DRAFTER], AT)
    assert queries.holds(cast.bruno, "other", [Role.DRAFTER], AT) is False
    declare(cast.bruno)
    assert queries.holds(cast.bruno, CODE, [Role.DRAFTER], AT)
    with pytest.raises(Refusal, match="moved-meanwhile"):
        actions.set_interest_rule(by=cast.amina, roles=[], seen=0, **change)


def test_nothing_to_declare_after_something_is_assessed_too(cast, expert):
    """Nobody sheds an outcome by declaring nothing the next day."""
    name_assessors(cast, cast.elif_)
    made = declare(expert, funding=SECRET)
    assess(cast.elif_, made, "excluded", reason="Paid by one side")
    declare(expert, at=AT + DAY)
    assert standing(expert, AT + DAY) is Stand.WAITING
    assert not rules.may_deal_with(expert, CODE), "what was decided last binds"


def test_a_declaration_gets_out_of_date_and_is_renewed_in_one_click(cast, expert):
    name_assessors(cast, cast.elif_)
    made = declare(expert, positions=SECRET)
    assess(cast.elif_, made, reason="An honorary office")
    late = AT + 365 * DAY
    assert standing(expert, late - DAY) is Stand.NONE
    assert queries.standing_of(expert, CODE, late - DAY).renew
    assert standing(expert, late) is Stand.OUT_OF_DATE and not is_expert(expert, late)
    again = actions.confirm_interests(by=expert, process_code=CODE, at=late)
    assert (again.number, again.confirms_id, again.content) == (2, made.pk, {})
    assert standing(expert, late) is Stand.NONE and is_expert(expert, late)


def test_before_a_meeting_everybody_confirms_and_from_its_day_older_ones_do_not_count(cast, expert):
    declare(expert)
    meeting = AT + 100 * DAY
    actions.ask_before_meeting(
        by=cast.amina, process_code=CODE, title="Second session", held_on=meeting.date(), at=AT
    )
    asked = queries.standing_of(expert, CODE, meeting - 40 * DAY)
    assert asked.renew and asked.stand is Stand.NONE
    assert not queries.standing_of(expert, CODE, meeting - 60 * DAY).renew
    assert standing(expert, meeting) is Stand.OUT_OF_DATE
    actions.confirm_interests(by=expert, process_code=CODE, at=meeting - 20 * DAY)
    assert standing(expert, meeting) is Stand.NONE


def test_older_versions_stay_and_a_version_seen_too_early_is_refused(cast, expert):
    first = declare(expert, statements="One")
    second = declare(expert, at=AT + DAY, statements="Two")
    first.refresh_from_db()
    assert (first.content, second.number) == ({"statements": "One"}, 2)
    with pytest.raises(Refusal, match="interests-newer"):
        actions.declare_interests(by=expert, process_code=CODE, nothing=True, seen=1, at=AT + DAY)
    name_assessors(cast, cast.elif_)
    with pytest.raises(Refusal, match="interests-newer-version"):
        assess(cast.elif_, first, at=AT + DAY)


def test_nothing_written_is_no_declaration(cast, expert):
    with pytest.raises(Refusal, match="interests-empty"):
        actions.declare_interests(by=expert, process_code=CODE, content={"funding": " "}, at=AT)
    with pytest.raises(Refusal, match="interests-too-long"):
        declare(expert, funding="x" * 5001)


def test_only_the_person_and_the_named_assessors_read_it(cast, expert):
    [elif_] = name_assessors(cast, cast.elif_)
    made = declare(expert, relations=SECRET)
    everybody = [cast.amina, cast.bruno, cast.elif_, cast.farid, cast.hana, cast.olga, expert]
    may = {p.name for p in everybody if rules.may_read_declaration(p, made, AT)}
    assert may == {"Elif", "Dana"}
    assert not rules.may_read_declaration(None, made, AT)
    name_assessors(cast, cast.bruno, at=AT)
    actions.end_assessor(by=cast.amina, assessor=elif_, at=AT)
    assert not rules.may_read_declaration(cast.elif_, made, AT + DAY)


def test_nobody_assesses_themselves_and_only_the_named_do(cast):
    name_assessors(cast, cast.hana, cast.elif_)
    made = declare(cast.hana, employment=SECRET)
    with pytest.raises(Refusal, match="own-declaration"):
        assess(cast.hana, made)
    for person in (cast.amina, cast.bruno, cast.olga):
        with pytest.raises(Refusal, match="not-an-assessor"):
            assess(person, made)
    assess(cast.elif_, made)


def test_an_outcome_has_its_reason_and_names_its_topics(cast, expert):
    name_assessors(cast, cast.elif_)
    made = declare(expert, ownership=SECRET)
    topic = actions.write_topic(by=cast.amina, process_code=CODE, name="Cranes", at=AT)
    with pytest.raises(Refusal, match="outcome-names-topics"):
        assess(cast.elif_, made, "partial", reason="Shares")
    with pytest.raises(Refusal, match="outcome-needs-reason"):
        assess(cast.elif_, made, "partial", topics=[topic])
    assess(cast.elif_, made, "partial", topics=[topic], reason="Shares", summary="Owns shares.")
    assert standing(expert) is Stand.PARTIAL and is_expert(expert)
    away = rules.may_deal_with(expert, CODE, ["Cranes"])
    assert (away.code, away.facts) == ("interests-exclude-topic", {"topic": "Cranes"})
    assert "Cranes" in away.sentence
    assert not rules.may_deal_with(expert, CODE, [topic])
    assert rules.may_deal_with(expert, CODE, ["Quays"]) and rules.may_deal_with(expert, CODE)
    assert rules.may_deal_with(expert, "other", [topic])
    with pytest.raises(Refusal, match="topic-in-use"):
        actions.retire_topic(by=cast.amina, topic=topic, at=AT)
    with pytest.raises(Refusal, match="topic-known"):
        actions.write_topic(by=cast.amina, process_code=CODE, name="cranes", at=AT)


def test_neither_the_record_nor_any_mail_says_what_was_declared(cast, expert):
    name_assessors(cast, cast.elif_)
    made = declare(expert, ownership=SECRET)
    assess(cast.elif_, made, reason="Confidential reason", summary="Owns shares.")
    lines = json.dumps(list(Line.objects.values("what", "facts", "subject")))
    mails = "".join(m.subject + m.text for m in Mail.objects.all())
    for words in (SECRET, "Confidential reason", "Owns shares", '"none"'):
        assert words not in lines
    for words in (SECRET, "Confidential reason"):
        assert words not in mails
    assert Mail.objects.filter(to="elif@example.org", once__startswith="interests-waiting").exists()
    assert Mail.objects.filter(to="dana@example.org", once__startswith="interests-decided").exists()
    assert verification().verified


def test_it_is_in_ones_own_data_and_goes_with_the_account(cast, expert):
    name_assessors(cast, cast.elif_)
    made = declare(expert, ownership=SECRET)
    assess(cast.elif_, made, "excluded", reason="Shares", summary="Owns shares.")
    [one] = queries.own_data(expert)["interests"]["declarations"]
    assert one["declared"] == {"ownership": SECRET} and one["outcomes"][0]["reason"] == "Shares"
    assert queries.own_data(cast.elif_)["interests"]["declarations"] == []
    actions.erase_person(by=expert, person=expert, at=AT + DAY)
    made.refresh_from_db()
    outcome = Assessment.objects.get(declaration=made)
    assert (made.content, outcome.reason, outcome.summary) == ({}, "", "")
    assert outcome.outcome == "excluded" and made.erased_at == AT + DAY
    assert verification().verified


def test_what_is_past_its_time_is_erased_and_what_serves_is_kept(cast, expert):
    name_assessors(cast, cast.elif_)
    kept, gone = declare(cast.hana, funding="A"), declare(expert, funding="B")
    role = expert.appointments.get(process_code=CODE)
    actions.end_appointment(by=cast.amina, appointment=role, at=AT + DAY)
    long_after = AT + DAY + 1826 * DAY
    told = {"by": None, "process_code": CODE}
    assert actions.erase_past_declarations(at=long_after - 2 * DAY, **told) == 0
    assert actions.erase_past_declarations(at=long_after, **told) == 1
    assert Declaration.objects.get(pk=gone.pk).content == {}
    assert Declaration.objects.get(pk=kept.pk).content == {"funding": "A"}
    assert may_confirm(expert, CODE, long_after).code == "interests-nothing-to-confirm"


def test_the_register_has_everybody_who_declares_and_reminders_are_held_once_a_day(cast, expert):
    rows = {str(r.duty.person): r for r in queries.register(CODE, AT)}
    assert set(rows) == {"Dana", "Hana"}
    assert rows["Dana"].duty.roles == ["expert"]
    expert.language = "fr"
    expert.save()
    remind = {"by": cast.amina, "process_code": CODE}
    written = actions.write_interest_reminders(at=AT, **remind)
    held = Mail.objects.filter(state=Mail.State.HELD, process_code=CODE)
    assert written == held.count() > 0
    assert held.get(to="dana@example.org").language == "fr"
    assert actions.write_interest_reminders(at=AT, **remind) == 0
    with pytest.raises(Refusal, match="not-your-role"):
        actions.write_interest_reminders(by=cast.bruno, process_code=CODE, at=AT)


def test_a_double_click_is_refused_in_words(cast, monkeypatch):
    """Two at the same moment both look before either wrote; the database keeps one."""
    from travaux.people.actions import keeping_interests as acts
    from travaux.people.models import Assessor, Topic
    from travaux.plumbing.verdicts import YES

    name_assessors(cast, cast.elif_)
    actions.write_topic(by=cast.amina, process_code=CODE, name="Cranes", at=AT)
    monkeypatch.setattr(acts, "may_appoint_assessor", lambda *_: YES)
    monkeypatch.setattr(acts, "assessors_of", lambda *_: Assessor.objects.none())
    monkeypatch.setattr(acts, "topics_of", lambda *_: Topic.objects.none())
    with pytest.raises(Refusal, match="assessor-named"):
        name_assessors(cast, cast.elif_, at=AT)
    with pytest.raises(Refusal, match="topic-known"):
        actions.write_topic(by=cast.amina, process_code=CODE, name="Cranes", at=AT)


def test_somebody_remains_to_assess(cast):
    [only] = name_assessors(cast, cast.elif_)
    with pytest.raises(Refusal, match="last-assessor"):
        actions.end_assessor(by=cast.amina, assessor=only, at=AT)
    with pytest.raises(Refusal, match="assessor-named"):
        name_assessors(cast, cast.elif_, at=AT)
    with pytest.raises(Refusal, match="not-your-role"):
        actions.name_assessor(by=cast.olga, process_code=CODE, person=cast.bruno, at=AT)


def test_published_are_role_outcome_and_summary(cast, expert):
    name_assessors(cast, cast.elif_)
    made = declare(expert, ownership=SECRET)
    assess(cast.elif_, made, reason="Shares", summary="Owns\nshares.")
    rows = [r for r in published(CODE, AT) if r.duty.person.pk == expert.pk]
    assert [r.standing.assessment.summary for r in rows] == ["Owns shares."]
    assert {r.duty.person.pk for r in desk(CODE, AT)} >= {expert.pk, cast.hana.pk}
