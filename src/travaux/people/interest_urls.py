"""Addresses of declarations of interests, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path

from travaux.people.views import assessing, interests, keeping_interests

app_name = "interests"
urlpatterns: list[URLPattern] = [
    path("", interests.public, name="public"),
    path("declared.<str:ending>", interests.public_file, name="public-file"),
    path("mine/", interests.mine, name="mine"),
    path("desk/", assessing.desk, name="desk"),
    path("desk.<str:ending>", assessing.desk_file, name="desk-file"),
    path("desk/<str:key>/", assessing.declaration, name="declaration"),
    path("register/", keeping_interests.register, name="register"),
    path("register.<str:ending>", keeping_interests.register_file, name="register-file"),
    path("register/remind/", keeping_interests.remind, name="remind"),
    path("rule/", keeping_interests.rule, name="rule"),
    path("rule/assessors/", keeping_interests.assessors, name="assessors"),
    path("rule/topics/", keeping_interests.topics, name="topics"),
    path("rule/topics/<str:key>/", keeping_interests.topic, name="topic"),
    path("rule/meetings/", keeping_interests.meetings, name="meetings"),
]
