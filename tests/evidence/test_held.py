"""Traditional knowledge: every door asks its holders, and all of them close at once."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from typer.testing import CliRunner

from tests.drafts.texts import FERRIES, published
from tests.evidence.library import (
    EVERY,
    SLUICE,
    a_guest,
    again,
    begun,
    handed_in,
    in_library,
    open_library,
    reviewed_by,
    says,
)
from tests.evidence.makers import DURING, a_question, regions, sign_in
from tests.evidence.test_findings import a_finding, rates
from travaux.cli.main import app
from travaux.evidence import actions
from travaux.evidence.actions.findings import Stated
from travaux.evidence.actions.held import Conditions
from travaux.evidence.actions.questions import Named
from travaux.evidence.models import EvidenceRelease, Held, Practice
from travaux.evidence.queries.practices import OWN, signed
from travaux.evidence.rules.held import may_use
from travaux.grounds.actions import ground_paragraph
from travaux.plumbing.files import place_of
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
EVIDENCE = "/en/harbour/evidence/"
NAME = "Storks tell of the flood"
NOTE = "An entry that is not shown"
run = CliRunner()


def refused(code: str, act, **told) -> None:
    with pytest.raises(Refusal) as no:
        act(**told)
    assert no.value.code == code


def practice_of(practice, **also):
    return {"by": None, "practice": again(practice), "at": DURING, **also}


@pytest.fixture
def told(cast, client):
    """A practice with traditional knowledge, named wherever a practice can be named."""
    regions()
    open_library(cast)
    practice = handed_in_with_file(cast)
    reviewed_by(practice, cast.bruno, cast.elif_)
    actions.accept_practice(by=cast.amina, practice=practice, at=DURING)
    actions.publish_practice(by=cast.amina, practice=practice, at=DURING)
    named = Named("practice", subject_key=practice.key)
    question = a_question(cast)
    actions.name_source(by=cast.amina, question=question, named=named, at=DURING)
    finding = a_finding(cast, cast.hana)
    actions.rest_finding_on(
        by=cast.amina, finding=finding, named=named, place="on the upper sluice", at=DURING
    )
    rates(cast.hana, finding, True, True)
    actions.settle_finding(by=cast.amina, finding=finding, at=DURING)
    version = published(cast, FERRIES)
    row = version.paragraphs.exclude(kind="heading").select_related("anchor")[0]
    ground_paragraph(
        by=cast.bruno, version=version, anchor=row.anchor, kind="practice",
        subject_key=practice.key, bearing="supports", reason="The storks say so.", at=DURING,
    )  # fmt: skip
    release = actions.release_evidence(
        by=cast.amina, process=cast.process, stage="preliminary", titles={"en": "First"}, at=DURING
    )
    attached = practice.attached.get()
    return {
        "practice": again(practice), "finding": finding, "release": release, "question": question,
        "doors": {
            "page": f"{EVIDENCE}practices/{practice.key}/",
            "by number": f"{EVIDENCE}practices/1/",
            "list": f"{EVIDENCE}practices/",
            "attached file": f"{EVIDENCE}practices/{practice.key}/files/{attached.key}/",
            "csv": f"{EVIDENCE}practices.csv",
            "xlsx": f"{EVIDENCE}practices.xlsx",
            "json": f"{EVIDENCE}practices.json",
            "finding": f"{EVIDENCE}findings/{finding.key}/",
            "findings file": f"{EVIDENCE}findings.json",
            "question": f"{EVIDENCE}questions/{question.key}/",
            "region": f"{EVIDENCE}regions/african/",
            "region csv": f"{EVIDENCE}regions/african.csv",
            "region json": f"{EVIDENCE}regions/african.json",
            "biography": reverse("reports:biography", args=["harbour", row.anchor.key]),
            "podium": reverse("reports:biography-file", args=["harbour", row.anchor.key, "md"]),
            "ground": f"/en/harbour/grounds/{version.key}/{row.anchor.key}/",
            "grounds file": f"/en/harbour/grounds/{version.key}/grounds.csv",
            "release": f"{EVIDENCE}releases/1/",
            "release csv": f"{EVIDENCE}releases/1/content.csv",
            "release json": f"{EVIDENCE}releases/1/content.json",
        },
    }  # fmt: skip


def handed_in_with_file(cast) -> Practice:
    practice = begun(cast, traditional=True)
    says(practice, cast.dana)
    upload = SimpleUploadedFile("storks.txt", b"Storks tell of the flood: the drawing.")
    actions.attach_to_practice(by=cast.dana, practice=again(practice), upload=upload, at=DURING)
    practice = again(practice)
    return actions.hand_in_practice(
        by=cast.dana, practice=practice, seen=practice.revision, at=DURING
    )


def read(client, address: str) -> str:
    """Everything that a door gives out, a workbook unpacked."""
    response = client.get(address)
    data = response.getvalue() if response.streaming else response.content
    if address.endswith(".xlsx"):
        import zipfile

        book = zipfile.ZipFile(io.BytesIO(data))
        return " ".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xml"))
    return data.decode()


def open_doors(client, doors: dict[str, str]) -> set[str]:
    """The doors through which the practice is named or quoted."""
    found = set()
    for door, address in doors.items():
        text = read(client, address)
        if NAME in text or "upper sluice" in text or "The storks say so" in text:
            found.add(door)
    return found


def machines() -> bool:
    """Whether the command line tells it, in any of its three ways."""
    told = run.invoke(app, ["practice", "list", "harbour", "--json"]).stdout
    shown = run.invoke(app, ["practice", "show", "harbour", "1", "--json"])
    taken = run.invoke(app, ["practice", "export", "harbour", "out.csv"])
    assert (NAME in told) == (shown.exit_code == 0) and taken.exit_code == 0
    return NAME in told


def test_all_doors_are_open_while_its_holders_allow_it(
    cast, client, told, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_doors(client, told["doors"]) == set(told["doors"])
    assert machines() and NAME in (tmp_path / "out.csv").read_text()
    page = client.get(told["doors"]["page"])
    assert page["Cache-Control"] == "no-store" and "The keepers of the sluice" in page.text


@pytest.mark.parametrize("erase", [False, True])
def test_consent_is_taken_back_and_all_of_them_close(
    cast, client, told, erase, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = f"{EVIDENCE}practices/own/{signed(told['practice'], OWN)}/"
    sign_in(client, cast.dana)
    post = {"do": "consent", **({"erase": "1"} if erase else {})}
    assert client.post(own + "do/", post).status_code == 302
    client.logout()
    assert open_doors(client, told["doors"]) == set()
    assert not machines() and NAME not in (tmp_path / "out.csv").read_text()
    gone = client.get(told["doors"]["page"])
    assert gone.status_code == 410 and "says nothing about it" in gone.text
    assert client.get(told["doors"]["attached file"]).status_code == 404
    for door in ("finding", "question", "ground", "release"):
        assert NOTE in read(client, told["doors"][door]), door
    # nor do those at work read it any more, the secretariat neither
    for person in (cast.amina, cast.hana, cast.bruno):
        sign_in(client, person)
        assert open_doors(client, told["doors"]) == set(), person.name
        assert client.get(told["doors"]["page"] + "review/").status_code == 403
        assert NAME not in client.get(f"{EVIDENCE}practices/desk/").text
    practice = again(told["practice"])
    assert bool(practice.erased_at) is erase and bool(practice.words) is not erase
    if erase:
        assert not practice.attached.exists() and practice.held.consent_file is None


def test_a_frozen_release_holds_no_word_of_it(cast, told) -> None:
    release = EvidenceRelease.objects.get()
    frozen = json.dumps(release.content)
    assert told["practice"].key in frozen
    assert NAME not in frozen and "sluice" not in frozen
    [item] = release.content["practices"]
    assert set(item["words"]) == {"number", "seal"}


@pytest.mark.parametrize(
    ("use", "closed"),
    [
        ("files", {"attached file", "csv", "xlsx", "json", "release csv", "release json",
                   "region csv", "region json"}),
        ("machines", {"json", "release json", "region json"}),
        ("findings", {"finding", "findings file", "question", "ground", "grounds file",
                      "biography", "podium"}),
        ("releases", {"release", "release csv", "release json"}),
        ("library", {"page", "by number", "list", "attached file", "csv", "xlsx", "json",
                     "release", "release csv", "release json", "region csv", "region json"}),
    ],
)  # fmt: skip
def test_each_use_is_a_door_of_its_own(cast, client, told, use, closed) -> None:
    says(told["practice"], cast.dana, document=False, uses=[u for u in EVERY if u != use])
    still = open_doors(client, told["doors"])
    # the profile of a region names it in its list of practices, or as a source of a question
    assert set(told["doors"]) - still - {"region"} == closed
    assert "region" in still


@pytest.mark.parametrize("label", ["TK SS", "TK CO", "TK MR", "TK WR"])
def test_a_label_that_restricts_wins_over_what_is_ticked(cast, client, told, label) -> None:
    says(told["practice"], cast.dana, document=False, labels=["TK A", label])
    assert open_doors(client, told["doors"]) == set()
    assert may_use(again(told["practice"]), "library", DURING).code == "label-holds-back"


def test_consent_ends_with_its_last_day_and_is_given_anew_by_a_document(cast, client, told) -> None:
    says(told["practice"], cast.dana, document=False, consent_until=date(2024, 2, 20))
    assert open_doors(client, told["doors"]) == set()
    says(told["practice"], cast.dana, document=True)
    assert open_doors(client, told["doors"]) == set(told["doors"])


def test_it_is_not_handed_in_without_documented_consent(cast) -> None:
    open_library(cast)
    practice = begun(cast, traditional=True)
    hand_in = {"by": cast.dana, "practice": practice, "seen": 0, "at": DURING}
    refused("practice-incomplete", actions.hand_in_practice, **hand_in)
    says(practice, cast.dana, document=False)
    refused("practice-incomplete", actions.hand_in_practice, **hand_in)
    says(practice, cast.dana, labels=["TK SS"])
    refused("label-holds-back", actions.hand_in_practice, **hand_in)
    refused(
        "consent-in-the-future", says, practice=practice, by=cast.dana, consent_on=date(2031, 1, 1)
    )
    refused("label-unknown", says, practice=practice, by=cast.dana, labels=["TK ZZ"])
    refused("use-unknown", says, practice=practice, by=cast.dana, uses=["everything"])
    says(practice, cast.dana)
    actions.hand_in_practice(**hand_in)


def test_it_is_not_published_against_its_holders(cast, client) -> None:
    open_library(cast)
    practice = handed_in(cast, held={"uses": ("findings", "releases")})
    reviewed_by(practice, cast.bruno, cast.elif_)
    actions.accept_practice(by=cast.amina, practice=practice, at=DURING)
    publish = {"by": cast.amina, "practice": practice, "at": DURING}
    refused("holders-do-not-allow", actions.publish_practice, **publish)
    sign_in(client, cast.amina)
    page = client.get(f"{EVIDENCE}practices/{practice.key}/review/").text
    assert "do not allow this use" in page and "Publish it in the library" not in page
    # what was never public is named nowhere, and its words are not written into a finding
    named = Named("practice", subject_key=practice.key)
    finding = a_finding(cast)
    refused("practice-not-shown", actions.rest_finding_on, by=cast.amina, finding=finding,
            named=named, place="", at=DURING)  # fmt: skip
    quoting = Stated({"en": f"As they say: {SLUICE.upper()}"})
    refused("quotes-held-knowledge", actions.state_finding, by=cast.amina, process=cast.process,
            stated=quoting, at=DURING)  # fmt: skip
    actions.state_finding(
        by=cast.amina, process=cast.process, at=DURING,
        stated=Stated({"en": "Keepers watch for storks and open a sluice."}),
    )  # fmt: skip


def test_what_was_quoted_while_it_was_allowed_goes_too(cast, client, told) -> None:
    quoting = a_finding(cast, cast.hana, words={"en": f"They told us: “{SLUICE}”"})
    rates(cast.hana, quoting, True, True)
    actions.settle_finding(by=cast.amina, finding=quoting, at=DURING)
    actions.release_evidence(
        by=cast.amina, process=cast.process, stage="preliminary", titles={"en": "Second"}, at=DURING
    )
    doors = {
        "finding": f"{EVIDENCE}findings/{quoting.key}/", "findings": f"{EVIDENCE}findings/",
        "file": f"{EVIDENCE}findings.csv", "region": f"{EVIDENCE}regions/african/",
        "release": f"{EVIDENCE}releases/2/", "release file": f"{EVIDENCE}releases/2/content.json",
    }  # fmt: skip
    assert open_doors(client, doors) == set(doors)
    listed = ["evidence", "findings", "harbour", "--json"]
    assert "upper sluice" in run.invoke(app, listed).stdout
    actions.withdraw_consent(by=cast.dana, practice=told["practice"], erase=True, at=DURING)
    assert open_doors(client, doors) == set()
    assert "upper sluice" not in run.invoke(app, listed).stdout
    assert client.get(doors["finding"]).status_code == 403
    assert NOTE in read(client, doors["release"])
    # the next release does not freeze it again, and those at work can mend the statement
    third = actions.release_evidence(
        by=cast.amina, process=cast.process, stage="preliminary", titles={"en": "Third"}, at=DURING
    )
    assert "sluice" not in json.dumps(third.content)
    sign_in(client, cast.amina)
    assert client.get(doors["finding"]).status_code == 200


def test_the_secretariat_can_only_narrow(cast, client, told) -> None:
    practice = told["practice"]
    says(practice, cast.dana, document=False, uses=["library", "findings"])
    refused("conditions-only-narrowed", says, practice=practice, by=cast.amina, document=False,
            uses=["library", "files"])  # fmt: skip
    refused("conditions-only-narrowed", says, practice=practice, by=cast.amina, uses=["library"])
    says(practice, cast.amina, document=False, uses=["library"], holders="Others", labels=["TK NC"])
    held = Held.objects.get()
    assert (held.uses, held.labels, held.holders) == (
        ["library"], ["TK NC"], "The keepers of the sluice",
    )  # fmt: skip
    refused("not-your-role", says, practice=practice, by=cast.hana, document=False, uses=[])
    here = f"{EVIDENCE}practices/{practice.key}/narrow/"
    sign_in(client, cast.hana)
    assert client.get(here).status_code == 403
    assert client.get(f"{EVIDENCE}practices/{practice.key}/consent/").status_code == 403
    sign_in(client, cast.amina)
    assert "They agreed." in read(client, f"{EVIDENCE}practices/{practice.key}/consent/")
    wide = {"seen": held.revision, "uses": ["library", "machines"], "consent_on": "2024-02-01"}
    assert client.post(here, wide).status_code == 422
    assert client.post(here, {**wide, "uses": []}).status_code == 302
    client.logout()  # those who review read it as long as consent stands
    assert open_doors(client, told["doors"]) == set()
    sign_in(client, cast.amina)
    assert client.post(here, {"do": "consent"}).status_code == 302
    assert Held.objects.get().withdrawn_at


def test_by_its_pages_without_an_account(cast, client) -> None:
    open_library(cast)
    practice = begun(cast, guest=a_guest(), traditional=True)
    own = f"{EVIDENCE}practices/own/{signed(practice, OWN)}/"
    assert "Whose knowledge it is" in client.get(own).text
    form = {
        "seen": again(practice).held.revision, "holders": "The keepers", "protocol": "Asked.",
        "consent_on": "2024-02-01", "uses": ["library"], "labels": ["TK A"],
        "document": SimpleUploadedFile("yes.pdf", b"%PDF"),
    }  # fmt: skip
    assert client.post(own + "conditions/", {**form, "seen": 99}).status_code == 422
    form["document"] = SimpleUploadedFile("yes.pdf", b"%PDF")
    assert client.post(own + "conditions/", form).url == own
    page = client.get(own).text
    assert "Shown on the public pages" in page and "Hand it in" in page
    # whoever is signed in with another account acts there by the link alone
    sign_in(client, cast.chen)
    assert client.get(own).status_code == 200
    other = begun(cast, by=cast.dana)
    assert client.get(f"{EVIDENCE}practices/own/{signed(other, OWN)}/").status_code == 404


def test_an_old_document_goes_when_a_new_one_comes(
    cast, django_capture_on_commit_callbacks
) -> None:
    open_library(cast)
    practice = begun(cast, traditional=True)
    first = says(practice, cast.dana).consent_file
    paper = SimpleUploadedFile("new.txt", b"They agreed again.")
    with django_capture_on_commit_callbacks(execute=True):
        actions.set_conditions(
            by=cast.dana, practice=again(practice), told=Conditions(), document=paper,
            seen=again(practice).held.revision, at=DURING,
        )  # fmt: skip
    assert not place_of(first.digest).exists()


def test_what_is_not_traditional_has_no_holders_side(cast) -> None:
    open_library(cast)
    practice = in_library(cast)
    assert not hasattr(practice, "held")
    refused(
        "not-traditional-knowledge",
        actions.withdraw_consent,
        by=cast.dana,
        practice=practice,
        at=DURING,
    )
