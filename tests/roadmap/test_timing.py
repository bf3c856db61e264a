"""Ranges, order, periods, deadlines, calendars and lead times set on the site."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from travaux.journal.models import Line
from travaux.people.actions import appoint
from travaux.plumbing import clock
from travaux.plumbing.verdicts import Refusal
from travaux.roadmap.actions import add_milestone, change_milestone, change_timing
from travaux.roadmap.forecasts import look_ahead, look_back, network_as_at
from travaux.roadmap.models import Milestone, TimingChange
from travaux.roadmap.queries import plan_as_at
from travaux.roadmap.timings import timing_of

AT = datetime(2024, 11, 4, 9, 0, tzinfo=UTC)
TODAY = AT.date()
WHY = {"en": "The host told us."}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    with translation.override("en"):
        yield
    translation.deactivate()


@pytest.fixture
def keeper(cast, reference):
    appoint(by=None, person=cast.amina, role="secretariat", process_code=reference.code, at=AT)
    return cast.amina


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def put(keeper, reference, kind, code, value, **more):
    return change_timing(
        by=keeper, process=reference, kind=kind, code=code, value=value,
        **{"reasons": WHY, "at": AT, **more},
    )  # fmt: skip


def milestone_called(reference, code):
    return reference.milestones.get(code=code)


def test_a_range_of_the_site_stands_over_the_file_from_the_day_it_is_known(keeper, reference):
    before = timing_of(reference)
    change = put(
        keeper, reference, "duration", "egm-3",
        {"past": [10, 20, 30], "source": "three meetings before"}, known_on=date(2024, 10, 1),
    )  # fmt: skip
    now = {d.milestone: d for d in timing_of(reference).durations}
    assert now["egm-3"].spread.past == (10, 20, 30) and not now["egm-3"].assumed
    assert len(timing_of(reference).durations) == len(before.durations)
    assert timing_of(reference, date(2024, 9, 30)) == before  # not known then
    line = Line.objects.get(subject=change.key)
    assert line.what == "roadmap.change_timing" and line.facts["code"] == "egm-3"
    assert "host" not in str(line.facts)
    put(keeper, reference, "duration", "egm-3", {})
    assert "egm-3" not in {d.milestone for d in timing_of(reference).durations}
    assert TimingChange.objects.count() == 2  # nothing was overwritten


def test_the_forecast_moves_with_a_range(keeper, reference):
    plan = plan_as_at(reference, None, TODAY)
    first = look_ahead(plan, {}).plain.finish("zero-draft")
    if first.done:
        pytest.fail("the zero draft is still open in November 2024")
    put(
        keeper, reference, "duration", "zero-draft", {"weeks": [60, 70, 80], "source": "told"},
        anyway=True,
    )  # fmt: skip
    second = look_ahead(plan_as_at(reference, None, TODAY), {}).plain.finish("zero-draft")
    assert (second.p80 - first.p80).days > 100


@pytest.mark.parametrize(
    ("kind", "code", "value", "refusal"),
    [
        ("duration", "zero-draft", {"weeks": [5, 3, 9], "source": "x"}, "spread-out-of-order"),
        ("duration", "zero-draft", {"weeks": [1, 2], "source": "x"}, "plan-range-of-three"),
        ("duration", "nobody", {"weeks": [1, 2, 3], "source": "x"}, "plan-milestone-unknown"),
        ("duration", "zero-draft", {"days": [1, 2, 3]}, "plan-value-missing"),
        (
            "duration", "zero-draft",
            {"days": [1, 2, 3], "source": "x", "calendar": "moon"}, "schedule-calendar-unknown",
        ),
        (
            "calendar", "work",
            {"titles": {"en": "W"}, "closures": [
                {"window": "2024-05/2024-02", "titles": {"en": "c"}, "source": "x"}]},
            "window-ends-before-it-starts",
        ),
        (
            "calendar", "work", {"titles": {"en": "W"}, "weekend": [1, 2, 3, 4, 5, 6, 7]},
            "plan-weekend-unfit",
        ),
        (
            "period", "p",
            {"titles": {"en": "P"}, "from": "egm-3", "to": "egm-1", "weeks": 2, "source": "x"},
            "plan-period-without-order",
        ),
        ("after", "egm-1", {"after": ["nobody"]}, "schedule-step-unknown"),
        ("moon", "egm-1", {}, "timing-unknown"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused_and_nothing_is_kept(
    keeper, reference, kind, code, value, refusal
):
    with pytest.raises(Refusal) as told:
        put(keeper, reference, kind, code, value)
    assert told.value.code == refusal
    assert told.value.sentence
    assert not TimingChange.objects.exists()


def test_a_circle_is_refused_by_the_names_of_its_steps(keeper, reference):
    with pytest.raises(Refusal) as told:
        put(keeper, reference, "after", "kick-off", {"after": ["final-version"]}, anyway=True)
    assert told.value.code == "schedule-circle"
    first = milestone_called(reference, "kick-off").titles["en"]
    assert told.value.sentence.count(first) == 2 and "→" in told.value.sentence
    assert not TimingChange.objects.exists()


def test_a_fixed_date_out_of_reach_is_refused_unless_it_is_to_be_on_record(keeper, reference):
    value = {"weeks": [80, 90, 99], "source": "told"}
    with pytest.raises(Refusal) as told:
        put(keeper, reference, "duration", "final-version", value)
    assert told.value.code == "schedule-fixed-too-early" and "fixed on" in told.value.sentence
    put(keeper, reference, "duration", "final-version", value, anyway=True)
    problems = look_ahead(plan_as_at(reference, None, TODAY), {}).plain.problems
    assert {p.code for p in problems} == {"schedule-fixed-too-early"}


def test_order_set_on_the_site_is_the_order_of_the_plan(keeper, reference):
    of_file = {p.code for p in milestone_called(reference, "egm-3").predecessors.all()}
    anew = [*sorted(of_file), "call-hosts"]
    with pytest.raises(Refusal) as told:  # a least period lies on an arrow that would go
        put(keeper, reference, "after", "egm-3", {"after": ["egm-2"]})
    assert told.value.code == "plan-period-without-order"
    assert "Expert group meeting 3" in told.value.sentence
    put(keeper, reference, "after", "egm-3", {"after": anew}, known_on=date(2024, 10, 1))
    assert plan_as_at(reference, None, TODAY).step("egm-3").after == tuple(anew)
    then = plan_as_at(reference, date(2024, 9, 1), TODAY).step("egm-3")
    assert set(then.after) == of_file


def test_two_people_do_not_change_the_same_unseen(keeper, reference):
    put(keeper, reference, "duration", "egm-3", {"weeks": [1, 2, 3], "source": "x"}, seen=0)
    with pytest.raises(Refusal) as told:
        put(keeper, reference, "duration", "egm-3", {"weeks": [1, 2, 3], "source": "x"}, seen=0)
    assert told.value.code == "moved-meanwhile"


def test_only_the_secretariat_of_the_process_sets_time(cast, reference):
    for who in (cast.olga, cast.bruno, cast.dana):
        with pytest.raises(Refusal) as told:
            put(who, reference, "duration", "egm-3", {})
        assert told.value.code == "plan-kept-by-secretariat"


def test_what_is_fixed_moves_by_a_named_decision_alone(keeper, reference):
    session = milestone_called(reference, "final-version")
    told = {"by": keeper, "milestone": session, "kind": "revised", "reasons": WHY, "at": AT}
    with pytest.raises(Refusal) as refused:
        change_milestone(**told, window="2025-09-01")
    assert refused.value.code == "fixed-needs-decision"
    change_milestone(**told, window="2025-09-01", decision="HSP/EB/DEC/1")
    assert plan_as_at(reference, None, TODAY).step("final-version").standing.current.text == (
        "2025-09-01"
    )


def test_nothing_is_fixed_before_what_it_waits_for_can_end(keeper, reference):
    session = milestone_called(reference, "final-version")
    with pytest.raises(Refusal) as refused:
        change_milestone(
            by=keeper, milestone=session, kind="revised", window="2024-11-06", decision="D/1",
            reasons=WHY, at=AT,
        )  # fmt: skip
    assert refused.value.code == "schedule-fixed-too-early"


def test_a_recruitment_takes_its_lead_time_and_is_worked_back(keeper, reference):
    lead = {
        "titles": {"en": "Recruitment"}, "weeks": [12, 20, 32], "assumed": True, "source": "asked",
    }  # fmt: skip
    with pytest.raises(Refusal) as refused:
        add_milestone(
            by=keeper, process=reference, titles={"en": "An editor"}, planned="2025-01",
            reasons=WHY, at=AT, work="recruitment-of-nobody",
        )  # fmt: skip
    assert refused.value.code == "work-unknown"
    put(keeper, reference, "lead", "recruitment-x", lead)
    editor = add_milestone(
        by=keeper, process=reference, titles={"en": "An editor"}, planned="2025-01", reasons=WHY,
        at=AT, work="recruitment-x", successors=[milestone_called(reference, "egm-3")],
    )  # fmt: skip
    plan = plan_as_at(reference, None, TODAY)
    assert editor.code in plan.step("egm-3").after
    task = network_as_at(plan, timing_of(reference)).task(editor.code)
    assert (task.spread.low, task.spread.high) == (84, 224)
    ahead = look_ahead(plan, {})
    assert editor.code in ahead.ranges and editor.code in ahead.assumed
    assert ahead.plain.finish(editor.code).p95 > date(2025, 3, 1)
    latest = next(x for x in look_back(plan)[2].latest if x.code == editor.code)
    assert (latest.latest - latest.begin).days == 140


# ---- the pages --------------------------------------------------------------------------------


def form_of(**more):
    return {
        "reason": "The host told us.", "language": "en", "known_on": "2024-11-04", "seen": "0",
        "source": "letter", **more,
    }  # fmt: skip


def test_the_page_shows_ranges_calendars_and_whose_word_they_are(client, reference):
    text = text_of(client.get(reverse("roadmap:timing", args=[reference.code])))
    assert "likely 6 weeks, at most 9 weeks" in text and "(assumed)" in text
    assert "August without meetings" in text and "United Nations Office at Geneva" in text
    assert "Record the change" not in text and "Change its range" not in text
    for ending in ("xlsx", "csv", "json"):
        address = reverse("roadmap:timing-file", args=[reference.code, ending])
        assert client.get(address).status_code == 200


def test_a_range_by_form_with_what_is_wrong_said_at_its_field(client, keeper, reference):
    client.force_login(keeper)
    address = reverse("roadmap:timing-change", args=[reference.code, "duration", "zero-draft"])
    shown = client.get(address).content.decode()
    assert 'name="low" value="12"' in shown and 'name="high" value="28"' in shown
    typed = form_of(how="three", unit="weeks", low="9", likely="3", high="12", shape="pert")
    refused = client.post(address, typed)
    assert "out of order" in text_of(refused) and 'value="9"' in refused.content.decode()
    missing = client.post(address, {**typed, "low": ""})
    assert "Give a whole number." in text_of(missing)
    words = client.post(address, {**typed, "how": "past", "past": "a month"})
    assert "with commas between" in text_of(words)
    assert not TimingChange.objects.exists()
    done = client.post(address, {**typed, "low": "2"})
    assert done.status_code == 302
    text = text_of(client.get(done["Location"]))
    assert "2 weeks, likely 3 weeks, at most 12 weeks" in text and "The host told us." in text


def test_a_circle_by_form_is_named_and_what_was_ticked_stays(client, keeper, reference):
    client.force_login(keeper)
    address = reverse("roadmap:timing-change", args=[reference.code, "after", "kick-off"])
    last = milestone_called(reference, "final-version")
    told = client.post(address, form_of(after=[str(last.pk)]))
    assert "wait in a circle" in text_of(told)
    assert f'value="{last.pk}" id=' in told.content.decode()
    assert re.search(rf'value="{last.pk}"[^>]*checked', told.content.decode())


def test_calendars_periods_and_deadlines_by_form(client, keeper, reference):
    client.force_login(keeper)
    work = reverse("roadmap:timing-change", args=[reference.code, "calendar", "work"])
    typed = form_of(title="Days of work", code="work", weekend=["6", "7"], closed="closed")
    backwards = client.post(work, {**typed, "window": "2025-05/2025-02", "called": "Move"})
    assert "ends before it starts" in text_of(backwards)
    assert client.post(work, {**typed, "window": "2025-05", "called": "Move"}).status_code == 302
    calendar = next(c for c in timing_of(reference).calendars if c.code == "work")
    assert calendar.closures[-1].closure.window.text == "2025-05" and len(calendar.closures) == 5
    assert client.post(work, {**typed, "seen": "1", "drop": ["4"]}).status_code == 302
    add = reverse("roadmap:timing-add", args=[reference.code, "period"])
    pair = {
        "first": str(milestone_called(reference, "egm-2").pk),
        "then": str(milestone_called(reference, "egm-3").pk),
    }
    step = plan_as_at(reference, None, TODAY).step("egm-3")
    if "egm-2" not in step.after:
        pair["first"] = str(milestone_called(reference, step.after[0]).pk)
    period = form_of(title="Notice", code="notice", number="3", unit="weeks", seen="2", **pair)
    assert client.post(add, period).status_code == 302
    twice = client.post(add, {**period, "seen": "3"})
    assert "stands here twice" in text_of(twice)
    due = reverse("roadmap:timing-change", args=[reference.code, "deadline", "submission"])
    before = str(milestone_called(reference, "final-version").pk)
    told = form_of(
        title="Submission", code="submission", before=before, number="75", unit="days",
        submit="on", seen="3",
    )  # fmt: skip
    assert client.post(due, told).status_code == 302
    assert {d.code: d.days for d in timing_of(reference).deadlines}["submission"] == 75


def test_strangers_and_unknown_rules(client, cast, keeper, reference):
    address = reverse("roadmap:timing-change", args=[reference.code, "duration", "egm-3"])
    assert client.get(address).status_code == 302
    client.force_login(cast.olga)
    assert client.get(address).status_code == 403
    client.force_login(keeper)
    for kind, code in (("period", "nobody"), ("moon", "egm-3"), ("duration", "nobody")):
        there = reverse("roadmap:timing-change", args=[reference.code, kind, code])
        assert client.get(there).status_code == 404
    assert client.get(
        reverse("roadmap:timing-add", args=[reference.code, "duration"])
    ).status_code == 404  # fmt: skip


# ---- what if, and its confirmation -------------------------------------------------------------


def test_a_date_set_by_form_is_a_question_until_it_is_confirmed(client, keeper, reference):
    client.force_login(keeper)
    page = reverse("roadmap:forecast", args=[reference.code])
    ask = {"move-egm-3": "2025-04-14"}
    shown = client.get(page, ask)
    html = shown.content.decode()
    assert 'value="2025-04-14"' in html and "What if:" in text_of(shown)
    assert Milestone.objects.get(process=reference, code="egm-3").changes.count() == (
        before := milestone_called(reference, "egm-3").changes.count()
    )
    confirm = reverse("roadmap:confirm", args=[reference.code]) + "?move-egm-3=2025-04-14"
    assert confirm in html.replace("&amp;", "&")
    text = text_of(client.get(confirm))
    assert "14 Apr 2025" in text and "Mar 2025" in text
    assert milestone_called(reference, "egm-3").changes.count() == before
    seen = re.search(r'name="seen" value="(\d+)"', client.get(confirm).content.decode())[1]
    told = {"reason": "No room in March.", "language": "en", "known_on": "2024-11-04"}
    assert client.post(confirm, {**told, "seen": "0"}).status_code == 409
    assert client.post(confirm, {**told, "reason": "", "seen": seen}).status_code == 200
    assert milestone_called(reference, "egm-3").changes.count() == before
    assert client.post(confirm, {**told, "seen": seen}).status_code == 302
    step = plan_as_at(reference, None, TODAY).step("egm-3")
    assert step.standing.current.text == "2025-04-14"
    last = milestone_called(reference, "egm-3").changes.last()
    assert last.reasons == {"en": "No room in March."}


def test_weeks_confirmed_move_both_ends_of_a_window(client, keeper, reference):
    client.force_login(keeper)
    confirm = reverse("roadmap:confirm", args=[reference.code]) + "?slip-egm-3=2"
    assert "15 Mar – 14 Apr 2025" in text_of(client.get(confirm))


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        ({"move-final-version": "2025-09"}, "no scenario moves it"),
        ({"move-egm-3": "2025-06/2025-02"}, "ends before it starts"),
        ({"move-egm-3": "soon"}, "is not a date we can read"),
        ({"move-egm-3": "2020-01"}, "with a date that is past"),
        ({"move-egm-1": "2025-02"}, "is over and cannot slip"),
    ],
)
def test_a_date_that_cannot_be_asked_about_says_why(client, reference, ask, words):
    shown = client.get(reverse("roadmap:forecast", args=[reference.code]), ask)
    assert shown.status_code == 200 and words in text_of(shown)
    assert next(iter(ask.values())) in shown.content.decode() or "final" in str(ask)


def test_the_picture_offers_what_can_be_dragged_and_no_more(client, reference):
    html = client.get(reverse("roadmap:forecast", args=[reference.code])).content.decode()
    assert 'data-move="egm-3" data-first="2025-03-01" data-last="2025-03-31"' in html
    assert 'data-move="final-version"' not in html and 'data-move="egm-1"' not in html
    assert re.search(r'data-day="\d+(\.\d+)?"', html)
    with translation.override("ar"):
        assert "data-rtl" in client.get(
            reverse("roadmap:forecast", args=[reference.code])
        ).content.decode()  # fmt: skip


def test_the_command_asks_about_a_date_too():
    from typer.testing import CliRunner

    from tests.roadmap.conftest import PLAN
    from travaux.cli.main import app

    base = ["schedule", "forecast", str(PLAN), "--as-at", "2023-10-31", "--draws", "2000", "--json"]
    plain = json.loads(CliRunner().invoke(app, base).stdout)
    moved = json.loads(CliRunner().invoke(app, [*base, "--move", "egm-1=2024-09"]).stdout)
    ends = [{m["id"]: m["p80"] for m in x["milestones"]}["egm-1"] for x in (plain, moved)]
    assert ends[0] < ends[1] and moved["moves"] == {"egm-1": "2024-09"}
    fixed = CliRunner().invoke(app, [*base, "--move", "final-version=2026"])
    assert fixed.exit_code == 2 and "no scenario moves it" in fixed.output
