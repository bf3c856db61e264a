"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.calls.urls_of_reviews import REVIEWS
from travaux.calls.views import (
    applying,
    calls,
    links,
    missions,
    nominating,
    on_behalf,
    outcomes,
    preparing,
    receiving,
    reminders,
)

app_name = "calls"
urlpatterns: list[URLPattern] = [
    path("", calls.calls, name="calls"),
    re_path(r"^calls\.(?P<ending>xlsx|csv|json)$", calls.calls_file, name="calls-file"),
    path("new/", preparing.new, name="new"),
    *REVIEWS,
    path("receipt/", applying.find, name="find-receipt"),
    path("receipt/<slug:code>/", applying.receipt, name="receipt"),
    path("receipt/<slug:code>/receipt.json", applying.receipt_file, name="receipt-file"),
    path("receipt/<slug:code>/content.json", applying.content_file, name="content-file"),
    path("application/<slug:key>/", applying.application, name="application"),
    path("application/<slug:key>/edit/", applying.edit, name="edit"),
    path("application/<slug:key>/withdraw/", applying.withdraw, name="withdraw"),
    path("application/<slug:key>/discard/", applying.discard, name="discard"),
    path("application/<slug:key>/file/<slug:file>/", applying.attachment, name="attachment"),
    path("application/<slug:key>/confirm/", nominating.confirm, name="confirm"),
    path("application/<slug:key>/letter/", nominating.letter, name="letter"),
    path("application/<slug:key>/tick/", nominating.tick, name="tick"),
    path("application/<slug:key>/link/", links.send_link, name="send-link"),
    path("link/<str:token>/", links.link, name="link"),
    path("link/<str:token>/file/<slug:file>/", links.link_file, name="link-file"),
    path("mission/<str:token>/", missions.mission, name="mission"),
    path("referral/<slug:key>/", missions.referral, name="referral"),
    path("nominations/", nominating.nominations, name="nominations"),
    path("<slug:call>/pool.csv", nominating.pool_file, name="pool"),
    path("<slug:call>/", calls.call_page, name="call"),
    path("<slug:call>/apply/", applying.apply, name="apply"),
    path("<slug:call>/form/preview/", calls.form_preview, name="preview"),
    path("<slug:call>/form.<str:ending>", calls.form_file, name="form-file"),
    path("<slug:call>/prepare/", preparing.prepare, name="prepare"),
    path("<slug:call>/form/", preparing.form_page, name="form"),
    path("<slug:call>/form/add/", preparing.question, name="question-add"),
    path("<slug:call>/form/question/<str:name>/", preparing.question, name="question"),
    path("<slug:call>/announce/", preparing.announce, name="announce"),
    path("<slug:call>/clone/", preparing.clone, name="clone"),
    path("<slug:call>/extend/", preparing.extend, name="extend"),
    path("<slug:call>/cancel/", preparing.cancel, name="cancel"),
    path("<slug:call>/erase/", receiving.erase, name="erase"),
    path("<slug:call>/applications/", receiving.applications, name="applications"),
    re_path(
        r"^(?P<call>[a-z0-9-]+)/applications\.(?P<ending>xlsx|csv|json)$",
        receiving.applications_file,
        name="applications-file",
    ),
    re_path(
        r"^(?P<call>[a-z0-9-]+)/names\.(?P<ending>xlsx|csv|json)$",
        calls.names_file,
        name="names-file",
    ),
    path("<slug:call>/on-behalf/", on_behalf.on_behalf, name="on-behalf"),
    path("<slug:call>/refer/", missions.refer, name="refer"),
    path("<slug:call>/admit/", receiving.admit, name="admit"),
    path("<slug:call>/offers/", outcomes.offers, name="offers"),
    re_path(
        r"^(?P<call>[a-z0-9-]+)/offers\.(?P<ending>xlsx|csv|json)$",
        outcomes.offers_file,
        name="offers-file",
    ),
    path("commitment/<slug:key>/", outcomes.commitment, name="commitment"),
    path("<slug:call>/commitments/", outcomes.commitments, name="commitments"),
    re_path(
        r"^(?P<call>[a-z0-9-]+)/commitments\.(?P<ending>xlsx|csv|json)$",
        outcomes.commitments_file,
        name="commitments-file",
    ),
    path("<slug:call>/nominate/", links.begin, name="begin"),
    path("<slug:call>/reminders/", reminders.reminders, name="reminders"),
    path("<slug:call>/reminders/<slug:key>/", reminders.reminder, name="reminder"),
    re_path(
        r"^(?P<call>[a-z0-9-]+)/reminders\.(?P<ending>xlsx|csv|json)$",
        reminders.reminders_file,
        name="reminders-file",
    ),
]
