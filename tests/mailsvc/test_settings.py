"""Settings come from the environment; a wrong one is named, a page lists them all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT, clean_environment


def manage(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of manage.py with nothing set but what is given."""
    ours = clean_environment()
    ours.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env={**ours, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_page_of_settings_is_as_the_code_has_them() -> None:
    written = manage("describe_settings")

    assert written.stdout == (ROOT / "docs" / "settings.md").read_text()


def test_every_setting_has_a_word_about_it() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", page(), re.MULTILINE)

    assert len(rows) > 20
    assert [name for name, about in rows if not about.endswith(".")] == []


def test_what_documents_and_examples_set_is_a_setting() -> None:
    paths = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    paths += (ROOT / "deploy").iterdir()
    named = {
        name
        for path in paths
        for name in re.findall(r"\b(?:MAILSVC_[A-Z_]+)\b", path.read_text())
    }

    assert named <= set(re.findall(r"`(\w+)`", page()))


@pytest.mark.parametrize(
    ("setting", "value", "cure"),
    [
        ("MAILSVC_DATA", "manage.py", "is a file; name a folder"),
        ("MAILSVC_DOMAIN", "-no domain-", "write a domain name, such as example.org"),
        ("MAILSVC_HTTP", "8080", "write host:port, such as 127.0.0.1:2525"),
        ("MAILSVC_MX", "127.0.0.1:smtp", "write host:port"),
        ("MAILSVC_LMTP", "127.0.0.1:70000", "write host:port"),
        ("MAILSVC_SUBMISSION", ":587", "write host:port"),
        ("MAILSVC_WEB_WORKERS", "0", "a whole number from 1 to 256"),
        ("MAILSVC_UNDO_SECONDS", "soon", "a whole number from 0 to 30"),
        ("MAILSVC_QUOTA", "plenty", "write a size such as 50MB or 2GB"),
        ("MAILSVC_MESSAGE_LIMIT", "0", "write a size"),
        ("MAILSVC_HTTPS", "perhaps", "write yes or no"),
        ("MAILSVC_SMARTHOST", "smtp://", ""),
        ("MAILSVC_ROUTES", "remote.test", ""),
        ("MAILSVC_BLOBS", "ftp://host/x", ""),
        ("MAILSVC_TIME_ZONE", "Middle/Earth", "Europe/Berlin"),
        ("MAILSVC_SECRET_KEY", "short", "use 50 or more"),
        ("MAILSVC_SECRET_KEY", "/nowhere/key", "which is not there"),
        ("DATABASE_URL", "mysql://host/name", "sqlite: or postgresql:"),
        ("DATABASE_URL", "postgresql://host", "names no database"),
        ("REDIS_URL", "127.0.0.1:6379", "redis: or rediss: or unix:"),
    ],
)
def test_a_wrong_value_stops_the_start_with_a_sentence_that_names_it(
    tmp_path: Path, setting: str, value: str, cure: str
) -> None:
    environment = {"MAILSVC_DATA": str(tmp_path), setting: value}

    refused = manage("serve", **environment)

    assert refused.returncode == 1
    said = refused.stderr.strip().splitlines()
    assert len(said) == 1, refused.stderr
    assert said[0].startswith(f"mailsvc cannot start: {setting} ")
    assert cure in said[0]
    assert list(tmp_path.iterdir()) == []


def test_an_empty_value_is_as_none() -> None:
    names = re.findall(r"^\| `(\w+)` ", page(), re.MULTILINE)

    assert manage("check", **dict.fromkeys(names, "")).returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_another_users_data_folder_is_left_alone(tmp_path: Path) -> None:
    key = tmp_path / "secret-key"
    key.write_text("x" * 60)
    os.chown(key, 65534, 65534)

    refused = manage("doctor", MAILSVC_DATA=str(tmp_path))

    assert refused.returncode == 1
    assert "is that of the user nobody" in refused.stderr
    assert "Traceback" not in refused.stderr


def page() -> str:
    return (ROOT / "docs" / "settings.md").read_text()
