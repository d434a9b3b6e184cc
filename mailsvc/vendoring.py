"""Copy the files of front-end libraries from npm packages to where they are used.

The table below is all that we take; `package-lock.json` pins and hashes the
packages. The copies are not kept in the repository. npm is asked only when a
folder has something to hold that `node_modules` lacks.

Run as ``python -m mailsvc.vendoring static/vendor``.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Vendored:
    """One file of an npm package, and the folder that it is copied to."""

    package: str
    file: str
    folder: str


VENDORED: Final = (
    Vendored("axe-core", "axe.min.js", "tests/browser/vendor"),
    Vendored("htmx.org", "dist/htmx.esm.min.js", "static/vendor"),
    Vendored("squire-rte", "dist/squire.mjs", "static/vendor"),
    Vendored("dompurify", "dist/purify.es.mjs", "static/vendor"),
)
# We serve no source maps, and hashing static files fails on a name that is not there.
_SOURCE_MAP: Final = re.compile(rb"^//# sourceMappingURL=.*$", re.MULTILINE)


class VendoringFailed(Exception):
    """A library cannot be had; the text says why and what to do."""


def vendor(
    folder: str, *, root: Path = ROOT, rows: Iterable[Vendored] = VENDORED
) -> None:
    """Fill one folder with the files that the table lists for it.

    Raises:
        VendoringFailed: npm is missing or failed, or a package lacks a file.
    """
    wanted = [row for row in rows if row.folder == folder]
    if any(not _is_installed(root, row.package) for row in wanted):
        _install(root)
    target = root / folder
    target.mkdir(parents=True, exist_ok=True)
    for row in wanted:
        source = root / "node_modules" / row.package / row.file
        if not source.exists():
            raise VendoringFailed(f"The npm package {row.package} has no {row.file}.")
        (target / source.name).write_bytes(_SOURCE_MAP.sub(b"", source.read_bytes()))
    target.touch()


def _is_installed(root: Path, package: str) -> bool:
    """Say whether `node_modules` has the version that the lock file pins."""
    lock = json.loads((root / "package-lock.json").read_text())
    pinned = lock["packages"][f"node_modules/{package}"]["version"]
    manifest = root / "node_modules" / package / "package.json"
    return manifest.exists() and json.loads(manifest.read_text())["version"] == pinned


def _install(root: Path) -> None:
    command = (
        "npm",
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-update-notifier",
    )
    try:
        subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)
    except FileNotFoundError as error:
        raise VendoringFailed(
            "npm is needed to fetch the front-end libraries. "
            "Run `make static/vendor`, which brings it along."
        ) from error
    except subprocess.CalledProcessError as error:
        raise VendoringFailed("npm ci failed; its words are above.") from error


def main(folders: list[str]) -> None:
    """Fill the folders that are named."""
    try:
        for folder in folders:
            vendor(folder)
    except VendoringFailed as failed:
        sys.exit(str(failed))


if __name__ == "__main__":
    main(sys.argv[1:])
