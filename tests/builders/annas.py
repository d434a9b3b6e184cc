"""One of everything in a mailbox, and a way to see whether any of it changed.

`own_one_of_each` names each thing as URLs name it (`message_id`, `tag_id`); whoever
adds a kind of thing adds one of it here, with `SECRET` in all that can be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.db.models import ForeignKey, Model

from accounts.models import Account
from mailbox.compose import copies, files, saving, scheduling, sending, uploads
from mailbox.compose.own_text import OwnWords
from mailbox.compose.signatures import save_signature
from mailbox.messages.folders import create_folder
from mailbox.messages.kept_searches import save_search
from mailbox.messages.tags import create_tag, tag_entries
from mailbox.mime.build import FileToSend
from mailbox.models import (
    Deed,
    DeedBatch,
    Draft,
    Entry,
    EnvelopeState,
    Mailbox,
    Message,
    OutgoingEnvelope,
    RecipientState,
    Role,
    Upload,
)
from mailbox.reading.image_senders import trust_sender
from mailbox.reading.remote_images import make_token
from mailsvc.kit import clock
from mailsvc.kit.file_cache import file_cache
from tests.builders.files import picture, winmail
from tests.builders.mail import Letter, folder_of, mailbox_of, receive

SECRET = "Nachtigall"
Things = dict[str, int | str]
FILE_SECTIONS: Things = {
    "picture_section": "2",
    "letter_section": "3",
    "media_section": "4",
    "winmail_section": "5",
}


def own_one_of_each(account: Account) -> Things:
    """Give an account one of each thing that a URL or a form can name."""
    mailbox = mailbox_of(account)
    (message,) = receive(account, _letter(account.address))
    (letter_of_files,) = receive(account, _letter_of_files(account.address))
    entry = Entry.objects.get(message=message)
    tag = create_tag(mailbox, f"{SECRET} tag", 3)
    tag_entries(tag, [entry.pk])
    draft = _draft(mailbox, f"{SECRET} draft")
    sent = _draft(mailbox, f"{SECRET} sent")
    return {
        "folder_id": folder_of(account, Role.INBOX).pk,
        "own_folder_id": create_folder(mailbox, f"{SECRET} folder").pk,
        "conversation_id": message.conversation_id,
        "message_id": message.pk,
        "draft_message_id": draft.entry_message or 0,
        "entry_id": entry.pk,
        "section": "2",
        "files_id": letter_of_files.pk,
        **FILE_SECTIONS,
        "number": 1,
        "search_id": save_search(mailbox, f"{SECRET} search", f"{SECRET} words").pk,
        "token": _remote_picture(message),
        "image_sender": _image_sender(mailbox),
        "signature_id": _signature(mailbox),
        "tag_id": tag.pk,
        "draft_id": draft.pk,
        "version_id": saving.keep_version(draft).pk,
        "file_id": draft.files.get().pk,
        "upload_id": _upload(draft).pk,
        "deed_key": _deed(mailbox, entry).key,
        "failed_id": _failed(mailbox).pk,
        "scheduled_id": _scheduled(mailbox).pk,
        "envelope_id": sending.send_draft(sent, undo_seconds=30).pk,
    }


def _remote_picture(message: Message) -> str:
    """Give the token of a remote picture that was fetched before."""
    url = "https://pictures.test/kiln.png"
    file_cache("images").put(url, b"image/png\n" + SECRET.encode())
    return make_token(message, url)


def _image_sender(mailbox: Mailbox) -> str:
    address = "kiln-letter@pictures.test"
    trust_sender(mailbox, address)
    return address


def _signature(mailbox: Mailbox) -> int:
    words = OwnWords(f"{SECRET} name", f"{SECRET} signature", is_rich=False)
    return save_signature(mailbox, words).pk


def everything_of(mailbox: Mailbox) -> dict[str, list[tuple[object, ...]]]:
    """Give every row that belongs to a mailbox, whatever table it is in."""
    return {
        model.__name__: list(
            model._default_manager.filter(**{path: mailbox.pk})
            .order_by("pk")
            .values_list()
        )
        for model, path in _belongings()
    }


def _letter(to: str) -> Letter:
    picture = FileToSend(f"{SECRET}.png", "image/png", SECRET.encode(), "picture@ann")
    return Letter(
        subject=f"{SECRET} subject",
        text=f"{SECRET} text",
        html=f'<p>{SECRET} page</p><img src="cid:picture@ann">',
        author_name=f"{SECRET} author",
        to=(to,),
        files=(FileToSend(f"{SECRET}.txt", "text/plain", SECRET.encode()), picture),
    )


def _letter_of_files(to: str) -> Letter:
    """Write a letter with a file of each kind that pages show in pieces."""
    enclosed = Letter(subject=SECRET, html=f"<p>{SECRET}</p>")
    return Letter(
        subject=f"{SECRET} files",
        author_name=f"{SECRET} author",
        to=(to,),
        files=(
            FileToSend(f"{SECRET} 1.png", "image/png", picture()),
            FileToSend(f"{SECRET}.eml", "application/octet-stream", enclosed.raw),
            FileToSend(f"{SECRET}.mp3", "audio/mpeg", SECRET.encode()),
            FileToSend("winmail.dat", "application/ms-tnef", winmail(SECRET)),
        ),
    )


def _deed(mailbox: Mailbox, entry: Entry) -> Deed:
    """Make a large action that is done: its line is shown, and it can be undone."""
    deed = Deed.objects.create(
        mailbox=mailbox, key=f"deed-of-{mailbox.pk}", verb="unread", is_shown=True
    )
    DeedBatch.objects.create(deed=deed, places=[(entry.pk, entry.folder_id)])
    return deed


def _draft(mailbox: Mailbox, subject: str) -> Draft:
    draft = Draft.objects.create(
        mailbox=mailbox, from_address=mailbox.address, quote_text=f"{SECRET} quote"
    )
    secret = SECRET.encode()
    facts = files.file_facts(f"{SECRET}.txt", "text/plain", len(secret))
    files.add_file(draft, facts, [secret])
    written = saving.Written(
        from_address=mailbox.address,
        to="friend@remote.test",
        subject=subject,
        text=f"{SECRET} text",
    )
    saving.save_draft(draft, written)
    copies.renew_copy(draft)
    return draft


def _failed(mailbox: Mailbox) -> OutgoingEnvelope:
    """Send a letter that nobody got."""
    envelope = sending.send_draft(_draft(mailbox, f"{SECRET} failed"), undo_seconds=0)
    envelope.recipients.update(state=RecipientState.FAILED)
    OutgoingEnvelope.objects.filter(pk=envelope.pk).update(state=EnvelopeState.DONE)
    Draft.objects.filter(envelope=envelope).delete()
    return envelope


def _upload(draft: Draft) -> Upload:
    facts = files.file_facts(f"{SECRET}.mp4", "video/mp4", 12 << 20)
    return uploads.begin_upload(draft, facts, "")


def _scheduled(mailbox: Mailbox) -> Draft:
    draft = _draft(mailbox, f"{SECRET} scheduled")
    scheduling.schedule_draft(draft, clock.now() + timedelta(days=1))
    return draft


def _belongings() -> Iterator[tuple[type[Model], str]]:
    """Find the models whose rows lead to a mailbox, and by which way."""
    for model in apps.get_models():
        path = _way_to_mailbox(model)
        if path:
            yield model, path


def _way_to_mailbox(model: type[Model]) -> str:
    if model is Mailbox:
        return "pk"
    ways = [("", model)]
    seen = {model}
    for way, each in ways:
        for key in each._meta.get_fields():
            if not isinstance(key, ForeignKey):
                continue
            target = key.related_model
            if target is Mailbox:
                return f"{way}{key.name}"
            if target not in seen:
                seen.add(target)
                ways.append((f"{way}{key.name}__", target))
    return ""
