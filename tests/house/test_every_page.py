"""Every address of the site is asked for as everybody, and every template is seen.

What comes out is kept in docs/reference/access.md, so that a change of rights shows in a diff.
Write it again with: TRAVAUX_WRITE_REFERENCE=1 pytest tests/house/test_every_page.py
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.test.signals import template_rendered
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from tests.calls import pages as calls_pages
from tests.evidence import pages as evidence_pages
from tests.grounds import pages as grounds_pages
from tests.house.reference import kept_or_written
from tests.house.source import ROOT, SRC
from tests.journeys.worlds import browser, demo_world
from tests.meetings import pages as meetings_pages
from tests.panels import pages as panels_pages
from travaux.cli.demo_world.world import World
from travaux.people.actions import appoint, give_second_factor, register_person
from travaux.people.models import Appointment, Person, Role
from travaux.plumbing import clock, keeping
from travaux.plumbing.languages import SIX, direction, to_django
from travaux.roadmap.models import Process

# one process goes over the pages for all tests of this file
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("every page")]
ALLOWED = {200, 302, 401, 403, 404, 405}

# addresses that are asked for besides those of the table, so that their templates are seen;
# as whom -> name of the pattern, what is different from the table, query
ALSO: list[tuple[str, str, dict[str, str], str]] = [
    ("drafter", "advice:shown", {"key": "shown answers"}, ""),
    ("focal point", "consolidation:open", {"round": "open round"}, "?for=state:X-A"),
    ("secretariat", "drafts:history", {"version": "working"}, ""),
    ("secretariat", "drafts:reading", {"version": "working"}, ""),
    ("drafter", "answers:next", {"version": "working"}, ""),
    ("drafter", "answers:desk", {"round": "open round"}, ""),
    ("secretariat", "answers:release", {"round": "open round"}, ""),
    ("contributor", "comments:receipt", {"code": "own receipt"}, ""),
    ("secretariat", "comments:coverage", {"round": "regional round"}, ""),
    ("contributor", "answers:receipt", {"code": "receipt"}, ""),
    *meetings_pages.ALSO,
]

# templates that no GET of the demonstration shows, and the test that shows them
HERE = "tests/house/test_every_page.py::test_pages_of_failure_stand_in_six_languages"
FAILURES = {
    "429.html": 429,
    "site/400.html": 400,
    "site/403.html": 403,
    "site/413.html": 413,
    "site/500.html": 500,
    "site/expired.html": 403,
    "site/second_factor.html": 403,
}
ROUNDS = "tests/consultations/test_rounds.py::"
TABLES = "tests/comments/test_pages.py::"
PANELS = "tests/panels/test_pages.py::"
TRANSLATIONS = "tests/translations/test_pages.py::"
DESKS = (
    "tests/consolidation/test_desks.py"
    "::test_from_the_invitation_to_the_receipt_by_pages_and_without_an_account"
)
JOINING = "tests/voices/test_joining.py::"
ELSEWHERE: dict[str, str] = {
    "answers/_standing.html": "tests/answers/test_next_draft.py::test_the_pages_of_the_next_draft",
    "consolidation/merge.html": DESKS,
    "consultations/invitation.html": "tests/comments/test_coverage.py"
    "::test_reminding_is_one_click_away_and_shown_before_it_goes",
    **dict.fromkeys(
        ["consolidation/mail/reminder.subject.txt", "consolidation/mail/reminder.txt"],
        "tests/consolidation/test_desks.py::test_pause_internal_deadline_and_reminders",
    ),
    "translations/file.html": TRANSLATIONS + "test_a_file_goes_out_and_comes_back_after_a_look",
    "comments/mail/person_invitation.txt": "tests/comments/test_coverage.py"
    "::test_persons_whom_a_track_is_for_are_asked_counted_and_written_to",
    "comments/_row_report.html": "tests/comments/test_tables.py"
    "::test_the_report_tells_of_each_row_before_and_after_it_came_in",
    "comments/_set_sealed.html": "tests/comments/test_sealed_sets.py"
    "::test_pages_say_it_to_who_hands_in_and_to_who_reads",
    **calls_pages.ELSEWHERE,
    **evidence_pages.ELSEWHERE,
    **meetings_pages.ELSEWHERE,
    **panels_pages.ELSEWHERE,
    "panels/trial.html": PANELS + "test_other_quotas_are_tried_side_by_side_and_bind_nobody",
    "funding/leads.html": "tests/funding/test_leads.py"
    "::test_the_officers_page_has_their_own_view_of_the_gap",
    **dict.fromkeys([*FAILURES, "site/typed.html"], HERE),
    "allauth/elements/details.html": HERE,
    "allauth/elements/img.html": HERE,
    **dict.fromkeys(
        ["people/naming.html", "people/mail/naming.subject.txt", "people/mail/naming.txt"],
        "tests/people/test_naming.py::test_an_authority_names_focal_point_and_deputy_by_its_link",
    ),
    "people/_add_to_list.html": "tests/people/test_contact_tables.py::test_the_pages_of_contacts_and_lists",
    **dict.fromkeys(
        ["people/mail/interests_reminder.subject.txt", "people/mail/interests_reminder.txt"],
        "tests/people/test_interests.py"
        "::test_the_register_has_everybody_who_declares_and_reminders_are_held_once_a_day",
    ),
    "people/_by_rule.html": "tests/people/test_contact_tables.py::test_the_pages_of_contacts_and_lists",
    "drafts/_suggested.html": "tests/drafts/test_brackets.py"
    "::test_suggestions_stand_beside_a_chairs_text_and_not_in_it",
    "comments/import_preview.html": TABLES + "test_a_table_is_shown_first_and_then_brought_in",
    "comments/intake.html": "tests/comments/test_inbox.py::test_the_pages_of_the_inbox",
    "comments/_understood.html": TABLES + "test_a_table_is_shown_first_and_then_brought_in",
    "comments/return_preview.html": "tests/comments/test_kits.py"
    "::test_a_returned_sheet_is_looked_at_mended_and_becomes_drafts",
    **dict.fromkeys(
        [
            "comments/_attached.html",
            "comments/_file_says.html",
            "comments/_problems.html",
            "comments/look.html",
        ],
        "tests/comments/test_confirming.py"
        "::test_each_file_of_the_inbox_shows_its_points_and_is_mended_before_it_comes_in",
    ),
    "comments/import_progress.html": TABLES + "test_a_large_table_is_brought_in_by_the_worker",
    **dict.fromkeys(
        [
            "comments/_entered.html",
            "correspondence/confirm.html",
        ],
        "tests/comments/test_on_behalf.py::test_it_is_entered_shown_and_confirmed_by_its_pages",
    ),
    **dict.fromkeys(
        [
            "comments/mend.html",
        ],
        "tests/comments/test_on_behalf.py"
        "::test_that_is_not_what_i_said_comes_back_is_mended_and_asked_anew",
    ),
    **dict.fromkeys(
        ["comments/mail/invitation.txt", "comments/mail/invitation_subject.txt"],
        "tests/comments/test_coverage.py"
        "::test_the_right_focal_points_are_written_to_once_a_day_in_their_language",
    ),
    **dict.fromkeys(
        ["people/mail/bounced.txt", "people/mail/bounced.subject.txt"],
        "tests/plumbing/test_bounces.py::test_a_hard_bounce_stops_the_address_and_is_told_once",
    ),
    **dict.fromkeys(
        ["offices/invite.html", "offices/send.html"],
        "tests/offices/test_desk.py::test_the_desk_says_what_comes_next_and_each_step_can_be_done",
    ),
    "voices/full.html": "tests/voices/test_crowd.py"
    "::test_whoever_comes_when_it_is_full_is_told_so_and_keeps_what_was_typed",
    "voices/sent.html": JOINING + "test_by_its_pages_from_the_form_to_the_link_in_the_mail",
    **dict.fromkeys(
        ["voices/mail/decided.txt", "voices/mail/decided_subject.txt"],
        "tests/voices/test_moderating.py"
        "::test_a_refusal_is_told_appealed_once_and_decided_by_another_person",
    ),
    **dict.fromkeys(
        ["voices/mail/answered.txt", "voices/mail/answered_subject.txt"],
        JOINING + "test_a_guest_is_told_once_in_their_language_when_the_answers_are_released",
    ),
    "comments/mail/closed.txt": ROUNDS + "test_closing_early_is_on_record_and_told",
    "comments/mail/closed_subject.txt": ROUNDS + "test_closing_early_is_on_record_and_told",
    "comments/mail/extended.txt": ROUNDS
    + "test_an_extension_is_for_all_and_keeps_reason_and_deadline_before",
    "comments/mail/extended_subject.txt": ROUNDS
    + "test_an_extension_is_for_all_and_keeps_reason_and_deadline_before",
}


def patterns() -> dict[str, list[str]]:
    """Name of each pattern -> the names of its arguments."""
    found: dict[str, list[str]] = {}

    def walk(entries: list[Any], space: str, above: list[str]) -> None:
        for entry in entries:
            held = above + [g for g in entry.pattern.regex.groupindex if g not in above]
            if isinstance(entry, URLResolver):
                below = f"{space}{entry.namespace}:" if entry.namespace else space
                walk(entry.url_patterns, below, held)
            elif isinstance(entry, URLPattern):
                assert entry.name, f"an address without a name: {entry.pattern}"
                found[f"{space}{entry.name}"] = held

    walk(get_resolver().url_patterns, "", [])
    return found


@dataclass
class Crawl:
    """What came back: page -> who -> status; and every template on the way."""

    statuses: dict[str, dict[str, int]] = field(default_factory=dict)
    templates: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)


def cast(world: World) -> dict[str, Person | None]:
    """Everybody who looks. Olga keeps the secretariat of another process."""
    now, people = clock.now(), world.people
    Process.objects.create(code="other", titles={"en": "Another process"}, demonstration=True)
    made = {}
    for name in ("dana", "olga"):
        made[name] = register_person(
            by=None,
            email=f"{name}@demo.example",
            name=name.title(),
            password="correct horse battery staple",
            at=now,
            demonstration=True,
        )
    give_second_factor(by=None, person=made["olga"], secret="JBSWY3DPEHPK3PXP", at=now)
    appoint(by=None, person=made["olga"], role=Role.SECRETARIAT, process_code="other", at=now)
    # A role that the secretariat gives is told by mail.
    appoint(
        by=people["amina@demo.example"],
        person=world.people["chen@demo.example"],
        role=Role.CONTRIBUTOR,
        process_code=world.process.code,
        at=now,
    )
    return {
        "anonymous": None,
        "stranger": made["dana"],
        "contributor": people["greta@demo.example"],
        "focal point": people["farid@demo.example"],
        "drafter": people["bruno@demo.example"],
        "secretariat": people["amina@demo.example"],
        "other secretariat": made["olga"],
    }


def things(world: World) -> dict[str, str]:
    """Names of things in the demonstration -> their keys in addresses."""
    from travaux.comments.actions import save_draft
    from travaux.comments.models import Comment
    from travaux.comments.rules import Entry
    from travaux.drafts.actions import freeze_version, start_working_version
    from travaux.reports.actions import start_report

    second, third = world.versions
    amina, bruno = world.people["amina@demo.example"], world.people["bruno@demo.example"]
    now = clock.now()
    working = start_working_version(by=bruno, based_on=third, at=now)
    frozen = freeze_version(
        by=bruno, version=start_working_version(by=bruno, based_on=second, at=now), at=now
    )
    begun = start_report(
        by=amina, process=world.process, cut_off=world.report.cut_off, at=now, demonstration=True
    )
    greta = world.people["greta@demo.example"]
    own = [s for s in world.submissions if s.author_id == greta.pk]
    mine = next(s for s in own if s.round_id == world.rounds[1].pk)
    place = Comment.objects.get(submission=mine)
    entry = Entry("text", None, "ge", "", language="fr")
    draft = save_draft(by=greta, round=world.rounds[1], entry=entry, at=now)
    return {
        "process": world.process.code,
        "version": third.key,
        "old": second.key,
        "new": third.key,
        "working": working.key,
        "frozen": frozen.key,
        "round": world.rounds[0].key,
        "regional round": world.tracks["regional round"].key,
        "track": world.tracks["thematic"].key,
        "open round": world.rounds[1].key,
        "anchor": place.paragraph.anchor.key,
        "milestone": world.process.milestones.order_by("position")[0].code,
        "money event": world.process.money_events.order_by("position")[0].key,
        "risk": world.process.risks.order_by("pk")[0].key,
        "partnership": world.process.partnerships.exclude(consent="")[0].key,
        "receipt": own[0].receipt,
        "own receipt": mine.receipt,
        "draft": draft.key,
        "comment": Comment.objects.filter(round=world.rounds[0]).order_by("pk")[0].key,
        "own comment": place.key,
        "report": world.report.key,
        "report in work": begun.key,
        "appointment": Appointment.objects.get(person=bruno).key,
        "group": world.advice["group"].key,
        "shown": world.advice["shown"].key,
        "shown answers": world.advice["answers"].key,
        "piece": world.advice["piece"].key,
        "desk": world.desk.key,
        "organisation": next(iter(world.organisations.values())).key,
        "office": world.office["office"].key,
        "office round": world.office["round"].key,
        "office report": world.office["report"].key,
        "note": world.desk.notes.filter(state="handed")[0].key,
        **contact_things(world),
        **voice_things(world),
        **interest_things(world),
        **letter_things(world),
        "section": "summary",
        "ending": "json",
        "file": "unknown-file",
        "job": "unknown-job",
        **calls_pages.things(world),
        **evidence_pages.things(world),
        **grounds_pages.things(world),
        **meetings_pages.things(world),
        **panels_pages.things(world),
    }


def interest_things(world: World) -> dict[str, str]:
    """A declaration that waits for an assessor, and a topic."""
    from travaux.people.models import Declaration, Topic

    code = world.process.code
    waiting = Declaration.objects.get(process_code=code, person__email="ivan@demo.example")
    return {
        "declaration": waiting.key,
        "topic": Topic.objects.filter(process_code=code)[0].key,
    }


def letter_things(world: World) -> dict[str, str]:
    """A letter that is being written, one of its addressees, an entry, and a mail that is held."""
    from travaux.correspondence.models import Entry, Letter
    from travaux.plumbing.models import Mail

    code = world.process.code
    letter = Letter.objects.get(process_code=code, state="draft")
    held = Mail.objects.filter(process_code=code, state=Mail.State.HELD, file__isnull=False)
    return {
        "letter": letter.key,
        "addressee": letter.contacts.get().key,
        "entry": Entry.objects.filter(process_code=code)[0].key,
        "held mail": held[0].key,
    }


def voice_things(world: World) -> dict[str, str]:
    """Guests at each stage, by the links of their mails; a measure under appeal."""
    from travaux.plumbing.digests import stop_token
    from travaux.voices.queries import CHECK, OWN, signed

    moderated, _slow, unchecked = world.guests
    return {
        "guest round": world.tracks["stakeholder round"].key,
        "guest track": world.tracks["stakeholder"].key,
        "stop link": stop_token(world.people["greta@demo.example"].key, "answers"),
        "own link": signed(moderated, OWN),
        "check link": signed(unchecked, CHECK),
        "guest receipt": unchecked.submission.receipt,
        "measure": world.tracks["measure"].key,
        "guest comment": moderated.submission.comments.get().key,
    }


def contact_things(world: World) -> dict[str, str]:
    """A contact, a list, a table whose columns are open, and a row that waits."""
    from travaux.core.contacts.tables import Table
    from travaux.people.actions import bring_in_contacts, keep_contact_table
    from travaux.people.models import Contact, ContactRow, DistributionList, Post

    told = {"by": None, "process_code": world.process.code, "at": clock.now()}
    table = Table(("Country", "Office", "Colour"), ((2, ("State Z", "Mission of Z", "blue")),))
    fields = ("country", "office", "")
    opened = keep_contact_table(table=table, name="missions.csv", fields=fields, **told)
    other = keep_contact_table(table=table, name="missions.csv", fields=fields, **told)
    bring_in_contacts(by=None, table=other, at=told["at"])
    post = Post.objects.filter(contact__process_code=world.process.code).first()
    assert post is not None
    return {
        "contact table": opened.key,
        "contact row": str(ContactRow.objects.get(table=other).pk),
        "contact": Contact.objects.get(pk=post.contact_id).key,
        "post": post.key,
        "list": DistributionList.objects.filter(process_code=world.process.code)[0].key,
    }


# What stands for an argument. Arguments that mean one thing everywhere:
EVERYWHERE = {"process", "version", "old", "new", "round", "anchor", "section", "ending", "track"}
# and those that mean something else in each place:
ENTRIES: dict[str, dict[str, str]] = {
    **calls_pages.ENTRIES,
    **evidence_pages.ENTRIES,
    **grounds_pages.ENTRIES,
    **meetings_pages.ENTRIES,
    **panels_pages.ENTRIES,
    "account_confirm_email": {"key": "=unknown"},
    "account_reset_password_from_key": {"uidb36": "=1", "key": "=unknown-key"},
    "people:end": {"key": "appointment"},
    "interests:declaration": {"key": "declaration"},
    "interests:topic": {"key": "topic"},
    "correspondence:ask": {"kind": "=report", "key": "report in work"},
    "correspondence:clearance-act": {"key": "=unknown"},
    "correspondence:confirm": {"token": "=unknown"},
    "comments:on-behalf": {"round": "open round"},
    "correspondence:entry": {"key": "entry"},
    "correspondence:scan": {"key": "entry", "file": "=unknown"},
    "correspondence:mail": {"key": "held mail"},
    "correspondence:house-text": {"key": "=circulate-draft", "language": "=fr"},
    **{
        f"correspondence:letter{name}": {"key": "letter", "language": "=fr"}
        for name in ("", "-set", "-text", "-act", "-list")
    },
    "correspondence:letter-copy": {"key": "letter", "contact": "addressee"},
    "correspondence:letter-file": {"key": "letter", "contact": "addressee", "ending": "=docx"},
    "correspondence:letter-all": {"key": "letter", "ending": "=docx"},
    "contacts:columns": {"key": "contact table"},
    "contacts:row": {"row": "contact row"},
    "contacts:list": {"key": "list"},
    "contacts:list-change": {"key": "list"},
    "contacts:list-place": {"key": "list"},
    "contacts:list-file": {"key": "list"},
    "contacts:contact": {"key": "contact"},
    "contacts:change": {"key": "contact"},
    "contacts:act": {"key": "contact"},
    "contacts:ask": {"key": "contact"},
    "contacts:naming": {"token": "=unknown-token"},
    "contacts:organisations-file": {"ending": "=json"},
    "contacts:organisation": {"key": "organisation"},
    "contacts:post-add": {"key": "contact"},
    "contacts:post": {"key": "contact", "post": "post"},
    **{
        f"offices:{name}": {"key": "office"}
        for name in ("office", "states-file", "change", "send-report")
    },
    **{
        f"offices:{name}": {"key": "office", "round": "office round"}
        for name in ("coverage", "coverage-file", "invite")
    },
    "offices:report": {"key": "office report"},
    "offices:report-file": {"key": "office report"},
    "reports:report": {"key": "report"},
    "reports:section": {"key": "report in work"},
    "reports:freeze": {"key": "report in work"},
    "reports:propose": {"key": "report in work"},
    "reports:note": {"kind": "=decision"},
    "reports:note-file": {"kind": "=appeal", "ending": "=docx"},
    "reports:tracker-file": {"ending": "=docx"},
    "reports:biography-file": {"ending": "=md"},
    "reports:mine-file": {"ending": "=csv"},
    "reports:answered-file": {"ending": "=docx"},
    "reports:closing-file": {"ending": "=docx"},
    "reports:closing-edition": {"which": "=today"},
    "reports:closing-edition-file": {"which": "=today", "ending": "=json"},
    "reports:report-file": {"key": "report", "ending": "=docx"},
    "roadmap:milestone": {"code": "milestone"},
    "funding:event": {"key": "money event"},
    "roadmap:risk": {"key": "risk"},
    "roadmap:timing-change": {"kind": "=duration", "code": "milestone"},
    "roadmap:timing-add": {"kind": "=calendar"},
    "funding:line": {"code": "=egm-2"},
    "funding:partner": {"key": "partnership"},
    "funding:total": {"total_": "=pledged"},
    "comments:receipt": {"code": "receipt"},
    "comments:receipt-file": {"code": "receipt"},
    "comments:content-file": {"code": "receipt"},
    "comments:withdraw-all": {"code": "own receipt"},
    "comments:draft": {"key": "draft"},
    "comments:mend": {"key": "comment"},
    "comments:discard": {"key": "draft"},
    "comments:amend": {"key": "own comment"},
    "comments:withdraw": {"key": "own comment"},
    "comments:place": {"key": "comment"},
    "comments:comment": {"round": "open round"},
    "comments:comment-whole": {"round": "open round"},
    "comments:basket": {"round": "open round"},
    "comments:no-comment": {"round": "open round"},
    "comments:coverage": {"round": "open round"},
    "comments:coverage-file": {"round": "open round"},
    "consultations:invitation": {"key": "=unknown"},
    "consultations:extend": {"round": "open round"},
    "consultations:close": {"round": "open round"},
    **{
        f"translations:{name}": {"language": "=fr", "kind": "=po", "key": "file"}
        for name in (
            "paragraphs",
            "paragraphs-file",
            "reading",
            "units",
            "bring-file",
            "file",
            "job",
            "machine",
            "paragraph",
        )
    },
    "translations:text-file": {"language": "=fr", "ending": "=md"},
    "translations:meaning": {"version": "working"},
    "drafts:mend": {"version": "working"},
    "drafts:paragraph": {"version": "working"},
    "drafts:insert": {"version": "working"},
    "drafts:facts": {"version": "working"},
    "drafts:publish": {"version": "frozen"},
    "drafts:identities": {"version": "working"},
    "drafts:redline-file": {"ending": "=docx"},
    **{
        f"consolidation:{name}": {"key": "desk", "note": "note", "token": "=unknown-token"}
        for name in (
            "link",
            "desk",
            "colleagues",
            "act",
            "file",
            "draft",
            "write",
            "bring",
            "decide",
            "note",
            "note-act",
        )
    },
    **{f"advice:{name}": {"key": "group"} for name in ("group", "terms", "show", "view", "file")},
    "advice:shown": {"key": "shown"},
    "advice:piece": {"key": "piece"},
    "consolidation:open": {"round": "regional round"},
    "people:stop": {"token": "stop link"},
    "consultations:issue": {"round": "open round"},
    "voices:sent": {"code": "guest receipt"},
    "voices:check": {"token": "check link"},
    "voices:own": {"token": "own link"},
    "voices:policy": {"track": "guest track"},
    "voices:policy-change": {"track": "guest track"},
    "voices:measure-own": {"key": "measure"},
    "voices:measure": {"key": "guest comment"},
    "voices:desk": {"round": "guest round"},
    "voices:votes": {"round": "guest round"},
    "voices:votes-file": {"round": "guest round"},
    "voices:open-data": {"round": "guest round", "name": "=votes"},
    "voices:opinions": {"round": "guest round"},
    "voices:opinions-file": {"round": "guest round"},
    "voices:join": {"round": "guest round"},
    "voices:join-at": {"round": "guest round"},
    "answers:standings": {"version": "working"},
    "answers:standings-file": {"version": "working"},
    "comments:compilation": {"ending": "=xlsx"},
    "comments:intake": {"intake": "=none"},
    "comments:received": {"intake": "=none", "place": "=1"},
    "comments:look": {"intake": "=none", "place": "=1"},
    "comments:by-hand": {"intake": "=none", "place": "=1"},
    "comments:row-report": {"file": "file", "ending": "=csv"},
    "answers:table-ipcc": {"ending": "=xlsx"},
    "answers:changes-document": {"ending": "=docx"},
    "comments:kit": {"ending": "=xlsx"},
    "comments:return-preview": {"file": "file"},
    "comments:import-preview": {"file": "file"},
    "comments:import-progress": {"job": "job"},
    "answers:receipt": {"code": "receipt"},
    "answers:react": {"code": "receipt"},
    "answers:next-act": {"verb": "=update"},
    "answers:arrange": {"verb": "=note"},
}

# What follows the address: these pages are asked for with the process.
QUERIES = {"people:roll": "?process=", "people:download": "?process="}


def kwargs_of(name: str, arguments: list[str], have: Mapping[str, str]) -> dict[str, str] | None:
    """The arguments of an address; None where the table does not say them."""
    entry = ENTRIES.get(name, {})
    found = {}
    for argument in arguments:
        said = entry.get(argument) or (argument if argument in EVERYWHERE else "")
        if not said:
            return None
        found[argument] = said[1:] if said.startswith("=") else have[said]
    return found


@pytest.fixture(scope="module")
def crawl(django_db_setup: None, django_db_blocker) -> Iterator[Crawl]:
    done = Crawl()
    keeping.forget_all()  # what an earlier test let draw would not be drawn, and not be seen

    def seen(template: Any, **_: Any) -> None:
        if template.name:
            done.templates.add(template.name)

    template_rendered.connect(seen)
    try:
        with (
            django_db_blocker.unblock(),
            demo_world(anew=True) as world,
            translation.override("en"),
        ):
            _go(done, world)
            yield done
    finally:
        template_rendered.disconnect(seen)


def _go(done: Crawl, world: World) -> None:
    people, have = cast(world), things(world)
    browsers = {who: browser(person) for who, person in people.items()}
    known = patterns()
    for name, arguments in sorted(known.items()):
        kwargs = kwargs_of(name, arguments, have)
        if kwargs is None:
            done.without.append(f"{name} {arguments}")
            continue
        address = reverse(name, kwargs=kwargs)
        if name in QUERIES:
            address += QUERIES[name] + have["process"]
        for who, client in browsers.items():
            _get(done, client, name, who, address, keep=True)
    for who, name, other, query in ALSO:
        if name not in known:
            continue
        kwargs = kwargs_of(name, known[name], have) or {}
        kwargs |= {argument: have[said] for argument, said in other.items()}
        _get(done, browsers[who], name, who, reverse(name, kwargs=kwargs) + query, keep=False)
    _get(done, browsers["anonymous"], "nowhere", "anonymous", "/en/nowhere/at/all/", keep=False)


def _get(done: Crawl, client: Any, name: str, who: str, address: str, *, keep: bool) -> None:
    try:
        answer = client.get(address)
        status = answer.status_code
        if answer.streaming:
            list(answer.streaming_content)
    except Exception as problem:  # whatever it is: the page is named
        status = 500
        done.broken.append(f"{name} as {who}: {type(problem).__name__}: {problem}")
    if status not in ALLOWED:
        info = getattr(answer, "exc_info", None) if status != 500 or "answer" in locals() else None
        done.broken.append(f"{name} as {who} ({address}): {status} {info[1] if info else ''}")
    if keep:
        done.statuses.setdefault(name, {})[who] = status


def test_every_pattern_has_its_entry(crawl: Crawl) -> None:
    assert not crawl.without, "say in ENTRIES what stands for their arguments"


def test_no_entry_is_left_over() -> None:
    assert not set(ENTRIES) - set(patterns())


def test_no_page_breaks_for_anybody(crawl: Crawl) -> None:
    assert not crawl.broken


def test_only_its_own_secretariat_has_the_doors_of_the_secretariat(crawl: Crawl) -> None:
    """The secretariat of another process is a stranger here."""
    wrong = [
        name
        for name, by in crawl.statuses.items()
        if by["other secretariat"] != by["stranger"]
        and not name.startswith(("account_", "mfa_"))
        and name not in {"people:roll", "people:download", "people:end", "me"}
    ]
    assert not wrong


def test_access_is_as_the_reference_says(crawl: Crawl) -> None:
    who = list(next(iter(crawl.statuses.values())))
    lines = [
        "# Who gets which page",
        "",
        "Each address of the site, asked for (GET) in the demonstration world as everybody of the",
        "cast. 200: the page; 302: sent on, mostly to sign in; 403: refused with the reason; 404:",
        "not there for this person; 405: the address only takes what a form sends (POST); 401: a",
        "device signs in with its own name and password.",
        "",
        "Generated. Write it again with",
        "`TRAVAUX_WRITE_REFERENCE=1 pytest tests/house/test_every_page.py`.",
        "",
        f"| page | {' | '.join(who)} |",
        f"|---|{'---|' * len(who)}",
    ]
    for name, by in crawl.statuses.items():
        lines.append(f"| {name} | {' | '.join(str(by[w]) for w in who)} |")
    kept_or_written("access.md", "\n".join(lines) + "\n")


def own_templates() -> set[str]:
    """The project's templates, by the names they are rendered with."""
    found = set()
    for folder in SRC.glob("*/templates"):
        found |= {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    return found


def test_no_template_is_hidden_by_a_librarys() -> None:
    hidden = [n for n in own_templates() if not get_template(n).origin.name.startswith(str(SRC))]
    assert not hidden, "a library listed before our rooms has a template of this name"


def test_every_template_is_seen(crawl: Crawl) -> None:
    unseen = sorted(own_templates() - crawl.templates - set(ELSEWHERE))
    assert not unseen, f"no page of the crawl shows {' '.join(unseen)}: add one, or name the test"


def test_the_list_of_templates_seen_elsewhere_is_true(crawl: Crawl) -> None:
    assert not sorted(set(ELSEWHERE) - own_templates()), "no such template"
    assert not sorted(set(ELSEWHERE) & crawl.templates), "the crawl shows it"
    for test in ELSEWHERE.values():
        file, name = test.split("::")
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), test


@pytest.mark.parametrize("language", SIX)
def test_pages_of_failure_stand_in_six_languages(language: str, rf: RequestFactory) -> None:
    """Each says what happened, and gives back what was typed where a form was sent."""
    request = rf.get(f"/{language}/")
    request.user = AnonymousUser()
    typed = [("text", "<b>not lost</b>")]
    with translation.override(to_django(language)):
        for name in FAILURES:
            page = render_to_string(
                name, {"typed": typed, "megabytes": 40, "activate": "/x/"}, request
            )
            assert f'dir="{direction(language)}"' in page, name
            if "typed.html" in get_template(name).template.source:
                assert "&lt;b&gt;not lost" in page, name
        image = {"src": "/q.svg", "alt": "QR"}
        parts = render_to_string("allauth/elements/img.html", {"attrs": image})
        parts += render_to_string("allauth/elements/details.html", {"slots": {}, "attrs": {}})
    assert 'alt="QR"' in parts and "<details" in parts
