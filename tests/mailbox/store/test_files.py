"""Files of blobs: what a crash, another process or a bad disk does to them."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailbox.store.encoding import FRAME_BYTES
from mailbox.store.errors import BlobMissing, StoreDamaged, StoreUnreachable
from mailbox.store.files import INCOMING, FileBlobStore
from tests.mailbox.store.putting import LETTER

NOW = datetime.now(UTC)


def start(how: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.mailbox.store.putting", how, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
    )


def incoming(store: FileBlobStore) -> list[Path]:
    return list((store.root / INCOMING).iterdir())


def set_age(store: FileBlobStore, digest: str, age: timedelta) -> None:
    moment = (NOW - age).timestamp()
    os.utime(store.path_of(digest), (moment, moment))


def test_blob_lies_where_its_digest_says(empty_folder: FileBlobStore) -> None:
    digest = empty_folder.put(b"letter").digest

    path = empty_folder.root / digest[:2] / f"{digest}.zst"
    assert path.is_file()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert incoming(empty_folder) == []


def test_shards_are_made_at_start_and_only_once(tmp_path: Path) -> None:
    FileBlobStore(tmp_path / "deep" / "blobs")
    FileBlobStore(tmp_path / "deep" / "blobs")

    names = {path.name for path in (tmp_path / "deep" / "blobs").iterdir()}
    assert names == {f"{number:02x}" for number in range(256)} | {INCOMING}


def test_small_message_touches_no_disk_before_commit(
    empty_folder: FileBlobStore,
) -> None:
    with empty_folder.writer() as writer:
        writer.write(b"x" * FRAME_BYTES)
        assert incoming(empty_folder) == []
        writer.write(b"x")
        assert len(incoming(empty_folder)) == 1
    assert incoming(empty_folder) == []


@pytest.mark.parametrize(
    ("how", "blobs", "leftovers"), [("before", 0, 1), ("after", 1, 0)]
)
def test_kill_around_the_rename_leaves_a_whole_blob_or_none(
    empty_folder: FileBlobStore, how: str, blobs: int, leftovers: int
) -> None:
    process = start(how, empty_folder.root)
    process.communicate()

    assert process.returncode == -signal.SIGKILL
    assert len(list(empty_folder.iterate())) == blobs
    assert len(incoming(empty_folder)) == leftovers
    empty_folder.verify(empty_folder.put(LETTER).digest)


def test_leftover_of_a_killed_writer_goes_when_it_is_old(
    empty_folder: FileBlobStore,
) -> None:
    start("streaming", empty_folder.root).communicate()

    young = empty_folder.delete_leftovers(NOW - timedelta(hours=1))
    assert (young, len(incoming(empty_folder))) == (0, 1)
    old = empty_folder.delete_leftovers(NOW + timedelta(hours=1))
    assert (old, incoming(empty_folder)) == (1, [])


def test_every_blob_that_was_named_survives_a_kill(empty_folder: FileBlobStore) -> None:
    process = start("endless", empty_folder.root)
    assert process.stdout is not None
    named = [process.stdout.readline().strip() for _ in range(150)]

    process.kill()
    named += process.stdout.read().split()
    process.communicate()

    for digest in named:
        if len(digest) == 64:
            empty_folder.verify(digest)
    for digest, _modified in empty_folder.iterate():
        empty_folder.verify(digest)


def test_processes_that_put_the_same_bytes_share_one_blob(
    empty_folder: FileBlobStore,
) -> None:
    processes = [start("endless", empty_folder.root) for _ in range(2)]
    outputs = []
    for process in processes:
        assert process.stdout is not None
        outputs.append([process.stdout.readline().strip() for _ in range(60)])
    for process in processes:
        process.kill()
        process.communicate()

    assert outputs[0] == outputs[1]
    for digest in outputs[0]:
        empty_folder.verify(digest)


def test_full_disk_is_a_temporary_error_and_leaves_nothing(
    empty_folder: FileBlobStore,
) -> None:
    output, _ = start("limited", empty_folder.root).communicate()

    assert output == "True []\n"
    assert list(empty_folder.iterate()) == []


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StoreUnreachable, match="file"):
        FileBlobStore(tmp_path / "file")


def test_store_whose_folder_vanished_is_unreachable(
    empty_folder: FileBlobStore,
) -> None:
    empty_folder.root.rename(empty_folder.root.with_name("elsewhere"))

    with pytest.raises(StoreUnreachable):
        empty_folder.put(b"letter")


def test_damaged_blob_is_noticed_and_healed_by_the_next_put(
    empty_folder: FileBlobStore,
) -> None:
    raw = random.Random(1).randbytes(50_000)
    digest = empty_folder.put(raw).digest
    path = empty_folder.path_of(digest)
    path.write_bytes(path.read_bytes()[:20_000])

    with pytest.raises(StoreDamaged):
        empty_folder.read(digest)
    with pytest.raises(StoreDamaged):
        empty_folder.verify(digest)
    empty_folder.put(raw)

    assert empty_folder.read(digest) == raw


def test_sound_blob_under_the_wrong_name_is_damage(empty_folder: FileBlobStore) -> None:
    one, other = empty_folder.put(b"one"), empty_folder.put(b"other")
    empty_folder.path_of(one.digest).rename(empty_folder.path_of(other.digest))

    with pytest.raises(StoreDamaged, match=one.digest):
        empty_folder.verify(other.digest)


def test_putting_again_renews_the_age(empty_folder: FileBlobStore) -> None:
    digest = empty_folder.put(b"letter").digest
    set_age(empty_folder, digest, timedelta(days=9))

    empty_folder.put(b"letter")

    ((_digest, modified),) = empty_folder.iterate()
    assert modified > NOW - timedelta(minutes=1)


def test_old_blob_is_deleted_unless_it_was_put_since(
    empty_folder: FileBlobStore,
) -> None:
    old, young = empty_folder.put(b"old").digest, empty_folder.put(b"young").digest
    set_age(empty_folder, old, timedelta(days=3))
    two_days_ago = NOW - timedelta(days=2)

    assert empty_folder.delete_if_older(old, two_days_ago)
    assert not empty_folder.delete_if_older(young, two_days_ago)
    assert not empty_folder.delete_if_older(old, two_days_ago)
    assert not empty_folder.exists(old)
    assert empty_folder.exists(young)


def test_open_blob_can_be_read_after_it_was_deleted(
    empty_folder: FileBlobStore,
) -> None:
    raw = random.Random(2).randbytes(3 * FRAME_BYTES)
    digest = empty_folder.put(raw).digest

    with empty_folder.open(digest) as blob:
        empty_folder.delete(digest)
        assert blob.read() == raw
    with pytest.raises(BlobMissing):
        empty_folder.open(digest)


def test_files_that_are_no_blobs_are_left_alone(empty_folder: FileBlobStore) -> None:
    (empty_folder.root / "ab" / "notes.zst").write_text("somebody's")
    (empty_folder.root / "README").write_text("somebody's")

    assert list(empty_folder.iterate()) == []


def test_command_line_tool_and_python_agree_on_the_digest(
    empty_folder: FileBlobStore,
) -> None:
    raw = b"From: ann@example.test\r\n\r\n" * 100_000

    assert empty_folder.put(raw).digest == hashlib.sha256(raw).hexdigest()
