"""Sentences and names of surveys and their answers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from travaux.evidence.models import Access, EditionState, Sampling, SurveyState, Unit

REFUSALS = {
    "survey-published": _("The results are published, so the survey stays as it is."),
    "survey-rule-unknown": _("A survey has no rule named %(rule)s."),
    "survey-needs-title": _("Give the survey a title."),
    "survey-least": _("Counts are hidden below a number from 1 to 1000."),
    "survey-frame-unreadable": _("The frame holds numbers of units by group."),
    "survey-form-unfit": _("The form cannot be asked yet: %(count)s things stand in its way."),
    "survey-not-open": _("This survey is not open yet."),
    "survey-closed": _("This survey is closed."),
    "survey-deadline-past": _("The deadline lies in the past. To end now, close the survey."),
    "survey-role-unknown": _("%(question)s is no question of this form that can say that."),
    "invitation-withdrawn": _("This invitation was withdrawn. Ask who sent it for another one."),
    "response-came-late": _(
        "It came from a device after the end of the survey. It is kept and set aside."
    ),
    "survey-still-open": _("Close the survey first."),
    "survey-by-invitation": _("This survey is answered through the link of an invitation."),
    "survey-busy": _("Many begin this survey just now. Try again in an hour."),
    "edition-frozen": _("This edition was issued, so it stays as it is. Begin another one."),
    "edition-in-translation": _(
        "Translation has begun: what is asked stays as it is, and only words in further languages "
        "come in. Begin another edition to ask something else."
    ),
    "edition-under-way": _("Another edition is being prepared already."),
    "response-handed-in": _("This was handed in already."),
    "response-incomplete": _(
        "It is not handed in yet: %(count)s answers are missing or need mending. What you typed "
        "is kept."
    ),
    "device-needs-name": _("Say whose device it is."),
    "invited-address-unusable": _("Line %(line)s does not begin with a mail address."),
    "invited-line-unread": _(
        "Line %(line)s is not an address, a unit and a language, with semicolons between."
    ),
    "too-many-invited": _("At most %(most)s are invited. Send the list in parts."),
    "too-many-devices": _("A survey has at most %(most)s devices."),
    "answers-not-of-this-form": _("No column of the file is a question of this form."),
    "answers-row-shifted": _(
        "The row does not fit its columns; it may be shifted. It is kept whole and set aside."
    ),
    "answer-date-by-column": _(
        "The day could be read in two ways; the rest of the column decided."
    ),
    "device-unknown": _("The user name or the password is wrong."),
    "submission-unreadable": _("This is not an answer to a form of this survey."),
    "answers-for-command-line": _(
        "The file has more than %(most)s rows. Bring it in with travaux survey import."
    ),
    "theme-not-in-book": _("The book of codes in force has no theme named %(theme)s."),
    "too-many-themes-of-answer": _("An answer bears at most %(most)s themes."),
    "words-too-short": _("Look for words of three signs at least."),
    "too-many-answers-at-once": _(
        "More than %(most)s answers have these words. Look for more of them at once."
    ),
    "question-unknown": _("The survey asks nothing named %(question)s."),
    "division-unknown": _("There is no division of countries named %(by)s."),
}
UNITS: dict[str, Any] = {
    Unit.CITY: pgettext_lazy("unit", "City"),
    Unit.COUNTRY: pgettext_lazy("unit", "Country"),
    Unit.ORGANISATION: pgettext_lazy("unit", "Organisation"),
    Unit.PERSON: pgettext_lazy("unit", "Person"),
}
SAMPLINGS: dict[str, Any] = {
    Sampling.CENSUS: _("All of the frame were asked"),
    Sampling.RANDOM: _("Drawn at random from the frame"),
    Sampling.QUOTA: _("Chosen so that groups are filled"),
    Sampling.OPEN: _("Whoever wished to answer"),
}
ACCESSES: dict[str, Any] = {
    Access.OPEN: _("Everybody who has the address"),
    Access.INVITED: _("Whoever was invited, through a link"),
    Access.ACCOUNT: _("Everybody with an account here"),
}
ROLE_NAMES: dict[str, Any] = {
    "country": _("Question that says the country"),
    "unit": _("Question that says the unit"),
    "size": _("Question that says the size"),
    "weight": _("Question that says the design weight"),
}
SURVEY_STATES: dict[str, Any] = {
    SurveyState.DRAFT: pgettext_lazy("survey", "in preparation"),
    SurveyState.OPEN: pgettext_lazy("survey", "open"),
    SurveyState.CLOSED: pgettext_lazy("survey", "closed"),
}
EDITION_STATES: dict[str, Any] = {
    EditionState.DRAFT: pgettext_lazy("edition", "in preparation"),
    EditionState.TRANSLATING: pgettext_lazy("edition", "in translation"),
    EditionState.ISSUED: pgettext_lazy("edition", "issued"),
}
STANDINGS: dict[str, Any] = {
    "same": pgettext_lazy("question", "same"),
    "reworded": pgettext_lazy("question", "other words"),
    "changed": pgettext_lazy("question", "changed"),
    "new": pgettext_lazy("question", "new"),
    "dropped": pgettext_lazy("question", "dropped"),
}
NOTES: dict[str, Any] = {
    "lonely-cluster": _("One stratum has a single unit; it is held against the mean of all."),
}
ACTS = {
    "evidence.prepare_survey": _("A survey was begun"),
    "evidence.change_survey": _("Facts of a survey were changed"),
    "evidence.replace_survey_form": _("The form of a survey was changed"),
    "evidence.begin_translation": _("The form of a survey was frozen for translation"),
    "evidence.issue_edition": _("An edition of a survey was issued"),
    "evidence.begin_edition": _("A further edition of a survey was begun"),
    "evidence.close_survey": _("A survey was closed"),
    "evidence.reopen_survey": _("A survey was opened again"),
    "evidence.publish_results": _("Results of a survey were published"),
    "evidence.invite_to_survey": _("A link to a survey was made"),
    "evidence.invite_by_mail": _("Units were invited to a survey by mail"),
    "evidence.remind_invited": _("Units were reminded of a survey"),
    "evidence.forget_invited": _("An address went from invitations to surveys"),
    "evidence.withdraw_invitation": _("An invitation to a survey was withdrawn"),
    "evidence.give_device": _("A device was let in to a survey"),
    "evidence.revoke_device": _("A device was shut out of a survey"),
    "evidence.confirm_place": _("A country in answers was confirmed"),
    "evidence.read_words": _("Answers in free text were tied to themes"),
    "evidence.give_theme": _("Answers in free text were tied to themes"),
    "evidence.begin_response": _("An answer to a survey was begun"),
    "evidence.keep_answers": _("A page of answers was kept"),
    "evidence.submit_response": _("An answer to a survey was handed in"),
    "evidence.take_from_device": _("An answer to a survey came from a device"),
    "evidence.forget_respondent": _("Drafts of a respondent went with their account"),
    "evidence.set_response_aside": _("An answer to a survey was set aside or taken back"),
}
