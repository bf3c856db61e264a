"""Sentences for what is wrong with pools, quotas and dossiers."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    # ---- files of pools and quotas
    "bytes-unreadable": _(
        "This file is no table of text: some of its bytes cannot be read. Save it again as CSV "
        "(UTF-8)."
    ),
    "column-missing": _(
        "There is no column “%(column)s”; the headings are: %(there)s. Add it or rename one."
    ),
    "column-twice": _("Two columns are headed “%(column)s”. Rename or remove one."),
    "feature-missing": _(
        "There is no column “%(feature)s”, for which %(asked)s of the quotas asks; the headings "
        "are: %(there)s. Add the column, or correct the quotas."
    ),
    "limit-column-missing": _(
        "There is no column “%(feature)s”, for which a limit is set; the headings are: %(there)s. "
        "Add the column, or correct the limit."
    ),
    "pool-empty": _("There is nobody in the pool. Add one row for each person below the headings."),
    "pool-uneven": _("Some columns of the pool are shorter than others. Take the pool again."),
    "too-many-people": _("The pool has %(count)s people; at most %(limit)s can be read."),
    "id-empty": _("The cell “%(column)s” is empty. Give each person a code of their own."),
    "id-duplicate": _(
        "The code “%(id)s” stands twice, first in %(first)s. Give each person a code of their own."
    ),
    "score-unreadable": _(
        "“%(text)s” in the column “%(column)s” is not a score. Write a number with at most six "
        "decimals."
    ),
    "scores-missing": _("Choosing by merit needs scores. Name the column that holds them."),
    "value-unknown": _(
        "“%(value)s” is no value of “%(feature)s” that the quotas know (%(people)s people have "
        "it). Correct the cell%(hint)s, or add a row for it to the quotas."
    ),
    "value-missing": _(
        "Nothing stands under “%(feature)s” (so for %(people)s people). Fill the cell, or leave "
        "this feature out of the quotas."
    ),
    "quota-incomplete": _("A feature or a value is missing. Fill both cells, or remove the row."),
    "number-unreadable": _(
        "“%(text)s” under “%(column)s” is not a whole number. Write one, or leave the cell empty "
        "for no limit."
    ),
    "quota-turned": _(
        "The minimum of “%(value)s” (%(feature)s) is %(min)s, more than its maximum %(max)s. "
        "Lower the minimum or raise the maximum."
    ),
    "quota-duplicate": _(
        "“%(value)s” (%(feature)s) stands twice, first in %(first)s. Keep one of the rows."
    ),
    "quota-twice": _("“%(value)s” (%(feature)s) has two quotas. Keep one of them."),
    "flex-inside": _(
        "%(column)s of “%(value)s” (%(feature)s) is %(number)s, which is narrower than the quota "
        "itself (%(bound)s). Widen it, or leave the cell empty."
    ),
    "too-many-quotas": _("There are %(count)s quotas; at most %(limit)s can be read."),
    "quota-of-nobody": _(
        "At least %(min)s with “%(value)s” (%(feature)s) are asked for, but nobody in the pool "
        "has this value%(hint)s. Correct the value, or set the minimum to 0."
    ),
    "value-of-nobody": _("Nobody in the pool has “%(value)s” (%(feature)s)."),
    "quotas-past-seats": _(
        "The minimums of “%(feature)s” add up to %(sum)s, but there are %(seats)s seats. Lower "
        "some of them, or add seats."
    ),
    "quotas-short-of-seats": _(
        "The maximums of “%(feature)s” add up to %(sum)s, too few for %(seats)s seats. Raise some "
        "of them, or take seats away."
    ),
    "seats-past-people": _(
        "There are %(seats)s seats but %(people)s people in the pool. Take seats away, or add "
        "people."
    ),
    "seats-unreadable": _(
        "“%(text)s” is no number of seats. Write one such as 30, or a range such as 28-32."
    ),
    "seats-unusable": _("From %(low)s to %(high)s seats cannot be. Give one seat or more."),
    "limit-unreadable": _(
        "“%(text)s” is no limit. Write the column and the number, such as country=2."
    ),
    "limit-unusable": _("At most %(number)s of one “%(feature)s” cannot be. Give 0 or more."),
    "feature-unknown": _("The pool knows no feature “%(feature)s”. Correct its name."),
    "demand-unknown": _("Nobody in the pool has the code “%(id)s”. Correct it."),
    "demand-twice": _("“%(id)s” is both required and excluded, or named twice. Keep one of them."),
    # ---- computing
    "instance-unreadable": _("This is no pool with quotas as a dossier holds it."),
    "solver-wrong": _(
        "The computation gave a panel that does not keep “%(value)s” (%(feature)s); it was thrown "
        "away. Tell those who keep this installation."
    ),
    "solver-out-of-time": _("The computation did not end in the time it was given."),
}
