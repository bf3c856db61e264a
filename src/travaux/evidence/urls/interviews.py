"""Addresses of interviews, their codes and their quotations."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.evidence.views import coding, interview, interviewee, interviews, quotations
from travaux.evidence.views import transcripts as texts

_ENDING = r"\.(?P<ending>xlsx|csv|json)$"
INTERVIEWS: list[URLPattern] = [
    path("interviews/", interviews.listed, name="interviews"),
    re_path(rf"^interviews{_ENDING}", interviews.interviews_file, name="interviews-file"),
    path("interviews/register/", interviews.register, name="register-interview"),
    path("interviews/codes/", coding.book, name="code-book"),
    path("interviews/codes/act/", coding.book_act, name="code-book-act"),
    path("interviews/codes/define/", coding.define, name="define-code"),
    path("interviews/codes/<int:number>/", coding.book, name="code-book-version"),
    re_path(
        rf"^interviews/codes/(?P<number>\d{{1,4}}){_ENDING}",
        coding.book_file,
        name="code-book-file",
    ),
    re_path(rf"^interviews/codings{_ENDING}", coding.codings_file, name="codings-file"),
    path("interviews/quotations/", quotations.listed, name="quotations"),
    re_path(
        rf"^interviews/quotations{_ENDING}", quotations.quotations_file, name="quotations-file"
    ),
    path("interviews/approve/<str:token>/", interviewee.interviewee, name="interviewee"),
    path("interviews/leave/<str:token>/", interviewee.leave, name="leave"),
    path("interviews/<slug:key>/", interview.interview, name="interview"),
    path("interviews/<slug:key>/act/", interview.act, name="interview-act"),
    path("interviews/<slug:key>/change/", interviews.change, name="change-interview"),
    path("interviews/<slug:key>/consent/", interviews.consent, name="interview-consent"),
    path("interviews/<slug:key>/bring/", texts.bring, name="bring-interview"),
    path("interviews/<slug:key>/original/", texts.original, name="interview-original"),
    path("interviews/<slug:key>/text/", texts.text, name="interview-text"),
    path("interviews/<slug:key>/text/<int:number>/", texts.passage, name="passage"),
    path("interviews/<slug:key>/codes/", coding.codes, name="interview-codes"),
]
