"""The one page that says who words what and who reacts to what."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from travaux.journal.wording import ACTS
from travaux.people.queries import OWN_DATA
from travaux.plumbing.tasks import every
from travaux.plumbing.verdicts import SENTENCES

ROOMS = (
    "plumbing",
    "design",
    "journal",
    "people",
    "correspondence",
    "roadmap",
    "funding",
    "calls",
    "evidence",
    "drafts",
    "translations",
    "consultations",
    "panels",
    "grounds",
    "comments",
    "answers",
    "consolidation",
    "voices",
    "meetings",
    "advice",
    "offices",
    "reports",
)

TWICE: list[tuple[str, str]] = []  # codes that two rooms word; a test wants none


def connect() -> None:
    """Collect the sentences of every room, and its phrases for the record; a code has one room."""
    for room in ROOMS:
        name = f"travaux.{room}.wording"
        if find_spec(name) is None:
            continue
        words = import_module(name)
        ACTS.update(getattr(words, "ACTS", {}))
        for code, text in words.REFUSALS.items():
            if code in SENTENCES and SENTENCES[code] is not text:
                TWICE.append((code, room))
            SENTENCES.setdefault(code, text)
    _connect_reactions()
    _connect_own_data()
    _connect_clearance()
    _connect_topics()
    _connect_seals()
    _connect_interests()
    _connect_voices()
    _connect_mails()
    _connect_causes()


def _connect_causes() -> None:
    """What else than comments stands behind a change of words."""
    from travaux.answers.queries.behind import SOURCES
    from travaux.site.behind import decisions

    SOURCES["meetings"] = decisions


def _connect_mails() -> None:
    """How often readers want mails, and when digests are written."""
    from travaux.people.queries.mails import wish_of
    from travaux.plumbing.digests import WISHES

    WISHES[:] = [wish_of]
    every(24 * 60, "record unconfirmed speech", "travaux.meetings.tasks.record_unconfirmed")
    _connect_evidence()
    every(1, "hand over mail", "travaux.plumbing.mail.send_waiting")
    every(30, "write digests", "travaux.plumbing.digests.gather")


def _connect_own_data() -> None:
    """Rooms whose queries have `own_data(person)` add it to what a person may take along."""
    for room in ROOMS:
        name = f"travaux.{room}.queries"
        if room == "people" or find_spec(name) is None:
            continue
        read = getattr(import_module(name), "own_data", None)
        if read is not None:
            OWN_DATA[room] = read


def _connect_seals() -> None:
    """What the public record leaves unnamed while a round is sealed."""
    from travaux.consultations.queries import seals_of
    from travaux.journal.queries import SEALED
    from travaux.plumbing import clock

    SEALED[:] = [lambda code: seals_of(code, clock.now())]


def _connect_interests() -> None:
    """What higher rooms know of interests: who serves, what nominees wrote, what topics are tied to."""
    from travaux.calls.queries.interests import (
        declared_in_nominations,
        reviewers_who_declare,
        titles_of_calls,
    )
    from travaux.drafts.queries.lists import headings_of_process
    from travaux.panels.queries.seats import members_who_declare
    from travaux.people.models import MEMBER, Role
    from travaux.people.queries import HEADINGS, PROPOSALS, SERVING

    SERVING["panels"] = (MEMBER, members_who_declare)
    SERVING["calls"] = (Role.REVIEWER, reviewers_who_declare)
    PROPOSALS["calls"] = declared_in_nominations
    HEADINGS["calls"] = titles_of_calls
    HEADINGS["drafts"] = headings_of_process
    every(24 * 60, "erase past declarations", "travaux.people.tasks.erase_past_declarations")
    every(24 * 60, "erase past calls", "travaux.calls.tasks.erase_past_calls")
    every(60, "keep closing reports", "travaux.reports.tasks.keep_closing_reports")
    every(60, "hold rounds open", "travaux.consultations.tasks.hold_rounds_open")
    every(60, "remind colleagues", "travaux.consolidation.tasks.remind_colleagues")
    every(24 * 60, "erase past desks", "travaux.consolidation.tasks.erase_past_desks")


def _connect_voices() -> None:
    """What moderation holds back, who knows protected names, and what lapses."""
    from travaux.comments.rules import HOLDS, JOINING, KEEPERS
    from travaux.voices.rules import allows_joining, holds_back, keeps_names

    HOLDS["voices"] = holds_back
    KEEPERS["voices"] = keeps_names
    JOINING["voices"] = allows_joining
    every(60, "let unchecked comments lapse", "travaux.voices.tasks.lapse_unchecked")


def _connect_evidence() -> None:
    """What can answer a question of the assessment, and how many stand behind it."""
    from travaux.calls.queries.outcomes import promises_told
    from travaux.drafts.rules import KEPT_OUT
    from travaux.evidence.queries.kept_words import repeats_in_draft
    from travaux.evidence.queries.partners import PROMISES
    from travaux.evidence.queries.questions import COUNTED, OFFERED
    from travaux.evidence.queries.releases import POINTING, releases_fulfilling
    from travaux.evidence.queries.survey_sources import survey_counts, surveys_offered
    from travaux.funding.queries.partners import PROMISES as PROMISES_WITH_VALUE
    from travaux.meetings.queries.meetings import papers_on_release
    from travaux.roadmap.queries import FULFILLED

    FULFILLED[:] = [releases_fulfilling]
    POINTING[:] = [papers_on_release]
    KEPT_OUT[:] = [repeats_in_draft]
    COUNTED["survey"] = survey_counts
    OFFERED["survey"] = surveys_offered
    PROMISES[:] = [promises_told]
    PROMISES_WITH_VALUE[:] = [promises_told]  # one source for both rooms
    every(60, "end past consents", "travaux.evidence.tasks.end_past_consents")
    every(24 * 60, "let unchecked practices lapse", "travaux.evidence.tasks.lapse_practices")
    every(10, "keep answers by column", "travaux.evidence.tasks.keep_columns")


def _connect_clearance() -> None:
    """Which things can be cleared: each room tells what its own are."""
    from travaux.answers.queries.clearing import is_answered, release_to_clear
    from travaux.calls.queries.clearing import call_to_clear, choice_to_clear
    from travaux.calls.queries.on_behalf import application_is_open, place_of_application
    from travaux.calls.queries.referrals import place_of_referral
    from travaux.comments.queries.receipts import place_of_submission, submission_is_open
    from travaux.comments.rules import ANSWERED
    from travaux.correspondence.queries.clearance import SUBJECTS, first_of
    from travaux.correspondence.queries.register import PLACES, place_of_entry
    from travaux.correspondence.rules import MAY_LEAVE, STILL_OPEN
    from travaux.drafts.queries.clearing import version_to_clear
    from travaux.evidence.queries.releases import evidence_to_clear
    from travaux.panels.queries.clearing import (
        letters_may_go,
        letters_to_clear,
        selection_to_clear,
    )
    from travaux.panels.queries.regional import place_of_offer
    from travaux.panels.rules import LETTER
    from travaux.people.queries.naming import place_of_naming
    from travaux.reports.queries import report_to_clear

    STILL_OPEN["comment"] = submission_is_open
    STILL_OPEN["application"] = application_is_open
    ANSWERED["answers"] = is_answered
    SUBJECTS["report"] = report_to_clear
    SUBJECTS["letter"] = letters_to_clear
    MAY_LEAVE[LETTER] = letters_may_go
    SUBJECTS["call"] = call_to_clear
    SUBJECTS["selection"] = first_of(selection_to_clear, choice_to_clear)
    SUBJECTS["release"] = release_to_clear
    SUBJECTS["version"] = version_to_clear
    SUBJECTS["evidence"] = evidence_to_clear
    PLACES["entry"] = place_of_entry
    PLACES["referral"] = place_of_referral
    PLACES["application"] = place_of_application
    PLACES["offer"] = place_of_offer
    PLACES["naming"] = place_of_naming
    PLACES["comment"] = place_of_submission


def _connect_topics() -> None:
    """What letters and entries of the register can be about, and where it is read."""
    from travaux.calls.queries.topics import place_of_call, topics_of_calls
    from travaux.consultations.queries import place_of_round, topics_of_rounds
    from travaux.correspondence.queries.register import PLACES
    from travaux.correspondence.queries.topics import TOPICS
    from travaux.drafts.queries.topics import place_of_version, topics_of_versions
    from travaux.meetings.queries.meetings import place_of_meeting, topics_of_meetings
    from travaux.panels.queries.topics import place_of_panel, topics_of_panels
    from travaux.roadmap.queries import place_of_milestone, topics_of_milestones

    for kind, topics, place in (
        ("call", topics_of_calls, place_of_call),
        ("round", topics_of_rounds, place_of_round),
        ("version", topics_of_versions, place_of_version),
        ("milestone", topics_of_milestones, place_of_milestone),
        ("panel", topics_of_panels, place_of_panel),
        ("meeting", topics_of_meetings, place_of_meeting),
    ):
        TOPICS[kind] = topics
        PLACES[kind] = place


def _connect_reactions() -> None:
    """Who reacts to what, in this order."""
    from travaux.answers import reactions as answers
    from travaux.calls import reactions as calls
    from travaux.calls.facts import CallErased
    from travaux.comments import reactions as comments
    from travaux.comments.facts import AnswersReleased, TableImported
    from travaux.consolidation import reactions as consolidation
    from travaux.consultations.facts import RoundClosedEarly, RoundExtended
    from travaux.correspondence import reactions as correspondence
    from travaux.correspondence.facts import EntryDisowned, MailsLetGo, SubmitterForgotten
    from travaux.drafts import reactions as drafts
    from travaux.drafts.facts import VersionPublished
    from travaux.evidence import reactions as evidence
    from travaux.meetings import reactions as meetings
    from travaux.panels import reactions as panels
    from travaux.people.facts import AuthorityAsked, AuthorityNamed, PersonErased
    from travaux.plumbing.reactions import connect as follow
    from travaux.voices import reactions as voices

    follow(PersonErased, calls.on_person_erased)
    follow(PersonErased, panels.on_person_erased)
    follow(PersonErased, voices.on_person_erased)
    follow(PersonErased, drafts.on_person_erased)
    follow(PersonErased, evidence.on_person_erased)
    follow(CallErased, panels.on_call_erased)
    follow(EntryDisowned, comments.on_disowned)
    follow(EntryDisowned, calls.on_disowned)
    follow(MailsLetGo, calls.on_mails_let_go)
    follow(MailsLetGo, panels.on_mails_let_go)
    follow(AuthorityAsked, correspondence.on_authority_asked)
    follow(AuthorityNamed, correspondence.on_authority_named)
    follow(SubmitterForgotten, comments.on_forgotten)
    follow(PersonErased, meetings.on_person_erased)
    follow(PersonErased, correspondence.on_erased)
    follow(PersonErased, consolidation.on_person_erased)
    follow(RoundExtended, comments.on_extension)
    follow(RoundClosedEarly, comments.on_closing)
    follow(AnswersReleased, voices.on_answers_released)
    follow(TableImported, answers.bring_answers_of_table)
    follow(VersionPublished, answers.follow_publication)
