"""Sentences and names of the library of practices."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from travaux.core.evidence.labels import PERMISSION, PROTOCOL, PROVENANCE
from travaux.evidence.models import PracticeState, Use

REPEATS_HELD_KNOWLEDGE: Any = _(
    "It repeats words of traditional knowledge whose holders do not allow that they are quoted."
)
REFUSALS: dict[str, Any] = {
    "library-closed": _("The library takes in no practices now."),
    "too-many-drafts": _("You have too many drafts. Hand one in or take one back first."),
    "too-many-practices": _("The library has %(most)s practices already."),
    "contributor-name-needed": _("Write your name."),
    "contributor-address-unusable": _("Write a mail address at which we reach you."),
    "too-many-practices-from-here": _("Many practices came from here just now. Try again later."),
    "too-many-practices-under-it": _(
        "Many practices came under this mail address today. Try again tomorrow."
    ),
    "practice-language-unknown": _("Choose the language that you write in."),
    "sdg-target-unknown": _("There is no target of the Goals with the code %(target)s."),
    "practice-part-too-long": _("One part has more than %(most)s characters. Shorten it."),
    "practice-year-unread": _("Write the year with four digits."),
    "practice-not-yours": _("Only whoever wrote this practice changes it."),
    "practice-handed-in": _("This practice was handed in and stays as it is."),
    "practice-incomplete": _("%(count)s parts are still missing before it can be handed in."),
    "practice-file-too-large": _("A file has %(most)s MB at most."),
    "practice-not-shown": _("This entry is not shown."),
    "practice-erased": _("The words of this practice were taken away."),
    "practice-is-your-own": _("Others review and decide on what you wrote."),
    "practice-not-reviewed-now": _("This practice is not under review now."),
    "practice-not-accepted": _("Only what was accepted is published."),
    "practice-reads-otherwise": _(
        "The practice was changed while you read it. Read it again, then review it."
    ),
    "practice-scores-missing": _("Give a score on every criterion."),
    "practice-score-off-scale": _("Scores run from %(low)s to %(high)s."),
    "practice-criteria-missing": _("The library has no criterion. Add one first."),
    "too-many-practice-reviews": _(
        "This practice was reviewed %(most)s times: no more reviews are taken."
    ),
    "practice-needs-reason": _("Say why: whoever wrote it reads it."),
    "practice-nobody-to-return-to": _("Nobody can be reached who could mend it."),
    "review-it-first": _("You see what the others gave once you gave your own review."),
    "reviews-awaited": _("At least %(fewest)s persons review a practice before it is decided."),
    "fewest-reviews-off": _("From 1 to 9 reviews can be asked for."),
    "too-many-practice-files": _("A practice has %(most)s files at most. Take one out first."),
    "too-many-practice-criteria": _("There are %(most)s criteria already. Retire one first."),
    "practice-weight-off": _("A weight is more than 0 and at most 1000."),
    "theme-needs-name": _("Write the name in at least one language."),
    "too-many-themes": _("There are %(most)s themes already. Retire one first."),
    # traditional knowledge
    "consent-missing": _(
        "It holds traditional knowledge: write whose it is and how they were asked, and attach "
        "the document of their consent."
    ),
    "consent-withdrawn": _("Those whose knowledge it is took their consent back."),
    "consent-ended": _("The consent of those whose knowledge it is has ended."),
    "consent-in-the-future": _("Consent is given before it is written down here."),
    "label-holds-back": _("The label %(label)s keeps this knowledge with those whose it is."),
    "label-unknown": _("There is no label %(label)s."),
    "use-unknown": _("There is no use named %(use)s."),
    "holders-do-not-allow": _("Those whose knowledge it is do not allow this use."),
    "not-traditional-knowledge": _("This practice is not marked as traditional knowledge."),
    "conditions-only-narrowed": _(
        "The secretariat can allow less, not more: more is allowed by those whose knowledge it is."
    ),
    "quotes-held-knowledge": _(
        "These words repeat a passage whose holders do not allow that it is quoted. Use your own "
        "words, or ask them."
    ),
}
PARTS: dict[str, Any] = {
    "context": _("Context"),
    "problem": _("Problem"),
    "action": _("What was done"),
    "results": _("Results"),
    "evidence": _("Evidence of effect"),
    "costs": _("Costs"),
    "risks": pgettext_lazy("practice", "Risks"),
    "transferability": _("Transferability"),
    "says_so": _("Who says so"),
}
HINTS: dict[str, Any] = {
    "context": _("Where, for whom, and under which conditions."),
    "problem": _("What was to be solved, and for whom."),
    "action": _("Step by step, so that others could do it again."),
    "results": _("What changed, with figures and dates where there are any."),
    "evidence": _(
        "How it is known that the change came from this: a comparison, a study, a count."
    ),
    "costs": _("Money, staff and time, once and each year."),
    "risks": _("What went wrong or may go wrong, and for whom."),
    "transferability": _("What others need to have in place, and where it would not work."),
    "says_so": _("Who reports this, and how they know: the city, an evaluator, residents."),
}
MISSING: dict[str, Any] = {
    **PARTS,
    "title": _("Title"),
    "country": _("Country"),
    "level": _("Level"),
    "holders": _("Whose knowledge it is"),
    "protocol": _("How they were asked"),
    "consent_on": _("Day of consent"),
    "consent_file": _("Document of consent"),
}
PRACTICE_STATES: dict[str, Any] = {
    PracticeState.DRAFT: pgettext_lazy("practice", "draft"),
    PracticeState.UNCHECKED: pgettext_lazy("practice", "waits for the mail to be followed"),
    PracticeState.SUBMITTED: pgettext_lazy("practice", "under review"),
    PracticeState.RETURNED: pgettext_lazy("practice", "returned"),
    PracticeState.ACCEPTED: pgettext_lazy("practice", "accepted"),
    PracticeState.DECLINED: pgettext_lazy("practice", "declined"),
    PracticeState.PUBLISHED: pgettext_lazy("practice", "published"),
    PracticeState.WITHDRAWN: pgettext_lazy("practice", "withdrawn"),
}
PRACTICE_SHAPES = {
    "draft": "", "unchecked": "", "submitted": "doing", "returned": "doing", "accepted": "done",
    "declined": "stop", "published": "done", "withdrawn": "stop",
}  # fmt: skip
USES: dict[str, Any] = {
    Use.LIBRARY: _("Shown on the public pages of the library"),
    Use.FILES: _("Taken away in lists, with the files that are attached"),
    Use.FINDINGS: _("Named and quoted as a source of findings and paragraphs"),
    Use.RELEASES: _("Counted and named in releases of the assessment"),
    Use.MACHINES: _("Read by machines: as JSON and on the command line"),
}
LABEL_GROUPS: dict[str, Any] = {
    PROVENANCE: _("Provenance"),
    PROTOCOL: _("Protocol"),
    PERMISSION: _("Permission"),
}
ACTS: dict[str, Any] = {
    "evidence.keep_library": _("The library of practices was opened, changed or closed"),
    "evidence.add_theme": _("The library got a theme"),
    "evidence.add_practice_criterion": _("The library got a criterion"),
    "evidence.retire_from_library": _("A theme or a criterion of the library was retired"),
    "evidence.begin_practice": _("A practice was begun"),
    "evidence.write_practice": _("A draft of a practice was changed"),
    "evidence.attach_to_practice": _("A file was added to a practice"),
    "evidence.detach_from_practice": _("A file of a practice was taken out"),
    "evidence.hand_in_practice": _("A practice was handed in"),
    "evidence.check_practice": _("The address of a practice was checked"),
    "evidence.disown_practice": _("A practice was disowned and erased"),
    "evidence.withdraw_practice": _("A practice was taken back"),
    "evidence.review_practice": _("A practice was reviewed"),
    "evidence.accept_practice": _("A practice was accepted"),
    "evidence.decline_practice": _("A practice was declined"),
    "evidence.return_practice": _("A practice was returned"),
    "evidence.publish_practice": _("A practice was published"),
    "evidence.set_conditions": _("The conditions of traditional knowledge were written down"),
    "evidence.withdraw_consent": _("Consent to traditional knowledge was taken back"),
    "evidence.forget_contributor": _("What a contributor to the library wrote was erased"),
    "evidence.lapse_practices": _("Practices that nobody checked or handed in were erased"),
}
