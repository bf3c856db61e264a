"""The table of answers in the layout of IPCC reviews is read back by the reader of such tables."""

from __future__ import annotations

from django.urls import reverse

from tests.answers.makers import LATER, comment, round_on
from tests.answers.test_answering import propose
from tests.drafts.texts import FERRIES, published
from travaux.answers import actions
from travaux.answers.queries.ipcc import ipcc_file
from travaux.core.formats.comment_tables import read_comment_table
from travaux.drafts.queries import lines_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_pages_lines_comment_and_response_come_back(cast, client) -> None:
    version = published(cast, FERRIES)
    round = round_on(version)
    one, whole = comment(round, cast.chen, place=2), comment(round, cast.greta, place=None)
    answer = propose(cast.bruno, round, one, outcome="noted", reasons="It says so already.")
    actions.settle_answer(by=cast.elif_, answer=answer, at=LATER)
    for ending in ("xlsx", "csv", "docx"):
        data = ipcc_file(round, cast.bruno, ending, "en", LATER)
        table = read_comment_table(data, f"answers.{ending}")
        first, second = table.rows
        key = version.paragraphs.get(position=2).anchor.key
        place = next(p for p in lines_of(version).places if p[4] == key)
        told = (first.from_page, first.from_line, first.to_page, first.to_line)
        assert told == tuple(str(n) for n in place[:4])
        assert (second.from_page, second.to_line) == ("0", "0")
        assert first.comment.startswith(one.text) and first.comment.endswith("]")
        assert "It says so already." in first.observation
    client.force_login(cast.bruno, backend=BACKEND)
    address = reverse("answers:table-ipcc", args=[cast.process.code, round.key, "xlsx"])
    assert client.get(address).status_code == 200
    assert (
        address
        in client.get(
            reverse("answers:table", args=[cast.process.code, round.key])
        ).content.decode()
    )
    assert whole.paragraph is None
