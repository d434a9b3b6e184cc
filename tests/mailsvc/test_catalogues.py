"""Catalogues are compiled where they are out of date, and only there."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from mailsvc.catalogues import compile_catalogues

SOURCE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Inbox"
msgstr "收件箱"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(SOURCE)
    return path


def test_a_compiled_catalogue_translates(tmp_path: Path, source: Path) -> None:
    (written,) = compile_catalogues(tmp_path)

    with written.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Inbox") == "收件箱"
    assert written == source.with_suffix(".mo")


def test_an_up_to_date_catalogue_is_left_alone(tmp_path: Path, source: Path) -> None:
    compile_catalogues(tmp_path)

    assert compile_catalogues(tmp_path) == []


def test_a_changed_catalogue_is_compiled_again(tmp_path: Path, source: Path) -> None:
    (written,) = compile_catalogues(tmp_path)
    os.utime(written, (0, 0))

    assert compile_catalogues(tmp_path) == [written]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert compile_catalogues(tmp_path / "none") == []
