"""How long a comment table of 5,000 rows takes to read, and how much memory, beside openpyxl.

Run: python benchmarks/import_comment_table.py [ROWS]
Each reader runs in a process of its own, on the same file, three times in turn; printed are
the median of seconds, the peak of the whole process above the peak before reading, and the
ratio. openpyxl alone only yields cells; ours also finds the headings and the problems.
"""

from __future__ import annotations

import io
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TURNS = 3


def make_table(rows: int) -> bytes:
    """A made-up table in the columns of the ISO/IEC form; no comment of it was ever made."""
    import xlsxwriter

    headings = (
        "MB/NC",
        "Line number",
        "Clause/Subclause",
        "Paragraph/Figure/Table",
        "Type of comment (ge/te/ed)",
        "Comments",
        "Proposed change",
        "Observations of the secretariat",
    )
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Comments")
    sheet.write_row(0, 0, headings)
    for at in range(1, rows + 1):
        comment = f"Demonstration comment {at}. " + "The definition could be clearer. " * (at % 20)
        cells = (
            f"S{at % 193:03}",
            str(at % 900),
            f"{at % 9 + 1}.{at % 7 + 1}",
            str(at % 12 + 1),
            ("ge", "te", "ed")[at % 3],
            comment,
            f"Say {at}. " * (at % 15),
            "",
        )
        for column, cell in enumerate(cells):
            sheet.write_string(at, column, cell)
    book.close()
    return out.getvalue()


def read_ours(data: bytes) -> int:
    from travaux.core.formats.comment_tables import read_comment_table

    return len(read_comment_table(data, "a.xlsx").rows)


def read_openpyxl(data: bytes) -> int:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return sum(1 for row in book.worksheets[0].iter_rows(values_only=True) if any(row)) - 1


READERS = {"travaux": read_ours, "openpyxl": read_openpyxl}


def peak_kib() -> int:
    """The peak of this process alone: ru_maxrss also counts what its parent had before exec."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def measure(reader: str, path: str) -> None:
    """In a process of its own: rows, seconds, and mebibytes above what loading code took."""
    read = READERS[reader]
    read(make_table(1))
    data = Path(path).read_bytes()
    before = peak_kib()
    began = time.perf_counter()
    rows = read(data)
    seconds = time.perf_counter() - began
    peak = peak_kib()
    print(rows, seconds, (peak - before) / 1024, peak / 1024)


def main(rows: int) -> None:
    found: dict[str, list[list[float]]] = {name: [] for name in READERS}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.xlsx")
        path.write_bytes(make_table(rows))
        print(f"{rows} rows, {path.stat().st_size / 1024:.0f} KiB, median of {TURNS} runs")
        for _ in range(TURNS):
            for name in READERS:
                out = subprocess.run(
                    [sys.executable, __file__, "--measure", name, str(path)],
                    check=True,
                    capture_output=True,
                    text=True,
                ).stdout
                found[name].append([float(value) for value in out.split()])
    medians = {
        name: [statistics.median(v) for v in zip(*f, strict=True)] for name, f in found.items()
    }
    for name, (count, seconds, extra, peak) in medians.items():
        if count != rows:
            raise SystemExit(f"{name} read {count:.0f} of {rows} rows")
        print(f"{name:9} {seconds:6.3f} s   +{extra:5.1f} MiB   peak of process {peak:5.1f} MiB")
    ratio = medians["openpyxl"][1] / medians["travaux"][1]
    print(f"openpyxl takes {ratio:.1f} times as long as travaux")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], sys.argv[3])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
