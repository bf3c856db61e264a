"""Sentences for forms that are asked: what is wrong with an answer, and with a form itself."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    # ---- answers
    "answer-needed": _("This needs an answer."),
    "file-needed": _("Attach a file here."),
    "answer-not-allowed": _("This answer is not possible here. Look at the hint."),
    "answer-over-length": _("The answer has %(length)s characters; at most %(most)s are possible."),
    "answer-not-number": _("“%(text)s” is not a number. Write digits, like 1200 or 12.5."),
    "answer-number-ambiguous": _(
        "“%(text)s” can be read in two ways. Write it without the comma, or with a point for "
        "decimals."
    ),
    "answer-number-too-long": _("A number has at most %(most)s digits here."),
    "answer-not-whole": _("“%(text)s” is not a whole number."),
    "answer-not-date": _("“%(text)s” is not a date. Write it as year-month-day, like 2024-11-04."),
    "answer-not-time": _("“%(text)s” is not a time. Write it like 09:30."),
    "answer-not-instant": _("“%(text)s” is not a date with time. Write it like 2024-11-04T09:30."),
    "answer-not-place": _(
        "“%(text)s” is not a place. Write latitude and longitude in degrees, like -1.28 36.82."
    ),
    "answer-not-choice": _("“%(choice)s” is not among the answers to choose from now."),
    "answer-ranked-twice": _("Each answer can have one rank only."),
    "answer-below-least": _("The number is at least %(least)s."),
    "answer-above-most": _("The number is at most %(most)s."),
    "answer-not-in-steps": _("The number goes in steps of %(step)s."),
    "answer-too-many-repetitions": _("This can be answered at most %(most)s times."),
    # ---- a form that cannot be asked
    "form-empty": _("The form asks nothing yet. Add a question."),
    "form-too-long": _("The form has more than %(most)s questions. Divide it."),
    "form-too-deep": _("Groups lie within more than %(most)s other groups here."),
    "form-too-many-languages": _("A form has at most %(most)s languages."),
    "form-too-many-choices": _("The form has more than %(most)s answers to choose from."),
    "form-name-taken": _("Two items of the form have this name. Give one of them another name."),
    "form-name-unusable": _(
        "A name begins with a letter and holds letters of the English alphabet, digits, - and _ "
        "only."
    ),
    "form-kind-unknown": _("There is no kind of question called %(kind)s."),
    "form-choices-missing": _("This question needs answers to choose from."),
    "form-choice-unusable": _(
        "An answer to choose from needs a name of one word; “%(choice)s” is not one."
    ),
    "form-choice-taken": _("Two of the answers to choose from are named %(choice)s."),
    "form-words-missing": _(
        "Its words or some of its answers to choose from are missing in the language %(language)s."
    ),
    "form-label-missing": _("This question has no words yet."),
    "form-reference-unknown": _("It looks at %(name)s, which the form does not ask."),
    "form-goes-in-circles": _(
        "Whether this is asked depends on itself, over other questions. Take out one condition."
    ),
    "form-item-gone": _("This item is not in the form any more. Look at the page again."),
    "form-unreadable": _("The description of the form is broken here."),
    # ---- expressions
    "expression-list-unknown": _(
        "No question chooses from the list “%(list)s”, so nothing can be looked up in it. Let a "
        "question use the list, or leave the expression out."
    ),
    "expression-column-unknown": _(
        "The list that is looked up has no column “%(column)s”. Correct its name."
    ),
    "expression-unreadable": _("The expression “%(text)s” cannot be read at its character %(at)s."),
    "expression-too-long": _("An expression has at most %(most)s characters."),
    "expression-too-deep": _("The expression “%(text)s” is nested too deep."),
    "expression-function-unknown": _(
        "The expression “%(text)s” calls %(name)s, which is not known here."
    ),
    "expression-arguments": _(
        "In the expression “%(text)s” the function %(name)s has too few or too many values."
    ),
    "pattern-too-long": _("A pattern has at most %(most)s characters."),
    "pattern-unreadable": _("The pattern “%(pattern)s” cannot be read."),
    "pattern-risky": _(
        "The pattern “%(pattern)s” repeats what repeats already, which could take for ever. "
        "Write it simpler."
    ),
    # ---- XLSForm
    "xlsform-format": _("A form comes as .xlsx, .csv or .md (XLSForm)."),
    "xlsform-refused": _("The form is not written as XLSForm asks: %(said)s"),
    "xlsform-not-supported": _(
        "Questions of the kind “%(kind)s” cannot be asked here. Take it out or choose another kind."
    ),
    "xlsform-choices-elsewhere": _(
        "The answers to choose from stand in another file (%(file)s). Bring that file in along with "
        "the form, or put the answers on the sheet of choices."
    ),
    "choice-file-column": _(
        "The file to choose from has no column “%(column)s”. It has: %(there)s. Give it one."
    ),
    "choice-file-empty": _("The file to choose from has no row with a name."),
    "choice-file-long": _("The file to choose from has more than %(most)s rows. Shorten it."),
    "xlsform-note": _("The form's reader remarks: %(said)s"),
    "xlsform-of-device": _(
        "A device would fill this in by itself (%(kind)s); here it stays empty."
    ),
    # ---- files of answers, and what is reckoned of them
    "answers-without-heading": _("The file has no row of headings."),
    "answers-too-many": _("The file has more than %(most)s rows of answers. Divide it."),
    "answers-too-wide": _("The file has more than %(most)s columns."),
    "answers-without-column": _("The file has no column named %(column)s."),
    "column-not-numbers": _("The column %(column)s does not hold numbers alone."),
    "too-many-answers": _("More than %(most)s different answers stand there: too many to count."),
    "question-not-reckoned": _("Answers to this question are neither counted nor averaged."),
    "weights-do-not-fit": _("There are %(weights)s weights for %(units)s units."),
    "weights-unusable": _("A weight is a number that is not below 0."),
    "population-below-sample": _("The population of a stratum is smaller than its sample."),
    "frame-without-group": _("Nobody who answered is in any group of the frame."),
    "raking-does-not-settle": _(
        "No weights fit all margins of the frame at once. Take a margin out, or join small groups."
    ),
    "xlsform-media-left-out": _("Pictures and sounds of this question are left out."),
}
