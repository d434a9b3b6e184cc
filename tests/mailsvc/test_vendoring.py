"""Library files come from the pinned packages, by npm only where it is needed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mailsvc.vendoring import Vendored, VendoringFailed, vendor

ROW = Vendored("paint", "dist/paint.js", "static/vendor")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose lock pins paint 1.0, on a machine without npm."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    pins = {"packages": {"node_modules/paint": {"version": "1.0"}}}
    (tmp_path / "package-lock.json").write_text(json.dumps(pins))
    return tmp_path


def install(root: Path, version: str) -> None:
    package = root / "node_modules" / "paint"
    (package / "dist").mkdir(parents=True)
    (package / "package.json").write_text(json.dumps({"version": version}))
    (package / "dist" / "paint.js").write_text("paint()")


def test_listed_files_are_copied_from_installed_packages(root: Path) -> None:
    install(root, "1.0")

    vendor("static/vendor", root=root, rows=[ROW])

    assert (root / "static/vendor/paint.js").read_text() == "paint()"


def test_a_folder_with_nothing_listed_needs_no_npm(root: Path) -> None:
    vendor("static/vendor", root=root, rows=[])

    assert list((root / "static/vendor").iterdir()) == []


@pytest.mark.parametrize("installed", [None, "0.9"])
def test_a_package_that_is_not_as_pinned_asks_for_npm(
    root: Path, installed: str | None
) -> None:
    if installed:
        install(root, installed)

    with pytest.raises(VendoringFailed, match="make static/vendor"):
        vendor("static/vendor", root=root, rows=[ROW])


def test_a_file_that_the_package_lacks_is_told(root: Path) -> None:
    install(root, "1.0")
    (root / "node_modules/paint/dist/paint.js").unlink()

    with pytest.raises(VendoringFailed, match=r"paint has no dist/paint\.js"):
        vendor("static/vendor", root=root, rows=[ROW])
