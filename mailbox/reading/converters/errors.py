"""Why a file cannot be shown, as the converting process tells it.

CannotConvert     damaged, or of another kind than it says
TooMuch         within its size it unfolds to more than we take
NeedsPassword   its owner locked it
"""

from __future__ import annotations


class CannotConvert(Exception):
    """The file cannot be shown; `reason` travels to the page."""

    reason = "damaged"


class TooMuch(CannotConvert):
    reason = "too_much"


class NeedsPassword(CannotConvert):
    reason = "locked"
