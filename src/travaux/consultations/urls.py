"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "consultations"
urlpatterns: list[URLPattern] = []
