"""How static files are kept for service: one style sheet, hashed names, compressed.

We write our styles in a dozen sheets, which ``app.css`` imports. A browser would
fetch them one after another, so ``collectstatic`` writes them into one; in
development (``DEBUG``) the sheets stay apart. Scripts keep their files, and their
imports are given the hashed names.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRY: Final = "css/app.css"
_IMPORT: Final = re.compile(
    r'@import url\("(?P<name>[\w.-]+)"\)'
    r"(?: layer\((?P<layer>\w+)\))?(?: (?P<media>\w+))?;"
)

Paths = dict[str, tuple[Storage, str]]


class JoinedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise is untyped
    """Whitenoise's storage, with ``app.css`` and its imports as one sheet."""

    support_js_module_import_aggregation = True

    def post_process(
        self, paths: Paths, dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Join the sheets, then hash and compress everything as ever."""
        if ENTRY in paths and not dry_run:
            joined = InMemoryStorage()
            sheet = join_sheets(paths, ENTRY)
            joined.save(ENTRY, ContentFile(sheet.encode()))
            paths = {**paths, ENTRY: (joined, ENTRY)}
        yield from super().post_process(paths, dry_run, **options)


def join_sheets(paths: Paths, entry: str) -> str:
    """Write a sheet with each of its imports in place, in its layer and medium."""
    folder = posixpath.dirname(entry)

    def fetch(found: re.Match[str]) -> str:
        text = _read(paths, posixpath.join(folder, found["name"]))
        if found["layer"]:
            text = f"@layer {found['layer']} {{\n{text}}}\n"
        if found["media"]:
            text = f"@media {found['media']} {{\n{text}}}\n"
        return text

    return _IMPORT.sub(fetch, _read(paths, entry))


def _read(paths: Paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        text: bytes = file.read()
    return text.decode()
