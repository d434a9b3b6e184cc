"""The rows of mail. Every one carries its mailbox, and every query starts there."""

from mailbox.models.arrival import Arrival, SpooledMessage
from mailbox.models.conversation import (
    Conversation,
    FolderConversation,
    Snooze,
    ThreadKey,
)
from mailbox.models.correspondent import (
    Correspondent,
    CorrespondentKey,
    CorrespondentProgress,
)
from mailbox.models.deed import Deed, DeedBatch, DeedState
from mailbox.models.draft import Draft, DraftFile, DraftVersion
from mailbox.models.entry import Entry, Tagging, Tombstone
from mailbox.models.envelope import (
    Attempt,
    EnvelopeState,
    OutgoingEnvelope,
    OutgoingRecipient,
    RecipientState,
)
from mailbox.models.folder import Folder, Role
from mailbox.models.image_sender import ImageSender
from mailbox.models.known_address import KnownAddress
from mailbox.models.mailbox import Domain, MailAddress, Mailbox
from mailbox.models.message import Message
from mailbox.models.search import LONGEST_SEARCH, RecentSearch, SavedSearch
from mailbox.models.signature import Signature, SignatureChoice
from mailbox.models.tag import HUES, Tag
from mailbox.models.trace import Step, TraceStep
from mailbox.models.upload import Upload, UploadPiece

__all__ = [
    "HUES",
    "LONGEST_SEARCH",
    "Arrival",
    "Attempt",
    "Conversation",
    "Correspondent",
    "CorrespondentKey",
    "CorrespondentProgress",
    "Deed",
    "DeedBatch",
    "DeedState",
    "Domain",
    "Draft",
    "DraftFile",
    "DraftVersion",
    "Entry",
    "EnvelopeState",
    "Folder",
    "FolderConversation",
    "ImageSender",
    "KnownAddress",
    "MailAddress",
    "Mailbox",
    "Message",
    "OutgoingEnvelope",
    "OutgoingRecipient",
    "RecentSearch",
    "RecipientState",
    "Role",
    "SavedSearch",
    "Signature",
    "SignatureChoice",
    "Snooze",
    "SpooledMessage",
    "Step",
    "Tag",
    "Tagging",
    "ThreadKey",
    "Tombstone",
    "TraceStep",
    "Upload",
    "UploadPiece",
]
