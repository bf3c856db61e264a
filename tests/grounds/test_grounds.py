"""What stands behind a paragraph, through its versions."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.drafts.texts import FERRIES, numbered, published
from tests.evidence.makers import DURING, sign_in
from tests.evidence.test_findings import a_finding, stands
from travaux.drafts.models import Paragraph, Version
from travaux.evidence.actions import withdraw_finding
from travaux.grounds.actions import confirm_ground, end_ground, ground_paragraph, waive_ground
from travaux.grounds.models import Ground
from travaux.grounds.queries import paragraphs_standing_on, standings_of
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
AT = "/en/harbour/grounds/"


def grounded(cast, version, number: str, finding, bearing: str = "supports", **also) -> Ground:
    row = numbered(version, number)
    told = {"by": cast.bruno, "version": version, "anchor": row.anchor, "at": DURING}
    return ground_paragraph(
        kind="finding", subject_key=finding.key, bearing=bearing, **{**told, **also}
    )


def of(version, number: str, person=None):
    row = numbered(version, number)
    [found] = standings_of(version, person, DURING, [row.anchor.key])
    return found


def test_each_paragraph_is_held_waived_or_bare(cast) -> None:
    version, finding = published(cast, FERRIES), stands(cast)
    grounded(cast, version, "1", finding)
    grounded(cast, version, "2", finding, "contradicts")
    waive_ground(
        by=cast.bruno, version=version, anchor=numbered(version, "3").anchor,
        reason="A courtesy.", language="en", at=DURING,
    )  # fmt: skip
    found = standings_of(version, None, DURING)
    assert [(s.supports, s.contradicts, s.bare) for s in found][:4] == [
        (1, 0, False), (0, 1, False), (0, 0, False), (0, 0, True),
    ]  # fmt: skip
    assert all(s.paragraph.kind != "heading" for s in found)
    with pytest.raises(Refusal, match="ground-stands-already"):
        waive_ground(
            by=cast.bruno, version=version, anchor=numbered(version, "1").anchor,
            reason="x", language="en", at=DURING,
        )  # fmt: skip


def test_it_follows_the_paragraph_and_is_asked_again_where_words_changed(cast) -> None:
    old, finding = published(cast, FERRIES), stands(cast)
    kept = grounded(cast, old, "4", finding)
    row = numbered(old, "4")
    later = Version.objects.create(
        text=old.text, number=2, titles={"en": "Second"}, state="working", based_on=old,
        created_at=DURING, created_by=cast.bruno.key,
    )  # fmt: skip
    Paragraph.objects.create(
        version=later, anchor=row.anchor, position=1, kind="paragraph", number="9",
        body="Lamps burn from dusk to dawn.",
    )  # fmt: skip
    [seen] = standings_of(later, cast.bruno, DURING)
    assert seen.changed and seen.supports == 1 and not seen.bare
    confirm_ground(by=cast.bruno, ground=kept, version=later, at=DURING)
    [seen] = standings_of(later, cast.bruno, DURING)
    assert not seen.changed and of(old, "4").changed


def test_a_withdrawn_finding_holds_nothing_up(cast) -> None:
    version, finding = published(cast, FERRIES), stands(cast)
    grounded(cast, version, "1", finding)
    withdraw_finding(by=cast.amina, finding=finding, why="Wrong.", at=DURING)
    found = of(version, "1")
    assert found.grounds[0].fallen and found.supports == 0 and found.bare
    with pytest.raises(Refusal, match="ground-not-there"):
        grounded(cast, version, "2", finding)


def test_a_finding_that_is_not_public_is_not_hinted_at(cast) -> None:
    version, draft = published(cast, FERRIES), a_finding(cast)
    grounded(cast, version, "1", draft)
    assert of(version, "1").grounds == () and len(of(version, "1", cast.bruno).grounds) == 1
    assert [p.number for _g, p in paragraphs_standing_on(cast.process, "finding", draft.key)] == [
        "1"
    ]


def test_twice_the_same_is_one_and_an_end_is_final(cast) -> None:
    version, finding = published(cast, FERRIES), stands(cast)
    first = grounded(cast, version, "1", finding)
    again = grounded(cast, version, "1", finding, "limits", reason="Only by night.")
    assert again.pk == first.pk and of(version, "1").limits == 1
    end_ground(by=cast.bruno, ground=again, at=DURING)
    with pytest.raises(Refusal, match="moved-meanwhile"):
        end_ground(by=cast.bruno, ground=again, at=DURING)
    assert Ground.objects.count() == 1 and of(version, "1").bare


@pytest.mark.parametrize("name", ["chen", "dana", "hana", "olga"])
def test_who_does_not_write_the_text_names_no_ground(cast, name) -> None:
    version, finding = published(cast, FERRIES), stands(cast)
    with pytest.raises(Refusal):
        grounded(cast, version, "1", finding, by=getattr(cast, name))


def test_the_pages(cast, client) -> None:
    version, finding = published(cast, FERRIES), stands(cast)
    row = numbered(version, "1")
    here = f"{AT}{version.key}/{row.anchor.key}/"
    assert "Nothing stands behind this paragraph" in client.get(here).text
    assert client.post(here, {"thing": f"finding|{finding.key}|"}).status_code == 403
    sign_in(client, cast.bruno)
    assert client.post(here, {"bearing": "supports"}).status_code == 422
    form = {"thing": f"finding|{finding.key}|", "bearing": "supports", "reason": "Same quay."}
    assert client.post(here, form).url == here
    page = client.get(here).text
    assert "Quays with lamps" in page and "Same quay." in page
    other = numbered(version, "2")
    there = f"{AT}{version.key}/{other.anchor.key}/"
    assert client.post(there + "waive/", {"why": ""}).status_code == 422
    client.post(there + "waive/", {"why": "A courtesy."})
    assert "A courtesy." in client.get(there).text
    client.logout()
    listed = client.get(AT).text
    assert "Needs none" in listed and "With ground" in listed
    assert "Every island" not in client.get(AT + f"{version.key}/?only=bare").text
    rows = client.get(AT + f"{version.key}/grounds.json").json()
    assert rows[0]["bearing"] == "supports" and rows[1]["waiver"] == "A courtesy."
    life = client.get(f"/en/harbour/paragraphs/{row.anchor.key}/").text
    assert "Why it says this" in life and "Quays with lamps" in life
    assert client.get(f"/en/harbour/paragraphs/{row.anchor.key}/biography.docx").status_code == 200
    sign_in(client, cast.bruno)
    ground = Ground.objects.get()
    assert client.post(f"{here}{ground.key}/confirm/").url == here
    assert client.post(f"{here}{ground.key}/end/").url == here
    assert "Nothing stands behind this paragraph" in client.get(here).text


def test_the_biography_says_that_nothing_stands_behind_a_paragraph(cast, client) -> None:
    version = published(cast, FERRIES)
    row = version.paragraphs.exclude(kind="heading").select_related("anchor")[0]
    heading = version.paragraphs.filter(kind="heading").select_related("anchor")[0]
    life = reverse("reports:biography", args=["harbour", row.anchor.key])
    assert "Nothing stands behind this paragraph" in client.get(life).text
    file = reverse("reports:biography-file", args=["harbour", row.anchor.key, "md"])
    assert "Nothing stands behind this paragraph" in client.get(file).content.decode()
    of_heading = reverse("reports:biography", args=["harbour", heading.anchor.key])
    assert "Nothing stands behind" not in client.get(of_heading).text
    waive_ground(
        by=cast.bruno, version=version, anchor=row.anchor, reason="It names the purpose.",
        language="en", at=DURING,
    )  # fmt: skip
    for address in (life, file):
        told = client.get(address).content.decode()
        assert "needs no ground" in told and "It names the purpose." in told
