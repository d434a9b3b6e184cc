"""A DNS that answers from two tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from mailbox.mailauth.resolver import NoSuchDomain, NullMx, TemporaryDnsFailure

T = TypeVar("T")


@dataclass
class FakeResolver:
    """Play a `Resolver`; a name in no table does not exist."""

    hosts: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    ips: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, list[bytes]] = field(default_factory=dict)
    null: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def mx(self, domain: str) -> list[tuple[int, str]]:
        if domain in self.null:
            raise NullMx(domain)
        if domain in self.ips and domain not in self.hosts:
            self.asked.append(domain)
            return []
        return self._look_up(domain, self.hosts)

    def addresses(self, host: str) -> list[str]:
        return self._look_up(host, self.ips)

    def txt(self, name: str) -> list[bytes]:
        return self._look_up(name, self.texts)

    def _look_up(self, name: str, table: dict[str, list[T]]) -> list[T]:
        self.asked.append(name)
        if name in self.silent:
            raise TemporaryDnsFailure(name)
        if name not in table:
            raise NoSuchDomain(name)
        return table[name]
