"""The draft leaves with comments in its margin; what a person wrote is theirs to take along."""

from __future__ import annotations

from django.urls import reverse

from tests.answers.makers import comment, round_on, text
from tests.cast import START
from travaux.comments.models import Comment
from travaux.comments.queries import own_data
from travaux.consultations.models import Track
from travaux.core.formats.word_review import read_review
from travaux.people.queries import own_data as all_own_data


def test_the_draft_leaves_with_comments_on_their_paragraphs(cast, client) -> None:
    round = round_on(text(cast))
    one = comment(round, cast.chen, place=2, words="Residents ask whom?")
    whole = comment(round, cast.greta, place=None, words="Well made.")
    gone = comment(round, cast.chen, place=2, words="Taken back.")
    Comment.objects.filter(pk=gone.pk).update(withdrawn_at=one.submission.submitted_at)
    Comment.objects.filter(pk=one.pk).update(proposed="Harbours serve all.")
    response = client.get(reverse("comments:margins", args=[cast.process.code, round.key]))
    review = read_review(response.content)
    found = {c.text.split("\n")[1]: c for c in review.comments}
    assert set(found) == {"Residents ask whom?", "Well made."}
    held = found["Residents ask whom?"]
    assert held.text.startswith(f"Comment {one.number}\n") and "Harbours serve all." in held.text
    assert held.quote == "1.\tHarbours serve people before ships."
    assert found["Well made."].quote == "Guidelines on harbours" or found["Well made."].first == 0
    assert whole.number is not None
    address = reverse("comments:list", args=[cast.process.code, round.key])
    assert "text-with-comments.docx" in client.get(address).content.decode()


def test_while_a_round_is_open_the_margin_holds_ones_own_comments_only(cast, client) -> None:
    round = round_on(text(cast))
    round.closes_at = round.closes_at.replace(year=2999)
    round.save()
    comment(round, cast.chen, place=2, words="Not yet for others.")
    address = reverse("comments:margins", args=[cast.process.code, round.key])
    assert read_review(client.get(address).content).comments == ()
    client.force_login(cast.chen, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert len(read_review(client.get(address).content).comments) == 1


def test_while_a_round_is_sealed_the_margin_tells_no_number(cast, client) -> None:
    track = Track.objects.create(
        process=cast.process,
        position=1,
        kind="open",
        titles={"en": "Sealed"},
        visibility="sealed",
        created_at=START,
    )
    round = round_on(text(cast), track=track, closes_at=START.replace(year=2999))
    one = comment(round, cast.chen, place=2, words="Mine.")
    address = reverse("comments:margins", args=[cast.process.code, round.key])
    for person, told in ((cast.chen, "Mine."), (cast.amina, f"Comment {one.number}\nMine.")):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        (held,) = read_review(client.get(address).content).comments
        assert held.text == told


def test_what_a_person_wrote_is_among_their_own_data(cast) -> None:
    round = round_on(text(cast))
    comment(round, cast.chen, place=2, words="My words.")
    (held,) = own_data(cast.chen)
    assert held["round"] == round.key and held["comments"][0]["text"] == "My words."
    told = all_own_data(cast.chen)
    assert told["comments"] == [held] and told["drafts"]["edits"] == 0
    assert own_data(cast.greta) == []
