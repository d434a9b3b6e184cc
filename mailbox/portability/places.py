"""Where a long work stands, kept in a small file, so that it can go on.

The file is replaced as a whole, so it is the old one or the new one whenever
the process ends. It is for this program alone: what cannot be read is as good
as not there.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Tally:
    """What a work has done so far, earlier runs of it included."""

    done_bytes: int = 0
    done_messages: int = 0
    new_messages: int = 0
    skipped: dict[str, int] = field(default_factory=dict)

    def skip(self, reason: str) -> None:
        """Count a message that was passed over."""
        self.skipped[reason] = self.skipped.get(reason, 0) + 1


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a work.

    `of` says which work it is, `position` where to go on, in words that the
    work itself understands.
    """

    of: str
    position: str
    tally: Tally


class PlaceFile:
    """A file that remembers one place."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Place | None:
        """Read the place; None if there is none."""
        try:
            facts = json.loads(self.path.read_bytes())
            return Place(facts["of"], facts["position"], Tally(**facts["tally"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def write(self, place: Place) -> None:
        """Remember a place instead of the last one; on disk on return."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        written: dict[str, Any] = asdict(place)
        new = self.path.with_name(f"{self.path.name}.new")
        new.touch(mode=0o600)
        with new.open("w") as file:
            json.dump(written, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)

    def forget(self) -> None:
        """Take the file away; the work is done."""
        self.path.unlink(missing_ok=True)
