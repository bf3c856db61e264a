"""A group from its pool to its adoption and after: what is written, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from tests.panels import makers
from tests.panels.makers import ADOPTED, AT
from travaux.core.panels.instance import Quota
from travaux.core.panels.merit_dossier import check_merit_dossier
from travaux.core.panels.seeds import seal_of, seed_of
from travaux.core.problems import Unusable
from travaux.journal.models import Line
from travaux.panels import actions, queries, rules
from travaux.panels.models import Panel, Seat
from travaux.panels.states import PanelState
from travaux.panels.tasks import compute, try_out
from travaux.people.actions import declare_interests
from travaux.people.queries import duty_of
from travaux.plumbing.files import file_bytes
from travaux.plumbing.models import Job
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db


def refused(code: str):
    return pytest.raises((Refusal, Unusable), match=code)


def test_the_pool_is_taken_with_codes_attributes_scores_and_names(cast) -> None:
    panel = makers.with_pool(cast)
    assert panel.nominees.count() == 24
    first = panel.nominees.get(code="N01")
    assert first.name == "Nominee 1"
    assert first.features["expertise"] == ["planning"]
    assert (str(first.score.normalize()), panel.revision) == ("5E+1", 1)
    line = Line.objects.filter(what="panels.take_pool").get()
    assert line.facts == {"people": 24, "features": 4, "scored": True}


def test_a_new_pool_keeps_demands_and_drops_quotas_of_columns_that_are_gone(cast) -> None:
    panel = makers.prepared(cast)
    nominee = panel.nominees.get(code="N05")
    actions.demand_person(
        by=cast.amina, panel=panel, nominee=nominee, demand="include", reason="chair", at=AT
    )
    actions.take_pool(
        by=cast.amina, panel=panel, data=makers.table(12), code_column="code",
        features=["gender"], at=AT,
    )  # fmt: skip
    panel.refresh_from_db()
    assert panel.nominees.count() == 12
    assert panel.nominees.get(code="N05").demand_reason == "chair"
    assert {q.feature for q in panel.quotas.all()} == {"gender"}
    assert panel.at_most == []


def test_a_bad_table_changes_nothing(cast) -> None:
    panel = makers.with_pool(cast)
    for data, code in (
        (makers.table() + b"N01,x,man,African,State 1,data,3\n", "id-duplicate"),
        (b"code,gender\n", "column-missing"),
        (b"", "file-empty"),
    ):
        with refused(code):
            actions.take_pool(
                by=cast.amina, panel=panel, data=data, code_column="code",
                features=makers.FEATURES, at=AT,
            )  # fmt: skip
    assert panel.nominees.count() == 24


def test_only_the_secretariat_of_the_process_prepares(cast) -> None:
    panel = makers.with_pool(cast)
    for who in (cast.chen, cast.olga, cast.bruno):
        with refused("not-your-role"):
            actions.set_quotas(by=who, panel=panel, settings=makers.SETTINGS, at=AT)
        with refused("not-your-role"):
            actions.freeze_panel(by=who, panel=panel, at=AT)


def test_lots_need_an_announcement(cast) -> None:
    panel = makers.with_pool(cast)
    with refused("lots-not-announced"):
        actions.set_method(by=cast.amina, panel=panel, method="leximin", at=AT)
    actions.set_method(
        by=cast.amina, panel=panel, method="leximin", lots_announced="Call, paragraph 7", at=AT
    )
    with refused("method-unknown"):
        actions.set_method(by=cast.amina, panel=panel, method="dice", at=AT)


def test_quotas_that_contradict_themselves_row_by_row_are_refused(cast) -> None:
    panel = makers.with_pool(cast)
    for quotas, code in (
        ((Quota("gender", "woman", 5, 3),), "quota-turned"),
        ((Quota("gender", "woman", 1, 3), Quota("gender", "woman", 1, 3)), "quota-twice"),
        ((Quota("age", "old", 1, 3),), "ok"),
    ):
        settings = replace(makers.SETTINGS, quotas=quotas)
        if code == "ok":  # a feature nobody has is an empty column, to be explained
            actions.set_quotas(by=cast.amina, panel=panel, settings=settings, at=AT)
        else:
            with refused(code):
                actions.set_quotas(by=cast.amina, panel=panel, settings=settings, at=AT)
    with refused("seats-unusable"):
        actions.set_quotas(
            by=cast.amina, panel=panel, settings=replace(makers.SETTINGS, seats=(5, 4)), at=AT
        )


def test_two_officers_do_not_overwrite_each_other(cast) -> None:
    panel = makers.prepared(cast)
    with refused("moved-meanwhile"):
        actions.set_quotas(
            by=cast.amina, panel=panel, settings=makers.SETTINGS, at=AT, seen=panel.revision - 1
        )


def test_freezing_publishes_the_seal_and_keeps_the_secret(cast) -> None:
    panel = makers.frozen(cast)
    assert panel.state == PanelState.FROZEN
    assert panel.seal == seal_of(panel.secret)
    assert panel.input_hash == queries.instance_of(panel).hash
    line = Line.objects.filter(what="panels.freeze_panel").get()
    assert line.facts["seal"] == panel.seal and panel.secret not in str(line.facts)
    with refused("panel-frozen"):
        actions.set_quotas(by=cast.amina, panel=panel, settings=makers.SETTINGS, at=AT)
    with refused("panel-frozen"):
        actions.freeze_panel(by=cast.amina, panel=panel, at=AT)


def test_without_scores_nothing_is_frozen_for_merit(cast) -> None:
    panel = makers.started(cast)
    with refused("pool-first"):
        actions.freeze_panel(by=cast.amina, panel=panel, at=AT)
    actions.take_pool(
        by=cast.amina, panel=panel, data=makers.table(), code_column="code",
        features=["gender"], at=AT,
    )  # fmt: skip
    with refused("scores-first"):
        actions.freeze_panel(by=cast.amina, panel=panel, at=AT)


def test_the_recommendation_meets_every_quota_and_is_proven(cast) -> None:
    panel = makers.computed(cast)
    assert panel.state == PanelState.COMPUTED
    found = queries.recommendation_of(panel)
    assert found is not None and len(found.selected) == 8
    instance = queries.instance_of(panel)
    assert instance.breaks([instance.pool.place[c] for c in found.selected]) == ()
    dossier = json.loads(file_bytes(found.dossier))
    assert [s.name for s in check_merit_dossier(dossier) if not s.ok] == []
    assert dossier["commitment"]["seal"] == panel.seal
    assert "Nominee 1" not in json.dumps(dossier)
    assert found.facts["gap"] == "0"
    assert all(t.met for a in queries.composition_of(panel) for t in a.targets)


def test_it_is_computed_once(cast) -> None:
    panel = makers.computed(cast)
    job = Job.objects.latest("pk")
    assert compute(job, panel=panel.key) == {"panel": panel.key}
    assert panel.recommendations.count() == 1
    with refused("panel-computed"):
        actions.start_computing(by=cast.amina, panel=panel, at=AT)


def test_a_public_value_is_mixed_into_the_seed_and_cannot_be_exchanged(cast) -> None:
    panel = makers.frozen(cast)
    with refused("public-source-missing"):
        actions.start_computing(by=cast.amina, panel=panel, public_value="7 11", at=AT)
    job = actions.start_computing(
        by=cast.amina, panel=panel, public_value="7 11", public_source="a lottery", at=AT
    )
    with refused("public-value-given"):
        actions.start_computing(
            by=cast.amina, panel=panel, public_value="7 12", public_source="a lottery", at=AT
        )
    compute(Job.objects.get(pk=job.pk), panel=panel.key)
    found = queries.recommendation_of(panel)
    assert found is not None
    dossier = json.loads(file_bytes(found.dossier))
    assert dossier["seed"] == seed_of(panel.secret, "7 11")


def test_impossible_quotas_fail_the_work_and_leave_the_group_frozen(cast) -> None:
    settings = replace(makers.SETTINGS, quotas=(Quota("gender", "woman", 8, 8), *makers.QUOTAS[1:]))
    panel = actions.freeze_panel(by=cast.amina, panel=makers.prepared(cast, settings), at=AT)
    job = actions.start_computing(by=cast.amina, panel=panel, at=AT)
    with refused("quotas-impossible"):
        compute(Job.objects.get(pk=job.pk), panel=panel.key)
    panel.refresh_from_db()
    assert panel.state == PanelState.FROZEN


def test_opening_again_publishes_the_seed_that_was_thrown_away(cast) -> None:
    panel = makers.computed(cast)
    secret, seal = panel.secret, panel.seal
    with refused("reason-needed"):
        actions.reopen_panel(by=cast.amina, panel=panel, reason=" ", at=AT)
    panel = actions.reopen_panel(by=cast.amina, panel=panel, reason="A letter was found", at=AT)
    kept = panel.reopenings.get()
    assert (kept.secret, kept.seal, kept.computed) == (secret, seal, True)
    assert panel.state == PanelState.PREPARING and panel.secret == ""
    assert queries.recommendation_of(panel) is None
    again = actions.freeze_panel(by=cast.amina, panel=panel, at=AT)
    assert again.secret != secret


def test_adoption_names_its_authority_and_day(cast) -> None:
    panel = makers.computed(cast)
    good = {"by": cast.amina, "panel": panel, "at": AT, "adopted_on": ADOPTED}
    with refused("authority-needed"):
        actions.adopt_panel(authority="", source="x", **good)
    with refused("source-missing"):
        actions.adopt_panel(authority="x", source=" ", **good)
    with refused("adopted-in-the-future"):
        actions.adopt_panel(authority="x", source="y", **{**good, "adopted_on": date(2024, 2, 6)})
    actions.adopt_panel(authority="x", source="y", **good)
    assert panel.seats.count() == 8
    assert set(panel.seats.values_list("via", flat=True)) == {"recommended"}
    with refused("panel-adopted"):
        actions.adopt_panel(authority="x", source="y", **good)
    with refused("panel-adopted"):
        actions.reopen_panel(by=cast.amina, panel=panel, reason="x", at=AT)


def test_departures_are_on_record_with_reason_and_effect(cast) -> None:
    panel = makers.computed(cast)
    found = queries.recommendation_of(panel)
    assert found is not None
    out = next(
        c for c in found.selected if panel.nominees.get(code=c).features["gender"] == ["man"]
    )
    into = next(
        c for c in found.reserve if panel.nominees.get(code=c).features["gender"] == ["woman"]
    )
    good = {
        "by": cast.amina, "panel": panel, "at": AT, "adopted_on": ADOPTED,
        "authority": "The Executive Director", "source": "Note to file",
    }  # fmt: skip
    for change, code in (
        (actions.Change(out, into, ""), "reason-needed"),
        (actions.Change("", "", "why"), "departure-names-nobody"),
        (actions.Change(into, "", "why"), "not-recommended"),
        (actions.Change("", out, "why"), "not-to-come"),
        (actions.Change("", "N99", "why"), "not-to-come"),
    ):
        with refused(code):
            actions.adopt_panel(changes=[change], **good)
    assert not panel.seats.exists() and not panel.departures.exists()
    actions.adopt_panel(changes=[actions.Change(out, into, "Knows the host city")], **good)
    departure = panel.departures.get()
    assert (departure.out.code, departure.into.code) == (out, into)
    assert panel.seats.get(nominee__code=into).via == "departure"
    instance = queries.instance_of(panel)
    codes = queries.group_of(panel).codes
    breaks = instance.breaks([instance.pool.place[c] for c in codes])
    assert queries.breaks_from_plain(departure.breaks) == breaks


def test_somebody_leaves_and_another_comes_and_both_stay_on_record(cast) -> None:
    panel = makers.adopted(cast)
    seat = panel.seats.first()
    spare = queries.not_chosen(panel).first()
    with refused("reason-needed"):
        actions.end_seat(by=cast.amina, seat=seat, end="left", until=ADOPTED, reason="", at=AT)
    with refused("seat-ends-before-it-begins"):
        actions.end_seat(
            by=cast.amina, seat=seat, end="left", until=date(2024, 1, 1), reason="x", at=AT
        )
    with refused("end-unknown"):
        actions.end_seat(by=cast.amina, seat=seat, end="gone", until=ADOPTED, reason="x", at=AT)
    made = actions.end_seat(
        by=cast.amina, seat=seat, end="declined", until=date(2024, 3, 1), reason="Elected",
        at=AT, replacement=spare,
    )  # fmt: skip
    assert made is not None and made.replaces == seat and made.via == "replacement"
    with refused("moved-meanwhile"):
        actions.end_seat(
            by=cast.amina, seat=seat, end="left", until=date(2024, 3, 2), reason="x", at=AT
        )
    assert queries.history_of(panel).count() == 9
    assert len(queries.group_of(panel).codes) == 8
    extra = queries.not_chosen(panel).first()
    actions.add_member(
        by=cast.amina, panel=panel, nominee=extra, since=date(2024, 4, 1), reason="Host", at=AT
    )
    assert next(b["kind"] for b in Seat.objects.get(nominee=extra).breaks) == "seats"
    with refused("not-to-come"):
        actions.add_member(
            by=cast.amina, panel=panel, nominee=extra, since=date(2024, 4, 1), reason="x", at=AT
        )


def test_a_trial_shows_both_sides_and_binds_nobody(cast) -> None:
    panel = makers.prepared(cast)
    tried = replace(makers.SETTINGS, quotas=(Quota("gender", "woman", 5, 6), *makers.QUOTAS[1:]))
    trial = actions.start_trial(by=cast.amina, panel=panel, settings=tried, at=AT)
    try_out(Job.objects.get(key=trial.job), trial=trial.key)
    trial.refresh_from_db()
    women = {n.code for n in panel.nominees.all() if n.features["gender"] == ["woman"]}
    assert len(women & set(trial.result["tried"]["chances"])) == 5
    assert float(trial.result["tried"]["score"]) <= float(trial.result["present"]["score"])
    assert queries.settings_from_plain(trial.settings).quotas == tried.quotas
    assert panel.quotas.get(value="woman").low == 3
    impossible = replace(tried, quotas=(Quota("gender", "woman", 9, 9),))
    trial = actions.start_trial(by=cast.amina, panel=panel, settings=impossible, at=AT)
    try_out(Job.objects.get(key=trial.job), trial=trial.key)
    trial.refresh_from_db()
    assert trial.result["tried"]["feasible"] is False
    assert trial.result["tried"]["conflict"]["rules"][0]["bound"] == "min"


def test_what_is_kept_about_a_person_can_be_taken_along(cast) -> None:
    panel = makers.adopted(cast)
    seat = panel.seats.first()
    seat.nominee.person = cast.hana
    seat.nominee.save()
    told = queries.own_data(cast.hana)
    assert told[0]["code"] == seat.nominee.code and told[0]["seats"][0]["until"] is None
    json.dumps(told)
    assert Panel.objects.get().nominees.filter(person=cast.hana).count() == 1


def test_a_seat_begins_with_a_declaration_of_interests(cast, client) -> None:
    panel = makers.adopted(cast)
    seat = panel.seats.select_related("nominee").first()
    assert rules.seat_begins(seat, AT).code == "interests-missing", "nobody there to declare yet"
    seat.nominee.person = cast.chen
    seat.nominee.save()
    assert duty_of(cast.chen, "harbour", AT).groups == [panel.titles]
    assert rules.seat_begins(seat, AT).code == "interests-missing"
    declare_interests(by=cast.chen, process_code="harbour", nothing=True, at=AT)
    assert rules.seat_begins(seat, AT)
    client.force_login(cast.amina, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/en/harbour/panels/{panel.key}/members/").content.decode()
    assert "Interests: not declared yet" in page
