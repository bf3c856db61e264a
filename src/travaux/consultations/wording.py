"""Sentences for what this room refuses."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "experts": _("Global expert group"),
    "regional": _("Regional"),
    "thematic": _("Thematic"),
    "stakeholder": _("Stakeholders"),
    "open": _("Open to everyone"),
}
STEP_NAMES = {
    "invitation": _("Invitations go out"),
    "contributions": _("Contributions"),
    "consolidation": _("Consolidation by the focal point"),
    "submission": _("Submission"),
    "answers": _("Answers"),
}
REFUSALS = {
    "version-not-published": _(
        "This version is not published yet. Publish it first: what is commented on never changes."
    ),
    "round-closed": _("This round is closed."),
    "round-not-open-yet": _("This round is not open yet."),
    "round-ends-before-it-begins": _("The deadline must lie after the opening of the round."),
    "extension-not-later": _("The new deadline must lie after the present one."),
    "extension-already-past": _("The new deadline has passed already. Choose a later one."),
    "track-not-for-you": _(
        "This track is for those who are invited, or hold an appointment in its audience."
    ),
    "track-of-another-process": _("This track belongs to another process."),
    "track-has-begun": _(
        "A round of this track has begun: who reads what, and when it is published, stays as it "
        "was announced."
    ),
    "track-kind-unknown": _("There is no kind of track called %(kind)s."),
    "track-needs-title": _("Give the track a title in at least one language."),
    "thematic-track-needs-advice": _("Record on whose advice the thematic track is added."),
    "track-rule-unknown": _("Choose a rule that a track can have."),
    "publication-date-needed": _("Name the day on which the comments become public."),
    "public-stays-public": _(
        "What everyone reads as it comes is public already: it cannot be published later or less."
    ),
    "region-unknown": _("There is no group of states called %(region)s."),
    "members-need-audience": _("Say whom the track is for before you reserve reading to them."),
    "steps-out-of-order": _("The steps of a track end one after the other. Look at the dates."),
    "minimum-not-over": _(
        "The minimum period of %(days)s days, counted from the last required language, is not over "
        "by then."
    ),
    "language-not-issued": _(
        "A required language is not issued yet: the minimum period of %(days)s days does not run."
    ),
    "minimum-unusable": _("A minimum period has 0 to 366 days."),
    "language-unknown-here": _("There is no language %(language)s among the six."),
    "issued-in-the-future": _("This day has not come yet. Write it down when it has."),
    "issued-already": _("It is written down already when this language was issued."),
    "reason-needed": _("Give the reason: it stands on record and is told to everybody."),
    "types-unknown": _("There is no table of comment types called %(types)s."),
    "capacity-unknown": _("There is no capacity called %(capacity)s."),
    "release-date-needed": _("Name the date on which the answers are released."),
    "release-rule-unknown": _("There is no rule of release called %(rule)s."),
    "audience-unknown": _("There is no audience called %(audience)s."),
    "answering-unknown": _("Comments are answered one by one, grouped or in summary; not %(way)s."),
    "grace-too-long": _("A grace period lasts from 0 minutes to 7 days."),
    "zone-unknown": _(
        "There is no time zone called %(zone)s. Write it like Africa/Nairobi or Europe/Paris."
    ),
    "local-time-missing": _(
        "Clocks in %(zone)s are put forward over %(time)s, so that this time does not exist. "
        "Choose an hour earlier or later."
    ),
    "local-time-twice": _(
        "Clocks in %(zone)s are put back, so that %(time)s comes twice. "
        "Choose an hour earlier or later."
    ),
    "instant-unreadable": _(
        "“%(text)s” is not a date and time. Write it like 2024-11-17T23:59 or 2024-11-17."
    ),
}
ACTS = {
    "consultations.record_issue": _("It was written down when a language was issued"),
    "consultations.hold_open": _("A round was held open: a required language is not issued yet"),
}
