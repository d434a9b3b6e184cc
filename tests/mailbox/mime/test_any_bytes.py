"""Whatever the bytes, reading never raises and its offsets make sense."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from mailbox.mime.addresses import (
    format_address_list,
    normalise,
    parse_address_list,
    parse_mailbox_address,
)
from mailbox.mime.bodies import choose_bodies, list_attachments
from mailbox.mime.dates import parse_date
from mailbox.mime.headers import scan_header
from mailbox.mime.html_text import html_text
from mailbox.mime.parameters import parse_parameterised
from mailbox.mime.parse import parse_message
from mailbox.mime.parts import Part, walk
from mailbox.mime.preview import preview_of
from mailbox.mime.quotes import find_quote_start, find_quotes, strip_quotes
from mailbox.mime.summary import envelope_from_json, envelope_to_json, summarise
from mailbox.mime.threads import base_subject, is_reply_subject
from mailbox.mime.words import decode_field
from tests.builders.any_bytes import messages

LINES = [
    "> a",
    ">",
    "",
    "On Mon, Ann wrote:",
    "在 ann 写道：",
    "text",
    "-- ",
    "From: x",
    "Sent: x",
    "To: x",
    "-----Original Message-----",
    "____________",
    "On x",
]
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(messages)
def test_offsets_are_ordered_inside_the_message_and_nested(raw: bytes) -> None:
    root = parse_message(raw).root

    assert (root.header_start, root.end) == (0, len(raw))
    for part in walk(root):
        assert part.header_start <= part.body_start <= part.end
        _check_children(part)


def _check_children(part: Part) -> None:
    position = part.body_start
    for child in part.children:
        assert position <= child.header_start
        assert child.end <= part.end
        position = child.end


@given(messages)
def test_sections_are_unique(raw: bytes) -> None:
    sections = [part.section for part in walk(parse_message(raw).root)]

    assert len(sections) == len(set(sections))


@given(messages)
def test_tree_comes_back_from_json_and_can_be_stored(raw: bytes) -> None:
    root = parse_message(raw).root

    written = json.dumps(root.to_json())

    assert Part.from_json(json.loads(written)) == root
    assert "\\u0000" not in written


@given(messages)
def test_any_message_is_summed_up_and_its_envelope_comes_back(raw: bytes) -> None:
    summary = summarise(raw)

    written = json.dumps(envelope_to_json(summary), ensure_ascii=False)
    envelope = envelope_from_json(json.loads(written))

    assert (envelope.from_, envelope.to) == (summary.from_, summary.to)
    assert envelope.sent_at == summary.sent_at
    assert envelope.references == summary.references
    assert "\0" not in summary.subject + summary.text + summary.preview
    written.encode("utf-8")


@given(messages)
def test_every_body_and_file_is_a_part_and_only_one_of_the_two(raw: bytes) -> None:
    parsed = parse_message(raw)
    bodies = choose_bodies(parsed, raw)
    files = {part.section for part in list_attachments(parsed.root)}

    assert files <= {part.section for part in walk(parsed.root)}
    assert not files & {bodies.text_section, bodies.html_section} - {""}


@given(st.binary(max_size=300))
def test_any_field_is_read(body: bytes) -> None:
    decoded = decode_field(body)

    assert "\n" not in decoded
    parse_parameterised(body)
    parse_address_list(body)
    parse_date(decoded)
    scan_header(body)


@given(texts)
def test_any_text_is_read(text: str) -> None:
    html_text(text)
    assert len(preview_of(text)) <= 200
    is_reply_subject(text)
    assert base_subject(base_subject(text)) == base_subject(text)


@given(st.lists(st.sampled_from(LINES)).map("\n".join))
def test_quotes_lie_in_order_within_the_text(text: str) -> None:
    position = 0
    for quote in find_quotes(text):
        assert position <= quote.start < quote.end <= len(text)
        position = quote.end
    start = find_quote_start(text)
    assert start is None or 0 <= start < len(text)
    assert len(strip_quotes(text)) <= len(text)


@given(texts)
def test_any_address_is_normalised_once_and_for_all(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once


local_parts = st.from_regex(r"[a-z0-9]+([.+_-][a-z0-9]+){0,3}", fullmatch=True)
domains = st.from_regex(r"[a-z0-9]+(\.[a-z]{2,6}){1,2}", fullmatch=True)


@given(local_parts.map(lambda part: part[:60]), domains.map(lambda part: part[-60:]))
def test_plain_addresses_are_accepted_and_read_back(local: str, domain: str) -> None:
    text = f"{local.strip('.+_-')}@{domain.strip('.')}"
    address = parse_mailbox_address(text)

    found = parse_address_list(str(address))

    assert [person.address for person in found] == [text]
    assert format_address_list(found) == text
