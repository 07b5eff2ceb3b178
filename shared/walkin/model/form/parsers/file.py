"""Files: a data URI on the way in, a link to what is stored on the way out (reference: ``FormItem.value``)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from walkin.model.errors import TextRefused
from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.registry import LINE_LENGTH, InvalidAnswer, ParseContext, clean_answer, parses
from walkin.model.text import clean

FILE_NAME_LENGTH = 100
"""Longest name of a file, in code points."""

EXTENSIONS = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
}
"""The media types that are taken, and how their files are called."""

# Parameters of the media type mean nothing for these types, but browsers may send some.
_DATA_URI_HEADER = re.compile(
    r"data:([a-z]+/[a-z0-9.+-]{1,60})(?:;[a-z0-9-]+=[^;,\s]{1,80}){0,4};base64,", re.ASCII | re.IGNORECASE
)
_DATA_URI_HEADER_LENGTH = 512


@parses("file", missing_type="file")
def parse_file(definition: FormItem, answer: FormItem, context: ParseContext) -> Mapping[str, Any]:
    """A file of at most ``setting.file_bytes``, or the link to one that is stored already.

    An answer without one may say ``deferred``: the person brings it to the desk, or sends it from the ticket's page.
    """
    value = (answer.value or "").strip()
    if not value:
        return {"deferred": True} if answer.is_deferred else {}
    if value[:5].lower() != "data:":
        return {
            "value": _parse_link(value),
            "file_name": clean_file_name(answer.file_name) if answer.file_name else None,
        }
    media, _ = decode_data_uri(value, max_bytes=context.max_file_bytes)
    data = value.partition(",")[2]
    return {"value": f"data:{media};base64,{data}", "file_name": clean_file_name(answer.file_name, media)}


def decode_data_uri(data_uri: str, *, max_bytes: int) -> tuple[str, bytes]:
    """Media type and content of a data URI. Raises Unfit with fileRead, fileEmpty, fileSize or fileType.

    What is too large is refused by its length, before any of it is decoded.
    """
    header = _DATA_URI_HEADER.match(data_uri, 0, _DATA_URI_HEADER_LENGTH)
    if header is None:
        raise InvalidAnswer("fileRead")
    size = (len(data_uri) - header.end()) // 4 * 3 - (2 if data_uri.endswith("==") else data_uri.endswith("="))
    if size > max_bytes:
        raise InvalidAnswer("fileSize", limit=max_bytes // (1024 * 1024))
    if header.end() == len(data_uri):
        raise InvalidAnswer("fileEmpty")
    media = header[1].lower().replace("image/jpg", "image/jpeg")
    if media not in EXTENSIONS:
        raise InvalidAnswer("fileType")
    try:
        content = base64.b64decode(data_uri[header.end() :], validate=True)
    except (binascii.Error, ValueError):
        raise InvalidAnswer("fileRead") from None
    if _sniff_media_type(content) != media:
        raise InvalidAnswer("fileType")
    return media, content


def clean_file_name(original_name: str | None, media_type: str = "") -> str:
    """The name of a file without any path, at most 100 code points, with the extension of its type.

    Without a usable name it is "file"; a type nobody knows gives ``.bin``. No type leaves the extension alone.
    """
    try:
        name = clean(original_name or "")
    except TextRefused:
        name = ""
    name = re.split(r"[/\\]", name)[-1].strip(" .") or "file"
    known = EXTENSIONS.get(media_type, (".bin",))
    extension = "" if not media_type or name.lower().endswith(known) else known[0]
    return name[: FILE_NAME_LENGTH - len(extension)].rstrip(" .") + extension


def _sniff_media_type(content: bytes) -> str:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return ""


def _parse_link(value: str) -> str:
    """A link to a stored file: http, https or a path of the server's own."""
    text = clean_answer(value, LINE_LENGTH)
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        raise InvalidAnswer("fileRead") from None
    own_path = text.startswith("/") and not text.startswith(("//", "/\\"))
    if re.search(r"[\s\\]", text) or not (own_path or (parts.scheme in ("http", "https") and host)):
        raise InvalidAnswer("fileRead")
    return text
