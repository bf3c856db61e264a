"""What drafts and comments are told of words that are kept out of texts for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from travaux.evidence.models import Use
from travaux.evidence.rules.held import guarded_marks, repeats
from travaux.evidence.rules.kept_words import HELD, repeated
from travaux.evidence.wording.interviews import REPEATS_AN_INTERVIEW
from travaux.evidence.wording.practices import REPEATS_HELD_KNOWLEDGE
from travaux.roadmap.models import Process


def repeats_in_draft(
    process: Process, texts: Sequence[str], at: datetime
) -> dict[int, tuple[bool, str]]:
    """Paragraphs that repeat held knowledge are not published so; of those that repeat an interview
    it is told: the draft may have been read out there, and whoever publishes knows."""
    return {
        place: (
            code == HELD,
            str(REPEATS_HELD_KNOWLEDGE if code == HELD else REPEATS_AN_INTERVIEW),
        )
        for place, code in repeated(texts, process, at).items()
    }


def comments_repeating(process: Process, texts: Sequence[str], at: datetime) -> list[bool]:
    """For each of some comments whether it repeats held knowledge, for those who answer them. What
    somebody said in an interview they, and others, may say in a comment."""
    guarded = guarded_marks(process.pk, Use.FINDINGS, at, once_public=False)
    return [repeats([text], guarded) for text in texts]
