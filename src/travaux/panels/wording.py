"""Sentences for what is wrong with pools, quotas and dossiers; phrases of the record."""

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
        "“%(value)s” is no value of “%(feature)s” that the quotas know (people who have it: "
        "%(people)s). Correct the cell%(hint)s, or add a row for it to the quotas."
    ),
    "value-missing": _(
        "Nothing stands under “%(feature)s” (people with an empty cell: %(people)s). Fill the cell, "
        "or leave this feature out of the quotas."
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
    "scores-too-large": _("The scores are too large to be added exactly. Scale them down."),
    "nobody-above-floor": _(
        "Nobody's score reaches %(floor)s; the highest is %(best)s. Lower the floor."
    ),
    "included-below-floor": _(
        "“%(id)s” must be chosen but has %(score)s, below the floor of %(floor)s. Lower the floor, "
        "or no longer require this person."
    ),
    "not-a-member": _("“%(id)s” is not in the group. Name one of its members."),
    "nobody-left": _(
        "%(wanted)s are to come, but only %(there)s others are left in the pool. Leave the seat "
        "empty, or add people to the pool."
    ),
    # ---- who may do what, and when
    "panel-frozen": _(
        "Pool and quotas are frozen. Open them again, with a reason, to change them."
    ),
    "panel-still-open": _("Pool and quotas are still open: change them as you like."),
    "panel-not-frozen": _(
        "Freeze pool and quotas first: what is computed must not change any more."
    ),
    "panel-computed": _(
        "A group is recommended already for this pool and these quotas; it is computed once."
    ),
    "panel-not-computed": _(
        "Nothing is recommended yet. Let the recommendation be computed first."
    ),
    "panel-adopted": _("The group is adopted. Record who leaves and who comes instead."),
    "panel-not-adopted": _("The group is not adopted yet."),
    "pool-first": _("There is no pool yet. Bring in the table of nominees first."),
    "scores-first": _(
        "Choosing by merit needs a score for everybody in the pool. Bring in the table again and "
        "say which column holds the scores."
    ),
    "features-first": _("Choose at least one column as an attribute to balance."),
    "method-unknown": _("There is no method “%(method)s”; known: %(known)s."),
    "lots-not-announced": _(
        "Governments do not accept lots among their nominees unless the call announced them. Say "
        "where it did, or choose by merit."
    ),
    "lots-not-in-call": _(
        "The call from which these nominees come announced no lots. Choose by merit."
    ),
    "lots-among-equals-only": _(
        "The call announced lots among equals only. Give the least score from which nominees are "
        "equals, or choose by merit."
    ),
    "names-not-in-call": _(
        "The call announced that no names are published, so the group names nobody in public. "
        "Leave this field empty."
    ),
    "demand-kind-unknown": _("Say that the person must be chosen, must not be chosen, or neither."),
    "public-source-missing": _(
        "Say where the public value comes from, so that everybody can look it up."
    ),
    "public-value-given": _(
        "A public value was given already for this draw; it cannot be exchanged for another."
    ),
    "input-changed": _(
        "The pool or the quotas are not those that were frozen. Nothing was recorded."
    ),
    "quotas-impossible": _("No group can keep all these quotas. Look at what contradicts itself."),
    "authority-needed": _("Name the authority that adopts the group."),
    "adopted-in-the-future": _("The day of adoption cannot lie in the future."),
    "departure-names-nobody": _("Say who goes out, who comes in, or both."),
    "not-recommended": _("“%(who)s” is not in the recommended group, so cannot be taken out."),
    "not-to-come": _("“%(who)s” cannot come in: not in this pool, or in the group already."),
    "end-unknown": _("Say whether the person declined, left, or was ended by the authority."),
    "seat-ends-before-it-begins": _("This day lies before the person came into the group."),
    "call-not-of-nominees": _("This call asks for no nominations. Choose one that does."),
    "call-still-open": _("This call is not closed yet. Its pool is taken once nobody can come in."),
    "call-without-nominees": _(
        "No nomination of this call is confirmed by its authority, so there is nobody to choose from."
    ),
    "scores-lacking": _(
        "%(count)s people of the pool have no score in this table, first “%(first)s”. Give "
        "everybody a score."
    ),
    "draw-first": _(
        "The numbered panels are published, but no number is drawn yet. Draw it first."
    ),
    "drawn-already": _("The number is drawn already; it is drawn once."),
    "draw-source-missing": _(
        "Say where and before whom the number was drawn, so that everybody can look it up."
    ),
    # ---- places in regional groups
    "group-is-regional": _("This group is a regional one: its people were offered their places."),
    "offer-day-passed": _("The last day for the answer lies in the past. Choose a later one."),
    "offer-closed": _("The day until which this could be answered has passed."),
    "offer-changed-often": _(
        "This answer was changed many times. Write to the secretariat if it is to change again."
    ),
    "offer-erased": _("The name behind this offer was erased, so it can no longer be answered."),
    "offer-overtaken": _("You are in the first group by now, so this offer is over."),
    "offer-unknown": _("This address opens no offer. Take the whole address out of the letter."),
    "offer-addressed": _("This offer has its address. Change it in the outbox, before it goes."),
    "offer-address-unfit": _("This is no mail address. Write one such as name@example.org."),
    "offer-language-unknown": _("Choose one of the six languages for the letter."),
    "offer-answer-unknown": _("Say whether the place is accepted or declined."),
    "offer-addresses-many": _(
        "The table has %(count)s rows; at most %(most)s are taken at once. Divide it."
    ),
    "offer-row-unfit": _("Row %(row)s: “%(value)s” is no mail address. Nothing was taken."),
    "group-is-first": _(
        "The pool of this group was frozen. Further nominees can be offered a place in a regional "
        "group only."
    ),
    "group-lacks-nothing": _("The group reaches all its targets, so there is nothing to call for."),
    # ---- computing
    "number-not-there": _("There is no number %(number)s: the panels are numbered 1 to %(most)s."),
    "numbers-unusable": _("%(numbers)s panels cannot be numbered; choose 1 to %(most)s."),
    "instance-unreadable": _("This is no pool with quotas as a dossier holds it."),
    "solver-wrong": _(
        "The computation gave a panel that does not keep “%(value)s” (%(feature)s); it was thrown "
        "away. Tell those who keep this installation."
    ),
    "solver-out-of-time": _("The computation did not end in the time it was given."),
}

ACTS = {
    "panels.start_panel": _("The choosing of a group began"),
    "panels.keep_pool_file": _("A table of nominees was received"),
    "panels.take_pool": _("The pool of a group was taken from a table"),
    "panels.take_pool_of_call": _("The pool of a group was taken from a call"),
    "panels.give_scores": _("The pool of a group got its scores"),
    "panels.set_quotas": _("Quotas of a group were set"),
    "panels.relax_quotas": _("Quotas that contradicted one another were relaxed"),
    "panels.set_method": _("The method of choosing a group was set"),
    "panels.demand_person": _("A demand on one nominee was set"),
    "panels.freeze_panel": _("Pool and quotas of a group were frozen"),
    "panels.reopen_panel": _("Pool and quotas of a group were opened again"),
    "panels.start_check": _("Quotas were checked against the pool"),
    "panels.start_freezing": _("The freezing of pool and quotas was asked for"),
    "panels.start_drawing": _("The draw of a number was asked for"),
    "panels.start_offering": _("Offers of places in regional groups were asked for"),
    "panels.start_computing": _("A recommended group was asked for"),
    "panels.record_recommendation": _("A recommended group was computed"),
    "panels.draw_panel": _("The number of a panel was drawn"),
    "panels.start_trial": _("Other quotas were tried out"),
    "panels.record_trial": _("A trial of other quotas was computed"),
    "panels.adopt_panel": _("A group was adopted"),
    "panels.offer_places": _("Places in regional groups were offered to those not chosen"),
    "panels.address_offer": _("An offer of a place got an address"),
    "panels.address_offers": _("Offers of places got addresses out of a table"),
    "panels.take_gap_nominees": _("Nominees of a further call were offered places"),
    "panels.answer_offer": _("An offer of a place was answered"),
    "panels.record_offer_answer": _("An answer to an offer of a place was put on record"),
    "panels.prepare_gap_call": _("A call to fill what a group lacks was begun"),
    "panels.erase_nominees": _("Names in the pools of groups were erased"),
    "panels.end_seat": _("A member's time in a group ended"),
    "panels.add_member": _("A member joined a group"),
    "panels.change_members": _("Members of a group left and came at once"),
}
