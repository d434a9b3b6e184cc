"""Every bound on turning a stranger's file into something to look at, in one place."""

from __future__ import annotations

from typing import Final

INPUT_BYTES: Final = 25 << 20
"""Files above this are offered for download only."""

OUTPUT_BYTES: Final = 32 << 20
MEMORY_BYTES: Final = 1 << 30
PROCESSOR_SECONDS: Final = 20
WALL_SECONDS: Final = 30
OPEN_FILES: Final = 64

PIXELS: Final = 40_000_000
PICTURE_SIDE: Final = 2_000
THUMBNAIL_SIDE: Final = 160

PDF_PAGES: Final = 200
PDF_SIDE: Final = 1_600

ARCHIVE_NAMES: Final = 1_000
ARCHIVE_DIRECTORY_BYTES: Final = 8 << 20

OFFICE_BYTES: Final = 50 << 20
OFFICE_MEMBERS: Final = 5_000
OFFICE_RATIO: Final = 200
OFFICE_CHARACTERS: Final = 400_000
OFFICE_PICTURE_BYTES: Final = 4 << 20
SHEETS: Final = 20
ROWS: Final = 200
COLUMNS: Final = 50
CELL_CHARACTERS: Final = 1_000
SLIDES: Final = 200

EVENTS: Final = 50
PEOPLE: Final = 200
CARDS: Final = 100
FIELD_CHARACTERS: Final = 5_000

WINMAIL_FILES: Final = 200
