"""How settings name a bucket: ``s3://bucket/prefix?endpoint=https://host&region=name``.

Apart from `bucket.py`, which imports boto3, so that settings can check it at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class BucketUrl:
    """A bucket, the prefix of everything of ours in it, and where the server is.

    Without `endpoint` and `region` it is where boto3 looks: Amazon's.
    """

    bucket: str
    prefix: str
    endpoint: str | None
    region: str | None


def parse_bucket_url(url: str) -> BucketUrl:
    """Read the URL of a bucket.

    Raises:
        ValueError: The URL names no bucket, or has an unknown option.
    """
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    endpoint, region = options.pop("endpoint", None), options.pop("region", None)
    is_reachable = endpoint is None or urlsplit(endpoint).scheme in ("http", "https")
    if parts.scheme != "s3" or not parts.netloc or options or not is_reachable:
        raise ValueError("write s3://bucket/prefix?endpoint=https://host&region=name")
    return BucketUrl(parts.netloc, parts.path.strip("/"), endpoint, region)


def check_bucket_url(url: str) -> str:
    """Give the URL of a bucket as it is, if it is one.

    Raises:
        ValueError: As `parse_bucket_url`.
    """
    parse_bucket_url(url)
    return url
