"""Compile the message catalogues, with no program but Python.

Django reads ``.mo`` files, translators write ``.po`` files, and a fresh machine
has no gettext; so `manage.py serve` and the tests compile what is out of date.
Run as a module, it compiles those of the project.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import polib

PROJECT_FOLDERS: Final = (Path(__file__).parent / "locale",)


def compile_catalogues(*folders: Path) -> list[Path]:
    """Compile each catalogue that is newer than its compiled form.

    Args:
        folders: Locale folders, each with ``zh_Hans/LC_MESSAGES/*.po``.

    Returns:
        The compiled files that were written.
    """
    written = []
    for folder in folders:
        for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if _is_stale(source, target):
                _compile(source, target)
                written.append(target)
    return written


def _is_stale(source: Path, target: Path) -> bool:
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path, target: Path) -> None:
    """Write the compiled form at once: another process may be reading it."""
    half = target.with_suffix(f".{os.getpid()}.half")
    polib.pofile(str(source)).save_as_mofile(str(half))
    half.replace(target)


def main() -> None:
    """Compile the project's catalogues."""
    compile_catalogues(*PROJECT_FOLDERS)


if __name__ == "__main__":
    main()
