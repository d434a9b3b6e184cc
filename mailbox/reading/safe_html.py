"""The mark that HTML carries once it may be shown."""

from __future__ import annotations

from typing import NewType

SafeHtml = NewType("SafeHtml", str)
