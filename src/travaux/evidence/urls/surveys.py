"""Addresses of surveys, their answers and results."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.evidence.views import (
    answering,
    aside,
    editions,
    inviting,
    results,
    survey_answers,
    survey_facts,
    surveys,
    words,
)

SURVEYS: list[URLPattern] = [
    path("surveys/new/", survey_facts.prepare, name="survey-new"),
    path("surveys/<slug:survey>/", surveys.survey, name="survey"),
    path("surveys/<slug:survey>/change/", survey_facts.change, name="survey-change"),
    path("surveys/<slug:survey>/do/", surveys.act, name="survey-act"),
    path("surveys/<slug:survey>/form/", survey_facts.form, name="survey-form"),
    path("surveys/<slug:survey>/form.<str:ending>", surveys.form_file, name="survey-form-file"),
    path("surveys/<slug:survey>/places/", survey_answers.places, name="survey-places"),
    re_path(
        r"^surveys/(?P<survey>[a-z0-9-]+)/countries\.(?P<ending>xlsx|csv|json)$",
        survey_answers.places_file,
        name="survey-places-file",
    ),
    path("surveys/<slug:survey>/editions/", editions.page, name="survey-editions"),
    re_path(
        r"^surveys/(?P<survey>[a-z0-9-]+)/editions\.(?P<ending>xlsx|csv|json)$",
        editions.file,
        name="survey-editions-file",
    ),
    path("surveys/<slug:survey>/files/", survey_answers.attached, name="survey-attached"),
    re_path(
        r"^surveys/(?P<survey>[a-z0-9-]+)/files\.(?P<ending>xlsx|csv|json)$",
        survey_answers.attached_list,
        name="survey-attached-list",
    ),
    path(
        "surveys/<slug:survey>/files/<slug:file>/",
        survey_answers.attached_file,
        name="survey-attached-file",
    ),
    path("surveys/<slug:survey>/bring/", survey_answers.bring, name="survey-bring"),
    path("surveys/<slug:survey>/links/", surveys.links, name="survey-links"),
    re_path(
        r"^surveys/(?P<survey>[a-z0-9-]+)/answers\.(?P<ending>xlsx|csv|json)$",
        survey_answers.answers_file,
        name="survey-answers",
    ),
    path("surveys/<slug:survey>/invitations/", inviting.page, name="survey-invitations"),
    re_path(
        r"^surveys/(?P<survey>[a-z0-9-]+)/invitations\.(?P<ending>xlsx|csv|json)$",
        inviting.file,
        name="survey-invitations-file",
    ),
    path("surveys/<slug:survey>/aside/", aside.page, name="survey-aside"),
    re_path(
        r"^surveys/(?P<survey>[a-z0-9-]+)/aside\.(?P<ending>xlsx|csv|json)$",
        aside.file,
        name="survey-aside-file",
    ),
    path("surveys/<slug:survey>/answer/", answering.begin, name="answer"),
    path("surveys/<slug:survey>/results/", results.page, name="results"),
    re_path(
        r"^surveys/(?P<survey>[a-z0-9-]+)/results\.(?P<ending>xlsx|csv|json)$",
        results.file,
        name="results-file",
    ),
    re_path(
        r"^surveys/(?P<survey>[a-z0-9-]+)/who-answered\.(?P<ending>xlsx|csv|json)$",
        results.reached_file,
        name="reached-file",
    ),
    path("surveys/<slug:survey>/words/", words.page, name="survey-words"),
    re_path(
        r"^surveys/(?P<survey>[a-z0-9-]+)/words\.(?P<ending>xlsx|csv|json)$",
        words.file,
        name="survey-words-file",
    ),
    path("invited/<str:token>/", answering.invited, name="invited"),
    path("answering/<str:token>/", answering.page, name="answering"),
    path("answering/<str:token>/<int:number>/", answering.page, name="answering-page"),
    path("answering/<str:token>/review/", answering.review, name="answering-review"),
    path("handed-in/<slug:code>/", answering.receipt, name="answer-receipt"),
]
