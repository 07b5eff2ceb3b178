"""Small valid files of each type that forms accept, of any content."""

from __future__ import annotations

import base64
import struct
import zlib


def build_png(content: bytes = b"", *, width: int = 1, height: int = 1) -> bytes:
    """A PNG; ``content`` is in a chunk that viewers pass over."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0")
    chunks = [(b"IHDR", header), (b"teSt", content), (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(build_chunk(kind, body) for kind, body in chunks)


def build_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def build_jpeg(content: bytes = b"", *, width: int = 1, height: int = 1) -> bytes:
    """A JPEG of one grey pixel, without its tables; ``content`` is in comments."""
    pieces = [content[start : start + 60_000] for start in range(0, len(content), 60_000)]
    comments = b"".join(b"\xff\xfe" + struct.pack(">H", len(piece) + 2) + piece for piece in pieces)
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">HB", 8, 1) + b"\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0" + comments + frame + scan + b"\xff\xd9"


def build_webp(content: bytes = b"") -> bytes:
    """A WebP of one pixel without loss; ``content`` is in a chunk of its own."""
    chunks = [(b"VP8L", b"\x2f\0\0\0\0\x07\x10\xfd\x8f\xfe\x07\x22\xa2\xff\x01\0"), (b"teSt", content)]
    body = b"".join(
        kind + struct.pack("<I", len(part)) + part + b"\0" * (len(part) % 2) for kind, part in chunks if part
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def build_pdf(content: bytes = b"", *, catalog: bytes = b"") -> bytes:
    """A PDF without pages; ``catalog`` is added to its first object, ``content`` is a stream."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
    ]
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%b\nendobj\n" % item for item in enumerate(objects, 1))
    return body + b"trailer\n<< /Root 1 0 R /Size 4 >>\nstartxref\n9\n%%EOF\n"


PNG, JPEG, WEBP, PDF = build_png(), build_jpeg(), build_webp(), build_pdf()


def build_data_uri(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"
