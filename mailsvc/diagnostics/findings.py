"""What a diagnosis says: a fact, whether it is well, and what to do if not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is; FAILED makes `doctor` end with 1."""

    GOOD = "good"
    NOTE = "note"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact about this service, in words for an operator."""

    level: Level
    words: str
    cure: str = ""


def good(words: str) -> Finding:
    """Say that something is well."""
    return Finding(Level.GOOD, words)


def note(words: str, cure: str = "") -> Finding:
    """Say something worth knowing that does no harm now."""
    return Finding(Level.NOTE, words, cure)


def failed(words: str, cure: str) -> Finding:
    """Say what is wrong and what to do about it."""
    return Finding(Level.FAILED, words, cure)
