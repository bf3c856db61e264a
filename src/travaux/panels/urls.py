"""Addresses of this room, below the address of the process."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from travaux.panels.views import (
    adopting,
    answering,
    changing,
    computing,
    lists,
    members,
    offering,
    pool,
    preparing,
    quotas,
    results,
    trying,
)

_LIST = r"\.(?P<ending>xlsx|csv|json)$"
_PANEL = r"^(?P<panel>[a-z0-9-]+)/"

app_name = "panels"
urlpatterns: list[URLPattern] = [
    path("", lists.listing, name="list"),
    re_path(r"^groups" + _LIST, lists.listing_file, name="list-file"),
    path("new/", lists.new, name="new"),
    path("offer/<str:token>/", answering.offer, name="offer"),
    path("<slug:panel>/", results.panel_page, name="panel"),
    re_path(_PANEL + "composition" + _LIST, results.composition_file, name="composition-file"),
    re_path(_PANEL + "members" + _LIST, results.members_file, name="members-file"),
    path("<slug:panel>/dossier.json", results.dossier, name="dossier"),
    path("<slug:panel>/public.json", results.public_file, name="public-file"),
    path("<slug:panel>/prepare/", preparing.prepare, name="prepare"),
    path("<slug:panel>/pool/", pool.pool, name="pool"),
    path("<slug:panel>/pool/columns/", pool.columns, name="columns"),
    path("<slug:panel>/people/", pool.people, name="people"),
    re_path(_PANEL + "people" + _LIST, pool.people_file, name="people-file"),
    path("<slug:panel>/people/<int:number>/", preparing.demand, name="demand"),
    path("<slug:panel>/quotas/", quotas.quotas, name="quotas"),
    re_path(_PANEL + "quotas" + _LIST, quotas.quotas_file, name="quotas-file"),
    path("<slug:panel>/method/", preparing.method, name="method"),
    path("<slug:panel>/freeze/", preparing.freeze, name="freeze"),
    path("<slug:panel>/reopen/", preparing.reopen, name="reopen"),
    path("<slug:panel>/check/", computing.start_check, name="start-check"),
    path("<slug:panel>/check/<slug:job>/", computing.check, name="check"),
    path("<slug:panel>/compute/", computing.compute, name="compute"),
    path("<slug:panel>/computing/<slug:job>/", computing.computing, name="computing"),
    path("<slug:panel>/draw/", computing.draw, name="draw"),
    path("<slug:panel>/adopt/", adopting.adopt, name="adopt"),
    path("<slug:panel>/regional/", offering.regional, name="regional"),
    path("<slug:panel>/offers/", offering.offers, name="offers"),
    re_path(_PANEL + "offers" + _LIST, offering.offers_file, name="offers-file"),
    path("<slug:panel>/offers/<slug:offer>/", offering.one_offer, name="one-offer"),
    path("<slug:panel>/addresses/", offering.addresses, name="addresses"),
    path("<slug:panel>/gap-call/<slug:call>/", answering.take, name="take"),
    path("<slug:panel>/gap-call/", answering.gap_call, name="gap-call"),
    path("<slug:panel>/try/", trying.trying, name="try"),
    path("<slug:panel>/try/<slug:trial>/", trying.trial, name="trial"),
    path("<slug:panel>/members/", members.members, name="members"),
    path("<slug:panel>/change/", changing.change, name="change"),
    path("<slug:panel>/change/record/", changing.carry_out, name="carry-out"),
    path("<slug:panel>/members/<slug:seat>/", members.leave, name="leave"),
]
