"""A process that puts blobs and may be killed: ``putting.py HOW FOLDER``.

``endless``   puts one blob after another and prints each name once it is durable
``before``    dies by SIGKILL when the finished file is about to be renamed
``after``     dies by SIGKILL right after the rename
``streaming`` dies by SIGKILL in the middle of a large blob
``limited``   may not write files of more than 64 KB, as on a full disk
"""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
from pathlib import Path

from mailbox.store.errors import StoreUnreachable
from mailbox.store.files import FileBlobStore

LETTER = b"Subject: letter\r\n\r\nthe one that matters\r\n"


def main(how: str, folder: Path) -> None:
    store = FileBlobStore(folder)
    if how == "endless":
        put_endlessly(store)
    elif how == "streaming":
        with store.writer() as writer:
            writer.write(random.randbytes(3 << 20))
            die()
    elif how == "limited":
        put_on_a_full_disk(store)
    else:
        rename_and_die(store, before=how == "before")


def put_endlessly(store: FileBlobStore) -> None:
    for number in range(1_000_000):
        raw = b"%d " % number * (1 + number % 5000)
        print(store.put(raw).digest, flush=True)


def put_on_a_full_disk(store: FileBlobStore) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))
    try:
        store.put(random.randbytes(200_000))
    except StoreUnreachable as error:
        print(
            error.temporary, [path.name for path in (store.root / "incoming").iterdir()]
        )


def rename_and_die(store: FileBlobStore, *, before: bool) -> None:
    rename = Path.rename

    def dying(path: Path, target: Path) -> Path:
        if before:
            die()
        rename(path, target)
        die()
        return target

    Path.rename = dying  # type: ignore[method-assign,assignment]
    store.put(LETTER)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
