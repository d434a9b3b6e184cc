"""The numbers that protect the reading of mail.

Whoever sends a message chooses its shape. Every number here bounds work or
memory for one message; what lies beyond it is passed over and written down as a
defect, and the message itself is kept whole in the store.
"""

from __future__ import annotations

from typing import Final

DEPTH: Final = 50
"""Levels of multipart and of messages within messages."""

PARTS: Final = 5_000
HEADER_BYTES: Final = 512 * 1024
FIELDS: Final = 2_000
FIELD_BYTES: Final = 128 * 1024
PARAMETERS: Final = 200
PARAMETER_CHARACTERS: Final = 1_000

ADDRESSES: Final = 2_000
"""Addresses read from one field; a submission may have 1,000 recipients."""

ADDRESS_CHARACTERS: Final = 998
NAME_CHARACTERS: Final = 320
SUBJECT_CHARACTERS: Final = 2_000
FILENAME_CHARACTERS: Final = 200
REFERENCES: Final = 100

BODY_BYTES: Final = 2 << 20
"""Bytes of a body that are decoded for search; `reading` has its own limit."""

HTML_CHARACTERS: Final = 1 << 20
TEXT_CHARACTERS: Final = 200_000
PREVIEW_CHARACTERS: Final = 200
