"""`travaux setup`, `serve`, `work`, `check`, `backup`, `restore`, `keys`: for the technical officer."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from travaux.cli.doors import NO, Json, fail, give, open_site, say, speaking

WORKERS, THREADS = 2, 32


def add_to(app: typer.Typer) -> None:
    """Put these commands at the root."""
    for function in (setup, serve, work, check, backup, restore):
        app.command()(function)
    keys = typer.Typer(help="The keys with which this installation signs.", no_args_is_help=True)
    keys.command("show")(show_keys)
    keys.command("rotate")(rotate_keys)
    app.add_typer(keys, name="keys")


# ---- setting up -------------------------------------------------------------------------------------
def setup() -> None:
    """Make or upgrade the database, the translations and the static files. Safe to repeat."""
    open_site()
    from django.conf import settings
    from django.core.management import call_command

    from travaux.people import shipped
    from travaux.plumbing import catalogues, clock, signing, tasks

    say("Translations ...")
    catalogues.compile_all()
    say("Database ...")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    tasks.write_schedules()
    signing.private_key()
    say("Names and groups of states ...")
    with speaking():
        shipped.load(at=clock.now())
    say("Static files ...")
    with suppress(FileNotFoundError):
        (settings.STATIC_ROOT / "staticfiles.json").unlink()
    with settings_for_static():
        call_command(
            "collectstatic",
            verbosity=0,
            interactive=False,
            clear=True,
            ignore_patterns=["*.map"],
        )
    say(f"Ready under {settings.HOME}.")


class settings_for_static:
    """Named by digest and compressed, whatever the settings took while no such files were there."""

    def __enter__(self) -> None:
        from django.conf import settings
        from django.test.utils import override_settings

        storages = {
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
        }
        self.other = override_settings(STORAGES=storages)
        self.other.enable()

    def __exit__(self, *_: object) -> None:
        self.other.disable()


# ---- running ----------------------------------------------------------------------------------------
def _die_with_parent() -> None:
    """On Linux a child ends when its parent was killed, so that no port stays taken."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6", use_errno=True).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]
WithWorker = Annotated[bool, typer.Option("--with-worker", help="Start the task worker too.")]


def serve(host: Host = "127.0.0.1", port: Port = 8000, with_worker: WithWorker = False) -> None:
    """Serve the site; with --with-worker also do its tasks."""
    import subprocess

    commands: dict[str, list[str]] = {
        "server": [
            sys.executable, "-m", "granian", "--interface", "wsgi",
            "--host", host, "--port", str(port),
            "--workers", str(WORKERS), "--blocking-threads", str(THREADS),
            "--respawn-failed-workers", "--workers-kill-timeout", "15",
            "--log-level", "error",
            "travaux.site.wsgi:application",
        ],
    }  # fmt: skip
    if with_worker:
        commands["worker"] = [sys.executable, "-m", "travaux.cli.main", "work"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "travaux.site.settings"}
    _refuse_taken_port(host, port)
    raise typer.Exit(_keep_running(commands, environment, subprocess))


def _refuse_taken_port(host: str, port: int) -> None:
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise fail(
                f"--port {port} on {host}: {problem.strerror}. Choose another, as in --port 8123."
            ) from None


def _keep_running(commands: dict[str, list[str]], environment: dict[str, str], run: Any) -> int:
    """Start all, start again what dies, pass SIGTERM on and wait until all have ended."""
    children: dict[str, Any] = {}
    started: dict[str, float] = {}
    stopping = False

    def stop(_number: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True
        for child in children.values():
            with suppress(ProcessLookupError):
                child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    quick_deaths = 0
    while not stopping:
        for name, command in commands.items():
            child = children.get(name)
            if child is not None and child.poll() is None:
                continue
            if child is not None:
                _end_group(child.pid)
                lived = time.monotonic() - started[name]
                quick_deaths = quick_deaths + 1 if lived < 5 else 0
                say(f"The {name} ended ({child.returncode}); it is started again.")
                if quick_deaths >= 5:
                    say(f"The {name} ends again and again: see its messages above.")
                    stop(0, None)
                    for other in children.values():
                        other.wait()
                    return 1
                time.sleep(min(quick_deaths, 5))
            if stopping:
                break
            children[name] = run.Popen(
                command, env=environment, preexec_fn=_die_with_parent, start_new_session=True
            )
            started[name] = time.monotonic()
        time.sleep(0.3)
    for child in children.values():
        try:
            child.wait(timeout=20)
        except run.TimeoutExpired:
            child.kill()
            child.wait()
        _end_group(child.pid)
    return 0


def _end_group(leader: int) -> None:
    """End what a killed server left behind: its workers would go on answering on the port."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def work() -> None:
    """Do the site's tasks: hand over mails, read long tables, draw reports."""
    open_site()
    from django.core.management import call_command

    from travaux.plumbing import tasks

    tasks.write_schedules()
    call_command("qcluster", verbosity=0)


Deploy = Annotated[bool, typer.Option("--deploy", help="Also what a public installation needs.")]


def check(deploy: Deploy = False, as_json: Json = False) -> None:
    """Say what is wrong with this installation; exit status 1 if anything is."""
    open_site()
    from django.core.checks import WARNING, run_checks

    found: list[dict[str, str]] = [
        {"id": m.id or "", "what": str(m.msg), "mend": str(m.hint or "")}
        for m in run_checks(include_deployment_checks=deploy)
        if m.level >= WARNING and not m.is_silenced()
    ]
    found += _own_checks(deploy)
    give(
        {"ok": not found, "problems": found},
        as_json,
        lambda: [f"{p['id']}: {p['what']} {p['mend']}".strip() for p in found] or ["All is well."],
    )
    raise typer.Exit(NO if found else 0)


def _own_checks(deploy: bool) -> list[dict[str, str]]:
    from django.conf import settings
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    found: list[dict[str, str]] = []

    def wrong(name: str, what: str, mend: str) -> None:
        found.append({"id": f"travaux.{name}", "what": what, "mend": mend})

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            wrong("database", "The database is not up to date.", "Run `travaux setup`.")
    except DatabaseError as problem:
        wrong("database", f"The database does not answer: {problem}.".replace("\n", " "), "")
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        wrong("static", "The static files are not collected.", "Run `travaux setup`.")
    if deploy:
        if not settings.HTTPS:
            wrong("https", "Pages are not served over TLS.", "Set TRAVAUX_HTTPS=1 behind a proxy.")
        if settings.ADDRESS.startswith("http://localhost"):
            wrong("address", "The public address is not known.", "Set TRAVAUX_ADDRESS.")
        if settings.EMAIL_BACKEND.endswith("FolderBackend"):
            wrong("mail", "Mails are written to files, nobody gets them.", "Set TRAVAUX_MAIL.")
        if (settings.KEYS.stat().st_mode & 0o077) != 0:
            wrong("keys", "Others can read the folder of keys.", "Run `chmod 700` on it.")
    return found


# ---- backup and keys ----------------------------------------------------------------------------------
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write.")], as_json: Json = False
) -> None:
    """Write database, files and keys into one file, while the site runs."""
    open_site()
    from travaux.plumbing import backup as box

    try:
        with speaking():
            made = box.back_up(file.absolute(), lambda part: say(f"{part} ..."))
    except OSError as problem:
        raise fail(f"{file}: {problem.strerror or problem}. Choose another place.") from None
    give(
        made,
        as_json,
        lambda: [
            f"{made['file']}: {made['members']} parts, {made['bytes']} bytes. Keep it secret."
        ],
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Let the backup take the place of what is here.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring a backup back and verify the record. Stop the site first."""
    open_site()
    from travaux.plumbing import backup as box

    if not file.is_file():
        raise fail(f"{file}: no such file. Check the path.")
    with speaking():
        brought = box.restore(file, replace=replace, say=lambda part: say(f"{part} ..."))
    from travaux.journal import exports, queries

    record = exports.answer(queries.verification())
    answer = {**brought, "journal": record}
    give(
        answer,
        as_json,
        lambda: [
            f"Restored the backup of {brought['made_at']}.",
            f"The record: {record['checked']} lines, "
            + ("all hold." if record["verified"] else f"broken at {record['first_bad']}."),
        ],
    )
    if not record["verified"]:
        raise typer.Exit(NO)


def show_keys(as_json: Json = False) -> None:
    """The public keys, retired ones too."""
    open_site()
    from travaux.plumbing import signing

    ring = signing.ring()
    give(
        ring,
        as_json,
        lambda: [
            f"{k['key_id']}  {k['public']}  "
            + (f"retired on {k['retired_on']}" if k["retired_on"] else "in use")
            for k in ring["keys"]
        ],
    )


def rotate_keys(as_json: Json = False) -> None:
    """Retire the key in use and make a new one. What was signed stays checkable."""
    open_site()
    from travaux.plumbing import clock, signing

    give(signing.rotate(clock.today()), as_json, lambda: ["A new key is in use."])
