"""The technical officer's commands, run as they are run: in a process of their own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.once  # each command has a home with a database of its own


class Installation:
    """A home of its own and the commands on it. Always SQLite: a home holds its whole database."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {
            **{k: v for k, v in os.environ.items() if k != "TRAVAUX_DATABASE"},
            "TRAVAUX_HOME": str(home),
        }

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "travaux.cli.main", *words],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            stdin=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *words: str, typed: str = "", status: int = 0) -> str:
        done = self.start(*words)
        out, err = done.communicate(typed, timeout=600)
        assert done.returncode == status, err
        assert "Traceback" not in err
        self.said = err
        return out

    def json(self, *words: str, **also) -> dict:
        return json.loads(self.run(*words, "--json", **also))


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Installation:
    one = Installation(tmp_path_factory.mktemp("home"))
    one.run("setup")
    one.made = one.json(
        "user", "add", "boss@example.org", "--role", "secretariat", "--everywhere", "--name", "Boss"
    )
    return one


def test_setting_up_twice_keeps_the_data(installed):
    before = installed.json("journal", "verify")
    installed.run("setup")
    assert installed.json("journal", "verify") == before
    assert before["verified"] and before["checked"] > 3  # set-up, states, and the person


def test_the_password_is_given_once_and_the_role_twice_is_once(installed):
    assert len(installed.made["password"]) > 20
    again = installed.json(
        "user", "add", "BOSS@example.org", "--role", "secretariat", "--everywhere"
    )
    assert again["password"] is None and again["appointment"] == installed.made["appointment"]


def test_a_password_of_ones_own(installed):
    words = (
        "user",
        "add",
        "ann@example.org",
        "--role",
        "auditor",
        "--everywhere",
        "--password-stdin",
    )
    installed.run(*words, typed="short\n", status=2)
    assert "not taken" in installed.said
    assert installed.json(*words, typed="a sentence to remember\n")["password"] is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("user", "add", "no address", "--role", "expert", "--everywhere"), "no e-mail address"),
        (("user", "add", "a@example.org", "--role", "king", "--everywhere"), "secretariat, drafter"),
        (("user", "add", "a@example.org", "--role", "expert"), "Name the process"),
        (("user", "erase", "nobody@example.org", "--yes"), "nobody here"),
        (("journal", "verify", "/nowhere/file"), "Check the path"),
        (("journal", "export", "-o", "/nowhere/file"), "Choose another place"),
        (("backup", "/nowhere/file"), "Choose another place"),
        (("restore", "/nowhere/file"), "Check the path"),
        (("receipt", "verify", "/nowhere/file"), "Check the path"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_gets_one_sentence(installed, words, said):
    installed.run(*words, status=2)
    assert said in installed.said and len(installed.said.strip().splitlines()) == 1


def test_the_record_as_a_file(installed, tmp_path):
    file, keys = tmp_path / "journal.jsonl", tmp_path / "keys.json"
    installed.run("journal", "export", "-o", str(file))
    keys.write_text(installed.run("keys", "show", "--json"))
    whole = installed.json("journal", "verify", str(file), "--key", str(keys))
    assert whole["verified"] and whole["first_bad"] is None
    rows = file.read_text().splitlines(keepends=True)
    file.write_text("".join([*rows[:2], *rows[3:]]))
    broken = installed.json("journal", "verify", str(file), status=1)
    assert broken["first_bad"] == {"seq": 2, "kind": "missing"}
    file.write_bytes(b"\xff\xfe\x00")
    installed.run("journal", "verify", str(file), status=2)


def test_checks_say_what_a_public_installation_lacks(installed):
    assert installed.json("check") == {"ok": True, "problems": []}
    found = installed.json("check", "--deploy", status=1)
    assert {"travaux.https", "travaux.mail", "travaux.address"} <= {
        p["id"] for p in found["problems"]
    }


def test_a_receipt_is_checked_with_a_key_alone(installed, tmp_path):
    from travaux.core.ledger import keys, receipts

    key = keys.generate()
    receipt = receipts.make_receipt(
        receipt="TX-0000-0000-000", process="p", round="r", draft="d", paragraphs=["1"],
        received_at="2026-03-01T12:00:00Z", content_hash="0" * 64, journal_entry=1,
        journal_hash="0" * 64, key=key,
    )  # fmt: skip
    file, public = tmp_path / "r.json", tmp_path / "k.txt"
    public.write_text(keys.public_text(key))
    file.write_text(json.dumps(receipt))
    words = ("receipt", "verify", str(file), "--key", str(public))
    assert installed.json(*words) == {"verified": True, "checked": 1, "first_bad": None}
    file.write_text(json.dumps({**receipt, "round": "other"}))
    assert installed.json(*words, status=1)["first_bad"]["reason"] == "signature-wrong"
    # this installation did not sign it
    file.write_text(json.dumps(receipt))
    assert installed.json("receipt", "verify", str(file), status=1)["verified"] is False
    public.write_text("no key")
    installed.run(*words, status=2)


# ---- the restore drill -----------------------------------------------------------------------------
def test_backup_and_restore(installed, tmp_path):
    lost = "a file that was received"
    (installed.home / "files" / "ab").mkdir(exist_ok=True)
    (installed.home / "files" / "ab" / "abcd").write_text(lost)
    box = tmp_path / "backup.tar.gz"
    installed.run("backup", str(box))
    assert box.stat().st_mode & 0o077 == 0, "it holds keys: nobody else reads it"
    # another machine, empty
    other = Installation(tmp_path / "home")
    told = other.json("restore", str(box))
    assert told["journal"] == installed.json("journal", "verify")
    assert (other.home / "files" / "ab" / "abcd").read_text() == lost
    assert other.run("keys", "show") == installed.run("keys", "show")
    assert (other.home / "keys" / "signing.pem").stat().st_mode & 0o077 == 0
    # over data only when it is said
    other.run("user", "add", "late@example.org", "--role", "auditor", "--everywhere")
    other.run("restore", str(box), status=2)
    assert "--replace" in other.said
    assert other.json("journal", "verify")["checked"] > told["journal"]["checked"]
    other.run("restore", str(box), "--replace")
    assert other.json("journal", "verify") == told["journal"]


def test_a_damaged_backup_changes_nothing(installed, tmp_path):
    box = tmp_path / "backup.tar.gz"
    installed.run("backup", str(box))
    data = box.read_bytes()
    box.write_bytes(data[:-4000] + bytes(1000) + data[-3000:])
    before = installed.json("journal", "verify")
    installed.run("restore", str(box), "--replace", status=2)
    assert installed.json("journal", "verify") == before


# ---- serving ---------------------------------------------------------------------------------------
def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _get(port: int, path: str = "/healthy") -> tuple[int, bytes, dict]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    request.add_header("Accept-Encoding", "br, gzip")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read(), dict(answer.headers)
    except OSError:
        return 0, b"", {}


def _until(check, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if check():
            return True
        time.sleep(0.3)
    return False


def _children(pid: int) -> list[int]:
    out = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(word) for word in out.stdout.split()]


@pytest.fixture
def served(installed):
    port = _free_port()
    process = installed.start("serve", "--port", str(port), "--with-worker")
    try:
        assert _until(lambda: _get(port)[0] == 200), process.poll()
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()


def test_the_server_comes_back_after_a_kill_and_ends_when_told(served):
    port, process = served
    assert _until(lambda: len(_children(process.pid)) == 2)
    for child in _children(process.pid):
        os.kill(child, signal.SIGKILL)
    assert _until(lambda: len(_children(process.pid)) == 2 and _get(port)[0] == 200)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=40) == 0
    assert _until(lambda: _get(port)[0] == 0, 10)


def test_a_first_view_is_light_and_static_files_stay_with_the_reader(served):
    import re

    port, _process = served
    status, page, headers = _get(port, "/en/accounts/login/")
    assert status == 200
    total = len(page)
    import gzip

    text = gzip.decompress(page) if headers.get("content-encoding") == "gzip" else page
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', text.decode())
    assert found
    for path in found:
        status, body, headers = _get(port, path)
        assert status == 200, path
        assert "immutable" in headers["cache-control"]
        total += len(body)
    assert total <= 50_000


def test_a_port_in_use_is_said_in_one_sentence(installed):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        installed.run("serve", "--port", str(taken.getsockname()[1]), status=2)
    assert "Choose another" in installed.said
