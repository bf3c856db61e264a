"""A big Word file: 500 paragraphs, 500 notes, 5,000 margin comments, written and read.

The peer is python-docx, which writes margin comments one by one and reads paragraphs without
their tracked words; both sides run on the same text in one process. Figures are CPU seconds.

    python benchmarks/word_review.py [COMMENTS]
"""

from __future__ import annotations

import io
import random
import sys
import time
from importlib import import_module

from travaux.core.formats.text_files import write_text
from travaux.core.formats.word_review import MarginComment, read_review
from travaux.core.formats.word_review.writing import with_margin_comments
from travaux.core.texts.document import Block, Document, Note

WORDS = ["cities", "should", "plan", "digital", "services", "with", "all", "residents", "data"]


def a_text(chance: random.Random) -> Document:
    blocks: list[Block] = []
    for n in range(500):
        if n % 25 == 0:
            blocks.append(Block("heading", f"Section {n // 25 + 1}", str(n // 25 + 1), 1))
        words = " ".join(chance.choice(WORDS) for _ in range(80))
        note = Note(40, str(n + 1), " ".join(chance.choice(WORDS) for _ in range(15)))
        blocks.append(Block("paragraph", words, str(n + 1), notes=(note,)))
    return Document("Draft", tuple(blocks), "en")


def seconds(work, *arguments):
    before = time.process_time()
    result = work(*arguments)
    return time.process_time() - before, result


def peer_writes(data: bytes, comments: list[MarginComment]) -> bytes:
    package = import_module("docx").Document(io.BytesIO(data))
    paragraphs = package.paragraphs
    for comment in comments:
        package.add_comment(paragraphs[comment.first].runs[0], comment.text, comment.author)
    held = io.BytesIO()
    package.save(held)
    return held.getvalue()


def peer_reads(data: bytes) -> int:
    package = import_module("docx").Document(io.BytesIO(data))
    return sum(len(c.text) for c in package.comments) + sum(len(p.text) for p in package.paragraphs)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    chance = random.Random(1)
    text = a_text(chance)
    bare_seconds, bare = seconds(write_text, text, "docx")
    stretches = [
        at
        for at, stretch in enumerate(read_review(bare).stretches)
        if stretch.place == "body" and len(stretch.after) > 100
    ]
    comments = [
        MarginComment(
            str(n), f"Delegation {n % 193}", "2026-05-09T16:13:00Z", "Comment " + "word " * 20,
            at := stretches[n % len(stretches)], at, n % 40, n % 40 + 30,
            reply_to=str(n - 1) if n % 5 == 4 else "",
        )
        for n in range(count)
    ]  # fmt: skip
    ours, written = seconds(with_margin_comments, bare, comments)
    read, review = seconds(read_review, written)
    assert len(review.comments) == count
    print(
        f"text written {bare_seconds:.2f} s; {count} comments written {ours:.2f} s, read {read:.2f} s"
    )
    few = comments[: count // 5]
    peer, by_peer = seconds(peer_writes, bare, few)
    again, _ = seconds(with_margin_comments, bare, few)
    print(
        f"{len(few)} comments: python-docx {peer:.2f} s, ours {again:.2f} s, ratio {peer / again:.1f}"
    )
    theirs, _ = seconds(peer_reads, by_peer)
    mine, _ = seconds(read_review, by_peer)
    print(f"read back: python-docx {theirs:.2f} s, ours {mine:.2f} s, ratio {theirs / mine:.1f}")


if __name__ == "__main__":
    main()
