"""What is told of the demonstration, and what was built of it so far."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

WORLD = Path(__file__).parent
JOINED = datetime(2024, 8, 26, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SignIn:
    """What somebody needs to sign in as one of the invented persons."""

    role: str
    email: str
    password: str
    secret: str = ""  # base32, where the role demands a second factor

    @property
    def otpauth(self) -> str:
        """The address that an authenticator application reads."""
        if not self.secret:
            return ""
        return f"otpauth://totp/Travaux:{quote(self.email)}?secret={self.secret}&issuer=Travaux"


@dataclass
class World:
    """What was built, for those who go on with it."""

    process: Any
    people: dict[str, Any] = field(default_factory=dict)
    countries: dict[str, Any] = field(default_factory=dict)
    organisations: dict[str, Any] = field(default_factory=dict)
    versions: list[Any] = field(default_factory=list)
    tracks: dict[str, Any] = field(default_factory=dict)
    guests: list[Any] = field(default_factory=list)
    rounds: list[Any] = field(default_factory=list)
    submissions: list[Any] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    desk: Any = None
    office: dict[str, Any] = field(default_factory=dict)
    advice: dict[str, Any] = field(default_factory=dict)
    report: Any = None
    calls: dict[str, Any] = field(default_factory=dict)
    panels: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, Any] = field(default_factory=dict)
    meetings: dict[str, Any] = field(default_factory=dict)
    sign_ins: list[SignIn] = field(default_factory=list)


def read_world() -> dict[str, Any]:
    """The texts, persons and comments of the demonstration."""
    return tomllib.loads((WORLD / "world.toml").read_text(encoding="utf-8"))


def by_role(world: World, role: str) -> list[Any]:
    """Those who have a role, in the order in which they joined."""
    return [world.people[s.email] for s in world.sign_ins if s.role == role]
