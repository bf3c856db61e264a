"""What five core pages weigh on the line without JavaScript: first view, and the second.

Run: python benchmarks/light_pages.py [--database sqlite|postgresql] [--language en]

A fresh home with the demonstration, the real server (`travaux serve`), nobody signed in. A browser
without scripts is played: the page, its style sheets, the icon, pictures, and what the style sheets
load. What may be kept is not asked for again on the second view; what must be asked for again is
asked with its ETag. Bytes are of whole answers, heads included, as compressed on the line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

sys.path.insert(0, str(Path(__file__).resolve().parent))
from server import Reply, Server, fresh_home, reply

AIM_FIRST, AIM_SECOND = 50_000, 25_000
_LINK = re.compile(r"<link\b[^>]*>")
_HREF = re.compile(r'href="([^"]+)"')
_IMAGE = re.compile(r'<img\b[^>]*src="([^"]+)"')
_IN_SHEET = re.compile(rb"url\(['\"]?([^'\")]+)['\"]?\)")


def inside(out: str, language: str) -> None:
    """Build the demonstration and write down the addresses of the five pages."""
    import django

    django.setup()
    from travaux.cli.demo import build
    from travaux.comments.models import Comment
    from travaux.plumbing import clock

    world = build(at=clock.now())
    code, round = world.process.code, world.rounds[1]
    place = Comment.objects.filter(round=round, paragraph__isnull=False).first()
    assert place is not None and place.paragraph is not None
    start = f"/{language}/{code}/"
    told = {
        "overview": start,
        "consultation": f"{start}rounds/",
        "a round": f"{start}rounds/{round.key}/",
        "the draft": f"{start}comments/read/{round.version.key}/",
        "writing a comment": f"{start}comments/{round.key}/at/{place.paragraph.anchor.key}/",
    }
    Path(out).write_text(json.dumps(told))


async def get(port: int, address: str, etag: str = "") -> Reply:
    """One address, asked for as a browser does."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    head = (
        f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: br, gzip\r\n"
        f"Connection: close\r\n"
    )
    head += f"If-None-Match: {etag}\r\n" if etag else ""
    writer.write((head + "\r\n").encode())
    found = await reply(reader)
    writer.close()
    return found


def plain(found: Reply) -> bytes:
    """The words of an answer, unpacked."""
    coding = found.headers.get("content-encoding", "")
    if coding == "br":
        import brotli

        return bytes(brotli.decompress(found.body))
    if coding == "gzip":
        import gzip

        return gzip.decompress(found.body)
    return found.body


def loaded_by(page: str) -> list[str]:
    """What a page has a browser without scripts load."""
    found = []
    for link in _LINK.findall(page):
        if re.search(r'rel="[^"]*(stylesheet|icon)[^"]*"', link):
            found += _HREF.findall(link)
    return [*found, *_IMAGE.findall(page)]


async def weigh(port: int, address: str) -> tuple[int, int, int]:
    """Bytes of the first and the second view, and how many files the first one took."""
    page = await get(port, address)
    if page.status != 200:
        raise SystemExit(f"{address}: {page.status}")
    wanted = [urljoin(address, a) for a in loaded_by(plain(page).decode())]
    first, second = page.size, 0
    seen: set[str] = set()
    again = await get(port, address, page.headers.get("etag", ""))
    second += again.size
    while wanted:
        one = wanted.pop(0)
        if one in seen or one.startswith("data:"):
            continue
        seen.add(one)
        file = await get(port, one)
        first += file.size
        if file.headers.get("content-type", "").startswith("text/css"):
            wanted += [urljoin(one, u.decode()) for u in _IN_SHEET.findall(plain(file))]
        kept = "max-age" in file.headers.get("cache-control", "")
        if not kept or "max-age=0" in file.headers["cache-control"]:
            second += (await get(port, one, file.headers.get("etag", ""))).size
    return first, second, len(seen) + 1


def main() -> None:
    """Weigh the five pages and say whether they are light."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--database", default="sqlite", choices=["sqlite", "postgresql"])
    asked.add_argument("--language", default="en")
    asked.add_argument("--inside", default="", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.inside:
        inside(options.inside, options.language)
        return
    with fresh_home(options.database) as environment:
        out = str(Path(environment["TRAVAUX_HOME"]) / "pages.json")
        command = [sys.executable, __file__, "--inside", out, "--language", options.language]
        subprocess.run(command, env=environment, check=True)
        server = Server(environment)
        server.start()
        try:
            heavy = 0
            for name, address in json.loads(Path(out).read_text()).items():
                first, second, files = asyncio.run(weigh(server.port, address))
                heavy += first > AIM_FIRST or second > AIM_SECOND
                print(f"| {name} | {first:,} | {second:,} | {files} |")
        finally:
            server.stop()
    sys.exit(1 if heavy else 0)


if __name__ == "__main__":
    main()
