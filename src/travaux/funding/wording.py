"""Sentences of this room: refusals and kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from travaux.core.funding.coverage import Tight
from travaux.design.templatetags.parts import money
from travaux.funding.states import MoneyKind
from travaux.plumbing.languages import NAMES, said

REFUSALS: dict[str, Promise] = {
    "money-recorded-by-secretariat": _("Only the secretariat of this process records its money."),
    "scenarios-weighed-by-secretariat": _(
        "Leaner scenarios are weighed by the secretariat of this process."
    ),
    "money-kind-unknown": _("“%(kind)s” is not a kind of event of money. Choose one of the list."),
    "currencies-differ": _(
        "The events are in several currencies (%(currencies)s), and no rate is on record: they "
        "cannot be added up. Give each its sum in the currency of the budget, too."
    ),
    "amount-not-positive": _(
        "Give an amount above zero; what is wrong is taken back by a counter-entry."
    ),
    "amount-too-fine": _("Give the amount with two decimals at most."),
    "target-unknown": _("Choose a meeting, a round or a language of this process."),
    "partner-without-name": _("Name the partner: a state or an organisation, never a person."),
    "partnership-without-content": _("Say what it is."),
    "value-negative": _("Give a value that is not negative; 0 where it has no price."),
    "call-promise-unknown": _(
        "Choose something that a partner promised in a call of this process."
    ),
    "promise-taken": _("Another partnership is about this promise already: open that one."),
    "due-stands-with-promise": _(
        "By when it is due stands with what was promised in the call: leave the day empty here."
    ),
    "value-without-basis": _(
        "Say how the value was reckoned: a price list, an invoice, an estimate."
    ),
    "delivery-before-agreement": _(
        "Only what was agreed can be delivered. Record the agreement first."
    ),
    "source-missing": _("Name the source: no figure stands without one."),
    "money-known-in-the-future": _("The day on which it became known cannot lie in the future."),
    "currency-unknown": _(
        "“%(currency)s” is no currency of ISO 4217. Write its three letters, such as USD or EUR."
    ),
    "currency-of-the-pledge": _(
        "An agreement, a payment or a return is entered in the currency of its pledge, %(currency)s."
    ),
    "rate-missing": _(
        "No rate between %(currency)s and %(into)s is on record for %(on)s: type one in, or bring "
        "in a file of rates."
    ),
    "rate-for-other-days": _(
        "The rate between %(currency)s and %(into)s on record is valid from %(first)s to %(last)s, "
        "not on %(on)s: bring in the one of that day."
    ),
    "rate-not-positive": _("Give a rate above zero between two different currencies."),
    "rate-ends-before-it-begins": _(
        "The rate’s last day lies before its first. Turn the two around."
    ),
    "rate-there-already": _(
        "This source’s rate for that day is on record already; it is not changed."
    ),
    "rates-unreadable": _(
        "No heading with a currency code, a date and a rate was found: use the United Nations "
        "Treasury’s or the European Central Bank’s file as it is downloaded."
    ),
    "rates-too-many": _("The file has more than %(most)s rows or rates. Bring in a shorter time."),
    "rate-not-a-number": _("“%(value)s” is not a rate. Write a number above zero, such as 0.934."),
    "rates-none-wanted": _(
        "The file has no rate for %(currencies)s from that day on. Choose an earlier day or another "
        "file."
    ),
    "sheet-kind-unknown": _(
        "The file ends in “%(ending)s”: bring it in as .xlsx or .csv, saved by a spreadsheet program."
    ),
    "budget-without-heading": _("No row names at least a code and an amount: head the columns so."),
    "budget-too-long": _("A budget may have %(most)s lines at most. Put small lines together."),
    "budget-empty": _("The file has no line. Write at least one below the headings."),
    "budget-amount-merged": _(
        "The amount or code is in a cell merged over several rows: give each line its own."
    ),
    "budget-amount-unreadable": _(
        "“%(value)s” is not an amount. Write it in digits, such as 311700 or 311,700.50."
    ),
    "budget-amount-negative": _(
        "A line cannot cost less than nothing (%(value)s). Write what it costs, or 0."
    ),
    "budget-code-missing": _(
        "“%(code)s” is no code: use small Latin letters, digits and hyphens, such as egm-1."
    ),
    "budget-code-twice": _(
        "The code %(code)s stands in row %(row)s already. Give each line its own."
    ),
    "budget-currency-differs": _(
        "The sum is in %(currency)s, the budget in %(expected)s. Write it in %(expected)s."
    ),
    "budget-milestone-unknown": _(
        "There is no milestone “%(milestone)s” in the roadmap: write its code, or leave the cell empty."
    ),
    "budget-meeting-unknown": _(
        "There is no meeting “%(name)s” in this process: write its name or its code, or leave the "
        "cell empty and choose it on the page of the line."
    ),
    "budget-round-unknown": _(
        "There is no round of comments “%(name)s” in this process: write its name or its code, or "
        "leave the cell empty and choose it on the page of the line."
    ),
    "budget-target-not-clear": _("Several are called “%(name)s”: write the code instead."),
    "budget-language-unknown": _("“%(language)s” is no language of this file: write %(known)s."),
    "budget-total-differs": _(
        "The total says %(said)s, but the lines add up to %(sum)s. Mend the line that is wrong, or the "
        "total."
    ),
    "plan-money-not-booked": _("Give the sum in %(currency)s, too, as “booked”."),
    "plan-line-unknown": _("There is no budget line “%(line)s” in the file."),
    "plan-earmark-unreadable": _(
        "“%(earmark)s” is no earmark: write line:, activity: or region: and a code."
    ),
    "reached-without-name": _("Say which state or organisation was met."),
    "reached-without-consent": _("Say how it agreed to be noted; without that it is not."),
    "reached-already": _("It is noted at this event already."),
    "per-diem-missing": _(
        "The table has no rate for “%(place)s”. Write the place as the table does, or add it there."
    ),
    "per-diem-without-heading": _("No row names a place and a rate: head the columns so."),
    "per-diem-unreadable": _(
        "“%(value)s” is not a rate. Write a number above zero, such as 0.934."
    ),
    "per-diem-twice": _("“%(place)s” stands in the table twice. Keep the row that holds."),
    "per-diem-too-many": _("The table has more than %(most)s places."),
    "line-unknown": _("Choose a line of the budget for an obligation or expenditure, else none."),
    "line-is-obligated": _("Money is obligated on %(line)s: the line cannot leave the budget."),
    "earmark-unknown": _(
        "No line of the budget has what this earmark names. Choose one of the list."
    ),
    "obligation-not-covered-pledge": _(
        "Only %(currency)s %(free)s more can be obligated on this line: that much is pledged and "
        "not earmarked for something else."
    ),
    "obligation-not-covered-signed": _(
        "Only %(currency)s %(free)s more can be obligated on this line: in this process money can "
        "be obligated once an agreement is signed, and only as its earmark allows."
    ),
    "obligation-not-covered-received": _(
        "Only %(currency)s %(free)s more can be obligated on this line: in this process money can "
        "be obligated once it is received, and only as its earmark allows."
    ),
    "spent-beyond-obligation": _(
        "Only %(currency)s %(left)s is obligated on this line and not spent yet."
    ),
    "counter-entry-stands": _("A counter-entry is not taken back; enter the event anew."),
    "taken-back-already": _("This entry was taken back already."),
    "others-build-on-it": _(
        "Agreements or payments on record fulfil this entry: take those back first."
    ),
    "obligations-build-on-it": _("Obligations on record need this money: take those back first."),
    "only-pledges-are-published": _("Only a pledge or an agreement has a page of its donor."),
    "support-out-of-range": _("Programme support cost lies between 0 and 100 percent."),
    "leads-for-fund-raisers": _(
        "Leads are seen by the fund-raising officers of this process alone."
    ),
    "lead-without-name": _("Say who might give."),
    "lead-cannot-do-that": _("A lead cannot do that from where it stands."),
    "probability-out-of-range": _("A probability lies between 0 and 100 percent."),
    "nothing-fits-this-sum": _(
        "Nothing that keeps what must stay fits this sum. Weigh a larger one; the page says which is "
        "the least."
    ),
    "loss-weight-of-nothing": _("Nothing in the plan is called “%(name)s”. Load the page again."),
    "loss-weight-out-of-range": _("A weight lies between 0 and %(most)s; 1 is the usual."),
    "scenario-is-the-plan": _("Within this sum the plan can be carried out as it stands."),
    "promise-unknown": _(
        "This pledge is not on record, or this kind of event fulfils none. Choose one of the list."
    ),
    "returned-more-than-there": _("No more can be returned than was announced. Check the sum."),
}


def kind_words(kind: str) -> str:
    return str(MoneyKind(kind).label) if kind in MoneyKind.values else kind


# the usual ways to carry out an activity; others are called as the plan's file calls them
WAYS: dict[str, Promise] = {
    "in-person": _("in person"),
    "online": _("online"),
    "hybrid": _("in person and online"),
    "merged": _("held together with another"),
    "dropped": _("dropped"),
    "full": _("in full"),
    "lean": _("with less"),
    "six-languages": _("in six languages"),
    "four-languages": _("in four languages"),
    "two-languages": _("in two languages"),
    "one-language": _("in one language"),
}


def way_words(code: str) -> str:
    return str(WAYS.get(code, code))


def way_change_words(name: str, before: str, way: str) -> str:
    """What a scenario changes in an activity, against the plan."""
    return _t("%(activity)s: %(after)s instead of %(before)s") % {
        "activity": name,
        "before": way_words(before),
        "after": way_words(way),
    }


ACTS: dict[str, Promise] = {
    "funding.take_back": _("A wrong entry of money was taken back by a counter-entry"),
    "funding.agree_to_publish": _("A donor’s agreement to be published was recorded"),
    "funding.keep_rate": _("An exchange rate was recorded"),
    "funding.import_rates": _("Exchange rates were brought in"),
    "funding.keep_budget": _("The budget was set"),
    "funding.keep_outreach": _("An event of outreach was recorded"),
    "funding.note_reached": _("Somebody reached was noted"),
    "funding.move_reached": _("Something came of outreach"),
    "funding.estimate_line": _("The estimate of a line was set"),
    "funding.keep_terms": _("How the money is kept was set"),
    "funding.keep_lead": _("A lead was noted"),
    "funding.settle_lead": _("A lead went on"),
    "funding.point_line": _("What a line of the budget pays for was set"),
    "funding.keep_partnership": _("A partnership was noted"),
    "funding.name_promise": _("What a partnership is about was tied to a promise of a call"),
    "funding.move_partnership": _("A partnership went on"),
    "funding.agree_to_show": _("A partner’s agreement to be published was recorded"),
    "funding.note_delivery": _("Something a partner delivered was noted"),
    "funding.keep_weights": _("What a loss weighs in leaner scenarios was set"),
    "funding.choose_scenario": _("A leaner scenario was chosen"),
}

# totals whose events a page lists
TOTALS: dict[str, Promise] = {
    "required": _("Needed"),
    "pledged": _("Pledged"),
    "received": _("Received"),
    "obligated": _("Obligated"),
    "spent": _("Spent"),
    "in-kind": _("In kind"),
    "returned": _("Returned"),
}


def earmark_words(earmark: str, titles: Mapping[str, str]) -> str:
    """What a pledge is bound to, as it is called."""
    kind, _colon, what = earmark.partition(":")
    if kind == "activity":
        return _t("activity %(code)s") % {"code": what}
    if kind == "region":
        return _t("region %(code)s") % {"code": what}
    return titles.get(what) or what


def tight_words(
    tight: Tight, titles: Mapping[str, str], givers: Mapping[str, str], currency: str
) -> str:
    """Why a line is not covered."""
    facts = {
        "lines": "; ".join(titles.get(x, x) for x in tight.lines),
        "givers": "; ".join(givers.get(x) or x for x in tight.purses),
        "needed": money(tight.needed),
        "there": money(tight.there),
        "currency": currency,
    }
    if not tight.purses:
        return _t("No pledge on record may pay for: %(lines)s.") % facts
    return (
        _t(
            "Only these may pay: %(givers)s; %(currency)s %(there)s in all. Together these lines "
            "need %(needed)s: %(lines)s."
        )
        % facts
    )


def assumption_words(assumption: str) -> str:
    """What is taken to be there."""
    return (
        _t("With what is received") if assumption == "received" else _t("With all that is pledged")
    )


LEAD_VERBS: dict[str, Promise] = {
    "talk": _("Talks began"),
    "pledge": _("It became a pledge"),
    "receive": _("It was received"),
    "give-up": _("It was given up"),
}


def named_words(named: Mapping[str, Any]) -> str:
    """A cell, a language or a clause as it is called."""
    kind, _colon, what = str(named["name"]).partition(":")
    if what and kind == "language":
        return str(NAMES.get(what, what))
    if what and kind == "clause":
        return _t("clause (%(code)s) of the mandate") % {"code": what}
    return " · ".join(said(p) for p in named["parts"])


REACHED_VERBS: dict[str, Promise] = {
    "invite": _("It was invited"),
    "contribute": _("It contributed"),
    "pledge": _("It pledged"),
}


PARTNERSHIP_VERBS: dict[str, Promise] = {
    "agree": _("It was agreed"),
    "end": _("It ended"),
    "withdraw": _("It was withdrawn"),
}
