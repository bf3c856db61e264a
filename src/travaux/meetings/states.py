"""The lives of a meeting, of somebody's place at it, of an intervention, of a request for travel."""

from __future__ import annotations

from django.db import models

from travaux.plumbing.moves import Move


class MeetingState(models.TextChoices):
    DRAFT = "draft"
    ANNOUNCED = "announced"
    CANCELLED = "cancelled"


class PlaceState(models.TextChoices):
    """Where a registration stands."""

    ASKED = "asked"  # waits for its focal point, or the secretariat
    APPROVED = "approved"
    WAITING = "waiting"  # approved, and waits for a place to become free
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class SpokenState(models.TextChoices):
    """Where an intervention stands."""

    NOTED = "noted"
    ASKED = "asked"  # the speaker is asked to confirm it
    CONFIRMED = "confirmed"  # as noted, or as the speaker mended it
    LAPSED = "lapsed"  # no reply in the announced days: recorded without attribution
    DISPUTED = "disputed"
    DROPPED = "dropped"


class TaskState(models.TextChoices):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class TravelState(models.TextChoices):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    TAKEN_BACK = "taken-back"


MOVES = {
    "announce": Move((MeetingState.DRAFT,), MeetingState.ANNOUNCED),
    "cancel": Move((MeetingState.DRAFT, MeetingState.ANNOUNCED), MeetingState.CANCELLED),
    "approve": Move((PlaceState.ASKED, PlaceState.REFUSED), PlaceState.APPROVED),
    "put-on-waiting-list": Move((PlaceState.ASKED, PlaceState.REFUSED), PlaceState.WAITING),
    "give-place": Move((PlaceState.WAITING,), PlaceState.APPROVED),
    "refuse": Move((PlaceState.ASKED, PlaceState.APPROVED, PlaceState.WAITING), PlaceState.REFUSED),
    "withdraw": Move(
        (PlaceState.ASKED, PlaceState.APPROVED, PlaceState.WAITING), PlaceState.WITHDRAWN
    ),
    "ask-speaker": Move(
        (SpokenState.NOTED, SpokenState.ASKED, SpokenState.DISPUTED), SpokenState.ASKED
    ),
    "confirm": Move((SpokenState.ASKED,), SpokenState.CONFIRMED),
    "lapse": Move((SpokenState.ASKED,), SpokenState.LAPSED),
    "dispute": Move(
        (SpokenState.ASKED, SpokenState.LAPSED, SpokenState.CONFIRMED), SpokenState.DISPUTED
    ),
    "drop": Move((SpokenState.NOTED, SpokenState.ASKED, SpokenState.DISPUTED), SpokenState.DROPPED),
    "finish": Move((TaskState.OPEN,), TaskState.DONE),
    "give-up": Move((TaskState.OPEN,), TaskState.DROPPED),
    "open-again": Move((TaskState.DONE, TaskState.DROPPED), TaskState.OPEN),
    "grant-travel": Move((TravelState.ASKED, TravelState.REFUSED), TravelState.GRANTED),
    "refuse-travel": Move((TravelState.ASKED, TravelState.GRANTED), TravelState.REFUSED),
    "take-back-travel": Move((TravelState.ASKED, TravelState.GRANTED), TravelState.TAKEN_BACK),
}
