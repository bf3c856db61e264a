"""Reading states and groups: what is right is read whole, what is wrong is named at its place."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

import travaux.people
from travaux.core.countries.facts import LANGUAGES, read_states, read_taxonomy, stands
from travaux.core.countries.order import of_state, sort_key
from travaux.core.problems import Unusable

DATA = Path(travaux.people.__file__).parent / "data"
SIX = ", ".join(f'{code} = "{code} name"' for code in LANGUAGES)


def state(code: str, alpha2: str = "XX", m49: str = "999", extra: str = "") -> str:
    return (
        f'[state.{code}]\nalpha2 = "{alpha2}"\nm49 = "{m49}"\n'
        f"short = {{ {SIX} }}\nformal = {{ {SIX} }}\n{extra}\n"
    )


HEAD = 'source = "a list"\nas_at = "2024"\n'


def test_a_file_of_states_is_read() -> None:
    read, problems = read_states((HEAD + state("XAA")).encode(), "f.toml")
    assert not problems and read is not None
    [one] = read.states
    assert (one.code, one.alpha2, one.short["zh"]) == ("XAA", "XX", "zh name")


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        (HEAD, "states-value-missing", "f.toml, state"),
        ('as_at = "2024"\n' + state("XAA"), "states-value-missing", "f.toml, source"),
        (HEAD + state("xaa"), "states-code-unfit", "f.toml, xaa"),
        (HEAD + state("XAA", extra='colour = "red"'), "states-key-unknown", "f.toml, XAA"),
        (HEAD + state("XAA") + state("XAB"), "states-code-twice", "f.toml, XAB"),
        (
            HEAD + state("XAA").replace('ru = "ru name"', 'ru = " "', 1),
            "states-language-missing",
            "f.toml, XAA, short",
        ),
        (HEAD + state("XAA", extra="pinyin = 3"), "states-not-text", "f.toml, XAA, pinyin"),
        (
            HEAD + state("XAA", extra='[[state.XAA.former]]\nuntil = "last year"\n'),
            "states-date-unfit",
            "f.toml, XAA, former, until",
        ),
    ],
)
def test_what_is_wrong_is_named_at_its_place(text: str, code: str, where: str) -> None:
    read, problems = read_states(text.encode(), "f.toml")
    assert read is None
    assert (code, where) in {(p.code, p.where) for p in problems}


@pytest.mark.parametrize("data", [b"\xff\xfe", b"[state", b"a = " + b"[" * 5000])
def test_what_is_no_toml_is_refused(data: bytes) -> None:
    with pytest.raises(Unusable) as caught:
        read_states(data, "f.toml")
    assert caught.value.code == "states-unreadable"


GROUPS = f"""
code = "own-regions"
version = "1"
names = {{ {SIX} }}
source = "a list"
as_at = "2024-05"
exclusive = true
[[group]]
code = "north"
names = {{ {SIX} }}
members = [ "XAA", {{ state = "XAB", since = "1971", until = "2001-05" }} ]
[[group]]
code = "south"
names = {{ {SIX} }}
members = [ {{ state = "XAB", since = "2001-05" }} ]
"""


def test_a_state_moves_from_one_group_to_another_on_a_day() -> None:
    read, problems = read_taxonomy(GROUPS.encode(), frozenset({"XAA", "XAB"}), "g.toml")
    assert not problems and read is not None
    assert [(g.code, len(g.members)) for g in read.groups] == [("north", 2), ("south", 1)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('since = "2001-05"', 'since = "2000"', "states-in-two-groups"),
        ('until = "2001-05"', 'until = "1970"', "states-ends-before-it-begins"),
        ('"XAA", {', '"XAZ", {', "states-state-unknown"),
        ('code = "south"', 'code = "north"', "states-code-twice"),
        ('version = "1"', "", "states-value-missing"),
        ('code = "own-regions"', 'code = "Own regions"', "states-code-unfit"),
    ],
)
def test_groups_that_contradict_are_refused(old: str, new: str, code: str) -> None:
    text = GROUPS.replace(old, new)
    read, problems = read_taxonomy(text.encode(), frozenset({"XAA", "XAB"}), "g.toml")
    assert read is None and code in {p.code for p in problems}


def test_dates_are_as_exact_as_they_are_known() -> None:
    assert stands("1971", "", "1971-01-01") and not stands("1971-10-13", "", "1971-10-12")
    assert stands("", "2024-12-13", "2024-12-12") and not stands("", "2024-12-13", "2024-12-13")


# ---- the files that come with the product ----------------------------------------------------------


@pytest.fixture(scope="module")
def shipped():
    read, problems = read_states((DATA / "countries.toml").read_bytes(), "countries.toml")
    assert not problems and read is not None
    return {s.code: s for s in read.states}


@pytest.fixture(scope="module")
def taxonomies(shipped):
    found = {}
    for path in (DATA / "groups").glob("*.toml"):
        read, problems = read_taxonomy(path.read_bytes(), frozenset(shipped), path.name)
        assert not problems and read is not None, (path.name, problems)
        found[read.code] = {g.code: {m.state: m for m in g.members} for g in read.groups}
    return found


def test_names_are_clean_and_no_two_states_share_one(shipped) -> None:
    for language in LANGUAGES:
        short = [s.short[language] for s in shipped.values()]
        assert len(set(short)) == len(short), language
        for s in shipped.values():
            for text in (s.short[language], s.formal[language]):
                assert "*" not in text and "  " not in text and text == text.strip(), s.code
    for s in shipped.values():
        assert not s.short["en"].endswith("(the)")
    assert shipped["CIV"].short["ru"] == "Кот-д'Ивуар"
    assert shipped["TUR"].short["en"] == "Türkiye"
    assert shipped["TUR"].former[0].short["en"] == "Turkey"
    assert shipped["VAT"].short["zh"] == "罗马教廷"


def test_the_groups_count_what_their_sources_say(taxonomies) -> None:
    status = taxonomies["un-status"]
    assert {c: len(m) for c, m in status.items()} == {"member": 193, "observer": 2, "other": 2}
    assert sum(m.since == "1945-10-24" for m in status["member"].values()) == 27
    assert all(m.since for m in status["member"].values())
    assert max(m.since for m in status["member"].values()) == "2011-07-14"
    regional = taxonomies["un-regional-groups"]
    assert {c: len(m) for c, m in regional.items()} == {
        "african": 54,
        "asia-pacific": 54,
        "eastern-european": 23,
        "latin-american-and-caribbean": 33,
        "western-european-and-others": 29,
    }
    assert set().union(*regional.values()) == set(status["member"])
    ldc = taxonomies["ldc"]["ldc"].values()
    assert sum(stands(m.since, m.until, "2024-12-12") for m in ldc) == 45
    assert sum(stands(m.since, m.until, "2024-12-13") for m in ldc) == 44
    assert len(taxonomies["lldc"]["lldc"]) == 32 and len(taxonomies["sids"]["sids"]) == 39


def test_lists_are_in_the_order_of_their_language(shipped) -> None:
    def ordered(language: str, *codes: str) -> list[str]:
        chosen = [shipped[c] for c in codes]
        return [
            s.code
            for s in sorted(chosen, key=lambda s: sort_key(s.short[language], language, s.pinyin))
        ]

    # the United Nations' Arabic list begins with the Russian Federation, then Ethiopia
    assert ordered("ar", "ALB", "DEU", "ETH", "RUS", "JOR") == ["RUS", "ETH", "JOR", "ALB", "DEU"]
    assert ordered("fr", "IND", "MHL", "IRQ", "ETH", "ESP") == ["ESP", "ETH", "MHL", "IND", "IRQ"]
    assert ordered("es", "ESP", "EST", "ETH", "DZA", "ARG") == ["DZA", "ARG", "ESP", "EST", "ETH"]
    assert ordered("zh", "CHN", "AFG", "ALB", "ZWE") == ["ALB", "AFG", "ZWE", "CHN"]
    assert ordered("ru", "YEM", "ITA", "IRQ", "CPV") == ["IRQ", "ITA", "YEM", "CPV"]


def test_formal_names_stand_after_of(shipped) -> None:
    assert of_state(shipped["FRA"].formal["fr"], "fr") == "de la République française"
    assert of_state(shipped["MEX"].formal["fr"], "fr") == "des États-Unis du Mexique"
    assert of_state(shipped["UKR"].formal["fr"], "fr") == "de l'Ukraine"
    assert of_state(shipped["MAR"].formal["es"], "es") == "del Reino de Marruecos"


def test_the_names_agree_with_the_public_copy_of_the_protocol_list(shipped) -> None:
    place = os.environ.get("TRAVAUX_REAL_DATA", "")
    file = Path(place) / "countries" / "unterm-names.csv"
    if not place or not file.exists():
        pytest.skip("TRAVAUX_REAL_DATA is not set: the copy of the protocol list is not compared")
    compared = 0
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            ours = shipped.get(row["ISO3166-1-Alpha-3"])
            if ours is None or not row["UNTERM English Formal"]:
                continue
            compared += 1
            assert ours.formal["en"] == row["UNTERM English Formal"].rstrip("* ")
            assert row["UNTERM Russian Short"].startswith(ours.short["ru"])
            assert int(ours.m49) == int(row["M49"])
    assert compared == 195
