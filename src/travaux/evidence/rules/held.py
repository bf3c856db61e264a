"""What the holders of traditional knowledge allow: the one rule that every door asks.

Article 31 of the United Nations Declaration on the Rights of Indigenous Peoples (A/RES/61/295) and
article 8 (j) of the Convention on Biological Diversity are what it follows: the holders' own
conditions bind, consent is free, prior and informed, and it can be taken back at any time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from travaux.core.evidence.labels import restricting
from travaux.core.evidence.passages import marks_of
from travaux.evidence.models import Held, Practice, PracticeState, SourceKind, Use
from travaux.evidence.rules.standing import is_secretariat
from travaux.people.models import Person
from travaux.plumbing.verdicts import YES, Verdict, no
from travaux.roadmap.models import Process

KNOWN_USES = tuple(Use.values)


def held_of(practice: Practice) -> Held | None:
    """The holders' side of a practice, where there is one."""
    return getattr(practice, "held", None)


def consent_stands(practice: Practice, at: datetime) -> Verdict:
    """Free, prior and informed consent is given, documented, not past and not taken back."""
    if not practice.traditional:
        return YES
    held = held_of(practice)
    if held is None:
        return no("consent-missing")
    if held.withdrawn_at is not None:
        return no("consent-withdrawn")
    if held.consent_on is None or held.consent_file_id is None or held.consent_on > at.date():
        return no("consent-missing")
    if held.consent_until is not None and held.consent_until < at.date():
        return no("consent-ended")
    kept = restricting(held.labels)
    return no("label-holds-back", label=kept[0]) if kept else YES


def holders_allow(practice: Practice, use: str, at: datetime) -> Verdict:
    """Whether those who hold the knowledge in a practice allow one use of it."""
    stands = consent_stands(practice, at)
    held = held_of(practice)
    if not stands or not practice.traditional or held is None:
        return stands
    return YES if use in held.uses else no("holders-do-not-allow")


def may_use(practice: Practice, use: str, at: datetime) -> Verdict:
    """A published practice may be shown, taken, named or frozen, where its holders allow it."""
    if practice.state != PracticeState.PUBLISHED or practice.erased_at is not None:
        return no("practice-not-shown")
    return holders_allow(practice, use, at)


def may_change_conditions(person: Person | None, practice: Practice, at: datetime) -> Verdict:
    """Whoever handed it in changes conditions at any time; the secretariat only narrows them."""
    if practice.erased_at is not None:
        return no("practice-erased")
    if is_own(person, practice):
        return YES
    return is_secretariat(person, practice.process.code, at)


def is_own(person: Person | None, practice: Practice) -> bool:
    """Whether it is theirs: by account, or, without one, by the link that led here."""
    if practice.person_id is not None:
        return person is not None and person.pk == practice.person_id
    return person is None and bool(practice.email)


def narrows(held: Held, uses: Iterable[str], labels: Iterable[str], until: object) -> bool:
    """Whether new conditions allow nothing that the old ones did not."""
    fewer = set(uses) <= set(held.uses)
    kept = set(restricting(held.labels)) <= set(labels)
    shorter = held.consent_until is None or (until is not None and until <= held.consent_until)  # type: ignore[operator]
    return fewer and kept and shorter


# ---- words that are to be kept out of other texts ---------------------------------------------------


def kept_back(process_id: int, use: str, at: datetime, *, once_public: bool) -> list[int]:
    """The practices of a process whose words may not be used so, by their ids.

    `once_public`: only those that were public and are not so any more. Whatever is on a page now
    was written while it was allowed; what never was public must not be written at all.
    """
    found = Practice.objects.filter(process_id=process_id, traditional=True)
    found = found.exclude(state__in=[PracticeState.DRAFT, PracticeState.UNCHECKED])
    if once_public:
        found = found.filter(published_at__isnull=False)
    rows = found.select_related("held").defer("held__marks", "words").order_by("pk")
    return [p.pk for p in rows if not may_use(p, use, at)]


@lru_cache(maxsize=256)
def _marks(practice: str, revision: int) -> frozenset[str]:
    return frozenset(Held.objects.values_list("marks", flat=True).get(practice__key=practice))


def guarded_marks(
    process_id: int, use: str, at: datetime, *, once_public: bool = True
) -> frozenset[str]:
    """The marks of every run of words that is to be kept out of texts that everybody reads."""
    ids = kept_back(process_id, use, at, once_public=once_public)
    if not ids:
        return frozenset()
    revisions = Held.objects.filter(practice_id__in=ids).values_list("practice__key", "revision")
    return frozenset().union(*(_marks(p, r) for p, r in revisions))


def repeats(texts: Iterable[str], guarded: frozenset[str]) -> bool:
    """Whether one of some texts repeats a passage that is to be kept out."""
    return bool(guarded) and any(marks_of(text) & guarded for text in texts)


def may_name(kind: str, subject_key: str, process: Process, at: datetime) -> Verdict:
    """A practice is named as a source where it is public and its holders allow it."""
    if kind != SourceKind.PRACTICE or not subject_key:
        return YES
    found = Practice.objects.filter(process=process, key=subject_key)
    practice = found.select_related("held").defer("held__marks").first()
    return may_use(practice, Use.FINDINGS, at) if practice else no("practice-not-shown")
