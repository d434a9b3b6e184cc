"""What a delivery report says to its reader, in English and in Chinese.

A status code (RFC 3463) becomes a sentence that says what happened and what
can be done; codes nobody foresaw fall back to their subject, then to a general
sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class ReportWords:
    """All that a report says in one language."""

    failed_subject: str
    delayed_subject: str
    failed_opening: str
    delayed_opening: str
    subject_line: str
    sent_line: str
    failed_list: str
    delayed_list: str
    said: str
    until: str
    failed_closing: str
    delayed_closing: str
    unknown: str
    no_subject: str
    reasons: dict[str, str] = field(default_factory=dict)

    def explain(self, status: str) -> str:
        """Say in a sentence what a status code means."""
        _, _, detail = status.partition(".")
        subject = detail.partition(".")[0]
        return self.reasons.get(detail) or self.reasons.get(subject) or self.unknown


ENGLISH: Final = ReportWords(
    failed_subject="Not delivered: {subject}",
    delayed_subject="Not delivered yet: {subject}",
    failed_opening="Your message could not be delivered to the people named below.",
    delayed_opening=(
        "Your message has not reached the people named below yet. "
        "You need not do anything: we keep trying."
    ),
    subject_line="Subject: {subject}",
    sent_line="Sent: {moment}",
    failed_list="Not delivered to:",
    delayed_list="Still on its way to:",
    said="{host} said: {text}",
    until="We keep trying until {moment}.",
    failed_closing="It will not be tried again. Your message itself is in Sent.",
    delayed_closing="If it cannot be delivered in the end, you will be told.",
    unknown="The other side did not take the message.",
    no_subject="(no subject)",
    reasons={
        "1": "Something is wrong with the address.",
        "1.1": "There is no such mailbox there. Is the address spelt right?",
        "1.2": "There is no such domain. Is the part after the @ spelt right?",
        "1.3": "This is not a mail address.",
        "1.10": "This domain takes no mail.",
        "2": "The mailbox there takes no mail at the moment.",
        "2.1": "The mailbox there is closed.",
        "2.2": "The mailbox there is full.",
        "2.3": "The message is too large for the mailbox there.",
        "3": "The mail system there has a problem.",
        "3.4": "The message is too large for the other side.",
        "4": "The other side could not be reached.",
        "4.1": "The other side does not answer.",
        "4.3": "The name servers of the domain do not answer.",
        "4.4": "No host takes mail for this domain.",
        "4.6": "The message would go round in a circle.",
        "4.7": "It was tried for five days without success.",
        "5": "The two mail systems did not understand each other.",
        "6": "The other side could not handle the content of the message.",
        "6.7": "The other side takes no addresses in this script.",
        "7": "The other side refused the message by its rules.",
        "7.4": "The other side offers no encryption, and it is demanded here.",
        "7.5": "The encryption to the other side could not be trusted.",
    },
)

CHINESE: Final = ReportWords(
    failed_subject="未送达：{subject}",
    delayed_subject="尚未送达：{subject}",
    failed_opening="您的邮件未能送达以下收件人。",
    delayed_opening="您的邮件尚未送达以下收件人。您无需任何操作，系统会继续尝试。",
    subject_line="主题：{subject}",
    sent_line="发送时间：{moment}",
    failed_list="未送达：",
    delayed_list="仍在投递：",
    said="{host} 的答复：{text}",
    until="我们会一直尝试到 {moment}。",
    failed_closing="系统不会再次尝试。邮件原文保存在“已发送”中。",
    delayed_closing="如果最终无法送达，您会收到通知。",
    unknown="对方没有接收这封邮件。",
    no_subject="（无主题）",
    reasons={
        "1": "收件地址有问题。",
        "1.1": "对方没有这个邮箱。请检查地址是否写对。",
        "1.2": "没有这个域名。请检查 @ 后面的部分是否写对。",
        "1.3": "这不是一个邮件地址。",
        "1.10": "这个域名不接收邮件。",
        "2": "对方的邮箱目前不接收邮件。",
        "2.1": "对方的邮箱已停用。",
        "2.2": "对方的邮箱已满。",
        "2.3": "邮件太大，对方的邮箱放不下。",
        "3": "对方的邮件系统出现问题。",
        "3.4": "邮件太大，对方不接收。",
        "4": "无法连接对方。",
        "4.1": "对方没有应答。",
        "4.3": "对方的域名服务器没有应答。",
        "4.4": "没有服务器为这个域名接收邮件。",
        "4.6": "邮件会陷入循环。",
        "4.7": "已经尝试五天，仍未成功。",
        "5": "双方的邮件系统未能互相理解。",
        "6": "对方无法处理邮件的内容。",
        "6.7": "对方不支持这种文字的地址。",
        "7": "对方按其规则拒收了这封邮件。",
        "7.4": "这里要求加密，而对方不支持加密。",
        "7.5": "与对方的加密连接不可信。",
    },
)


def words_in(language: str) -> ReportWords:
    """Give the words of a language such as `en` or `zh-hans`; English if unknown."""
    return CHINESE if language.lower().startswith("zh") else ENGLISH
