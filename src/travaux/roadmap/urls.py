"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import path

from travaux.roadmap import views

app_name = "roadmap"
urlpatterns = [
    path("", views.roadmap, name="roadmap"),
    path("roadmap.ics", views.feed, name="feed"),
    path("milestones.<str:ending>", views.milestones_file, name="file"),
    path("add/", views.add, name="add"),
    path("<slug:code>/", views.milestone, name="milestone"),
]
