"""The sheets become one, each in its layer, and scripts find one another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.core.management import call_command
from django.templatetags.static import static
from pytest_django import Settings

from mailsvc.static_files import join_sheets


def test_imports_stand_in_their_layer_and_medium() -> None:
    storage = InMemoryStorage()
    sheets = {
        "css/app.css": '@layer a, b;\n@import url("x.css") layer(a);\n'
        '@import url("y.css") layer(b) print;\n@import url("z.css");\n',
        "css/x.css": "p { color: red; }\n",
        "css/y.css": "q { color: red; }\n",
        "css/z.css": "s { color: red; }\n",
    }
    for name, text in sheets.items():
        storage.save(name, ContentFile(text.encode()))

    joined = join_sheets({name: (storage, name) for name in sheets}, "css/app.css")

    assert "@import" not in joined
    assert "@layer a {\np { color: red; }\n}" in joined
    assert "@media print {\n@layer b {\nq { color: red; }\n}\n}" in joined
    assert joined.index("@layer a, b;") < joined.index("s { color: red; }")


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "mailsvc.static_files.JoinedStaticFiles"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def served_name(name: str) -> str:
    return static(name).removeprefix(settings.STATIC_URL)


def test_served_sheet_is_one_small_file(collected: Path) -> None:
    served = collected / served_name("css/app.css")

    text = served.read_text(encoding="utf-8")
    assert "@import" not in text
    assert "@layer components {" in text
    assert served.with_name(served.name + ".gz").stat().st_size < 20 * 1024


def test_served_script_is_one_file_with_all_that_every_page_needs(
    collected: Path,
) -> None:
    served = collected / served_name("js/app.js")

    text = served.read_text(encoding="utf-8")
    assert not re.search(r"^import ", text, re.MULTILINE)
    assert "class RequestQueue" not in text  # htmx is minified
    assert served.with_name(served.name + ".gz").stat().st_size < 42 * 1024


def test_module_that_was_joined_hands_out_what_is_running(collected: Path) -> None:
    text = (collected / served_name("js/kit/toast.js")).read_text(encoding="utf-8")

    assert "export const toast = running.toast;" in text
    assert "function" not in text


def test_each_file_of_a_script_is_found_under_its_own_name(collected: Path) -> None:
    text = (collected / served_name("js/app.js")).read_text(encoding="utf-8")

    for url in re.findall(r'import\("([^"]+)"\)', text):
        assert (collected / "js" / url).exists()
