"""Read a form from a file, edit a queue in an editor, and validate both before they are sent."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from walkin.cli.support import UsageError
from walkin.model.queue import QueueInput

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from walkin.model.queue import Queue

QUEUE_MEMBERS = {field.alias or name for name, field in QueueInput.model_fields.items()}


def validate_draft(draft: object) -> dict[str, object]:
    """Return the draft if the model accepts it. Raises UsageError."""
    if not isinstance(draft, dict):
        msg = "a queue is written as { … }"
        raise UsageError(msg)
    if unknown := draft.keys() - QUEUE_MEMBERS:
        msg = f"no such member: {', '.join(sorted(unknown))}. There are: {', '.join(sorted(QUEUE_MEMBERS))}"
        raise UsageError(msg)
    try:
        QueueInput.model_validate(draft)
    except ValidationError as error:
        raise UsageError("\n".join(map(_describe_problem, error.errors(include_url=False)))) from None
    return draft


def read_form(file: Path) -> list[dict[str, object]]:
    """The questions in a TOML or JSON file; its warnings are printed. Raises UsageError."""
    from walkin.cli.forms import load_and_check

    try:
        items, errors = load_and_check(file)
    except OSError as error:
        msg = f"{file}: cannot be read ({error.strerror or error})"
        raise UsageError(msg) from None
    if errors:
        msg = f"{file}: a queue cannot have this form."
        raise UsageError(msg)
    return [item.to_wire() for item in items]


def edit_in_editor(queue: Queue) -> dict[str, object]:
    """The members changed in the user's editor; empty when nothing changed or the file was emptied."""
    before = {key: value for key, value in queue.to_wire().items() if key in QUEUE_MEMBERS}
    text = json.dumps(before, ensure_ascii=False, indent=2) + "\n"
    problem = ""
    while True:
        text = _run_editor(_format_remarks(problem) + text)
        if not text.strip():
            return {}
        try:
            draft = validate_draft(json.loads(text))
        except json.JSONDecodeError as error:
            problem = f"This is not JSON: {error.msg} in line {error.lineno} below these remarks"
        except UsageError as error:
            problem = str(error)
        else:
            return {key: value for key, value in draft.items() if before.get(key) != value}


def _format_remarks(problem: str) -> str:
    """Comment lines above the text; they are dropped when the file is read back."""
    lines = [f"NOT SAVED: {line}" for line in problem.splitlines()]
    lines.append("Lines that start with # at the top are left out. Empty the file to change nothing.")
    return "".join(f"# {line}\n" for line in lines)


def _run_editor(text: str) -> str:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    with tempfile.TemporaryDirectory(prefix="walkin-") as folder:
        file = Path(folder) / "queue.json"
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
    reason = problem["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    return f"{place}: {reason}"
