"""How static files are kept for service: joined, with hashed names, compressed.

We write our styles in a dozen sheets, which ``app.css`` imports, and our scripts in
small modules, which ``app.js`` imports. A browser would fetch them one after another,
so ``collectstatic`` writes each kind into one file; in development (``DEBUG``) they
stay apart. Scripts that are loaded on use keep their files.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from mailsvc.joined_scripts import join_modules

ENTRY: Final = "css/app.css"
SCRIPT: Final = "js/app.js"
_FOR_READERS: Final = re.compile(r"/\*.*?\*/|(?<=\n)\s+", re.DOTALL)
_IMPORT: Final = re.compile(
    r'@import url\("(?P<name>[\w.-]+)"\)'
    r"(?: layer\((?P<layer>\w+)\))?(?: (?P<media>\w+))?;"
)

Paths = dict[str, tuple[Storage, str]]


class JoinedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise is untyped
    """Whitenoise's storage; ``app.css`` and ``app.js`` hold what they import."""

    support_js_module_import_aggregation = True
    # A chain of modules that load each other on use needs a pass for each link.
    max_post_process_passes = 12

    def post_process(
        self, paths: Paths, dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Join sheets and scripts, then hash and compress everything as ever."""
        if not dry_run:
            paths = {**paths, **_joined(paths)}
        yield from super().post_process(paths, dry_run, **options)


def _joined(paths: Paths) -> Paths:
    """Give the files that joining writes anew, in place of those collected."""
    texts: dict[str, str] = {}
    if ENTRY in paths:
        texts[ENTRY] = join_sheets(paths, ENTRY)
    if SCRIPT in paths:
        joined = join_modules(SCRIPT, lambda name: _read(paths, name))
        texts |= {**joined.stand_ins, SCRIPT: joined.script}
    kept = InMemoryStorage()
    for name, text in texts.items():
        kept.save(name, ContentFile(text.encode()))
    return {name: (kept, name) for name in texts}


def join_sheets(paths: Paths, entry: str) -> str:
    """Write a sheet with each of its imports in place, in its layer and medium.

    What is for its readers, comments and indentation, stays behind.
    """
    folder = posixpath.dirname(entry)

    def fetch(found: re.Match[str]) -> str:
        text = _read(paths, posixpath.join(folder, found["name"]))
        if found["layer"]:
            text = f"@layer {found['layer']} {{\n{text}}}\n"
        if found["media"]:
            text = f"@media {found['media']} {{\n{text}}}\n"
        return text

    whole = _IMPORT.sub(fetch, _read(paths, entry))
    return _FOR_READERS.sub("", whole).lstrip()


def _read(paths: Paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        text: bytes = file.read()
    return text.decode()
