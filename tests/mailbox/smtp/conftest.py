"""Doors on free ports, with fakes behind them and a real blob store below."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from mailbox.smtp.certificate import Certificate
from mailbox.smtp.limits import Guesses, Limits
from mailbox.smtp.listeners import House, Service
from mailbox.store.files import FileBlobStore
from tests.fakes.certificates import write_certificate
from tests.fakes.smtp_dialogue import Dialogue
from tests.fakes.smtp_house import FakeDoorkeeper, FakeSender, RunningHouse

OpenDoor = Callable[..., int]
Call = Callable[..., Dialogue]


@pytest.fixture
def doorkeeper(store: FileBlobStore) -> FakeDoorkeeper:
    return FakeDoorkeeper(store=store)


@pytest.fixture
def sender() -> FakeSender:
    return FakeSender()


@pytest.fixture
def store(tmp_path: Path) -> FileBlobStore:
    return FileBlobStore(tmp_path / "blobs")


@pytest.fixture(scope="session")
def certificate_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def make_house(
    doorkeeper: FakeDoorkeeper,
    sender: FakeSender,
    store: FileBlobStore,
    certificate_file: Path,
) -> Callable[..., House]:
    def make(
        throttle: Guesses | None = None,
        certificate: Certificate | None = None,
        **limits: float,
    ) -> House:
        return House(
            hostname="mx.ours.test",
            domain="ours.test",
            doorkeeper=doorkeeper,
            sender=sender,
            store=store,
            certificate=certificate or Certificate(certificate_file, certificate_file),
            limits=Limits(**limits),  # type: ignore[arg-type]
            throttle=throttle or Guesses(),
        )

    return make


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def open_door(make_house: Callable[..., House], stack: ExitStack) -> OpenDoor:
    """Open a door with some limits changed; gives its port."""

    def open_one(service: Service = Service.MX, **limits: float) -> int:
        return stack.enter_context(RunningHouse(make_house(**limits))).open(service)

    return open_one


@pytest.fixture
def call_mx(open_door: OpenDoor, stack: ExitStack) -> Call:
    """Call a fresh MX and say EHLO."""

    def call(**limits: float) -> Dialogue:
        talk = stack.enter_context(Dialogue(open_door(Service.MX, **limits)))
        assert talk.read().startswith("220 mx.ours.test")
        assert talk.ask("EHLO far.test").startswith("250")
        return talk

    return call


@pytest.fixture
def call_lmtp(open_door: OpenDoor, stack: ExitStack) -> Call:
    """Call a fresh LMTP door and say LHLO."""

    def call(**limits: float) -> Dialogue:
        talk = stack.enter_context(Dialogue(open_door(Service.LMTP, **limits)))
        assert talk.read().startswith("220")
        assert talk.ask("LHLO front.test").startswith("250")
        return talk

    return call


@pytest.fixture
def call_submission(open_door: OpenDoor, stack: ExitStack) -> Call:
    """Call a fresh submission door, up to EHLO within TLS."""

    def call(**limits: float) -> Dialogue:
        talk = stack.enter_context(Dialogue(open_door(Service.SUBMISSION, **limits)))
        assert talk.read().startswith("220")
        assert talk.ask("EHLO laptop").startswith("250")
        talk.start_tls()
        assert talk.ask("EHLO laptop").startswith("250")
        return talk

    return call
