"""`blobs()` gives the store that the settings name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from mailbox.store.blobs import blobs
from mailbox.store.files import FileBlobStore
from mailbox.store.s3 import S3BlobStore


def test_store_is_a_folder_under_the_data_folder(
    settings: Settings, tmp_path: Path
) -> None:
    settings.MAILSVC_DATA = tmp_path
    settings.MAILSVC_BLOBS = ""

    store = blobs()

    assert isinstance(store, FileBlobStore)
    assert store.root == tmp_path / "blobs"
    assert blobs() is store


def test_store_is_a_bucket_when_the_settings_say_so(
    settings: Settings, s3_endpoint: str, s3_bucket: str
) -> None:
    url = f"s3://{s3_bucket}/configured?endpoint={s3_endpoint}&region=us-east-1"
    settings.MAILSVC_BLOBS = url

    store = blobs()
    digest = store.put(b"letter").digest

    assert isinstance(store, S3BlobStore)
    assert store.read(digest) == b"letter"


def test_url_of_another_kind_is_refused(settings: Settings) -> None:
    settings.MAILSVC_BLOBS = "ftp://host/blobs"

    with pytest.raises(ValueError, match="s3://bucket/prefix"):
        blobs()


def test_forked_child_opens_a_store_of_its_own(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAILSVC_DATA = tmp_path
    settings.MAILSVC_BLOBS = ""
    parents = blobs()

    monkeypatch.setattr(os, "getpid", lambda: 1)

    assert blobs() is not parents
