"""Words that are kept back stay out of findings, drafts and translations; those who answer see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.answers.makers import comment, round_on, text
from tests.drafts.texts import AT, brought_in, numbered, published
from tests.evidence.interviews import SAID, approved, given, registered, with_text
from tests.evidence.library import SLUICE, handed_in, open_library
from tests.evidence.makers import DURING, sign_in
from tests.evidence.test_findings import a_finding
from travaux.core.formats.exchange.units import Package
from travaux.drafts.actions import freeze_version, publish_version
from travaux.drafts.rules import may_publish, repeats_of
from travaux.evidence import actions
from travaux.evidence.actions.findings import Stated
from travaux.evidence.rules.kept_words import may_say, repeated
from travaux.plumbing.verdicts import Refusal
from travaux.translations import actions as translations
from travaux.translations import queries
from travaux.translations.models import Translation

pytestmark = pytest.mark.django_db
TALK = "People stopped asking where the lamps are. Ada Roe keeps the list."
TOLD = (
    f"# 1 Water\n\n1. As elders say: {SLUICE}\n\n2. A clerk told: {TALK}\n\n3. Quays are swept.\n"
)


def kept_practice(cast):
    """Handed in, and its holders do not allow that it is quoted."""
    open_library(cast)
    return handed_in(cast, held={"uses": ("library",)})


def code(act, **told) -> str:
    with pytest.raises(Refusal) as no:
        act(**told)
    return no.value.code


def test_what_an_interviewee_does_not_allow_stands_in_no_finding(cast) -> None:
    told = {"by": cast.bruno, "process": cast.process, "at": DURING}
    quoting = Stated({"en": f"It is said that {TALK.lower()}"})
    interview = registered(cast)
    with_text(cast, interview)  # not approved yet
    assert code(actions.state_finding, stated=quoting, **told) == "quotes-kept-interview"
    finding = a_finding(cast)
    about = Stated({"en": f"“{TALK}”"})
    assert (
        code(actions.change_finding, by=cast.bruno, finding=finding, stated=about,
             seen=finding.revision, at=DURING) == "quotes-kept-interview"
    )  # fmt: skip
    actions.state_finding(
        stated=Stated({"en": "Nobody asks for lamps, since there is a list."}), **told
    )


@pytest.mark.parametrize(
    ("consent", "embargo", "kept"),
    [
        ({}, None, False),
        ({"quoting": "none"}, None, True),
        ({"publication": False}, None, True),
        ({}, timedelta(days=1), True),
        ({}, -timedelta(days=1), False),
        ({"until": DURING - timedelta(days=1)}, None, True),
    ],
)
def test_embargo_and_consent_decide(cast, consent, embargo, kept) -> None:
    interview, _text = approved(cast, consent=given(**consent))
    if embargo is not None:
        interview.embargo_until = DURING + embargo
        interview.save(update_fields=["embargo_until"])
    assert bool(may_say([f"They said: {TALK}"], cast.process, DURING)) is not kept
    assert may_say(["People stopped asking where the lamps"], cast.process, DURING)  # no run


def test_many_texts_are_told_like_few(cast) -> None:
    approved(cast, consent=given(quoting="none"))
    filling = [" ".join(f"word{n}x{m}" for m in range(30)) for n in range(60)]
    texts = [*filling, TALK, f"a b c {SAID[3]} d e f"]
    few = {n for n, t in enumerate(texts) if repeated([t], cast.process, DURING)}
    assert set(repeated(texts, cast.process, DURING)) == few == {60, 61}


def test_held_words_bar_a_version_and_an_interview_is_told_of(cast, client) -> None:
    kept_practice(cast)
    approved(cast, consent=given(quoting="none"))
    version = brought_in(cast, TOLD.encode())
    freeze_version(by=cast.bruno, version=version, at=AT)
    found = {row.number: bars for row, bars, _why in repeats_of(version, DURING)}
    assert found == {"1.": True, "2.": False} or found == {"1": True, "2": False}
    told = {"by": cast.bruno, "version": version, "at": AT}
    assert code(publish_version, **told) == "version-repeats-kept-words"
    sign_in(client, cast.bruno)
    page = client.get(reverse("drafts:publish", args=["harbour", version.key])).text
    assert "Words that are kept out of public texts" in page and "of an interview" in page
    assert "Publish for everyone" not in page
    other = brought_in(cast, TOLD.replace(SLUICE, "watch the birds.").encode(), name="b.md")
    freeze_version(by=cast.bruno, version=other, at=AT)
    assert may_publish(cast.bruno, other, DURING)
    publish_version(by=cast.bruno, version=other, at=AT)


def test_translations_do_not_say_it_either(cast) -> None:
    version = published(cast)
    kept_practice(cast)
    row = numbered(version, "1")
    says = f"On dit : {SLUICE}"
    told = {"by": cast.bruno, "version": version, "language": "fr", "at": DURING}
    one = {"by": cast.bruno, "paragraph": row, "language": "fr", "seen": 0, "at": DURING}
    targets = {row.anchor.key: says}
    assert code(translations.translate_paragraph, targets=targets, **one) == "quotes-held-knowledge"
    assert translations.keep_machine_words(targets=targets, engine="x", **told) == 0
    known = {u.key: u for u in queries.package_of(version, "fr").units}
    unit = known[row.anchor.key]
    package = Package("v", "en", "fr", (type(unit)(unit.key, unit.source, says, "current"),))
    file = translations.receive_file(data=b"x", name="a.po", **told)
    bring = {"by": cast.bruno, "received": file, "package": package, "at": DURING}
    with pytest.raises(Refusal) as no:
        translations.take_in_file(**bring)
    assert no.value.code == "translation-repeats-kept-words" and "1" in no.value.sentence
    assert not Translation.objects.exists()
    file.refresh_from_db()
    assert file.taken_at is None  # the file is there, to be looked at again


def test_whoever_answers_sees_that_a_comment_repeats_held_words(cast, client) -> None:
    round = round_on(text(cast))
    one = comment(round, cast.chen, words=f"Write this down: {SLUICE}")
    other = comment(round, cast.chen, words="Write down when the sluice is opened.")
    desk = reverse("answers:desk", args=["harbour", round.key])
    sign_in(client, cast.amina)
    said = "repeats words of traditional knowledge"
    assert said not in client.get(desk).text
    kept_practice(cast)
    page = client.get(desk).text
    assert page.count(said) == 1 and one.text[:20] in page and other.text[:20] in page
