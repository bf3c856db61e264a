"""Rules for the whole cast, in every state of a version."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.drafts.texts import AT, brought_in
from travaux.drafts import actions, rules
from travaux.drafts.states import VersionState

EVERYBODY = ["amina", "bruno", "elif_", "chen", "farid", "greta", "hana", "dana", "olga", "nobody"]
DRAFTERS = {"amina", "bruno", "elif_"}
RULES = {
    "may_read": {"preview": "", "working": "", "frozen": "", "published": ""},
    "may_edit": {
        "preview": "", "working": "", "frozen": "version-frozen", "published": "version-published",
    },
    "may_freeze": {
        "preview": "", "working": "", "frozen": "version-frozen", "published": "version-published",
    },
    "may_unfreeze": {
        "preview": "version-still-open", "working": "version-still-open", "frozen": "",
        "published": "version-published",
    },
    "may_publish": {
        "preview": "version-not-frozen", "working": "version-not-frozen", "frozen": "",
        "published": "version-published",
    },
    "may_describe": {"preview": "", "working": "", "frozen": "", "published": "version-published"},
    "may_start_from": {
        "preview": "version-still-open", "working": "version-still-open", "frozen": "",
        "published": "",
    },
    "may_discard": {
        "preview": "", "working": "version-in-use", "frozen": "version-in-use",
        "published": "version-in-use",
    },
}  # fmt: skip


def _who(cast, name: str):
    return AnonymousUser() if name == "nobody" else getattr(cast, name)


@pytest.mark.parametrize("state", VersionState.values)
@pytest.mark.parametrize("rule", RULES)
def test_who_may_what_when(cast, rule: str, state: str) -> None:
    version = brought_in(cast)
    version.state = state
    for name in EVERYBODY:
        verdict = getattr(rules, rule)(_who(cast, name), version, AT)
        if name in DRAFTERS:
            expected = RULES[rule][state]
        elif rule == "may_read":
            expected = "" if state == "published" else "draft-not-public"
        else:
            expected = "sign-in-first" if name == "nobody" else "not-a-drafter"
        assert verdict.code == expected, (name, rule, state)
        assert verdict or verdict.sentence


def test_import_is_for_those_who_draft_here(cast) -> None:
    for name in EVERYBODY:
        assert bool(rules.may_import(_who(cast, name), cast.process, AT)) == (name in DRAFTERS)
    assert rules.may_import(cast.olga, cast.other, AT)
    assert not rules.may_import(cast.bruno, cast.other, AT)


def test_the_process_says_who_publishes(cast) -> None:
    version = brought_in(cast)
    actions.freeze_version(by=cast.bruno, version=version, at=AT)
    version.text.process.policies = {rules.PUBLISHING: ["secretariat"]}
    assert rules.may_publish(cast.amina, version, AT)
    verdict = rules.may_publish(cast.bruno, version, AT)
    assert verdict.code == "publishing-is-the-secretariats"


def test_an_appointment_counts_from_its_day_on(cast) -> None:
    from datetime import timedelta

    assert not rules.may_import(cast.bruno, cast.process, AT - timedelta(days=30))


@pytest.mark.parametrize("name", ["chen", "dana", "olga", "hana"])
def test_actions_ask_the_rules(cast, name: str) -> None:
    from travaux.plumbing.verdicts import Refusal

    stranger = getattr(cast, name)
    version = brought_in(cast)
    row = version.paragraphs.select_related("anchor").all()[1]
    shared = {"by": stranger, "version": version, "at": AT}
    for action, also in [
        (actions.freeze_version, {}),
        (actions.describe_version, {"symbol": "X"}),
        (actions.discard_version, {}),
        (actions.remove_paragraphs, {"anchors": [row.anchor.key], "seen_revision": 0}),
        (actions.renumber_version, {"numbering": "continuous", "seen_revision": 0}),
    ]:
        with pytest.raises(Refusal, match="not-a-drafter"):
            action(**shared, **also)
    with pytest.raises(Refusal, match="not-a-drafter"):
        actions.edit_paragraph(by=stranger, paragraph=row, body="Mine.", revision=0, at=AT)
    with pytest.raises(Refusal, match="not-a-drafter"):
        brought_in(cast, by=stranger)
