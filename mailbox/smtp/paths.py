"""Reads the arguments of MAIL and RCPT: paths and parameters (RFC 5321 §4.1.2).

A path is `<local-part@domain>`. At RCPT whatever asks us to pass mail on in an old
way is denied as relaying: source routes, `a%b@ours`, bang paths, a quoted `@`, a
path without a domain (save Postmaster). Which addresses are ours is not known here.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final

from mailbox.smtp import replies
from mailbox.smtp.replies import Refused, Reply

POSTMASTER: Final = "postmaster"
MOST_LOCAL_OCTETS: Final = 64
MOST_DOMAIN_OCTETS: Final = 255
MOST_PATH_OCTETS: Final = 256
MOST_REVERSE_PATH_OCTETS: Final = 320

_PATH: Final = re.compile(r' *<((?:[^<>"]|"(?:[^"\\]|\\.)*")*)>(?: +(.*))?')
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ATOMS: Final = re.compile(r"(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]|[^\x00-\x7f])+")
_LABEL: Final = re.compile(r"(?:[A-Za-z0-9_]|[^\x00-\x7f])(?:[\w-]*\w)?")
_PARAMETER: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)(?:=([^\x00-\x20=]+))?")
_SIZE: Final = re.compile(r"[0-9]{1,20}")
_RELAY_MARKS: Final = frozenset("%!@")


@dataclass(frozen=True, slots=True)
class MailFrom:
    """What MAIL said: the reverse-path, empty for `<>`, and what we know of SIZE."""

    address: str
    size_bytes: int | None = None
    is_utf8: bool = False


def parse_mail(argument: str, *, parameters: frozenset[str]) -> MailFrom:
    """Read `FROM:<reverse-path> parameters`.

    Args:
        argument: What follows MAIL.
        parameters: Those offered after EHLO, of SIZE, BODY, SMTPUTF8 and AUTH.

    Raises:
        Refused: With the reply that is due.
    """
    path, given = _split_argument(argument, "FROM:", replies.BAD_SENDER, parameters)
    is_utf8 = "SMTPUTF8" in given
    if given.get("BODY", "7BIT").upper() not in ("7BIT", "8BITMIME"):
        raise Refused(replies.BAD_PARAMETER)
    if given.get("SMTPUTF8"):
        raise Refused(replies.BAD_PARAMETER)
    size = given.get("SIZE")
    if size is not None and not _SIZE.fullmatch(size):
        raise Refused(replies.BAD_PARAMETER)
    address = _parse_reverse_path(path, is_utf8=is_utf8)
    return MailFrom(address, None if size is None else int(size), is_utf8)


def parse_recipient(argument: str, *, is_utf8: bool) -> str:
    """Read `TO:<forward-path>` for a door that never relays.

    Returns:
        `local-part@domain`, quotes removed where they are not needed, or
        `postmaster` alone (RFC 5321 §4.5.1).

    Raises:
        Refused: With the reply that is due.
    """
    path = _parse_forward_path(argument, is_utf8=is_utf8)
    if path.lower() == POSTMASTER:
        return POSTMASTER
    if path.startswith("@"):
        raise Refused(replies.RELAY_DENIED)
    local, domain = _split_mailbox(path, replies.BAD_RECIPIENT)
    if not domain or "@" in domain or _RELAY_MARKS & set(local):
        raise Refused(replies.RELAY_DENIED)
    return _checked(local, domain, replies.BAD_RECIPIENT)


def parse_destination(argument: str, *, is_utf8: bool, our_domain: str) -> str:
    """Read `TO:<forward-path>` of somebody who has signed in, to any domain.

    Raises:
        Refused: With the reply that is due.
    """
    path = _parse_forward_path(argument, is_utf8=is_utf8)
    if path.lower() == POSTMASTER:
        return f"{POSTMASTER}@{our_domain}"
    local, domain = _split_mailbox(path, replies.BAD_RECIPIENT)
    return _checked(local, domain, replies.BAD_RECIPIENT)


def _parse_forward_path(argument: str, *, is_utf8: bool) -> str:
    path, _ = _split_argument(argument, "TO:", replies.BAD_RECIPIENT, frozenset())
    if len(path.encode()) > MOST_PATH_OCTETS - 2:
        raise Refused(replies.PATH_TOO_LONG)
    if not path.isascii() and not is_utf8:
        raise Refused(replies.NEEDS_UTF8)
    return path


def _parse_reverse_path(path: str, *, is_utf8: bool) -> str:
    """Check a reverse-path; a source route is dropped (RFC 5321 appendix C).

    Dots may stand anywhere in the local part: some carriers gave out such
    addresses, and it is not ours to judge them.
    """
    if not path:
        return ""
    if len(path.encode()) > MOST_REVERSE_PATH_OCTETS:
        raise Refused(replies.BAD_SENDER.saying("Address too long"))
    if not path.isascii() and not is_utf8:
        raise Refused(replies.NEEDS_UTF8)
    if path.startswith("@"):
        path = path.partition(":")[2]
    local, domain = _split_mailbox(path, replies.BAD_SENDER)
    _check_local(local, replies.BAD_SENDER)
    _check_domain(domain, replies.BAD_SENDER)
    return f"{_written(local)}@{domain}"


def _split_argument(
    argument: str, keyword: str, malformed: Reply, offered: frozenset[str]
) -> tuple[str, dict[str, str]]:
    """Part `FROM:<path> A B=c` into the path and its parameters."""
    if argument[: len(keyword)].upper() != keyword:
        raise Refused(replies.BAD_ARGUMENTS)
    match = _PATH.fullmatch(argument[len(keyword) :].rstrip(" "))
    if match is None or not match[1].isprintable():
        raise Refused(malformed)
    return match[1], _parse_parameters(match[2] or "", offered)


def _parse_parameters(text: str, offered: frozenset[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for word in text.split():
        match = _PARAMETER.fullmatch(word)
        if match is None:
            raise Refused(replies.BAD_PARAMETER)
        name = match[1].upper()
        if name not in offered:
            raise Refused(replies.UNKNOWN_PARAMETER)
        if name in given:
            raise Refused(replies.BAD_PARAMETER)
        given[name] = match[2] or ""
    return given


def _split_mailbox(text: str, malformed: Reply) -> tuple[str, str]:
    """Part an address at the first `@` outside quotes; unquote the local part."""
    quoted = _QUOTED.match(text)
    if quoted is None:
        local, _, domain = text.partition("@")
        if not _ATOMS.fullmatch(local):
            raise Refused(malformed)
        return local, domain
    rest = text[quoted.end() :]
    if not quoted[1] or (rest and not rest.startswith("@")):
        raise Refused(malformed)
    return re.sub(r"\\(.)", r"\1", quoted[1]), rest[1:]


def _checked(local: str, domain: str, malformed: Reply) -> str:
    """Check both halves of a forward-path and put them together again."""
    if (
        len(local.encode()) > MOST_LOCAL_OCTETS
        or len(domain.encode()) > MOST_DOMAIN_OCTETS
    ):
        raise Refused(replies.PATH_TOO_LONG)
    _check_local(local, malformed)
    _check_domain(domain, malformed)
    if _ATOMS.fullmatch(local) and not all(local.split(".")):
        raise Refused(malformed)
    return f"{_written(local)}@{domain}"


def _check_local(local: str, malformed: Reply) -> None:
    if not local.isprintable():
        raise Refused(malformed)


def _check_domain(domain: str, malformed: Reply) -> None:
    """Check a domain name or an address literal (RFC 5321 §4.1.3)."""
    if domain.startswith("[") and domain.endswith("]"):
        _check_literal(domain[1:-1], malformed)
        return
    for label in domain.split("."):
        if len(label) > 63 or not _LABEL.fullmatch(label):
            raise Refused(malformed)


def _check_literal(literal: str, malformed: Reply) -> None:
    try:
        if literal[:5].upper() == "IPV6:":
            ipaddress.IPv6Address(literal[5:])
        else:
            ipaddress.IPv4Address(literal)
    except ValueError as error:
        raise Refused(malformed) from error


def _written(local: str) -> str:
    """Write a local part with quotes only if it needs them (RFC 5321 §4.1.2)."""
    if _ATOMS.fullmatch(local):
        return local
    escaped = local.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
