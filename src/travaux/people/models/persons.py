"""Persons, organisations and appointments."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from travaux.people.models.countries import Country
from travaux.people.models.naming import Naming
from travaux.people.models.offices import Office
from travaux.plumbing.keys import person_key, plain_key
from travaux.plumbing.models import StoredFile


class PersonManager(BaseUserManager["Person"]):
    """Finds persons by their address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **also: Any) -> Person:
        """For the account library, which knows this name; rooms call `actions.register_person`."""
        person = self.model(email=self.normalize_email(email), **also)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who takes part. The key stands in the journal and outlives the account."""

    key = models.CharField(max_length=20, unique=True, default=person_key)
    email = models.EmailField(unique=True, null=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, default="en")
    zone = models.CharField(max_length=64, blank=True, help_text="IANA zone; empty: not said")
    is_active = models.BooleanField(default=True)
    demonstration = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name or self.key


class Organisation(models.Model):
    """An organisation that takes part."""

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    name = models.CharField(max_length=300)
    names = models.JSONField(default=dict)
    category = models.CharField(max_length=40, blank=True, help_text="code of a category")
    sorted_by = models.CharField(
        max_length=82, blank=True, help_text="the list of categories, and its version"
    )
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT)
    domains = models.JSONField(default=list, help_text="mail domains of its members")
    demonstration = models.BooleanField(default=False)


class Verified(models.TextChoices):
    """How it is known that somebody belongs to an organisation."""

    DOMAIN = "domain"  # by a confirmed address in its mail domain
    LETTER = "letter"


class Role(models.TextChoices):
    """What a person may be appointed to, in a process."""

    SECRETARIAT = "secretariat"
    DRAFTER = "drafter"
    EXPERT = "expert"
    FOCAL_POINT = "focal-point"
    OFFICE = "office"
    CONTRIBUTOR = "contributor"
    REVIEWER = "reviewer"
    OBSERVER = "observer"
    AUDITOR = "auditor"
    FUND_RAISER = "fund-raiser"


class Appointment(models.Model):
    """A person's role in a process, from one instant to another.

    `process_code` is the process's key: the process itself stands in a room above. Empty means
    every process of this installation.
    """

    key = models.CharField(max_length=20, unique=True, default=plain_key)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role)
    process_code = models.CharField(max_length=64, blank=True, db_index=True)
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    deputy = models.BooleanField(default=False, help_text="acts for the state as its focal point")
    naming = models.ForeignKey(
        Naming, null=True, on_delete=models.SET_NULL, related_name="appointments",
        help_text="the act of the authority that named them",
    )  # fmt: skip
    verified = models.CharField(max_length=8, choices=Verified, blank=True)
    letter = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(verified="letter") | Q(letter__isnull=False),
                name="verified_by_letter_has_it",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("begins_at")),
                name="appointment_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(office__isnull=True) | Q(role="office"),
                name="only_an_office_has_its_states",
            ),
        ]
