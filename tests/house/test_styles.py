"""What holds for our style sheets: colours are tokens, and can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models.preferences import Accent

SHEETS = Path(settings.BASE_DIR) / "static" / "css"
PAIR = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
THEME = re.compile(r"\[data-accent=\"([a-z]+)\"\] {(.*?)}", re.S)
Tokens = dict[str, tuple[str, str]]


def read_tokens(text: str) -> Tokens:
    return {name: (light, dark) for name, light, dark in PAIR.findall(text)}


TOKENS = read_tokens((SHEETS / "tokens.css").read_text())
RAW_THEMES, _, RAW_CONTRAST = (
    (SHEETS / "themes.css").read_text().partition("@media (prefers-contrast: more)")
)
THEMES = {
    name: {**TOKENS, **read_tokens(block)} for name, block in THEME.findall(RAW_THEMES)
}
TEXT = 4.5
STRONG_TEXT = 7.0
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
    ("accent", "surface", EDGE),
    ("accent", "canvas", EDGE),
    ("accent", "selected", EDGE),
    ("bar-text", "bar", TEXT),
    ("toast-act", "toast", TEXT),
]


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("accent", Accent.values)
@pytest.mark.parametrize(("ink", "paper", "least"), READ_ON)
def test_ink_stands_out_from_its_paper(
    ink: str, paper: str, least: float, accent: str, side: int
) -> None:
    tokens = THEMES[accent]

    assert contrast(tokens[ink][side], tokens[paper][side]) >= least


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("accent", Accent.values)
def test_where_one_is_can_be_read(accent: str, side: int) -> None:
    tokens = THEMES[accent]
    here = mix(tokens["accent"][side], tokens["canvas"][side], 0.13)

    assert contrast(tokens["accent-text"][side], here) >= TEXT


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("accent", Accent.values)
def test_wish_for_more_contrast_is_answered(accent: str, side: int) -> None:
    tokens = {**THEMES[accent], **read_tokens(RAW_CONTRAST)}

    for ink in ("text", "text-2", "text-3"):
        for paper in ("surface", "canvas", "selected"):
            assert contrast(tokens[ink][side], tokens[paper][side]) >= STRONG_TEXT
    assert contrast(tokens["accent-text"][side], tokens["surface"][side]) >= STRONG_TEXT
    assert contrast(tokens["control"][side], tokens["surface"][side]) >= TEXT


def test_every_accent_replaces_the_same_tokens() -> None:
    assert [name for name, _ in THEME.findall(RAW_THEMES)] == Accent.values
    blocks = [set(read_tokens(block)) for _, block in THEME.findall(RAW_THEMES)]
    assert all(block == blocks[0] for block in blocks)


@pytest.mark.parametrize("sheet", sorted(SHEETS.glob("*.css")), ids=lambda p: p.name)
def test_sheet_is_a_room_and_takes_its_colours_from_tokens(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 350
    if sheet.name not in {"tokens.css", "themes.css", "print.css"}:
        assert re.findall(r"#[0-9a-fA-F]{6}\b", text) == []


def contrast(one: str, other: str) -> float:
    """Reckon the contrast of two colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Mix two colours in sRGB, as ``color-mix`` does."""
    parts = (
        round(
            share * int(one[at : at + 2], 16)
            + (1 - share) * int(other[at : at + 2], 16)
        )
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
