"""Who reads and does what, on each kind of track, in each state: kept in docs/reference/tracks.md.

Write it again with: TRAVAUX_WRITE_REFERENCE=1 pytest tests/house/test_tracks_matrix.py
"""

from __future__ import annotations

from datetime import date, timedelta

from tests.cast import START, person
from tests.comments.texts import AFTER, DURING, OPENS, a_round, entry, publish
from tests.house.reference import kept_or_written
from tests.journeys.test_levels import LEVELS, SPEAKERS, a_level, hand_in
from travaux.answers.actions import propose_answer, release_answers, settle_answer
from travaux.answers.rules import may_see_answers
from travaux.comments.models import Comment, Submission
from travaux.comments.queries import visible_comments
from travaux.comments.rules import (
    Speaking,
    appointments_here,
    may_comment,
    may_enter_for,
    may_know_numbers,
    may_see_coverage,
    numbers_known,
    reads_all,
    shut_to,
)
from travaux.consolidation.rules import may_open_desk
from travaux.consultations.actions import TrackRules, set_up_track
from travaux.consultations.rules import is_counted, is_published, may_run, sets_are_sealed
from travaux.people.actions import appoint, set_up_office
from travaux.people.models import Country, Office, Person, Role
from travaux.people.queries.offices import scope_of
from travaux.people.rules.offices import may_see_office

RELEASED = AFTER + timedelta(days=20)
STATES = (
    ("planned", OPENS - timedelta(hours=1)),
    ("open", DURING),
    ("closed", AFTER),
    ("answers released", RELEASED),
)
CAST = ("nobody", "dana", "olga", "chen", "farid", "greta", "hana", "otto", "bruno", "amina")
MAY = (
    ("comments", lambda p, r, at: may_comment(p, r, at, appointments_here(p, "harbour", at))),
    ("prepares a set", lambda p, r, at: _desk(p, r, at)),
    ("reads persons", lambda p, r, at: _reads(p, r, at, by_state=False)),
    ("reads the set of State A", lambda p, r, at: _reads(p, r, at, by_state=True)),
    ("knows numbers", may_know_numbers),
    ("knows numbers of the set", lambda p, r, at: numbers_known(p, r, at)(_of_state_a(r))),
    ("reads answers", may_see_answers),
    ("sees coverage whole", may_see_coverage),
    ("coverage of State A", lambda p, r, at: _sees_state_a(p, r, at)),
    ("enters for State A", lambda p, r, at: _enters(p, r, at)),
    ("keeps the round", lambda p, r, at: may_run(p, "harbour", r.track, at)),
)


def _of_state_a(round) -> Submission:
    return Submission(round=round, capacity="state", country=Country.objects.get(code="X-A"))


def _reads(person: Person | None, round, at, *, by_state: bool) -> bool:
    """Whether somebody reads what another handed in: all, but for sets that are sealed still."""
    if not reads_all(person, round, at):
        return False
    return not (by_state and shut_to(person, [round], at))


def _desk(person: Person | None, round, at) -> bool:
    held = appointments_here(person, "harbour", at)
    parties = [Speaking("state", country=a.country) for a in held if a.country is not None]
    parties += [
        Speaking("organisation", organisation=a.organisation) for a in held if a.organisation
    ]
    return any(may_open_desk(person, round, one, at) for one in parties)


def _enters(person: Person | None, round, at) -> bool:
    state = Country.objects.get(code="X-A")
    return bool(may_enter_for(person, round, Speaking("state", country=state), at))


def _sees_state_a(person: Person | None, round, at) -> bool:
    """The whole coverage, or that of an office whose state it is: its page opens for both."""
    state = Country.objects.get(code="X-A")
    return bool(may_see_coverage(person, round, at)) or any(
        state.pk in scope_of(office) and may_see_office(person, office, at)
        for office in Office.objects.filter(process_code=round.process.code)
    )


def _office_of(cast) -> Office:
    """Otto's office, which works for State A."""
    office = set_up_office(
        by=None,
        process_code="harbour",
        names={"en": "Office"},
        countries=[cast.state_a],
        demonstration=True,
        at=START,
    )
    cast.otto = person("Otto")
    appoint(
        by=None,
        person=cast.otto,
        role=Role.OFFICE,
        process_code="harbour",
        office=office,
        at=START,
    )
    return office


def test_the_matrix_of_tracks_is_as_the_reference_says(cast) -> None:
    lines = [
        "# Who may what on which track, and when",
        "",
        "The rules themselves, asked for each of the cast, each kind of track and each state of its",
        "round, with the track set up as a process usually has it (experts: for members; regional and",
        "stakeholder: sealed; thematic: one's own; open: as it comes). Chen contributes, Farid speaks",
        "for a state, Greta for an organisation, Hana is an expert, Bruno drafts, Amina is the",
        "secretariat; Dana is a stranger, Olga the secretariat of another process; Otto works at the",
        "regional office whose state is State A, and keeps the track that is called office here.",
        "What a state hands in is sealed until the round closes in every track: it has columns of",
        "its own. Whoever handed something in reads that in any case.",
        "",
        "Generated. Write it again with",
        "`TRAVAUX_WRITE_REFERENCE=1 pytest tests/house/test_tracks_matrix.py`.",
    ]
    office = _office_of(cast)
    for kind in (*LEVELS, "office", "open"):
        round = _a_round_of(cast, kind, office)
        rule = round.track
        lines += ["", f"## {kind}: {rule.visibility}, then {rule.publication}", ""]
        lines += [f"| state | who | {' | '.join(name for name, _ in MAY)} |"]
        lines += [f"|---|---|{'---|' * len(MAY)}"]
        for state, at in STATES:
            if state == "answers released":
                _release(cast, round)
            for who in CAST:
                person = getattr(cast, who, None)
                cells = ["yes" if ask(person, round, at) else "–" for _name, ask in MAY]
                lines.append(f"| {state} | {who} | {' | '.join(cells)} |")
            told = f"public: {'yes' if is_published(round, at) else 'no'}"
            told += f", sets: {'sealed' if sets_are_sealed(round, at) else 'by the rule'}"
            lines.append(f"| {state} | *{told}, counted: {'yes' if is_counted(round, at) else 'no'}* "
                         f"|{' |' * len(MAY)}")  # fmt: skip
    kept_or_written("tracks.md", "\n".join(lines) + "\n")


def _a_round_of(cast, kind, office):
    if kind == "office":
        rules = TrackRules("regional", {"en": "office"}, office=office, visibility="sealed")
        track = set_up_track(by=cast.amina, process=cast.process, rules=rules, at=START)
        return a_round(cast, publish(cast.process), track=track, release_rule="on-date",
                       release_on=date(2024, 2, 10))  # fmt: skip
    if kind == "open":
        rules = TrackRules("open", {"en": "open"}, visibility="as-it-comes", publication="on-close")
        track = set_up_track(by=cast.amina, process=cast.process, rules=rules, at=START)
        return a_round(cast, publish(cast.process), track=track, release_rule="on-date",
                       release_on=date(2024, 2, 10))  # fmt: skip
    _track, round = a_level(cast, kind)
    return round


def _release(cast, round) -> None:
    kind = round.track.kind
    if kind == "open":
        from travaux.comments.actions import submit_comment

        sent = submit_comment(by=cast.chen, round=round, entry=entry(round), at=DURING)
    else:
        sent = hand_in(cast, kind, round, getattr(cast, SPEAKERS[kind]))
    comment = Comment.objects.get(submission=sent)
    answer = propose_answer(by=cast.bruno, round=round, comments=[comment], outcome="accepted",
                            at=RELEASED)  # fmt: skip
    settle_answer(by=cast.elif_, answer=answer, at=RELEASED)
    release_answers(by=cast.amina, round=round, at=RELEASED)


def test_a_set_is_read_by_nobody_whom_the_matrix_refuses_it(cast) -> None:
    """The columns of the matrix hold for a set that lies there: list by list, on every kind of track."""
    office = _office_of(cast)
    for kind in (*LEVELS, "office", "open"):
        round = _a_round_of(cast, kind, office)
        sent = _lying(round, cast)
        for _state, at in STATES[1:3]:
            for who in CAST:
                one = getattr(cast, who, None)
                found = visible_comments(one, round, at).filter(submission=sent).exists()
                mine = one is not None and sent.author_id == one.pk
                assert found is (mine or _reads(one, round, at, by_state=True)), (kind, who, at)


def _lying(round, cast) -> Submission:
    """A set of State A, entered as it would lie there however it came."""
    sent = Submission.objects.create(
        round=round, author=cast.farid, capacity="state", country=cast.state_a, state="submitted",
        receipt=f"R{round.pk}", created_at=DURING, submitted_at=DURING,
    )  # fmt: skip
    Comment.objects.create(submission=sent, round=round, number=1, scope="text", text="Ours.")
    return sent
