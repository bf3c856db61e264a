"""What answers mean is said by tags, so a form of another hand, with its own names, works or is refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.calls.makers import AFTER, DURING, HOST, OPENS, a_call, a_draft_call, pdf, sign_in
from travaux.calls.actions import (
    announce_call,
    choose_offers,
    clone_call,
    replace_form,
    save_application,
    submit_application,
    take_commitments,
)
from travaux.calls.models import Call, Commitment
from travaux.calls.queries.outcomes import compare
from travaux.calls.rules.calls import is_ready
from travaux.calls.rules.meanings import MEANINGS, meanings, meanings_fit, namer, unsaid
from travaux.core.surveys.model import (
    CHOSEN,
    KINDS,
    SHOWN_ONLY,
    SILENT,
    Choice,
    Form,
    Group,
    Question,
)
from travaux.core.surveys.plain import form_from_plain, form_to_plain
from travaux.core.surveys.xlsform import read_xlsform
from travaux.core.surveys.xlsform_out import write_xlsform
from travaux.plumbing.verdicts import Refusal

FOREIGN = """| survey | | | | |
| | type | name | label | tags |
| | text | cost | What would it cost? | |
| | text | town | Where? | {place} |
| | begin repeat | lines | Lines | |
| | text | thing | What | {cost} |
| | text | payer | Who pays | {bearer} |
| | decimal | money | How much | {amount} |
| | end repeat | | | |
| | begin repeat | costs | Our own table | |
| | text | remark | Remark | |
| | end repeat | | | |
"""
UNTAGGED = {"place": "", "cost": "", "bearer": "", "amount": ""}
TAGGED = {"place": "place", "cost": "cost", "bearer": "cost-bearer", "amount": "cost-amount"}
SENT = {
    "cost": "Nothing", "town": "Quayside",
    "lines": [{"thing": "Hall", "payer": "Us", "money": "12.50"}, {"thing": "Tea", "payer": "You"}],
    "costs": [{"remark": "None"}],
}  # fmt: skip


def foreign(cast, tags, kind="hosting"):
    call = a_draft_call(cast, kind)
    form = read_xlsform(FOREIGN.format(**tags).encode(), "form.md").form
    call = replace_form(by=cast.amina, call=call, form=form, seen=call.revision, at=OPENS)
    return announce_call(by=cast.amina, call=call, seen=call.revision, at=OPENS)


def offered(cast, call, typed=SENT):
    draft = save_application(by=cast.chen, call=call, typed=typed, at=DURING)
    return submit_application(by=cast.chen, application=draft, at=DURING)


@pytest.mark.django_db
def test_a_foreign_form_is_compared_as_it_stands_and_cost_by_cost_once_it_is_tagged(
    client, cast
) -> None:
    plain = foreign(cast, UNTAGGED)
    one = offered(cast, plain)
    assert {"cost", "date-from"} < set(unsaid(plain)) | {"host"} and not meanings(plain)
    rows = {name: cells for name, _label, cells in compare(plain, "en").rows}
    assert (
        rows["cost"] == ("Nothing",) and "Hall" in rows["lines"][0] and "None" in rows["costs"][0]
    )
    made = choose_offers(
        by=cast.amina, call=plain, applications=[one], reason="Near.", language="en", at=AFTER
    )
    assert made.published == [[1, ""]]
    tagged = foreign(cast, TAGGED)
    one = offered(cast, tagged)
    rows = {name: cells for name, _label, cells in compare(tagged, "en").rows}
    assert rows["lines.Hall"] == ("Us 12.5",) and rows["lines.Tea"] == ("You",)
    made = choose_offers(
        by=cast.amina, call=tagged, applications=[one], reason="Near.", language="en", at=AFTER
    )
    assert made.published == [[1, "Quayside"]]
    page = sign_in(client, cast.amina).get(f"/en/harbour/calls/{plain.key}/offers/")
    assert page.status_code == 200 and "Hall" in page.content.decode()


@pytest.mark.django_db
def test_a_foreign_form_of_partners_has_commitments_only_where_it_says_so(cast) -> None:
    plain = foreign(cast, UNTAGGED, "partnership")
    assert unsaid(plain) == ("commitment",)
    assert take_commitments(by=cast.amina, application=offered(cast, plain), at=AFTER) == 0
    tagged = foreign(cast, {**UNTAGGED, "cost": "commitment", "bearer": "commitment-offer"},
                     "partnership")  # fmt: skip
    assert take_commitments(by=cast.amina, application=offered(cast, tagged), at=AFTER) == 2
    assert [(c.what, c.offer) for c in Commitment.objects.all()] == [("Hall", "Us"), ("Tea", "You")]


@pytest.mark.django_db
def test_meanings_stay_through_a_spreadsheet_and_a_clone(cast) -> None:
    call = a_call(cast, "hosting")
    assert set(meanings(call)) == set(MEANINGS["hosting"]) and not unsaid(call)
    again = read_xlsform(write_xlsform(form_from_plain(call.form)), "form.xlsx").form
    call.form = form_to_plain(again)
    assert set(meanings(call)) == set(MEANINGS["hosting"])
    assert set(meanings(clone_call(by=cast.amina, call=call, at=AFTER))) == set(MEANINGS["hosting"])


@pytest.mark.django_db
def test_a_form_of_before_is_read_by_its_names(cast) -> None:
    call = a_call(cast, "hosting")

    def bare(items):
        return tuple(
            replace(i, items=bare(i.items))
            if isinstance(i, Group)
            else replace(i, tags=frozenset())
            for i in items
        )

    form = form_from_plain(call.form)
    Call.objects.filter(pk=call.pk).update(
        form=form_to_plain(replace(form, items=bare(form.items)))
    )
    call.refresh_from_db()
    draft = save_application(
        by=cast.chen, call=call, typed=HOST, uploads=[(("letter",), pdf())], at=DURING
    )
    one = submit_application(by=cast.chen, application=draft, at=DURING)
    rows = {name: cells for name, _label, cells in compare(call, "en").rows}
    assert rows["costs.travel"][0].endswith("45000 USD")
    assert namer(call)(one) == "City of Aling, Aling"


def call_with(*items, kind="hosting"):
    return Call(kind=kind, form=form_to_plain(Form("f", tuple(items))), titles={"en": "C"})


def q(name, *tags, kind="text"):
    return Question(name, kind, {"en": name}, tags=frozenset(tags))


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ((q("a", "cost"), q("b", "cost")), "meaning-twice"),
        ((q("a", "host", kind="file"),), "meaning-unreadable"),
        ((Group("r", (Group("s", (q("a", "cost"),), repeat=True),), repeat=True),),
         "meaning-unreadable"),
        ((q("a", "cost"), Group("r", (q("b", "cost-bearer"),), repeat=True)), "meaning-apart"),
        ((q("b", "cost-bearer"),), "meaning-apart"),
        ((q("a", "cost"), q("b", "cost-bearer")), ""),
        ((q("a", "commitment"), q("b", "commitment")), ""),  # means nothing in a call for hosts
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_before_it_goes_out(items, code) -> None:
    call = call_with(*items)
    assert meanings_fit(call).code == code
    call.opens_at = call.closes_at = OPENS
    assert is_ready(call).code == code


ANY = st.recursive(
    st.none() | st.text(max_size=5) | st.integers() | st.lists(st.text(max_size=3), max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcrs"), inner, max_size=3)
    ),
    max_leaves=8,
)
TAGS = st.sets(st.sampled_from([*MEANINGS["hosting"], "name", "identifying"]), max_size=2)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tags=st.lists(TAGS, min_size=4, max_size=4), answers=st.dictionaries(
    st.sampled_from("abcrs"), ANY, max_size=5))  # fmt: skip
def test_no_form_and_no_answers_break_the_reading(tags, answers) -> None:
    one, two, three, four = (q(n, *t) for n, t in zip("abcs", tags, strict=True))
    call = call_with(one, Group("r", (two, three), repeat=True), four)
    for meant in meanings(call).values():
        assert all(isinstance(v, str) for v in meant.values(answers))
    if meanings_fit(call):
        known = {t for item in (one, two, three, four) for t in item.tags} & set(
            MEANINGS["hosting"]
        )
        assert known == set(meanings(call))


@pytest.mark.django_db
def test_the_question_of_a_draft_is_told_what_it_means_on_its_page(client, cast) -> None:
    call = a_draft_call(cast, "hosting")
    form = read_xlsform(FOREIGN.format(**UNTAGGED).encode(), "form.md").form
    call = replace_form(by=cast.amina, call=call, form=form, seen=call.revision, at=OPENS)
    sign_in(client, cast.amina)
    base = f"/en/harbour/calls/{call.key}/form/"
    page = client.get(base).content.decode()
    assert "costs are not compared one by one" in page and "names a host" in page
    asked = client.get(f"{base}question/thing/").content.decode()
    assert 'value="cost-bearer"' in asked and 'value="commitment"' not in asked
    typed = {"name": "thing", "kind": "text", "label_en": "What", "seen": call.revision}
    assert client.post(f"{base}question/thing/", {**typed, "tags": ["cost"]}).status_code == 302
    assert "costs are not compared" not in client.get(base).content.decode()
    call.refresh_from_db()
    typed |= {"name": "town", "label_en": "Where?", "seen": call.revision, "tags": ["cost-amount"]}
    client.post(f"{base}question/town/", typed)
    call.refresh_from_db()
    assert "stands in the same group" in client.get(base).content.decode()
    with pytest.raises(Refusal, match="meaning-apart"):
        announce_call(by=cast.amina, call=call, seen=call.revision, at=OPENS)


@pytest.mark.django_db
def test_every_kind_of_question_has_something_to_answer_it_with(client, cast) -> None:
    call = a_draft_call(cast)
    kinds = [k for k in KINDS if k not in (*SILENT, *SHOWN_ONLY)]
    two = (Choice("a", {"en": "A"}), Choice("b", {"en": "B"}))
    asked = tuple(
        Question(f"x{n}", kind, {"en": kind}, choices=two if kind in CHOSEN else (),
                 least=Decimal(1), most=Decimal(3), step=Decimal(1))
        for n, kind in enumerate(kinds)
    )  # fmt: skip
    call = replace_form(by=cast.amina, call=call, form=Form("f", asked), seen=1, at=OPENS)
    page = sign_in(client, cast.amina).get(f"/en/harbour/calls/{call.key}/form/preview/")
    said = page.content.decode()
    lacking = [q.kind for q in asked if f'name="q.{q.name}' not in said]
    assert not lacking and 'type="checkbox" name="q.x' in said
