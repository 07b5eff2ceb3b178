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
from walkin.store import queues, uploads
from walkin.store.registrations import forms


async def store_form_files(app_state: AppState, queue_id: int, changes: RegistrationInput) -> RegistrationInput:
    """Store the new files of a registration's form and return it with links in their place.

    Raises Refused (invalid) before anything is written for a form that does not satisfy the queue's.
    """
    if not any(_has_data(item) for item in iter_with_parts(changes.form or ())):
        return changes
    queue = await app_state.store.read(queues.get, queue_id, app_state.clock())
    items = forms.validate_answers(queue, changes)
    files = [
        (file_item, *decode_data_uri(file_item.value or "", max_bytes=MAX_FILE_BYTES))
        for file_item in list_new_files(items)
    ]
    limit = app_state.file_limits.registration
    if sum(len(content) for _, _, content in files) > limit:
        problem = {"limit": limit >> 20}
        raise Refused("invalid", fields=[FieldProblem(item.id, "fileSize", problem) for item, _, _ in files])
    links: dict[str | None, tuple[str, str]] = {}
    for file_item, media_type, content in files:
        links[file_item.value] = await store_upload(app_state, content, media_type, file_item.file_name)

    def replace_with_link(item: FormItem) -> FormItem:
        if item.type != "file" or item.value not in links:
            return item
        link, file_name = links[item.value]
        return item.model_copy(update={"value": link, "file_name": file_name})

    items = [forms.transform_item(item, replace_with_link) for item in items]
    return changes.model_copy(update={"form": items})


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


def list_new_files(answers: Iterable[FormItem]) -> list[FormItem]:
    """Return the answers, sub-items included, with the content of a file."""
    return [item for item in iter_with_parts(answers) if item.type == "file" and _has_data(item)]


def _has_data(item: FormItem) -> bool:
    return (item.value or "").startswith("data:")
