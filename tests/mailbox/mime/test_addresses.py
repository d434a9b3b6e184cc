"""Addresses are read however they were written, and checked where it matters."""

from __future__ import annotations

import pytest

from mailbox.mime import limits
from mailbox.mime.addresses import (
    Address,
    NamedAddress,
    format_address_list,
    normalise,
    parse_address_list,
    parse_mailbox_address,
)

ANN = NamedAddress("Ann Lee", "ann@example.test")


@pytest.mark.parametrize(
    ("header", "people"),
    [
        (b"ann@example.test", [("", "ann@example.test")]),
        (b"<ann@example.test>", [("", "ann@example.test")]),
        (b"Ann Lee <ann@example.test>", [("Ann Lee", "ann@example.test")]),
        (b'"Lee, Ann" <ann@example.test>', [("Lee, Ann", "ann@example.test")]),
        (b'"Ann \\"A\\" Lee" <a@b.c>', [('Ann "A" Lee', "a@b.c")]),
        (b"Ann Lee<ann@example.test>", [("Ann Lee", "ann@example.test")]),
        (b"a@b.c (Ann Lee)", [("Ann Lee", "a@b.c")]),
        (b"Ann (the (real) one) Lee <a@b.c>", [("Ann  Lee", "a@b.c")]),
        (b"Ann :( <a@b.c>", [("(", "a@b.c")]),
        (b"a@b.c, d@e.f", [("", "a@b.c"), ("", "d@e.f")]),
        (b"a@b.c; d@e.f;", [("", "a@b.c"), ("", "d@e.f")]),
        (b",, a@b.c,,", [("", "a@b.c")]),
        (b"a@b.c,\r\n\tBen <d@e.f>", [("", "a@b.c"), ("Ben", "d@e.f")]),
        (b"undisclosed-recipients:;", []),
        (b"Team: a@b.c, Ben <d@e.f>;", [("", "a@b.c"), ("Ben", "d@e.f")]),
        (b"Team: a@b.c;, d@e.f", [("", "a@b.c"), ("", "d@e.f")]),
        (b"<@relay.test,@b.test:ann@example.test>", [("", "ann@example.test")]),
        (b"ann @ example . test", [("", "ann@example.test")]),
        (b'"ann lee"@example.test', [("", '"ann lee"@example.test')]),
        (b"ann@[192.0.2.1]", [("", "ann@[192.0.2.1]")]),
        (b"ann@[IPv6:2001:db8::1]", [("", "ann@[IPv6:2001:db8::1]")]),
        (b"MAILER-DAEMON", [("", "MAILER-DAEMON")]),
        (b"Mail Delivery System", [("Mail Delivery System", "")]),
        (b"Mail System <>", [("Mail System", "")]),
        (b"'Ann Lee' <a@b.c>", [("Ann Lee", "a@b.c")]),
        (b"Ann Lee <a@b.c", [("Ann Lee", "a@b.c")]),
        (b'"Ann Lee <a@b.c>', [("Ann Lee <a@b.c>", "")]),
        (b"Ann a@b.c", [("Ann", "a@b.c")]),
        (b"", []),
        (b" \r\n ", []),
        (b"=?gbk?B?1cXI/Q==?= <a@b.c>", [("张三", "a@b.c")]),
        (b'"=?gbk?B?1cXI/Q==?=" <a@b.c>', [("张三", "a@b.c")]),
        (b"=?utf-8?Q?Lee=2C_Ann?= <a@b.c>", [("Lee, Ann", "a@b.c")]),
        ("张三 <a@b.c>".encode(), [("张三", "a@b.c")]),
        ('"王芳" <a@b.c>'.encode("gbk"), [("王芳", "a@b.c")]),
        ("张三 <张三@例子.中国>".encode(), [("张三", "张三@例子.中国")]),
    ],
)
def test_list_in_a_field_is_read(header: bytes, people: list[tuple[str, str]]) -> None:
    found = parse_address_list(header)

    assert [(" ".join(each.name.split()), each.address) for each in found] == [
        (" ".join(name.split()), address) for name, address in people
    ]


def test_encoded_text_never_becomes_an_address() -> None:
    header = b"=?utf-8?Q?Bank_<boss=40bank.test>,?= <thief@evil.test>"

    assert parse_address_list(header) == [
        NamedAddress("Bank <boss@bank.test>,", "thief@evil.test")
    ]


def test_name_cannot_turn_the_direction_of_writing() -> None:
    found = parse_address_list("\u202egnp.nnA\u202c <a@b.c>")

    assert found[0].name == "gnp.nnA"


def test_raw_name_is_read_by_the_hint() -> None:
    found = parse_address_list("功能 <a@b.c>".encode("big5"), "big5")

    assert found[0].name == "功能"


def test_list_is_read_up_to_its_limit() -> None:
    header = b",".join(b"a%d@b.c" % number for number in range(5_000))

    found = parse_address_list(header)

    assert len(found) == limits.ADDRESSES
    assert found[-1].address == f"a{limits.ADDRESSES - 1}@b.c"


def test_field_that_is_too_long_is_cut_between_addresses() -> None:
    header = b",".join(b"%03d%s@b.c" % (n, b"x" * 600) for n in range(400))

    found = parse_address_list(header)

    assert {len(person.address) for person in found} == {607}


def test_address_that_is_too_long_is_dropped_and_not_cut() -> None:
    assert parse_address_list(b"Ann <a@%s.test>" % (b"b" * 1_000)) == [
        NamedAddress("Ann", "")
    ]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ann@example.test", Address("ann", "example.test")),
        (" Ann.Lee@Example.TEST ", Address("Ann.Lee", "example.test")),
        ("a+b@c.d", Address("a+b", "c.d")),
        ('"ann lee"@c.d', Address('"ann lee"', "c.d")),
        ("ann@localhost", Address("ann", "localhost")),
        ("ann@例子.中国", Address("ann", "xn--fsqu00a.xn--fiqs8s")),
        ("ann@bücher.test", Address("ann", "xn--bcher-kva.test")),
        ("张三@example.test", Address("张三", "example.test")),
        ("ann@[192.0.2.1]", Address("ann", "[192.0.2.1]")),
        ("ann@[ipv6:2001:DB8::1]", Address("ann", "[IPv6:2001:db8::1]")),
    ],
)
def test_good_address_is_accepted(text: str, address: Address) -> None:
    assert parse_mailbox_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ann",
        "@example.test",
        "ann@",
        "ann@example..test",
        "ann@-example.test",
        "ann@exa_mple.test",
        "ann@example.test.",
        ".ann@example.test",
        "ann.@example.test",
        "a..b@example.test",
        "ann lee@example.test",
        "ann@exam ple.test",
        "ann@b@c.test",
        "<ann@example.test>",
        "Ann <ann@example.test>",
        "ann@example.test\r\nRCPT TO:<ben@example.test>",
        "ann\r\n@example.test",
        '"ann\r\nx"@example.test',
        "ann\0@example.test",
        "ann@[192.0.2]",
        "ann@[192.0.2.1",
        "ann@[]",
        "ann@xn--\u00fc.test",
        f"{'a' * 65}@example.test",
        f"{'张' * 22}@example.test",
        f"ann@{'a' * 64}.test",
        f"ann@{'a.' * 130}test",
    ],
)
def test_bad_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_mailbox_address(text)


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("Ann@Example.TEST", "ann@example.test"),
        (" ann@例子.中国 ", "ann@xn--fsqu00a.xn--fiqs8s"),
        ("ANN@XN--FSQU00A.xn--fiqs8s", "ann@xn--fsqu00a.xn--fiqs8s"),
        ("e\u0301@b.c", "é@b.c"),
        ("postmaster", "postmaster"),
        ("a@b..c", "a@b..c"),
        ("", ""),
    ],
)
def test_equal_addresses_are_written_alike(given: str, normal: str) -> None:
    assert normalise(given) == normal


def test_list_for_a_form_reads_back() -> None:
    people = [
        ANN,
        NamedAddress("Lee, Ben", "ben@example.test"),
        NamedAddress('Cleo "C"', "cleo@example.test"),
        NamedAddress("", "olga@example.test"),
        NamedAddress("王芳（人事）", "fang@example.test"),
    ]

    assert parse_address_list(format_address_list(people)) == people
