"""Look-ups in lists of choices, and codes and numbers that each answer draws for itself."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from travaux.core.problems import Unusable
from travaux.core.surveys.answers import answer
from travaux.core.surveys.check import check_form
from travaux.core.surveys.expressions import columns_of, parse, references
from travaux.core.surveys.model import Choice, Form, Group, Question
from travaux.core.surveys.plain import form_digest, form_from_plain, form_to_plain
from travaux.core.surveys.xlsform import read_xlsform
from travaux.core.surveys.xlsform_out import write_xlsform

NOW = datetime(2024, 10, 12, tzinfo=UTC)
BOOK = """
| survey  |                   |        |         |                                                        |                             |
|         | type              | name   | label   | calculation                                            | choice_filter               |
|         | select_one land   | land   | Where?  |                                                        |                             |
|         | select_one town   | town   | Town?   |                                                        | land=${land} and cost < 100 |
|         | select_one town   | second | Second? |                                                        |                             |
|         | select_multiple use | uses | For?    |                                                        |                             |
|         | calculate         | cost   |         | instance('town')/root/item[name=${town}]/cost          |                             |
|         | calculate         | said   |         | instance('town')/root/item[name = ${town}]/label       |                             |
|         | calculate         | many   |         | count(instance('town')/root/item[land=${land}]/name)   |                             |
|         | calculate         | dear   |         | sum(instance('town')/root/item[land=${land}]/cost)     |                             |
|         | calculate         | first  |         | selected-at(${uses}, 0)                                |                             |
|         | calculate         | number |         | count-selected(${uses})                                |                             |
|         | calculate         | spoken |         | jr:choice-name(${second}, '${second}')                 |                             |
| choices |                   |        |         |                                                        |                             |
|         | list_name         | name   | label   | land                                                   | cost                        |
|         | land              | ke     | Kenya   |                                                        |                             |
|         | land              | ch     | Switzerland |                                                    |                             |
|         | town              | nbo    | Nairobi | ke                                                     | 10                          |
|         | town              | mba    | Mombasa | ke                                                     | 25                          |
|         | town              | lmu    | Lamu    | ke                                                     | 400                         |
|         | town              | gva    | Geneva  | ch                                                     | 90                          |
|         | use               | eat    | Eat     |                                                        |                             |
|         | use               | sleep  | Sleep   |                                                        |                             |
"""


def book(text: str = BOOK) -> Form:
    return read_xlsform(text.encode(), "form.md").form


def test_a_list_is_looked_up_as_other_tools_do() -> None:
    form = book()
    assert check_form(form) == ()
    typed = {"land": "ke", "town": "mba", "second": "gva", "uses": ["sleep", "eat"]}
    found = answer(form, typed, now=NOW)
    assert found.is_whole
    told = {k: found.answers.get(k) for k in ("cost", "said", "many", "dear", "spoken")}
    assert told == {
        "cost": "25", "said": "Mombasa", "many": "3", "dear": "435", "spoken": "Geneva",
    }  # fmt: skip
    assert (found.answers["first"], found.answers["number"]) == ("eat", "2")
    assert [c.name for c in found.choices["town",]] == ["nbo", "mba"]
    nothing = answer(form, {}, now=NOW)
    assert {nothing.answers.get(k) for k in ("cost", "said")} == {""}
    assert nothing.answers["many"] == "0"


def test_what_is_looked_up_is_written_and_read_again() -> None:
    form = book()
    again = read_xlsform(write_xlsform(form), "form.xlsx").form
    assert form_digest(again) == form_digest(form)
    assert form_digest(form_from_plain(form_to_plain(form))) == form_digest(form)
    typed = {"land": "ch", "town": "gva"}
    assert answer(again, typed, now=NOW).answers == answer(form, typed, now=NOW).answers


def test_what_a_look_up_speaks_of() -> None:
    text = "instance('town')/root/item[name=${town} and cost > current()/../least]/label"
    assert references(text) == ["town", "least"]
    assert columns_of(parse(text)) == ["name", "cost", "label"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("instance('planets')/root/item[name=${town}]/cost", "expression-list-unknown"),
        ("instance('town')/root/item[name=${town}]/moons", "expression-column-unknown"),
        ("instance('town')/root/item[moons=1]/cost", "expression-column-unknown"),
        ("instance('town')/root/item[name=${nobody}]/cost", "form-reference-unknown"),
        ("instance('town')/root[1]/item/cost", "expression-unreadable"),
        ("instance('town')/root/item[1][2]/cost", "expression-unreadable"),
        ("instance(town)/root/item/cost", "expression-unreadable"),
        ("instance('town')", "expression-unreadable"),
        ("${town}[1]", "expression-unreadable"),
        ("pulldata('towns', 'cost', 'name', ${town})", "expression-function-unknown"),
        ("uuid(${town})", "expression-arguments"),
    ],
)
def test_what_stays_refused_is_told_with_its_question(text, code) -> None:
    form = book()
    wrong = Form("f", (*form.items, Question("x", "calculate", calculation=text)))
    assert [(p.code, p.where) for p in check_form(wrong)] == [(code, "x")]


def test_a_look_up_that_goes_in_circles_is_refused() -> None:
    one = Question(
        "a", "select-one", {"en": "A"}, choices=(Choice("k", {"en": "K"}),),
        relevant="instance('a')/root/item[name=${b}]/label = 'K'",
    )  # fmt: skip
    two = Question("b", "calculate", calculation="${a}")
    assert [p.code for p in check_form(Form("f", (one, two)))] == ["form-goes-in-circles"]


CHANCE = Form(
    "f",
    (
        Question("name", "text", {"en": "Name"}),
        Question("code", "calculate", calculation="uuid()"),
        Question("kept", "calculate", calculation="once(uuid())"),
        Question("draw", "calculate", calculation="once(random())"),
        Question("half", "calculate", calculation="if(random() < 0.5, 'a', 'b')"),
        Group("more", (Question("each", "calculate", calculation="uuid()"),), {"en": "M"},
              repeat=True, count="3"),
    ),
)  # fmt: skip


def test_each_answer_draws_for_itself_and_keeps_what_it_drew() -> None:
    assert check_form(CHANCE) == ()

    def drawn(key):
        return answer(CHANCE, {"name": "x"}, now=NOW, seed=key).answers

    one, again, other = drawn("k1"), drawn("k1"), drawn("k2")
    assert one == again
    assert uuid.UUID(one["code"]).version == 4 and one["code"] != one["kept"]
    assert one["code"] != other["code"] and one["draw"] != other["draw"]
    assert 0 <= float(one["draw"]) < 1
    assert len({m["each"] for m in one["more"]} | {one["code"]}) == 4
    halves = [drawn(f"k{n}")["half"] for n in range(400)]
    assert 150 < halves.count("a") < 250


def test_without_a_key_nothing_is_drawn() -> None:
    found = answer(CHANCE, {"name": "x"}, now=NOW).answers
    assert (found["code"], found["draw"]) == ("", "")


def test_a_column_named_like_a_list_is_no_harm() -> None:
    with pytest.raises(Unusable):
        parse("instance('a')/root/item[name='x'/label")
