"""Literature: twins set aside, two readers who do not see one another, a third, the flow."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.evidence.makers import DURING, sign_in
from travaux.core.evidence.references import read_references
from travaux.evidence.actions import (
    attach_full_text,
    bring_literature,
    decide_likeness,
    note_retrieval,
    read_work,
    settle_reading,
)
from travaux.evidence.models import Likeness, Reading, Work
from travaux.evidence.queries.literature import (
    agreement_of,
    flow_of,
    included_works,
    next_in_full,
    next_works,
    outcomes_of,
)
from travaux.journal.models import Line
from travaux.plumbing.models import StoredFile
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
AT = "/en/harbour/evidence/literature/"
TITLES = ["Lamps on quays at night", "Ropes and how they are coiled", "Quays with many lamps"]


def ris(*titles: str) -> bytes:
    return "".join(
        f"TY  - JOUR\nTI  - {t}\nAU  - Doe, Ann\nPY  - 2020\nER  - \n" for t in titles
    ).encode()


def brought(cast, *titles: str, name: str = "A search") -> dict[str, int]:
    read = read_references(ris(*titles), "a.ris")
    told = {"by": cast.amina, "process": cast.process, "at": DURING}
    return bring_literature(read=read, found_in=name, **told)


def said(person, work: Work, verdict: str, stage: str = "abstract", reason: str = "") -> Reading:
    return read_work(by=person, work=work, stage=stage, verdict=verdict, reason=reason, at=DURING)


def test_the_same_file_again_adds_nothing_but_twins(cast) -> None:
    assert brought(cast, *TITLES) == {"works": 3, "twins": 0}
    assert brought(cast, *TITLES, name="Again") == {"works": 3, "twins": 3}
    brought(cast, "Lamps on quays at nights", name="Third")
    pair = Likeness.objects.get()
    assert pair.other.title == TITLES[0]
    decide_likeness(by=cast.amina, likeness=pair, same=True, at=DURING)
    with pytest.raises(Refusal, match="moved-meanwhile"):
        decide_likeness(by=cast.amina, likeness=pair, same=False, at=DURING)
    flow = flow_of(cast.process)
    assert (flow.duplicates, flow.screened, flow.waiting) == (4, 3, 3)
    assert flow.identified == {"A search": 3, "Again": 3, "Third": 1}


def test_the_flow_is_drawn_and_leaves_as_a_file(cast, client) -> None:
    brought(cast, *TITLES)
    lamps, ropes, many = Work.objects.order_by("number")
    for person in (cast.elif_, cast.bruno):
        said(person, lamps, "in")
        said(person, ropes, "out")
    page = client.get(AT).text
    assert 'class="prisma"' in page and "To be read by two" in page and "flow.csv" in page
    rows = {(r["step"], r["of"]): r["works"] for r in client.get(AT + "flow.json").json()}
    assert rows == {
        ("found", ""): 3, ("found", "A search"): 3, ("twice", ""): 0, ("screened", ""): 3,
        ("screened-out", ""): 1, ("waiting", ""): 1, ("sought", ""): 1, ("not-had", ""): 0,
        ("full", ""): 1, ("full-out", ""): 0, ("full-waiting", ""): 1, ("included", ""): 0,
    }  # fmt: skip
    for person in (cast.elif_, cast.bruno):
        said(person, many, "out")
    note_retrieval(by=cast.elif_, work=lamps, retrieved=True, at=DURING)
    for person in (cast.elif_, cast.bruno):
        said(person, lamps, "out", "full", "No lamps in it")
    assert "To be read by two" not in client.get(AT).text  # nothing waits: no box of it
    rows = {(r["step"], r["of"]): r["works"] for r in client.get(AT + "flow.json").json()}
    assert rows["full-out", "No lamps in it"] == 1 and ("full-waiting", "") not in rows
    assert client.get(AT + "flow.xlsx").status_code == 200


def test_two_read_and_a_third_decides(cast) -> None:
    brought(cast, *TITLES)
    lamps, ropes, many = Work.objects.order_by("number")
    said(cast.elif_, lamps, "in")
    assert "'in'" not in str(Line.objects.order_by("-seq")[0].facts)
    with pytest.raises(Refusal, match="work-read-already"):
        said(cast.elif_, lamps, "out")
    said(cast.bruno, lamps, "in")
    with pytest.raises(Refusal, match="work-read-by-two"):
        said(cast.amina, lamps, "in")
    for person, verdict in ((cast.elif_, "out"), (cast.bruno, "in")):
        said(person, ropes, verdict)
    assert outcomes_of(cast.process).differing == ((ropes.pk, "abstract"),)
    told = {"work": ropes, "stage": "abstract", "verdict": "out", "at": DURING}
    with pytest.raises(Refusal, match="third-is-one-of-the-two"):
        settle_reading(by=cast.elif_, reason="Off topic", **told)
    settle_reading(by=cast.amina, reason="Off topic", **told)
    assert agreement_of(cast.process, "abstract").share == 0.5
    assert [w.pk for w in next_works(cast.process, cast.elif_)] == [many.pk]
    # in full: only what was kept, once its text is there, and with a reason for leaving it out
    with pytest.raises(Refusal, match="full-text-not-had"):
        said(cast.elif_, lamps, "in", "full")
    note_retrieval(by=cast.elif_, work=lamps, retrieved=True, at=DURING)
    lamps.refresh_from_db()
    assert next_in_full(cast.process, cast.elif_) == [lamps]
    with pytest.raises(Refusal, match="exclusion-needs-reason"):
        said(cast.elif_, lamps, "out", "full")
    for person in (cast.elif_, cast.bruno):
        said(person, lamps, "in", "full")
    assert included_works(cast.process) == [lamps]
    flow = flow_of(cast.process)
    assert (flow.screened_out, flow.sought, flow.included, flow.waiting) == (1, 1, 1, 1)


@pytest.mark.parametrize("name", ["chen", "dana", "olga"])
def test_others_neither_bring_nor_screen(cast, name) -> None:
    brought(cast, *TITLES)
    who = getattr(cast, name)
    with pytest.raises(Refusal):
        said(who, Work.objects.all()[0], "in")
    with pytest.raises(Refusal):
        bring_literature(
            by=who, process=cast.process, read=read_references(ris("X y z"), "a.ris"),
            found_in="x", at=DURING,
        )  # fmt: skip


def test_the_pages_of_literature(cast, client) -> None:
    sign_in(client, cast.amina)
    broken = SimpleUploadedFile("a.ris", b"nothing here")
    refused = client.post(AT + "bring/", {"file": broken, "found_in": "A search"})
    assert (
        refused.status_code == 422 and "no reference" in refused.text and "A search" in refused.text
    )
    for titles, name in ((TITLES, "A"), (["Lamps on quays at nights"], "B")):
        file = SimpleUploadedFile("a.ris", ris(*titles))
        assert client.post(AT + "bring/", {"file": file, "found_in": name}).url == AT
    pair = Likeness.objects.get()
    assert "Lamps on quays at nights" in client.get(AT + "alike/").text
    client.post(AT + "alike/", {"pair": pair.pk, "same": "no"})
    assert "No pair waits" in client.get(AT + "alike/").text
    sign_in(client, cast.elif_)
    page = client.get(AT + "screen/abstract/").text
    first = next_works(cast.process, cast.elif_)[0]
    assert first.title in page
    assert client.post(AT + "screen/abstract/", {"work": first.key}).status_code == 422
    client.post(AT + "screen/abstract/", {"work": first.key, "verdict": "in"})
    assert next_works(cast.process, cast.elif_)[0] != first
    sign_in(client, cast.bruno)
    client.post(AT + "screen/abstract/", {"work": first.key, "verdict": "out"})
    assert "somebody else decides" in client.get(AT + "differences/").text
    sign_in(client, cast.amina)
    told = {"work": first.key, "stage": "abstract", "verdict": "in", "reason": "It is about quays"}
    client.post(AT + "differences/", told)
    client.post(f"{AT}{first.key}/full-text/", {"retrieved": "yes"})
    assert first.title in client.get(AT + "screen/full/").text
    client.logout()
    assert client.get(AT + "?q=Ropes").text.count("Ropes and how") >= 1
    rows = client.get("/en/harbour/evidence/literature.json").json()
    assert len(rows) == 4 and rows[0]["found_in"] == "A"
    assert client.get("/en/harbour/evidence/literature.ris").status_code == 200
    assert client.get(f"{AT}{first.key}/").status_code == 200
    assert client.get(AT + "screen/abstract/").status_code == 302


def test_full_texts_are_seen_by_those_who_screen_and_nobody_else(cast, client) -> None:
    brought(cast, *TITLES)
    work = Work.objects.order_by("number")[0]
    pdf = b"%PDF-1.7 lamps"
    made = attach_full_text(
        by=cast.bruno, work=work, file=SimpleUploadedFile("a.pdf", pdf), at=DURING
    )
    again = attach_full_text(
        by=cast.elif_, work=work, file=SimpleUploadedFile("b.pdf", pdf), at=DURING
    )
    work.refresh_from_db()
    assert again == made and work.retrieved is True and StoredFile.objects.count() == 1
    for name, data, code in (
        ("a.exe", b"MZ", "full-text-kind"),
        ("a.pdf", b"", "full-text-size"),
        ("a.pdf", b"PK zip", "full-text-other-kind"),
        ("a.docx", b"%PDF-1.7", "full-text-other-kind"),
    ):
        file = SimpleUploadedFile(name, data)
        with pytest.raises(Refusal, match=code):
            attach_full_text(by=cast.bruno, work=work, file=file, at=DURING)
    with pytest.raises(Refusal, match="not-your-role"):
        attach_full_text(
            by=cast.chen, work=work, file=SimpleUploadedFile("c.pdf", pdf + b"2"), at=DURING
        )
    page, file_at = f"{AT}{work.key}/", f"{AT}{work.key}/full-text/{made.key}/"
    assert "a.pdf" not in client.get(page).content.decode()
    assert client.get(file_at).status_code == 302
    assert sign_in(client, cast.dana).get(file_at).status_code == 403
    sign_in(client, cast.bruno)
    assert "a.pdf" in client.get(page).content.decode()
    assert b"".join(client.get(file_at).streaming_content) == pdf
    other = SimpleUploadedFile("more.txt", b"Supplement")
    client.post(f"{page}full-text/", {"do": "attach", "file": other})
    assert work.full_texts.count() == 2
    client.post(f"{page}full-text/", {"do": "take-out", "file": made.key})
    assert work.full_texts.count() == 1 and StoredFile.objects.count() == 1
