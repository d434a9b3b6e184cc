"""The places for work that a page waits for: remote images, previews.

Half of a web process's threads, and one that stands in line; so pages are always
served, however slow a stranger's host or file may be.
"""

from __future__ import annotations

from typing import Final

from mailsvc.kit.slots import Slots

SLOW_WORK: Final = Slots(2, waiting=1, wait_seconds=4)
