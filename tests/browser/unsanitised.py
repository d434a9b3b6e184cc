"""The service with its cleaning of HTML taken out, to try the second layer alone.

Settings for a test: each letter's HTML goes into its frame as it came, under the
headers and the sandbox that every letter gets.
"""

from __future__ import annotations

from mailsvc.settings import *  # noqa: F403
from mailsvc.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.browser.unsanitised_app.Unsanitised"]
