"""Pages of groups, without JavaScript: prepared, checked, computed, adopted; and what is public."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.journeys.worlds import browser
from tests.panels import makers
from travaux.core.panels.checking import check_dossier
from travaux.core.panels.public_check import check_public
from travaux.panels import actions, queries
from travaux.panels.models import Panel
from travaux.panels.states import PanelState
from travaux.plumbing.files import file_bytes
from travaux.plumbing.models import Job
from travaux.plumbing.tasks import run_job

pytestmark = pytest.mark.django_db


def at(panel: Panel, tail: str = "", language: str = "en") -> str:
    return f"/{language}/harbour/panels/{panel.key}/{tail}"


def do_jobs() -> None:
    """What the worker does, in this process."""
    from django_q.models import OrmQ
    from django_q.signing import SignedPackage

    for queued in OrmQ.objects.all():
        task = SignedPackage.loads(queued.payload)
        queued.delete()
        run_job(*task["args"])


def words(answer: Any) -> str:
    return answer.content.decode()


def upload(data: bytes, name: str = "pool.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "text/csv")


def typed(page: Client, panel: Panel, **changes: str) -> dict[str, str]:
    """The quota table as the browser would send it."""
    from travaux.panels.views.quotas import table_of

    panel.refresh_from_db()
    table = table_of(panel, queries.settings_of(panel), propose=True)
    sent = {"seen": str(panel.revision), "seats": "8"}
    for row in table.rows:
        sent |= {row[f"{b}_name"]: str(row[b]) for b in ("min", "max")}
    sent |= {f"limit|{f}": text for f, text in table.limits.items()}
    return sent | changes


def test_a_group_goes_the_whole_way_by_its_pages(cast) -> None:
    amina = browser(cast.amina)
    answer = amina.post("/en/harbour/panels/new/", {"title": "Expert group", "seats": "8"})
    panel = Panel.objects.get()
    assert answer["Location"].endswith(f"{panel.key}/pool/")
    answer = amina.post(at(panel, "pool/"), {"file": upload(makers.table())})
    assert answer["Location"].endswith("pool/columns/")
    page = words(amina.get(at(panel, "pool/columns/")))
    assert "Nominee 1" in page
    answer = amina.post(
        at(panel, "pool/columns/"),
        {"code": "code", "name": "name", "score": "score", "features": list(makers.FEATURES)},
    )
    assert answer["Location"].endswith("quotas/")
    assert "It is a start, not a target" in words(amina.get(at(panel, "quotas/")))
    changed = typed(amina, panel, **{"limit|country": "2"})
    assert amina.post(at(panel, "quotas/"), changed)["Location"].endswith("prepare/")
    panel.refresh_from_db()
    assert panel.at_most == [{"feature": "country", "number": 2}]
    assert "Everything is there." in words(amina.get(at(panel, "prepare/")))
    answer = amina.post(at(panel, "freeze/"), {"seen": str(panel.revision)})
    assert "then all is frozen" in words(amina.get(answer["Location"]))
    do_jobs()
    assert amina.get(answer["Location"])["Location"].endswith("compute/")
    answer = amina.post(at(panel, "compute/"), {"public_value": "7 12 31"})
    assert answer.status_code == 422 and "Say where the public value" in words(answer)
    answer = amina.post(
        at(panel, "compute/"), {"public_value": "7 12 31", "public_source": "An invented lottery"}
    )
    assert "is being computed" in words(amina.get(answer["Location"]))
    do_jobs()
    assert amina.get(answer["Location"])["Location"].endswith(f"{panel.key}/")
    page = words(amina.get(at(panel)))
    assert "8 people are recommended" in page and "Every target is met" in page
    assert "steps of the check agree" in page
    dossier = json.loads(b"".join(amina.get(at(panel, "dossier.json")).streaming_content))
    assert all(step.ok for step in check_dossier(dossier))
    answer = amina.post(
        at(panel, "adopt/"),
        {"do": "adopt", "authority": "The Director", "adopted_on": "2024-02-05", "source": "Note",
         "rows": "1"},
    )  # fmt: skip
    assert answer.status_code == 302
    panel.refresh_from_db()
    assert panel.state == PanelState.ADOPTED and panel.seats.count() == 8
    assert "8 people are in the group" in words(amina.get(at(panel)))


def test_strangers_see_aggregates_and_no_name(cast) -> None:
    panel = makers.computed(cast)
    dana, nobody = browser(cast.dana), Client()
    page = words(nobody.get(at(panel)))
    assert "A group is recommended" in page and "Nominee " not in page and "N0" not in page
    assert '"chosen": ""' in words(nobody.get(at(panel, "composition.json")))
    assert dana.get(at(panel, "dossier.json")).status_code == 403
    assert dana.get(at(panel, "people.json")).status_code == 403
    told = json.loads(nobody.get(at(panel, "public.json")).content)
    assert told["input_hash"] == panel.input_hash and len(told["selected"]) == 8
    assert "N0" not in json.dumps(told) and "Nominee" not in json.dumps(told)


def test_names_are_public_only_where_it_was_announced(cast) -> None:
    panel = makers.adopted(cast)
    assert "names nobody" in words(Client().get(at(panel)))
    assert "Nominee" not in words(Client().get(at(panel, "members.json")))
    Panel.objects.filter(pk=panel.pk).update(names_announced="Call of 2024")
    assert "Nominee" in words(Client().get(at(panel)))
    assert "Nominee" in words(Client().get(at(panel, "members.json")))


def test_a_group_in_preparation_is_nowhere_for_others(cast) -> None:
    panel = makers.prepared(cast)
    assert Client().get(at(panel)).status_code == 404
    assert "[]" in words(Client().get("/en/harbour/panels/groups.json"))
    assert browser(cast.dana).get(at(panel, "prepare/")).status_code == 403


def test_faults_of_the_quota_table_stand_at_their_rows_and_keep_what_was_typed(cast) -> None:
    panel, amina = makers.with_pool(cast), browser(cast.amina)
    sent = typed(amina, panel, **{"min|gender|woman": "9", "max|gender|woman": "x", "seats": "a"})
    answer = amina.post(at(panel, "quotas/"), sent)
    page = words(answer)
    assert answer.status_code == 422
    assert "is not a whole number" in page and "is no number of seats" in page
    assert 'value="x"' in page
    bad = amina.post(
        at(panel, "quotas/"),
        {"do": "file", "seen": panel.revision, "file": upload(b"feature,value\nx,y\n", "q.csv")},
    )
    assert bad.status_code == 422 and "There is no column" in words(bad)
    good = b"feature,value,min,max\ngender,woman,3,5\ngender,man,3,5\n"
    answer = amina.post(
        at(panel, "quotas/"),
        {"do": "file", "seen": panel.revision, "file": upload(good, "q.csv")},
    )
    assert answer.status_code == 302 and panel.quotas.count() == 2


def test_impossible_quotas_are_explained_and_mended_by_one_click(cast) -> None:
    panel, amina = makers.with_pool(cast), browser(cast.amina)
    sent = typed(amina, panel, **{"min|region|African": "6", "max|region|African": "8",
                                  "limit|region": "4"})  # fmt: skip
    assert amina.post(at(panel, "quotas/"), sent).status_code == 302
    panel.refresh_from_db()
    answer = amina.post(at(panel, "freeze/"), {"seen": panel.revision})
    where = answer["Location"]
    assert "being checked, then all is frozen" in words(amina.get(where))
    do_jobs()
    page = words(amina.get(where))
    assert "The quotas cannot be met together" in page and "What it costs" in page
    answer = amina.post(where, {"option": "0"})
    assert answer.status_code == 302
    do_jobs()
    assert "The quotas can be met" in words(amina.get(answer["Location"]))
    assert "were changed since this check" in words(amina.get(where))
    job = Job.objects.filter(what="panels.check").first()
    assert job is not None and browser(cast.dana).get(where).status_code == 403


def test_departures_show_their_effect_before_they_are_kept(cast) -> None:
    panel, amina = makers.computed(cast), browser(cast.amina)
    made = queries.recommendation_of(panel)
    out = next(c for c in made.selected)
    others = panel.nominees.exclude(code__in=made.selected)
    into = next(n for n in others if n.features["gender"] == ["man"]).code
    sent = {"authority": "The Director", "adopted_on": "2024-02-05", "source": "Note", "rows": "1",
            "out-1": out, "into-1": into, "reason-1": "asked to step back"}  # fmt: skip
    page = words(amina.post(at(panel, "adopt/"), {**sent, "do": "look"}))
    assert "After it, the group" in page and "asked to step back" in page
    assert "Departure 2" in words(amina.post(at(panel, "adopt/"), {**sent, "do": "more"}))
    bad = amina.post(at(panel, "adopt/"), {**sent, "do": "adopt", "reason-1": ""})
    assert bad.status_code == 422 and "Give the reason" in words(bad)
    assert amina.post(at(panel, "adopt/"), {**sent, "do": "adopt"}).status_code == 302
    assert "asked to step back" in words(Client().get(at(panel)))


def test_what_was_frozen_is_opened_again_in_public_only(cast) -> None:
    panel, amina = makers.frozen(cast), browser(cast.amina)
    assert "being prepared" not in words(Client().get(at(panel)))
    assert amina.get(at(panel, "reopen/")).status_code == 200
    assert amina.post(at(panel, "reopen/"), {"reason": "a wrong table"}).status_code == 302
    assert "a wrong table" in words(Client().get(at(panel)))


def test_demands_and_scores_by_their_pages(cast) -> None:
    panel, amina = makers.prepared(cast), browser(cast.amina)
    first = panel.nominees.first()
    answer = amina.post(at(panel, f"people/{first.position}/"), {"demand": "include"})
    assert answer.status_code == 422
    amina.post(at(panel, f"people/{first.position}/"), {"demand": "include", "reason": "chair"})
    assert "chair" in words(amina.get(at(panel, "people/")))
    few = upload(b"code,score\nN01,3\n", "s.csv")
    answer = amina.post(at(panel, "people/"), {"file": few})
    assert answer.status_code == 422 and "23 people of the pool have no score" in words(answer)
    all_of_them = "code,score\n" + "\n".join(f"N{n:02},{n}" for n in range(1, 25))
    assert (
        amina.post(at(panel, "people/"), {"file": upload(all_of_them.encode())}).status_code == 302
    )
    assert panel.nominees.get(code="N24").score == 24


def test_a_lottery_only_where_announced_and_drawn_by_number(cast) -> None:
    panel, amina = makers.prepared(cast), browser(cast.amina)
    told = {"method": "maximin", "seen": panel.revision}
    answer = amina.post(at(panel, "method/"), told)
    assert answer.status_code == 422 and "do not accept lots" in words(answer)
    told |= {"lots_announced": "Call, paragraph 4", "floor": "51.5"}
    assert amina.post(at(panel, "method/"), told).status_code == 302
    panel.refresh_from_db()
    answer = amina.post(at(panel, "freeze/"), {"seen": panel.revision})
    do_jobs()
    assert amina.get(answer["Location"])["Location"].endswith("compute/")
    amina.post(at(panel, "compute/"), {})
    do_jobs()
    page = words(amina.get(at(panel)))
    assert "one number is still to be drawn" in page
    public = json.loads(Client().get(at(panel, "public.json")).content)
    assert len(public["numbers"]) == 1000 and "commitment" not in public
    assert {tuple(sorted(one)) for one in public["panels"]} == {("hash", "weight")}
    assert amina.get(at(panel, "adopt/")).status_code == 403
    told = {"way": "hand", "number": "1001", "source": "In the open, invented"}
    answer = amina.post(at(panel, "draw/"), told)
    assert answer.status_code == 422 and "numbered 1 to 1000" in words(answer)
    answer = amina.post(at(panel, "draw/"), {"way": "hand", "number": "417"})
    assert answer.status_code == 422 and "where and before whom" in words(answer)
    answer = amina.post(
        at(panel, "draw/"), {"way": "hand", "number": "417", "source": "In the open, invented"}
    )
    assert "is being drawn" in words(amina.get(answer["Location"]))
    do_jobs()
    assert amina.get(answer["Location"])["Location"].endswith(f"{panel.key}/")
    made = queries.recommendation_of(panel)
    assert made.facts["number"] == 417 and len(made.selected) == 8
    assert all(ok for _, ok, _ in made.facts["steps"])
    assert "Number 417 was drawn" in words(Client().get(at(panel)))
    public = json.loads(Client().get(at(panel, "public.json")).content)
    dossier = json.loads(file_bytes(made.dossier))
    assert all(step.ok for step in check_dossier(dossier))
    assert [(s.name, s.ok) for s in check_public(public, dossier)] == [
        (name, True) for name in ("seal", "weights", "probabilities", "numbers", "draw", "full")
    ]
    dossier["panels"][0]["members"][0] = "N99"
    assert check_public(public, dossier)[-1].ok is False
    assert amina.get(at(panel, "draw/")).status_code == 403


def test_other_quotas_are_tried_side_by_side_and_bind_nobody(cast) -> None:
    panel, amina = makers.prepared(cast), browser(cast.amina)
    before = queries.settings_of(panel)
    sent = typed(amina, panel, **{"min|gender|woman": "5", "max|gender|man": "3"})
    answer = amina.post(at(panel, "try/"), sent)
    assert "are being tried out" in words(amina.get(answer["Location"]))
    do_jobs()
    page = words(amina.get(answer["Location"]))
    assert "What was changed" in page and "What each quota costs" in page
    assert "The best sum of scores would be" in page and "affected" in page
    assert queries.settings_of(panel) == before
    bad = amina.post(at(panel, "try/"), typed(amina, panel, **{"min|gender|woman": "-"}))
    assert bad.status_code == 422 and "is not a whole number" in words(bad)
    sent = typed(amina, panel, **{"min|gender|woman": "8", "max|gender|woman": "8"})
    answer = amina.post(at(panel, "try/"), sent)
    do_jobs()
    assert "What was tried cannot be met" in words(amina.get(answer["Location"]))
    assert browser(cast.dana).get(at(panel, "try/")).status_code == 403


def test_a_lottery_tried_out_shows_how_chances_move(cast) -> None:
    panel, amina = makers.prepared(cast), browser(cast.amina)
    Panel.objects.filter(pk=panel.pk).update(method="maximin", lots_announced="Call, paragraph 4")
    sent = typed(amina, panel, **{"min|gender|woman": "5", "max|gender|man": "3"})
    answer = amina.post(at(panel, "try/"), sent)
    do_jobs()
    page = words(amina.get(answer["Location"]))
    assert "nominees are affected" in page and "%</td>" in page
    assert "What each quota costs" in page and "the least chance" in page
    assert "It does not say who would be drawn" in page


@pytest.mark.parametrize(("method", "said"), [("leximin", "least chance"), ("nash", "mean chance")])
def test_what_each_quota_costs_stands_on_the_page_of_the_result_for_insiders(
    cast, method, said
) -> None:
    settings = replace(makers.SETTINGS, seats=(7, 8))
    panel, amina = makers.prepared(cast, settings), browser(cast.amina)
    Panel.objects.filter(pk=panel.pk).update(method=method, lots_announced="Call, paragraph 4")
    actions.freeze_panel(by=cast.amina, panel=panel, at=makers.AT)
    amina.post(at(panel, "compute/"), {})
    do_jobs()
    page = words(amina.get(at(panel)))
    assert "What each quota costs" in page and said in page
    assert "What each quota costs" not in words(Client().get(at(panel)))
    told = queries.recommendation_of(panel).facts["prices"]
    assert told["proven"] and told["prices"]


def test_somebody_leaves_and_the_best_replacement_comes(cast) -> None:
    panel, amina = makers.adopted(cast), browser(cast.amina)
    page = words(amina.get(at(panel, "members/")))
    assert "8 people are in the group" in page
    seat = queries.history_of(panel).first()
    page = words(amina.get(at(panel, f"members/{seat.key}/")))
    best = queries.replacement_for(panel, seat.nominee.code).comes
    assert f'value="{best}" checked' in page and "The seat stays empty" in page
    bad = amina.post(
        at(panel, f"members/{seat.key}/"),
        {"end": "left", "until": "2024-01-01", "reason": "moved on", "instead": best},
    )
    assert bad.status_code == 422 and "lies before the person came" in words(bad)
    answer = amina.post(
        at(panel, f"members/{seat.key}/"),
        {"end": "left", "until": "2024-06-01", "reason": "moved on", "instead": best},
    )
    assert answer.status_code == 302
    page = words(amina.get(at(panel, "members/")))
    assert "moved on" in page and "as a replacement" in page
    assert "moved on" not in words(Client().get(at(panel)))
    assert panel.seats.filter(until=None, nominee__code=best).exists()
    assert amina.get(at(panel, f"members/{seat.key}/")).status_code == 404
