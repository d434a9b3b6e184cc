"""Where a link leads, and whether its words say something else.

Only what is certain is said: a text that names one site over a link to another
is a fact; what it is for is the reader's to judge.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import idna

from mailbox.reading.links import WriteTo

LONGEST: Final = 2_000
_SITES_OF_COUNTRIES: Final = frozenset(
    "ac co com edu go gob gov mil ne net or org".split()
)
_WRITTEN_URL: Final = re.compile(
    r"(?:https?://|www\.)(?:[^\s/@]{1,200}@)?([^\s/:?#@]{1,253})", re.IGNORECASE
)
_WRITTEN_MAIL: Final = re.compile(
    r"[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,63})"
)
_WRITTEN_NAME: Final = re.compile(
    r"(?:[\w-]{1,63}\.){1,8}(?:com|net|org|info|edu|gov|cn|hk|tw|eu|de|fr|uk|nl|it|es"
    r"|jp|kr|ru|io|co|me|shop|store|app|online|top|xyz|site)(?:/\S*)?",
    re.IGNORECASE,
)


def host_of(address: str) -> str:
    """Give the host that a URL or `mailto:` leads to, in A-labels; "" if none."""
    scheme, _colon, rest = address.partition(":")
    if scheme.lower() == "mailto":
        return _as_ascii(unquote(rest.partition("?")[0]).rpartition("@")[2])
    try:
        return _as_ascii(urlsplit(address).hostname or "")
    except ValueError:
        return ""


def show_host(host: str) -> str:
    """Write a host for eyes; one in other letters also as it travels."""
    if "xn--" not in host:
        return host
    try:
        return f"{idna.decode(host)} ({host})"
    except (idna.IDNAError, UnicodeError):
        return host


def misleads(text: str, address: str) -> bool:
    """Tell whether a link's words name a site or address that it does not lead to."""
    named = _named_host(" ".join(text[:LONGEST].split()))
    if not named:
        return False
    host = host_of(address)
    return bool(host) and _site(named) != _site(host)


def lead_to_compose(address: str, write_to: WriteTo) -> str:
    """Turn `mailto:` into our own page for writing (RFC 6068)."""
    people, _mark, rest = address[len("mailto:") :].partition("?")
    fields = {
        name.lower(): value
        for name, value in parse_qsl(rest.replace("+", "%2B"), max_num_fields=20)
        if name.lower() in ("to", "cc", "bcc", "subject", "body")
    }
    to = ", ".join(filter(None, (unquote(people), fields.pop("to", ""))))
    begun = write_to(to[:LONGEST])
    return f"{begun}&{urlencode(fields)}" if fields else begun


def _named_host(text: str) -> str:
    for written in (_WRITTEN_URL.search(text), _WRITTEN_MAIL.fullmatch(text)):
        if written:
            return _as_ascii(written[1])
    whole = _WRITTEN_NAME.fullmatch(text)
    return _as_ascii(whole[0].partition("/")[0]) if whole else ""


def _as_ascii(host: str) -> str:
    name = host.strip(" .").lower()
    if name.isascii():
        return name
    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return name


def _site(host: str) -> str:
    """Give the part of a name that one owner has, as nearly as its form tells."""
    labels = host.split(".")
    is_country = len(labels) > 2 and len(labels[-1]) == 2
    deep = is_country and labels[-2] in _SITES_OF_COUNTRIES
    return ".".join(labels[-3 if deep else -2 :])
