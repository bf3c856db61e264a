"""A call is prepared, announced, extended, cancelled and cloned; its form freezes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.calls.makers import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    PREPARED,
    a_call,
    a_draft,
    a_draft_call,
    sign_in,
)
from travaux.calls.actions import (
    announce_call,
    cancel_call,
    change_call,
    clone_call,
    extend_call,
    prepare_call,
    replace_form,
)
from travaux.calls.models import Call
from travaux.calls.queries import calls_of, standing
from travaux.calls.rules.calls import Phase, may_see_call, phase
from travaux.calls.shipped import shipped_form
from travaux.core.surveys.check import check_form
from travaux.core.surveys.editing import moved, with_item, with_question_changed, without_item
from travaux.core.surveys.model import Form, Question, question_named, walk
from travaux.core.surveys.plain import form_from_plain
from travaux.core.surveys.xlsform import read_xlsform
from travaux.core.surveys.xlsform_out import write_xlsform
from travaux.journal.models import Line
from travaux.plumbing.languages import SIX
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db


def refused(code: str):
    return pytest.raises(Refusal, match=f"^{code}$")


@pytest.mark.parametrize("kind", ["nomination", "hosting", "partnership"])
def test_the_forms_that_come_along_can_be_asked_in_six_languages(kind: str) -> None:
    form = shipped_form(kind)
    assert check_form(form) == () and set(form.languages) == set(SIX)
    for placed in walk(form.items):
        for name in ("labels", "hints", "required_messages", "constraint_messages"):
            texts = getattr(placed.item, name, {})
            assert not texts or set(texts) == set(SIX), (placed.item.name, name)
        for choice in getattr(placed.item, "choices", ()):
            assert set(choice.labels) == set(SIX), (placed.item.name, choice.name)
    assert read_xlsform(write_xlsform(form), "form.xlsx").form.items == form.items


def test_a_call_goes_out_and_its_rules_freeze(cast) -> None:
    call = a_draft_call(cast, grace_minutes=30)
    assert phase(call, DURING) is Phase.DRAFT and not may_see_call(None, call, DURING)
    assert list(calls_of(cast.process, cast.chen, DURING)) == []
    assert list(calls_of(cast.process, cast.amina, DURING)) == [call]
    call = announce_call(by=cast.amina, call=call, seen=call.revision, at=PREPARED)
    assert phase(call, PREPARED) is Phase.PLANNED and may_see_call(None, call, PREPARED)
    assert phase(call, OPENS) is Phase.OPEN and phase(call, CLOSES) is Phase.OPEN
    assert standing(call, CLOSES).in_grace and not standing(call, DURING).in_grace
    assert phase(call, CLOSES + timedelta(minutes=30)) is Phase.CLOSED
    with refused("call-frozen"):
        change_call(by=cast.amina, call=call, seen=call.revision, at=DURING, grace_minutes=0)
    with refused("call-frozen"):
        replace_form(
            by=cast.amina,
            call=call,
            form=shipped_form("hosting"),
            seen=call.revision,
            at=DURING,
        )
    line = Line.objects.get(what="calls.announce_call")
    assert line.subject == call.key and line.facts["form"] == call.form_digest


def test_only_the_secretariat_of_the_process_prepares(cast) -> None:
    for person in (cast.chen, cast.olga, cast.bruno):
        with refused("not-your-role"):
            prepare_call(
                by=person, process=cast.process, kind="hosting", titles={"en": "X"}, at=PREPARED
            )


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ({"closes_at": OPENS}, "call-ends-before-it-begins"),
        ({"opens_at": None}, "call-needs-dates"),
        ({"grace_minutes": 90_000}, "call-grace-too-long"),
        ({"per_country": 0}, "call-per-country"),
        ({"retention_days": 0}, "call-retention"),
        ({"late_confirmation": "within"}, "call-confirmation-hours"),
        ({"selection": "dice"}, "call-rule-unknown"),
    ],
)
def test_rules_out_of_bounds_are_refused(cast, rules, code) -> None:
    call = a_draft_call(cast)
    with refused(code):
        change_call(by=cast.amina, call=call, seen=call.revision, at=PREPARED, **rules)


def test_a_call_that_is_not_ready_does_not_go_out(cast) -> None:
    call = prepare_call(by=cast.amina, process=cast.process, kind="hosting", titles={}, at=PREPARED)
    with refused("call-needs-title"):
        announce_call(by=cast.amina, call=call, seen=0, at=PREPARED)
    call = change_call(by=cast.amina, call=call, seen=0, at=PREPARED, titles={"en": "Hosts"})
    with refused("call-needs-dates"):
        announce_call(by=cast.amina, call=call, seen=1, at=PREPARED)
    dates = {"opens_at": OPENS, "closes_at": CLOSES, "zone": "UTC"}
    call = change_call(by=cast.amina, call=call, seen=1, at=PREPARED, **dates)
    with refused("call-deadline-past"):
        announce_call(by=cast.amina, call=call, seen=2, at=AFTER)
    call = replace_form(by=cast.amina, call=call, form=Form("f", ()), seen=2, at=PREPARED)
    with refused("call-form-unfit"):
        announce_call(by=cast.amina, call=call, seen=3, at=PREPARED)


def test_two_officers_do_not_overwrite_each_other(cast) -> None:
    call = a_draft_call(cast)
    change_call(by=cast.amina, call=call, seen=call.revision, at=PREPARED, per_country=3)
    for change in (
        lambda: change_call(by=cast.amina, call=call, seen=call.revision, at=PREPARED, blind=True),
        lambda: announce_call(by=cast.amina, call=call, seen=call.revision, at=PREPARED),
    ):
        with refused("moved-meanwhile"):
            change()
    assert Call.objects.get(pk=call.pk).per_country == 3


def test_an_extension_is_for_all_with_its_reason_and_told_once(cast) -> None:
    call = a_call(cast)
    a_draft(cast, call)
    later = CLOSES + timedelta(days=7)
    with refused("reason-needed"):
        extend_call(by=cast.amina, call=call, closes_at=later, reason=" ", at=DURING)
    with refused("extension-not-later"):
        extend_call(by=cast.amina, call=call, closes_at=CLOSES, reason="x", at=DURING)
    made = extend_call(
        by=cast.amina, call=call, closes_at=later, reason="Posts are slow.", at=DURING
    )
    call.refresh_from_db()
    assert made.closed_at_before == CLOSES and call.closes_at == later
    [mail] = Mail.objects.filter(once__startswith="call-extended:")
    assert mail.to == cast.chen.email and "Posts are slow." in mail.text
    with refused("call-closed"):
        extend_call(
            by=cast.amina, call=call, closes_at=later + timedelta(days=9), reason="x", at=later
        )


def test_a_cancelled_call_is_told_and_takes_nothing(cast) -> None:
    call = a_call(cast)
    a_draft(cast, call)
    cancel_call(by=cast.amina, call=call, reason="No funds.", at=DURING)
    call.refresh_from_db()
    assert phase(call, DURING) is Phase.CANCELLED
    assert Mail.objects.filter(once__startswith="call-cancelled:").count() == 1
    with refused("call-cancelled"):
        a_draft(cast, call, cast.dana)


def test_a_clone_has_form_and_rules_and_no_dates(cast) -> None:
    old = a_call(cast, per_country=4, blind=True)
    made = clone_call(by=cast.amina, call=old, at=AFTER)
    assert made.state == "draft" and made.opens_at is None and made.cloned_from == old
    assert made.form_digest == old.form_digest and made.per_country == 4 and made.blind


def test_a_call_is_cloned_into_another_process_by_its_secretariat(client, cast) -> None:
    old = a_call(cast, per_country=4)
    with refused("not-your-role"):
        clone_call(by=cast.amina, call=old, process=cast.other, at=AFTER)
    with refused("not-your-role"):
        clone_call(by=cast.olga, call=old, at=AFTER)
    draft = a_draft_call(cast)
    with refused("not-your-role"):  # what is not announced is seen by nobody else
        clone_call(by=cast.olga, call=draft, process=cast.other, at=AFTER)
    made = clone_call(by=cast.olga, call=old, process=cast.other, at=AFTER)
    assert made.process == cast.other and made.form == old.form and made.per_country == 4
    assert made.cloned_from == old and made.milestone is None and made.state == "draft"
    sign_in(client, cast.olga)
    page = client.get(f"/en/harbour/calls/{old.key}/").content.decode()
    assert 'name="into"' in page and 'value="other"' in page and 'value="harbour"' not in page
    there = client.post(f"/en/harbour/calls/{old.key}/clone/", {"into": "other"})
    assert "/other/calls/" in there.url and client.get(there.url).status_code == 200
    assert client.post(f"/en/harbour/calls/{old.key}/clone/").status_code == 403
    sign_in(client, cast.chen)
    assert 'name="into"' not in client.get(f"/en/harbour/calls/{old.key}/").content.decode()


def test_the_database_itself_wants_dates_of_an_announced_call(cast) -> None:
    call = a_draft_call(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(state="announced")


def test_words_that_name_another_clock_are_doubted(cast) -> None:
    call = a_call(cast, zone="Europe/Berlin", wording="23:59 CEST on 1 March")
    [doubt] = standing(call, DURING).doubts
    assert (doubt.word, doubt.minutes, doubt.offset) == ("CEST", -60, "UTC+1")


# ---- the form, changed -----------------------------------------------------------------------------


def test_one_question_changes_and_what_looks_at_it_follows() -> None:
    form = shipped_form("nomination")
    old = question_named(form, "can_travel")
    renamed = Question(**{**{n: getattr(old, n) for n in old.__slots__}, "name": "travels"})
    made = with_question_changed(form, "can_travel", renamed)
    assert question_named(made, "why_not_travel").relevant == "${travels} = 'no'"
    assert check_form(made) == ()
    assert form_from_plain({"items": []}).items == ()


def test_questions_come_go_and_move_within_their_group() -> None:
    form = shipped_form("nomination")
    more = with_item(form, Question("town", "text", {"en": "Town"}), after="employer")
    names = [p.item.name for p in walk(more.items)]
    assert names.index("town") == names.index("employer") + 1
    up = [p.item.name for p in walk(moved(more, "town", up=True).items)]
    assert up.index("town") == up.index("employer") - 1
    assert without_item(more, "town") == form
    without = without_item(form, "can_travel")
    assert "form-reference-unknown" in {p.code for p in check_form(without)}
