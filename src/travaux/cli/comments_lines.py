"""What was read of a file, as lines for a person."""

from __future__ import annotations

from typing import Any

Told = dict[str, Any]


def lines_of(told: Told) -> list[str]:
    """The same for a person, one line each."""
    lines = [_comment_line(comment) for comment in told["comments"]]
    for change in told["changes"]:
        to = f" -> {change['to']}" if change.get("to") else ""
        kind = change["kind"] if change.get("tracked", True) else f"{change['kind']} (not tracked)"
        within = f" ({change['within']})" if change.get("within") else ""
        place = f"{change['paragraph']}{within}{to}"
        lines.append(_line(kind, change["author"], place, change["text"]))
    lines += [
        _line(f"format ({one['count']})", one["author"], one["paragraph"], one["what"], one["text"])
        for one in told.get("formatting", ())
    ]
    for one in told.get("attachments", ()):
        lines.append(_line("attached", one["name"], one["kind"], f"{one['size']} bytes"))
        lines += [f"  {line}" for line in lines_of(one["read"])] if "read" in one else []
        lines += [f"  {p['what']}" for p in one.get("read", {}).get("problems", ())]
    return lines


def _comment_line(comment: Told) -> str:
    """Row, author, place, words, and what is proposed; how it hangs in the margin before these."""
    begins = [f"on “{comment['quote']}”"] if comment.get("id") and comment["quote"] else []
    begins += [f"in answer to {comment['reply_to']}"] if comment["reply_to"] else []
    begins += ["resolved"] if comment["resolved"] else []
    words = f"({'; '.join(begins)}) {comment['comment']}" if begins else comment["comment"]
    proposed = f"=> {comment['proposed']}" if comment["proposed"] else ""
    number = str(comment.get("row") or comment.get("id") or "")
    to = f" to {comment['paragraph_to']}" if comment.get("paragraph_to") else ""
    return _line(number, comment["author"], f"{comment['paragraph']}{to}", words, proposed)


def _line(*cells: str) -> str:
    """One line: what was written on several is joined by a sign."""
    return "\t".join(
        " ⏎ ".join(str(cell).split("\n")).replace("\t", " ") for cell in cells
    ).rstrip()
