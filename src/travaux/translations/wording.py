"""The sentences of this room."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from travaux.drafts.queries import title_of
from travaux.plumbing.languages import NAMES
from travaux.plumbing.mail import in_language_of
from travaux.translations.states import JobState, Standing

REFUSALS = {
    "translation-repeats-kept-words": _(
        "The file was not taken in: paragraphs %(paragraphs)s repeat words that may not be quoted in "
        "public, of traditional knowledge or of an interview. Say it in other words and send it again."
    ),
    "language-not-wanted": _(
        "A text is translated into another of the six languages, not into its own."
    ),
    "not-a-translator": _(
        "Only the secretariat, the drafters, and those who have the job for this language translate "
        "this version. Ask the secretariat for the job."
    ),
    "own-translation": _(
        "You made this translation yourself; another person reviews it, so that two pairs of eyes "
        "have seen it."
    ),
    "review-of-other-words": _(
        "You changed the words; they are still in the form. Save them first: then another person "
        "reviews what you wrote."
    ),
    "job-ended": _("This job is closed or cancelled. Give out a new one."),
    "translation-missing": _("Write the translation before you save it."),
    "codes-amiss": _(
        "These signs do not agree with those of the source: %(codes)s. Keep each sign such as "
        "<1>…</1> or <n1/> once, around the same words."
    ),
    "translated-meanwhile": _(
        "Somebody else saved a translation of this paragraph while you wrote. Yours is still in the "
        "form: compare the two, then save again."
    ),
    "source-changed-since": _(
        "The source has changed since this translation was made. Bring it up to date first, then it "
        "can be reviewed."
    ),
    "file-taken-already": _("This file has been taken in already."),
    "file-of-another-language": _(
        "This file is a translation into %(found)s. Send it on the page of that language."
    ),
    "reviser-is-translator": _("Choose another person to revise than the one who translates."),
    "due-in-the-past": _("The due date is in the past. Choose a day from today on."),
    "job-open-already": _(
        "There is an open job for this language. Close or cancel it before you open another."
    ),
    "machine-does-not-answer": _(
        "The translation machine did not answer as it should. Nothing was changed; try again later."
    ),
    "xliff-not-found": _(
        "This file is not XLIFF: its first element is %(found)s. Export it from your tool as XLIFF "
        "1.2 or 2.0, or send the PO or Word file."
    ),
    "po-broken": _(
        "This PO file cannot be read (%(why)s). Save it again with your tool and send that."
    ),
    "bilingual-not-found": _(
        "No table with the columns id, source and target is in this Word file. Fill in the file that "
        "was downloaded here and keep its first row."
    ),
    "exchange-format-unknown": _(
        "Translations come back as .xlf, .xliff, .po or .docx. Save the file in one of these."
    ),
}

STANDINGS = {
    Standing.MISSING: _("Not translated"),
    Standing.CHANGED: _("Source changed"),
    Standing.MACHINE: _("Made by a machine"),
    Standing.CURRENT: _("Translated"),
    Standing.REVIEWED: _("Reviewed"),
}
JOB_STATES = {
    JobState.OPEN: _("under way"),
    JobState.DELIVERED: _("delivered, to be revised"),
    JobState.CLOSED: _("closed"),
    JobState.CANCELLED: _("cancelled"),
}


def _address(job: Any) -> str:
    path = reverse(
        "translations:job", args=[job.version.text.process.code, job.version.key, job.language]
    )
    return f"{settings.ADDRESS}{path}"


MOVED = {
    "deliver": _("The translation is delivered; it waits for you to revise it."),
    "give-back": _("The translation was given back to you: something in it is to be mended."),
    "close": _("The translation is revised, and the job is closed. Thank you."),
    "cancel": _("The job is cancelled. Nothing more is to be done."),
}


def moved_mail(job: Any, name: str, person: Any) -> tuple[str, str]:
    """Subject and text of the mail that says what became of a job, for one of its people."""
    with in_language_of(person):
        context = {
            "job": job,
            "what": str(MOVED[name]),
            "title": title_of(job.version),
            "language": NAMES[job.language],
            "address": _address(job),
        }
        subject = _now("Translation into %(language)s: %(state)s") % {
            "language": NAMES[job.language],
            "state": str(JOB_STATES[JobState(job.state)]),
        }
        return subject, render_to_string("translations/mail/job_moved.txt", context)


def job_mail(job: Any, role: str) -> tuple[str, str]:
    """Subject and text of the mail that gives out a job, in the language of whom it is for."""
    person = job.translator if role == "translator" else job.reviser
    with in_language_of(person):
        context = {
            "job": job,
            "role": role,
            "title": title_of(job.version),
            "language": NAMES[job.language],
            "address": _address(job),
        }
        subject = _now("A translation job for you: %(language)s") % {
            "language": NAMES[job.language]
        }
        return subject, render_to_string("translations/mail/job.txt", context)
