"""Interviews: nothing beyond consent, nothing before its time, everything gone when it is taken back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.evidence.findings_here import a_standing_finding
from tests.evidence.interviews import SAID, approved, facts, given, registered, with_text
from tests.evidence.makers import DURING, PREPARED, a_question, a_source, regions, sign_in
from travaux.evidence.actions import (
    approve_by_link,
    ask_interviewee,
    change_interview,
    end_past_consents,
    mend_passage,
    quote_words,
    record_consent,
    register_interview,
    release_evidence,
    send_leaving_link,
    take_consent_back,
    take_quotation_out,
    withdraw_interview,
)
from travaux.evidence.actions.questions import Named
from travaux.evidence.models import Consent, FindingSource, Interview, InterviewLink, InterviewText
from travaux.evidence.queries.interviews import (
    interview_link_behind,
    interviews_visible_to,
    quotations_of,
    quotations_visible_to,
    quoted,
    token_of,
)
from travaux.evidence.queries.questions import gone_of, offered_of, sources_of
from travaux.evidence.rules.interviews import (
    allowed,
    may_quote,
    may_read_text,
    may_see_interview,
    may_see_name,
)
from travaux.evidence.tasks import end_past_consents as task
from travaux.journal.models import Line
from travaux.people.actions import erase_person
from travaux.people.queries import own_data
from travaux.plumbing.models import Mail, StoredFile
from travaux.plumbing.verdicts import Refusal

pytestmark = pytest.mark.django_db
AT = "/en/harbour/evidence/interviews/"
WORDS = "People stopped asking where the lamps are."
LATER = DURING + timedelta(days=1)


def quote(cast, text: InterviewText, number: int = 2, words: str = WORDS):
    return quote_words(by=cast.bruno, text=text, number=number, words=words, at=DURING)


def test_an_interview_is_registered_with_its_consent_or_not_at_all(cast) -> None:
    interview = registered(cast)
    assert interview.number == 1 and interview.consents.count() == 1
    for refused, code in (
        (facts(title=" "), "interview-needs-title"),
        (facts(title="Ms Roe, clerk"), "title-names-interviewee"),
        (facts(region="nowhere"), "regional-group-unknown"),
        (facts(level="lunar"), "level-unknown"),
    ):
        with pytest.raises(Refusal, match=code):
            register_interview(
                by=cast.amina, process=cast.process, facts=refused, given=given(), at=PREPARED
            )
    for consent, code in (
        (given(analysis=False), "publication-needs-analysis"),
        (given(analysis=False, publication=False), "quoting-needs-analysis"),
        (given(quoting="loudly"), "quoting-unknown"),
        (given(until=PREPARED), "consent-is-over"),
    ):
        with pytest.raises(Refusal, match=code):
            registered(cast, consent=consent)
    with pytest.raises(Refusal, match="not-your-role"):
        register_interview(
            by=cast.bruno, process=cast.process, facts=facts(), given=given(), at=PREPARED
        )
    assert Interview.objects.count() == 1 and Consent.objects.count() == 1
    assert "Roe" not in str([line.facts for line in Line.objects.all()])


def test_who_sees_what_of_an_interview(cast) -> None:
    until = DURING + timedelta(days=5)
    interview, _text = approved(cast, embargo_until=until)
    for at, readers in ((DURING, {"amina"}), (until, {"amina", "bruno", "elif_"})):
        for name in ("amina", "bruno", "elif_", "hana", "chen", "dana", "olga", "farid"):
            told = bool(may_read_text(getattr(cast, name), interview, at))
            assert told == (name in readers), (name, at)
    assert not may_see_interview(None, interview, DURING)
    assert may_see_interview(None, interview, until)
    assert not may_read_text(None, interview, until)
    assert interviews_visible_to(cast.dana, cast.process, DURING) == []
    assert may_see_name(cast.amina, interview, DURING)
    assert not may_see_name(cast.bruno, interview, until)  # quoted by function: unnamed
    record_consent(by=cast.amina, interview=interview, given=given(quoting="named"), at=DURING)
    interview = Interview.objects.get(pk=interview.pk)
    assert may_see_name(cast.bruno, interview, until)
    assert not may_see_name(cast.bruno, interview, DURING)


def test_a_text_is_not_used_before_it_is_approved(cast) -> None:
    interview = registered(cast)
    with pytest.raises(Refusal, match="interview-without-text"):
        ask_interviewee(by=cast.amina, interview=interview, at=PREPARED)
    text = with_text(cast, interview)
    assert not may_read_text(cast.bruno, interview, DURING)
    with pytest.raises(Refusal, match="interview-not-open"):
        quote(cast, text)
    with pytest.raises(Refusal, match="text-not-approved"):
        quote_words(by=cast.amina, text=text, number=2, words=WORDS, at=DURING)


def test_the_interviewee_reads_mends_withholds_and_approves_once(cast, client) -> None:
    interview = registered(cast)
    file = SimpleUploadedFile("talk.txt", "\n\n".join(SAID).encode())
    first = with_text(cast, interview, file=file, name="talk.txt")
    kept = first.file
    link = ask_interviewee(by=cast.amina, interview=interview, at=DURING)
    mail = Mail.objects.get(about=f"interview:{interview.key}")
    token = token_of(link)
    assert mail.to == "ada@interviews.example" and token in mail.text
    mended = mend_passage(
        by=None, link=link, number=4, text="A: Nobody\n yet.", withheld=False, at=DURING
    )
    assert mended.number == 2 and mended.paragraphs[3]["text"] == "A: Nobody yet."
    mend_passage(by=None, link=link, number=2, text="", withheld=True, at=DURING)
    with pytest.raises(Refusal, match="passage-without-words"):
        mend_passage(by=None, link=link, number=1, text=" ", withheld=False, at=DURING)
    assert InterviewText.objects.get(number=1).paragraphs[1]["text"] == SAID[1]
    approve_by_link(by=None, link=link, at=DURING)
    for text in interview.texts.all():
        assert text.paragraphs[1] == {"text": "", "withheld": True} and text.file is None
    assert not StoredFile.objects.filter(pk=kept.pk).exists()
    for act in (
        lambda: approve_by_link(by=None, link=link, at=DURING),
        lambda: mend_passage(by=None, link=link, number=1, text="x", withheld=False, at=DURING),
    ):
        with pytest.raises(Refusal, match="interview-link-used"):
            act()
    last = interview.texts.get(number=2)
    with pytest.raises(Refusal, match="passage-withheld"):
        quote(cast, last)
    assert quote(cast, last, 4, "Nobody yet").start == 3
    facts_told = str([line.facts for line in Line.objects.all()])
    assert "Nobody" not in facts_told and "lamps" not in facts_told


def test_links_are_signed_expire_and_go_to_one_address(cast) -> None:
    interview = registered(cast)
    with_text(cast, interview)
    link = ask_interviewee(by=cast.amina, interview=interview, at=DURING)
    token = token_of(link)
    assert interview_link_behind(token) == link
    assert interview_link_behind(token[:-2] + "xx") is None and interview_link_behind("") is None
    with pytest.raises(Refusal, match="interview-link-over"):
        approve_by_link(by=None, link=link, at=DURING + timedelta(days=61))
    newer = ask_interviewee(by=cast.amina, interview=interview, at=LATER)
    with pytest.raises(Refusal, match="interview-link-over"):
        approve_by_link(by=None, link=link, at=LATER)
    change_interview(
        by=cast.amina,
        interview=interview,
        facts=facts(email="other@interviews.example"),
        seen=0,
        at=LATER,
    )
    # both went to the address before
    assert interview_link_behind(token_of(newer)) is None and interview_link_behind(token) is None
    leaving = InterviewLink.objects.get(purpose="leave")
    with pytest.raises(Refusal, match="interview-link-unknown"):
        approve_by_link(by=None, link=leaving, at=LATER)
    with pytest.raises(Refusal, match="interview-link-unknown"):
        take_consent_back(by=None, link=newer, everything=True, at=LATER)


def test_a_quotation_has_its_exact_place_and_stays_within_consent(cast) -> None:
    interview, text = approved(cast)
    made = quote(cast, text)
    assert (made.paragraph, made.start, made.end) == (2, 3, 45)
    assert quote(cast, text).pk == made.pk
    shown = quoted(made, DURING)
    assert shown.words == WORDS and shown.who == "Harbour clerk" and "4–45" in shown.place
    with pytest.raises(Refusal, match="quotation-names-interviewee"):
        quote(cast, text, 2, "Ada Roe keeps the list.")
    for consent, who in (
        (given(quoting="named"), "Ada Roe, Harbour clerk"),
        (given(quoting="anonymous"), "an interviewee"),
    ):
        record_consent(by=cast.amina, interview=interview, given=consent, at=DURING)
        assert quoted(quotations_of(interview)[0], DURING).who == who
    record_consent(by=cast.amina, interview=interview, given=given(publication=False), at=DURING)
    one = quotations_of(interview)[0]
    assert quoted(one, DURING).words == "" and quoted(one, DURING, inside=True).words == WORDS
    assert quotations_visible_to(None, cast.process, DURING) == []
    assert [q.words for q in quotations_visible_to(cast.bruno, cast.process, DURING)] == [WORDS]
    record_consent(by=cast.amina, interview=interview, given=given(quoting="none"), at=DURING)
    made.refresh_from_db()
    assert made.gone_at == DURING and made.gone_why == "consent"
    interview = Interview.objects.get(pk=interview.pk)
    assert may_quote(cast.bruno, interview, DURING).code == "quoting-not-allowed"


def test_until_and_embargo_hold_to_the_instant(cast) -> None:
    end = DURING + timedelta(hours=1)
    interview, text = approved(cast, consent=given(until=end))
    made = quote(cast, text)
    just_before = end - timedelta(microseconds=1)
    assert quoted(made, just_before).words == WORDS and quoted(made, end, inside=True).words == ""
    assert allowed(interview, end).analysis is False
    assert end_past_consents(by=None, at=just_before) == 0
    assert end_past_consents(by=None, at=end) == 1
    interview.refresh_from_db()
    assert interview.state == "withdrawn" and interview.withdrawn_why == "ended"
    assert task() == 0


def test_withdrawal_takes_all_out_of_findings_with_a_note_and_of_questions(cast, client) -> None:
    regions()
    interview, text = approved(cast, region="african", level="national")
    made = quote(cast, text)
    question = a_question(cast)
    a_source(cast, question, title="", subject_key=interview.key, region="african")
    named = Named("interview", subject_key=interview.key, part=made.key)
    finding = a_standing_finding(cast, named)
    kind_key_part = ("interview", interview.key, made.key)
    assert WORDS in offered_of(cast.process)[kind_key_part][0]
    page = f"/en/harbour/evidence/findings/{finding.key}/"
    assert WORDS in client.get(page).content.decode()
    release = release_evidence(
        by=cast.amina, process=cast.process, stage="preliminary", titles={}, at=DURING
    )
    frozen = json.dumps(release.content)
    assert "lamps" not in frozen and "Roe" not in frozen and interview.key in frozen
    told = withdraw_interview(by=cast.amina, interview=interview, at=LATER)
    assert told == {"quotations": 1, "questions": 1, "findings": 1}
    html = client.get(page).content.decode()
    assert WORDS not in html and "A quotation stood here (Interview 1, paragraph 2" in html
    assert kind_key_part in gone_of(cast.process)
    assert kind_key_part not in offered_of(cast.process)
    assert sources_of([question]) == []
    assert FindingSource.objects.filter(finding=finding, taken_out_at__isnull=True).count() == 1
    interview.refresh_from_db()
    assert (interview.name, interview.email, interview.function, interview.title) == ("",) * 4
    assert all(p["text"] == "" for t in interview.texts.all() for p in t.paragraphs)
    assert not Mail.objects.filter(about=f"interview:{interview.key}").exists()
    with pytest.raises(Refusal, match="interview-withdrawn"):
        withdraw_interview(by=cast.amina, interview=interview, at=LATER)
    assert "People stopped" not in json.dumps(release.content)
    second = release_evidence(
        by=cast.amina, process=cast.process, stage="final", titles={}, at=LATER
    )
    assert second.changes["interviews"]["gone"] == [interview.key]


def test_the_link_to_leave_is_sent_to_those_who_approved_on_paper_too(cast) -> None:
    interview, _text = approved(cast)
    link = send_leaving_link(by=cast.amina, interview=interview, at=DURING)
    assert send_leaving_link(by=cast.amina, interview=interview, at=LATER).pk == link.pk
    mails = Mail.objects.filter(about=f"interview:{interview.key}")
    assert mails.count() == 2 and token_of(link) in mails[0].text
    take_consent_back(by=None, link=link, everything=True, at=LATER)
    assert not mails.exists()
    nobody, _text = approved(cast, email="")
    with pytest.raises(Refusal, match="interviewee-without-address"):
        send_leaving_link(by=cast.amina, interview=nobody, at=LATER)


def test_by_the_link_quotations_alone_are_taken_back_or_everything(cast) -> None:
    interview = registered(cast)
    text = with_text(cast, interview)
    approve_by_link(
        by=None, link=ask_interviewee(by=cast.amina, interview=interview, at=DURING), at=DURING
    )
    quote(cast, text)
    leaving = InterviewLink.objects.get(purpose="leave")
    assert take_consent_back(by=None, link=leaving, everything=False, at=LATER) == {"quotations": 1}
    again = take_consent_back(by=None, link=leaving, everything=False, at=LATER)
    assert again == {"quotations": 0}
    interview = Interview.objects.get(pk=interview.pk)
    assert allowed(interview, LATER).analysis and allowed(interview, LATER).quoting == "none"
    assert interview.consents.last().by_key == ""
    take_consent_back(by=None, link=leaving, everything=True, at=LATER)
    with pytest.raises(Refusal, match="interview-withdrawn"):
        take_consent_back(by=None, link=leaving, everything=True, at=LATER)


def test_export_and_erasure_of_a_person_have_their_interviews(cast) -> None:
    interview, text = approved(cast, email="dana@example.org", name="Dana")
    quote(cast, text)
    mine = own_data(cast.dana)["evidence"]["interviews"]
    assert mine[0]["quotations"] == [WORDS] and mine[0]["consents"][0]["quoting"] == "function"
    assert own_data(cast.chen)["evidence"]["interviews"] == []
    erase_person(by=cast.dana, person=cast.dana, at=LATER)
    interview.refresh_from_db()
    assert interview.state == "withdrawn" and interview.withdrawn_why == "erased"
    assert quotations_of(interview)[0].gone_why == "erased"


def test_a_quotation_is_taken_back_by_those_who_analyse(cast) -> None:
    _interview, text = approved(cast)
    made = quote(cast, text)
    with pytest.raises(Refusal):
        take_quotation_out(by=cast.dana, quotation=made, at=LATER)
    take_quotation_out(by=cast.elif_, quotation=made, at=LATER)
    with pytest.raises(Refusal, match="moved-meanwhile"):
        take_quotation_out(by=cast.elif_, quotation=made, at=LATER)


def test_the_pages_from_registering_to_the_interviewees_link(cast, client) -> None:
    regions()
    sign_in(client, cast.amina)
    typed = {
        "title": "A ferry pilot", "held_on": "2024-01-30", "language": "en", "zone": "Europe/Paris",
        "name": "Ivo Poe", "email": "ivo@interviews.example", "given_on": "2024-01-30",
        "analysis": "on", "publication": "on", "quoting": "named", "embargo": "2099-01-01T00:00",
    }  # fmt: skip
    assert client.get(f"{AT}register/").status_code == 200
    wrong = client.post(f"{AT}register/", {**typed, "title": "Ivo Poe", "zone": "Moon/Base"})
    assert wrong.status_code == 422 and "Ivo Poe" in wrong.content.decode()
    client.post(f"{AT}register/", typed)
    interview = Interview.objects.get()
    assert interview.embargo_until == datetime(2098, 12, 31, 23, tzinfo=UTC)
    at = f"{AT}{interview.key}/"
    bad = client.post(
        f"{at}bring/",
        {"kind": "notes", "language": "en", "file": SimpleUploadedFile("a.pdf", b"%PDF")},
    )
    assert bad.status_code == 422 and "not .pdf" in bad.content.decode()
    file = SimpleUploadedFile("a.txt", b"Q: Where?\n\nA: Here.")
    client.post(f"{at}bring/", {"kind": "notes", "language": "en", "file": file})
    assert b"Where?" in b"".join(client.get(f"{at}original/").streaming_content)
    client.post(f"{at}act/", {"do": "ask"})
    assert client.get(at).status_code == 200
    mail = Mail.objects.get(about=f"interview:{interview.key}")
    links = [w for w in mail.text.split() if w.startswith("http")]
    client.logout()
    assert client.get(at).status_code in (302, 403)
    reading, leaving = ("/" + link.split("/", 3)[3] for link in links)
    assert "A: Here." in client.get(reading).content.decode()
    assert 'name="text"' in client.get(f"{reading}?mend=2").content.decode()
    wrong = client.post(reading, {"do": "mend", "number": "2", "text": " "})
    assert wrong.status_code == 422
    client.post(reading, {"do": "mend", "number": "2", "text": "A: There."})
    assert "A: There." in client.get(reading).content.decode()
    client.post(reading, {"do": "approve"})
    assert "You approved the text" in client.get(reading).content.decode()
    interview.refresh_from_db()
    assert interview.state == "approved"
    assert "Erase all that I said" in client.get(leaving).content.decode()
    client.post(leaving, {"do": "everything"})
    assert "took the interview back" in client.get(leaving).content.decode()
    assert client.get("/en/harbour/evidence/interviews/leave/nothing/").status_code == 404
    interview.refresh_from_db()
    assert interview.state == "withdrawn"


def test_lists_and_files_say_no_more_than_the_reader_may_know(cast, client) -> None:
    interview, text = approved(cast)
    approved(cast, title="A hushed one", embargo_until=datetime(2099, 1, 1, tzinfo=UTC))
    quote(cast, text)
    html = client.get(AT).content.decode()
    assert "A clerk of a harbour" in html and "hushed" not in html and "Roe" not in html
    rows = json.loads(client.get(f"{AT[:-1]}.json").content)
    assert [r["number"] for r in rows] == [1]
    told = json.loads(client.get(f"{AT}quotations.json").content)
    assert told[0]["words"] == WORDS and told[0]["who"] == "Harbour clerk"
    page = client.get(f"{AT}{interview.key}/").content.decode()
    assert WORDS in page and "Roe" not in page and "30 January" not in page
    sign_in(client, cast.amina)
    assert "Roe" in client.get(f"{AT}{interview.key}/").content.decode()
    assert "hushed" in client.get(AT).content.decode()
    assert date(2024, 1, 30) == interview.held_on
