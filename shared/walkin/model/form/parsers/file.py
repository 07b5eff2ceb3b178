"""Parser for files: a data URI when sent, a link once stored (reference: ``FormItem.value``)."""

from __future__ import annotations

import base64
import binascii
import contextlib
import re
import zlib
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

from walkin.model.errors import TextRefused
from walkin.model.form.definition import FormItem
from walkin.model.form.file_types import (
    DEFAULT_FILE_TYPES,
    FILE_TYPES,
    has_programs,
    list_labels,
    recognise,
)
from walkin.model.form.parsers.registry import LINE_LENGTH, InvalidAnswer, ParseContext, clean_answer, parses, read_text
from walkin.model.text import clean

FILE_NAME_LENGTH = 100
"""The longest file name, in code points."""

_EXTENSIONS = {kind.media_type: kind.extensions for kind in FILE_TYPES.values()}

_DEVICE_NAMES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])\s*(\.|$)", re.IGNORECASE)

# These media types have no parameters, but browsers may send some.
_DATA_URI_HEADER = re.compile(
    r"data:(?:[a-z]+/[a-z0-9.+-]{1,60})?(?:;[a-z0-9-]+=[^;,\s]{1,80}){0,4};\s*base64,", re.ASCII | re.IGNORECASE
)
_DATA_URI_HEADER_LENGTH = 512
_BASE64_ALPHABET = str.maketrans({"-": "+", "_": "/", " ": None, "\t": None, "\r": None, "\n": None})


@parses("file", missing_type="file")
def parse_file(definition: FormItem, answer: FormItem, context: ParseContext) -> Mapping[str, Any]:
    """A file of at most ``context.max_file_bytes``, or the link to a stored one.

    Without a value, ``deferred`` is kept: the client brings the file to the desk, or sends it from the ticket's page.
    """
    value = read_text(answer).strip()
    if not value:
        return {"deferred": True} if answer.is_deferred else {}
    if value[:5].lower() != "data:":
        return {
            "value": _parse_link(value),
            "file_name": clean_file_name(answer.file_name) if answer.file_name else None,
        }
    media_type, content = decode_data_uri(value, max_bytes=context.max_file_bytes, file_types=context.file_types)
    data = base64.b64encode(content).decode()
    return {"value": f"data:{media_type};base64,{data}", "file_name": clean_file_name(answer.file_name, media_type)}


def decode_data_uri(
    data_uri: str, *, max_bytes: int, file_types: Collection[str] = DEFAULT_FILE_TYPES
) -> tuple[str, bytes]:
    """The media type and content of a data URI.

    Raises InvalidAnswer: fileRead, fileEmpty, fileSize, fileActive, or fileType for one that is not in ``file_types``.
    The content decides the type, whatever its label says. Line breaks, spaces, the URL-safe letters and missing padding
    of base64 are taken. Too large a file is refused by its length, before it is decoded.
    """
    header = _DATA_URI_HEADER.match(data_uri, 0, _DATA_URI_HEADER_LENGTH)
    if header is None:
        raise InvalidAnswer("fileRead")
    if len(data_uri) - header.end() > max_bytes * 3:
        raise InvalidAnswer("fileSize", limit=max_bytes // (1024 * 1024))
    encoded = unquote(data_uri[header.end() :]) if "%" in data_uri else data_uri[header.end() :]
    encoded = encoded.translate(_BASE64_ALPHABET).rstrip("=")
    if len(encoded) * 3 // 4 > max_bytes:
        raise InvalidAnswer("fileSize", limit=max_bytes // (1024 * 1024))
    if not encoded:
        raise InvalidAnswer("fileEmpty")
    try:
        content = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise InvalidAnswer("fileRead") from None
    kind = recognise(content, file_types)
    if kind is None:
        raise InvalidAnswer("fileType", types=list_labels(file_types))
    if has_active_content(content) if kind is FILE_TYPES["pdf"] else has_programs(content):
        raise InvalidAnswer("fileActive")
    return kind.media_type, content


_PDF_ACTIONS = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoTo[RE])(?![A-Za-z0-9])"
    # An opening action; a place in the document as an array is none.
    rb"|/(?:OpenAction|AA)\s*(?:<<(?!\s*/S\s*/GoTo\b)|\d)"
)
_PDF_OPAQUE = re.compile(
    rb"/(?:Encrypt|Crypt|LZWDecode|LZW|ASCII85Decode|A85|ASCIIHexDecode|AHx|RunLengthDecode|RL)(?![A-Za-z0-9])"
)
_PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PDF_STREAM = re.compile(rb"stream\r?\n")
_STEP_BYTES = 1024
_MAX_STEPS = 16_384
"""How much of the packed parts of a PDF is looked at. A step takes and gives at most _STEP_BYTES."""


def has_active_content(pdf: bytes) -> bool:
    """Whether a PDF has scripts, actions or embedded files, also in its packed parts.

    What is encrypted, or packed in another way than Flate, is not seen: see ``is_unchecked``.
    """
    parts, _ = _unpack(pdf)
    return any(_PDF_ACTIONS.search(_unescape_names(part)) for part in parts)


def is_unchecked(content: bytes) -> bool:
    """Whether it is a PDF with parts that ``has_active_content`` cannot see into, or no file of a known type."""
    kind = recognise(content, FILE_TYPES.keys())
    if kind is not FILE_TYPES["pdf"]:
        return kind is None
    parts, is_complete = _unpack(content)
    return not is_complete or any(_PDF_OPAQUE.search(_unescape_names(part)) for part in parts)


def _unpack(pdf: bytes) -> tuple[list[bytes], bool]:
    """The PDF and its unpacked streams, and whether those are all."""
    parts, end, steps = [pdf], 0, iter(range(_MAX_STEPS))
    for start in islice(_PDF_STREAM.finditer(pdf), _MAX_STEPS):
        if end < start.end():
            end = pdf.find(b"endstream", start.end())
        if end < 0:
            break
        parts.append(_inflate(memoryview(pdf)[start.end() : end], steps))
    return parts, next(steps, None) is not None and len(parts) <= _MAX_STEPS


def _inflate(packed: memoryview, steps: Iterator[int]) -> bytes:
    """The unpacked beginning, up to an error or the last step."""
    inflater, inflated = zlib.decompressobj(), bytearray()
    with contextlib.suppress(zlib.error):
        for _ in steps:
            piece = inflater.unconsumed_tail or packed[:_STEP_BYTES]
            packed = packed if inflater.unconsumed_tail else packed[_STEP_BYTES:]
            if inflater.eof or not piece:
                inflated += inflater.flush()
                break
            inflated += inflater.decompress(piece, _STEP_BYTES)
    return bytes(inflated)


def _unescape_names(part: bytes) -> bytes:
    return _PDF_ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), part) if b"#" in part else part


def clean_file_name(original_name: str | None, media_type: str = "") -> str:
    """A file name without its path, of at most 100 code points, with an extension of `media_type`.

    Without a usable name, "file". Unknown types get ``.bin``; without a type the extension stays.
    """
    try:
        name = clean(original_name or "")
    except TextRefused:
        name = ""
    name = re.split(r"[/\\]", name)[-1].strip(" .") or "file"
    # Windows takes these for devices, whatever follows the first dot.
    name = f"_{name}" if _DEVICE_NAMES.match(name) else name
    extensions = _EXTENSIONS.get(media_type, (".bin",))
    extension = "" if not media_type or name.lower().endswith(extensions) else extensions[0]
    return name[: FILE_NAME_LENGTH - len(extension)].rstrip(" .") + extension


def _parse_link(value: str) -> str:
    """A link to a stored file: http, https or a path on this server."""
    text = clean_answer(value, LINE_LENGTH)
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        raise InvalidAnswer("fileRead") from None
    is_local_path = text.startswith("/") and not text.startswith(("//", "/\\"))
    if re.search(r"[\s\\]", text) or not (is_local_path or (parts.scheme in ("http", "https") and host)):
        raise InvalidAnswer("fileRead")
    return text
