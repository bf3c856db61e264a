"""The life of a version of a text."""

from __future__ import annotations

from django.db import models

from travaux.plumbing.moves import Move


class VersionState(models.TextChoices):
    PREVIEW = "preview"  # imported; the drafter mends its structure
    WORKING = "working"  # edited paragraph by paragraph, towards the next version
    FROZEN = "frozen"  # numbers and words are fixed; not yet public
    PUBLISHED = "published"  # public, never changed again


OPEN = (VersionState.PREVIEW, VersionState.WORKING)  # words and structure may still change

MOVES = {
    "freeze": Move((VersionState.PREVIEW, VersionState.WORKING), VersionState.FROZEN),
    "unfreeze": Move((VersionState.FROZEN,), VersionState.WORKING),
    "publish": Move((VersionState.FROZEN,), VersionState.PUBLISHED),
}


class Distribution(models.TextChoices):
    """To whom a document goes, as its masthead says."""

    GENERAL = "general"
    LIMITED = "limited"
    RESTRICTED = "restricted"


class Stance(models.TextChoices):
    """What a delegation holds on words in brackets."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    RESERVE = "reserve"  # awaits instructions


class Agreement(models.TextChoices):
    """How far the negotiation of a paragraph is."""

    PENDING = "pending"
    AD_REFERENDUM = "ad-referendum"  # agreed, if the capitals confirm it
    AGREED = "agreed"
