"""Uploaded files of forms: data URIs in answers become stored files and links (reference: ``FormItem.value``)."""

from __future__ import annotations

import asyncio

from walkin.api.state import AppState
from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.file import clean_file_name, decode_data_uri
from walkin.model.form.parsers.registry import MAX_FILE_BYTES
from walkin.model.registration import RegistrationInput
from walkin.store import queues, uploads
from walkin.store.registrations import forms


async def store_form_files(app_state: AppState, queue_id: int, changes: RegistrationInput) -> RegistrationInput:
    """Store the new files of a registration's form and return it with links in their place.

    Raises Refused (invalid) before anything is written for a form that does not satisfy the queue's.
    """
    if not any(_find_data_items(item) for item in changes.form or ()):
        return changes
    queue = await app_state.store.read(queues.get, queue_id, app_state.clock())
    items = forms.validate_answers(queue, changes)
    links: dict[str | None, tuple[str, str]] = {}
    for file_item in [part for item in items for part in _find_data_items(item) if part.type == "file"]:
        media_type, content = decode_data_uri(file_item.value or "", max_bytes=MAX_FILE_BYTES)
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
    token = await app_state.store.write(uploads.add, digest, media_type, file_name, len(content), app_state.clock())
    await asyncio.to_thread(uploads.write_content, app_state.store.files_dir, digest, content)
    return f"/files/{token}", file_name


def _find_data_items(item: FormItem) -> list[FormItem]:
    """Return the item and its sub-items whose value is a data URI."""
    items = [item] if (item.value or "").startswith("data:") else []
    return items + [data_item for part in item.sub_item or () for data_item in _find_data_items(part)]
