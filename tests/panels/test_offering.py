"""Those not chosen are offered a place in their regional group; the answers, the gaps, the call."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.calls.makers import AFTER, DURING, a_call, an_application, pdf
from tests.cast import person
from tests.journeys.worlds import browser
from tests.panels import makers
from tests.panels.test_pages import at, do_jobs, upload, words
from travaux.calls.actions import confirm_nomination
from travaux.calls.actions.erasing import erase_call
from travaux.correspondence.actions import send_mails
from travaux.correspondence.models import Entry, House
from travaux.correspondence.queries.outbox import held_mails
from travaux.correspondence.queries.register import place_of_link
from travaux.panels import actions, queries
from travaux.panels.labels import Labels
from travaux.panels.lacking import gap_lines
from travaux.panels.models import GapCall, Nominee, Offer, Panel, Seat
from travaux.panels.rules import what_is_offered
from travaux.panels.states import PanelState
from travaux.panels.views.quotas import table_of
from travaux.people.actions import erase_person
from travaux.plumbing.mail import as_message
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
UNTIL = date(2024, 3, 15)


def refused(code: str):
    return pytest.raises(Refusal, match=f"^{code}$")


def adopted_at_once(cast, selected=("N01", "N02", "N03", "N04", "N05", "N06", "N07", "N08")):
    """An adopted group without any computation, so that these tests are quick."""
    panel = makers.prepared(cast)
    Panel.objects.filter(pk=panel.pk).update(
        state=PanelState.ADOPTED, authority="The Director", adopted_on=makers.ADOPTED,
        adoption_source="Note, invented", adopted_at=makers.AT,
    )  # fmt: skip
    panel.refresh_from_db()
    for code in selected:
        Seat.objects.create(
            panel=panel, nominee=panel.nominees.get(code=code), via="recommended",
            since=makers.ADOPTED, at=makers.AT,
        )  # fmt: skip
    return panel


def offered(cast, **also):
    panel = adopted_at_once(cast, **also)
    actions.offer_places(by=cast.amina, panel=panel, feature="region", until=UNTIL, at=makers.AT)
    return panel


def test_everybody_who_was_not_chosen_is_offered_a_place_in_their_region_once(cast) -> None:
    panel = adopted_at_once(cast)
    told = {"by": cast.amina, "panel": panel, "feature": "region", "until": UNTIL, "at": makers.AT}
    assert actions.offer_places(**told) == 16
    groups = list(queries.regional_groups(panel))
    assert [g.region for g in groups] == sorted(makers.REGIONS)
    assert {o.nominee.code for o in Offer.objects.all()} == {
        n.code for n in queries.not_chosen(panel)
    }
    african = groups[0]
    assert african.titles["en"] == "Expert Working Group: African Group"
    assert not african.nominees.exclude(score=None).exists()
    assert {q.feature for q in african.quotas.all()} == {"gender", "expertise"}
    women = african.quotas.get(value="woman")
    people = african.nominees.count()
    assert (women.low, women.high) == (3 * people // 8, -(-5 * people // 8))
    assert actions.offer_places(**told) == 0
    assert Offer.objects.count() == 16
    with refused("offer-day-passed"):
        actions.offer_places(**{**told, "until": date(2024, 1, 1)})
    with refused("group-is-regional"):
        actions.offer_places(**{**told, "panel": african})
    with refused("not-your-role"):
        actions.offer_places(**{**told, "by": cast.bruno})
    with refused("panel-not-adopted"):
        actions.offer_places(**{**told, "panel": makers.started(cast)})


def test_who_was_to_be_left_out_is_asked_only_if_the_secretariat_says_so(cast) -> None:
    panel = makers.prepared(cast)
    actions.demand_person(
        by=cast.amina, panel=panel, nominee=panel.nominees.get(code="N24"), demand="exclude",
        reason="Not available, invented", at=makers.AT,
    )  # fmt: skip
    Panel.objects.filter(pk=panel.pk).update(
        state=PanelState.ADOPTED, authority="D", adopted_on=makers.ADOPTED
    )
    told = {"by": cast.amina, "panel": panel, "feature": "region", "until": UNTIL, "at": makers.AT}
    assert actions.offer_places(**told) == 23
    assert actions.offer_places(**told, excluded_too=True) == 1


def test_a_letter_waits_for_an_address_and_is_held_until_it_is_sent(cast) -> None:
    panel = offered(cast)
    offer = Offer.objects.first()
    assert offer.email == "" and queries.letter_of(offer) is None
    with refused("offer-address-unfit"):
        actions.address_offer(by=cast.amina, offer=offer, email="x", language="fr", at=makers.AT)
    actions.address_offer(
        by=cast.amina, offer=offer, email="n@demo.example", language="fr", at=makers.AT
    )
    letter = queries.letter_of(offer)
    assert letter.state == Mail.State.HELD and letter.process_code == "harbour"
    assert letter.language == "fr" and queries.token_of(offer) in letter.text
    with refused("offer-addressed"):
        actions.address_offer(
            by=cast.amina, offer=offer, email="o@demo.example", language="fr", at=makers.AT
        )
    assert [m.pk for m in held_mails("harbour")] == [letter.pk]  # where it is read and sent
    assert queries.offers_of(panel).filter(email="").count() == 15


def test_each_letter_goes_out_under_a_number_that_names_nobody(cast) -> None:
    panel = offered(cast)
    first, second = Offer.objects.order_by("pk")[:2]
    for n, offer in enumerate((first, second)):
        told = {"email": f"n{n}@demo.example", "language": "fr", "at": makers.AT}
        actions.address_offer(by=cast.amina, offer=offer, **told)
    before = what_is_offered(panel)
    assert not Entry.objects.exists()  # held: nothing went
    mails = list(held_mails("harbour"))
    told = {"by": cast.amina, "process_code": "harbour", "mails": mails, "at": makers.AT}
    assert send_mails(**told) == 2 and send_mails(**told) == 0
    one, two = Entry.objects.order_by("number")
    assert (one.number, two.number) == (1, 2)
    assert (one.direction, one.form, one.party) == ("out", "letter", first.nominee.code)
    assert {(k.kind, k.subject_key) for k in one.links.all()} == {
        ("panel", first.panel.key), ("offer", first.key),
    }  # fmt: skip
    assert "Référence" in (body := as_message(queries.letter_of(first)).body)
    assert body.splitlines()[0].endswith(one.reference)
    assert what_is_offered(panel) == before  # what was cleared is still what it was
    assert first.nominee.name not in str(Entry.objects.values())
    client = browser(cast.amina)
    place = place_of_link("harbour", one.links.get(kind="offer"))
    assert one.reference in words(client.get(place))
    assert one.reference in words(client.get(f"/en/harbour/panels/{first.panel.key}/"))


def test_numbering_takes_as_many_statements_for_many_as_for_few(cast) -> None:
    panel = offered(cast)
    House.objects.create(process_code="harbour")
    counts = []
    for most in (1, 3):  # of each group, so that both are about as many groups
        for group in queries.regional_groups(panel):
            for offer in Offer.objects.filter(panel=group, email="")[:most]:
                actions.address_offer(
                    by=cast.amina, offer=offer, email="n@demo.example", language="fr", at=makers.AT
                )
        told = {"by": cast.amina, "process_code": "harbour", "at": makers.AT}
        with CaptureQueriesContext(connection) as seen:
            counts.append((send_mails(mails=list(held_mails("harbour")), **told), len(seen)))
    (few, at_first), (many, then) = counts
    assert few < many and Entry.objects.count() == few + many and at_first == then


def test_the_nominee_answers_by_the_link_without_an_account_and_may_change_it(cast) -> None:
    panel = offered(cast)
    offer = Offer.objects.select_related("panel").first()
    link = f"/en/harbour/panels/offer/{queries.token_of(offer)}/"
    anybody = Client()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("travaux.plumbing.clock.now", lambda: makers.AT + timedelta(days=2))
        assert "Accept the place" in words(anybody.get(link))
        assert anybody.post(link, {"answer": "accepted"}).status_code == 302
        assert "You accepted the place" in words(anybody.get(link))
        seat = Seat.objects.get(panel=offer.panel)
        assert (seat.via, seat.until, seat.nominee_id) == ("offer", None, offer.nominee_id)
        anybody.post(link, {"answer": "declined"})
        seat.refresh_from_db()
        assert seat.end == "declined" and seat.until is not None
        anybody.post(link, {"answer": "accepted"})
        assert Seat.objects.filter(panel=offer.panel).count() == 2
        assert anybody.post(link, {"answer": "perhaps"}).status_code == 422
        patch.setattr("travaux.plumbing.clock.now", lambda: makers.AT + timedelta(days=90))
        late = anybody.post(link, {"answer": "declined"})
        assert late.status_code == 422 and "has passed" in words(late)
    assert anybody.get(link[:-3] + "xx/").status_code == 404
    assert anybody.get(link.replace("harbour", "other")).status_code == 404
    offer.refresh_from_db()
    assert (offer.answer, offer.changes) == ("accepted", 3)
    actions.record_offer_answer(
        by=cast.amina, offer=offer, answer="declined", source="Letter, invented", at=makers.AT
    )
    with refused("source-missing"):
        actions.record_offer_answer(
            by=cast.amina, offer=offer, answer="accepted", source=" ", at=makers.AT
        )
    Seat.objects.create(
        panel=panel, nominee=panel.nominees.get(code=offer.nominee.code), via="replacement",
        since=makers.ADOPTED, at=makers.AT,
    )  # fmt: skip
    with refused("offer-overtaken"):
        actions.answer_offer(by=None, offer=offer, answer="accepted", at=makers.AT)


def from_a_call(cast):
    """Two nominees of State A out of a call, one chosen; the other is asked, in French."""
    call = a_call(cast)
    ida, jon = person("Ida"), person("Jon")
    type(jon).objects.filter(pk=jon.pk).update(language="fr")
    jon.refresh_from_db()
    for one in (ida, jon):
        made = an_application(cast, call, one, DURING, given_names=one.name, email=one.email)
        confirm_nomination(by=cast.farid, application=made, letter=pdf("l.pdf"), at=DURING)
    panel = makers.started(cast)
    later = AFTER + timedelta(days=40)
    actions.take_pool_of_call(by=cast.amina, panel=panel, call=call, at=later)
    nominees = list(panel.nominees.all())
    for n in nominees:  # an invented regional group, so that there is one
        n.features = {**n.features, "region": ["african"]}
    Nominee.objects.bulk_update(nominees, ["features"])
    Panel.objects.filter(pk=panel.pk).update(
        state=PanelState.ADOPTED, authority="D", adopted_on=later.date()
    )
    panel.refresh_from_db()
    Seat.objects.create(
        panel=panel, nominee=panel.nominees.get(person=ida), via="recommended",
        since=later.date(), at=later,
    )  # fmt: skip
    until = (later + timedelta(days=20)).date()
    actions.offer_places(by=cast.amina, panel=panel, feature="region", until=until, at=later)
    return panel, jon, later


def test_out_of_a_call_the_letter_has_its_address_and_the_authority_is_told_each_answer_once(
    cast,
) -> None:
    _panel, jon, later = from_a_call(cast)
    offer = Offer.objects.get()
    letter = queries.letter_of(offer)
    assert (letter.to, letter.language, letter.state) == (jon.email, "fr", Mail.State.HELD)
    actions.answer_offer(by=None, offer=offer, answer="accepted", at=later)
    actions.answer_offer(by=None, offer=offer, answer="accepted", at=later)
    told = Mail.objects.filter(once__startswith="offer-answer:")
    assert [m.to for m in told] == [cast.farid.email]
    actions.answer_offer(by=jon, offer=offer, answer="declined", at=later)
    assert told.all().count() == 2
    kept = [o for row in queries.own_data(jon) for o in row["offers"]]
    assert [o["answer"] for o in kept] == ["declined"]


def test_the_link_changes_an_answer_so_often_and_no_more(cast) -> None:
    _panel, _jon, later = from_a_call(cast)
    offer = Offer.objects.get()
    Offer.objects.filter(pk=offer.pk).update(changes=19)
    actions.answer_offer(by=None, offer=offer, answer="accepted", at=later)
    with refused("offer-changed-often"):
        actions.answer_offer(by=None, offer=offer, answer="declined", at=later)
    actions.answer_offer(by=None, offer=offer, answer="accepted", at=later)  # as it is: no change
    actions.record_offer_answer(
        by=cast.amina, offer=offer, answer="declined", source="Telephone, invented", at=later
    )
    assert Mail.objects.filter(once__startswith="offer-answer:").count() == 2


def test_an_erased_person_leaves_codes_and_seats_but_no_name_no_address_and_no_table(cast) -> None:
    panel, jon, later = from_a_call(cast)
    actions.answer_offer(by=None, offer=Offer.objects.get(), answer="accepted", at=later)
    key, email = jon.key, jon.email
    erase_person(by=None, person=jon, at=later)
    rows = Nominee.objects.filter(code=Offer.objects.get().nominee.code)
    assert rows.count() == 2  # in the first pool, and in the regional group
    assert {(n.name, n.person, n.erased_at) for n in rows} == {("", None, later)}
    assert not Mail.objects.filter(once__startswith="offer-answer:").exists()  # they named Jon
    assert Offer.objects.get().email == "" and not Mail.objects.filter(to=email).exists()
    assert Seat.objects.filter(panel__parent=panel, until=None).count() == 1
    with refused("offer-erased"):
        actions.answer_offer(by=None, offer=Offer.objects.get(), answer="declined", at=later)
    from travaux.journal.models import Line

    line = Line.objects.get(what="panels.erase_nominees")
    assert (line.subject, line.facts["nominees"]) == (key, 2)


def test_when_the_answers_of_a_call_are_erased_the_names_go_out_of_its_pools_too(cast) -> None:
    panel, _jon, _later = from_a_call(cast)
    assert panel.call is not None and panel.nominees.exclude(name="").count() == 2
    erase_call(by=cast.amina, call=panel.call, at=AFTER + timedelta(days=1000))
    assert not Nominee.objects.exclude(name="").exists()
    assert panel.nominees.filter(erased_at__isnull=False).count() == 2
    assert panel.seats.count() == 1 and not Offer.objects.exclude(email="").exists()


def test_what_a_group_lacks_is_named_in_words_and_a_call_for_it_is_one_click_away(cast) -> None:
    panel = offered(cast)
    group = queries.regional_groups(panel).first()
    lines = gap_lines(queries.gaps_of(group), Labels(group))
    assert any(line.startswith("nobody with “Women” (Gender)") for line in lines)
    assert any(line.startswith("nobody from: State 1; State 10") for line in lines)
    woman = next(n for n in group.nominees.all() if n.features["gender"] == ["woman"])
    actions.answer_offer(by=None, offer=woman.offers.get(), answer="accepted", at=makers.AT)
    lines = gap_lines(queries.gaps_of(group), Labels(group))
    assert any("short of “Women” (Gender)" in line for line in lines) or not any(
        "Women" in line for line in lines
    )
    answer = browser(cast.amina).post(at(group, "gap-call/"))
    made = group.gap_calls.get()
    assert answer["Location"].endswith(f"{made.call.key}/prepare/")
    assert made.call.state == "draft" and "nobody from" in made.call.texts["en"]
    assert set(made.call.texts) == {"ar", "zh", "en", "fr", "ru", "es"}
    assert made.gaps["absent"]
    with refused("panel-not-adopted"):
        actions.prepare_gap_call(by=cast.amina, panel=makers.started(cast), at=makers.AT)


def test_the_targets_of_a_regional_group_can_be_typed(cast) -> None:
    panel = offered(cast)
    group = queries.regional_groups(panel).first()
    amina = browser(cast.amina)
    page = words(amina.get(at(group, "quotas/")))
    assert "Women" in page
    table = table_of(group, queries.settings_of(group), propose=False)
    sent = {row[f"{b}_name"]: "" for row in table.rows for b in ("min", "max")}
    sent |= {"seen": str(group.revision), "seats": "1-6", "min|gender|woman": "2"}
    answer = amina.post(at(group, "quotas/"), sent)
    assert answer.status_code == 302
    assert [(q.value, q.low) for q in group.quotas.all()] == [("woman", 2)]
    assert browser(cast.bruno).get(at(group, "quotas/")).status_code == 403


def test_the_pages_of_the_secretariat_show_who_is_asked_and_what_was_answered(cast) -> None:
    panel = adopted_at_once(cast)
    amina = browser(cast.amina)
    assert "Offer places to those not chosen" in words(amina.get(at(panel)))
    page = words(amina.get(at(panel, "regional/")))
    assert "16 nominees were not chosen" in page
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("travaux.plumbing.clock.now", lambda: makers.AT)
        sent = {"feature": "region", "until": "2024-03-15", "do": "offer"}
        assert (
            amina.post(at(panel, "regional/"), {**sent, "until": "2023-01-01"}).status_code == 422
        )
        where = amina.post(at(panel, "regional/"), sent)["Location"]
        assert "letters written" in words(amina.get(where))
        do_jobs()
        assert amina.get(where)["Location"].endswith("offers/")
    assert "Nobody is left" in words(amina.get(at(panel, "regional/")))
    offer = Offer.objects.select_related("panel").first()
    one = at(panel, f"offers/{offer.key}/")
    assert amina.post(one, {"answer": "accepted"}).status_code == 422
    amina.post(one, {"answer": "accepted", "source": "Telephone, invented"})
    page = words(amina.get(at(panel, "offers/")))
    assert "One offered place is accepted" in page
    rows = amina.get(at(panel, "offers.json")).json()
    assert len(rows["rows"] if isinstance(rows, dict) else rows) == 16
    page = words(Client().get(at(offer.panel)))
    assert "Made on" in page and "Nominee" not in page.split("<main")[1].split("Nominated")[0]
    assert browser(cast.bruno).get(at(panel, "offers/")).status_code == 403


def test_addresses_that_are_missing_come_as_a_table_and_one_bad_row_takes_none(cast) -> None:
    panel = offered(cast)
    codes = [o.nominee.code for o in Offer.objects.order_by("pk")[:3]]
    bad = f"code,email\n{codes[0]},a@demo.example\n{codes[1]},nobody\n".encode()
    with refused("offer-row-unfit"):
        actions.address_offers(by=cast.amina, panel=panel, data=bad, at=makers.AT)
    assert not Offer.objects.exclude(email="").exists()
    good = f"Code,Email,Language\n{codes[0]},a@demo.example,RU\n{codes[1]},b@demo.example,\nXX,c@demo.example,fr\n"
    amina = browser(cast.amina)
    sent = {"file": upload(good.encode(), "addresses.csv")}
    page = words(amina.post(at(panel, "addresses/"), sent, follow=True))
    assert "2 letters are written." in page and "14 offers wait for an address" in page
    letters = queries.letters_of(list(Offer.objects.exclude(email="")))
    assert sorted((m.to, m.language, m.state) for m in letters.values()) == [
        ("a@demo.example", "ru", "held"), ("b@demo.example", "en", "held"),
    ]  # fmt: skip
    again = {"file": upload(good.encode(), "addresses.csv")}
    assert "0 letters are written." in words(
        amina.post(at(panel, "addresses/"), again, follow=True)
    )
    page = words(amina.post(at(panel, "addresses/"), {}, follow=True))
    assert "Choose a table first." in page


def test_whom_a_further_call_brought_is_offered_a_place_of_the_group_it_was_to_fill(cast) -> None:
    panel, _jon, later = from_a_call(cast)
    group = queries.regional_groups(panel).get()
    call = a_call(cast)
    lea = person("Lea")
    made = an_application(cast, call, lea, DURING, given_names="Lea", email=lea.email)
    confirm_nomination(by=cast.farid, application=made, letter=pdf("l.pdf"), at=DURING)
    told = {"at": later, "by_key": cast.amina.key}
    gap_call = GapCall.objects.create(panel=group, call=call, **told)
    until = (later + timedelta(days=20)).date()
    with refused("call-still-open"):
        actions.take_gap_nominees(by=cast.amina, gap_call=gap_call, until=until, at=DURING)
    first = GapCall.objects.create(panel=panel, call=call, **told)
    with refused("group-is-first"):
        actions.take_gap_nominees(by=cast.amina, gap_call=first, until=until, at=later)
    # State A is in no regional group of the world, so she counts as one of the others
    assert actions.take_gap_nominees(by=cast.amina, gap_call=gap_call, until=until, at=later) == 0
    Panel.objects.filter(pk=group.pk).update(region_feature="expertise")
    gap_call.refresh_from_db()
    assert actions.take_gap_nominees(by=cast.amina, gap_call=gap_call, until=until, at=later) == 1
    offer = Offer.objects.get(nominee__code=made.key)
    letter = queries.letter_of(offer)
    assert "after a further call" in letter.text and "no seat for you" not in letter.text
    assert actions.take_gap_nominees(by=cast.amina, gap_call=gap_call, until=until, at=later) == 0
    actions.answer_offer(by=None, offer=offer, answer="accepted", at=later)
    assert group.seats.get(until=None).nominee.code == made.key


def test_the_page_of_offers_asks_as_often_for_three_groups_as_for_six(cast) -> None:
    panel = offered(cast)
    page = f"/en/harbour/panels/{panel.key}/offers/"
    amina = browser(cast.amina)
    amina.get(page)

    def asked():
        with CaptureQueriesContext(connection) as found:
            text = amina.get(page).content.decode()
        return len(found), text.count('<h2 id="g')

    before, three = asked()
    for n in range(3):
        group = Panel.objects.create(
            process=panel.process, parent=panel, titles={"en": f"Further {n}"}, seats_low=1,
            seats_high=4, region_feature="region", region=f"Further {n}", state=PanelState.ADOPTED,
            authority="The Director", adopted_on=makers.ADOPTED, adopted_at=makers.AT,
            created_at=makers.AT,
        )  # fmt: skip
        group.quotas.create(feature="gender", value="woman", low=2)
    after, six = asked()
    assert (three, six) == (3, 6)
    assert after == before <= 40
