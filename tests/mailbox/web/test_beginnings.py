"""Beginning an answer, a forward, or going on with a draft, over HTTP."""

from __future__ import annotations

from django.test import Client

from accounts.models import Account
from mailbox.mime.build import FileToSend
from mailbox.models import Draft
from tests.builders.mail import Letter, receive


def test_letter_that_is_no_draft_cannot_be_edited(ann: Account, client: Client) -> None:
    (message,) = receive(ann, Letter())
    client.force_login(ann)

    response = client.get(f"/m/{message.pk}/edit/")

    assert response.status_code == 404
    assert not Draft.objects.exists()


def test_forward_looked_at_ahead_keeps_no_draft(ann: Account, client: Client) -> None:
    file = FileToSend("a.txt", "text/plain", b"a")
    (message,) = receive(ann, Letter(files=(file,)))
    client.force_login(ann)
    url = f"/m/{message.pk}/forward/"

    ahead = client.get(url, headers={"Sec-Purpose": "prefetch"})
    meant = client.get(url)

    assert (ahead.status_code, meant.status_code) == (503, 302)
    assert Draft.objects.count() == 1
