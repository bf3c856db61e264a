"""Reading a 100-page Word file: seconds and peak memory, beside other readers in the same run.

Run: python benchmarks/import_docx.py [--runs 3]
Each reader runs in a process of its own; peak memory is what that process grew by while reading
(its libraries loaded before). Readers that are not installed are named as absent.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PARAGRAPHS, SECTIONS, WORDS = 500, 20, 90
READERS = ("travaux", "python-docx", "mammoth", "pandoc")


def made() -> bytes:
    """500 numbered paragraphs in 20 sections, a footnote each; random words of one seed."""
    from travaux.core.formats.text_files import write_text
    from travaux.core.texts.document import Block, Document, Note

    chance = random.Random(20270504)
    stock = ["".join(chance.choices("aeioulnrstmdp", k=chance.randint(2, 10))) for _ in range(4000)]

    def words(count: int) -> str:
        return " ".join(chance.choice(stock) for _ in range(count))

    blocks: list[Block] = []
    for number in range(PARAGRAPHS):
        if number % (PARAGRAPHS // SECTIONS) == 0:
            section = number // (PARAGRAPHS // SECTIONS) + 1
            blocks.append(Block("heading", words(4), str(section), 1))
        text = words(WORDS)
        note = Note(len(text), str(number + 1), words(12))
        blocks.append(Block("paragraph", text, str(number + 1), notes=(note,)))
    return write_text(Document("Benchmark", tuple(blocks), "en"), "docx")


def reader(name: str) -> Callable[[Path], int]:
    """A function that reads a file and says how many characters it found."""
    if name == "travaux":
        from travaux.core.formats.text_files import read_text

        def ours(path: Path) -> int:
            found = read_text(path.read_bytes(), path.name)
            return sum(len(b.text) + sum(len(n.text) for n in b.notes) for b in found.blocks)

        return ours
    if name == "python-docx":
        import docx

        return lambda path: sum(len(p.text) for p in docx.Document(str(path)).paragraphs)
    if name == "mammoth":
        import mammoth

        return lambda path: len(mammoth.convert_to_html(path.open("rb")).value)

    def pandoc(path: Path) -> int:
        command = ["pandoc", "-f", "docx", "-t", "json", str(path)]
        return len(subprocess.run(command, check=True, capture_output=True).stdout)

    return pandoc


def absent(name: str) -> bool:
    if name == "pandoc":
        return shutil.which("pandoc") is None
    return importlib.util.find_spec({"python-docx": "docx"}.get(name, name)) is None


def peak(name: str) -> float:
    """Peak memory in MiB; the kernel's own mark, as getrusage inherits the parent's."""
    if name == "pandoc":
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def one(name: str, path: Path) -> dict[str, float]:
    read = reader(name)
    before = peak(name)
    started = time.perf_counter()
    characters = read(path)
    seconds = time.perf_counter() - started
    grown = peak(name) - before
    return {"seconds": seconds, "mib": grown, "characters": characters}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(one(asked.one[0], Path(asked.one[1]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.docx"
        path.write_bytes(made())
        print(f"{PARAGRAPHS} paragraphs, {PARAGRAPHS} notes, {path.stat().st_size // 1024} KiB")
        ours = 0.0
        for name in READERS:
            if absent(name):
                print(f"{name:12} absent: not installed here, not compared")
                continue
            command = [sys.executable, __file__, "--one", name, str(path)]
            runs = [
                json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
                for _ in range(asked.runs)
            ]
            seconds = statistics.median(run["seconds"] for run in runs)
            ours = ours or seconds
            print(
                f"{name:12} {seconds:6.3f} s (median of {asked.runs})  ratio {seconds / ours:5.2f}"
                f"  +{max(run['mib'] for run in runs):6.1f} MiB"
                f"  {runs[0]['characters']:.0f} characters"
            )
        print("python-docx here gives the body's words only: no notes, no counted numbers.")


if __name__ == "__main__":
    main()
