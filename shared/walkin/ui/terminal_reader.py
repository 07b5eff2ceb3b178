"""Reads a terminal's bytes as events. Invalid and incomplete input causes no error and no false key, and is dropped
after a pause."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from textual import constants, events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.message import Message

from walkin.ui.error_log import log_error

ESC, BELL = 0x1B, 0x07

HALF_SEQUENCE_SECONDS = 0.5
"""The longest pause inside an escape sequence; what has arrived of it until then is dropped."""

LATE_SECONDS = 0.5
"""Seconds after Esc in which ``[`` and ``O`` are taken as the rest of a sequence that a slow line has split."""

MAX_SEQUENCE_SECONDS, MAX_SEQUENCE_BYTES = 2.0, 4096
"""The longest duration and length of an escape sequence: an endless one must not block the keyboard."""

PASTE_PAUSE_SECONDS, MAX_PASTE_SECONDS, MAX_PASTE_BYTES = 1.0, 5.0, 65_536
"""The longest pause, duration and length of a bracketed paste; one without an end is dropped."""

PASTE_START, PASTE_END = b"\x1b[200~", b"\x1b[201~"

_STRING_INTRODUCERS = b"]PX^_"
"""The second bytes of OSC, DCS, SOS, PM and APC."""

_LATE_FINALS = b"ABCDFHMPQRS"
"""The bytes after ``ESC O`` that keys without application keypad send."""

_MOUSE = re.compile(r"\x1b\[<\d{1,3};[1-9]\d{0,3};[1-9]\d{0,3}[Mm]")
_KITTY_KEY = re.compile(r"\x1b\[(\d{0,7})(?:;\d{0,3}(?:;(\d{1,7}(?::\d{1,7}){0,8})?)?)?[u~ABCDEFHPQRS]")
_REPORT = re.compile(r"\x1b\[\?2026;[0-4]\$y")
"""The answer about synchronised output. Others are not asked for: the window's size comes from the system."""

_FOCUS = ("\x1b[I", "\x1b[O")


class TerminalReader:
    """Splits bytes into text and escape sequences, and has Textual parse those that are whole and known.

    Textual's own parser ends the app at a byte that is not UTF-8 and at numbers out of range; it types the characters
    of a sequence that it does not know, and waits for the end of a paste for ever. The caller passes the time with the
    bytes. Without ``allow_paste`` the marks around a paste are ignored and its characters are keys.
    """

    def __init__(self, *, allow_paste: bool) -> None:
        self._allow_paste = allow_paste
        self._events: list[Message] = []
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._last_byte_at = 0.0
        self.forget()

    def forget(self) -> None:
        """Drop incomplete characters, sequences and pastes, so that the next client's input does not complete them."""
        self._parser = XTermParser()
        self._sequence = bytearray()
        self._sequence_began_at = 0.0
        self._is_late = False
        """Whether the sequence's ESC was already taken as the key Esc."""
        self._escape_at: float | None = None
        """When the last byte, an ESC without a sequence, was taken as the key Esc."""
        self._paste: bytearray | None = None
        self._decoder.reset()

    def feed(self, data: bytes, now: float) -> list[Message]:
        """Process bytes that arrived at ``now`` seconds; returns the events that are complete."""
        self._expire(now)
        for byte in data:
            self._last_byte_at = now
            if self._paste is not None:
                self._read_pasted(byte)
            elif self._sequence:
                self._read_in_sequence(byte, now)
            else:
                self._read_in_text(byte, now)
        return self._take_events()

    @property
    def is_in_sequence(self) -> bool:
        """Whether an escape sequence is incomplete: `expire` has to be called, since it may be the key Esc."""
        return bool(self._sequence)

    def expire(self, now: float) -> list[Message]:
        """Drop what was not continued in time; to be called several times a second while `is_in_sequence`.

        Returns Esc if it was a key.
        """
        self._expire(now)
        return self._take_events()

    def _take_events(self) -> list[Message]:
        taken, self._events = self._events, []
        return taken

    def _expire(self, now: float) -> None:
        pause, duration = now - self._last_byte_at, now - self._sequence_began_at
        if self._paste is not None:
            if pause > PASTE_PAUSE_SECONDS or duration > MAX_PASTE_SECONDS:
                self._paste = None
        elif self._sequence == bytes([ESC]):
            if pause >= constants.ESCAPE_DELAY:
                self._sequence.clear()
                self._escape_at = now
                self._press_escape()
        elif self._sequence:
            if self._is_late and len(self._sequence) == 2 and pause >= constants.ESCAPE_DELAY:
                self._release_late()
            elif pause > HALF_SEQUENCE_SECONDS or duration > MAX_SEQUENCE_SECONDS:
                self._sequence.clear()
        elif pause > HALF_SEQUENCE_SECONDS:
            self._decoder.reset()

    def _read_in_text(self, byte: int, now: float) -> None:
        escape_at, self._escape_at = self._escape_at, None
        if byte == ESC:
            self._begin_sequence(now)
        elif byte in b"[O" and escape_at is not None and now - escape_at <= LATE_SECONDS:
            self._begin_sequence(now)
            self._is_late = True
            self._sequence.append(byte)
        else:
            self._type(self._decoder.decode(bytes([byte])))

    def _begin_sequence(self, now: float) -> None:
        self._decoder.reset()
        self._sequence[:] = [ESC]
        self._sequence_began_at, self._is_late = now, False

    def _read_in_sequence(self, byte: int, now: float) -> None:
        sequence = self._sequence
        introducer = sequence[1] if len(sequence) > 1 else None
        if introducer is None:
            self._read_second(byte, now)
        elif byte == ESC:
            self._begin_sequence(now)
        elif introducer in _STRING_INTRODUCERS:
            sequence.append(byte)
            if byte == BELL or len(sequence) > MAX_SEQUENCE_BYTES:
                sequence.clear()
        elif introducer == ord("O") and self._is_late and byte not in _LATE_FINALS:
            self._release_late()
            self._read_in_text(byte, now)
        elif not 0x20 <= byte < 0x7F and not self._is_x10_mouse:
            # Not valid in any sequence.
            sequence.clear()
            self._read_in_text(byte, now)
        else:
            sequence.append(byte)
            if self._is_complete or len(sequence) > MAX_SEQUENCE_BYTES:
                self._end_sequence()

    def _read_second(self, byte: int, now: float) -> None:
        if byte == ESC:
            self._press_escape()
            self._begin_sequence(now)
        elif byte in b"[O" or byte in _STRING_INTRODUCERS:
            self._sequence.append(byte)
        elif byte < 0x80 and (with_alt := f"\x1b{chr(byte)}") in ANSI_SEQUENCES_KEYS:
            self._sequence.clear()
            self._parse(with_alt)
        elif 0x20 <= byte < 0x7F:
            self._sequence.clear()
            # ESC \ ends a string.
            if byte != ord("\\"):
                self._press_with_alt(chr(byte))
        else:
            self._sequence.clear()
            self._press_escape()
            self._read_in_text(byte, now)

    @property
    def _is_x10_mouse(self) -> bool:
        return self._sequence.startswith(b"\x1b[M")

    @property
    def _is_complete(self) -> bool:
        sequence = self._sequence
        if sequence[1] == ord("O"):
            return not chr(sequence[-1]).isdigit()
        if self._is_x10_mouse:
            return len(sequence) == len(b"\x1b[M") + 3
        if sequence.startswith(b"\x1b[["):
            # Function keys of the Linux console.
            return len(sequence) == 4
        if sequence[-1:] == b"$" and sequence[2:-1].isdigit():
            # Keys of rxvt with Shift.
            return True
        return len(sequence) > 2 and 0x40 <= sequence[-1] < 0x7F

    def _end_sequence(self) -> None:
        sequence = bytes(self._sequence)
        self._sequence.clear()
        if self._is_late:
            return
        if sequence in (PASTE_START, PASTE_END):
            if sequence == PASTE_START and self._allow_paste:
                self._paste = bytearray()
        elif sequence.isascii() and is_known(text := sequence.decode("ascii")):
            self._parse(text)

    def _release_late(self) -> None:
        """Type the ``[`` or ``O`` that began no sequence."""
        text = self._sequence[1:].decode("ascii")
        self._sequence.clear()
        self._type(text)

    def _read_pasted(self, byte: int) -> None:
        assert self._paste is not None  # noqa: S101
        self._paste.append(byte)
        if self._paste.endswith(PASTE_END):
            text = bytes(self._paste[: -len(PASTE_END)]).decode(errors="ignore")
            self._paste = None
            self._events.append(events.Paste("".join(c for c in text if c.isprintable() or c in "\n\r\t")))
        elif len(self._paste) > MAX_PASTE_BYTES:
            # Its beginning is kept, and its end still waited for.
            del self._paste[-len(PASTE_END) - 1]

    def _type(self, text: str) -> None:
        if text := "".join(c for c in text if c != "\ufffd" and not "\x80" <= c <= "\x9f"):
            self._parse(text)

    def _press_escape(self) -> None:
        self._events.append(events.Key("escape", "\x1b"))

    def _press_with_alt(self, character: str) -> None:
        before = len(self._events)
        self._type(character)
        self._events[before:] = [
            events.Key(f"alt+{key.key}", key.character) if isinstance(key, events.Key) else key
            for key in self._events[before:]
        ]

    def _parse(self, text: str) -> None:
        """Have Textual parse text, or one whole sequence."""
        try:
            self._events.extend(self._parser.feed(text))
        except Exception as error:  # noqa: BLE001 - nothing that a terminal sends may end the app
            log_error("the terminal's input could not be read", error)
            self._parser = XTermParser()


def is_known(sequence: str) -> bool:
    """Whether a whole escape sequence is a key, a mouse report or an answer, with numbers that mean something."""
    if sequence in ANSI_SEQUENCES_KEYS or sequence in _FOCUS:
        return True
    if _MOUSE.fullmatch(sequence) or _REPORT.fullmatch(sequence):
        return True
    key = _KITTY_KEY.fullmatch(sequence)
    return key is not None and all(map(_is_character, _iterate_numbers(key)))


def _iterate_numbers(key: re.Match[str]) -> Iterable[int]:
    return (int(number) for group in key.groups("") for number in group.split(":") if number)


def _is_character(code: int) -> bool:
    return 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
