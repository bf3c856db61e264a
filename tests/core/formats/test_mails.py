"""Mails with all that mail programs do to them: words, attached files, mails in mails."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from travaux.core.formats.mails import MOST_ATTACHMENTS, read_mail
from travaux.core.problems import Unusable


def mail(subject: str = "Comments", words: str = "Dear all,\n") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ministry of Transport <mot@state.example>"
    made["Date"] = "Tue, 03 Mar 2026 10:00:00 +0300"
    made["Subject"] = subject
    if words:
        made.set_content(words)
    return made


def attach(
    made: EmailMessage, name: str, data: bytes = b"x", kind: str = "application/pdf"
) -> None:
    main, sub = kind.split("/")
    made.add_attachment(data, maintype=main, subtype=sub, filename=name)


def test_words_sender_date_and_files():
    made = mail("Замечания", "Пункт 3: раньше.\n")
    attach(made, "تعليقات.docx", b"PK", "application/octet-stream")
    found = read_mail(made.as_bytes())
    assert (found.subject, found.sender) == ("Замечания", "Ministry of Transport")
    assert found.date == "2026-03-03T10:00:00+03:00" and found.text.strip() == "Пункт 3: раньше."
    [one] = found.attachments
    assert (one.name, one.size, one.data, one.is_file) == ("تعليقات.docx", 2, b"PK", True)


def test_html_alone_is_cleaned_to_text_and_nothing_of_it_runs_or_is_fetched():
    made = mail(words="")
    made.set_content(
        "<!DOCTYPE html><html><head><title>t</title><style>p{}</style></head><body>"
        "<script>alert(1)</script><img src='http://track.example/1.gif'>"
        "<p>Paragraph&nbsp;3: <b>earlier</b>.</p><div>Second<br>line</div></body></html>",
        subtype="html",
    )
    found = read_mail(made.as_bytes())
    assert "earlier" in found.text and "Second\nline" in found.text
    assert not {"alert", "p{}", "track.example"} & set(found.text.split())
    assert found.attachments == ()


def test_of_two_dresses_the_plain_words_are_taken_unless_they_are_empty():
    made = mail(words="Plain.\n")
    made.add_alternative("<p>Dressed.</p>", subtype="html")
    assert read_mail(made.as_bytes()).text.strip() == "Plain."
    empty = mail(words=" \n")
    empty.add_alternative("<p>Dressed.</p>", subtype="html")
    assert read_mail(empty.as_bytes()).text.strip() == "Dressed."


def test_words_before_and_after_a_file_are_both_read():
    raw = (
        b"Subject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nBefore.\r\n"
        b"--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nAfter.\r\n--b--\r\n"
    )
    found = read_mail(raw)
    assert found.text.split() == ["Before.", "After."]
    assert [a.name for a in found.attachments] == ["a.pdf"]


def test_a_mail_in_a_mail_is_one_file_that_opens_as_a_mail():
    inner = mail("Inner", "Paragraph 2: shorter.\n")
    attach(inner, "table.csv", b"a,b", "text/csv")
    outer = mail("FW: Inner", "See below.\n")
    outer.add_attachment(inner)
    [one] = read_mail(outer.as_bytes()).attachments
    assert (one.name, one.media_type, one.is_file) == ("Inner.eml", "message/rfc822", True)
    again = read_mail(one.data)
    assert again.text.strip() == "Paragraph 2: shorter."
    assert [a.name for a in again.attachments] == ["table.csv"]


def test_what_the_mail_program_added_is_named_and_is_no_file():
    made = mail()
    attach(made, "smime.p7s", b"0", "application/pkcs7-signature")
    raw = (
        b"Content-Type: multipart/related; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/html\r\n\r\n<p>Hello</p>\r\n"
        b"--b\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <logo>\r\n\r\nx\r\n--b--\r\n"
    )
    assert [(a.name, a.is_file) for a in read_mail(made.as_bytes()).attachments] == [
        ("smime.p7s", False)
    ]
    assert [(a.name, a.is_file) for a in read_mail(raw).attachments] == [("logo.png", False)]


def test_names_cannot_climb_hide_or_run_on():
    made = mail()
    for name in ("../../etc/passwd.csv", "C:\\x\\table.csv", "a\u202egpj.csv", f"{'n' * 400}.csv"):
        attach(made, name)
    names = [a.name for a in read_mail(made.as_bytes()).attachments]
    assert names[:3] == ["passwd.csv", "table.csv", "agpj.csv"]
    assert len(names[3]) <= 200 and names[3].endswith(".csv")


def test_more_files_than_are_opened_are_counted():
    made = mail()
    for n in range(MOST_ATTACHMENTS + 3):
        attach(made, f"{n}.pdf")
    found = read_mail(made.as_bytes())
    assert len(found.attachments) == MOST_ATTACHMENTS
    assert [(p.code, p.facts) for p in found.problems] == [("attachments-left-out", {"count": 3})]


def test_parts_within_parts_without_end_are_refused():
    raw = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(900)
    )
    with pytest.raises(Unusable, match="mail-too-deep"):
        read_mail(raw + b"Content-Type: text/plain\r\n\r\nx\r\n")


def test_a_sealed_mail_says_so():
    raw = b"Subject: s\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\nMII\r\n"
    assert [p.code for p in read_mail(raw).problems] == ["mail-sealed"]


def test_a_charset_that_is_none_or_a_wrong_one_loses_nothing_else():
    raw = "Subject: s\nContent-Type: text/plain; charset=utf-99\n\nRévision des ports.\n"
    assert "Révision" in read_mail(raw.encode()).text
    wrong = raw.replace("utf-99", "us-ascii").encode("cp1252")
    assert "R" in read_mail(wrong).text


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 900), st.binary(max_size=6))
def test_whatever_comes_is_read_or_refused(noise, at, bite):
    made = mail()
    attach(made, "a.csv", b"MB,Comments\n", "text/csv")
    made.add_attachment(mail("In", "it\n"))
    whole = made.as_bytes()
    for data in (noise, whole[:at] + bite + whole[at:], whole[: at + 1]):
        try:
            found = read_mail(data)
        except Unusable:
            continue
        found.text.encode()
        for one in found.attachments:
            one.name.encode()
