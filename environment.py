"""Make or refresh the environment in .venv from a lock with hashes. Needs nothing but Python.

uv installs when it can be had (seconds), pip otherwise; both check every hash. The package index
is whatever pip is configured to use on this machine.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed-lock"


def stop(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    raise SystemExit(2)


def pip_setting(name: str) -> str:
    done = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "get", name], capture_output=True, text=True
    )
    return done.stdout.strip() if done.returncode == 0 else ""


def uv_environment() -> dict[str, str]:
    """uv does not read pip's settings: hand the index on."""
    env = dict(os.environ)
    index = os.environ.get("PIP_INDEX_URL") or pip_setting("global.index-url")
    extra = os.environ.get("PIP_EXTRA_INDEX_URL") or pip_setting("global.extra-index-url")
    if index:
        env.setdefault("UV_DEFAULT_INDEX", index)
    reachable = [
        x for x in extra.split() if not x.startswith("file://") or Path(x[7:]).exists()
    ]
    if reachable:
        env.setdefault("UV_INDEX", " ".join(reachable))
        env.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    env.setdefault("UV_LINK_MODE", "copy")
    return env


def install(lock: Path) -> None:
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        subprocess.run(
            [
                str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                "--require-hashes", "-r", str(ROOT / "requirements-uv.lock"),
            ],
            check=False,
        )  # fmt: skip
    if uv.exists():
        done = subprocess.run(
            [
                str(uv), "pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON),
                str(lock),
            ],
            env=uv_environment(),
        )  # fmt: skip
        if done.returncode == 0:
            return
        print("uv could not install; pip does it now (slower).", file=sys.stderr)
    done = subprocess.run(
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)]
    )
    if done.returncode:
        stop("The packages could not be installed: check the connection to your package index.")


def main() -> None:
    if sys.version_info < (3, 11):
        stop(f"Travaux needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    lock = ROOT / sys.argv[1]
    if not PYTHON.exists():
        try:
            import ensurepip  # noqa: F401
        except ImportError:
            stop("Python lacks its venv module: install the package python3-venv, then try again.")
        done = subprocess.run([sys.executable, "-m", "venv", str(VENV)])
        if done.returncode:
            stop("The environment could not be made: install the package python3-venv, try again.")
    wanted = f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}"
    held = STAMP.read_text() if STAMP.exists() else ""
    test_lock = ROOT / "requirements-test.lock"
    superset = f"{test_lock.name} {hashlib.sha256(test_lock.read_bytes()).hexdigest()}"
    if held not in {wanted, superset} or (lock == test_lock and held != wanted):
        print(f"Installing the packages of {lock.name} ...", file=sys.stderr)
        install(lock)
        STAMP.write_text(wanted)
    site = next((VENV / "lib").glob("python3*/site-packages"))
    (site / "travaux-src.pth").write_text(f"{ROOT / 'src'}\n")
    command = VENV / "bin" / "travaux"
    command.write_text(
        f"#!{PYTHON}\nimport sys\nfrom travaux.cli.main import main\n\nsys.exit(main())\n"
    )
    command.chmod(0o755)


if __name__ == "__main__":
    main()
