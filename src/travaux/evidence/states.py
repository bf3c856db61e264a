"""The life of a survey, of an edition of its form, of what was answered, of an interview, and of a
finding."""

from __future__ import annotations

from travaux.evidence.models import (
    EditionState,
    FindingState,
    InterviewState,
    ResponseState,
    SurveyState,
)
from travaux.evidence.models import PracticeState as Practices
from travaux.plumbing.moves import Move

MOVES = {
    "translate-edition": Move((EditionState.DRAFT,), EditionState.TRANSLATING),
    "issue-edition": Move((EditionState.DRAFT, EditionState.TRANSLATING), EditionState.ISSUED),
    "close-survey": Move((SurveyState.OPEN,), SurveyState.CLOSED),
    "reopen-survey": Move((SurveyState.CLOSED,), SurveyState.OPEN),
    "submit-response": Move((ResponseState.DRAFT,), ResponseState.SUBMITTED),
    "set-response-aside": Move((ResponseState.SUBMITTED,), ResponseState.SET_ASIDE),
    "take-response-back": Move((ResponseState.SET_ASIDE,), ResponseState.SUBMITTED),
    "ask-interviewee": Move(
        (InterviewState.REGISTERED, InterviewState.ASKED), InterviewState.ASKED
    ),
    "approve-interview": Move(
        (InterviewState.REGISTERED, InterviewState.ASKED), InterviewState.APPROVED
    ),
    "withdraw-interview": Move(
        (InterviewState.REGISTERED, InterviewState.ASKED, InterviewState.APPROVED),
        InterviewState.WITHDRAWN,
    ),
    "put-finding": Move((FindingState.DRAFT,), FindingState.RATING),
    "settle-finding": Move((FindingState.RATING,), FindingState.STANDING),
    "reopen-finding": Move((FindingState.STANDING,), FindingState.RATING),
    "withdraw-finding": Move(
        (FindingState.DRAFT, FindingState.RATING, FindingState.STANDING), FindingState.WITHDRAWN
    ),
    "hand-in-practice": Move((Practices.DRAFT, Practices.RETURNED), Practices.SUBMITTED),
    "hand-in-unchecked-practice": Move((Practices.DRAFT,), Practices.UNCHECKED),
    "check-practice": Move((Practices.UNCHECKED,), Practices.SUBMITTED),
    "accept-practice": Move((Practices.SUBMITTED,), Practices.ACCEPTED),
    "return-practice": Move((Practices.SUBMITTED, Practices.ACCEPTED), Practices.RETURNED),
    "decline-practice": Move((Practices.SUBMITTED,), Practices.DECLINED),
    "publish-practice": Move((Practices.ACCEPTED,), Practices.PUBLISHED),
    "withdraw-practice": Move(
        tuple(s for s in Practices.values if s != Practices.WITHDRAWN), Practices.WITHDRAWN
    ),
}
