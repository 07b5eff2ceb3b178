"""Read a form from a file, edit a queue in an editor, and validate both before they are sent."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import tempfile
import tomllib
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from walkin.cli.support import UsageError
from walkin.model.form.definition import FormItem
from walkin.model.form.files import describe_reason
from walkin.model.form.toml import dump_queue
from walkin.model.queue import Queue, QueueInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic_core import ErrorDetails

    from walkin.cli.forms import CheckedForm

QUEUE_MEMBERS = {field.alias or name for name, field in QueueInput.model_fields.items()}
DEFAULTS = Queue(id="", name="", status="").to_wire()
"""The members of a queue that an editor does not show while they have these values."""
DEFAULT_FLAGS = {
    field.alias or name: field.default
    for name, field in FormItem.model_fields.items()
    if isinstance(field.default, bool)
} | {"mandatory": False}
"""The same of a question."""


def validate_draft(draft: object) -> dict[str, object]:
    """Return the draft if the model accepts it. Raises UsageError."""
    if not isinstance(draft, dict):
        msg = "a queue is written as { … }"
        raise UsageError(msg)
    if unknown := draft.keys() - QUEUE_MEMBERS:
        advice = [
            f"; did you mean {near[0]}?" for name in unknown if (near := get_close_matches(name, QUEUE_MEMBERS, 1))
        ]
        known = ", ".join(sorted(QUEUE_MEMBERS))
        msg = f"no such member: {', '.join(sorted(unknown))}{advice[0] if advice else f'. There are: {known}'}"
        raise UsageError(msg)
    try:
        QueueInput.model_validate(draft)
    except ValidationError as error:
        raise UsageError("\n".join(map(_describe_problem, error.errors(include_url=False)))) from None
    return draft


def read_form(file: Path) -> CheckedForm:
    """The form in a file; its warnings are printed. Raises UsageError."""
    from walkin.cli.forms import load_and_check

    try:
        form = load_and_check(file)
    except OSError as error:
        msg = f"{file}: cannot be read ({error.strerror or error})"
        raise UsageError(msg) from None
    if form.errors:
        msg = f"{file}: a queue cannot have this form."
        raise UsageError(msg)
    return form


def edit_in_editor(queue: Queue, *, as_json: bool = False) -> dict[str, object]:
    """The members changed in the user's editor; empty when nothing changed or the file was emptied.

    The editor shows what is set, as TOML or JSON; what it gives back may be either.
    """
    from walkin.model.form.value_lists import drop_filled_values

    before = {key: value for key, value in queue.to_wire().items() if key in QUEUE_MEMBERS}
    drop_filled_values(before.get("form") or [])
    before = _drop_default_flags(before)
    shown = {key: value for key, value in before.items() if value != DEFAULTS.get(key)}
    text = json.dumps(shown, ensure_ascii=False, indent=2) + "\n"
    if not as_json:
        # A null in an unknown member of the form cannot be written in TOML.
        with suppress(ValueError):
            text = dump_queue(shown)
    unset = sorted(QUEUE_MEMBERS - shown.keys() - {"id"})
    problem = ""
    while True:
        text = _run_editor(_format_remarks(problem, unset) + text, "json" if text.startswith("{") else "toml")
        if not text.strip():
            return {}
        try:
            draft = validate_draft(_parse(text))
        except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
            kind = "JSON" if isinstance(error, json.JSONDecodeError) else "TOML"
            problem = f"This is not {kind} (lines are counted without these remarks): {error}"
        except UsageError as error:
            problem = str(error)
        else:
            return {key: value for key, value in draft.items() if before.get(key) != _drop_default_flags(draft)[key]}


def _drop_default_flags(holder: Mapping[str, Any], part: str = "form") -> dict[str, Any]:
    """A copy of a queue whose questions say nothing of "visible = true", "multiple = false" and the like."""
    items = holder.get(part)
    if not isinstance(items, list):
        return dict(holder)
    kept = [{key: value for key, value in item.items() if DEFAULT_FLAGS.get(key) is not value} for item in items]
    return {**holder, part: [_drop_default_flags(item, "subItem") for item in kept]}


def _parse(text: str) -> object:
    return json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)


def _format_remarks(problem: str, unset: Sequence[str]) -> str:
    """Comment lines above the text; they are dropped when the file is read back."""
    lines = [f"NOT SAVED: {line}" for line in problem.splitlines()]
    lines += [
        "Save to change the queue; a member that is taken out stays as it is. Empty the file to change nothing.",
        *([f"Not set: {', '.join(unset)}."] if unset else []),
    ]
    return "".join(f"# {line}\n" for line in lines)


def _run_editor(text: str, file_format: str) -> str:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    with tempfile.TemporaryDirectory(prefix="walkin-") as folder:
        file = Path(folder) / f"queue.{file_format}"
        file.write_text(text, encoding="utf-8")
        try:
            subprocess.run([*shlex.split(editor), str(file)], check=True)  # noqa: S603 - the user's own editor
        except (OSError, subprocess.CalledProcessError):
            msg = f"the editor did not end well: {editor}. Set EDITOR to another, or use options."
            raise UsageError(msg) from None
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    while lines and lines[0].startswith("#"):
        del lines[0]
    return "".join(lines)


def _describe_problem(problem: ErrorDetails) -> str:
    place = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in problem["loc"]).lstrip(".")
    return f"{place}: {describe_reason(problem).replace('input should be', 'must be')}"
