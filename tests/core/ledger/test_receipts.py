"""A receipt proves what was received; a change of any field is noticed."""

from __future__ import annotations

import copy
import json
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from travaux.core.ledger import keys
from travaux.core.ledger.codes import ALPHABET, check_code, new_code
from travaux.core.ledger.receipts import FIELDS, content_hash, make_receipt, verify_receipt
from travaux.core.ledger.signed import sign_document, verify_document
from travaux.core.problems import Unusable

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
RING = keys.ring(KEY)


def receipt(**changes):
    return make_receipt(
        **{
            "receipt": new_code(b"abcdefgh"),
            "process": "harbour",
            "round": "r-1",
            "draft": "HBR/1",
            "paragraphs": ["p-1", "p-2"],
            "received_at": "2024-11-04T13:32:00.000000+00:00",
            "content_hash": content_hash("the comment", "salt"),
            "journal_entry": 18204,
            "journal_hash": "5f" * 32,
            "key": KEY,
            **changes,
        }
    )


GOOD = receipt()
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=3), v, max_size=3),
    max_leaves=5,
)


def same(one, other):
    return type(one) is type(other) and one == other


def test_a_receipt_has_the_fields_of_the_contract_and_verifies():
    assert set(GOOD) == FIELDS == {
        "receipt", "process", "round", "draft", "paragraphs", "received_at", "content_hash",
        "journal_entry", "journal_hash", "key_id", "signature",
    }  # fmt: skip
    assert verify_receipt(json.loads(json.dumps(GOOD)), RING) == {
        "verified": True,
        "checked": 1,
        "first_bad": None,
    }


@given(st.sampled_from(sorted(FIELDS)), anything)
@settings(max_examples=400)
def test_a_change_of_any_field_is_noticed(name, value):
    if same(value, GOOD[name]):
        return
    found = verify_receipt({**GOOD, name: value}, RING)
    assert found["verified"] is False
    assert found["first_bad"]["place"] == 1


def test_a_receipt_whose_number_is_told_later_holds_and_gets_no_number_put_in():
    held = receipt(journal_entry=None)
    assert verify_receipt(held, RING)["verified"]
    assert not verify_receipt({**held, "journal_entry": 18204}, RING)["verified"]
    assert not verify_receipt({**GOOD, "journal_entry": None}, RING)["verified"]


@given(st.sampled_from(sorted(FIELDS - {"journal_entry", "paragraphs"})), st.data())
def test_a_change_of_one_character_is_noticed(name, data):
    text = GOOD[name]
    at = data.draw(st.integers(0, len(text) - 1))
    new = data.draw(st.sampled_from("0123456789abcdefXYZ-=:+").filter(lambda c: c != text[at]))
    assert not verify_receipt({**GOOD, name: text[:at] + new + text[at + 1 :]}, RING)["verified"]


@given(st.sampled_from(sorted(FIELDS)))
def test_a_missing_field_is_named(name):
    broken = {key: value for key, value in GOOD.items() if key != name}
    assert verify_receipt(broken, RING)["first_bad"] == {
        "place": 1,
        "receipt": broken.get("receipt", ""),
        "reason": "field-missing",
        "field": name,
    }


def test_an_added_field_is_named():
    assert verify_receipt({**GOOD, "note": "x"}, RING)["first_bad"]["reason"] == "field-unknown"


def test_a_list_is_checked_up_to_its_first_bad_receipt():
    bad = {**receipt(receipt=new_code(b"zyxwvu")), "draft": "HBR/2"}
    found = verify_receipt([GOOD, bad, GOOD], RING)
    assert found["checked"] == 2
    assert found["first_bad"]["reason"] == "signature-wrong"
    assert found["first_bad"]["receipt"] == bad["receipt"]


@pytest.mark.parametrize("thing", [None, 3, "text", [[]], {}, {"receipt": []}])
def test_what_is_no_receipt_is_refused_without_a_crash(thing):
    assert verify_receipt(thing, RING)["verified"] is False


def test_an_empty_list_proves_nothing():
    with pytest.raises(Unusable, match="no-receipts"):
        verify_receipt([], RING)


def test_another_installations_key_does_not_do():
    assert verify_receipt(GOOD, keys.ring(OTHER))["first_bad"]["reason"] == "key-unknown"


def test_a_retired_key_vouches_for_what_it_signed_until_that_day():
    kept = keys.ring(OTHER, [keys.entry(KEY, date(2024, 11, 4))])
    assert verify_receipt(GOOD, kept)["verified"]
    late = receipt(received_at="2024-11-05T00:00:00.000000+00:00")
    assert verify_receipt(late, kept)["first_bad"]["reason"] == "key-retired"


def test_keys_come_as_a_ring_a_list_one_entry_or_a_file():
    ring = json.dumps(RING).encode()
    for source in (RING, RING["keys"], RING["keys"][0], ring):
        assert verify_receipt(copy.deepcopy(GOOD), source)["verified"]


@pytest.mark.parametrize(
    "source",
    [b"{", b"3", b'"x"', b"-----BEGIN X", {"keys": [3]}, {"keys": [{"public": "AA=="}]}, [{}]],
)
def test_unreadable_keys_are_refused_with_a_code(source):
    with pytest.raises(Unusable, match="keys-unreadable"):
        verify_receipt(GOOD, source)


def test_a_ring_whose_fingerprint_is_another_keys_is_refused():
    entry = {**keys.entry(OTHER), "key_id": keys.key_id(keys.public_text(KEY))}
    with pytest.raises(Unusable, match="key-id-mismatch"):
        verify_receipt(GOOD, [entry])


def test_a_private_key_survives_its_pem():
    again = keys.from_pem(keys.to_pem(KEY))
    assert keys.key_id(keys.public_text(again)) == keys.key_id(keys.public_text(KEY))
    with pytest.raises(Unusable, match="key-unreadable"):
        keys.from_pem(b"nonsense")


def test_the_salt_hides_a_short_comment():
    assert content_hash("agreed", "a") != content_hash("agreed", "b")


@given(st.binary(min_size=6, max_size=12))
def test_a_code_is_understood_as_people_type_it(random):
    code = new_code(random)
    assert len(code) == 15
    assert check_code(code) == code
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert check_code(f"  {typed} ") == code
    assert check_code(code[3:].replace("-", "")) == code


@given(st.binary(min_size=6, max_size=6), st.integers(0, 9), st.sampled_from(ALPHABET))
def test_one_wrong_letter_of_a_code_is_noticed(random, at, letter):
    letters = list(new_code(random)[3:].replace("-", ""))
    if letters[at] != letter:
        letters[at] = letter
        assert check_code("".join(letters)) is None


@given(st.binary(min_size=6, max_size=6), st.integers(0, 9), st.integers(0, 9))
def test_two_letters_that_changed_places_are_noticed(random, one, other):
    letters = list(new_code(random)[3:].replace("-", ""))
    if letters[one] != letters[other]:
        letters[one], letters[other] = letters[other], letters[one]
        assert check_code("".join(letters)) is None


@pytest.mark.parametrize("text", ["", "TX", "TX-7Q4M-2KD9-V", "U" * 10, "x" * 100_000, "\x00"])
def test_what_is_no_code_is_none(text):
    assert check_code(text) is None


def test_arabic_digits_of_a_code_are_understood():
    assert check_code("TX-٠٠٠٠-٠٠٠٠-٠٠") == "TX-0000-0000-00"


TABLE = b"number,comment,outcome\n1,agreed,accepted\n"


def published():
    return sign_document(
        TABLE, document="answers.csv", published_at="2024-12-01T00:00:00+00:00", key=KEY
    )


def test_a_published_table_verifies_and_another_does_not():
    assert verify_document(TABLE, published(), RING)["verified"]
    changed = verify_document(TABLE + b" ", published(), RING)
    assert changed["first_bad"] == {"reason": "document-changed"}


@given(st.sampled_from(sorted(published())), anything)
def test_a_change_of_a_published_signature_is_noticed(name, value):
    if same(value, published()[name]):
        return
    assert not verify_document(TABLE, {**published(), name: value}, RING)["verified"]


def test_a_receipts_signature_is_not_a_documents():
    assert not verify_document(TABLE, {**published(), "signature": GOOD["signature"]}, RING)[
        "verified"
    ]
