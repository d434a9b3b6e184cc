"""One S3 bucket in the few words that the store needs; nobody else knows boto3.

Credentials come from where boto3 looks for them (environment, profile, instance).
Importing boto3 costs 0.2 s and 40 MB, so `blobs.py` imports this room only when the
settings ask for a bucket.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from mailbox.store.bucket_url import parse_bucket_url
from mailbox.store.errors import BlobMissing, StoreUnreachable

# S3 wants parts of 5 MB or more; up to one part an object goes in one request.
PART_BYTES: Final = 8 << 20

_ABSENT: Final = frozenset({"404", "NoSuchKey"})
# A few servers say 304 where S3 says 412.
_EXISTS: Final = frozenset({304, 412})
_CONFLICT: Final = 409
_CONFLICT_ATTEMPTS: Final = 4


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """An object's length and when it was last written or touched (UTC)."""

    size: int
    modified: datetime


class Bucket:
    """A bucket and the prefix under which everything of ours lies."""

    def __init__(self, client: Any, name: str, prefix: str = "") -> None:
        self._client = client
        self._name = name
        self._prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""

    def put_new(self, key: str, body: IO[bytes]) -> bool:
        """Store an object unless there is one; say whether it was stored."""
        for _attempt in range(_CONFLICT_ATTEMPTS):
            body.seek(0)
            try:
                with _asking(key):
                    self._upload(key, body)
                return True
            except _Refused as refused:
                if refused.status in _EXISTS:
                    return False
        raise StoreUnreachable(f"{key}: others keep writing it")

    def get(self, key: str) -> bytes:
        """Return a whole object."""
        with _asking(key):
            return bytes(self._client.get_object(**self._at(key))["Body"].read())

    def get_range(self, key: str, start: int, end: int) -> bytes:
        """Return bytes ``[start:end]`` of an object; ``start < end``."""
        wanted = f"bytes={start}-{end - 1}"
        with _asking(key):
            answer = self._client.get_object(**self._at(key), Range=wanted)
            return bytes(answer["Body"].read())

    def get_tail(self, key: str, length: int) -> tuple[bytes, int]:
        """Return the last bytes of an object, and its whole length."""
        with _asking(key):
            answer = self._client.get_object(**self._at(key), Range=f"bytes=-{length}")
            tail = bytes(answer["Body"].read())
        size = str(answer.get("ContentRange", "")).rpartition("/")[2]
        return tail, int(size) if size.isdigit() else len(tail)

    def find(self, key: str) -> ObjectFacts | None:
        """Return what is known of an object, None if there is none."""
        try:
            with _asking(key):
                answer = self._client.head_object(**self._at(key))
        except BlobMissing:
            return None
        return ObjectFacts(answer["ContentLength"], answer["LastModified"])

    def touch(self, key: str) -> bool:
        """Renew an object's time of writing; False if there is none."""
        source = {"Bucket": self._name, "Key": self._prefix + key}
        try:
            with _asking(key):
                self._client.copy_object(
                    **self._at(key), CopySource=source, MetadataDirective="REPLACE"
                )
        except BlobMissing:
            return False
        return True

    def delete(self, key: str) -> None:
        """Remove an object; no error if there is none."""
        with _asking(key):
            self._client.delete_object(**self._at(key))

    def list_keys(self, under: str = "") -> Iterator[tuple[str, datetime]]:
        """Yield each key with when it was written."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._name, Prefix=self._prefix + under
        )
        with _asking(under):
            for page in pages:
                for entry in page.get("Contents", []):
                    yield entry["Key"].removeprefix(self._prefix), entry["LastModified"]

    def abort_uploads(self, older_than: datetime) -> int:
        """Drop multipart uploads that were begun before; return how many."""
        pages = self._client.get_paginator("list_multipart_uploads").paginate(
            Bucket=self._name, Prefix=self._prefix
        )
        dropped = 0
        with _asking("uploads"):
            for page in pages:
                for upload in page.get("Uploads", []):
                    if upload["Initiated"] < older_than:
                        self._abort(upload["Key"], upload["UploadId"])
                        dropped += 1
        return dropped

    def _upload(self, key: str, body: IO[bytes]) -> None:
        part = body.read(PART_BYTES)
        if len(part) == PART_BYTES:
            self._upload_parts(key, part, body)
            return
        self._client.put_object(
            **self._at(key), Body=part, ContentMD5=_md5(part), IfNoneMatch="*"
        )

    def _upload_parts(self, key: str, part: bytes, body: IO[bytes]) -> None:
        upload = self._client.create_multipart_upload(**self._at(key))["UploadId"]
        where = {**self._at(key), "UploadId": upload}
        parts: list[dict[str, object]] = []
        try:
            while part:
                number = len(parts) + 1
                answer = self._client.upload_part(
                    **where, PartNumber=number, Body=part, ContentMD5=_md5(part)
                )
                parts.append({"PartNumber": number, "ETag": answer["ETag"]})
                part = body.read(PART_BYTES)
            self._client.complete_multipart_upload(
                **where, MultipartUpload={"Parts": parts}, IfNoneMatch="*"
            )
        except BaseException:
            self._abort(where["Key"], upload)
            raise

    def _abort(self, full_key: str, upload: str) -> None:
        try:
            self._client.abort_multipart_upload(
                Bucket=self._name, Key=full_key, UploadId=upload
            )
        except (BotoCoreError, ClientError):
            # The sweep drops it a day later; what went wrong first matters more.
            return

    def _at(self, key: str) -> dict[str, str]:
        return {"Bucket": self._name, "Key": self._prefix + key}


def open_bucket(url: str) -> Bucket:
    """Open the bucket that a URL names; nothing is asked of the server yet.

    Raises:
        ValueError: The URL names no bucket, or has an unknown option.
    """
    named = parse_bucket_url(url)
    config = Config(
        connect_timeout=5,
        read_timeout=30,
        retries={"mode": "standard", "max_attempts": 4},
        max_pool_connections=32,
        # Each put carries an MD5, which every server checks; only some know CRC32.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    client = boto3.client(
        "s3", endpoint_url=named.endpoint, region_name=named.region, config=config
    )
    return Bucket(client, named.bucket, named.prefix)


class _Refused(Exception):
    """A conditional write found something in its way."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@contextmanager
def _asking(key: str) -> Iterator[None]:
    """Turn errors of boto3 into errors of the store."""
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if status in _EXISTS or status == _CONFLICT:
            raise _Refused(status) from error
        if str(error.response.get("Error", {}).get("Code")) in _ABSENT:
            raise BlobMissing(key) from error
        raise StoreUnreachable(f"{key}: {error}") from error
    except BotoCoreError as error:
        raise StoreUnreachable(f"{key}: {error}") from error


def _md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
