"""Nominations of one state beyond its places, put to its permanent mission, which says who stands."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from travaux.calls.models.applications import Application
from travaux.calls.models.calls import Call
from travaux.calls.states import ReferralState
from travaux.correspondence.models import Entry
from travaux.people.models import Contact, Country
from travaux.plumbing.keys import plain_key


class Referral(models.Model):
    """One question to a permanent mission: which nominations of its state stand in a call?

    While it is open, what is put is whatever is handed in for the state; the answer freezes it.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="referrals")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=20, unique=True, default=plain_key)
    state = models.CharField(max_length=8, choices=ReferralState, default=ReferralState.OPEN)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    email = models.CharField(max_length=254, blank=True, help_text="where the link went")
    language = models.CharField(max_length=8, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(
        max_length=20, blank=True, help_text="key of a person; empty: a further authority confirmed"
    )
    asked_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True, help_text="of the link")
    answered_at = models.DateTimeField(null=True)
    entry = models.ForeignKey(
        Entry, null=True, on_delete=models.PROTECT, related_name="+", help_text="the mission's note"
    )
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "country"],
                condition=Q(state="open"),
                name="one_open_referral_for_a_country",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False),
                name="answered_referral_has_its_instant",
            ),
        ]


class Referred(models.Model):
    """One nomination as it stood when the mission answered, and whether it stands since."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="referred")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="referred")
    stands = models.BooleanField()

    class Meta:
        ordering = ["application__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "application"], name="referred_once")
        ]
