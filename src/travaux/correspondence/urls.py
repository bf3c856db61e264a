"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path

from travaux.correspondence.views import (
    clearances,
    copies,
    house,
    house_texts,
    letters,
    on_behalf,
    outbox,
    register,
)

app_name = "correspondence"
urlpatterns: list[URLPattern] = [
    path("", register.register, name="register"),
    path("register.<str:ending>", register.register_file, name="register-file"),
    path("register/add/", register.add, name="register-add"),
    path("register/<str:key>/", register.entry, name="entry"),
    path("register/<str:key>/<str:file>/", register.scan, name="scan"),
    path("letters/", letters.letters, name="letters"),
    path("letters.<str:ending>", letters.letters_file, name="letters-file"),
    path("letters/add/", letters.start, name="letter-add"),
    path("letters/<str:key>/", letters.letter, name="letter"),
    path("letters/<str:key>/set/", letters.set_out, name="letter-set"),
    path("letters/<str:key>/text/<str:language>/", letters.text, name="letter-text"),
    path("letters/<str:key>/act/", letters.act, name="letter-act"),
    path("letters/<str:key>/addressees.<str:ending>", copies.listed, name="letter-list"),
    path("letters/<str:key>/all.<str:ending>.zip", copies.all_files, name="letter-all"),
    path("letters/<str:key>/to/<str:contact>/", copies.copy, name="letter-copy"),
    path("letters/<str:key>/to/<str:contact>.<str:ending>", copies.copy_file, name="letter-file"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox.<str:ending>", outbox.outbox_file, name="outbox-file"),
    path("outbox/send/", outbox.send, name="outbox-send"),
    path("outbox/<str:key>/", outbox.mail, name="mail"),
    path("clearance/", clearances.clearances, name="clearances"),
    path("clearance.<str:ending>", clearances.clearances_file, name="clearances-file"),
    path("clearance/ask/<str:kind>/<str:key>/", clearances.ask, name="ask"),
    path("clearance/<str:key>/act/", clearances.act, name="clearance-act"),
    path("on-behalf/<str:token>/", on_behalf.confirm, name="confirm"),
    path("house/", house.house, name="house"),
    path("house/texts/", house_texts.listed, name="house-texts"),
    path("house/texts.<str:ending>", house_texts.listed_file, name="house-texts-file"),
    path("house/texts/<str:key>/<str:language>/", house_texts.text, name="house-text"),
]
