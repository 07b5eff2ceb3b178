"""Validation of filled forms, and the questions to ask.

The kiosk shows the problems beside the fields, the API answers the same ones (422 ``fields``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from walkin.model.form.asked import FormRules, ValidatedForm
from walkin.model.form.definition import FormItem
from walkin.model.form.file_types import DEFAULT_FILE_TYPES
from walkin.model.form.parsers.registry import MAX_FILE_BYTES, ParseContext


def validate_form(
    definitions: Sequence[FormItem] | FormRules,
    answers: Iterable[FormItem],
    *,
    country: str | None = None,
    language: str | None = None,
    time_zone: str | None = None,
    max_file_bytes: int = MAX_FILE_BYTES,
    file_types: Collection[str] = DEFAULT_FILE_TYPES,
    today: date | None = None,
    texts: Mapping[str, Mapping[str, Any]] | None = None,
) -> ValidatedForm:
    """Validate and normalise the answers to a form, given by its definitions or its rules.

    An answer is matched by id and carries ``value``, for choices ``values``, for files also ``fileName``; its other
    members are ignored. A question with ``subItem`` is answered by the answer's ``subItem``: each part is validated by
    itself, and problems name the part; of a repeated question they name ``children.1.name``. Items come in the order
    of the definitions, with the chosen values only. Answers to questions that are not asked are left out, with a
    notice. Questions that are not visible get the default of their definition. Answers to unknown questions follow,
    cleaned.

    `country` (two letters) is that of phone numbers without ``+``. `language` is that of typed numbers, where "1,234"
    and "1.234" are ambiguous; leave it out for answers on the wire, which have a decimal point. `time_zone` is that
    of dates with an offset, which are refused without it, and of `today`, by default the day of the clock. `texts` are
    the reader's translations of the form (``form`` of the queue's ``i18n``), for the messages of its own.
    """
    context = ParseContext(country, language, time_zone, max_file_bytes, file_types, today, texts or {})
    rules = definitions if isinstance(definitions, FormRules) else FormRules(definitions)
    return rules.ask(answers, context).validate()


def list_asked(
    definitions: Sequence[FormItem], answers: Iterable[FormItem], context: ParseContext | None = None
) -> list[FormItem]:
    """The visible questions that are asked after these answers, as in `AskedForm.items`."""
    return FormRules(definitions).ask(answers, context).items
