"""Addresses of findings and of releases."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.evidence.views import findings, releases, stating

FINDINGS: list[URLPattern] = [
    path("findings/", findings.listed, name="findings"),
    re_path(r"^findings\.(?P<ending>xlsx|csv|json)$", findings.findings_file, name="findings-file"),
    path("findings/new/", stating.state, name="state-finding"),
    path("findings/<slug:key>/", findings.finding, name="finding"),
    path("findings/<slug:key>/change/", stating.state, name="change-finding"),
    path("findings/<slug:key>/source/", stating.rest, name="rest-finding"),
    path("findings/<slug:key>/source/<slug:source>/out/", stating.take_out, name="unrest-finding"),
    path("findings/<slug:key>/authors/", stating.authors, name="finding-authors"),
    path("findings/<slug:key>/rate/", stating.rate, name="rate-finding"),
    path("findings/<slug:key>/move/<slug:to>/", stating.move, name="move-finding"),
    path("findings/<slug:key>/withdraw/", stating.withdraw, name="withdraw-finding"),
]
RELEASES: list[URLPattern] = [
    path("releases/", releases.listed, name="releases"),
    path("releases/new/", releases.new, name="new-release"),
    path("releases/<slug:key>/", releases.release, name="release"),
    re_path(
        r"^releases/(?P<key>[\w-]+)/content\.(?P<ending>xlsx|csv|json)$",
        releases.release_file,
        name="release-file",
    ),
]
