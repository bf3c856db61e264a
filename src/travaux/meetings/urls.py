"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.meetings.views import (
    agenda,
    keeping,
    meetings,
    minutes,
    people_files,
    places,
    said,
    travel,
)

_FILE = r"(?P<ending>xlsx|csv|json)$"
_HERE = r"^(?P<meeting>[a-z0-9-]+)/"

app_name = "meetings"
urlpatterns: list[URLPattern] = [
    path("", meetings.meetings, name="list"),
    re_path(r"^meetings\." + _FILE, meetings.list_file, name="list-file"),
    path("new/", keeping.new, name="new"),
    path("actions/", minutes.tasks, name="tasks"),
    re_path(r"^actions\." + _FILE, minutes.tasks_file, name="tasks-file"),
    path("actions/<slug:key>/", minutes.task_act, name="task-act"),
    path("join/<str:token>/", places.join, name="join"),
    path("place/<str:token>/", places.place, name="place"),
    path("said/<str:token>/", said.said, name="said"),
    path("<slug:meeting>/", meetings.meeting, name="meeting"),
    path("<slug:meeting>/meeting.ics", meetings.calendar, name="calendar"),
    path("<slug:meeting>/report.docx", minutes.report_file, name="report"),
    path("<slug:meeting>/change/", keeping.change, name="change"),
    path("<slug:meeting>/announce/", keeping.announce, name="announce"),
    path("<slug:meeting>/online/", keeping.online, name="online"),
    path("<slug:meeting>/cancel/", keeping.cancel, name="cancel"),
    path("<slug:meeting>/publish/", keeping.publish, name="publish"),
    path("<slug:meeting>/agenda/", agenda.agenda, name="agenda"),
    path("<slug:meeting>/agenda/<slug:item>/remove/", agenda.remove_item, name="remove-item"),
    path("<slug:meeting>/papers/", agenda.papers, name="papers"),
    re_path(
        _HERE + r"papers\.(?P<ending>docx|xlsx|csv|json)$", agenda.papers_file, name="papers-file"
    ),
    path("<slug:meeting>/papers/<slug:paper>/", agenda.add_language, name="paper-language"),
    path("<slug:meeting>/papers/<slug:paper>/<slug:language>/", agenda.paper_file, name="paper"),
    path("<slug:meeting>/register/", places.register, name="register"),
    path("<slug:meeting>/participants/", places.desk, name="desk"),
    path("<slug:meeting>/participants/attendance/", places.attendance, name="attendance"),
    path("<slug:meeting>/participants/roll/", places.roll, name="roll"),
    path("<slug:meeting>/participants/<slug:key>/", places.decide, name="decide"),
    path("<slug:meeting>/participants/<slug:key>/letter/", people_files.letter, name="letter"),
    re_path(
        _HERE + r"(?P<what>participants|letters|badges|needs)\.(?P<ending>docx|xlsx|csv|json)$",
        people_files.participants_file,
        name="people-file",
    ),
    path("<slug:meeting>/minutes/", minutes.minutes, name="minutes"),
    re_path(_HERE + r"minutes/add-(?P<what>speech|decision|task)/$", minutes.add, name="add"),
    path("<slug:meeting>/minutes/said/<slug:key>/", minutes.speech_act, name="speech-act"),
    path("<slug:meeting>/minutes/<slug:item>/", minutes.item, name="item"),
    path("<slug:meeting>/travel/", travel.travel, name="travel"),
    path("<slug:meeting>/travel/act/", travel.travel_act, name="travel-act"),
    re_path(_HERE + r"travel\." + _FILE, travel.travel_file, name="travel-file"),
]
