"""Typed readers of the environment.

Every setting of mailsvc is read here, once, by `settings.py`. A wrong value
stops the start with one sentence that names the setting and says what would
be right. What was read is remembered, so that `docs/settings.md` is generated
and never out of date.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

T = TypeVar("T")

_SIZE: Final = re.compile(r"(\d+)\s*([KMGT]?)B?", re.IGNORECASE)
_UNITS: Final = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


class WrongSetting(Exception):
    """A setting has a value that cannot be used; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a listener listens: a host name or address, and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Described:
    """One setting as the documentation shows it."""

    name: str
    default: str
    about: str


READ: dict[str, Described] = {}


def text(name: str, default: str, about: str) -> str:
    """Read a setting, without surrounding white space; an empty one is as not set."""
    READ[name] = Described(name, default, about)
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool, about: str) -> bool:
    """Read a yes or no."""
    words = {"1": True, "yes": True, "true": True, "on": True}
    words |= {"0": False, "no": False, "false": False, "off": False}
    raw = text(name, "yes" if default else "no", about).lower()
    if raw not in words:
        raise WrongSetting(f"{name} is “{raw}”; write yes or no.")
    return words[raw]


def whole(
    name: str, default: int, about: str, *, least: int = 0, most: int = 1 << 62
) -> int:
    """Read a whole number between two bounds."""
    raw = text(name, str(default), about)
    if not re.fullmatch(r"\d+", raw) or not least <= int(raw) <= most:
        raise WrongSetting(
            f"{name} is “{raw}”; write a whole number from {least} to {most}."
        )
    return int(raw)


def size(name: str, default: str, about: str) -> int:
    """Read a size such as `50MB` (binary units) and give it in bytes."""
    return _converted(name, text(name, default, about), parse_size)


def parse_size(raw: str) -> int:
    """Read a size such as `50MB` and give it in bytes.

    Raises:
        ValueError: The text is not of that form, or is nothing.
    """
    match = _SIZE.fullmatch(raw.strip())
    if match is None or int(match[1]) == 0:
        raise ValueError("write a size such as 50MB or 2GB")
    return int(match[1]) * _UNITS[match[2].upper()]


def choice(name: str, default: str, about: str, options: tuple[str, ...]) -> str:
    """Read one of a few words."""
    raw = text(name, default, about)
    if raw not in options:
        raise WrongSetting(f"{name} is “{raw}”; write one of {', '.join(options)}.")
    return raw


def folder(name: str, default: Path, about: str) -> Path:
    """Read the path of a folder; it need not exist yet."""
    path = Path(text(name, str(default), about)).expanduser()
    try:
        if path.exists() and not path.is_dir():
            raise WrongSetting(f"{name} is “{path}”, which is a file; name a folder.")
        is_closed = path.exists() and not os.access(path, os.X_OK | os.R_OK)
    except PermissionError:
        is_closed = True
    if is_closed:
        raise WrongSetting(
            f"{name} is “{path}”, which this user may not enter; run the same command "
            "as the user of the service, or name another folder."
        )
    return path.absolute()


def endpoint(name: str, default: str, about: str) -> Endpoint:
    """Read `host:port`; an IPv6 address stands in brackets."""
    return _converted(name, text(name, default, about), parse_endpoint)


def parse_endpoint(raw: str) -> Endpoint:
    """Split `host:port`.

    Raises:
        ValueError: The text is not of that form, or the port is out of range.
    """
    host, _, port = raw.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not re.fullmatch(r"\d{1,5}", port) or not 0 < int(port) < 65536:
        raise ValueError("write host:port, such as 127.0.0.1:2525")
    return Endpoint(host, int(port))


def domain(name: str, default: str, about: str) -> str:
    """Read a domain name and give it in lower case, as A-labels."""
    return _converted(name, text(name, default, about), parse_domain)


def parse_domain(raw: str) -> str:
    """Check a domain name and give it in lower case, as A-labels.

    Raises:
        ValueError: It is no domain name.
    """
    import idna

    try:
        return idna.encode(raw.lower().removesuffix("."), uts46=True).decode()
    except idna.IDNAError as error:
        raise ValueError("write a domain name, such as example.org") from error


def time_zone(name: str, default: str, about: str) -> str:
    """Read the name of a time zone."""
    return _converted(name, text(name, default, about), parse_time_zone)


def parse_time_zone(raw: str) -> str:
    """Check the name of a time zone.

    Raises:
        ValueError: The system knows none of that name.
    """
    try:
        return ZoneInfo(raw).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("write a time zone, such as Europe/Berlin") from error


def parsed(name: str, about: str, parse: Callable[[str], T]) -> T | None:
    """Read a value that another room knows how to parse; None if it is not set."""
    raw = text(name, "", about)
    return _converted(name, raw, parse) if raw else None


def url(name: str, default: str, about: str, schemes: tuple[str, ...]) -> str:
    """Read a URL of one of the given schemes; empty stays empty."""
    raw = text(name, default, about)
    if raw and urlsplit(raw).scheme not in schemes:
        wanted = " or ".join(f"{scheme}:" for scheme in schemes)
        raise WrongSetting(f"{name} must be a URL that starts with {wanted}")
    return raw


def database(name: str, default: str, about: str) -> dict[str, str]:
    """Read a database URL into Django's ENGINE, NAME, USER, PASSWORD, HOST, PORT.

    Understands `sqlite:///path` and `postgresql://user:pass@host:port/name`;
    a socket folder is given as `?host=/path`.
    """
    raw = url(name, default, about, ("sqlite", "postgresql", "postgres"))
    parts = urlsplit(raw)
    if parts.scheme == "sqlite":
        path = unquote(parts.path.removeprefix("/"))
        if not path:
            raise WrongSetting(f"{name} names no file; write sqlite:///path/to/file.")
        return {"ENGINE": "mailsvc.kit.sqlite", "NAME": path}
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    name_in_path = unquote(parts.path.lstrip("/"))
    if not name_in_path:
        raise WrongSetting(f"{name} names no database; end it with /name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name_in_path,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
    }


def _converted(name: str, raw: str, convert: Callable[[str], T]) -> T:
    try:
        return convert(raw)
    except ValueError as error:
        raise WrongSetting(f"{name} is “{raw}”; {error}.") from error
