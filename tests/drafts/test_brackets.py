"""Brackets in the draft: put in, positions on them, lifted; views, counts, status, bis."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.drafts.texts import AT, brought_in, numbered, published
from travaux.core.formats.text_files import read_text
from travaux.core.problems import Unusable
from travaux.core.texts.added_numbers import added_number
from travaux.drafts import actions
from travaux.drafts.models import Stand, Suggestion
from travaux.drafts.queries import (
    content_hash_of,
    document_of,
    file_of,
    full_masthead_of,
    masthead_of,
    number_after,
    own_data,
)
from travaux.drafts.queries.counting import open_over_time
from travaux.drafts.queries.negotiating import gone_positions, negotiated, open_brackets
from travaux.drafts.queries.suggesting import suggestions_on
from travaux.drafts.rules import what_is_published
from travaux.drafts.weaving import isolated
from travaux.people.actions import appoint, erase_person
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


WIDE = b"""# 1 Boats

1. [Boats wait.

2. Boats carry a lamp.

3. Every quay is swept.] {State C+}

4. A stray ] stands here.
"""


def test_a_bracket_over_several_paragraphs_is_one_open_bracket(cast) -> None:
    version = published(cast, WIDE)
    rows = {row.number: row for row in negotiated(version, AT)}
    (wide,) = rows["1"].wide
    assert (wide.number, wide.last_number) == ("1", "3")
    assert [held.party for held in wide.held] == ["State C"]
    assert not rows["1"].unbalanced and len(rows["4"].unbalanced) == 1
    assert open_brackets(version) == 1


def test_whole_paragraphs_are_put_in_one_bracket_and_it_is_lifted_again(cast) -> None:
    version = brought_in(cast, TEXT)
    first, last = numbered(version, "2"), numbered(version, "3")
    ends = {
        "first": first,
        "last": last,
        "revision": first.revision,
        "last_revision": last.revision,
    }
    with pytest.raises(Refusal, match="span-backwards"):
        actions.bracket_over(by=cast.bruno, at=AT, **{**ends, "first": last, "last": first})
    with pytest.raises(Refusal, match="not-a-drafter"):
        actions.bracket_over(by=cast.chen, at=AT, **ends)
    actions.bracket_over(by=cast.bruno, at=AT, **ends)
    assert numbered(version, "2").body == "[Boats carry a lamp."
    assert numbered(version, "3").body == "Every quay is swept.]"
    assert open_brackets(version) == 3
    again = {"first": numbered(version, "2"), "last": numbered(version, "3")}
    revisions = {"revision": again["first"].revision, "last_revision": again["last"].revision}
    actions.lift_over(by=cast.bruno, at=AT, **again, **revisions)
    assert numbered(version, "3").body == "Every quay is swept."
    with pytest.raises(Refusal, match="bracket-gone"):
        actions.lift_over(by=cast.bruno, at=AT, **again, **revisions)


def next_of(cast, version, changes):
    """The next version, published, with these paragraphs reworded."""
    working = actions.start_working_version(by=cast.bruno, based_on=version, at=AT)
    for number, body in changes.items():
        row = numbered(working, number)
        actions.edit_paragraph(
            by=cast.bruno, paragraph=row, body=body, revision=row.revision, at=AT
        )
    actions.freeze_version(by=cast.bruno, version=working, at=AT)
    actions.publish_version(by=cast.amina, version=working, at=AT)
    return working


def positions_on(version):
    return {
        (row.number, bracket.number): (held.stance, held.carried)
        for row in negotiated(version, AT)
        for bracket in row.brackets
        for held in bracket.held
        if held.party == "State B"
    }


def test_positions_follow_their_bracket_into_the_next_versions(cast) -> None:
    text = b"""# 1 Boats

1. Boats [shall] wait [at the first buoy].

4. Nets [always] dry.

2. Boats carry [one white lamp at the mast].

3. Every quay [is swept].
"""
    version = published(cast, text)
    focal_point(cast, cast.dana)
    for number, bracket in (("1", 0), ("1", 1), ("2", 0), ("3", 0), ("4", 0)):
        actions.take_position(
            by=cast.dana,
            paragraph=numbered(version, number),
            bracket=bracket,
            stance="oppose",
            note="",
            at=AT,
        )
    second = next_of(
        cast,
        version,
        {
            "1": "Boats shall wait [at the first buoy].",
            "4": "Nets dry.",
            "2": "Boats carry [one white or green lamp at the mast].",
        },
    )
    assert positions_on(second) == {
        ("1", 0): ("oppose", "same"),
        ("2", 0): ("oppose", "changed"),
        ("3", 0): ("oppose", "same"),
    }
    assert [gone.stand.wording for gone in gone_positions(second)] == ["[shall]", "[always]"]
    # confirmed, lifted and left alone; and on into the third version
    row = numbered(second, "2")
    actions.take_position(by=cast.dana, paragraph=row, bracket=0, stance="oppose", note="", at=AT)
    actions.lift_position(by=cast.dana, paragraph=numbered(second, "3"), bracket=0, at=AT)
    assert positions_on(second) == {("1", 0): ("oppose", "same"), ("2", 0): ("oppose", "")}
    third = next_of(cast, second, {"3": "Every quay [is swept] daily."})
    assert positions_on(third) == {("1", 0): ("oppose", "same"), ("2", 0): ("oppose", "same")}
    with pytest.raises(Refusal, match="no-position-held"):
        actions.lift_position(by=cast.dana, paragraph=numbered(third, "3"), bracket=0, at=AT)


def test_open_brackets_are_counted_by_version_and_day(cast, client) -> None:
    version = published(cast, TEXT)
    working = actions.start_working_version(by=cast.bruno, based_on=version, at=AT)
    for days, (number, body) in enumerate(
        [
            ("2", "Boats carry [a] [lamp]."),
            ("3", "[Every] quay is swept."),
            ("2", "Boats carry a lamp."),
        ]
    ):
        row = numbered(working, number)
        actions.edit_paragraph(
            by=cast.bruno,
            paragraph=row,
            body=body,
            revision=row.revision,
            at=AT + timedelta(days=days),
        )
    rows = open_over_time(cast.bruno, version)
    assert [(row.version.number, row.day is not None, row.open) for row in rows] == [
        (1, False, 2),
        (2, False, 3),
        (2, True, 4),
        (2, True, 5),
        (2, True, 3),
    ]
    assert [row.open for row in open_over_time(None, version)] == [2]
    address = reverse("drafts:counts", args=[cast.process.code, version.key])
    assert b"<svg" in client.get(address).content
    files = reverse("drafts:counts-file", args=[cast.process.code, version.key, "csv"])
    assert client.get(files).content.decode().strip().endswith("2,0")


def test_suggestions_stand_beside_a_chairs_text_and_not_in_it(cast, client) -> None:
    version = published(cast, TEXT)
    row = numbered(version, "2")
    focal_point(cast, cast.dana)
    with pytest.raises(Refusal, match="not-a-chairs-text"):
        actions.suggest(by=cast.dana, paragraph=row, words="Boats carry two lamps.", at=AT)
    working = actions.start_working_version(by=cast.bruno, based_on=version, at=AT)
    actions.describe_version(by=cast.bruno, version=working, beside=True, at=AT)
    actions.freeze_version(by=cast.bruno, version=working, at=AT)
    actions.publish_version(by=cast.amina, version=working, at=AT)
    row = numbered(working, "2")
    with pytest.raises(Refusal, match="suggestion-says-nothing"):
        actions.suggest(by=cast.dana, paragraph=row, words=row.body, at=AT)
    with pytest.raises(Refusal, match="no-delegation"):
        actions.suggest(by=cast.chen, paragraph=row, words="Boats go dark.", at=AT)
    client.force_login(cast.dana, backend=BACKEND)
    here = [cast.process.code, working.key]
    form = reverse("drafts:suggest", args=[*here, row.anchor.key])
    sent = {"words": "Boats carry two lamps.", "reason": "One breaks."}
    assert client.post(form, sent).status_code == 302
    page = client.get(reverse("drafts:suggestions", args=here)).content.decode()
    assert "State B" in page and "<ins>" in page and "two lamps" in page and "One breaks." in page
    assert client.get(form).status_code == 200
    # the text itself and its files hold none of it
    assert numbered(working, "2").body == "Boats carry a lamp."
    export = reverse("drafts:export", args=[*here, "md"])
    assert "two lamps" not in client.get(export).content.decode()
    table = reverse("drafts:suggestions-file", args=[*here, "csv"])
    assert "two lamps" in client.get(table).content.decode()
    held = Suggestion.objects.get()
    with pytest.raises(Refusal, match="no-delegation"):
        actions.withdraw_suggestion(by=cast.chen, suggestion=held, at=AT)
    assert client.post(form, {"withdraw": held.key}).status_code == 302
    with pytest.raises(Refusal, match="suggestion-gone"):
        actions.withdraw_suggestion(by=cast.dana, suggestion=held, at=AT)
    assert suggestions_on(working, AT) == {}
    assert client.post(form, {"withdraw": "nonsense"}).status_code == 404


def test_the_masthead_bears_the_distribution_of_the_version_or_the_process(cast) -> None:
    version = brought_in(cast, TEXT)
    assert masthead_of(version).distribution == ""
    version.text.process.policies = {"distribution": "limited"}
    assert masthead_of(version).distribution == "Distr.: Limited"
    with pytest.raises(Refusal, match="distribution-unknown"):
        actions.describe_version(by=cast.bruno, version=version, distribution="secret", at=AT)
    actions.describe_version(by=cast.bruno, version=version, distribution="restricted", at=AT)
    assert masthead_of(version).distribution == "Distr.: Restricted"
    actions.describe_version(by=cast.bruno, version=version, language="fr", at=AT)
    head = full_masthead_of(version)
    assert head.original.endswith("Français") and head.organ


def test_positions_are_among_the_data_of_who_put_them_down(cast) -> None:
    version = published(cast, TEXT)
    focal_point(cast, cast.dana)
    row = numbered(version, "1")
    actions.take_position(
        by=cast.dana, paragraph=row, bracket=0, stance="oppose", note="why", at=AT
    )
    (held,) = own_data(cast.dana)["positions"]
    assert (held["country__code"], held["stance"], held["note"]) == ("XBB", "oppose", "why")
    assert own_data(cast.chen)["positions"] == []


def test_the_secretariat_says_to_whom_documents_go(cast, client) -> None:
    version = published(cast, TEXT)
    process = version.text.process
    given = {"process": process, "at": AT}
    for who in (cast.bruno, cast.dana, cast.olga):
        with pytest.raises(Refusal, match="distribution-said-by-secretariat"):
            actions.set_distribution(by=who, distribution="general", **given)
    with pytest.raises(Refusal, match="distribution-unknown"):
        actions.set_distribution(by=cast.amina, distribution="secret", **given)
    process.policies = {"publishing": ["secretariat"]}
    process.save()
    client.force_login(cast.amina, backend=BACKEND)
    address = reverse("drafts:distribution", args=[process.code])
    assert client.post(address, {"distribution": "limited", "held": ""}).status_code == 302
    process.refresh_from_db()
    assert process.policies == {"publishing": ["secretariat"], "distribution": "limited"}
    # two forms that were opened together: the second is told, and overwrites nothing
    page = client.post(address, {"distribution": "general", "held": ""})
    assert page.status_code == 422
    assert "Limited" in client.get(reverse("drafts:list", args=[process.code])).content.decode()
    # what is published keeps what it was published with; the next takes it
    version.refresh_from_db()
    version.text.process = process
    working = actions.start_working_version(by=cast.bruno, based_on=version, at=AT)
    assert masthead_of(working).distribution == "Distr.: Limited"
    actions.freeze_version(by=cast.bruno, version=working, at=AT)
    out = actions.publish_version(by=cast.amina, version=working, at=AT)
    actions.set_distribution(by=cast.amina, distribution="general", **given)
    out.refresh_from_db()
    assert masthead_of(out).distribution == "Distr.: Limited"
    client.force_login(cast.bruno, backend=BACKEND)
    assert client.get(address).status_code == 403


def test_the_first_page_bears_body_session_and_agenda_item(cast) -> None:
    version = brought_in(cast, TEXT)
    version.text.process.body = {"en": "Assembly of Harbours"}
    plain = content_hash_of(version)
    cleared = what_is_published(version)
    actions.describe_version(
        by=cast.bruno, version=version, agenda="Item 5 of the provisional agenda", at=AT
    )
    head = full_masthead_of(version)
    assert head.organ == "Assembly of Harbours"
    assert head.agenda[0] == "Item 5 of the provisional agenda"
    # what a reader sees at its head is part of what is published and cleared
    assert content_hash_of(version) != plain and what_is_published(version) != cleared
    again = actions.start_working_version(
        by=cast.bruno, based_on=actions.freeze_version(by=cast.bruno, version=version, at=AT), at=AT
    )
    assert again.agenda == ""  # the next version goes to another session


def test_added_numbers_follow_the_custom_of_the_language(cast) -> None:
    version = brought_in(cast, TEXT)
    actions.describe_version(by=cast.bruno, version=version, language="ru", at=AT)
    after = numbered(version, "2").anchor.key
    assert number_after(version, after) == "2 бис"
    assert number_after(version, "") == number_after(version, "nowhere") == ""
    held = published(cast, TEXT)
    working = actions.start_working_version(by=cast.bruno, based_on=held, at=AT)
    row = numbered(working, "3")
    cut = actions.split_paragraph(
        by=cast.bruno, version=working, anchor=row.anchor.key, offsets=[6, 12],
        seen_revision=working.revision, at=AT,
    )  # fmt: skip
    # what was agreed under a number keeps it; what is cut off comes in between
    assert [piece.number for piece in cut] == ["3", "3 bis", "3 ter"]


def test_whoever_erases_their_account_is_named_in_no_position(cast) -> None:
    version = published(cast, TEXT)
    focal_point(cast, cast.dana)
    actions.take_position(
        by=cast.dana, paragraph=numbered(version, "1"), bracket=0, stance="oppose", note="why",
        at=AT,
    )  # fmt: skip
    actions.lift_position(by=cast.dana, paragraph=numbered(version, "1"), bracket=0, at=AT)
    erase_person(by=cast.dana, person=cast.dana, at=AT + timedelta(hours=1))
    stands = Stand.objects.filter(version=version)
    assert stands and not stands.filter(by_key=cast.dana.key).exists()
    assert not stands.filter(lifted_by=cast.dana.key).exists()
    assert {stand.country.code for stand in stands} == {"XBB"}  # the state's word stays
    assert actions.forget_hands(by=None, person=cast.dana, at=AT) == 0


def test_a_bracket_without_its_partner_is_shown_with_its_likely_mend(cast, client) -> None:
    version = published(
        cast, b"# 1 Boats\n\n1. Boats [shall {State C+} wait.\n\n2. All] rest.\n\n# 2 Nets\n\n3. Nets dry] here.\n"
    )  # fmt: skip
    (row,) = [n for n in negotiated(version, AT) if n.number == "3"]
    assert row.open == 0 and row.status == "" and len(row.unbalanced) == 1
    page = client.get(reverse("drafts:brackets", args=["harbour", version.key]) + "?view=all")
    assert "a bracket lacks its partner" in page.content.decode()
    assert (
        "Likely mend:" in page.content.decode()
        and "<ins>[</ins>Nets dry] here." in page.content.decode()
    )
    client.force_login(cast.bruno, backend=BACKEND)
    at = reverse("drafts:bracket", args=["harbour", version.key, row.anchor])
    assert "A bracket of this paragraph lacks its partner." in client.get(at).content.decode()


def test_dots_in_brackets_make_no_paragraph_pending(cast) -> None:
    version = published(cast, b"# 1 Boats\n\n1. Boats [...] wait.\n\n2. Nets [dry].\n")
    assert [(n.number, n.status) for n in negotiated(version, AT)] == [("1", ""), ("2", "pending")]


def test_files_for_the_web_name_each_paragraph_by_its_identity(cast, client) -> None:
    version = published(cast, TEXT)
    keys = list(version.paragraphs.values_list("anchor__key", flat=True))
    page = file_of(version, "html").decode()
    assert re.findall(r' id="p-([^"]+)"', page) == keys
    assert f'paragraphs: "{" ".join(keys)}"' in file_of(version, "md").decode()
    for ending in ("html", "md"):
        back = read_text(file_of(version, ending), f"a.{ending}")
        assert [b.text for b in back.blocks] == [b.text for b in document_of(version).blocks]


def test_the_export_has_brackets_over_paragraphs_and_signs_without_a_partner(cast, client) -> None:
    text = b"""# 1 Boats

1. Boats [wait and are swept.

2. Boats carry a lamp] {State C+}.

3. Every [quay] is [swept.

# 2 Quays

1. Quays are swept.
"""
    version = brought_in(cast, text)
    client.force_login(cast.bruno, backend=BACKEND)
    at = [cast.process.code, version.key]
    rows = client.get(reverse("drafts:brackets-file", args=[*at, "json"])).json()
    told = [(r["number"], r["kind"], r["bracket"], r["until"], r["positions"]) for r in rows]
    assert told == [
        ("1", "over", "", "2", "State C: support"),
        ("3", "within", 1, "", ""),
        ("3", "unclosed", "", "", ""),
    ]
    lonely = rows[-1]
    assert lonely["words"][lonely["at"] - 1 :] == "[swept."
    assert lonely["mend"].count("]") == lonely["mend"].count("[") == 2
    words = client.get(reverse("drafts:brackets-file", args=[*at, "csv"])).content.decode()
    assert "unbalanced: nothing closes it" in words
