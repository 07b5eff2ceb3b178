"""Files as answers: valid data URIs, and file names."""

from __future__ import annotations

import base64
import contextlib
import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pictures import build_jpeg, build_pdf, build_png, build_webp
from walkin.model.form.definition import FormItem
from walkin.model.form.file_types import FILE_TYPES
from walkin.model.form.parsers.file import clean_file_name, decode_data_uri, has_active_content, is_unchecked
from walkin.model.form.parsers.registry import MAX_FILE_BYTES, InvalidAnswer
from walkin.model.form.validate import validate_form

PNG = b"\x89PNG\r\n\x1a\n"
PDF = b"%PDF-1.7\n"
FORM = [FormItem(id="f", type="file", title="T", mandatory=True)]


def uri(media: str, content: bytes) -> str:
    return f"data:{media};base64,{base64.b64encode(content).decode()}"


def validate_file(value: str, name: str | None = None) -> FormItem | str:
    """Return the validated item, or the code of its problem."""
    result = validate_form(FORM, [FormItem(id="f", type="file", value=value, file_name=name)])
    if result.problems:
        return result.problems[0].code
    assert validate_form(FORM, result.items) == result
    return result.items[0]


@pytest.mark.parametrize(
    ("media", "content", "stored_media", "name"),
    [
        ("image/png", PNG, "image/png", "file.png"),
        ("IMAGE/PNG", PNG + b"x", "image/png", "file.png"),
        ("image/jpeg", b"\xff\xd8\xff\xe0", "image/jpeg", "file.jpg"),
        ("image/jpg", b"\xff\xd8\xff\xe0", "image/jpeg", "file.jpg"),
        ("image/webp", b"RIFF\x08\0\0\0WEBPVP8 ", "image/webp", "file.webp"),
        ("application/pdf", PDF, "application/pdf", "file.pdf"),
        ("application/pdf;charset=binary;x=y", PDF, "application/pdf", "file.pdf"),
    ],
)
def test_a_file_is_what_it_says(media: str, content: bytes, stored_media: str, name: str) -> None:
    item = validate_file(uri(media, content))
    assert isinstance(item, FormItem)
    assert item.value is not None
    assert item.file_name == name
    assert decode_data_uri(item.value, max_bytes=MAX_FILE_BYTES) == (stored_media, content)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (uri("image/png", b"MZ\x90\0 a program"), "fileType"),
        (uri("application/pdf", b"<html>%PDF-"), "fileType"),
        (uri("image/gif", b"GIF89a/*\0*/=1;alert(1)"), "fileType"),
        (uri("image/svg+xml", b"<svg onload='x'/>"), "fileType"),
        (uri("text/html", b"<b>"), "fileType"),
        (uri("image/png", b""), "fileEmpty"),
        ("data:image/png;base64,iVBORw0KGgo=AAAA", "fileRead"),
        ("data:image/png;base64,ïVBO", "fileRead"),
        ("data:image/png,iVBORw0KGgo=", "fileRead"),
        ("data:image/png;base64;base64,iVBORw0KGgo=", "fileRead"),
        ("data:" + "a" * 5_000 + "/b;base64,AAAA", "fileRead"),
        ("data:", "fileRead"),
        ("  ", "empty"),
    ],
)
def test_what_is_no_file_of_ours_is_refused(value: str, code: str) -> None:
    assert validate_file(value) == code


def build_zip(*names: str, first: tuple[str, bytes] = ("[Content_Types].xml", b"<Types/>")) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr(*first)
        for name in names:
            archive.writestr(name, b"<x/>")
    return output.getvalue()


def build_open_document(kind: str, *names: str) -> bytes:
    media_type = f"application/vnd.oasis.opendocument.{kind}".encode()
    return build_zip("content.xml", *names, first=("mimetype", media_type))


CONTENTS = {
    "jpeg": build_jpeg(),
    "png": build_png(),
    "webp": build_webp(),
    "gif": b"GIF89a\1\0\1\0\0\0\0;",
    "avif": b"\0\0\0\x1cftypavif\0\0\0\0mif1avifmiaf\0\0\0\x08mdat",
    "heic": b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic\0\0\0\x08mdat",
    "tiff": b"II*\0\x08\0\0\0\0\0\0\0\0\0",
    "pdf": build_pdf(),
    "docx": build_zip("_rels/.rels", "word/document.xml", "word/embeddings/chart.xlsx"),
    "xlsx": build_zip("_rels/.rels", "xl/workbook.xml"),
    "odt": build_open_document("text"),
    "ods": build_open_document("spreadsheet", "Object 1/content.xml"),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_type_is_recognised_by_content_and_taken_where_it_is_allowed(name: str) -> None:
    value, kind = uri("application/octet-stream", CONTENTS[name]), FILE_TYPES[name]
    for allowed in ((name,), tuple(FILE_TYPES)):
        assert decode_data_uri(value, max_bytes=MAX_FILE_BYTES, file_types=allowed) == (kind.media_type, CONTENTS[name])
    assert clean_file_name(f"A{kind.extensions[-1]}", kind.media_type) == f"A{kind.extensions[-1]}"
    assert clean_file_name("A.exe", kind.media_type) == f"A.exe{kind.extensions[0]}"
    with pytest.raises(InvalidAnswer, match="fileType") as refused:
        decode_data_uri(value, max_bytes=MAX_FILE_BYTES, file_types=tuple(FILE_TYPES.keys() - {name}))
    assert kind.label not in refused.value.values["types"].split(", ")


def test_every_type_that_settings_may_name_has_a_content_here() -> None:
    assert CONTENTS.keys() == FILE_TYPES.keys()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (build_zip("word/document.xml", "word/vbaProject.bin"), "fileActive"),
        (build_zip("word/document.xml", "word/activeX/activeX1.xml"), "fileActive"),
        (build_zip("word/document.xml", "word/embeddings/oleObject1.bin"), "fileActive"),
        (build_zip("xl/workbook.xml", "xl/externalLinks/externalLink1.xml"), "fileActive"),
        (build_open_document("text", "Basic/Standard/Module1.xml"), "fileActive"),
        (build_open_document("text", "Scripts/python/run.py"), "fileActive"),
        (build_zip("readme.txt"), "fileType"),
        (build_open_document("text-template"), "fileType"),
        (build_zip("word/document.xml")[:-30], "fileType"),
        (b"MZ\0\0" + build_zip("word/document.xml"), "fileType"),
        (b"PK\x03\x04", "fileType"),
        (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2", "fileType"),
        (b"\xff\xff\xff\xffftyp", "fileType"),
        (b"GIF88a", "fileType"),
    ],
)
def test_files_with_macros_and_unknown_types_are_refused(content: bytes, code: str) -> None:
    with pytest.raises(InvalidAnswer, match=code):
        decode_data_uri(uri("image/png", content), max_bytes=MAX_FILE_BYTES, file_types=tuple(FILE_TYPES))


def test_a_zip_of_thousands_of_files_is_refused() -> None:
    content = build_zip("word/document.xml", *(f"word/{n:060}" for n in range(6_000)))
    with pytest.raises(InvalidAnswer, match="fileType"):
        decode_data_uri(uri("", content), max_bytes=MAX_FILE_BYTES, file_types=tuple(FILE_TYPES))


@given(
    head=st.sampled_from([*(content[:40] for content in CONTENTS.values()), b"PK\x03\x04", b""]),
    rest=st.binary(max_size=200),
    tail=st.sampled_from([b"", CONTENTS["docx"][-22:], b"PK\x05\x06" + b"\xff" * 18]),
)
def test_any_content_has_a_type_or_is_refused(head: bytes, rest: bytes, tail: bytes) -> None:
    with contextlib.suppress(InvalidAnswer):
        decode_data_uri(uri("", head + rest + tail), max_bytes=MAX_FILE_BYTES, file_types=tuple(FILE_TYPES))


def test_a_file_of_the_largest_size_is_taken_and_one_more_byte_is_not_even_decoded() -> None:
    assert isinstance(validate_file(uri("image/png", PNG.ljust(MAX_FILE_BYTES, b"x"))), FormItem)
    too_large = "data:image/png;base64," + "!" * (len(uri("", b"x" * (MAX_FILE_BYTES + 1))) - len("data:;base64,"))
    (problem,) = validate_form(FORM, [FormItem(id="f", value=too_large)]).problems
    assert (problem.code, problem.values) == ("fileSize", {"limit": 5})
    assert (
        validate_form(FORM, [FormItem(id="f", value=uri("image/png", PNG))], max_file_bytes=7).problems[0].code
        == "fileSize"
    )


@pytest.mark.parametrize(
    ("sent_name", "media", "name"),
    [
        (None, "image/png", "file.png"),
        ("", "application/x-made-up", "file.bin"),
        ("id.png", "image/png", "id.png"),
        ("ID.PNG", "image/png", "ID.PNG"),
        ("photo.jpeg", "image/jpeg", "photo.jpeg"),
        ("../../etc/passwd", "application/pdf", "passwd.pdf"),
        ("C:\\Users\\ann\\scan.pdf", "application/pdf", "scan.pdf"),
        ("run.exe", "image/png", "run.exe.png"),
        ("..", "image/png", "file.png"),
        ("dir/", "image/png", "file.png"),
        ("\x1b[2J.png", "image/png", "file.png"),
        ("李" * 200, "image/png", "李" * 96 + ".png"),
        ("x" * 200, "", "x" * 100),
        ("scan", "", "scan"),
    ],
)
def test_the_name_of_a_file(sent_name: str | None, media: str, name: str) -> None:
    assert clean_file_name(sent_name, media) == name
    assert clean_file_name(name, media) == name


def test_a_stored_file_keeps_its_link_and_name() -> None:
    item = validate_file("/files/abc", "dir/id.png")
    assert isinstance(item, FormItem)
    assert (item.value, item.file_name) == ("/files/abc", "id.png")
    unnamed = validate_file("https://example.org/x")
    assert isinstance(unnamed, FormItem)
    assert unnamed.file_name is None


def test_a_file_that_nobody_asked_for_is_checked_all_the_same() -> None:
    invalid = FormItem(id="g", type="file", value=uri("text/html", b"<b>"))
    valid = FormItem(id="h", type="file", value=uri("image/png", PNG))
    result = validate_form([], [invalid, valid])
    assert [(problem.id, problem.code) for problem in result.problems] == [("g", "fileType")]
    assert [item.file_name for item in result.items] == ["file.png"]


def test_a_file_that_cannot_be_read_says_why() -> None:
    with pytest.raises(InvalidAnswer, match="fileRead"):
        decode_data_uri("https://example.org", max_bytes=10)


def test_a_file_may_be_promised_for_later() -> None:
    promised = FormItem.model_validate({"id": "f", "type": "file", "deferred": True})
    result = validate_form(FORM, [promised])
    assert not result.problems
    assert result.items[0].to_wire()["deferred"] is True
    assert validate_form(FORM, result.items) == result
    sent = validate_form(FORM, [promised.model_copy(update={"value": uri("image/png", PNG)})])
    assert "deferred" not in sent.items[0].to_wire()
    assert validate_form(FORM, [FormItem.model_validate({"id": "f", "deferred": "yes"})]).problems[0].code == "empty"


ACTIVE = [
    b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
    b"/OpenAction 5 0 R",
    b"/Names << /JavaScript 5 0 R >>",
    b"/J#61vaScript 5 0 R",
    b"/AA << /O << /S /URI >> >>",
    b"/A << /S /Launch /F (cmd.exe) >>",
    b"/EmbeddedFiles 5 0 R",
    b"/Type /EmbeddedFile",
    b"/XFA [5 0 R]",
]


@pytest.mark.parametrize("member", ACTIVE)
@pytest.mark.parametrize("is_packed", [False, True])
def test_a_pdf_with_scripts_actions_or_files_is_refused(member: bytes, is_packed: bool) -> None:
    content = build_pdf(zlib.compress(b"<< " + member + b" >>")) if is_packed else build_pdf(catalog=member)
    assert validate_file(uri("application/pdf", content)) == "fileActive"


@pytest.mark.parametrize(
    "catalog", [b"", b"/OpenAction [3 0 R /Fit]", b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>", b"/JSX 1 /A /URI"]
)
def test_a_pdf_that_only_opens_at_a_place_is_taken(catalog: bytes) -> None:
    assert isinstance(
        validate_file(uri("application/pdf", build_pdf(zlib.compress(b"text"), catalog=catalog))), FormItem
    )


@pytest.mark.parametrize(
    "piece",
    [
        b"stream\n",
        b"stream\n\x78\x9c",
        b"stream\n\x78\x01\0\xff\xff\0\0",
        b"stream\n" + zlib.compress(b""),
        b"/AA  ",
        b"#41",
    ],
)
def test_looking_into_a_pdf_ends_soon(piece: bytes) -> None:
    # Each start of a stream could otherwise be read to the end of the file: minutes.
    content = build_pdf() + piece * (1_000_000 // len(piece)) + b"\xff" * 70_000 + b"endstream"
    assert not has_active_content(content)


def test_a_script_behind_a_broken_stream_or_within_one_is_found() -> None:
    script = zlib.compress(b"x" * 300_000 + b"/JavaScript 5 0 R" + b"x" * 300_000)
    for content in (b"stream\n\x78\x9c stream\n" + script, b"stream\n" + script[:-10] + b"broken"):
        assert has_active_content(build_pdf() + content + b"\nendstream")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("con.png", "_con.png"), ("NUL", "_NUL.png"), ("com1.tar.png", "_com1.tar.png"), ("aux .png", "_aux .png"),
     ("console.png", "console.png"), ("..", "file.png"), ("a.png. .", "a.png"), ("C:\\x\\lpt9.png", "_lpt9.png")],
)  # fmt: skip
def test_a_file_name_is_one_that_every_system_stores(name: str, expected: str) -> None:
    assert clean_file_name(name, "image/png") == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (build_pdf(), False),
        (build_pdf(zlib.compress(b"<< /Type /Page >>")), False),
        (build_pdf(catalog=b"/Encrypt 4 0 R"), True),
        (build_pdf(catalog=b"/Enc#72ypt 4 0 R"), True),
        (build_pdf(catalog=b"/Filter /LZWDecode"), True),
        (build_pdf(catalog=b"/Filter [/ASCII85Decode /FlateDecode]"), True),
        (build_pdf(catalog=b"/Filter /RL"), True),
        (build_pdf(zlib.compress(b"<< /Filter /Crypt >>")), True),
        # More than is looked at.
        (build_pdf(zlib.compress(bytes(20 << 20))), True),
        (build_pdf(catalog=b"/Encrypted false /Filter /DCTDecode"), False),
        (build_png(b"/Encrypt"), False),
        (build_jpeg(), False),
        (build_webp(), False),
        (b"no file that is known", True),
    ],
)
def test_opaque_and_unknown_files_are_unchecked(content: bytes, expected: bool) -> None:
    assert is_unchecked(content) is expected
