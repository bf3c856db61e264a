"""Members leave and come, and letters that offer places go, as approved where that is asked for."""

from __future__ import annotations

from datetime import date

import pytest

from tests.journeys.worlds import browser
from tests.panels import makers
from tests.panels.test_offering import adopted_at_once, offered, refused
from tests.panels.test_pages import at, words
from travaux.correspondence.actions import act_on_clearance, ask_clearance, mend_mail, send_mails
from travaux.correspondence.models import Clearance, House, PreparedDeed
from travaux.correspondence.queries.clearance import subject_of
from travaux.journal.models import Line
from travaux.panels import actions, queries, rules
from travaux.panels.models import Seat
from travaux.panels.turnovers import Turnover, turnover_from_plain
from travaux.plumbing.models import Mail

pytestmark = pytest.mark.django_db
AT = makers.AT
LATER = date(2024, 6, 1)


@pytest.fixture
def house(cast):
    return House.objects.create(process_code="harbour", needs_clearance=["selection", "letter"])


def approve(cast, kind, key):
    subject = subject_of("harbour", kind, key)
    made = ask_clearance(
        by=cast.amina, process_code="harbour", kind=kind, key=key, label=subject.label,
        digest=subject.digest, approver=cast.elif_, at=AT,
    )  # fmt: skip
    return act_on_clearance(by=cast.elif_, clearance=made, seen=subject.digest, at=AT)


def held(panel):
    return {s.nominee.code: s for s in panel.seats.filter(until=None).select_related("nominee")}


def a_change(panel, *leave, comes=("N09", "N10"), joins=()):
    seats = held(panel)
    leaves = tuple((seats[c].key, comes[n]) for n, c in enumerate(leave))
    return Turnover(LATER, "They moved on", "left", leaves, tuple(joins))


def test_a_change_as_plain_values_is_the_same_change(cast) -> None:
    change = a_change(adopted_at_once(cast), "N01", "N02", joins=("N11",))
    assert turnover_from_plain(change.plain()) == change


def test_several_leave_and_come_at_once_or_not_at_all(cast) -> None:
    panel = adopted_at_once(cast)
    change = a_change(panel, "N01", "N02")
    made = actions.change_members(by=cast.amina, panel=panel, turnover=change, at=AT)
    assert [s.nominee.code for s in made] == ["N09", "N10"]
    assert [s.replaces.nominee.code for s in made] == ["N01", "N02"]
    assert len(held(panel)) == 8 and made[0].breaks == made[1].breaks
    line = Line.objects.filter(what="panels.change_members").get()
    assert len(line.facts["left"]) == 2
    before = set(held(panel))
    for bad, code in (
        (a_change(panel, "N03", "N04", comes=("N11", "N11")), "not-to-come"),
        (a_change(panel, "N03", comes=("N04",)), "not-to-come"),
        (a_change(panel, "N03", comes=("X99",)), "not-to-come"),
        (change, "moved-meanwhile"),
        (Turnover(LATER, "x"), "departure-names-nobody"),
        (Turnover(LATER, " ", joins=("N11",)), "reason-needed"),
        (Turnover(date(2023, 1, 1), "x", "left", a_change(panel, "N03").leaves), "seat-ends-"),
        (Turnover(LATER, "x", "gone", a_change(panel, "N03").leaves), "end-unknown"),
    ):
        with pytest.raises(Exception, match=code):
            actions.change_members(by=cast.amina, panel=panel, turnover=bad, at=AT)
    assert set(held(panel)) == before
    with refused("not-your-role"):
        actions.change_members(by=cast.bruno, panel=panel, turnover=a_change(panel, "N03"), at=AT)


def test_where_it_is_asked_for_members_change_as_approved_only(cast, house) -> None:
    panel = adopted_at_once(cast)
    change = a_change(panel, "N01", joins=("N11",))
    for act, told in (
        (actions.change_members, {"panel": panel, "turnover": change}),
        (actions.end_seat, {"seat": held(panel)["N01"], "end": "left", "until": LATER, "reason": "x"}),
        (actions.add_member, {
            "panel": panel, "nominee": panel.nominees.get(code="N11"), "since": LATER, "reason": "x",
        }),
    ):  # fmt: skip
        with refused("clearance-missing"):
            act(by=cast.amina, at=AT, **told)
    assert subject_of("harbour", "selection", panel.key) is None
    actions.prepare_change(by=cast.amina, panel=panel, turnover=change, at=AT)
    assert not rules.may_see_pool(cast.elif_, panel)
    clearance = approve(cast, "selection", panel.key)
    assert rules.may_see_pool(cast.elif_, panel) and not rules.may_see_pool(cast.dana, panel)
    with refused("clearance-lapsed"):  # another change than the one approved
        actions.change_members(by=cast.amina, panel=panel, turnover=a_change(panel, "N02"), at=AT)
    with refused("not-your-role"):
        actions.carry_out_change(by=cast.elif_, panel=panel, at=AT)
    made = actions.carry_out_change(by=cast.amina, panel=panel, at=AT)
    assert {s.nominee.code: str(s.via) for s in made} == {"N09": "replacement", "N11": "departure"}
    assert panel.departures.get().reason == "They moved on"
    assert not PreparedDeed.objects.exists() and not rules.may_see_pool(cast.elif_, panel)
    assert Clearance.objects.get(pk=clearance.pk).state == "approved"
    with refused("moved-meanwhile"):
        actions.carry_out_change(by=cast.amina, panel=panel, at=AT)


def test_an_approved_change_lapses_when_the_group_changed_meanwhile(cast, house) -> None:
    panel = adopted_at_once(cast)
    actions.prepare_change(by=cast.amina, panel=panel, turnover=a_change(panel, "N01"), at=AT)
    approve(cast, "selection", panel.key)
    seat = held(panel)["N05"]
    Seat.objects.filter(pk=seat.pk).update(until=LATER, end="declined", end_reason="x")
    with refused("clearance-lapsed"):
        actions.carry_out_change(by=cast.amina, panel=panel, at=AT)


def test_by_the_pages_several_are_ticked_proposed_written_down_and_recorded(cast, house) -> None:
    panel, amina = adopted_at_once(cast), browser(cast.amina)
    seats = held(panel)
    keys = [seats["N01"].key, seats["N02"].key]
    assert 'name="leaves"' in words(amina.get(at(panel, "members/")))
    page = words(amina.get(at(panel, "change/"), {"leaves": keys}))
    comes = queries.replacements_for(panel, ["N01", "N02"])
    assert "2 people leave the group" in page and page.count(" selected>") == 2
    assert len(comes) == 2 and "keeps every rule" in page
    sent = {"leaves": keys, "end": "left", "on": "2024-06-01", "reason": "Moved on"}
    sent |= {f"instead-{k}": c for k, c in zip(keys, comes, strict=True)}
    looked = amina.post(at(panel, "change/"), {**sent, "joins": "N12", "do": "look"})
    assert looked.status_code == 200 and "does not keep" in words(looked)
    bad = amina.post(at(panel, "change/"), {**sent, "on": "2023-01-01", "do": "record"})
    assert bad.status_code == 422 and "lies before the person came" in words(bad)
    not_yet = amina.post(at(panel, "change/"), {**sent, "do": "record"})
    assert not_yet.status_code == 422 and set(held(panel)) == set(seats)
    other = panel.seats.get(nominee__code="N08")
    other.until, other.end, other.end_reason = LATER, "left", "x"
    other.save()
    gone = amina.post(at(panel, "change/"), {**sent, "leaves": [*keys, other.key], "do": "record"})
    assert gone.status_code == 422 and set(held(panel)) == set(seats) - {"N08"}
    Seat.objects.filter(pk=other.pk).update(until=None, end="", end_reason="")
    assert amina.post(at(panel, "change/"), {**sent, "do": "prepare"}).status_code == 302
    page = words(amina.get(at(panel)))
    assert "is written down, not recorded yet" in page and "Ask for clearance" in page
    approve(cast, "selection", panel.key)
    approver = words(browser(cast.elif_).get(at(panel)))
    assert "is written down, not recorded yet" in approver and "Nominee 1" in approver
    assert "written down" not in words(browser(cast.dana).get(at(panel)))
    assert amina.get(at(panel, "change/record/")).status_code == 405
    assert amina.post(at(panel, "change/record/")).status_code == 302
    assert set(comes) <= set(held(panel)) and len(held(panel)) == 8
    left = a_change(panel, "N03", comes=("",))
    actions.prepare_change(by=cast.amina, panel=panel, turnover=left, at=AT)
    amina.post(at(panel, "change/record/"), {"do": "drop"})
    assert not PreparedDeed.objects.exists()
    seat = held(panel)["N04"]
    sent = {"end": "left", "until": "2024-06-01", "reason": "x", "instead": "-"}
    assert amina.post(at(panel, f"members/{seat.key}/"), sent)["Location"].endswith(f"{panel.key}/")
    assert PreparedDeed.objects.get().values["leaves"] == [[seat.key, ""]]
    assert browser(cast.dana).get(at(panel, "change/")).status_code == 403


def letters(cast):
    panel = offered(cast)
    for n, offer in enumerate(queries.offers_of(panel)[:2]):
        actions.address_offer(
            by=cast.amina, offer=offer, email=f"n{n}@demo.example", language="fr", at=AT
        )
    return panel, list(Mail.objects.filter(once__startswith=rules.LETTER).order_by("pk"))


def test_letters_that_offer_places_leave_as_approved_only(cast, house) -> None:
    panel, mails = letters(cast)
    told = {"by": cast.amina, "process_code": "harbour", "at": AT}
    with refused("clearance-missing"):
        send_mails(mails=mails, **told)
    outbox = browser(cast.amina).post("/en/harbour/correspondence/outbox/send/", {"do": "all"})
    assert outbox.status_code == 302 and not Mail.objects.exclude(state=Mail.State.HELD).exists()
    approve(cast, "letter", panel.key)
    first = mails[0]
    mend_mail(
        by=cast.amina, mail=first, to=first.to, subject=first.subject, text=first.text + "\nMore",
        seen=first.revision, at=AT,
    )  # fmt: skip
    with refused("clearance-lapsed"):  # nobody approved what was added
        send_mails(mails=mails[1:], **told)
    approve(cast, "letter", panel.key)
    assert send_mails(mails=mails[:1], **told) == 1
    assert send_mails(mails=mails, **told) == 1  # what has gone does not lapse the others
    waiting = queries.offers_of(panel).filter(email="").first()
    actions.address_offer(
        by=cast.amina, offer=waiting, email="x@demo.example", language="en", at=AT
    )
    with refused("clearance-lapsed"):
        send_mails(mails=[queries.letter_of(waiting)], **told)


def test_who_clears_letters_reads_every_wording_but_no_link_and_no_pool(cast, house) -> None:
    panel, mails = letters(cast)
    subject = subject_of("harbour", "letter", panel.key)
    ask_clearance(
        by=cast.amina, process_code="harbour", kind="letter", key=panel.key, label=subject.label,
        digest=subject.digest, approver=cast.elif_, at=AT,
    )  # fmt: skip
    page = words(browser(cast.elif_).get(at(panel, "offers/")))
    assert "What the letters say" in page and mails[0].subject in page and "Approve it" in page
    assert not any(queries.token_of(o) in page for o in queries.offers_of(panel))
    assert "Nominee 9" not in page and "demo.example" not in page
    assert browser(cast.elif_).get(at(panel, "people/")).status_code == 403
    assert browser(cast.dana).get(at(panel, "offers/")).status_code == 403
    desk = words(browser(cast.amina).get(at(panel, "offers/")))
    assert "What the letters say" in desk and "It waits for" in desk
