"""Lint warnings for form definitions: members without effect, or hardly with the intended one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping

from walkin.model.errors import TextRefused
from walkin.model.form import pattern, sample
from walkin.model.form.client_binding import KNOWN_BIND_GROUPS, KNOWN_BINDS
from walkin.model.form.definition import CHOICE_TYPES, Choice, FormItem, ValueFormat, iter_all_choices
from walkin.model.form.parsers.rating import RATING_TYPES, list_steps
from walkin.model.form.parsers.registry import PARSERS, PRESET_TYPES, resolve_type
from walkin.model.text import clean

VALUE_FORMATS = frozenset(PRESET_TYPES) | {"text"}
REGEX_TYPES = frozenset(PRESET_TYPES) | {"custom"}

EXTRA_MEMBERS = frozenset({"sensitive", "deferred"})
"""Members of our own that the reference does not know."""

_MEMBERS_ELSEWHERE = {
    **dict.fromkeys(("required", "obligatory"), "mandatory"),
    **dict.fromkeys(("label", "question", "name", "text"), "title"),
    **dict.fromkeys(("description", "hint"), "help"),
    **dict.fromkeys(("options", "choices", "items", "answers"), "values"),
    **dict.fromkeys(("pattern", "regex", "regexp", "regexValue"), "valueFormat.regexValue"),
    **{name: f"valueFormat.{name}" for name in ("minLength", "maxLength", "regexType")},
    **dict.fromkeys(("parts", "fields", "children", "questions"), "subItem"),
    **dict.fromkeys(("default", "defaultValue"), "value"),
    "hidden": "visible = false",
    "other": "otherValue",
}
"""Names of other form builders, and the ones here."""

_CHOICE_MEMBERS_ELSEWHERE = dict.fromkeys(("label", "title", "text"), "name")

_TYPES_ELSEWHERE = {
    **dict.fromkeys(("text", "string", "line"), "input"),
    **dict.fromkeys(("tel", "telephone", "mobile"), "phone"),
    **dict.fromkeys(("url", "link"), "website"),
    **dict.fromkeys(("dropdown", "list"), "select"),
    **dict.fromkeys(("checkboxes", "boolean", "multiselect"), "checkbox"),
    **dict.fromkeys(("integer", "int", "decimal"), "number"),
    **dict.fromkeys(("currency", "money", "amount"), "price"),
    **dict.fromkeys(("upload", "attachment", "photo"), "file"),
    "memo": "textarea",
    "rating": "scalerating",
    "datetime": "date",
    "radios": "radio",
}

_LEADING_ZEROS = re.compile(
    r"post(?:al)?[ -]?(?:code|number)|zip|\bplz\b|postleitzahl|(?:code|codice|código) postal|\bcap\b|pincode|"
    r"phone|telefon|teléfono|téléphone|mobile|passport|\bid\b.*(?:number|card)|account number|iban|card number",
    re.IGNORECASE,
)
"""Words for what is written in digits and is no number."""


def _suggest(name: str, known: Iterable[str], elsewhere: Mapping[str, str] | None = None) -> str:
    """Words that end a warning about an unknown name with the known one that was probably meant."""
    names = {known_name.lower(): known_name for known_name in known} | {
        other.lower(): known_name for other, known_name in (elsewhere or {}).items()
    }
    found = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.7)
    return f"; did you mean {names[found[0]]!r}?" if found else ""


def warnings(item: FormItem) -> Iterator[str]:
    """The warnings about one field, in plain words."""
    rules = item.value_format or ValueFormat()
    yield from _member_warnings(item, rules)
    yield from _name_warnings(item, rules)
    if rules.regex_type == "custom" and not rules.regex_value:
        yield "regexType is custom, but there is no regexValue"
    if item.visible and not item.title:
        yield "it has no title: its id is shown"
    if item.mandatory and not item.visible and not item.has_answer:
        yield "it is mandatory and not visible, but has no default value"
    if resolve_type(item) == "number" and (
        item.bind == "crm-zip-code" or _LEADING_ZEROS.search(f"{item.id} {item.title} {item.help or ''}")
    ):
        yield "a number loses its leading zeros: ask for a post code, a phone number and the like as 'input' or 'phone'"
    if rules.regex_value:
        yield from _pattern_warnings(rules, rules.regex_value)
    yield from _choice_warnings(item)


def _name_warnings(item: FormItem, rules: ValueFormat) -> Iterator[str]:
    if item.type not in PARSERS:
        suggestion = _suggest(item.type, PARSERS, _TYPES_ELSEWHERE)
        yield f"nobody knows the type {item.type!r}: it is asked as a line of text{suggestion}"
    if item.bind and item.bind not in KNOWN_BINDS:
        yield f"nobody knows the bind {item.bind!r}: it fills nothing{_suggest(item.bind, KNOWN_BINDS)}"
    if item.bind_group and item.bind_group not in KNOWN_BIND_GROUPS:
        yield f"nobody knows the bindGroup {item.bind_group!r}{_suggest(item.bind_group, KNOWN_BIND_GROUPS)}"
    if rules.value_format and rules.value_format not in VALUE_FORMATS:
        suggestion = _suggest(rules.value_format, VALUE_FORMATS)
        yield f"nobody knows the valueFormat {rules.value_format!r}: it checks nothing{suggestion}"
    if rules.regex_type and rules.regex_type not in REGEX_TYPES:
        suggestion = _suggest(rules.regex_type, REGEX_TYPES)
        yield f"nobody knows the regexType {rules.regex_type!r}: only a regexValue is checked{suggestion}"


def _member_warnings(item: FormItem, rules: ValueFormat) -> Iterator[str]:
    known = [_get_wire_name(FormItem, name) for name in FormItem.model_fields] + sorted(EXTRA_MEMBERS)
    for name in [name for name in item.model_extra or {} if name not in EXTRA_MEMBERS]:
        yield f"nobody knows the member {name!r}: it has no effect{_suggest(name, known, _MEMBERS_ELSEWHERE)}"
    known = [_get_wire_name(ValueFormat, name) for name in ValueFormat.model_fields]
    for name in rules.model_extra or {}:
        yield f"nobody knows the member {name!r} of valueFormat: it has no effect{_suggest(name, known)}"
    known = list(Choice.model_fields)
    choices = iter_all_choices(item.values or ())
    for name in dict.fromkeys(name for choice in choices for name in choice.model_extra or {}):
        suggestion = _suggest(name, known, _CHOICE_MEMBERS_ELSEWHERE)
        yield f"nobody knows the member {name!r} of values: it has no effect{suggestion}"


def _get_wire_name(model: type[FormItem] | type[ValueFormat], name: str) -> str:
    return model.model_fields[name].alias or name


def _pattern_warnings(rules: ValueFormat, regex: str) -> Iterator[str]:
    min_length, max_length = rules.min_length or 0, rules.max_length
    try:
        examples = [text for text in sample.list_examples(regex, min_length) if _can_be_entered(text)]
    except ValueError:
        # An error of the definition, which says more.
        return
    mended = pattern.mend_pattern(regex)
    advice = f"; did you mean {pattern.quote(mended)}?" if mended else ""
    if not examples:
        yield f"no answer was found that the pattern {pattern.quote(regex)} matches{advice}"
    elif mended:
        yield f"the signs around the pattern {pattern.quote(regex)} are a part of the answer{advice}"
    elif max_length is not None and min(map(len, examples)) > max_length:
        yield f"what the pattern {pattern.quote(regex)} matches is longer than maxLength ({max_length})"
    elif max(map(len, examples)) < min_length:
        yield f"what the pattern {pattern.quote(regex)} matches is shorter than minLength ({min_length})"


def _can_be_entered(text: str) -> bool:
    try:
        return clean(text, multiline=True) == text != ""
    except TextRefused:
        return False


def _choice_warnings(item: FormItem) -> Iterator[str]:
    if item.multiple and item.type not in ("select", "checkbox"):
        yield f"multiple has no effect on the type {item.type!r}"
    if item.other_value and item.type not in CHOICE_TYPES:
        yield f"otherValue has no effect on the type {item.type!r}"
    if item.category and item.type != "select":
        yield f"category belongs to the type 'select', not {item.type!r}"
    if item.values and item.type not in CHOICE_TYPES | RATING_TYPES:
        yield f"values have no effect on the type {item.type!r}"
    if item.sub_item and resolve_type(item) not in ("name", "address", "input"):
        yield f"it is asked by its subItem, not as the type {item.type!r}"
    keys = [step.id for step in list_steps(item)] if item.type in RATING_TYPES else []
    if len(keys) != len(set(keys)):
        yield "two of its values stand for the same step"
    for choice in item.values or ():
        if item.category and not choice.values:
            yield f"the category {choice.id!r} has no values of its own"
        elif choice.values and not item.category:
            yield f"the value {choice.id!r} has values of its own, which only category makes choices of"
