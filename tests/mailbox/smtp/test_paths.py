from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.smtp.paths import (
    MailFrom,
    parse_destination,
    parse_mail,
    parse_recipient,
)
from mailbox.smtp.replies import Refused

OFFERED = frozenset({"SIZE", "BODY", "SMTPUTF8"})


def refusal_of_recipient(argument: str) -> tuple[int, str]:
    with pytest.raises(Refused) as caught:
        parse_recipient(argument, is_utf8=False)
    return caught.value.reply.code, caught.value.reply.status


def refusal_of_mail(argument: str) -> tuple[int, str]:
    with pytest.raises(Refused) as caught:
        parse_mail(argument, parameters=OFFERED)
    return caught.value.reply.code, caught.value.reply.status


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("<ann@ours.test>", "ann@ours.test"),
        (" <ann@ours.test> ", "ann@ours.test"),
        ("<Ann+list@OURS.test>", "Ann+list@OURS.test"),
        ('<"ann"@ours.test>', "ann@ours.test"),
        ('<"a\\nn"@ours.test>', "ann@ours.test"),
        ('<"ann lee"@ours.test>', '"ann lee"@ours.test'),
        ('<"a>b"@ours.test>', '"a>b"@ours.test'),
        ('<"say \\"hi\\""@ours.test>', '"say \\"hi\\""@ours.test'),
        ("<ann@[127.0.0.1]>", "ann@[127.0.0.1]"),
        ("<ann@[IPv6:2001:db8::1]>", "ann@[IPv6:2001:db8::1]"),
        ("<Postmaster>", "postmaster"),
        ("<{curly}/slash=x@ours.test>", "{curly}/slash=x@ours.test"),
    ],
)
def test_a_forward_path_is_read(path: str, address: str) -> None:
    assert parse_recipient(f"TO:{path}", is_utf8=False) == address
    assert parse_recipient(f"to:{path}", is_utf8=False) == address


@pytest.mark.parametrize(
    "path",
    [
        "<ben%far.test@ours.test>",
        "<@ours.test:ben@far.test>",
        "<@ours.test,@b.test:ben@far.test>",
        '<"ben@far.test"@ours.test>',
        '<"ben%far.test"@ours.test>',
        "<ben@far.test@ours.test>",
        "<far.test!ben@ours.test>",
        "<far.test!ben>",
        "<ben>",
        '<"ben@far.test">',
    ],
)
def test_old_ways_to_relay_are_denied(path: str) -> None:
    assert refusal_of_recipient(f"TO:{path}") == (550, "5.7.1")


@pytest.mark.parametrize(
    "path",
    [
        "<>",
        "ann@ours.test",
        "<ann@ours.test",
        "ann@ours.test>",
        "<ann@ours.test>x",
        "<.ann@ours.test>",
        "<ann.@ours.test>",
        "<an..n@ours.test>",
        "<ann@ours..test>",
        "<ann@ours.test.>",
        "<ann@-ours.test>",
        "<ann@[300.1.1.1]>",
        "<ann@[IPv6:xyz]>",
        "<ann lee@ours.test>",
        '<"ann@ours.test>',
        '<""@ours.test>',
        '<"ann"lee@ours.test>',
        '<an"n"@ours.test>',
        "<ann(comment)@ours.test>",
        "<ann@ours.test\t>",
        "<a\x00nn@ours.test>",
        "<ann\x7f@ours.test>",
        "<<ann@ours.test>>",
        "<ann@" + "x" * 64 + ".test>",
    ],
)
def test_a_malformed_forward_path_is_refused(path: str) -> None:
    assert refusal_of_recipient(f"TO:{path}") == (501, "5.1.3")


@pytest.mark.parametrize(
    "path",
    [
        f"<{'x' * 65}@ours.test>",
        f"<ann@{'.'.join(['x' * 60] * 5)}>",
        f"<{'x' * 60}@{'.'.join(['x' * 60] * 4)}.test>",
    ],
)
def test_an_address_that_is_too_long_is_refused(path: str) -> None:
    assert refusal_of_recipient(f"TO:{path}") == (501, "5.1.3")


def test_rcpt_takes_no_parameters() -> None:
    code = refusal_of_recipient("TO:<ann@ours.test> NOTIFY=NEVER")
    assert code == (555, "5.5.4")


def test_a_keyword_that_is_missing_is_an_argument_error() -> None:
    assert refusal_of_recipient("FROM:<ann@ours.test>") == (501, "5.5.4")
    assert refusal_of_mail("<ann@ours.test>") == (501, "5.5.4")
    assert refusal_of_mail("") == (501, "5.5.4")


def test_an_address_in_chinese_needs_smtputf8() -> None:
    assert refusal_of_recipient("TO:<冰@ours.test>") == (553, "5.6.7")
    assert refusal_of_mail("FROM:<冰@far.test>") == (553, "5.6.7")

    assert parse_recipient("TO:<冰@ours.test>", is_utf8=True) == "冰@ours.test"
    mail = parse_mail("FROM:<冰@远.test> SMTPUTF8", parameters=OFFERED)
    assert mail == MailFrom("冰@远.test", None, is_utf8=True)


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("FROM:<>", MailFrom("")),
        ("FROM: <>", MailFrom("")),
        ("from:<a@far.test> size=12", MailFrom("a@far.test", 12)),
        ("FROM:<a@far.test> BODY=8BITMIME SIZE=0", MailFrom("a@far.test", 0)),
        ("FROM:<a@far.test> BODY=7bit", MailFrom("a@far.test")),
        ("FROM:<a..b.@far.test>", MailFrom("a..b.@far.test")),
        ("FROM:<@x.test,@y.test:a@far.test>", MailFrom("a@far.test")),
        ("FROM:<a%b!c@far.test>", MailFrom("a%b!c@far.test")),
        (f"FROM:<{'v' * 100}@far.test>", MailFrom(f"{'v' * 100}@far.test")),
        ("FROM:<a@under_score.far.test>", MailFrom("a@under_score.far.test")),
    ],
)
def test_mail_from_is_read(argument: str, expected: MailFrom) -> None:
    assert parse_mail(argument, parameters=OFFERED) == expected


@pytest.mark.parametrize(
    ("argument", "reply"),
    [
        ("FROM:<a@far.test> SIZE=many", (501, "5.5.4")),
        ("FROM:<a@far.test> SIZE", (501, "5.5.4")),
        ("FROM:<a@far.test> SIZE=-1", (501, "5.5.4")),
        ("FROM:<a@far.test> SIZE=" + "9" * 21, (501, "5.5.4")),
        ("FROM:<a@far.test> SIZE=1 SIZE=1", (501, "5.5.4")),
        ("FROM:<a@far.test> BODY=BINARYMIME", (501, "5.5.4")),
        ("FROM:<a@far.test> SMTPUTF8=yes", (501, "5.5.4")),
        ("FROM:<a@far.test> =x", (501, "5.5.4")),
        ("FROM:<a@far.test> RET=HDRS", (555, "5.5.4")),
        ("FROM:<a@far.test> AUTH=<>", (555, "5.5.4")),
        ("FROM:<a@far.test> X", (555, "5.5.4")),
        ("FROM:<a@b@far.test>", (501, "5.1.7")),
        ("FROM:<a>", (501, "5.1.7")),
        ("FROM:a@far.test", (501, "5.1.7")),
        (f"FROM:<{'x' * 400}@far.test>", (501, "5.1.7")),
    ],
)
def test_a_wrong_mail_from_is_refused(argument: str, reply: tuple[int, str]) -> None:
    assert refusal_of_mail(argument) == reply


def test_who_has_signed_in_may_write_to_any_domain() -> None:
    read = parse_destination("TO:<x%y@far.test>", is_utf8=False, our_domain="ours.test")
    assert read == "x%y@far.test"
    read = parse_destination("TO:<postmaster>", is_utf8=False, our_domain="ours.test")
    assert read == "postmaster@ours.test"
    with pytest.raises(Refused, match=r"501 5\.1\.3"):
        parse_destination("TO:<a@b@c>", is_utf8=False, our_domain="ours.test")


@given(text=st.text(max_size=80) | st.text('<>@"\\ .:[]a%!=é', max_size=40))
def test_any_argument_is_read_or_refused(text: str) -> None:
    for argument in (text, f"TO:{text}", f"FROM:<{text}>", f"TO:<{text}>"):
        try:
            address = parse_recipient(argument, is_utf8=True)
        except Refused:
            pass
        else:
            assert address == "postmaster" or address.isprintable()
            assert not set("%!") & set(address.rpartition("@")[0])
        try:
            assert parse_mail(argument, parameters=OFFERED).address.isprintable()
        except Refused:
            pass
