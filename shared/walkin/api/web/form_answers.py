"""Answers of a submitted form: those of the page in its fields, those of other pages in the field ``kept``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import unquote

import orjson
from pydantic import ConfigDict, TypeAdapter, ValidationError
from starlette.datastructures import FormData, UploadFile

from walkin.api.uploads import name_new_files
from walkin.api.web.form_body import build_file_answer
from walkin.api.web.form_view import build_key
from walkin.languages import Words
from walkin.languages.dates import DATE_BOXES, read_boxes
from walkin.model.form.asked import next_entry_id
from walkin.model.form.definition import OTHER_CHOICE_ID, Choice, FormItem, iter_with_parts
from walkin.model.form.parsers.registry import resolve_type
from walkin.model.form.presentation import get_presentation

_ANSWERS = TypeAdapter(list[FormItem], config=ConfigDict(defer_build=True))


class FormReader:
    """Reads the answers of a submitted form, not validated.

    The field ``shown`` names the questions of the page; the others are answered in ``kept``. Without ``shown`` all
    answers are in the fields, as in a form without conditions. `today` is the day that "today" in a date box means.
    """

    def __init__(self, form_data: FormData, words: Words, today: date) -> None:
        self._form_data = form_data
        self._words = words
        self._today = today
        self._shown = get_text(form_data, "shown").split() if "shown" in form_data else None
        self._shown_keys = frozenset(self._shown or ())
        self._given_keys = [name.partition(":")[2] for name in form_data]

    async def read(self, definitions: Sequence[FormItem]) -> list[FormItem]:
        return await self._read_all(definitions, read_kept(get_text(self._form_data, "kept")), "")

    async def _read_all(
        self, definitions: Sequence[FormItem], kept: Iterable[FormItem], entry_key: str
    ) -> list[FormItem]:
        kept_by_id = {answer.id: answer for answer in kept}
        answers = [
            await self._read(item, kept_by_id.get(item.id), build_key(item.id, entry_key), entry_key)
            for item in definitions
            if item.visible
        ]
        return [answer for answer in answers if answer is not None]

    async def _read(self, item: FormItem, kept: FormItem | None, key: str, entry_key: str) -> FormItem | None:
        """The answer to a question, None for one that no page has shown."""
        if item.type == "text" or (self._shown is not None and key not in self._shown_keys):
            return kept
        answer = FormItem.model_construct(id=item.id, type=item.type)
        kept_parts = (kept.sub_item if kept else None) or ()
        match get_presentation(item).control:
            case "parts" if item.is_repeated:
                entries = await self._read_entries(item, kept_parts, key)
                return answer.model_copy(update={"sub_item": entries, "repeat": item.repeat})
            case "parts":
                parts = await self._read_all(item.sub_item or (), kept_parts, entry_key)
                return answer.model_copy(update={"sub_item": parts})
            case "choice":
                return answer.model_copy(update={"values": self._read_choices(item, key)})
            case "date":
                texts = {box: get_text(self._form_data, f"{box}:{key}") for box in DATE_BOXES}
                return answer.model_copy(update={"value": read_boxes(texts, self._words, self._today)})
            case "file":
                return await self._read_files(item, key)
            case _:
                return answer.model_copy(update={"value": get_text(self._form_data, f"v:{key}")})

    async def _read_entries(self, item: FormItem, kept: Sequence[FormItem], key: str) -> list[FormItem]:
        """The entries of a repeated question, after the button to add or remove one."""
        kept_by_key = {build_key(entry.id, key): entry for entry in kept}
        inside = [name.split("/") for name in self._shown or self._given_keys if name.startswith(f"{key}/")]
        entry_keys = list(dict.fromkeys("/".join(names[: key.count("/") + 2]) for names in inside))
        removed = get_text(self._form_data, "remove")
        entries = [
            FormItem.model_construct(
                id=unquote(entry_key.rpartition("/")[2]),
                sub_item=await self._read_all(
                    item.sub_item or (),
                    (kept_by_key[entry_key].sub_item if entry_key in kept_by_key else None) or (),
                    entry_key,
                ),
            )
            for entry_key in entry_keys
            if entry_key != removed
        ]
        if get_text(self._form_data, "add") == key:
            used_ids = [unquote(entry_key.rpartition("/")[2]) for entry_key in entry_keys]
            entries.append(FormItem.model_construct(id=next_entry_id(used_ids), sub_item=[]))
        return entries

    def _read_choices(self, item: FormItem, key: str) -> list[Choice]:
        ids = [choice_id for choice_id in self._form_data.getlist(f"v:{key}") if isinstance(choice_id, str)]
        other_text = get_text(self._form_data, f"o:{key}")
        ids = [choice_id for choice_id in ids if choice_id]
        if item.other_value and other_text.strip() and not ids:
            # Without a script nothing ticks the option beside which a text was written.
            ids = [OTHER_CHOICE_ID]
        return [
            Choice.model_construct(
                id=choice_id,
                name="",
                value=other_text if choice_id == OTHER_CHOICE_ID and item.other_value else None,
                values=None,
            )
            for choice_id in dict.fromkeys(ids)
        ]

    async def _read_files(self, item: FormItem, key: str) -> FormItem:
        uploads = [
            upload
            for upload in self._form_data.getlist(f"v:{key}")
            if isinstance(upload, UploadFile) and upload.filename
        ]
        if uploads and item.takes_several_files:
            files = [
                await build_file_answer(str(place), upload, await upload.read())
                for place, upload in enumerate(uploads, 1)
            ]
            return FormItem.model_construct(id=item.id, type="file", sub_item=files)
        if uploads:
            return await build_file_answer(item.id, uploads[0], await uploads[0].read())
        answer = FormItem.model_construct(id=item.id, type="file")
        if link := get_text(self._form_data, f"k:{key}"):
            name = get_text(self._form_data, f"n:{key}") or None
            return answer.model_copy(update={"value": link, "file_name": name})
        if self._form_data.get(f"b:{key}"):
            return FormItem.model_construct(id=item.id, type="file", deferred=True)
        return answer


def get_text(form_data: FormData, name: str) -> str:
    value = form_data.get(name)
    # Browsers send line ends as CR LF.
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def write_kept(answers: Iterable[FormItem]) -> str:
    """Serialize the answers for `read_kept`; a new file becomes a deferred one, which the ticket's page takes."""
    return orjson.dumps([_write_answer(answer) for answer in answers]).decode()


def _write_answer(answer: FormItem) -> dict[str, Any]:
    members: dict[str, Any] = {"id": answer.id, "type": answer.type}
    if answer.is_deferred or name_new_files([answer]):
        return {**members, "deferred": True}
    if answer.value is not None and answer.type != "file":
        members["value"] = answer.value
    if answer.values is not None:
        members["values"] = [{"id": choice.id, "value": choice.value} for choice in answer.iter_chosen()]
    if answer.sub_item is not None:
        members["subItem"] = [_write_answer(part) for part in answer.sub_item]
    return members


def read_kept(text: str) -> list[FormItem]:
    """Parse the answers of other pages; an invalid text has none."""
    try:
        return _ANSWERS.validate_json(text or "[]")
    except ValidationError:
        return []


def has_files(items: Sequence[FormItem]) -> bool:
    return any(item.visible and not item.sub_item and resolve_type(item) == "file" for item in iter_with_parts(items))
