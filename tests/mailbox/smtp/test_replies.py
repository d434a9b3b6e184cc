from __future__ import annotations

import re

from django.utils import translation

from mailbox.errors import MailError, UnknownRecipient
from mailbox.smtp import replies
from mailbox.smtp.replies import Refused, Reply, reply_for


def test_a_reply_with_lines_is_a_reply_of_many_lines() -> None:
    assert Reply(250, "", "one\ntwo").to_bytes() == b"250-one\r\n250 two\r\n"
    assert Reply(550, "5.1.1", "a\nb").to_bytes() == b"550-5.1.1 a\r\n550 5.1.1 b\r\n"


def test_a_reply_cannot_be_broken_by_its_words() -> None:
    assert Reply(250, "2.0.0", "a\r\x00b 雪").to_bytes() == b"250 2.0.0 a?b ?\r\n"


def test_each_reply_has_a_status_of_its_class() -> None:
    named = {
        name: each for name, each in vars(replies).items() if isinstance(each, Reply)
    }
    for name, reply in named.items():
        if name != "SEND_DATA":
            assert re.fullmatch(r"[245]\.\d\.\d+", reply.status), name
            assert reply.status[0] == str(reply.code)[0], name
        assert reply.closes or not str(reply.code).endswith("21"), name


def test_errors_of_services_become_replies() -> None:
    for kind in MailError.__subclasses__():
        reply = reply_for(kind(detail="secret"))
        assert (reply.code, reply.status) == (kind.reply, kind.status)
        assert "secret" not in reply.text
        assert reply.status[0] == str(reply.code)[0]


def test_what_nobody_foresaw_is_temporary_and_says_nothing() -> None:
    assert reply_for(RuntimeError("secret")) == replies.LOCAL_TROUBLE
    assert reply_for(Refused(replies.BYE)) == replies.BYE


def test_replies_are_english_whoever_runs_the_service() -> None:
    with translation.override("zh-hans"):
        assert reply_for(UnknownRecipient()).text.isascii()
