"""Sentences and names of literature."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

REFUSALS: dict[str, Any] = {
    "search-needs-name": _("Name the search or the database that these works come from."),
    "too-many-works": _("The literature has %(most)s works at most. Send less."),
    "work-is-a-twin": _("This work is there twice: read the other one."),
    "work-read-already": _("You have read this work at this stage."),
    "work-read-by-two": _("Two readers have read this work at this stage."),
    "full-text-not-had": _("Say first that the full text of this work is there."),
    "full-text-kind": _("A full text is a file of one of these kinds: %(kinds)s."),
    "full-text-size": _("The file is empty or larger than %(most)s MB."),
    "full-text-other-kind": _("What is in the file is not what its ending .%(ending)s says."),
    "too-many-full-texts": _("A work has %(most)s files at most. Take one out first."),
    "verdict-unknown": _("Keep the work or leave it out."),
    "exclusion-needs-reason": _("Give the reason in a few words: the flow counts by reasons."),
    "readers-do-not-differ": _("The two readers do not differ on this work."),
    "third-is-one-of-the-two": _("You read this work yourself: somebody else decides."),
}
VERDICTS: dict[str, Any] = {
    "in": pgettext_lazy("work", "kept"),
    "out": pgettext_lazy("work", "left out"),
    "": pgettext_lazy("work", "to be read"),
    "twin": pgettext_lazy("work", "there twice"),
    "differ": pgettext_lazy("work", "readers differ"),
}
GRADES: dict[str, Any] = {
    "reliable": _("Reliable"),
    "tentative": _("Good for tentative conclusions only"),
    "poor": _("Too low to rely on"),
    "unknown": _("Cannot be said yet"),
}
ACTS: dict[str, Any] = {
    "evidence.bring_literature": _("Literature was brought in"),
    "evidence.decide_likeness": _("Works that look alike were told apart or made one"),
    "evidence.read_work": _("A work was screened"),
    "evidence.settle_reading": _("A third reader decided on a work"),
    "evidence.attach_full_text": _("The full text of a work was attached"),
    "evidence.take_full_text_out": _("The full text of a work was taken out"),
    "evidence.note_retrieval": _("The full text of a work was noted"),
}
