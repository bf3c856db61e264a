"""Rules, contradictions, ways out and steps of the check, in words.

The command line says them without a site: no model may be imported here.
"""

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from travaux.core.panels.conflicts import Conflict
from travaux.core.panels.elastic import Rule
from travaux.core.panels.instance import Break
from travaux.core.panels.merit import Step
from travaux.core.panels.relaxing import Change, Option


class Worded(Protocol):
    """Words for an attribute or a value."""

    @property
    def text(self) -> str: ...


class Labels(Protocol):
    """Attributes and values in the reader's words."""

    def feature(self, name: str) -> Worded: ...

    def value(self, feature: str, value: str) -> Worded: ...


# A rule as it is named inside a sentence, by kind and bound.
RULES = {
    ("quota", "min"): _("at least %(number)s with “%(value)s” (%(feature)s)"),
    ("quota", "max"): _("at most %(number)s with “%(value)s” (%(feature)s)"),
    ("at-most", "max"): _("at most %(number)s for each value of “%(feature)s”"),
    ("include", "min"): _("“%(value)s” must be chosen"),
    ("exclude", "max"): _("“%(value)s” must not be chosen"),
    ("seats", "min"): _("at least %(number)s seats"),
    ("seats", "max"): _("at most %(number)s seats"),
}

# A rule moved, as an option for the person who decides.
CHANGES = {
    ("quota", "min"): _("lower the minimum of “%(value)s” (%(feature)s) from %(number)s to %(to)s"),
    ("quota", "max"): _("raise the maximum of “%(value)s” (%(feature)s) from %(number)s to %(to)s"),
    ("at-most", "max"): _("allow %(to)s instead of %(number)s for each value of “%(feature)s”"),
    ("include", "min"): _("no longer require “%(value)s”"),
    ("exclude", "max"): _("no longer exclude “%(value)s”"),
    ("seats", "min"): _("fill %(to)s seats instead of %(number)s"),
    ("seats", "max"): _("fill %(to)s seats instead of %(number)s"),
}

# A rule that a group does not keep.
BREAKS = {
    ("quota", "min"): _("“%(value)s” (%(feature)s): %(count)s instead of at least %(number)s"),
    ("quota", "max"): _("“%(value)s” (%(feature)s): %(count)s instead of at most %(number)s"),
    ("at-most", "max"): _("“%(value)s” (%(feature)s): %(count)s instead of at most %(number)s"),
    ("include", "min"): _("“%(value)s” should have been chosen and is not"),
    ("exclude", "max"): _("“%(value)s” should not have been chosen and is"),
    ("seats", "min"): _("%(count)s people instead of at least %(number)s"),
    ("seats", "max"): _("%(count)s people instead of at most %(number)s"),
}

# What a step of the check found; by its name and whether it holds.
STEPS = {
    ("input", True): _("the frozen input of %(people)s people has the hash %(hash)s"),
    ("input", False): _("the input cannot be read, or does not have the hash that is told"),
    ("rules", True): _("the group keeps every quota, limit and demand"),
    ("rules", False): _("the group does not keep every quota, limit and demand"),
    ("panels", True): _("each of the %(panels)s panels keeps every quota, limit and demand"),
    ("panels", False): _("a panel does not keep every quota, limit and demand"),
    ("weights", True): _("the weights of the panels are positive and add up to one"),
    ("weights", False): _("the weights of the panels are not positive or do not add up to one"),
    ("probabilities", True): _("the chances are those that the panels and weights give"),
    ("probabilities", False): _("the chances are not those that the panels and weights give"),
    ("score", True): _("the scores add up to %(score)s"),
    ("score", False): _("the scores do not add up to the sum that is told"),
    ("bound", True): _("the prices prove that no group exceeds %(bound)s; gap %(gap)s"),
    ("bound", False): _("the prices do not prove the bound that is told"),
    ("ties", True): _("the seed breaks ties as told"),
    ("ties", False): _("the seed does not break ties as told"),
    ("certificate", True): _("the certificate proves a gap of at most %(gap)s"),
    ("certificate", False): _("the certificate does not prove what is told"),
    ("numbers", True): _("%(numbers)s numbered panels change nobody's chance by more than %(off)s"),
    ("numbers", False): _("the numbered panels are not those that were published"),
    ("draw", True): _("the seed draws number %(number)s, and this panel was chosen"),
    ("draw", False): _("the seed draws another number, or another panel was chosen"),
    ("reserve", True): _("the reserve of %(people)s stands in the order that the seed gives"),
    ("reserve", False): _("the reserve does not stand in the order that the seed gives"),
    ("floor", True): _("nobody below the floor of %(floor)s takes part"),
    ("floor", False): _("somebody below the floor takes part, or somebody else was dropped"),
    ("seal", True): _("the opened secret fits the seal that was published, and gives the seed"),
    ("seal", False): _("the opened secret does not fit the published seal, or gives another seed"),
}

ONE_CANNOT = _("This cannot be met: %(rules)s.")
ONE_CANNOT_SEATED = _("With %(seats)s seats this cannot be met: %(rules)s.")
BOTH_CANNOT = _("%(first)s and %(second)s cannot both hold.")
BOTH_CANNOT_SEATED = _("With %(seats)s seats, %(first)s and %(second)s cannot both hold.")
TOGETHER_CANNOT = _("These %(count)s rules cannot hold together: %(rules)s.")
TOGETHER_CANNOT_SEATED = _(
    "With %(seats)s seats these %(count)s rules cannot hold together: %(rules)s."
)
SEATS_CANNOT = _("%(seats)s seats cannot be filled from a pool of %(people)s.")
ONLY_THERE = _("Only %(there)s in the pool have “%(value)s” (%(feature)s).")
ROOM = _(
    "Among the %(there)s people with “%(value)s” (%(feature)s) there are only %(different)s "
    "different values of “%(limit)s”, so at most %(room)s of them can be chosen."
)
AT_BEST = {
    "min": _("The others leave room for at most %(best)s with “%(value)s”."),
    "max": _("The others force at least %(best)s with “%(value)s”."),
}
AT_BEST_ALONE = {
    ("quota", "min"): _("At most %(best)s with “%(value)s” are possible."),
    ("quota", "max"): _("At least %(best)s with “%(value)s” cannot be avoided."),
    ("at-most", "max"): _("It takes at least %(best)s for each value of “%(feature)s”."),
}
IRREDUCIBLE = _("None of them can be left out, though a smaller contradiction may exist.")
CAN_BE_MET = _("These quotas can be met.")
BEYOND_FLEX = _("farther than the quota table allows")


def _named(one: Rule | Break, labels: Labels | None) -> dict[str, str]:
    """Attribute and value of a rule, in the reader's words where labels are at hand."""
    if labels is None or one.kind not in ("quota", "at-most"):
        return {"value": one.value, "feature": one.feature}
    return {
        "value": labels.value(one.feature, one.value).text,
        "feature": labels.feature(one.feature).text,
    }


def rule_words(rule: Rule, labels: Labels | None = None) -> str:
    """A rule as it is named inside a sentence."""
    return str(RULES[rule.kind, rule.bound]) % {"number": rule.number, **_named(rule, labels)}


def change_words(change: Change, labels: Labels | None = None) -> str:
    """A rule moved, as an option."""
    rule = change.rule
    return str(CHANGES[rule.kind, rule.bound]) % {
        "number": rule.number,
        "to": change.to,
        **_named(rule, labels),
    }


def option_words(option: Option, labels: Labels | None = None) -> str:
    """An option of relaxing: its changes, and whether they go farther than the table allows."""
    words = "; ".join(change_words(c, labels) for c in option.changes)
    return f"{words} ({BEYOND_FLEX})" if option.beyond_flex else words


def break_words(one: Break, labels: Labels | None = None) -> str:
    """A rule that a group does not keep; with its attribute in the reader's words."""
    return str(BREAKS[one.kind, one.bound]) % {
        "number": one.number,
        "count": one.count,
        **_named(one, labels),
    }


def step_words(step: Step) -> str:
    """What a step of the check found."""
    text = str(STEPS.get((step.name, step.ok), ""))
    facts = {"people": "", "gap": "", "off": "", **step.facts}
    return text % facts if text else step.name


def conflict_words(
    conflict: Conflict, seats: tuple[int, int], people: int, labels: Labels | None = None
) -> str:
    """Why the rules cannot be met, in one or two sentences."""
    rules = [rule_words(rule, labels) for rule in conflict.rules]
    told = {
        "seats": str(seats[0]) if seats[0] == seats[1] else f"{seats[0]}–{seats[1]}",
        "count": len(rules),
        "rules": "; ".join(rules),
        "people": people,
    }
    if not rules:
        return str(SEATS_CANNOT) % told
    if len(rules) == 1:
        first = str(ONE_CANNOT_SEATED if conflict.with_seats else ONE_CANNOT) % told
    elif len(rules) == 2:
        told |= {"first": rules[0], "second": rules[1]}
        first = str(BOTH_CANNOT_SEATED if conflict.with_seats else BOTH_CANNOT) % told
    else:
        first = str(TOGETHER_CANNOT_SEATED if conflict.with_seats else TOGETHER_CANNOT) % told
    sentences = [first[0].upper() + first[1:], _reason(conflict, labels)]
    if not conflict.smallest:
        sentences.append(str(IRREDUCIBLE))
    return " ".join(s for s in sentences if s)


def _reason(conflict: Conflict, labels: Labels | None) -> str:
    """What the pool holds that makes it so."""
    for rule, there in zip(conflict.rules, conflict.there, strict=True):
        if rule.kind == "quota" and rule.bound == "min" and there < rule.number:
            return str(ONLY_THERE) % {
                "there": there,
                **_named(rule, labels),
            }
    for room in conflict.rooms:
        if room.room < room.minimum.number:
            return str(ROOM) % {
                "there": room.there,
                **_named(room.minimum, labels),
                "different": room.different,
                "limit": _named(room.limit, labels)["feature"],
                "room": room.room,
            }
    rule = conflict.rules[0]
    told = {"best": conflict.at_best[0], **_named(rule, labels)}
    if len(conflict.rules) == 1:
        return str(AT_BEST_ALONE.get((rule.kind, rule.bound), "")) % told
    return str(AT_BEST[rule.bound]) % told if rule.kind == "quota" else ""
