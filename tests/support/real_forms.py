"""Real forms, and the answers of two visitors to each."""

from __future__ import annotations

import base64
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.form_files import load_form
from tests.support.helpers import keep_sent_members
from tests.support.pictures import build_png
from walkin.api.web.form_view import build_key
from walkin.model.form.asked import AskedForm, FormRules
from walkin.model.form.definition import CHOICE_TYPES, FormItem
from walkin.model.form.limits import shift_day
from walkin.model.form.parsers.registry import ParseContext
from walkin.model.form.presentation import get_presentation
from walkin.model.form.value_lists import ValueLists

FOLDER = Path(__file__).parents[1] / "fixtures" / "forms"
LISTS = FOLDER / "lists"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != "visitors")
LONGEST = (
    *("building-permit", "patient-intake", "patient-relatives"),
    *("blood-donor", "conference-checkin", "residence-registration"),
)
VISITORS = ("few", "many")
TRANSLATIONS: dict[str, Any] = json.loads(
    (FOLDER / "translations" / "school-enrolment.json").read_text(encoding="utf-8")
)
"""The translated texts of the form, by language code."""
PICTURE = "data:image/png;base64," + base64.b64encode(build_png()).decode()

Answer = dict[str, Any]
"""An answer as it is sent."""


@cache
def load(name: str) -> list[FormItem]:
    return load_form(FOLDER / f"{name}.toml")


@cache
def load_filled(name: str) -> list[FormItem]:
    """Load a form with the values of its lists, as the server sends it."""
    form = json.dumps([item.to_wire() for item in load(name)])
    return [FormItem.model_validate(item) for item in json.loads(ValueLists(LISTS).fill(form))]


@cache
def _load_visitors() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads((FOLDER / "visitors.toml").read_text(encoding="utf-8"))


def list_given(name: str, visitor: str) -> dict[str, Any]:
    """List the answers of a visitor to all questions, asked or not, by id."""
    given = _load_visitors()[name]
    return given["all"] | given[visitor]


def answer_everything(name: str, visitor: str, today: date | None = None) -> list[Answer]:
    """Build the answers of a visitor to all questions, asked or not."""
    given, today = list_given(name, visitor), today or datetime.now(UTC).date()
    return [build_answer(item, given[item.id], today) for item in load(name) if item.id in given]


def build_answer(definition: FormItem, given: Any, today: date) -> Answer:
    if definition.takes_several_files:
        files = [{"id": str(place), "value": PICTURE, "fileName": f"{place}.png"} for place in range(1, len(given) + 1)]
        return {"id": definition.id, "subItem": files}
    if definition.is_repeated:
        entries = [
            {"id": str(place), "subItem": _answer_parts(definition, e, today)} for place, e in enumerate(given, 1)
        ]
        return {"id": definition.id, "subItem": entries}
    if definition.sub_item:
        return {"id": definition.id, "subItem": _answer_parts(definition, given, today)}
    if isinstance(given, list):
        return {"id": definition.id, "values": [{"id": choice} for choice in given]}
    if definition.type == "file":
        return {"id": definition.id, "value": PICTURE, "fileName": "picture.png"}
    if definition.type in ("date", "month") and given[:1] in ("+", "-"):
        day = shift_day(today, given).isoformat()
        rules = definition.value_format
        is_exact = rules is not None and rules.value_format == "dateTime"
        given = day[:7] if definition.type == "month" else f"{day}T10:30" if is_exact else day
    elif definition.type in CHOICE_TYPES:
        return {"id": definition.id, "values": [{"id": "other", "value": given}]}
    return {"id": definition.id, "value": given}


def _answer_parts(definition: FormItem, given: Mapping[str, Any], today: date) -> list[Answer]:
    return [build_answer(part, given[part.id], today) for part in definition.sub_item or () if part.id in given]


def ask(name: str, answers: Sequence[Answer]) -> AskedForm:
    """Find the questions that are asked, given answers to all of them."""
    given = [FormItem.model_validate(answer) for answer in answers]
    return FormRules(load_filled(name)).ask(given, ParseContext(time_zone="UTC"))


def list_texts(items: Sequence[FormItem]) -> list[dict[str, Any]]:
    """List answers as JSON, without files, which a kiosk and a phone without script hand in later."""
    sent = keep_sent_members([item.to_wire() for item in items])
    return [item for item in sent if item.get("type") != "file"]


def list_fields(items: Sequence[FormItem], answers: Sequence[Answer], key: str = "") -> Iterator[tuple[str, list[str]]]:
    """List the filled fields of the phone's page with their values, for the questions that are asked."""
    given = {answer["id"]: answer for answer in answers}
    for item in items:
        answer = given.get(item.id, {})
        own_key = build_key(item.id, key)
        control = get_presentation(item).control
        if item.is_repeated:
            for entry in item.sub_item or ():
                parts = next((one.get("subItem") for one in answer.get("subItem", ()) if one["id"] == entry.id), ())
                yield from list_fields(entry.sub_item or (), parts, build_key(entry.id, own_key))
        elif control == "parts":
            yield from list_fields(item.sub_item or (), answer.get("subItem", ()), key)
        elif control == "file":
            yield f"b:{own_key}", ["1"] if item.mandatory else []
        elif control == "choice":
            yield f"v:{own_key}", [choice["id"] for choice in answer.get("values", ())]
            if other := [choice["value"] for choice in answer.get("values", ()) if "value" in choice]:
                yield f"o:{own_key}", other
        elif control == "date":
            day, _, time = answer.get("value", "").partition("T")
            boxes = zip(("year", "month", "day", "time"), [*day.split("-"), time], strict=False)
            yield from ((f"{box}:{own_key}", [text]) for box, text in boxes if text)
        elif value := _write_value(control, answer.get("value", "")):
            yield f"v:{own_key}", [value]


def _write_value(control: str, value: str) -> str:
    """Return the value of a field, empty for a consent that is not given."""
    return "" if control == "text" or (control == "consent" and value == "false") else value
