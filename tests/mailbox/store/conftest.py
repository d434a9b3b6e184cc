"""Both kinds of blob store, so that every promise is tried on each."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from mailbox.store.files import FileBlobStore
from mailbox.store.interface import BlobStore
from mailbox.store.s3 import S3BlobStore, open_s3_store

_numbers = itertools.count()


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """The address of an S3 server on this machine, over real HTTP."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def s3_bucket(s3_endpoint: str) -> str:
    client = boto3.client("s3", endpoint_url=s3_endpoint, region_name="us-east-1")
    client.create_bucket(Bucket="mail")
    return "mail"


@pytest.fixture(scope="module")
def s3_store(s3_endpoint: str, s3_bucket: str) -> S3BlobStore:
    return open_s3_store(s3_url(s3_endpoint, s3_bucket))


@pytest.fixture(scope="module")
def file_store(tmp_path_factory: pytest.TempPathFactory) -> FileBlobStore:
    return FileBlobStore(tmp_path_factory.mktemp("blobs"))


@pytest.fixture(scope="module", params=["file_store", "s3_store"])
def store(request: pytest.FixtureRequest) -> BlobStore:
    found: BlobStore = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def empty_folder(tmp_path: Path) -> FileBlobStore:
    """A file store of one test's own."""
    return FileBlobStore(tmp_path / "blobs")


@pytest.fixture
def empty_bucket(s3_endpoint: str, s3_bucket: str) -> S3BlobStore:
    """A part of the bucket of one test's own."""
    return open_s3_store(s3_url(s3_endpoint, s3_bucket))


@pytest.fixture(params=["empty_folder", "empty_bucket"])
def empty_store(request: pytest.FixtureRequest) -> BlobStore:
    found: BlobStore = request.getfixturevalue(request.param)
    return found


def s3_url(endpoint: str, bucket: str) -> str:
    prefix = f"store-{next(_numbers)}"
    return f"s3://{bucket}/{prefix}?endpoint={endpoint}&region=us-east-1"
