"""Everything that changes voices: joining in, checking, disowning, claiming; policies and measures."""

from travaux.voices.actions.appealing import appeal, decide_appeal
from travaux.voices.actions.checking import check_guest, disown_guest
from travaux.voices.actions.joining import join_in
from travaux.voices.actions.leaving import claim_guest, forget_guest, lapse_guests
from travaux.voices.actions.moderating import admit, lift_measure, set_policy, take_measure

__all__ = [
    "admit",
    "appeal",
    "check_guest",
    "claim_guest",
    "decide_appeal",
    "disown_guest",
    "forget_guest",
    "join_in",
    "lapse_guests",
    "lift_measure",
    "set_policy",
    "take_measure",
]
