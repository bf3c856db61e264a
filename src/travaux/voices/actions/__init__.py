"""Everything that changes voices: joining in, checking, disowning, claiming; policies and measures."""

from travaux.voices.actions.appealing import appeal, decide_appeal
from travaux.voices.actions.checking import check_guest, disown_guest
from travaux.voices.actions.joining import join_in
from travaux.voices.actions.leaving import claim_guest, forget_guest, lapse_guests
from travaux.voices.actions.moderating import admit, lift_measure, set_policy, take_measure
from travaux.voices.actions.proposing import decline_proposal, propose_statement, put_proposal
from travaux.voices.actions.voting import cast_votes, forget_votes, put_statement

__all__ = [
    "admit",
    "appeal",
    "cast_votes",
    "check_guest",
    "claim_guest",
    "decide_appeal",
    "decline_proposal",
    "disown_guest",
    "forget_guest",
    "forget_votes",
    "join_in",
    "lapse_guests",
    "lift_measure",
    "propose_statement",
    "put_proposal",
    "put_statement",
    "set_policy",
    "take_measure",
]
