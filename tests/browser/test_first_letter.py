"""The main road: a letter comes in, is read, filed, answered, and delivered."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from email.message import EmailMessage

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Peer
from tests.browser.person import Person, check_accessibility, sign_in
from tests.service import Service
from tests.waiting import wait_until


def hand_in(service: Service, to: str, subject: str, text: str) -> None:
    message = EmailMessage()
    message["From"] = "Remote Friend <friend@remote.test>"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = f"<{abs(hash((to, subject)))}@remote.test>"
    message.set_content(text)
    door = service.door("MAILSVC_MX")
    with smtplib.SMTP(door.host, door.port) as client:
        assert client.send_message(message) == {}


def open_letter(page: Page, subject: str) -> None:
    link = page.get_by_role("link", name=subject).first
    for _ in range(20):
        page.goto("/")
        if link.count():
            break
        page.wait_for_timeout(500)
    link.click()
    expect(page.locator("#subject")).to_have_text(subject)


def answer(page: Page, words: str) -> None:
    page.locator(".replybar .ghost").click()
    page.locator("[data-body]:visible, [name=body]:visible").fill(words)
    file = FilePayload(name="答复.txt", mimeType="text/plain", buffer="好".encode())
    page.locator("[name=files]").set_input_files([file])
    page.get_by_role("button", name="Send", exact=True).click()


def letters_to_friend(host: Peer) -> list[bytes]:
    """Give what the friend of these stories got; other stories write to others."""
    return [raw for to, raw in host.letters if to == ["friend@remote.test"]]


def test_a_letter_is_read_tagged_answered_and_delivered(
    page: Page,
    service: Service,
    peer: tuple[Peer, int],
    open_account: Callable[[str], Person],
) -> None:
    ann = open_account("Ann")
    hand_in(service, ann.address, "年度报告 plan", "请查收。Please answer.")
    sign_in(page, ann)

    open_letter(page, "年度报告 plan")
    check_accessibility(page)
    thread = page.locator("#thread")
    thread.get_by_role("button", name="Add star").click()
    expect(thread.get_by_role("button", name="Remove star")).to_be_visible()
    answer(page, "Here it is.")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    check_accessibility(page)

    host = peer[0]
    assert wait_until(lambda: bool(letters_to_friend(host)), seconds=30)
    raw = letters_to_friend(host).pop()
    assert b"DKIM-Signature:" in raw
    assert b"In-Reply-To: <" in raw
    page.wait_for_timeout(1000)
    page.reload()
    expect(page.get_by_text("Delivered to")).to_be_visible()
    page.goto("/search/?q=报告")
    expect(page.get_by_role("link", name="年度报告 plan").first).to_be_visible()
    check_accessibility(page)


def test_a_letter_taken_back_never_leaves(
    plain_page: Page,
    service: Service,
    peer: tuple[Peer, int],
    open_account: Callable[[str], Person],
) -> None:
    ann = open_account("Ann")
    hand_in(service, ann.address, "Dinner", "Tonight?")
    sign_in(plain_page, ann)
    open_letter(plain_page, "Dinner")

    answer(plain_page, "I should not have said that.")
    plain_page.get_by_role("button", name="Undo").click()

    expect(plain_page.locator("[name=body]")).to_have_value(
        "I should not have said that."
    )
    plain_page.wait_for_timeout(12_000)
    left = letters_to_friend(peer[0])
    assert not any(b"should not have said" in raw for raw in left)
