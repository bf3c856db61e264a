"""Every address of the site. Pages carry their language in the address, so that they can be shared."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from travaux.site import views

handler404 = "travaux.site.views.not_found"
handler403 = "travaux.site.views.forbidden"
handler500 = "travaux.site.views.broken"
handler400 = "travaux.site.views.unusable"

urlpatterns = [
    path("healthy", views.healthy, name="healthy"),
    path("openrosa/<slug:process>/", include("travaux.evidence.urls.openrosa")),
    path("keys.json", views.public_keys, name="public-keys"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("accounts/", include("allauth.account.urls")),
        path("accounts/2fa/", include("allauth.mfa.urls")),
        path("me/", views.me, name="me"),
        path("people/", include("travaux.people.urls")),
        path("<slug:process>/", include("travaux.reports.urls")),
        path("<slug:process>/correspondence/", include("travaux.correspondence.urls")),
        path("<slug:process>/contacts/", include("travaux.people.contact_urls")),
        path("<slug:process>/interests/", include("travaux.people.interest_urls")),
        path("<slug:process>/roadmap/", include("travaux.roadmap.urls")),
        path("<slug:process>/funding/", include("travaux.funding.urls")),
        path("<slug:process>/calls/", include("travaux.calls.urls")),
        path("<slug:process>/evidence/", include("travaux.evidence.urls")),
        path("<slug:process>/grounds/", include("travaux.grounds.urls")),
        path("<slug:process>/panels/", include("travaux.panels.urls")),
        path("<slug:process>/drafts/", include("travaux.drafts.urls")),
        path("<slug:process>/translations/", include("travaux.translations.urls")),
        path("<slug:process>/rounds/", include("travaux.consultations.urls")),
        path("<slug:process>/comments/", include("travaux.comments.urls")),
        path("<slug:process>/sets/", include("travaux.consolidation.urls")),
        path("<slug:process>/voices/", include("travaux.voices.urls")),
        path("<slug:process>/advice/", include("travaux.advice.urls")),
        path("<slug:process>/offices/", include("travaux.offices.urls")),
        path("<slug:process>/answers/", include("travaux.answers.urls")),
        path("<slug:process>/meetings/", include("travaux.meetings.urls")),
        path("<slug:process>/record/", include("travaux.journal.urls")),
        prefix_default_language=True,
    ),
]
