"""``manage.py describe_settings``: the settings as a page, for docs/settings.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from mailsvc.env import READ


class Command(BaseCommand):
    """Write every setting, its default and what it is for, as Markdown."""

    help = "Describe every setting; kept as docs/settings.md."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write("\n".join(describe()))


def describe() -> Iterator[str]:
    """Give the page line by line; the data folder is written as `var`."""
    yield "# Settings"
    yield ""
    yield "All come from the environment; an empty value is as none. A wrong one stops"
    yield "the start with a sentence that names the setting. This page is written by"
    yield "`manage.py describe_settings > docs/settings.md`."
    yield ""
    yield "| setting | default | what it is |"
    yield "|---|---|---|"
    for each in sorted(READ.values(), key=lambda setting: setting.name):
        default = each.default.replace(str(settings.MAILSVC_DATA), "var")
        default = default.replace(f"{settings.BASE_DIR}/", "")
        shown = f"`{default}`" if default else ""
        yield f"| `{each.name}` | {shown} | {each.about.replace('|', '/')} |"
