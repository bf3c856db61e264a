"""Addresses for applications on devices, as OpenRosa names them; they carry no language."""

from __future__ import annotations

from django.urls import URLPattern, path

from travaux.evidence.views import openrosa

app_name = "openrosa"
urlpatterns: list[URLPattern] = [
    path("formList", openrosa.form_list, name="form-list"),
    path("forms/<slug:edition>.xml", openrosa.form_xml, name="form"),
    path("manifests/<slug:edition>.xml", openrosa.manifest, name="manifest"),
    path("submission", openrosa.submission, name="submission"),
]
