"""Words that are kept out of texts for everybody: of held knowledge, and of interviews.

What an interviewee said is quoted as far as they allow it, by exact place, and not before an embargo
is over. A text that repeats a run of their words says the same without a place: it is refused where
a quotation would be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from travaux.core.evidence.passages import marks_of, plain, runs_of
from travaux.evidence.models import Use
from travaux.evidence.models.interviews import Interview, InterviewState, InterviewText
from travaux.evidence.rules.held import guarded_marks
from travaux.evidence.rules.interviews import is_public, quotable
from travaux.plumbing.keeping import Keep
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.roadmap.models import Process

HELD, SPOKEN = "quotes-held-knowledge", "quotes-kept-interview"

_plain: Keep[str] = Keep(400)  # interviews, as plain words


def kept_interviews(process: Process, at: datetime) -> Iterator[str]:
    """The words of each interview that may not be quoted in public now, as `plain` has them."""
    found = Interview.objects.filter(process=process).exclude(state=InterviewState.WITHDRAWN)
    kept = [
        i.pk
        for i in found.prefetch_related("consents").order_by("pk")
        if not (quotable(i, at) and is_public(i, at))
    ]
    last: dict[int, InterviewText] = {}
    for text in InterviewText.objects.filter(interview__in=kept).order_by("number"):
        last[text.interview_id] = text
    for text in last.values():
        words = [str(p["text"]) for p in text.paragraphs]
        # what was taken out in place changes the length: the key changes with it
        key = (text.pk, sum(map(len, words)))
        yield _plain.get(key, lambda words=words: plain(words))  # type: ignore[misc]


def repeated(texts: Sequence[str], process: Process, at: datetime) -> dict[int, str]:
    """Of some texts those that repeat words to be kept out: {place: code of why}."""
    found: dict[int, str] = {}
    guarded = guarded_marks(process.pk, Use.FINDINGS, at, once_public=False)
    if guarded:
        found = {n: HELD for n, text in enumerate(texts) if marks_of(text) & guarded}
    runs: dict[str, set[int]] = {}
    for n, text in enumerate(texts):
        if n not in found:
            for run in runs_of(text):
                runs.setdefault(run, set()).add(n)
    if runs:
        for words in kept_interviews(process, at):
            for place in _places(runs, words):
                found[place] = SPOKEN
    return dict(sorted(found.items()))


def _places(runs: dict[str, set[int]], words: str) -> set[int]:
    if len(runs) < 400:
        return set().union(*(places for run, places in runs.items() if run in words))
    # many runs: one walk over the words, instead of one search for each run
    return set().union(
        *(runs[run] for part in words.split("|") for run in runs_of(part) if run in runs)
    )


def may_say(texts: Iterable[str], process: Process, at: datetime) -> Verdict:
    """A text for everybody repeats no passage that may not be quoted in it."""
    found = repeated(list(texts), process, at)
    return no(next(iter(found.values()))) if found else YES
