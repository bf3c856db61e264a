"""Brackets in the draft: put in, positions on them, lifted; views, counts, status, bis."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.drafts.texts import AT, brought_in, numbered, published
from travaux.core.problems import Unusable
from travaux.core.texts.added_numbers import added_number
from travaux.drafts import actions
from travaux.drafts.models import Stand
from travaux.drafts.queries.negotiating import negotiated, open_brackets
from travaux.drafts.weaving import isolated
from travaux.people.actions import appoint
from travaux.people.models import Appointment, Country, Role
from travaux.plumbing.verdicts import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TEXT = b"""# 1 Boats

1. Boats [shall][should] {State C+ State D-} wait.

2. Boats carry a lamp.

3. Every quay is swept.
"""


def change(cast, version, number, what, **also):
    row = numbered(version, number)
    return actions.change_brackets(
        by=cast.bruno, paragraph=row, what=what, revision=row.revision, at=AT, **also
    )


def focal_point(cast, person):
    country, _new = Country.objects.get_or_create(
        code="XBB", defaults={"names": {"en": "State B"}, "demonstration": True}
    )
    return appoint(
        by=None,
        person=person,
        role=Role.FOCAL_POINT,
        process_code=cast.process.code,
        country=country,
        at=AT,
    )


def test_a_drafter_brackets_adds_lifts_and_tidies(cast) -> None:
    version = brought_in(cast, TEXT)
    assert open_brackets(version) == 2
    change(cast, version, "2", "bracket", words="a lamp")
    assert numbered(version, "2").body == "Boats carry [a lamp]."
    change(cast, version, "2", "add", bracket=0, words="two lamps")
    assert numbered(version, "2").body == "Boats carry [a lamp][two lamps]."
    assert open_brackets(version) == 4
    change(cast, version, "2", "keep", bracket=1)
    assert numbered(version, "2").body == "Boats carry two lamps."
    with pytest.raises(Refusal, match="words-not-there"):
        change(cast, version, "2", "bracket", words="three lamps")
    with pytest.raises(Unusable, match="no-such-bracket"):
        change(cast, version, "2", "drop", bracket=5)
    row = numbered(version, "3")
    with pytest.raises(Refusal, match="not-a-drafter"):
        actions.change_brackets(
            by=cast.chen, paragraph=row, what="bracket", revision=0, words="quay", at=AT
        )


def test_a_delegation_takes_a_position_changes_it_and_lifts_it(cast) -> None:
    version = published(cast, TEXT)
    row = numbered(version, "1")
    with pytest.raises(Refusal, match="no-delegation"):
        actions.take_position(
            by=cast.dana, paragraph=row, bracket=0, stance="support", note="", at=AT
        )
    mandate = focal_point(cast, cast.dana)
    shared = {"by": cast.dana, "paragraph": row, "bracket": 0, "at": AT}
    actions.take_position(stance="support", note="", **shared)
    actions.take_position(stance="reserve", note="awaits its capital", **shared)
    assert Stand.objects.filter(lifted_at__isnull=True).count() == 1
    with pytest.raises(Refusal, match="stance-unknown"):
        actions.take_position(stance="perhaps", note="", **shared)
    (one,) = [n for n in negotiated(version, AT) if n.number == "1"]
    held = {(h.party, h.stance, h.note) for h in one.brackets[0].held}
    assert ("State B", "reserve", "awaits its capital") in held
    assert {"State C", "State D"} <= {h.party for b in one.brackets for h in b.held}
    # the mandate ends: the position is marked, not deleted
    Appointment.objects.filter(pk=mandate.pk).update(ends_at=mandate.begins_at.replace(year=2035))
    (later,) = [n for n in negotiated(version, AT.replace(year=2036)) if n.number == "1"]
    assert [h.ended for h in later.brackets[0].held if h.stand] == [True]
    actions.lift_position(**shared)
    with pytest.raises(Refusal, match="no-position-held"):
        actions.lift_position(**shared)
    assert Stand.objects.count() == 2


def test_how_the_text_reads_for_each_side(cast) -> None:
    version = published(cast, TEXT)
    focal_point(cast, cast.dana)
    row = numbered(version, "1")
    actions.take_position(by=cast.dana, paragraph=row, bracket=1, stance="support", note="", at=AT)
    (one,) = [n for n in negotiated(version, AT) if n.number == "1"]
    assert one.reads("out") == "Boats wait."
    assert one.reads("in").startswith("Boats [shall][should] ")  # one of them can stay
    assert one.reads("party", "State B") == "Boats should wait."
    assert '<bdi dir="ltr">{State C+ State D-}</bdi>' in one.reads("all")


def test_tags_are_isolated_and_nothing_else() -> None:
    assert isolated("a {USA+ FRA-} <b>") == 'a <bdi dir="ltr">{USA+ FRA-}</bdi> &lt;b&gt;'
    assert isolated("traced {1.2} here") == "traced {1.2} here"


def test_the_status_of_a_paragraph(cast) -> None:
    version = published(cast, TEXT)
    row = numbered(version, "2")
    actions.set_status(by=cast.bruno, paragraph=row, status="ad-referendum", at=AT)
    found = {n.number: n.status for n in negotiated(version, AT)}
    assert found == {"1": "pending", "2": "ad-referendum"}
    with pytest.raises(Refusal, match="status-unknown"):
        actions.set_status(by=cast.bruno, paragraph=row, status="perhaps", at=AT)
    with pytest.raises(Refusal, match="not-a-drafter"):
        actions.set_status(by=cast.chen, paragraph=row, status="agreed", at=AT)


def test_added_paragraphs_are_bis_and_ter(cast, client) -> None:
    assert added_number("2", ["2", "2 bis"]) == "2 ter"
    assert added_number("", ["1"]) == ""
    version = brought_in(cast, TEXT)
    client.force_login(cast.bruno, backend=BACKEND)
    anchor = numbered(version, "2").anchor.key
    address = reverse("drafts:insert", args=[cast.process.code, version.key, anchor])
    assert 'value="2 bis"' in client.get(address).content.decode()


def test_the_pages_of_brackets(cast, client) -> None:
    version = brought_in(cast, TEXT)
    client.force_login(cast.bruno, backend=BACKEND)
    at = [cast.process.code, version.key]
    for query in ("", "?view=all", "?view=in", "?view=out", "?view=party&who=State+C", "?view=x"):
        page = client.get(reverse("drafts:brackets", args=at) + query)
        assert page.status_code == 200, query
    assert "2 brackets are open" in page.content.decode()
    rows = client.get(reverse("drafts:brackets-file", args=[*at, "json"])).json()
    assert [row["bracket"] for row in rows] == [1, 2]
    row = numbered(version, "2")
    address = reverse("drafts:bracket", args=[*at, row.anchor.key])
    assert "Put words in brackets" in client.get(address).content.decode()
    bad = client.post(address, {"do": "bracket", "words": "nowhere", "revision": "0"})
    assert bad.status_code == 409 and 'value="nowhere"' in bad.content.decode()
    client.post(address, {"do": "bracket", "words": "a lamp", "nth": "1", "revision": "0"})
    assert numbered(version, "2").body == "Boats carry [a lamp]."
    client.post(address, {"do": "status", "status": "agreed"})
    assert "agreed" in client.get(reverse("drafts:brackets", args=at)).content.decode()
    focal_point(cast, cast.dana)
    out = published(cast, TEXT)
    client.force_login(cast.dana, backend=BACKEND)
    address = reverse(
        "drafts:bracket", args=[cast.process.code, out.key, numbered(out, "1").anchor.key]
    )
    assert "Another wording" not in client.get(address).content.decode()
    client.post(address, {"do": "oppose", "bracket": "0", "note": "No"})
    assert Stand.objects.get().stance == "oppose"
    client.post(address, {"do": "lift", "bracket": "0"})
    assert Stand.objects.get().lifted_at is not None
