"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.voices.views import joining, measures, moderating, opinions, votes

_TABLE = r"\.(?P<ending>xlsx|csv|json)$"

app_name = "voices"
urlpatterns: list[URLPattern] = [
    path("claim/", joining.claim, name="claim"),
    path("sent/<slug:code>/", joining.sent, name="sent"),
    path("check/<str:token>/", joining.check, name="check"),
    path("own/<str:token>/", joining.own, name="own"),
    path("policy/<slug:track>/", moderating.policy, name="policy"),
    path("policy/<slug:track>/change/", moderating.policy_change, name="policy-change"),
    path("measures/", measures.measures, name="measures"),
    re_path(rf"^measures{_TABLE}", measures.measures_file, name="measures-file"),
    path("measures/<slug:key>/", measures.measure_own, name="measure-own"),
    path("comment/<slug:key>/", measures.measure, name="measure"),
    path("<slug:round>/moderation/", moderating.desk, name="desk"),
    path("<slug:round>/votes/", votes.votes, name="votes"),
    re_path(rf"^(?P<round>[a-z0-9-]+)/votes{_TABLE}", votes.votes_file, name="votes-file"),
    re_path(
        r"^(?P<round>[a-z0-9-]+)/votes/(?P<name>comments|votes|participants-votes|summary)\.csv$",
        opinions.open_data,
        name="open-data",
    ),
    path("<slug:round>/opinions/", opinions.opinions, name="opinions"),
    re_path(
        rf"^(?P<round>[a-z0-9-]+)/opinions{_TABLE}", opinions.opinions_file, name="opinions-file"
    ),
    path("<slug:round>/join/", joining.join, name="join"),
    path("<slug:round>/join/<slug:anchor>/", joining.join, name="join-at"),
]
