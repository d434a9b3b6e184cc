"""The letters of the demo: a believable fortnight, the same every time.

`days` and `at` place a letter before the seeding's own day, so that the demo is
always fresh; a conversation is a list of letters that answer each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class File:
    """A file of a letter; its content is made from its name."""

    name: str
    content_type: str
    size_bytes: int = 2000


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. `author` is a key of OUTSIDERS, or `me`."""

    author: str
    days: int
    at: str
    text: str
    html: str = ""
    files: tuple[File, ...] = ()
    is_unread: bool = False
    is_starred: bool = False
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation: its subject, its letters, where it lies, its tags."""

    subject: str
    letters: tuple[Letter, ...]
    folder: str = "inbox"
    tags: tuple[str, ...] = field(default_factory=tuple)
    also_to: tuple[str, ...] = field(default_factory=tuple)


TAGS: Final = (("Contracts", 7), ("Invoices", 2), ("Shipping", 5), ("Travel", 9))
OWN_FOLDERS: Final = ("Kiln project", "Rotterdam fair")

NEWSLETTER: Final = """
<table width="600" align="center" bgcolor="#f7f1e8" cellpadding="24"><tr><td>
<h1 style="color:#8a3b12;font-family:Georgia,serif">The Kiln Letter</h1>
<p style="font-size:17px;line-height:1.6">This month: <b>reading a cone</b> without
guessing, three studios that fire with the sun, and a glaze that forgives.</p>
<img src="https://images.kilnletter.example/header.jpg" width="552" height="220"
 alt="A kiln at night">
<p style="font-size:15px;line-height:1.6">The cone bends when time and heat agree.
Write down both. <a href="https://kilnletter.example/cones">Read the guide</a>.</p>
<p style="font-size:12px;color:#6b6b6b">You asked for this letter in March.
<a href="https://kilnletter.example/leave">Leave the list</a>
<img src="https://track.kilnletter.example/o.gif" width="1" height="1" alt=""></p>
</td></tr></table>
"""

TICKET: Final = """
<div style="font-family:Arial,sans-serif"><h2>Hangzhou East to Shanghai Hongqiao</h2>
<table border="0" cellpadding="6"><tr><td>Train</td><td><b>G7542</b></td></tr>
<tr><td>Departs</td><td><b>08:12</b></td></tr><tr><td>Coach and seat</td>
<td><b>05, 05F</b></td></tr></table><p>Have your ticket ready on your phone.</p></div>
"""

THREADS: Final = (
    Thread(
        "Kiln no. 2: contract v3 for signature",
        (
            Letter(
                "wen",
                3,
                "10:05",
                "Hi Yue,\n\nHere is version 2 of the contract for kiln no. 2. Could you "
                "check the warranty clause and the list of spares?\n\nWen Jing 温静",
                files=(File("Contract-v2.pdf", "application/pdf", 1_400_000),),
                is_answered=True,
            ),
            Letter(
                "me",
                2,
                "16:20",
                "Thanks Jing. Two things before we sign: the warranty start date and the "
                "spare elements. The rest is fine.\n\nYue",
            ),
            Letter("wen", 1, "09:12", "收到，我和法务确认一下，明天上午回复您。"),
            Letter(
                "wen",
                0,
                "10:42",
                "Hi Yue,\n\nContract v3 is attached. The three points you raised are "
                "settled:\n\n* Warranty now runs 24 months from commissioning, not from "
                "delivery (clause 7.2).\n* Two full sets of spare elements ship with the "
                "kiln at no charge (annex B).\n* Payment is 30 / 60 / 10, the last 10% "
                "after a successful firing at 1,280 °C.\n\n双语版本以中文为准，英文为参考"
                "译文。没有其他问题的话，麻烦今天签字回传，我们下周一发货。\n\n"
                "Wen Jing 温静\nJingdezhen Hearthworks 景德镇炉作",
                files=(
                    File("Contract-v3.pdf", "application/pdf", 1_800_000),
                    File(
                        "附件B-备件清单.xlsx",
                        "application/vnd.openxmlformats-officedocument"
                        ".spreadsheetml.sheet",
                        64_000,
                    ),
                    File("kiln-hall.png", "image/png", 40_000),
                ),
            ),
        ),
        tags=("Contracts",),
        also_to=("wei.zhang",),
    ),
    Thread(
        "周四例会纪要与待办（第 47 周）",
        (
            Letter(
                "wei.zhang",
                0,
                "10:18",
                "各位好，\n\n上海仓确认周五上午到货；新品目录的英文校对请在周三前完成；"
                "鹿特丹展会的样品清单见附件。\n\n请各自核对待办，有问题直接回复我。\n\n张伟",
                files=(File("样品清单.txt", "text/plain", 900),),
                is_unread=True,
            ),
        ),
    ),
    Thread(
        "Rotterdam berth moved up to 14 December",
        (
            Letter(
                "pieter",
                1,
                "17:40",
                "Dear Yue,\n\nThe terminal offered us an earlier slot for the MV Halcyon. "
                "Could your container be at the gate by 12 December?\n\nPieter",
            ),
            Letter(
                "pieter",
                0,
                "09:55",
                "The terminal offered us an earlier slot, and the line has confirmed: "
                "berth 7, 14 December, 06:00. I need the packing list today to keep "
                "it.\n\nKind regards,\nPieter van Dijk\nMaas Terminal",
                is_unread=True,
            ),
        ),
        tags=("Shipping",),
    ),
    Thread(
        "关于第四季度报价的两个问题",
        (
            Letter(
                "siyuan.li",
                0,
                "08:47",
                "悦姐好，客户想确认含税价是否已经包含内陆运费，另外能不能把付款期改成 "
                "45 天？\n\n思远",
                is_starred=True,
            ),
        ),
    ),
    Thread(
        "Photos from the Lagos showroom",
        (
            Letter(
                "amara",
                1,
                "15:02",
                "The morning light was perfect. I put the full set in here, use any you "
                "like for the catalogue.\n\nAmara",
                files=(
                    File("showroom-01.png", "image/png", 30_000),
                    File("showroom-02.png", "image/png", 30_000),
                    File("showroom-03.png", "image/png", 30_000),
                ),
                is_unread=True,
            ),
        ),
    ),
    Thread(
        "您有一张新的电子发票待查收",
        (
            Letter(
                "tax",
                1,
                "11:30",
                "销售方：景德镇炉作陶艺有限公司，价税合计 ¥128,400.00。请在附件中查收电子"
                "发票。\n\n本邮件由系统自动发送，请勿直接回复。",
                files=(File("发票-20261123.pdf", "application/pdf", 90_000),),
            ),
        ),
        tags=("Invoices",),
    ),
    Thread(
        "Lunch before the holiday?",
        (
            Letter("sofia", 2, "12:10", "Are you in town next week? Lunch is on me."),
            Letter("me", 2, "12:40", "With pleasure. Thursday?\n\nYue"),
            Letter(
                "sofia",
                1,
                "09:20",
                "Thursday works, the noodle place behind the studio at half past "
                "twelve.\n\nSofia",
                is_answered=True,
            ),
        ),
    ),
    Thread(
        "Hangzhou East to Shanghai Hongqiao, 28 November",
        (
            Letter(
                "rail",
                1,
                "08:05",
                "G7542 departs 08:12, coach 05 seat 05F. Have your ticket ready on your "
                "phone.",
                html=TICKET,
            ),
        ),
        tags=("Travel",),
    ),
    Thread(
        "The Kiln Letter: reading a cone",
        (
            Letter(
                "news",
                2,
                "07:00",
                "This month: reading a cone without guessing, three studios that fire "
                "with the sun, and a glaze that forgives.",
                html=NEWSLETTER,
            ),
        ),
    ),
    Thread(
        "釉料样品已寄出",
        (
            Letter(
                "chen",
                3,
                "14:25",
                "林经理您好，三种青釉样品今天已寄出，顺丰单号 SF1392026112。请注意轻拿"
                "轻放，收到后麻烦回个邮件。\n\n陈晓雯",
            ),
            Letter("me", 3, "15:00", "收到，谢谢晓雯！到了我马上试烧。"),
        ),
        folder="Kiln project",
    ),
    Thread(
        "Stand 4.112: power and lighting",
        (
            Letter(
                "pieter",
                6,
                "10:15",
                "The hall gives 3 kW per stand. Will that do for the two display "
                "lights and the tablet?\n\nPieter",
            ),
        ),
        folder="Rotterdam fair",
    ),
    Thread(
        "Your loan is due on Friday",
        (
            Letter(
                "library",
                5,
                "06:30",
                "“The Unknown Craftsman” is due on Friday. You can renew it twice.\n\n"
                "Town Library",
            ),
        ),
    ),
    Thread(
        "Parents' evening and the winter fair",
        (
            Letter(
                "school",
                8,
                "13:00",
                "Dear parents,\n\nParents' evening is on 3 December at 18:30. Please "
                "tell us by Friday whether you can bring something for the winter "
                "fair.\n\nLakeside School",
                is_answered=True,
            ),
        ),
        folder="archive",
    ),
    Thread(
        "Welcome to your mailbox",
        (
            Letter(
                "olga",
                12,
                "09:00",
                "Hello,\n\nyour mailbox is open. Write to postmaster if anything is in "
                "your way; a person answers.\n\nOlga",
            ),
        ),
        folder="archive",
    ),
)
