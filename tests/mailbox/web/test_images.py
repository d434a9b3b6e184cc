"""Remote pictures in a letter: held back, shown on request, always for a sender."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from ipaddress import ip_network

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django.fixtures import Settings

from accounts.models import Account, Preferences
from mailbox.models import ImageSender, Message, Role
from tests.builders.mail import Letter, entries_of, folder_of, receive
from tests.fakes.web_host import WebHost, running_web_host


@pytest.fixture
def host() -> Iterator[WebHost]:
    """A host outside, which in truth is this machine."""
    with running_web_host() as host:
        out = BytesIO()
        Image.new("RGB", (2, 2)).save(out, "PNG")
        host.has("/kiln.png", out.getvalue())
        yield host


@pytest.fixture
def client(ann: Account) -> Client:
    client = Client()
    client.force_login(ann)
    return client


@pytest.fixture
def message(ann: Account, host: WebHost) -> Message:
    html = (
        f"<p>News</p><img src='{host.url('/kiln.png')}' alt=Kiln>"
        f"<img src='{host.url('/o.gif')}' width=1 height=1>"
    )
    return receive(ann, Letter(html=html))[0]


def show(client: Client, message: Message, query: str = "") -> str:
    """Open the conversation of a message."""
    entry = message.entries.get()
    here = [entry.folder_id, message.conversation_id]
    return client.get(
        reverse("mailbox:conversation", args=here) + query
    ).content.decode()


def frame_of(client: Client, page: str) -> str:
    """Load the frame that a page shows."""
    url = re.search(r'<iframe[^>]*src="([^"]+)"', page)
    assert url
    return client.get(url[1].replace("&amp;", "&")).content.decode()


def pictures_in(frame: str) -> list[str]:
    return re.findall(r'<img[^>]*src="([^"]+)"', frame)


def test_pictures_are_held_back_and_counted(
    client: Client, message: Message, host: WebHost
) -> None:
    page = show(client, message)

    assert "1 remote image held back, 1 tracker removed." in page
    assert "Show images" in page
    assert pictures_in(frame_of(client, page)) == []
    assert host.asked == []


def test_pictures_are_shown_for_one_letter_through_us(
    client: Client, message: Message, host: WebHost, settings: Settings
) -> None:
    settings.MAILSVC_FETCH_NETWORKS = (ip_network("127.0.0.0/8"),)
    page = show(client, message, f"?open={message.pk}&images={message.pk}")

    assert "held back" not in page
    (url,) = pictures_in(frame_of(client, page))
    response = client.get(url)

    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert [asked.path for asked in host.asked] == ["/kiln.png"]


def test_our_own_network_is_not_reached_for_a_picture(
    client: Client, message: Message, host: WebHost
) -> None:
    page = show(client, message, f"?open={message.pk}&images={message.pk}")
    (url,) = pictures_in(frame_of(client, page))

    assert client.get(url).status_code == 404
    assert host.asked == []


def test_a_trusted_sender_shows_pictures_until_it_is_undone(
    client: Client, ann: Account, message: Message
) -> None:
    trust = reverse("mailbox:trust_images", args=[message.pk])

    response = client.post(trust, {"do": "always", "next": "/"}, follow=True)

    assert (
        "Pictures from wen@hearthworks.example are shown" in response.content.decode()
    )
    (later,) = receive(ann, Letter(html="<img src='https://a.test/b.png'>"))
    for each in (message, later):
        assert "Show images" not in show(client, each)
    listed = client.get(reverse("mailbox:image_senders"))
    assert "wen@hearthworks.example" in listed.content.decode()
    client.post(
        reverse("mailbox:image_senders"), {"address": "Wen@hearthworks.example"}
    )
    assert "Show images" in show(client, message)
    assert not ImageSender.objects.exists()


def test_a_script_is_answered_in_words(client: Client, message: Message) -> None:
    trust = reverse("mailbox:trust_images", args=[message.pk])

    response = client.post(trust, {"do": "always"}, headers={"HX-Request": "true"})

    assert response["Content-Type"].startswith("text/plain")
    assert "shown from now on" in response.content.decode()
    assert ImageSender.objects.count() == 1


@pytest.mark.parametrize(
    ("policy", "is_shown", "is_offered"),
    [("ask", False, True), ("always", True, False), ("never", False, False)],
)
def test_what_a_person_chose_holds_for_every_letter(
    client: Client,
    ann: Account,
    message: Message,
    policy: str,
    is_shown: bool,
    is_offered: bool,
) -> None:
    Preferences.objects.create(account=ann, images=policy)

    page = show(client, message)

    assert bool(pictures_in(frame_of(client, page))) == is_shown
    assert ("Show images" in page) == is_offered


def test_junk_shows_no_pictures_of_itself(
    client: Client, ann: Account, message: Message
) -> None:
    Preferences.objects.create(account=ann, images="always")
    entry = entries_of(ann)[0]
    client.post(
        reverse("mailbox:act"),
        {
            "action": "junk",
            "conversation": entry.conversation_id,
            "folder": entry.folder_id,
        },
    )
    assert entries_of(ann, Role.JUNK)

    page = show(client, message)

    assert folder_of(ann, Role.JUNK).pk == message.entries.get().folder_id
    assert "Show images" in page
    assert "Always for this sender" not in page
    assert pictures_in(frame_of(client, page)) == []


def test_another_person_gets_no_picture_of_ann_s(
    client: Client, ben: Account, message: Message
) -> None:
    page = show(client, message, f"?open={message.pk}&images={message.pk}")
    (url,) = pictures_in(frame_of(client, page))
    other = Client()
    other.force_login(ben)

    assert other.get(url).status_code == 404
