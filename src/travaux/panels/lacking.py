"""What a group lacks against its own targets, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from travaux.panels.labels import Labels
from travaux.panels.queries.gaps import Gap, Gaps

MOST_ABSENT = 12  # states named one by one


def gap_words(gap: Gap, labels: Labels) -> str:
    """A target that is not reached: how many are short, or that nobody is there at all."""
    told = {
        "value": labels.value(gap.feature, gap.value).text,
        "feature": labels.feature(gap.feature).text,
        "low": gap.low,
    }
    missing = gap.low - gap.there
    if not gap.there:
        text = ngettext(
            "nobody with “%(value)s” (%(feature)s), where one is asked for",
            "nobody with “%(value)s” (%(feature)s), where %(low)s are asked for",
            gap.low,
        )
    else:
        text = ngettext(
            "one short of “%(value)s” (%(feature)s)",
            "%(missing)s short of “%(value)s” (%(feature)s)",
            missing,
        )
    return text % {**told, "missing": missing}


def absent_words(gaps: Gaps, labels: Labels) -> str:
    """The states of the region of which nobody is in the group; "" where there is none."""
    if not gaps.absent:
        return ""
    names = [labels.value(gaps.state_feature, s).text for s in gaps.absent]
    more = len(names) - MOST_ABSENT
    told = {"states": "; ".join(names[:MOST_ABSENT]), "more": more}
    if more <= 0:
        return str(_("nobody from: %(states)s")) % told
    return (
        ngettext(
            "nobody from: %(states)s; and one more state",
            "nobody from: %(states)s; and %(more)s more states",
            more,
        )
        % told
    )


def gap_lines(gaps: Gaps, labels: Labels) -> list[str]:
    """What a group lacks, one line for each."""
    lines = [*(gap_words(g, labels) for g in gaps.short), absent_words(gaps, labels)]
    return [line for line in lines if line]
