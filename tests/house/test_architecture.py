"""The drawing of the architecture shows the rooms that are there, in their order."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

from django.conf import settings

BASE = Path(settings.BASE_DIR)
DRAWING = (BASE / "docs" / "architecture.md").read_text().split("```")[1]
NO_ROOMS = {"apps", "errors", "jobs", "migrations", "__init__"}


def layers_of(package: str) -> list[set[str]]:
    """List the layers of a package's contract, the topmost first."""
    project = tomllib.loads((BASE / "pyproject.toml").read_text())
    (contract,) = (
        each
        for each in project["tool"]["importlinter"]["contracts"]
        if each.get("containers") == [package]
    )
    return [set(re.findall(r"\w+", layer)) for layer in contract["layers"]]


def rooms_of(package: str) -> set[str]:
    """List the rooms of a package that are there: folders and single modules."""
    found = {
        path.stem
        for path in (BASE / package).iterdir()
        if path.suffix == ".py" or (path.is_dir() and list(path.glob("*.py")))
    }
    return found - NO_ROOMS


def drawn_in(package: str) -> list[set[str]]:
    """List what the drawing shows of a package, the topmost first."""
    part = re.search(rf"subgraph {package}\n(.*?)\n  end", DRAWING, re.DOTALL)
    assert part, package
    named = dict(re.findall(r'(\w+)\["(.*?)"\]', part[1]))
    chain = next(line for line in part[1].splitlines() if "-->" in line)
    nodes = re.findall(r'(\w+)(?:\[".*?"\])?', re.sub(r'\[".*?"\]', "", chain))
    return [set(re.findall(r"\w+", named.get(node, node))) for node in nodes]


def test_the_drawing_shows_every_room_of_mail_and_of_accounts() -> None:
    for package in ("mailbox", "accounts"):
        drawn = set().union(*drawn_in(package))
        assert rooms_of(package) <= drawn, package


def test_the_drawing_has_the_order_of_the_contracts() -> None:
    for package in ("mailbox", "accounts"):
        rooms, layers = rooms_of(package), layers_of(package)
        places = [
            {depth for depth, layer in enumerate(layers) if layer & node & rooms}
            for node in drawn_in(package)
        ]
        for above, below in pairwise(places):
            assert max(above) < min(below), (package, places)
