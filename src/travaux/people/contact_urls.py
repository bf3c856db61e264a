"""Addresses of contacts, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.people.views import contacts, lists, mails, naming, organisations, tables

app_name = "contacts"
urlpatterns: list[URLPattern] = [
    path("", contacts.contacts, name="contacts"),
    path("contacts.<str:ending>", contacts.contacts_file, name="file"),
    path("bounces/", mails.bounces, name="bounces"),
    path("bounces.<str:ending>", mails.bounces_file, name="bounces-file"),
    path("add/", contacts.add, name="add"),
    path("import/", tables.upload, name="import"),
    path("import/waiting/", tables.waiting, name="waiting"),
    path("import/waiting/<int:row>/", tables.row, name="row"),
    path("import/<str:key>/", tables.columns, name="columns"),
    path("lists/", lists.lists, name="lists"),
    path("lists/add/", lists.write, name="list-add"),
    path("lists/<str:key>/", lists.reach, name="list"),
    path("lists/<str:key>/change/", lists.write, name="list-change"),
    path("lists/<str:key>/place/", lists.place, name="list-place"),
    path("lists/<str:key>/reach.<str:ending>", lists.reach_file, name="list-file"),
    re_path(r"^naming/(?P<token>[^/]{10,600})/$", naming.naming, name="naming"),
    path("organisations/", organisations.organisations, name="organisations"),
    re_path(
        r"^organisations\.(?P<ending>xlsx|csv|json)$",
        organisations.organisations_file,
        name="organisations-file",
    ),
    path("organisations/<slug:key>/", organisations.organisation, name="organisation"),
    path("<str:key>/ask/", naming.ask, name="ask"),
    path("<str:key>/", contacts.contact, name="contact"),
    path("<str:key>/change/", contacts.change, name="change"),
    path("<str:key>/act/", contacts.act, name="act"),
    path("<str:key>/post/", contacts.post, name="post-add"),
    path("<str:key>/post/<str:post>/", contacts.post, name="post"),
]
