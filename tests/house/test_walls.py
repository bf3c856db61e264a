"""The law of the house, read from its source."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps

from tests.house.source import ROOMS, ROOT, SRC, files, name_of, place, tree

FLOORS = {
    room: floor
    for floor, row in enumerate(
        reversed(
            tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
                "importlinter"
            ]["contracts"][0]["layers"]
        )
    )
    for room in row.split(" | ")
}
FOREIGN = {"account", "mfa", "django_q", "contenttypes", "auth", "sessions"}


def test_foreign_keys_point_down_or_stay_in_the_room() -> None:
    wrong = []
    for model in apps.get_models():
        here = model._meta.app_label
        if here in FOREIGN:
            continue
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model:
                there = field.related_model._meta.app_label
                if there != here and FLOORS[there] >= FLOORS[here]:
                    wrong.append(f"{here}.{model.__name__}.{field.name} -> {there}")
    assert not wrong


def test_no_signals_no_save_overrides_no_back_doors() -> None:
    wrong = []
    for path in files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module in {
                "django.db.models.signals",
                "django.dispatch",
                "django.core.signals",
            }:
                wrong.append(place(path, node) + " signals")
            if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}:
                wrong.append(place(path, node) + f" overrides {node.name}")
            if isinstance(node, ast.Name) and node.id == "TYPE_CHECKING":
                wrong.append(place(path, node) + " TYPE_CHECKING")
    assert not wrong


def test_the_clock_is_asked_through_its_module() -> None:
    """A name taken out of it stays what it was when the module was read: with a clock that a test
    had stopped, for all tests that follow."""
    wrong = []
    for path in files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module == "travaux.plumbing.clock":
                wrong.append(place(path, node))
    assert not wrong


WRITES = {
    "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "save",
}  # fmt: skip
# where writing outside of an action is right, and why
MAY_WRITE = {
    "plumbing/moves.py": "the compare-and-swap that actions call",
    "plumbing/bounces.py": "the row of a mail that came back, inside an action",
    "plumbing/digests.py": "digests of the outbox, one transaction each",
    "plumbing/mail.py": "the outbox row, inside an action; the state of sending",
    "plumbing/files.py": "the row of a file, inside an action",
    "plumbing/tasks.py": "progress of long work",
    "people/models/persons.py": "create_user, by which the account library knows us",
    "site/accounts.py": "what the account library hands over",
    "cli/running.py": "setting up, backup and restore work below the rooms",
}


def _writes(path_text: str, call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    receiver = ast.unparse(call.func.value)
    if call.func.attr == "update":
        return any(word in receiver for word in (".objects", ".filter(", ".exclude(", ".all("))
    if call.func.attr not in WRITES:
        return False
    if call.func.attr == "save":
        # a document or a workbook is saved too; a row is saved without a place to save it to
        return not call.args
    return True


def test_only_actions_write() -> None:
    wrong = []
    for path in files():
        relative = path.relative_to(SRC).as_posix()
        inside = relative.split("/")[0]
        if inside in {"core", "design"} or relative in MAY_WRITE:
            continue
        if "/actions" in f"/{relative}" or "/backup" in f"/{relative}":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and _writes(relative, node):
                wrong.append(f"{place(path, node)} {ast.unparse(node)[:70]}")
    assert not wrong


def test_every_public_function_of_actions_is_an_action() -> None:
    wrong = []
    for path in files():
        relative = path.relative_to(SRC).as_posix()
        if relative.split("/")[0] not in ROOMS or relative == "journal/actions.py":
            continue
        if not (path.name == "actions.py" or "actions" in path.parent.parts[-1:]):
            continue
        for node in tree(path).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if "action" not in {ast.unparse(d) for d in node.decorator_list}:
                wrong.append(f"{place(path, node)} {node.name} is no action")
            names = [a.arg for a in node.args.kwonlyargs]
            if node.args.args or "by" not in names or "at" not in names:
                wrong.append(f"{place(path, node)} {node.name} needs keyword-only by and at")
    assert not wrong


_COUNTED = {"self._left_out", "self._count"}


def _codes() -> dict[str, str]:
    """Every code that source refuses or reports with, and where."""
    found: dict[str, str] = {}
    for path in files():
        for node in ast.walk(tree(path)):
            # what a reader counts by its code becomes a problem of that code, too
            if isinstance(node, ast.Subscript) and ast.unparse(node.value) in _COUNTED:
                for code in ast.walk(node.slice):
                    if isinstance(code, ast.Constant) and isinstance(code.value, str):
                        found.setdefault(code.value, place(path, node))
            if not isinstance(node, ast.Call):
                continue
            if name_of(node) in {"refuse", "no", "Problem", "Unusable"} and node.args:
                first = node.args[0]
                options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                for option in options:
                    if isinstance(option, ast.Constant) and isinstance(option.value, str):
                        found.setdefault(option.value, place(path, node))
    return found


def test_every_refusal_and_problem_has_its_sentence() -> None:
    from travaux.plumbing.verdicts import SENTENCES

    missing = {code: where for code, where in _codes().items() if code and code not in SENTENCES}
    assert not missing


def test_no_migration_is_missing(db: None) -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_imports_only_go_down() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_templates_have_no_inline_style_or_script() -> None:
    wrong = []
    for path in sorted(SRC.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for forbidden in (" style=", "<style", "onclick=", "onsubmit=", "javascript:"):
            if forbidden in text:
                wrong.append(f"{path.relative_to(ROOT)}: {forbidden}")
        for piece in text.split("<script")[1:]:
            head, _, _rest = piece.partition(">")
            if "src=" not in head and "application/json" not in head:
                wrong.append(f"{path.relative_to(ROOT)}: inline script")
    assert not wrong


def test_the_project_speaks_of_itself_alone() -> None:
    """No word of the workshop, no path of a machine."""
    import re

    wrong = []
    words = re.compile(
        r"\.\./shared(?!/data\b)|/work/|\bF\d{2,3}\b.*row|this session|subagent|lorem ipsum",
        re.I,
    )
    leftovers = re.compile(r"\b(TODO|FIXME|XXX)\b")
    for folder in ("src", "docs", "tests", "benchmarks", ".ci"):
        for path in sorted((ROOT / folder).rglob("*")):
            if (
                path.suffix in {".py", ".md", ".html", ".toml", ".po", ".css", ".js", ".sh", ""}
                and path.is_file()
            ):
                if path.name == "test_walls.py" or "__pycache__" in path.parts:
                    continue
                for n, line in enumerate(
                    path.read_text(encoding="utf-8", errors="ignore").splitlines(), 1
                ):
                    if words.search(line) or leftovers.search(line):
                        wrong.append(f"{path.relative_to(ROOT)}:{n} {line.strip()[:80]}")
    assert not wrong


def test_a_code_is_worded_in_one_room_only() -> None:
    from travaux.site.wiring import TWICE

    assert not TWICE


def test_a_wheel_holds_every_folder_and_every_file() -> None:
    """Templates, sheets, catalogues and data lie beside the code and must leave with it."""
    packaged = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    endings = {p.removeprefix("**/*") for p in packaged["package-data"]["travaux"]}
    lost, code = [], set()
    for path in SRC.rglob("*"):
        if not path.is_file() or "__pycache__" in path.parts:
            continue
        if path.suffix == ".py":
            code.add(path.parent)
        elif path.suffix not in endings:
            lost.append(path.relative_to(SRC).as_posix())
    assert not lost, "name their endings in pyproject.toml, tool.setuptools.package-data"
    assert not [f for f in sorted(code) if not (f / "__init__.py").exists()]


def test_the_readme_names_every_room() -> None:
    house = (ROOT / "README.md").read_text(encoding="utf-8").split("```")[3]
    rooms = {p.parent.name for p in SRC.glob("*/__init__.py")}
    told = {word.rstrip("/") for line in house.splitlines() for word in line.split()[:2]}
    assert not sorted(rooms - told)
