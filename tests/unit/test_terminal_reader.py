"""The reader of a terminal's bytes: no input causes an error, a false key, or a keyboard that does not respond."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from tests.support.terminal_bytes import HOSTILE_SEQUENCES, make_sequence
from walkin.ui.terminal_reader import MAX_PASTE_BYTES, TerminalReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.message import Message


def read(*chunks: bytes, gap: float = 0.0, allow_paste: bool = False) -> list[Message]:
    """Feed chunks with pauses between them, and a long pause afterwards."""
    reader, now, messages = TerminalReader(allow_paste=allow_paste), 100.0, []
    for chunk in chunks:
        messages += [*reader.expire(now), *reader.feed(chunk, now)]
        now += gap
    return [*messages, *reader.expire(now + 10)]


def list_keys(messages: Sequence[Message]) -> list[str]:
    return [message.key for message in messages if isinstance(message, events.Key)]


def type_after(data: bytes, *, allow_paste: bool = False) -> list[str]:
    """The keys of ``data``, a pause, and the letter a."""
    reader = TerminalReader(allow_paste=allow_paste)
    messages = reader.feed(data, 100.0)
    for tick in range(1, 130):
        messages += reader.expire(100 + tick / 20)
    return list_keys([*messages, *reader.feed(b"a", 200.0)])


@pytest.mark.parametrize("allow_paste", [True, False])
@pytest.mark.parametrize("data", HOSTILE_SEQUENCES)
def test_a_hostile_sequence_is_survived_and_the_next_key_is_typed(data: bytes, allow_paste: bool) -> None:
    assert type_after(data, allow_paste=allow_paste)[-1] == "a"


@given(data=st.binary(max_size=60), allow_paste=st.booleans())
@settings(max_examples=100)
def test_any_bytes_are_survived_and_the_next_key_is_typed(data: bytes, allow_paste: bool) -> None:
    assert type_after(data, allow_paste=allow_paste)[-1] == "a"


PIECES = st.sampled_from([b"\x1b", b"[", b"O", b"A", b"200~", b"201~", b"\xe4", b"\xb8\xad", b"]0;x", b"\x07", b"abc"])


@given(pieces=st.lists(st.tuples(PIECES, st.sampled_from([0.0, 0.06, 0.3, 0.7, 6.0])), max_size=12))
@settings(max_examples=100)
def test_time_matters_only_inside_a_sequence(pieces: list[tuple[bytes, float]]) -> None:
    """A thread that sleeps outside sequences reads the same as one that looks twenty times a second."""

    def read_with_ticks(*, is_always: bool) -> list[str]:
        reader, now, messages = TerminalReader(allow_paste=True), 100.0, []
        for piece, pause in [*pieces, (b"z", 1.0)]:
            messages += reader.feed(piece, now)
            for tick in range(1, int(pause / 0.05) + 1):
                if is_always or reader.is_in_sequence:
                    messages += reader.expire(now + tick * 0.05)
            now += pause
        return [m.key if isinstance(m, events.Key) else getattr(m, "text", type(m).__name__) for m in messages]

    assert read_with_ticks(is_always=False) == read_with_ticks(is_always=True)


@pytest.mark.parametrize("seed", range(3))
def test_random_sequences_in_random_pieces(seed: int) -> None:
    generator = random.Random(seed)
    reader, now = TerminalReader(allow_paste=bool(seed % 2)), 100.0
    for _ in range(200):
        data = make_sequence(generator)
        cut = generator.randrange(len(data) + 1)
        for piece in (data[:cut], data[cut:]):
            now += generator.choice((0.0, 0.01, 0.12, 0.6, 3.0))
            reader.expire(now)
            for message in reader.feed(piece, now):
                if isinstance(message, events.MouseEvent):
                    assert 0 <= message.x < 10_000
                    assert 0 <= message.y < 10_000
                assert not isinstance(message, events.Resize)
    reader.expire(now + 10)
    assert list_keys(reader.feed(b"a", now + 20)) == ["a"]


def test_every_key_that_textual_knows_is_a_key() -> None:
    # Two are answers as well, and three no bytes that a terminal sends for a key.
    others = ("\x1b[1;2R", "\x1b[1;5R", "\x1b[1;6R", "\x1b[G", "\x1b§", "\x9b")
    keys = {sequence: read(sequence.encode()) for sequence in ANSI_SEQUENCES_KEYS if sequence not in others}
    assert not [sequence for sequence, messages in keys.items() if not list_keys(messages)]
    assert len(keys) > 300


def test_no_known_sequence_begins_another() -> None:
    # A sequence is given to Textual's parser once it is whole; the parser stops at the first that it knows.
    known = sorted(sequence for sequence in ANSI_SEQUENCES_KEYS if len(sequence) > 2)
    assert not [pair for pair in pairwise(known) if pair[1].startswith(pair[0])]


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        ("aé李".encode(), ["a", "é", "李"]),
        (b"\xff", []),
        (b"\xe9a", ["a"]),
        (b"\xc3\x28", ["left_parenthesis"]),
        (b"\xed\xa0\x80x", ["x"]),
        (b"\x1b[A\x1bOP\x1b[3~", ["up", "f1", "delete"]),
        (b"\x1b[[A", ["f1"]),
        (b"\x1b[97;1;97u\x1b[13u\x1b[27u", ["a", "enter", "escape"]),
        (b"\x1b\x1b[A", ["escape", "up"]),
        (b"\x1ba", ["alt+a"]),
        (b"\x1b[M \xa0%1", ["1"]),
        (b"\x1b[M\xc3\xa9\xc31", ["1"]),
        (b"\x1b[48;40;120;0;0t\x1b[<0;3;3M", []),
        (b"\x1b[1114112;1u", []),
        (b"\x1b[55296u\x1b[97;1;55296u\x1b[0u", []),
        (b"\x1b[<0;0;5M\x1b[<0;-1;-1M\x1b[<999999999;1;1M", []),
        (b"\x1b[999zab", ["a", "b"]),
        (b"\x1b]0;123\x07a", ["a"]),
        (b"\x1bP123\x1b\\a", ["a"]),
        (b"\x1b[?2048;2$y\x1b[?2026;1$y\x1b[24;80R", []),
        (b"\x1b[200~1\r\x1b[201~", ["1", "enter"]),
    ],
)
def test_bytes_and_their_keys(data: bytes, keys: list[str]) -> None:
    assert list_keys(read(data)) == keys
    # One by one, as over a serial line.
    assert list_keys(read(*(data[i : i + 1] for i in range(len(data))), gap=0.001)) == keys


@pytest.mark.parametrize("rest", [b"[<35;40;11M", b"[13u", b"[1~", b"[1;2P", b"OP", b"[A", b"[200~"])
@pytest.mark.parametrize("gap", [0.12, 0.3, 0.49])
def test_the_rest_of_a_sequence_that_a_slow_line_has_split_is_no_key(rest: bytes, gap: float) -> None:
    assert list_keys(read(b"\x1b", rest, gap=gap)) == ["escape"]


@pytest.mark.parametrize("cut", range(2, 10))
@pytest.mark.parametrize("gap", [0.12, 0.4])
def test_a_sequence_split_anywhere_else_is_whole(cut: int, gap: float) -> None:
    data = b"\x1b[<0;40;11M"
    (event,) = read(data[:cut], data[cut:], gap=gap)
    assert isinstance(event, events.MouseDown)


@pytest.mark.parametrize(
    ("text", "keys"), [(b"[", ["left_square_bracket"]), (b"Oscar", list("Oscar")), (b"1", ["1"]), (b"O", ["O"])]
)
def test_what_is_typed_after_esc_is_typed(text: bytes, keys: list[str]) -> None:
    assert list_keys(read(b"\x1b", *(text[i : i + 1] for i in range(len(text))), gap=0.12)) == ["escape", *keys]


def test_a_paste_is_one_event_where_it_is_allowed() -> None:
    (paste,) = read(b"\x1b[200~Ann\x1b[31m\x00 L\xc3\xa9e\n\x1b[201~", allow_paste=True)
    assert isinstance(paste, events.Paste)
    assert paste.text == "Ann[31m Lée\n"


@pytest.mark.parametrize("pause", [0.3, 1.5])
def test_a_paste_without_its_end_is_thrown_away(pause: float) -> None:
    reader = TerminalReader(allow_paste=True)
    messages = reader.feed(b"\x1b[200~secret", 100.0)
    typed, now = 0, 100.0
    while not list_keys(messages):
        now += pause
        typed += 1
        assert typed < 30, "the keyboard is deaf"
        messages += [*reader.expire(now), *reader.feed(b"x", now)]
    messages += reader.feed(b"\x1b[201~", now + 1)
    assert set(list_keys(messages)) == {"x"}
    assert not any(isinstance(message, events.Paste) for message in messages)


def test_a_paste_is_bounded() -> None:
    (paste,) = read(b"\x1b[200~" + b"x" * MAX_PASTE_BYTES * 3 + b"\x1b[201~", allow_paste=True)
    assert isinstance(paste, events.Paste)
    assert len(paste.text) <= MAX_PASTE_BYTES


@pytest.mark.parametrize("begun", [b"\x1b[200~secret", b"\x1b]0;sec", b"\x1b[12;", b"\x1b", b"\xc3", b"\x1bO"])
def test_nothing_that_has_begun_is_left_after_forgetting(begun: bytes) -> None:
    reader = TerminalReader(allow_paste=True)
    reader.feed(begun, 100.0)
    reader.forget()
    assert list_keys(reader.feed(b"a\x1b[201~", 100.0)) == ["a"]
    assert not list(reader.expire(200.0))
