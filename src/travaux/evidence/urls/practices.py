"""Addresses of the library of practices."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.evidence.views import contributing, practice_desk, practices

PRACTICES: list[URLPattern] = [
    path("practices/", practices.listed, name="practices"),
    re_path(
        r"^practices\.(?P<ending>xlsx|csv|json)$", practices.practices_file, name="practices-file"
    ),
    path("practices/new/", contributing.new, name="new-practice"),
    path("practices/mine/", contributing.mine, name="my-practices"),
    path("practices/desk/", practice_desk.desk, name="practice-desk"),
    path("practices/library/", practice_desk.library, name="library"),
    path("practices/check/<str:token>/", contributing.check, name="check-practice"),
    path("practices/receipt/<slug:code>/", practices.receipt, name="practice-receipt"),
    path("practices/own/<str:token>/", contributing.own, name="own-practice"),
    path("practices/own/<str:token>/change/", contributing.change, name="change-practice"),
    path("practices/own/<str:token>/do/", contributing.act, name="act-on-practice"),
    path(
        "practices/own/<str:token>/conditions/",
        contributing.conditions,
        name="practice-conditions",
    ),
    path("practices/<slug:key>/", practices.practice, name="practice"),
    path(
        "practices/<slug:key>/files/<slug:file>/", practices.attached_file, name="practice-attached"
    ),
    path("practices/<slug:key>/review/", practice_desk.review, name="review-practice"),
    path("practices/<slug:key>/publish/", practice_desk.publish, name="publish-practice"),
    path("practices/<slug:key>/narrow/", practice_desk.narrow, name="narrow-practice"),
    path("practices/<slug:key>/consent/", practice_desk.consent_document, name="practice-consent"),
]
