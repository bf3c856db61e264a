"""Findings: stated, rated blind, settled with what was said, withdrawn with a reason."""

from __future__ import annotations

import pytest

from tests.evidence.makers import DURING, a_question, regions, sign_in
from travaux.evidence.actions import (
    change_finding,
    name_finding_author,
    put_finding_to_authors,
    rate_finding,
    release_evidence,
    release_finding_author,
    reopen_finding,
    rest_finding_on,
    settle_finding,
    state_finding,
    withdraw_finding,
)
from travaux.evidence.actions.findings import Stated
from travaux.evidence.actions.questions import Named
from travaux.evidence.models import EvidenceRelease, Finding, FindingRating
from travaux.evidence.queries.findings import findings_visible_to, rated, to_rate
from travaux.evidence.rules.findings import may_see_ratings
from travaux.journal.models import Line
from travaux.people.actions import erase_person
from travaux.plumbing.models import Mail
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
AT = "/en/harbour/evidence/"
WORDS = {
    "en": "Quays with lamps have fewer falls.",
    "fr": "Les quais éclairés comptent moins de chutes.",
}


def a_finding(cast, *authors, words=WORDS) -> Finding:
    finding = state_finding(by=cast.amina, process=cast.process, stated=Stated(words), at=DURING)
    named = Named("interview", "Talks on the quay", language="en")
    rest_finding_on(by=cast.amina, finding=finding, named=named, place="note 3", at=DURING)
    for author in authors:
        name_finding_author(by=cast.amina, finding=finding, person=author, at=DURING)
    if authors:
        put_finding_to_authors(by=cast.amina, finding=finding, at=DURING)
    finding.refresh_from_db()
    return finding


def rates(person, finding, evidence: bool, agreement: bool, reason: str = ""):
    finding.refresh_from_db()
    return rate_finding(
        by=person, finding=finding, evidence_high=evidence, agreement_high=agreement,
        reason=reason, language="en", seen=finding.revision, at=DURING,
    )  # fmt: skip


def stands(cast, *authors, **also) -> Finding:
    finding = a_finding(cast, *(authors or (cast.hana,)), **also)
    for author in authors or (cast.hana,):
        rates(author, finding, True, True)
    return settle_finding(by=cast.amina, finding=finding, at=DURING)


def test_each_author_rates_before_seeing_the_others(cast) -> None:
    finding = a_finding(cast, cast.hana, cast.bruno, cast.elif_)
    assert to_rate(cast.hana, cast.process) == [finding]
    first = rates(cast.hana, finding, True, False, "Two sources differ.")
    assert first.blind and not to_rate(cast.hana, cast.process)
    assert may_see_ratings(cast.hana, finding, DURING)
    # who has not rated sees nothing, nor does the secretariat, nor the record
    for other in (cast.bruno, cast.amina, cast.dana):
        assert may_see_ratings(other, finding, DURING).code == "rate-it-first"
    assert "true" not in str(Line.objects.order_by("-seq")[0].facts).replace("'blind': True", "")
    with pytest.raises(Refusal, match="ratings-awaited"):
        settle_finding(by=cast.amina, finding=finding, at=DURING)
    rates(cast.bruno, finding, True, False)
    rates(cast.elif_, finding, False, True)
    again = rates(cast.hana, finding, True, True)  # thinks again, having seen
    assert not again.blind and FindingRating.objects.count() == 4
    done = settle_finding(by=cast.amina, finding=finding, at=DURING)
    assert done.box == "" and done.counts["unresolved"] == 1 and sum(done.counts.values()) == 3


def test_other_words_want_other_ratings(cast) -> None:
    finding = a_finding(cast, cast.hana)
    rates(cast.hana, finding, True, True)
    change_finding(
        by=cast.amina, finding=finding, stated=Stated({"en": "Lamps help."}),
        seen=finding.revision, at=DURING,
    )  # fmt: skip
    finding.refresh_from_db()
    assert rated(finding).awaited == 1
    with pytest.raises(Refusal, match="finding-reads-otherwise"):
        rate_finding(
            by=cast.hana, finding=finding, evidence_high=True, agreement_high=True, reason="",
            language="en", seen=finding.revision - 1, at=DURING,
        )  # fmt: skip


def test_what_stands_is_public_and_a_withdrawal_too(cast) -> None:
    draft, standing = a_finding(cast), stands(cast, cast.hana, cast.bruno)
    assert list(findings_visible_to(None, cast.process, DURING)) == [standing]
    assert list(findings_visible_to(cast.amina, cast.process, DURING)) == [draft, standing]
    with pytest.raises(Refusal, match="withdrawal-needs-reason"):
        withdraw_finding(by=cast.amina, finding=standing, why=" ", at=DURING)
    reopen_finding(by=cast.amina, finding=standing, at=DURING)
    standing.refresh_from_db()
    assert rated(standing).awaited == 2
    release_finding_author(by=cast.amina, finding=standing, person=cast.bruno, at=DURING)
    assert rated(standing).awaited == 1
    withdraw_finding(by=cast.amina, finding=standing, why="The notes were lost.", at=DURING)
    assert list(findings_visible_to(None, cast.process, DURING)) == [standing]


@pytest.mark.parametrize("name", ["chen", "dana", "hana", "olga"])
def test_who_does_not_write_the_texts_states_no_finding(cast, name) -> None:
    with pytest.raises(Refusal):
        state_finding(by=getattr(cast, name), process=cast.process, stated=Stated(WORDS), at=DURING)
    finding = a_finding(cast, cast.bruno)
    with pytest.raises(Refusal, match="not-an-author-of-it"):
        rates(getattr(cast, name), finding, True, True)


def test_the_pages_of_a_finding(cast, client) -> None:
    regions()
    question = a_question(cast)
    sign_in(client, cast.amina)
    refused = client.post(AT + "findings/new/", {"question": question.key})
    assert refused.status_code == 422 and "at least one language" in refused.text
    made = client.post(
        AT + "findings/new/",
        {"question": question.key, "regions": ["african"], "statement_en": "Lamps <b>help</b>."},
    )
    finding = Finding.objects.get()
    assert made.url == f"{AT}findings/{finding.key}/"
    page = client.get(made.url).text
    assert "Lamps &lt;b&gt;help" in page and "North quays" in page
    here = made.url
    told = {"kind": "literature", "title": "A book", "place": "p. 4"}
    client.post(here + "source/", told)
    assert "A book, p. 4" in client.get(here).text
    nobody = client.post(here + "authors/", {"email": "nobody@example.org"})
    assert nobody.status_code == 422 and "Nobody with this address" in nobody.text
    client.post(here + "authors/", {"email": cast.hana.email})
    client.post(here + "move/put/")
    client.post(here + "move/settle/")
    assert "have not rated" in client.get(here).text
    sign_in(client, cast.dana)
    assert client.get(here).status_code == 403
    assert finding.key not in client.get(AT + "findings.json").text
    sign_in(client, cast.hana)
    assert "wait for your rating" in client.get(AT + "findings/").text
    finding.refresh_from_db()
    form = {"evidence": "high", "agreement": "low", "seen": finding.revision, "reason": "Thin."}
    assert client.post(here + "rate/", form).url == here
    assert "Thin." in client.get(here).text
    sign_in(client, cast.amina)
    assert "Thin." not in client.get(here).text
    client.post(here + "move/settle/")
    client.logout()
    page = client.get(here).text
    assert "Unresolved" in page and "Thin." not in page and "Hana" not in page
    assert client.get(AT + "findings.xlsx").status_code == 200


def test_a_release_is_frozen_and_tells_what_changed(cast, client) -> None:
    first_finding = stands(cast)
    told = {"by": cast.amina, "process": cast.process, "titles": {"en": "First look"}, "at": DURING}
    first = release_evidence(stage="preliminary", seen=0, **told)
    assert first.changes["findings"]["new"] == [first_finding.key]
    with pytest.raises(Refusal, match="moved-meanwhile"):
        release_evidence(stage="final", seen=0, **told)
    withdraw_finding(by=cast.amina, finding=first_finding, why="Wrong.", at=DURING)
    other = stands(cast, words={"en": "Another."})
    second = release_evidence(stage="final", seen=1, **told)
    assert second.changes["findings"] == {
        "new": [other.key], "changed": [], "gone": [first_finding.key],
    }  # fmt: skip
    with pytest.raises(Refusal, match="stage-goes-back"):
        release_evidence(stage="preliminary", **told)
    with pytest.raises(Exception, match="kept as they are"):
        EvidenceRelease.objects.filter(pk=first.pk).update(symbol="X")


def test_the_pages_of_releases(cast, client) -> None:
    sign_in(client, cast.amina)
    empty = client.post(AT + "releases/new/", {"stage": "preliminary", "seen": 0})
    assert empty.status_code == 422 and "nothing to release" in empty.text
    stands(cast)
    form = {"stage": "preliminary", "seen": 0, "title_en": "First look", "symbol": "X/1"}
    made = client.post(AT + "releases/new/", form)
    client.logout()
    page = client.get(made.url).text
    assert "First look" in page and "Quays with lamps" in page and "X/1" in page
    rows = client.get(made.url + "content.json").json()
    assert [r["part"] for r in rows] == ["findings"] and len(rows[0]["hash"]) == 64
    assert client.get(AT + "releases/new/").status_code == 302
    assert client.get(AT + "releases/").status_code == 200


def test_what_an_author_wrote_goes_with_the_account(cast) -> None:
    finding = a_finding(cast, cast.hana)
    rates(cast.hana, finding, True, True, "I was there.")
    erase_person(by=cast.hana, person=cast.hana, at=DURING)
    assert [r.reason for r in FindingRating.objects.all()] == [""]


def test_authors_are_told_that_a_finding_waits_for_them_and_not_of_one_another(cast) -> None:
    finding = a_finding(cast, cast.hana, cast.bruno)
    asked = [m for m in Mail.objects.order_by("pk") if m.about == finding.key]
    assert sorted(m.to for m in asked) == sorted([cast.hana.email, cast.bruno.email])
    assert all("waits for your rating" in m.subject and "/rate/" in m.text for m in asked)
    assert "Bruno" not in asked[0].text + asked[1].text and "Hana" not in asked[0].text
    name_finding_author(by=cast.bruno, finding=finding, person=cast.elif_, at=DURING)
    told = Mail.objects.filter(about=finding.key)
    assert told.count() == 3 and told.filter(to=cast.elif_.email).count() == 1
    name_finding_author(by=cast.bruno, finding=finding, person=cast.elif_, at=DURING)
    assert told.count() == 3  # named twice, asked once
