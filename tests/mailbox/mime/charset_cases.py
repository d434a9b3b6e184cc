"""What real clients send in each charset, and what it says.

Each case is one way in which a subject, a file name or a body came out wrong in
some mail reader: a label that is too narrow, a character cut in two, raw bytes.
"""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Case:
    """Bytes as they come, and the text they mean."""

    name: str
    data: bytes
    text: str


CHINESE: Final = "关于召开会议的通知"
RARE: Final = "朱镕基与喆㙍"
TAIWAN: Final = "測試郵件會議紀錄"
JAPANESE: Final = "会議のお知らせです"
KOREAN: Final = "안녕하세요 여러분"
RUSSIAN: Final = "Привет, как дела"
FRENCH: Final = "Réunion à l’été – « déjà »"


def b_word(charset: str, data: bytes) -> bytes:
    """Write an encoded word in base64."""
    coded = binascii.b2a_base64(data, newline=False)
    return b"=?" + charset.encode() + b"?B?" + coded + b"?="


def q_word(charset: str, data: bytes) -> bytes:
    """Write an encoded word in Q."""
    coded = "".join(f"={octet:02X}" for octet in data)
    return f"=?{charset}?Q?{coded}?=".encode()


def _words(label: str, codec: str, text: str) -> list[Case]:
    data = text.encode(codec)
    return [
        Case(f"B word labelled {label}", b_word(label, data), text),
        Case(f"Q word labelled {label}", q_word(label, data), text),
    ]


def _split(label: str, codec: str, text: str, at: int) -> list[Case]:
    """Cut the bytes within a character, as clients that count octets do."""
    data = text.encode(codec)
    joined = [
        (b"folded", b"\r\n "),
        (b"spaced", b" "),
        (b"touching", b""),
    ]
    return [
        Case(
            f"{label} cut within a character, {how.decode()}",
            b_word(label, data[:at]) + gap + q_word(label, data[at:]),
            text,
        )
        for how, gap in joined
    ]


SUBJECTS: Final = (
    *_words("gb2312", "gb18030", CHINESE),
    *_words("gb2312", "gb18030", RARE),
    *_words("GBK", "gb18030", RARE),
    *_words("x-gbk", "gb18030", CHINESE),
    *_words("gb18030", "gb18030", RARE),
    *_words("cp936", "gb18030", CHINESE),
    *_words("hz-gb-2312", "hz", CHINESE),
    *_words("big5", "cp950", TAIWAN),
    *_words("Big5-HKSCS", "big5hkscs", TAIWAN),
    *_words("iso-2022-jp", "iso2022_jp", JAPANESE),
    *_words("shift_jis", "cp932", "①会議㈱のお知らせ"),
    *_words("x-sjis", "cp932", JAPANESE),
    *_words("euc-jp", "euc_jp", JAPANESE),
    *_words("euc-kr", "cp949", KOREAN + "똠"),
    *_words("ks_c_5601-1987", "cp949", KOREAN),
    *_words("iso-2022-kr", "iso2022_kr", KOREAN),
    *_words("koi8-r", "koi8-r", RUSSIAN),
    *_words("windows-1251", "cp1251", RUSSIAN),
    *_words("iso-8859-5", "iso8859-5", RUSSIAN),
    *_words("iso-8859-1", "cp1252", FRENCH),
    *_words("iso-8859-15", "iso8859-15", "prix en €"),
    *_words("windows-1252", "cp1252", FRENCH),
    *_words("iso-8859-9", "cp1254", "ığüşöç"),
    *_words("tis-620", "cp874", "สวัสดี"),
    *_words("utf-8", "utf-8", CHINESE),
    *_words("UTF8", "utf-8", CHINESE),
    *_words("utf-8*zh", "utf-8", CHINESE),
    *_words("utf-7", "utf-7", CHINESE),
    *_words("utf-16be", "utf-16-be", CHINESE),
    *_words("unknown-8bit", "utf-8", CHINESE),
    *_words("x-unknown", "gb18030", CHINESE),
    *_words("us-ascii", "utf-8", CHINESE),
    *_words("iso-8859-1", "utf-8", CHINESE),
    *_words("gb2312", "utf-8", CHINESE),
    *_words("utf-8", "gb18030", CHINESE),
    *_split("utf-8", "utf-8", CHINESE, 7),
    *_split("gb2312", "gb18030", CHINESE, 5),
    *_split("big5", "cp950", TAIWAN, 3),
    *_split("shift_jis", "cp932", JAPANESE, 5),
    *_split("euc-kr", "cp949", "안녕하세요", 3),
    Case(
        "iso-2022-jp with NEC's own characters",
        b_word("iso-2022-jp", b"\x1b$B-!2q5D\x1b(B"),
        "①会議",
    ),
    Case(
        "iso-2022-jp words, each with its own escapes",
        b_word("iso-2022-jp", "会議".encode("iso2022_jp"))
        + b"\r\n "
        + b_word("iso-2022-jp", "資料".encode("iso2022_jp")),
        "会議資料",
    ),
    Case(
        "base64 cut off the beat",
        b"=?utf-8?B?5Lya6K?=\r\n =?utf-8?B?6u?=",
        "会议",
    ),
    Case("base64 without padding", b"=?utf-8?B?5Lya6K6uIQ?=", "会议!"),
    Case(
        "words in two charsets side by side",
        b_word("gb2312", "会议".encode("gb18030")) + b" " + b_word("big5", b"\xb7|"),
        "会议會",
    ),
    Case("word between plain words", b"Re: =?gbk?B?u+HS6Q==?= (draft)", "Re: 会议 (draft)"),
    Case("word in quotes", b'"=?gbk?B?u+HS6Q==?="', '"会议"'),
    Case("word glued to text", b"a=?gbk?B?u+HS6Q==?=b", "a会议b"),
    Case("Q word with spaces in it", b"=?utf-8?Q?hello there world?=", "hello there world"),
    Case("Q word with a question mark in it", b"=?utf-8?Q?what?_yes?=", "what? yes"),
    Case("Q word with lower-case escapes", b"=?utf-8?q?=e4=bc=9a?=", "会"),
    Case("Q word with a stray equals sign", b"=?utf-8?Q?a=3Db=zz?=", "a=b=zz"),
    Case("empty word", b"=?utf-8?Q??=", ""),
    Case("word that never ends", b"=?utf-8?B?5Lya", "=?utf-8?B?5Lya"),
    Case("word of an unknown method", b"=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
    Case("raw utf-8", CHINESE.encode(), CHINESE),
    Case("raw gbk", CHINESE.encode("gbk"), CHINESE),
    Case("raw gbk, traditional", "會議通知".encode("gbk"), "會議通知"),
    Case("raw shift_jis without kana", "会議通知".encode("cp932"), "会議通知"),
    Case("raw latin, a curly quote before a letter", "Don’t".encode("cp1252"), "Don’t"),
    Case("raw big5", TAIWAN.encode("big5"), TAIWAN),
    Case("raw euc-kr", "안녕하세요 여러분 반갑습니다".encode("euc-kr"), "안녕하세요 여러분 반갑습니다"),
    Case("raw shift_jis", JAPANESE.encode("shift_jis"), JAPANESE),
    Case("raw euc-jp", JAPANESE.encode("euc_jp"), JAPANESE),
    Case("raw iso-2022-jp", JAPANESE.encode("iso2022_jp"), JAPANESE),
    Case("raw koi8-r", "Привет, как твои дела".encode("koi8-r"), "Привет, как твои дела"),
    Case("raw windows-1251", RUSSIAN.encode("cp1251"), RUSSIAN),
    Case("raw latin", "Größe, déjà vu".encode("cp1252"), "Größe, déjà vu"),
    Case("raw utf-8, folded", b"\xe4\xbc\x9a\r\n\t\xe8\xae\xae", "会 议"),
    Case("raw koi8-r word, told by the body", b"\xd0\xd2\xc9\xd7\xc5\xd4\r\n"
         b"Content-Type: text/plain; charset=koi8-r", "привет"),
    Case("raw shift_jis word, told by the body", "表示".encode("cp932") + b"\r\n"
         b"Content-Type: text/plain; charset=shift_jis", "表示"),
    Case("raw big5 word, told by the body", "功能".encode("big5") + b"\r\n"
         b"Content-Type: text/plain; charset=big5", "功能"),
)  # fmt: skip


def _disposition(parameter: bytes) -> bytes:
    return b"Content-Disposition: attachment; " + parameter


def _percent(text: str, codec: str) -> bytes:
    return quote(text.encode(codec)).encode()


FILENAMES: Final = (
    Case("plain", _disposition(b"filename=report.pdf"), "report.pdf"),
    Case("quoted", _disposition(b'filename="my report.pdf"'), "my report.pdf"),
    Case("spaces without quotes", _disposition(b"filename=my report.pdf"), "my report.pdf"),
    Case("escaped quote", _disposition(b'filename="a\\"b.txt"'), 'a"b.txt'),
    Case("a whole Windows path", _disposition(b'filename="C:\\docs\\new.txt"'), "new.txt"),
    Case("a path out of the folder", _disposition(b'filename="../../etc/passwd"'), "passwd"),
    Case("a semicolon in quotes", _disposition(b'filename="a;b.txt"; size=3'), "a;b.txt"),
    Case("quotes never closed", _disposition(b'filename="open.txt'), "open.txt"),
    Case("a name turned round", _disposition(b"filename*=utf-8''%E2%80%AEfdp.exe"), "fdp.exe"),
    Case("controls", _disposition(b'filename="a\x00b\x07.txt"'), "a b .txt"),
    Case("encoded word in quotes", _disposition(b'filename="' + b_word("gb2312", "报告.doc".encode("gbk")) + b'"'), "报告.doc"),
    Case("encoded words, folded in quotes", _disposition(b'filename="' + b_word("utf-8", "季度".encode()) + b"\r\n " + b_word("utf-8", "报告.doc".encode()) + b'"'), "季度报告.doc"),
    Case("encoded word without quotes", _disposition(b"filename=" + b_word("big5", "報告.doc".encode("big5"))), "報告.doc"),
    Case("RFC 2231", _disposition(b"filename*=utf-8''" + _percent("报告.doc", "utf-8")), "报告.doc"),
    Case("RFC 2231 with a language", _disposition(b"filename*=utf-8'zh-cn'" + _percent("报告.doc", "utf-8")), "报告.doc"),
    Case("RFC 2231 in gb2312", _disposition(b"filename*=gb2312''" + _percent("朱镕基.doc", "gbk")), "朱镕基.doc"),
    Case("RFC 2231 in quotes", _disposition(b"filename*=\"utf-8''" + _percent("报告.doc", "utf-8") + b'"'), "报告.doc"),
    Case("RFC 2231 in pieces", _disposition(b"filename*0*=utf-8''" + _percent("季度", "utf-8") + b";\r\n filename*1*=" + _percent("报告", "utf-8") + b";\r\n filename*2=.doc"), "季度报告.doc"),
    Case("RFC 2231, pieces out of order", _disposition(b"filename*1*=" + _percent("报告.doc", "utf-8") + b";\r\n filename*0*=utf-8''" + _percent("季度", "utf-8")), "季度报告.doc"),
    Case("RFC 2231, cut within a character", _disposition(b"filename*0*=utf-8''%E6%8A;\r\n filename*1*=%A5.doc"), "报.doc"),
    Case("RFC 2231, plain pieces", _disposition(b'filename*0="long-"; filename*1="name.txt"'), "long-name.txt"),
    Case("RFC 2231, pieces of an encoded word", _disposition(b'filename*0="=?utf-8?B?5oql"; filename*1="5ZGKLmRvYw==?="'), "报告.doc"),
    Case("RFC 2231 without a charset", _disposition(b"filename*=''" + _percent("报告.doc", "utf-8")), "报告.doc"),
    Case("RFC 2231 with a wrong charset", _disposition(b"filename*=us-ascii''" + _percent("报告.doc", "utf-8")), "报告.doc"),
    Case("RFC 2231 beside an older form", _disposition(b'filename="????.doc"; filename*=utf-8\'\'' + _percent("报告.doc", "utf-8")), "报告.doc"),
    Case("raw utf-8", _disposition('filename="报告.doc"'.encode()), "报告.doc"),
    Case("raw gbk", _disposition('filename="年度总结报告.doc"'.encode("gbk")), "年度总结报告.doc"),
    Case("raw shift_jis, its second octet a backslash", _disposition('filename="予算表.xls"'.encode("cp932")), "予算表.xls"),
    Case("raw shift_jis, ended by such a backslash", _disposition('filename="機能一覧表"; size=3'.encode("cp932")), "機能一覧表"),
    Case("raw shift_jis without quotes", _disposition("filename=表紙.pdf".encode("cp932")), "表紙.pdf"),
    Case("raw shift_jis of one character, told by its kin", b"Content-Type: text/plain; charset=iso-2022-jp\r\n" + _disposition('filename="表"'.encode("cp932")), "表"),
    Case("raw big5, its second octet a backslash", _disposition('filename="許功蓋.doc"'.encode("big5")), "許功蓋.doc"),
    Case("raw gbk in traditional characters", _disposition('filename="會計報告.doc"'.encode("gbk")), "會計報告.doc"),
    Case("raw iso-2022-jp with quotes among its octets", _disposition('filename="会議議事録.doc"'.encode("iso2022_jp")), "会議議事録.doc"),
    Case("only a name in Content-Type", b'Content-Type: application/pdf; name="a.pdf"', "a.pdf"),
    Case("both, the disposition first", b'Content-Type: application/pdf; name="old.pdf"\r\n' + _disposition(b'filename="new.pdf"'), "new.pdf"),
)  # fmt: skip


def _body(kind: str, encoding: str, data: bytes) -> bytes:
    fields = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return fields.encode() + data


def _labelled(label: str, codec: str, text: str) -> Case:
    data = text.encode(codec)
    kind = f"text/plain; charset={label}"
    return Case(f"{codec} labelled {label}", _body(kind, "8bit", data), text)


BODIES: Final = (
    _labelled("gb2312", "gb18030", RARE),
    _labelled("GBK", "gb18030", RARE),
    _labelled('"gb2312"', "gb18030", CHINESE),
    _labelled("gb_2312-80", "gb18030", CHINESE),
    _labelled("big5", "cp950", TAIWAN),
    _labelled("big5", "big5hkscs", "佢哋喺度"),
    _labelled("iso-2022-jp", "iso2022_jp", JAPANESE),
    _labelled("shift_jis", "cp932", JAPANESE + "①"),
    _labelled("euc-kr", "cp949", KOREAN + "똠"),
    _labelled("koi8-r", "koi8-r", RUSSIAN),
    _labelled("windows-1251", "cp1251", RUSSIAN),
    _labelled("iso-8859-1", "cp1252", FRENCH),
    _labelled("us-ascii", "utf-8", CHINESE),
    _labelled("iso-8859-1", "utf-8", CHINESE),
    _labelled("gb2312", "utf-8", CHINESE),
    _labelled("utf-8", "gb18030", CHINESE),
    _labelled("hex", "utf-8", CHINESE),
    _labelled("utf-8 (Unicode)", "utf-8", CHINESE),
    _labelled("utf-16", "utf-16", CHINESE),
    _labelled("x-unknown", "cp1251", RUSSIAN),
    Case("no label, utf-8", _body("text/plain", "8bit", CHINESE.encode()), CHINESE),
    Case("no label, gbk", _body("text/plain", "8bit", CHINESE.encode("gbk")), CHINESE),
    Case("no label, iso-2022-jp", _body("text/plain", "7bit", JAPANESE.encode("iso2022_jp")), JAPANESE),
    Case("no label, latin", _body("text/plain", "8bit", "déjà vu".encode("cp1252")), "déjà vu"),
    Case("gbk in base64", _body("text/plain; charset=gb2312", "base64", binascii.b2a_base64(RARE.encode("gb18030"))), RARE),
    Case("gbk in quoted-printable", _body("text/plain; charset=gbk", "quoted-printable", binascii.b2a_qp(CHINESE.encode("gbk"))), CHINESE),
    Case("encoding in capitals", _body("text/plain; charset=GBK", "BASE64", binascii.b2a_base64(CHINESE.encode("gbk"))), CHINESE),
    Case("html in gbk", _body("text/html; charset=gb2312", "8bit", f"<p>{CHINESE}</p>".encode("gbk")), CHINESE),
)  # fmt: skip
