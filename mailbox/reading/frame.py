"""The document in a letter's frame: its policy, and how it is painted.

The frame is a page of its own under its own policy, so our style sheet does not
reach it; the few values here repeat `static/css/tokens.css`. Which theme is on is
known from the account, or left to the device.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mailbox.reading.looks import Look
from mailbox.reading.safe_html import SafeHtml

SANDBOX: Final = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
FRAME_CSP: Final = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'; "
    f"sandbox {SANDBOX}"
)
_FONT: Final = (
    '"Inter","Inter Variable","Segoe UI Variable Text","Segoe UI",system-ui,'
    '-apple-system,"Helvetica Neue",Arial,"PingFang SC","HarmonyOS Sans SC","MiSans",'
    '"Microsoft YaHei UI","Microsoft YaHei","Noto Sans CJK SC",sans-serif'
)
_SERIF: Final = (
    '"Source Serif 4","Charter","Iowan Old Style","Georgia","Noto Serif","Songti SC",'
    '"Source Han Serif SC","Noto Serif CJK SC","SimSun",serif'
)
_FONTS: Final = {"serif": _SERIF, "system": "system-ui,-apple-system,sans-serif"}
_BASE: Final = (
    f"body{{margin:0;font:15px/1.62 {_FONT};overflow-wrap:anywhere;color:#14211f}}"
    "@media (max-width:600px){body{font-size:16px}}"
    "img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}"
    "a{color:#0a5d56}blockquote{margin:0 0 0 4px;padding-left:12px;"
    "border-left:3px solid #c6d0cd}"
    ".held{display:inline-block;box-sizing:border-box;min-width:24px;min-height:24px;"
    "max-width:100%;padding:2px 6px;border:1px dashed #84918d;border-radius:6px;"
    "overflow:hidden;font-size:12px;line-height:18px;color:#5a6865;"
    "vertical-align:bottom}"
    ".vh{position:absolute;width:1px;height:1px;overflow:hidden;"
    "clip-path:inset(50%);white-space:nowrap}"
    "details.quoted{margin-top:12px}details.quoted>summary{list-style:none;"
    "display:inline-grid;place-items:center;cursor:pointer;width:36px;height:24px;"
    "border-radius:6px;background:#f6f8f7;box-shadow:inset 0 0 0 1px #dde4e2;"
    "color:#41504d;font:700 10px/1 sans-serif;letter-spacing:1px}"
    "details.quoted>summary::after{content:'\\2022\\2022\\2022'}"
    "details.quoted>summary::-webkit-details-marker{display:none}"
    "details.quoted[open]>summary{margin-bottom:12px}"
    ".leads{display:inline-block;margin-left:4px;padding:0 6px;border-radius:6px;"
    "background:#fdf2d9;color:#7d5200;font:500 12px/20px sans-serif}"
    ".leads::before{content:'\\26A0\\00A0'}"
)
_CARD: Final = ":root{color-scheme:light}body{padding:16px;background:#fff}"
_PLAIN_DARK: Final = (
    ":root{color-scheme:dark}body{color:#e7eeec}"
    "body *{color:inherit!important;background-color:transparent!important}"
    "body a,body a *{color:#74d8ca!important}blockquote{border-color:#36423f}"
    "body details.quoted>summary{background:#181f1e!important;"
    "color:#b5c2be!important;box-shadow:inset 0 0 0 1px #26302e}"
    "body .leads{background:#2d2412!important;color:#f0c36a!important}"
    "body .held{border-color:#697874;color:#8e9c98!important}"
)
_TURNED: Final = (
    ":root{color-scheme:light;background:#e6eceb;"
    "filter:invert(1) hue-rotate(180deg)}body{padding:16px}"
    "img{filter:invert(1) hue-rotate(180deg)}"
)
_OWN_DARK: Final = ":root{color-scheme:dark}body{padding:16px;background:#131918}"


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the reader wants letters: `theme` is `light`, `dark` or `system`.

    `font` (`sans`, `system`, `serif`) holds where the letter brings none of its own;
    `size_percent` enlarges all of it, pictures and tables too.
    """

    theme: str = "system"
    font: str = "sans"
    size_percent: int = 100


NO_WISHES: Final = Wishes()


def make_document(sheets: str, body: str, *, look: Look, wishes: Wishes) -> SafeHtml:
    """Make the document for the frame.

    Args:
        sheets: The letter's own style sheets, cleaned.
        body: The letter, cleaned.
        look: How it is to be painted.
        wishes: How the reader wants it.
    """
    return SafeHtml(
        '<!doctype html><html><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_BASE}{_type(wishes)}</style><style>{sheets}</style>"
        f"<style>{_paint(sheets, look, wishes.theme)}</style>"
        f"</head><body>{body}</body></html>"
    )


def _type(wishes: Wishes) -> str:
    """Choose font and size; `zoom` on the body also reaches sizes in pixels."""
    font = _FONTS.get(wishes.font)
    family = f"body{{font-family:{font}}}" if font else ""
    size = wishes.size_percent
    return family + (f"body{{zoom:{size}%}}" if size != 100 else "")


def _paint(sheets: str, look: Look, theme: str) -> str:
    """Choose the colours: they stand last, and are few."""
    if look is Look.DARK:
        return _OWN_DARK if "prefers-color-scheme" in sheets else _TURNED
    if look is Look.PAPER:
        return _CARD
    if theme == "light":
        return ":root{color-scheme:light}"
    if theme == "dark":
        return _PLAIN_DARK
    light = ":root{color-scheme:light dark}"
    return f"{light}@media (prefers-color-scheme:dark){{{_PLAIN_DARK}}}"
