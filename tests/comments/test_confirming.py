"""Between a file and what comes of it: every row is reached, mended and kept; nothing is lost."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.comments.test_inbox import states, work
from tests.comments.test_pages import BACKEND
from tests.comments.texts import DURING, a_round, a_round_now, paragraph
from tests.core.comments.test_formatting import looked
from tests.core.formats.test_word_review import (
    OTHER,
    WHO,
    closed,
    comment,
    gone,
    ins,
    opened,
    para,
    run,
)
from tests.core.formats.word_files import word_file
from travaux.comments import actions, queries, tasks
from travaux.comments.actions import decide_rows, keep_table
from travaux.comments.models import Comment, Intake, IntakeFile, RowDecisions, Submission
from travaux.comments.queries.understanding import PAGE, Mending, decisions_of
from travaux.plumbing.models import Job
from travaux.plumbing.verdicts import Refusal

THREAD = (
    '<w15:commentEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'w15:paraId="{}" {} />'
)


def words(round, at: int) -> str:
    return paragraph(round, at).body


def whole(round, **instead: str) -> str:
    """The body of the draft as a Word file, with some paragraphs (by "p" and place) written anew."""
    rows = round.version.paragraphs.order_by("position")
    return "".join(instead.get(f"p{at}", para(run(row.body))) for at, row in enumerate(rows))


def formatted(round) -> bytes:
    return word_file(whole(round, p1=para(run(words(round, 1), looked()))))


def discussed(round) -> bytes:
    """A margin comment that was answered and ticked as resolved, on words that another changed."""
    first, rest = words(round, 1).split(" ", 1)
    body = para(opened(0), gone(first, OTHER), ins("Ports", OTHER), closed(0), run(f" {rest}"))
    return word_file(
        whole(round, p1=body),
        comments=comment(0, "Why this word?", identity="0000000A")
        + comment(1, "It is shorter.", 'w:author="Chen" w:date="2026-03-02T00:00:00Z"', "0000000B"),
        commentsExtended=THREAD.format("0000000A", 'w15:done="1"')
        + THREAD.format("0000000B", 'w15:paraIdParent="0000000A"'),
    )


def long_table(rows: int) -> bytes:
    head = "MB,Clause,Paragraph,Type,Comments\n"
    lines = "".join(f"XA,harbour.scope,2,te,Remark {n}\n" for n in range(1, rows + 1))
    return (head + lines + "XA,harbour.scope,77,te,Lost\n").encode()


def test_formatting_alone_is_shown_and_comes_in_only_where_it_is_ticked(client, cast) -> None:
    round = a_round_now(cast)
    client.force_login(cast.chen, backend=BACKEND)
    sent = client.post(
        reverse("comments:return", args=[round.process.code, round.key]),
        {"file": SimpleUploadedFile("back.docx", formatted(round))},
    )
    assert sent.status_code == 302
    page = client.get(sent["Location"]).content.decode()
    assert "Formatting was changed with tracking too" in page and "bold: put on" in page
    assert "Amina" in page and "in one paragraph" in page
    typed = {"capacity": "person", "language": "en", "name_shown": "on", "page": "1"}
    nothing = client.post(sent["Location"], typed)
    assert nothing.status_code == 422 and "Nothing was filled in" in nothing.content.decode()
    row = queries.plan_table(round, formatted(round), "back.docx").formatting[0].row.row
    client.post(sent["Location"], {**typed, f"take-{row}": "1", f"place-{row}": "1/1"})
    assert "bold: put on" in Comment.objects.get().text


def test_a_thread_in_the_margin_is_shown_and_kept_with_the_comment(client, cast) -> None:
    round = a_round(cast)
    client.force_login(cast.amina, backend=BACKEND)
    data = discussed(round)
    kept = keep_table(by=cast.amina, round=round, data=data, name="back.docx", at=DURING)
    address = reverse("comments:import-preview", args=[round.process.code, round.key, kept.key])
    page = client.get(address).content.decode()
    first = words(round, 1).split(" ", 1)[0]
    assert "ticked as resolved in the file" in page and "It is shorter." in page
    assert f"<del>{first}</del>" in page and "<ins>Ports</ins>" in page
    assert client.post(address, {"capacity": "state", "page": "1"}).status_code == 302
    margin = Comment.objects.get(text__startswith="Why this word?")
    assert margin.resolved_in_file and margin.quoted_in_margin == first
    assert margin.text.endswith("— Chen · 2026-03-02: It is shorter.")
    assert margin.extra_received["travaux:replies"] == "1"
    listed = client.get(reverse("comments:list", args=[round.process.code, round.key]))
    assert "ticked as resolved in the file" in listed.content.decode()


def test_every_row_of_a_long_file_is_reached_and_what_is_mended_is_kept(client, cast) -> None:
    round = a_round(cast)
    client.force_login(cast.amina, backend=BACKEND)
    raw = long_table(3 * PAGE)
    kept = keep_table(by=cast.amina, round=round, data=raw, name="table.csv", at=DURING)
    address = reverse("comments:import-preview", args=[round.process.code, round.key, kept.key])
    seen: list[int] = []
    mending = Mending(round, queries.plan_table(round, raw, "table.csv"))
    for number in range(1, mending.pages() + 1):
        page = client.get(f"{address}?page={number}").content.decode()
        on_it = [row.row.row for row in mending.on_page(number)]
        assert all(f'name="place-{row}"' in page for row in on_it)
        seen += on_it
    assert sorted(seen) == [row.row.row for row in mending.plan.rows] and len(seen) == 3 * PAGE + 1
    turned = client.post(address, {"page": "2", "to": "3", f"out-{seen[PAGE]}": "1"})
    assert turned["Location"].endswith("?page=3")
    bad = client.post(address, {"page": "1", f"place-{seen[0]}": "nowhere", "capacity": "state"})
    assert bad.status_code == 422 and 'value="nowhere"' in bad.content.decode()
    page = client.get(f"{address}?page=2").content.decode()
    assert f'name="out-{seen[PAGE]}" value="1" checked' in page
    done = client.post(address, {"page": "1", f"place-{seen[0]}": "2", "capacity": "state"})
    assert done.status_code == 302
    assert Comment.objects.count() == 3 * PAGE
    assert Comment.objects.get(text="Lost").paragraph == paragraph(round, 2)
    assert not Comment.objects.filter(row_received=seen[PAGE]).exists()


def test_others_decide_nothing_about_a_file_that_is_not_theirs(cast) -> None:
    round = a_round(cast)
    kept = keep_table(by=cast.amina, round=round, data=b"x", name="a.csv", at=DURING)
    with pytest.raises(Refusal, match="not-your-role"):
        decide_rows(by=cast.chen, round=round, file=kept, said={2: {"out": True}}, at=DURING)
    assert not RowDecisions.objects.exists()


def a_mail(round) -> bytes:
    inner = EmailMessage()
    inner["Subject"] = "Comments of State D"
    inner["From"] = "Mission <m@d.example>"
    inner.set_content("Paragraph 2: Boats should wait too.\n")
    made = EmailMessage()
    made["Subject"] = "Comments of State C"
    made["From"] = "Ministry <m@c.example>"
    made.set_content("Please find attached our comments.\n")
    made.add_attachment(
        long_table(1), maintype="application", subtype="octet-stream", filename="table.csv"
    )
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="note.pdf")
    made.add_attachment(discussed(round), maintype="application", subtype="x", filename="back.docx")
    made.add_attachment(inner)
    return made.as_bytes()


def opened_inbox(cast, round, *files: tuple[str, bytes]) -> Intake:
    states()
    intake = actions.open_intake(by=cast.amina, round=round, files=list(files), at=DURING)
    work(intake, tasks.read_intake)
    Job.objects.filter(key=intake.job).update(state=Job.State.DONE)
    return intake


def test_the_files_of_a_mail_are_files_of_the_inbox_with_the_mail_as_their_source(cast) -> None:
    round = a_round(cast)
    intake = opened_inbox(cast, round, ("mail.eml", a_mail(round)), ("b.csv", long_table(2)))
    found = [
        (f.place, f.file.name, f.state, f.member, f.source.file.name if f.source else "")
        for f in intake.files.select_related("source__file")
    ]
    assert found == [
        (1, "mail.eml", "read", "State C", ""),
        (2, "b.csv", "read", "XA", ""),
        (3, "table.csv", "read", "XA", "mail.eml"),
        (4, "note.pdf", "by-hand", "State C", "mail.eml"),
        (5, "back.docx", "read", "State C", "mail.eml"),
        (6, "Comments of State D.eml", "read", "State D", "mail.eml"),
    ]
    mail = intake.files.get(place=1)
    assert mail.said["covers"] and not intake.files.get(place=6).said["covers"]
    assert [a["name"] for a in mail.said["attached"]] == [
        "table.csv", "note.pdf", "back.docx", "Comments of State D.eml",
    ]  # fmt: skip
    work(intake, tasks.read_intake)  # delivered twice
    assert intake.files.count() == 6


def test_mails_in_mails_are_opened_so_deep_and_no_deeper(cast) -> None:
    made = EmailMessage()
    made["Subject"] = "The innermost"
    made.set_content("Paragraph 2: shorter.\n")
    for n in range(6):
        outer = EmailMessage()
        outer["Subject"] = f"FW {n}"
        outer.set_content("See below.\n")
        outer.add_attachment(made)
        made = outer
    intake = opened_inbox(cast, a_round(cast), ("mail.eml", made.as_bytes()))
    assert intake.files.count() == 4
    last = intake.files.last()
    assert last.said["problems"] == [
        {"code": "attachments-too-deep", "where": "", "facts": {"count": 1}}
    ]


def test_each_file_of_the_inbox_shows_its_points_and_is_mended_before_it_comes_in(
    client, cast
) -> None:
    round = a_round(cast)
    broken = "MB,Clause,Paragraph,Comments,Colour\nXA,harbour.scope,77,Lost,red\nXA,,2,Here,red\n"
    intake = opened_inbox(
        cast, round, ("mail.eml", a_mail(round)), ("table.csv", broken.encode()),
        ("look.docx", formatted(round)),
    )  # fmt: skip
    client.force_login(cast.amina, backend=BACKEND)
    at = [round.process.code, round.key, intake.key]
    page = client.get(reverse("comments:intake", args=at)).content.decode()
    assert "Lost" in page and "The section has no such paragraph." in page
    assert "“Colour”, was not recognised" in page and "Formatting only" in page
    assert "Attached to" in page and "note.pdf" in page and "It is shorter" in page
    address = reverse("comments:look", args=[*at, 2])
    page = client.get(address).content.decode()
    assert 'name="place-2"' in page and "“Colour”, was not recognised" in page
    bad = client.post(address, {"page": "1", "place-2": "nowhere", "member-2": "State C"})
    assert bad.status_code == 422 and 'value="nowhere"' in bad.content.decode()
    # what is wrong in one file is said where many are taken in
    all_of_them = {"member-2": "State C", "capacity-2": "state", "take-2": "1"}
    refused = client.post(reverse("comments:intake", args=at), all_of_them)
    assert refused.status_code == 422 and "table.csv" in refused.content.decode()
    client.post(address, {"page": "1", "to": "1", "place-2": "2", "out-3": "1"})
    page = client.get(reverse("comments:intake", args=at)).content.decode()
    assert "places mended: 1; left out: 1" in page
    done = client.post(address, {"page": "1", "place-2": "2", "out-3": "1", "member-2": "State C"})
    assert done.status_code == 302, done.content.decode()[-3000:]
    assert decisions_of(round, intake.files.get(place=2).file).places == {2: "2"}
    work(intake, tasks.take_intake)
    [lost] = Comment.objects.all()
    assert (lost.text, lost.paragraph) == ("Lost", paragraph(round, 2))
    assert Submission.objects.get().member == "State C"
    states_of = dict(IntakeFile.objects.values_list("place", "state"))
    assert states_of[2] == "taken" and states_of[1] == "read"
    # what was taken is looked at still, and changed no more
    assert "Confirm, and take" not in client.get(address).content.decode()
    client.force_login(cast.chen, backend=BACKEND)
    assert client.get(address).status_code == 403


def test_a_file_of_which_all_is_left_out_brings_nothing(client, cast) -> None:
    round = a_round(cast)
    intake = opened_inbox(cast, round, ("table.csv", b"MB,Paragraph,Comments\nXA,2,Here\n"))
    file = intake.files.get()
    decide_rows(by=cast.amina, round=round, file=file.file, said={2: {"out": True}}, at=DURING)
    actions.settle_intake(by=cast.amina, intake=intake, choices={}, late=False, at=DURING)
    work(intake, tasks.take_intake)
    file.refresh_from_db()
    assert file.state == "left-out" and not Comment.objects.exists()


def test_a_move_says_where_it_goes(cast) -> None:
    round = a_round(cast)
    moved = words(round, 1)
    away = (
        f'<w:moveFromRangeStart w:id="5" w:name="m1" {WHO}/><w:moveFrom w:id="6" {WHO}>'
        f'<w:r><w:t>{moved}</w:t></w:r></w:moveFrom><w:moveFromRangeEnd w:id="5"/>'
    )
    here = (
        f'<w:moveToRangeStart w:id="8" w:name="m1" {WHO}/><w:moveTo w:id="9" {WHO}>{run(moved)}'
        f'</w:moveTo><w:moveToRangeEnd w:id="8"/>'
    )
    body = whole(
        round,
        p1=para(away, end=f'<w:moveFrom w:id="10" {WHO}/>'),
        p2=para(run(words(round, 2))) + para(here, end=f'<w:moveTo w:id="11" {WHO}/>'),
    )
    [row] = queries.plan_table(round, word_file(body), "back.docx").rows
    assert row.kind == "move" and row.row.comment == "Move this paragraph: it goes after 2."
