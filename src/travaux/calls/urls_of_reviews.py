"""Addresses of criteria, reviewers and scores, a part of the addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.calls.views import criteria, reviewers, reviewing, scores

_FILE = r"\.(?P<ending>xlsx|csv|json)$"
_CALL = r"^(?P<call>[a-z0-9-]+)/"

REVIEWS: list[URLPattern] = [
    path("reviews/", reviewing.reviews, name="reviews"),
    path("review/<slug:key>/", reviewing.review, name="review"),
    path("review/<slug:key>/file/<slug:file>/", reviewing.review_file, name="review-file"),
    path("review/<slug:key>/step-back/", reviewing.step_back, name="step-back"),
    path("application/<slug:key>/scores/", scores.application_scores, name="application-scores"),
    path("<slug:call>/criteria/", criteria.criteria, name="criteria"),
    path("<slug:call>/criteria/add/", criteria.criterion, name="criterion-add"),
    path("<slug:call>/criteria/<slug:key>/", criteria.criterion, name="criterion"),
    path("<slug:call>/reviewers/", reviewers.reviewers, name="reviewers"),
    re_path(_CALL + "reviewers" + _FILE, reviewers.reviewers_file, name="reviewers-file"),
    path("<slug:call>/reviewers/<slug:key>/end/", reviewers.end, name="reviewer-end"),
    path("<slug:call>/scores/", scores.scores, name="scores"),
    path("<slug:call>/scores/close/", scores.close, name="scores-close"),
    re_path(_CALL + "scores" + _FILE, scores.scores_file, name="scores-file"),
    re_path(_CALL + "single-scores" + _FILE, scores.singles_file, name="singles-file"),
]
