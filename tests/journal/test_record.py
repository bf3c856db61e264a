"""The record holds, and says where it does not: on either database, whoever wrote to it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from travaux.core.problems import Unusable
from travaux.journal import exports, queries
from travaux.journal.actions import action, record
from travaux.journal.models import Head, Line
from travaux.plumbing import signing

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@action
def do_something(*, by, at, n, process="harbour"):
    record(by=by, subject=f"s-{n}", process=process, at=at, facts={"n": n, "words": ["é", "ب"]})


@pytest.fixture
def ten(db):
    for n in range(10):
        do_something(by=None, at=NOON + timedelta(seconds=n, microseconds=n), n=n)


def _tamper(*statements: str) -> None:
    """As somebody with the database's own password would: the trigger is dropped first."""
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            on = " ON journal_line" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER keep_journal_line_{verb}{on}")
        for statement in statements:
            cursor.execute(statement)


def test_an_untouched_record_holds(ten):
    found = queries.verification()
    assert (found.verified, found.checked, found.first_bad) == (True, 10, None)


def test_an_empty_record_holds(db):
    assert queries.verification().verified


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_line SET subject = 'x' WHERE seq = 4",
        "DELETE FROM journal_line WHERE seq = 4",
    ],
)
def test_the_database_itself_refuses(ten, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert queries.verification().verified


@pytest.mark.parametrize(
    ("statements", "seq", "kind"),
    [
        (["UPDATE journal_line SET subject = 'x' WHERE seq = 4"], 4, "altered"),
        (["UPDATE journal_line SET actor = 'p-other' WHERE seq = 1"], 1, "altered"),
        (["""UPDATE journal_line SET facts = '{"n": 5}' WHERE seq = 4"""], 4, "altered"),
        (["UPDATE journal_line SET at = '2020-01-01 00:00:00' WHERE seq = 7"], 7, "altered"),
        (["UPDATE journal_line SET hash = 'x' WHERE seq = 4"], 4, "altered"),
        (["DELETE FROM journal_line WHERE seq = 4"], 4, "missing"),
        (["DELETE FROM journal_line WHERE seq = 1"], 1, "missing"),
        (["DELETE FROM journal_line WHERE seq = 10"], 10, "cut-short"),
        (
            [
                "UPDATE journal_line SET seq = 100 WHERE seq = 4",
                "UPDATE journal_line SET seq = 4 WHERE seq = 5",
                "UPDATE journal_line SET seq = 5 WHERE seq = 100",
            ],
            4,
            "altered",
        ),
        (["UPDATE journal_head SET hash = 'x'"], 10, "altered"),
        (["UPDATE journal_head SET seq = 9"], 9, "altered"),
    ],
)
def test_whoever_goes_round_the_site_is_found_and_named(ten, statements, seq, kind):
    _tamper(*statements)
    found = queries.verification()
    assert not found.verified
    assert (found.first_bad.seq, found.first_bad.kind) == (seq, kind)


def test_a_line_put_behind_the_last_is_found(ten):
    last = Line.objects.get(seq=10)
    Line.objects.create(
        seq=11, at=NOON, actor="p-x", what="a.b", subject="s", previous=last.hash, hash="f" * 64
    )
    found = queries.verification()
    assert (found.first_bad.seq, found.first_bad.kind) == (11, "altered")


# ---- the exported file -----------------------------------------------------------------------------
def test_an_exported_record_proves_itself(ten):
    rows = list(exports.written(NOON))
    assert len(rows) == 12
    found = exports.verified(rows)
    assert (found.verified, found.checked) == (True, 10)
    assert exports.verified(rows, signing.ring()).verified
    assert exports.answer(found)["first_bad"] is None


@pytest.mark.parametrize(
    ("change", "seq", "kind"),
    [
        (lambda r: r[:3] + r[4:], 3, "missing"),
        (lambda r: r[:-2], 10, "cut-short"),
        (lambda r: r[:-2] + r[-1:], 10, "cut-short"),
        (lambda r: [*r[:3], r[3].replace("s-2", "s-x"), *r[4:]], 3, "altered"),
        (lambda r: [*r[:3], r[4], r[3], *r[5:]], 3, "reordered"),
        (lambda r: [*r[:3], r[3], *r[3:]], 3, "duplicated"),
        (lambda r: [*r, r[5]], 11, "altered"),
        (lambda r: [*r[:-1], r[-1].replace('"seq": 10', '"seq": 9')], 10, "altered"),
    ],
)
def test_a_changed_file_is_found_out(ten, change, seq, kind):
    found = exports.verified(change(list(exports.written(NOON))))
    assert not found.verified
    assert (found.first_bad.seq, found.first_bad.kind) == (seq, kind)


def test_a_whole_file_sealed_by_another_key_is_no_file_of_ours(ten, settings, tmp_path):
    ours = signing.ring()
    settings.KEYS = tmp_path
    forged = list(exports.written(NOON))
    assert exports.verified(forged).verified, "whole in itself"
    assert not exports.verified(forged, ours).verified


@pytest.mark.parametrize("row", ["no json", "[1]", '{"seq": "4"}', '{"seq": 1, "facts": {}}'])
def test_a_row_that_is_no_line_says_where(ten, row):
    rows = list(exports.written(NOON))
    with pytest.raises(Unusable) as problem:
        exports.verified([*rows[:3], row, *rows[3:]])
    assert problem.value.problem.where == "line 4"


# ---- the page -----------------------------------------------------------------------------------------
PAGE = "/en/harbour/record/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_the_record_is_public_and_tells_no_facts(client, ten):
    text = client.get(PAGE).content.decode()
    line = Line.objects.get(seq=10)
    assert line.hash[:16] in text and ">10<" in text
    assert "s-9" not in text
    for ending in ("csv", "json"):
        body = b"".join(client.get(f"{PAGE}lines.{ending}").streaming_content)
        assert line.hash.encode() in body and b"s-9" not in body
    assert client.get(f"{PAGE}lines.xlsx").content[:2] == b"PK"


def test_the_secretariat_reads_the_lines_whole(client, ten, cast):
    client.force_login(cast.amina, backend=BACKEND)
    assert "s-9" in client.get(PAGE).content.decode()
    rows = json.loads(b"".join(client.get(f"{PAGE}lines.json").streaming_content))
    assert {"actor", "subject", "facts"} <= set(rows[0])
    client.force_login(cast.olga, backend=BACKEND)
    assert "s-9" not in client.get(PAGE).content.decode()


def test_unknown_processes_and_endings_are_not_here(client, ten):
    assert client.get("/en/nothing/record/").status_code == 404
    assert client.get(f"{PAGE}lines.pdf").status_code == 404
    assert client.get("/en/nothing/record/lines.csv").status_code == 404


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "٣", ""])
def test_an_odd_address_is_no_fault(client, ten, before):
    assert client.get(f"{PAGE}?before={before}").status_code == 200


def test_pages_are_light_and_lead_back_and_forth(client, db, django_assert_max_num_queries):
    for n in range(250):
        do_something(by=None, at=NOON, n=n)
    with django_assert_max_num_queries(4):
        first = client.get(PAGE)
    assert len(first.content) < 60_000
    text = first.content.decode()
    assert text.count('role="rowheader"') == 100 and "Newer lines" not in text
    assert "before=151" in text
    second = client.get(f"{PAGE}?before=151").content.decode()
    assert ">150<" in second and "Newer lines" in second and "before=51" in second
    last = client.get(f"{PAGE}?before=51").content.decode()
    assert ">1<" in last and "Older lines" not in last and "before=151" in last


def test_a_sheet_says_when_it_is_too_small(client, ten, monkeypatch):
    monkeypatch.setattr("travaux.journal.rules.MOST_ROWS_OF_A_SHEET", 5)
    assert "lines.xlsx" not in client.get(PAGE).content.decode()
    refused = client.get(f"{PAGE}lines.xlsx")
    assert refused.status_code == 403 and b"Take the CSV" in refused.content


def test_the_head_counts_what_is_there(ten):
    head = Head.objects.get()
    assert (head.seq, head.hash) == (10, Line.objects.get(seq=10).hash)
