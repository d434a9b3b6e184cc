"""What holds for our style sheets: colours are tokens, and can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

SHEETS = Path(settings.BASE_DIR) / "static" / "css"
PAIR = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
TOKENS = {
    name: (light, dark)
    for name, light, dark in PAIR.findall((SHEETS / "tokens.css").read_text())
}
TEXT = 4.5
EDGE = 3.0
READ_ON = [
    ("text", "selected", TEXT),
    ("text-2", "selected", TEXT),
    ("text-3", "surface", TEXT),
    ("text-3", "canvas", TEXT),
    ("text-3", "sunken", TEXT),
    ("text-3", "hover", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-hover", TEXT),
    ("accent-text", "surface", TEXT),
    ("accent-text", "accent-soft", TEXT),
    ("seal", "seal-soft", TEXT),
    ("danger", "danger-soft", TEXT),
    ("warn", "warn-soft", TEXT),
    ("ok", "ok-soft", TEXT),
    ("info", "info-soft", TEXT),
    ("on-toast", "toast", TEXT),
    ("control", "surface", EDGE),
    ("star", "surface", EDGE),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "paper", "least"), READ_ON)
def test_ink_stands_out_from_its_paper(
    ink: str, paper: str, least: float, theme: str
) -> None:
    side = 0 if theme == "light" else 1

    assert contrast(TOKENS[ink][side], TOKENS[paper][side]) >= least


@pytest.mark.parametrize("sheet", sorted(SHEETS.glob("*.css")), ids=lambda p: p.name)
def test_sheet_is_a_room_and_takes_its_colours_from_tokens(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 350
    if sheet.name not in {"tokens.css", "print.css"}:
        assert re.findall(r"#[0-9a-fA-F]{6}\b", text) == []


def contrast(one: str, other: str) -> float:
    """Reckon the contrast of two colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
