"""Earlier comments beside the paragraphs of a later version; what changed and why as a document."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from tests.answers.makers import LATER, comment, round_on, text
from tests.answers.test_next_draft import at_place, edit, settled
from tests.drafts.texts import FERRIES, FERRIES_NEXT, brought_in, published
from tests.evidence.test_findings import stands
from tests.meetings.makers import DURING, a_meeting
from travaux.answers import actions
from travaux.core.formats.text_files import read_text
from travaux.drafts.actions import freeze_version, publish_version, remove_paragraphs
from travaux.evidence.actions import withdraw_finding
from travaux.grounds.actions import ground_paragraph
from travaux.meetings.actions import decide, publish_minutes

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def out(cast, version):
    freeze_version(by=cast.bruno, version=version, at=LATER)
    publish_version(by=cast.amina, version=version, at=LATER)
    version.refresh_from_db()
    return version


def test_earlier_comments_stand_beside_the_paragraphs_of_the_new_version(cast, client):
    first = published(cast, FERRIES)
    round = round_on(first)
    ferry, timetable, keeper, nets = (
        comment(round, cast.chen, place=n, words=f"Words on place {n}.") for n in (1, 2, 3, 5)
    )
    second = brought_in(cast, FERRIES_NEXT, "second.md", text=first.text)
    actions.update_carry_over(by=cast.bruno, version=second, at=LATER)
    out(cast, second)
    address = reverse("answers:earlier", args=[cast.process.code, second.key])
    page = client.get(address).content.decode()
    for one in (ferry, timetable, keeper, nets):
        assert one.text in page
    assert page.count("1 earlier comment") == 3
    assert "a guess" in page and "moved" in page and "changed" in page
    assert "<ins>" in page  # the change of the paragraph that was commented on
    assert "1 comment has no paragraph here" in page
    assert "Confirm the guess" not in page and "Give them a place" not in page
    reading = client.get(reverse("drafts:reading", args=[cast.process.code, second.key]))
    assert address in reading.content.decode()
    client.force_login(cast.bruno, backend=BACKEND)
    page = client.get(address).content.decode()
    assert "Confirm the guess" in page and "Give them a place" in page


def test_the_page_stays_light_and_gives_all_of_one_paragraph(cast, client):
    first = text(cast)
    round = round_on(first)
    for n in range(60):
        comment(round, cast.chen, place=2, words=f"Remark {n}: " + "long words " * 60)
    second = out(cast, actions.make_next_draft(by=cast.bruno, version=first, at=LATER))
    address = reverse("answers:earlier", args=[cast.process.code, second.key])
    response = client.get(address)
    page = response.content.decode()
    assert "60 earlier comments" in page and page.count("Remark ") == 3
    assert len(response.content) <= 50_000
    anchor = at_place(second, 2).anchor.key
    page = client.get(address, {"at": anchor, "all": anchor}).content.decode()
    assert page.count("Remark ") == 60


def test_nobody_reads_earlier_comments_that_are_not_theirs_to_read(cast, client):
    first = text(cast)
    round = round_on(first)
    comment(round, cast.chen, place=2, words="Still secret.")
    second = out(cast, actions.make_next_draft(by=cast.bruno, version=first, at=LATER))
    round.closes_at = LATER.replace(year=2999)
    round.save()
    address = reverse("answers:earlier", args=[cast.process.code, second.key])
    assert "Still secret." not in client.get(address).content.decode()
    client.force_login(cast.bruno, backend=BACKEND)
    assert "Still secret." in client.get(address).content.decode()


def test_what_changed_and_why_leaves_as_a_document_with_answers(cast, client):
    round = round_on(text(cast), release_rule="on-date", release_on=date(2024, 6, 1))
    one = comment(round, cast.chen, place=2)
    settled(cast, round, one, outcome="accepted-with-modifications", reasons="Readers come first.")
    working = actions.make_next_draft(by=cast.bruno, version=round.version, at=LATER)
    edit(cast, working, 2, "Harbours serve people first.")
    actions.name_causes(by=cast.bruno, paragraph=at_place(working, 2), comments=[one], at=LATER)
    address = reverse("answers:changes-document", args=[cast.process.code, working.key, "docx"])
    assert client.get(address).status_code == 403
    client.force_login(cast.bruno, backend=BACKEND)
    document = read_text(client.get(address).content, "changes.docx")
    (table,) = [block for block in document.blocks if block.kind == "table"]
    row = next(row for row in table.rows if "first." in row[2])
    assert f"Comment {one.number}" in row[3] and "Readers come first." in row[3]
    files = reverse("answers:changes-file", args=[cast.process.code, working.key, "json"])
    (changed,) = client.get(files).json()
    assert "Readers come first." in changed["answers"]


def test_evidence_behind_a_change_is_named_beside_comments_while_it_stands(cast, client):
    first = text(cast)
    working = actions.make_next_draft(by=cast.bruno, version=first, at=LATER)
    edit(cast, working, 2, "Harbours serve people first.")
    finding = stands(cast)
    ground_paragraph(
        by=cast.bruno, version=working, anchor=at_place(working, 2).anchor, kind="finding",
        subject_key=finding.key, bearing="limits", at=LATER,
    )  # fmt: skip
    client.force_login(cast.bruno, backend=BACKEND)
    page = reverse("answers:changes", args=[cast.process.code, working.key])
    files = reverse("answers:changes-file", args=[cast.process.code, working.key, "json"])
    assert f"/{finding.key}/" in client.get(page).content.decode()
    (changed,) = client.get(files).json()
    assert changed["evidence"].startswith("Finding: ") and changed["evidence"].endswith("(limits)")
    withdraw_finding(by=cast.amina, finding=finding, why="Wrong.", at=LATER)
    (changed,) = client.get(files).json()
    assert changed["evidence"] == ""


def test_what_a_meeting_decided_stands_behind_a_change_once_its_minutes_are_out(cast, client):
    first = text(cast)
    round = round_on(first)
    anchor, gone = (at_place(first, n).anchor for n in (2, 5))
    meeting, other = a_meeting(cast, round=round), a_meeting(cast, round=None)
    decide(by=cast.bruno, meeting=meeting, text="Say whom it serves.", anchor=anchor, at=DURING)
    decide(by=cast.bruno, meeting=other, text="Leave it out.", anchor=gone, at=DURING)
    working = actions.make_next_draft(by=cast.bruno, version=first, at=LATER)
    edit(cast, working, 2, "Harbours serve people first.")
    remove_paragraphs(
        by=cast.bruno, version=working, anchors=[gone.key], seen_revision=working.revision, at=LATER
    )
    client.force_login(cast.bruno, backend=BACKEND)
    page = reverse("answers:changes", args=[cast.process.code, working.key])
    files = reverse("answers:changes-file", args=[cast.process.code, working.key, "json"])
    assert {row["decisions"] for row in client.get(files).json()} == {""}
    for one in (meeting, other):
        publish_minutes(by=cast.amina, meeting=one, summary="Done.", at=LATER)
    told = [row["decisions"] for row in client.get(files).json()]
    assert told == [
        "Decision of a meeting: Say whom it serves. (Expert meeting 1, 29 Jan 2024)",
        "Decision of a meeting: Leave it out. (Expert meeting 1, 29 Jan 2024)",
    ]
    words = client.get(page).content.decode()
    assert "Say whom it serves." in words and f"/{meeting.key}/" in words
    assert "No comment is named." not in words
    file = reverse("answers:changes-document", args=[cast.process.code, working.key, "docx"])
    (table,) = [
        b for b in read_text(client.get(file).content, "c.docx").blocks if b.kind == "table"
    ]
    assert any("Say whom it serves." in row[3] for row in table.rows)
