"""The demonstration: built once, its record holds, and its pages stand in six languages."""

from __future__ import annotations

import stat
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from typer.testing import CliRunner

from tests.journeys.worlds import browser, demo_world
from travaux.answers.models import CarryOver, Cause, Release
from travaux.cli import demo
from travaux.cli.demo_world import rounds
from travaux.cli.demo_world.world import World
from travaux.cli.main import app
from travaux.comments.models import Submission
from travaux.consultations.rules import Phase, phase
from travaux.core.funding.money import position
from travaux.drafts.states import VersionState
from travaux.funding.queries import in_order, reckoned
from travaux.journal.models import Line
from travaux.journal.queries import verification
from travaux.people.models import Country, Organisation, Person
from travaux.plumbing import clock
from travaux.plumbing.languages import SIX, direction, to_django
from travaux.reports.queries import mandate_status
from travaux.roadmap.models import Process
from travaux.roadmap.queries import plan_as_at

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), demo_world() as built:
        yield built


def test_all_that_is_invented_says_so(world: World) -> None:
    assert Person.objects.filter(demonstration=False).count() == 0
    assert Country.objects.filter(code__startswith="X-", demonstration=False).count() == 0
    assert Organisation.objects.filter(demonstration=False).count() == 0
    for one in (*world.versions, *world.rounds, *world.answers, *world.submissions, world.report):
        one.refresh_from_db()
        assert one.demonstration
    assert not world.process.demonstration  # the plan is the real one, with its sources


def test_the_mandate_shows_invented_drafts_and_does_not_count_them(world: World) -> None:
    process = world.process
    status = mandate_status(process, plan_as_at(process, None, clock.now().date()))
    of = {d.deliverable.code: d for clause in status for d in clause.deliverables}
    draft, wide = of["guidelines"], of["wider-consultation"]
    assert list(draft.invented_versions) == world.versions and not draft.versions
    assert list(wide.invented_rounds) == world.rounds and not wide.rounds
    assert draft.state == "open"  # no step of the real plan towards it is on record
    page = browser(None).get(f"/en/{process.code}/mandate/").content.decode()
    for version in world.versions:
        assert f"/drafts/{version.key}/" in page
    assert "Invented: it counts for nothing here." in page


def test_the_first_round_is_answered_and_released_with_the_third_version(world: World) -> None:
    second, third = world.versions
    assert second.state == third.state == VersionState.PUBLISHED
    assert third.based_on_id == second.pk
    release = Release.objects.get(round=world.rounds[0])
    assert release.at == third.published_at and release.version_id == third.pk
    assert {a.outcome for a in world.answers} == {
        "accepted",
        "accepted-with-modifications",
        "not-accepted",
        "noted",
    }
    for answer in world.answers:
        assert answer.settled_by != answer.proposed_by
    numbers = Cause.objects.filter(paragraph__version=third)
    assert sorted(numbers.values_list("paragraph__number", flat=True)) == sorted(
        c.paragraph.number for c in Cause.objects.filter(paragraph__version=third)
    )
    assert numbers.count() == 5
    assert CarryOver.objects.filter(version=third, kind=CarryOver.Kind.SAME).exists()


def test_the_third_version_says_what_its_file_says(world: World) -> None:
    wanted = {number: b.text for number, b in rounds._bodies("third-version.md").items()}
    rows = world.versions[1].paragraphs.filter(kind="paragraph").exclude(number="")
    assert {r.number.rstrip("."): r.body for r in rows} == wanted


def test_the_second_round_is_open_for_thirteen_more_days(world: World) -> None:
    first, second = world.rounds
    now = clock.now()
    assert phase(first, now) is Phase.CLOSED
    assert phase(second, now) is Phase.OPEN
    # a day less some moments where the world was built just before midnight in Nairobi
    assert 12.9 < (second.closes_at - now).total_seconds() / 86400 < 14.01
    assert second.zone == "Africa/Nairobi"
    assert Submission.objects.filter(round=second, state="submitted").count() == 6  # one was said
    assert Submission.objects.filter(round=second, state="draft").count() == 2
    assert not Submission.objects.filter(late=True).exists()


def test_the_report_prints_the_figures_of_the_record(world: World) -> None:
    world.report.refresh_from_db()
    assert world.report.cut_off_assumed and world.report.frozen_at
    at = position(reckoned(in_order(world.process)), world.report.cut_off)
    funds = world.report.figures["funds"]
    assert str(funds["required"]) == str(at.required)
    assert str(funds["pledged"]) == str(at.pledged)
    assert str(funds["gap"]) == str(at.gap)


def test_the_record_holds(world: World) -> None:
    found = verification()
    assert found.verified
    assert found.checked == Line.objects.count() > 80


def test_sign_ins_are_written_once_and_the_second_time_changes_nothing(
    world: World, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path, raising=False)
    lines = demo._lines(world.sign_ins)
    demo._keep(tmp_path, lines)
    path = tmp_path / demo.SIGN_INS
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = Line.objects.count(), Person.objects.count(), Submission.objects.count()
    done = CliRunner().invoke(app, ["demo"])
    assert done.exit_code == 0, done.output
    for sign_in in world.sign_ins:
        assert sign_in.password in done.output
    assert before == (Line.objects.count(), Person.objects.count(), Submission.objects.count())


def test_every_role_signs_in_with_what_was_printed(world: World) -> None:
    roles = {s.role for s in world.sign_ins}
    assert {"secretariat", "drafter", "focal-point", "reviewer", "auditor", "account"} <= roles
    sign_in = world.sign_ins[0]
    assert world.people[sign_in.email].check_password(sign_in.password)
    done = CliRunner().invoke(app, ["user", "code", sign_in.email])
    assert done.exit_code == 0, done.output
    from allauth.mfa.totp.internal.auth import validate_totp_code

    assert validate_totp_code(sign_in.secret, done.stdout.strip())
    page = browser(None).post(
        reverse("account_login"), {"login": sign_in.email, "password": sign_in.password}
    )
    assert page.status_code == 302 and "2fa" in page["Location"]


def test_no_code_for_an_account_without_second_factor(world: World) -> None:
    done = CliRunner().invoke(app, ["user", "code", "bruno@demo.example"])
    assert done.exit_code == 1


def test_beside_a_process_nothing_is_built(tmp_path, monkeypatch) -> None:
    """Where somebody works already, `make run` adds nothing of its own."""
    monkeypatch.setattr(demo, "is_built", lambda: False)
    monkeypatch.setattr(demo, "build", lambda **_: pytest.fail("built"))
    Process.objects.get_or_create(code="harbour", defaults={"titles": {"en": "Harbours"}})
    done = CliRunner().invoke(app, ["demo"])
    assert done.exit_code == 0 and "--beside" in done.output


PAGES = {
    "overview": lambda w: reverse("reports:overview", args=[w.process.code]),
    "roadmap": lambda w: reverse("roadmap:roadmap", args=[w.process.code]),
    "reading": lambda w: reverse("drafts:reading", args=[w.process.code, w.versions[1].key]),
    "desk": lambda w: reverse("answers:desk", args=[w.process.code, w.rounds[0].key]),
    "table of answers": lambda w: reverse("answers:table", args=[w.process.code, w.rounds[0].key]),
    "report": lambda w: reverse("reports:report", args=[w.process.code, w.report.key]),
}


@pytest.mark.parametrize("language", SIX)
@pytest.mark.parametrize("page", PAGES)
def test_pages_stand_in_six_languages(world: World, page: str, language: str) -> None:
    with translation.override(to_django(language)):
        address = PAGES[page](world)
    answer = browser(world.people["bruno@demo.example"]).get(address)
    assert answer.status_code == 200, address
    text = answer.content.decode()
    assert f'dir="{direction(language)}"' in text
    if page in ("reading", "table of answers", "report"):
        assert 'class="stripe"' in text  # what is invented says so
