"""The records that a domain of ours must have in the public DNS."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from mailbox.models import Domain
from mailsvc.diagnostics.dns_records import check_records, records_to_publish
from mailsvc.diagnostics.findings import Level
from tests.fakes.resolver import FakeResolver

HOST = "mail.linden.org"


@pytest.fixture
def domain(settings: Settings) -> Domain:
    settings.MAILSVC_HOSTNAME = HOST
    return Domain(
        name="linden.org",
        dkim_selector="mailsvc1",
        dkim_public="A" * 390,
    )


@pytest.fixture
def published(domain: Domain) -> FakeResolver:
    """Play a DNS in which everything is as it should be."""
    texts: dict[str, list[bytes]] = {}
    for record in records_to_publish(domain):
        if record.kind == "TXT":
            texts.setdefault(record.name, []).append(record.value.encode())
    return FakeResolver(
        hosts={"linden.org": [(10, HOST)]},
        ips={HOST: ["192.0.2.7", "2001:db8::7"]},
        texts=texts,
    )


def words_of(domain: Domain, resolver: FakeResolver) -> str:
    findings = check_records(domain, resolver)
    return "\n".join(f"{each.level}: {each.words} {each.cure}" for each in findings)


def test_what_is_published_is_well(domain: Domain, published: FakeResolver) -> None:
    findings = list(check_records(domain, published))

    assert {finding.level for finding in findings} == {Level.GOOD}
    assert len(findings) == 5


def test_what_is_missing_is_told_as_a_zone_file_has_it(domain: Domain) -> None:
    words = words_of(domain, FakeResolver())

    assert f"Publish: linden.org. IN MX 10 {HOST}." in words
    assert f"{HOST} has no address." in words
    assert f'Publish: linden.org. IN TXT "v=spf1 mx a:{HOST} -all"' in words


def test_a_long_key_is_written_as_strings_of_255_octets(domain: Domain) -> None:
    words = words_of(domain, FakeResolver())

    assert f'"v=DKIM1; k=rsa; p={"A" * 237}" "{"A" * 153}"' in words


def test_an_mx_of_another_host_is_not_ours(
    domain: Domain, published: FakeResolver
) -> None:
    published.hosts["linden.org"] = [(5, "mx.elsewhere.org")]

    assert "note: MX linden.org is not published." in words_of(domain, published)


def test_a_policy_of_ones_own_is_left_to_its_author(
    domain: Domain, published: FakeResolver
) -> None:
    published.texts["linden.org"] = [b"site-check=1", b"v=spf1 include:other.org ~all"]

    words = words_of(domain, published)

    assert "with words of its own: v=spf1 include:other.org ~all" in words
    assert "linden.org is not published" not in words


def test_another_dkim_key_is_not_ours(domain: Domain, published: FakeResolver) -> None:
    published.texts["mailsvc1._domainkey.linden.org"] = [b"v=DKIM1; p=BBBB"]

    assert "_domainkey.linden.org is not published." in words_of(domain, published)


def test_the_same_dkim_key_may_be_written_another_way(
    domain: Domain, published: FakeResolver
) -> None:
    text = f"v=DKIM1;t=s; p={'A' * 200} {'A' * 190}".encode()
    published.texts["mailsvc1._domainkey.linden.org"] = [text]

    assert "_domainkey.linden.org is published." in words_of(domain, published)


def test_a_silent_name_server_proves_nothing(
    domain: Domain, published: FakeResolver
) -> None:
    published.silent = {"linden.org", HOST}

    words = words_of(domain, published)

    assert "No name server answers for linden.org." in words
    assert "not published" not in words


def test_a_domain_for_trials_is_not_looked_up(domain: Domain) -> None:
    domain.name = "example.test"
    resolver = FakeResolver()

    words = words_of(domain, resolver)

    assert resolver.asked == []
    assert "example.test. IN MX 10" in words
