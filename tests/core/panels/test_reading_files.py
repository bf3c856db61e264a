"""Files of pools and quotas: what is read, and how every fault is named at its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from travaux.core.panels.instance import AtMost, Demand
from travaux.core.panels.reading import Read, read_instance, read_limit, read_score, read_seats
from travaux.core.problems import Unusable

POOL = "code,gender,skill,points\na,f,law;data,3\nb,m,law,2.5\nc,m,,1\nd,f,data,0\n"
QUOTAS = "feature,value,min,max\ngender,f,1,2\ngender,m,1,2\n"


def read(pool: str | bytes = POOL, quotas: str | bytes = QUOTAS, **options: object) -> Read:
    asked = {"seats": (2, 2), "id_column": "code", **options}
    return read_instance(
        pool if isinstance(pool, bytes) else pool.encode(),
        quotas if isinstance(quotas, bytes) else quotas.encode(),
        **asked,  # type: ignore[arg-type]
    )


def faults(result: Read) -> list[tuple[str, str, str]]:
    assert result.instance is None
    return [(p.code, str(p.facts["file"]), p.where) for p in result.problems]


def test_a_pool_and_quotas_make_an_instance() -> None:
    quotas = "feature,value,min,max,min_flex,max_flex\ngender,f,1,2,0,3\nskill,law,1,,,-1\n"
    result = read(quotas=quotas, score_column="points")
    assert result.problems == () and result.warnings == ()
    instance = result.instance
    assert instance is not None
    assert instance.pool.ids == ("a", "b", "c", "d")
    assert set(instance.pool.features) == {"gender", "skill"}
    assert instance.pool.features["skill"] == (("law", "data"), ("law",), (), ("data",))
    assert [str(s) for s in instance.pool.scores or ()] == ["3", "2.5", "1", "0"]
    assert [(q.low, q.high, q.low_flex, q.high_flex) for q in instance.quotas] == [
        (1, 2, 0, 3),
        (1, None, None, None),
    ]
    assert instance.matrix.tolist() == [[1, 0, 0, 1], [1, 1, 0, 0]]


def test_the_table_known_to_practitioners_is_read() -> None:
    for headings in (
        "category,feature,min,max",
        "category,name,min,max",
        "Category,Feature,Min,Max",
    ):
        result = read(quotas=QUOTAS.replace("feature,value,min,max", headings))
        assert result.instance is not None, headings
        assert result.instance.quotas[0].value == "f"


def test_people_without_ids_are_numbered_from_one() -> None:
    result = read(id_column="")
    assert result.instance is not None
    assert result.instance.pool.ids == ("1", "2", "3", "4")


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_other_signs_between_cells_are_understood(sign: str) -> None:
    pool = POOL.replace("law;data", "law").replace(",", sign)
    assert read(pool, QUOTAS.replace(",", sign)).instance is not None


def test_a_single_column_of_several_values_stays_one_column() -> None:
    result = read("skill\nlaw;data\nlaw\n", "feature,value,min,max\nskill,data,1,1\n", id_column="")
    assert result.instance is not None
    assert result.instance.pool.features["skill"] == (("law", "data"), ("law",))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_files_in_other_encodings_are_read(encoding: str) -> None:
    pool = "код,пол\n1,женщина\n2,мужчина\n3,мужчина\n4,женщина\n"
    quotas = "feature,value,min,max\nпол,женщина,1,1\nпол,мужчина,1,1\n"
    result = read(pool.encode(encoding), quotas, id_column="код")
    assert result.instance is not None, result.problems


@pytest.mark.parametrize(
    ("pool", "quotas", "options", "expected"),
    [
        (POOL, "feature,value,min\ngender,f,1\n", {}, ("column-missing", "quotas", "row 1")),
        (POOL, "", {}, ("file-empty", "quotas", "")),
        ("", QUOTAS, {}, ("file-empty", "pool", "")),
        ("code,gender\n", QUOTAS, {}, ("pool-empty", "pool", "")),
        ("code,sex\na,f\n", QUOTAS, {}, ("feature-missing", "pool", "row 1")),
        (POOL, QUOTAS, {"id_column": "id"}, ("column-missing", "pool", "row 1")),
        (POOL, QUOTAS, {"score_column": "merit"}, ("column-missing", "pool", "row 1")),
        (POOL + "b,m,,1\n", QUOTAS, {}, ("id-duplicate", "pool", "row 6")),
        (POOL + ",m,,1\n", QUOTAS, {}, ("id-empty", "pool", "row 6")),
        (POOL + "e,femal,,1\n", QUOTAS, {}, ("value-unknown", "pool", "row 6")),
        (POOL + "e,,law,1\n", QUOTAS, {}, ("value-missing", "pool", "row 6")),
        (POOL, QUOTAS + "gender,x,1,2\n", {}, ("quota-of-nobody", "quotas", "row 4")),
        (POOL, QUOTAS + "skill,law,3,2\n", {}, ("quota-turned", "quotas", "row 4")),
        (POOL, QUOTAS + "gender,f,0,2\n", {}, ("quota-duplicate", "quotas", "row 4")),
        (POOL, QUOTAS + "skill,law,some,2\n", {}, ("number-unreadable", "quotas", "row 4")),
        (POOL, QUOTAS + "skill,,1,2\n", {}, ("quota-incomplete", "quotas", "row 4")),
        (
            POOL,
            "feature,value,min,max,min_flex\ngender,f,1,2,2\n",
            {},
            ("flex-inside", "quotas", "row 2"),
        ),
        (POOL, QUOTAS, {"seats": (1, 1)}, ("quotas-past-seats", "quotas", "row 2 – row 3")),
        (POOL, QUOTAS, {"seats": (5, 5)}, ("quotas-short-of-seats", "quotas", "row 2 – row 3")),
        (POOL, QUOTAS, {"score_column": "skill"}, ("score-unreadable", "pool", "row 2")),
        (POOL, QUOTAS, {"at_most": (AtMost("x", 1),)}, ("limit-column-missing", "pool", "row 1")),
        (
            POOL,
            QUOTAS,
            {"demands": (Demand("z", "include", "r"),)},
            ("demand-unknown", "options", ""),
        ),
        (b"code,gender\na,f\x00\n", QUOTAS, {}, ("bytes-unreadable", "pool", "row 2")),
    ],
)
def test_every_fault_is_named_at_its_place(
    pool: str | bytes, quotas: str, options: dict[str, object], expected: tuple[str, str, str]
) -> None:
    assert faults(read(pool, quotas, **options))[0] == expected


def test_a_misspelt_value_brings_the_one_probably_meant() -> None:
    pool = POOL.replace(",f,", ",female,") + "e,femal,,1\n"
    result = read(pool, QUOTAS.replace("gender,f,", "gender,female,"))
    assert result.problems[0].facts["nearest"] == "female"


def test_a_quota_of_one_value_leaves_the_others_free() -> None:
    assert read(quotas="feature,value,min,max\ngender,f,1,2\n").instance is not None


def test_what_cannot_be_met_is_left_to_the_explanation() -> None:
    assert read(seats=(1, 1), impossible_too=True).instance is not None
    assert read(quotas=QUOTAS + "gender,x,1,2\n", impossible_too=True).instance is not None
    too_many = read(seats=(5, 5), impossible_too=True)  # no quota is to blame
    assert [p.code for p in too_many.problems] == ["seats-past-people"]


def test_bytes_at_random_give_a_fault_and_never_a_fall() -> None:
    for data in (b"\xff\xfe\x00", b"\x80\x81\x82" * 50, b"\xff" * 40, b'"' * 9, b"\x00" * 8):
        assert faults(read(data, QUOTAS))
        assert faults(read(POOL, data))


def test_seats_limits_and_scores_are_read_strictly() -> None:
    assert read_seats("28–32") == (28, 32)
    for text in ("", "0", "x", "3-2", "1-2-3", "99999999"):
        with pytest.raises(Unusable, match="seats-unreadable"):
            read_seats(text)
    for text in ("country", "=2", "country=", "country=x", "country=-1"):
        with pytest.raises(Unusable, match="limit-unreadable"):
            read_limit(text)
    assert read_score("1e5") is None and read_score("nan") is None and read_score("") is None
    assert read_score("1.1234567") is None and read_score("12345678901") is None


def test_public_pools_are_read() -> None:
    home = os.environ.get("TRAVAUX_REAL_DATA")
    if not home:
        pytest.skip("TRAVAUX_REAL_DATA is not set: the public pools were not read")
    for name, seats, people in (
        ("example_small_20", 20, 200),
        ("example_large_200", 200, 2000),
        ("sfixture_22", 22, 150),
    ):
        folder = Path(home) / "panels" / name
        result = read_instance(
            (folder / "respondents.csv").read_bytes(),
            (folder / "categories.csv").read_bytes(),
            seats=(seats, seats),
        )
        assert result.problems == ()
        assert result.instance is not None and result.instance.people == people


def workbook(rows: list[list[str]]) -> bytes:
    import io

    import xlsxwriter

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    book.add_worksheet("Notes").write_row(0, 0, ["nothing", "of", "this"])
    sheet = book.add_worksheet("Pool")
    for n, row in enumerate(rows):
        sheet.write_row(n, 0, row)
    book.close()
    return data.getvalue()


def test_workbooks_are_read_by_the_sheet_that_fits() -> None:
    rows = [line.split(",") for line in POOL.strip().split("\n")]
    result = read(workbook(rows), workbook([line.split(",") for line in QUOTAS.split()]))
    assert result.instance is not None
    assert result.instance.pool == read().instance.pool  # type: ignore[union-attr]
    assert faults(read(b"PK\x03\x04 nothing", QUOTAS)) == [("file-broken", "pool", "")]
