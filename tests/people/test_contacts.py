"""Contacts: kept by the secretariat of the process, dated posts, one office once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.people.contacts import AT, a_mission, a_state
from travaux.journal.models import Line
from travaux.people import actions, queries, rules
from travaux.people.models import Contact, Post
from travaux.people.rules import OfficeDetails, PostDetails
from travaux.plumbing.verdicts import Refusal

PEOPLE = ["amina", "bruno", "elif_", "chen", "farid", "greta", "hana", "dana", "olga"]


@pytest.mark.parametrize("name", PEOPLE)
def test_only_the_secretariat_of_the_process_keeps_and_reads_contacts(cast, name):
    person = getattr(cast, name)
    assert bool(rules.may_keep_contacts(person, "harbour")) == (name == "amina")
    assert bool(rules.may_read_contacts(person, "harbour")) == (name == "amina")
    assert not rules.may_read_contacts(None, "harbour")


def test_an_office_of_the_process_reads_and_does_not_change(cast):
    office = actions.set_up_office(
        by=cast.amina,
        process_code="harbour",
        names={"en": "Office"},
        countries=[cast.state_a],
        demonstration=True,
        at=AT,
    )
    told = {"by": cast.amina, "person": cast.dana, "role": "office", "process_code": "harbour"}
    with pytest.raises(Refusal, match="office-unnamed"):
        actions.appoint(at=AT, **told)
    actions.appoint(office=office, at=AT, **told)
    cast.dana.__dict__.pop("remembered", None)
    assert rules.may_read_contacts(cast.dana, "harbour")
    assert not rules.may_keep_contacts(cast.dana, "harbour")


@pytest.mark.parametrize("name", [n for n in PEOPLE if n != "amina"])
def test_the_action_refuses_what_the_rule_refuses(cast, name):
    details = OfficeDetails(kind="organisation", office="Somebody")
    with pytest.raises(Refusal, match="not-your-role"):
        actions.add_contact(by=getattr(cast, name), process_code="harbour", details=details, at=AT)
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("also", "code"),
    [
        ({"kind": "unicorn"}, "contact-kind-unknown"),
        ({"country": None}, "contact-country-missing"),
        ({"language": "de"}, "contact-language-unknown"),
        ({"email": "nobody"}, "contact-email-unfit"),
        ({"copies": ("a@demo.example", "b")}, "contact-copy-unfit"),
        ({"office": "x" * 400}, "contact-too-long"),
    ],
)
def test_a_contact_is_whole_or_refused(cast, also, code):
    told = {"kind": "mission", "country": cast.state_a, "office": "Mission", **also}
    with pytest.raises(Refusal) as refused:
        actions.add_contact(
            by=cast.amina, process_code="harbour", details=OfficeDetails(**told), at=AT
        )
    assert refused.value.code == code
    assert refused.value.sentence


def test_the_journal_keeps_no_name_and_no_address(cast):
    contact = a_mission(cast)
    [line] = Line.objects.filter(subject=contact.key)
    assert line.facts == {"kind": "mission", "country": "X-A"}
    assert "Aya" not in str(Line.objects.values_list("facts", flat=True))


def test_somebody_else_s_change_is_not_overwritten(cast):
    contact = a_mission(cast)
    details = OfficeDetails("mission", cast.state_a, "New name", "fr")
    actions.change_contact(by=cast.amina, contact=contact, details=details, seen=0, at=AT)
    other = OfficeDetails("mission", cast.state_a, "Other name", "fr")
    with pytest.raises(Refusal, match="moved-meanwhile"):
        actions.change_contact(by=cast.amina, contact=contact, details=other, seen=0, at=AT)
    assert Contact.objects.get().office == "New name"


def test_a_new_holder_ends_the_post_of_the_one_before(cast):
    contact = a_mission(cast)
    actions.write_post(
        by=cast.amina,
        contact=contact,
        details=PostDetails(
            name="Bo Example", function="permanent representative", since="2024-02"
        ),
        at=AT,
    )
    first, second = Post.objects.order_by("pk")
    assert (first.until, second.until) == ("2024-02", "")
    contact = queries.contacts_of("harbour").get()
    assert [p.name for p in queries.holders(contact, date(2024, 1, 31))] == ["Aya Example"]
    assert [p.name for p in queries.holders(contact, date(2024, 2, 1))] == ["Bo Example"]


def test_two_may_hold_different_posts_at_one_office(cast):
    contact = a_mission(cast)
    details = PostDetails(name="Cy Example", function="Second Secretary", since="2024-01-01")
    actions.write_post(by=cast.amina, contact=contact, details=details, at=AT)
    assert len(queries.holders(queries.contacts_of("harbour").get(), date(2024, 3, 1))) == 2


@pytest.mark.parametrize(
    ("details", "code"),
    [
        (PostDetails(email="a@demo.example"), "post-nameless"),
        (PostDetails(name="A", since="2024-02-30"), "contact-date-unfit"),
        (PostDetails(name="A", since="2024", until="2023"), "contact-ends-before-it-begins"),
        (PostDetails(name="A", email="x"), "contact-email-unfit"),
    ],
)
def test_a_post_is_whole_or_refused(cast, details, code):
    contact = a_mission(cast)
    with pytest.raises(Refusal) as refused:
        actions.write_post(by=cast.amina, contact=contact, details=details, at=AT)
    assert refused.value.code == code


def test_a_name_is_erased_and_the_post_stays(cast):
    a_mission(cast)
    post = Post.objects.get()
    actions.forget_holder(by=cast.amina, post=post, at=AT)
    post.refresh_from_db()
    assert (post.name, post.title, post.function) == ("", "", "Permanent Representative")
    assert not queries.holders(queries.contacts_of("harbour").get())
    with pytest.raises(Refusal, match="moved-meanwhile"):
        actions.forget_holder(by=cast.amina, post=post, at=AT)


def test_whoever_leaves_is_forgotten_as_a_contact_too(cast):
    contact = a_mission(cast)
    actions.write_post(
        by=cast.amina,
        contact=contact,
        details=PostDetails(name="Farid", function="Focal point", email="FARID@example.org"),
        at=AT,
    )
    assert [c["name"] for c in queries.own_data(cast.farid)["contacts"]] == ["Farid"]
    actions.erase_person(by=cast.farid, person=cast.farid, at=AT)
    assert not Post.objects.filter(name="Farid").exists()


def test_two_contacts_become_one_and_nothing_is_lost(cast):
    keep = a_mission(cast, telephone="")
    gone = a_mission(cast, email="second@demo.example", telephone="+99 1", language="fr")
    chosen = actions.write_list(
        by=cast.amina, process_code="harbour", name="By hand", rule=actions.ListRule(), at=AT
    )
    actions.place_on_list(by=cast.amina, list=chosen, contact=gone, how="added", at=AT)
    assert queries.likely_same(keep) == [gone]
    actions.merge_contacts(by=cast.amina, keep=keep, gone=gone, at=AT)
    keep.refresh_from_db()
    gone.refresh_from_db()
    assert (keep.telephone, keep.email) == ("+99 1", "mission-x-a@demo.example")
    assert keep.extra == {"email": "second@demo.example", "language": "fr"}
    assert keep.posts.count() == 2
    assert gone.merged_into == keep and gone.retired_at is not None
    assert [c.pk for c in queries.reach_of(chosen).contacts] == [keep.pk]
    with pytest.raises(Refusal, match="moved-meanwhile"):
        actions.merge_contacts(by=cast.amina, keep=keep, gone=gone, at=AT)


def test_a_contact_of_another_process_is_never_merged(cast):
    keep = a_mission(cast)
    other = actions.add_contact(
        by=None,
        process_code="other",
        details=OfficeDetails("organisation", None, "Elsewhere"),
        at=AT,
    )
    with pytest.raises(Refusal, match="contacts-not-to-merge"):
        actions.merge_contacts(by=cast.amina, keep=keep, gone=other, at=AT)


def test_a_list_by_rule_reaches_whom_it_means(cast, shipped_states):
    first, second = (
        a_state("X-K", "State K", "african"),
        a_state("X-L", "State L", "asia-pacific"),
    )
    for state, language in ((first, "fr"), (second, "en")):
        a_mission(cast, country=state, language=language)
    ministry = a_mission(cast, country=first, kind="ministry", office="Ministry of K", email="")
    third = a_state("X-M", "State M", "african")

    def written(**rule):
        return actions.write_list(
            by=cast.amina,
            process_code="harbour",
            name=f"List {rule}",
            rule=actions.ListRule(**rule),
            at=AT,
            demonstration=True,
        )

    missions = queries.reach_of(written(kinds=("mission",), standings=("member",)))
    assert [c.country.code for c in missions.contacts] == ["X-K", "X-L"]
    assert [s.code for s in missions.silent] == ["X-M"]
    african = queries.reach_of(
        written(kinds=("mission", "ministry"), standings=("member",), groups=("african",))
    )
    assert [(c.country.code, c.kind) for c in african.contacts] == [
        ("X-K", "mission"),
        ("X-K", "ministry"),
    ]
    assert [c.office for c in african.without_address] == ["Ministry of K"]
    french = queries.reach_of(written(kinds=("mission",), languages=("fr",)))
    assert [c.country.code for c in french.contacts] == ["X-K"]
    assert third and ministry


def test_by_hand_wins_over_the_rule(cast, shipped_states):
    a_state("X-K", "State K", "african")
    mission = a_mission(cast)
    friend = actions.add_contact(
        by=cast.amina,
        process_code="harbour",
        details=OfficeDetails("organisation", None, "Network of quays", "en"),
        at=AT,
    )
    rule = actions.ListRule(kinds=("mission",))
    chosen = actions.write_list(by=cast.amina, process_code="harbour", name="L", rule=rule, at=AT)
    place = {"by": cast.amina, "list": chosen, "at": AT}
    actions.place_on_list(contact=friend, how="added", **place)
    actions.place_on_list(contact=mission, how="left-out", **place)
    assert [c.office for c in queries.reach_of(chosen).contacts] == ["Network of quays"]
    actions.place_on_list(contact=mission, how="by-rule", **place)
    assert len(queries.reach_of(chosen).contacts) == 2
    actions.retire_contact(by=cast.amina, contact=mission, at=AT + timedelta(days=1))
    assert [c.office for c in queries.reach_of(chosen).contacts] == ["Network of quays"]


def test_lists_have_names_of_their_own(cast):
    write = {"by": cast.amina, "process_code": "harbour", "rule": actions.ListRule(), "at": AT}
    actions.write_list(name="Missions", **write)
    for name, code in (("missions ", "list-name-taken"), (" ", "list-nameless")):
        with pytest.raises(Refusal) as refused:
            actions.write_list(name=name, **write)
        assert refused.value.code == code
