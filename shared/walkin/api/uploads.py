"""Uploaded files of forms: data URIs in answers become stored files and links (reference: ``FormItem.value``)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Sequence

from walkin.api.state import AppState
from walkin.model.errors import FieldProblem, Refused
from walkin.model.form.definition import FormItem, iter_with_parts
from walkin.model.form.parsers.file import clean_file_name, decode_data_uri
from walkin.model.form.parsers.registry import MAX_FILE_BYTES
from walkin.model.registration import RegistrationInput
from walkin.store import uploads
from walkin.store.registrations import forms


async def store_form_files(
    app_state: AppState, queue_id: int, changes: RegistrationInput, registration_id: int | None = None
) -> tuple[RegistrationInput, tuple[FieldProblem, ...]]:
    """Store the new files of a registration's form; return it with links in their place, and the answers it dropped.

    With ``registration_id`` it is a change of that registration.

    Raises Refused (invalid) before anything is written for a form that does not satisfy the queue's.
    """
    if not any(_has_data(item) for item in iter_with_parts(changes.form or ())):
        return changes, ()
    limits = app_state.file_limits
    validated = await app_state.store.read(
        forms.check_answers, queue_id, changes, app_state.clock(), limits.types, registration_id
    )
    if validated.problems:
        raise Refused("invalid", fields=validated.problems)
    items = validated.items
    new_files = name_new_files(items)
    files = [
        (file_item, *decode_data_uri(file_item.value or "", max_bytes=MAX_FILE_BYTES, file_types=limits.types))
        for _, file_item in new_files
    ]
    if sum(len(content) for _, _, content in files) > limits.registration:
        problem = {"limit": limits.registration >> 20}
        raise Refused("invalid", fields=[FieldProblem(path, "fileSize", problem) for path, _ in new_files])
    links: dict[tuple[str | None, str | None], tuple[str, str]] = {}
    for file_item, media_type, content in files:
        links[file_item.value, file_item.file_name] = await store_upload(
            app_state, content, media_type, file_item.file_name
        )

    def replace_with_link(item: FormItem) -> FormItem:
        if item.type != "file" or (item.value, item.file_name) not in links:
            return item
        link, file_name = links[item.value, item.file_name]
        return item.model_copy(update={"value": link, "file_name": file_name})

    items = [forms.transform_item(item, replace_with_link) for item in items]
    return changes.model_copy(update={"form": items}), validated.notices


async def store_upload(app_state: AppState, content: bytes, media_type: str, name: str | None) -> tuple[str, str]:
    """Store a file and return its link, a path, and its cleaned name."""
    file_name = clean_file_name(name, media_type)
    digest = uploads.compute_digest(content)
    limits = app_state.file_limits
    token = await app_state.store.write(
        uploads.add, digest, media_type, file_name, len(content), app_state.clock(), limits
    )
    try:
        await asyncio.to_thread(uploads.write_content, app_state.store.files_dir, digest, content, limits.keep_free)
    except Refused:
        await app_state.store.write(uploads.discard, [token])
        raise
    return f"/files/{token}", file_name


@contextlib.asynccontextmanager
async def discard_unless_kept(app_state: AppState, registration_input: RegistrationInput) -> AsyncIterator[None]:
    """Delete the stored files of a registration that the block refuses."""
    try:
        yield
    except Refused:
        links = [item.value for item in iter_with_parts(registration_input.form or ()) if item.type == "file"]
        tokens = [token for link in links if (token := uploads.parse_token(link or ""))]
        # If that fails, housekeeping does it later.
        with contextlib.suppress(Refused):
            digests = await app_state.store.write(uploads.discard, tokens) if tokens else []
            await delete_contents(app_state, digests)
        raise


async def delete_contents(app_state: AppState, digests: Sequence[str]) -> None:
    """Delete those contents that no file refers to any more."""
    if digests:
        await app_state.store.write(uploads.delete_unused, app_state.store.files_dir, digests)


def name_new_files(items: Iterable[FormItem], path: str = "") -> list[tuple[str, FormItem]]:
    """The files with a content in filled questions, each with the name that a problem has: ``children.1.photo``."""
    named: list[tuple[str, FormItem]] = []
    for item in items:
        if item.type == "file":
            named += [(path + item.id, file) for file in item.sub_item or (item,) if _has_data(file)]
        elif item.repeat is not None:
            for entry in item.sub_item or ():
                named += name_new_files(entry.sub_item or (), f"{item.id}.{entry.id}.")
        else:
            named += name_new_files(item.sub_item or (), path)
    return named


def _has_data(item: FormItem) -> bool:
    return (item.value or "").startswith("data:")
