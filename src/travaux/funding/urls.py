"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import path

from travaux.funding.views import (
    binding,
    events,
    leads,
    lines,
    outreach,
    partners,
    pointing,
    rates,
    scenarios,
    travel,
    weights,
)
from travaux.funding.views import funding as views

app_name = "funding"
urlpatterns = [
    path("", views.funding, name="funding"),
    path("events.<str:ending>", views.events_file, name="events"),
    path("readings.<str:ending>", views.readings_file, name="readings"),
    path("budget.<str:ending>", views.budget_file, name="budget"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios/weights/", weights.weights, name="weights"),
    path("scenarios.<str:ending>", scenarios.scenarios_file, name="scenarios-file"),
    path("record/", events.record, name="record"),
    path("events/<str:key>/", events.event, name="event"),
    path("totals/<str:total_>/", events.total_page, name="total"),
    path("lines/", lines.lines, name="lines"),
    path("lines.<str:ending>", lines.lines_file, name="lines-file"),
    path("lines/bring-in/", lines.bring_in, name="bring-in"),
    path("lines/<slug:code>/", pointing.line, name="line"),
    path("partners/", partners.partners, name="partners"),
    path("partners.<str:ending>", partners.partners_file, name="partners-file"),
    path("partners/add/", partners.add, name="partner-add"),
    path("partners/<str:key>/", partners.partner, name="partner"),
    path("binding/", binding.binding, name="binding"),
    path("leads/", leads.leads, name="leads"),
    path("travel/", travel.travel, name="travel"),
    path("outreach/", outreach.outreach, name="outreach"),
    path("outreach.<str:ending>", outreach.outreach_file, name="outreach-file"),
    path("terms/", lines.terms, name="terms"),
    path("rates/", rates.rates, name="rates"),
    path("rates.<str:ending>", rates.rates_file, name="rates-file"),
]
