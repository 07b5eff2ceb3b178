"""Lint warnings for form definitions: members without effect, or hardly with the intended one."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from walkin.model.errors import TextRefused
from walkin.model.form import pattern, sample
from walkin.model.form.client_binding import KNOWN_BIND_GROUPS, KNOWN_BINDS
from walkin.model.form.conditions import can_be_answer, iter_conditions
from walkin.model.form.definition import (
    CHOICE_TYPES,
    OTHER_CHOICE_ID,
    TRANSLATED_TEXTS,
    Choice,
    FormItem,
    ValueFormat,
    iter_all_choices,
    iter_with_parts,
)
from walkin.model.form.parsers.rating import RATING_TYPES, list_steps
from walkin.model.form.parsers.registry import PARSERS, PRESET_TYPES, get_kind, resolve_type
from walkin.model.form.shape import SHAPED_TYPES
from walkin.model.text import clean

VALUE_FORMATS = frozenset(PRESET_TYPES) | {"text"}
REGEX_TYPES = frozenset(PRESET_TYPES) | {"custom"}

EXTRA_MEMBERS = frozenset({"sensitive", "deferred"})
"""Members of our own that the reference does not know."""

_MEMBERS_ELSEWHERE = {
    **dict.fromkeys(("required", "obligatory", "isRequired", "optional"), "mandatory"),
    **dict.fromkeys(("label", "question", "name", "text", "caption", "heading"), "title"),
    **dict.fromkeys(("description", "hint", "helpText", "tooltip", "instructions"), "help"),
    **dict.fromkeys(("options", "choices", "items", "answers", "enum", "answerOption"), "values"),
    **dict.fromkeys(("pattern", "regex", "regexp", "regexValue"), "valueFormat.regexValue"),
    **dict.fromkeys(("min", "minimum", "minDate", "minValue"), "valueFormat.min"),
    **dict.fromkeys(("max", "maximum", "maxDate", "maxValue"), "valueFormat.max"),
    **{name: f"valueFormat.{name}" for name in ("minLength", "maxLength", "regexType", "integer", "step", "unit")},
    **{name: f"valueFormat.{name}" for name in ("case", "check", "mask", "message")},
    **dict.fromkeys(("error", "errorMessage", "constraintMessage", "validationMessage"), "valueFormat.message"),
    **dict.fromkeys(("suffix", "units"), "valueFormat.unit"),
    **dict.fromkeys(("parts", "fields", "children", "questions", "components", "elements"), "subItem"),
    **dict.fromkeys(("default", "defaultValue", "initialValue", "initial"), "value"),
    **dict.fromkeys(("relevant", "showIf", "visibleWhen", "condition", "conditional", "conditions"), "visibleIf"),
    **dict.fromkeys(("enableWhen", "dependsOn", "showWhen", "when", "if"), "visibleIf"),
    **dict.fromkeys(("group", "page", "step"), "section"),
    **dict.fromkeys(("repeats", "repeatable", "minItems", "maxItems"), "repeat"),
    **dict.fromkeys(("valueSet", "answerValueSet", "dataSource", "source"), "valuesFrom"),
    "hidden": "visible = false",
    "other": "otherValue",
}
"""Member names of other form builders → ours."""

_FORMAT_MEMBERS_ELSEWHERE = {
    **dict.fromkeys(("pattern", "regex", "regexp"), "regexValue"),
    **dict.fromkeys(("minimum", "minDate", "minValue"), "min"),
    **dict.fromkeys(("maximum", "maxDate", "maxValue"), "max"),
    **dict.fromkeys(("error", "errorMessage", "constraintMessage"), "message"),
    **dict.fromkeys(("type", "format"), "valueFormat"),
    "length": "maxLength",
    "checksum": "check",
    "multipleOf": "step",
}

_CHOICE_MEMBERS_ELSEWHERE = {
    **dict.fromkeys(("label", "title", "text", "display"), "name"),
    **dict.fromkeys(("key", "code"), "id"),
    **dict.fromkeys(("options", "choices", "items"), "values"),
    **dict.fromkeys(("aliases", "synonyms", "alternatives"), "otherNames"),
    "none": "exclusive",
}

_TYPES_ELSEWHERE = {
    **dict.fromkeys(("string", "line"), "input"),
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

_HTML = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"(\*\*|__|`)(?=\S).{1,300}?(?<=\S)\1|!?\[[^\]]{1,300}\]\([^)\s]{1,300}\)|^#{1,6} ", re.MULTILINE
)

_LEADING_ZEROS = re.compile(
    r"post(?:al)?[ -]?(?:code|number)|zip|\bplz\b|postleitzahl|(?:code|codice|código) postal|\bcap\b|pincode|"
    r"phone|telefon|teléfono|téléphone|mobile|passport|\bid\b.*(?:number|card)|account number|iban|card number",
    re.IGNORECASE,
)
"""Titles of questions whose answers are digits with leading zeros."""


def suggest(name: str, known: Iterable[str], elsewhere: Mapping[str, str] | None = None) -> str:
    """Suggest the closest known name, as the end of a warning: "; did you mean 'title'?". Empty without one."""
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
    if item.visible and not item.title and not (item.help and item.type in ("text", "consent")):
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
    yield from _name_list_warnings(item)
    yield from _markup_warnings(item)
    yield from _effect_warnings(item, rules)


def form_warnings(items: Sequence[FormItem]) -> Iterator[str]:
    """Warnings across fields: the same ``bind`` twice, a ``bindGroup`` of one field, a condition no answer meets."""
    # Of fields that are asked under conditions only one may be asked.
    fields = [item for item in iter_with_parts(items) if item.visible and item.visible_if is None]
    for bind, count in Counter(item.bind for item in fields if item.bind).items():
        if count > 1:
            yield f"{count} fields have the bind {bind!r}: only the first of their answers fills the client"
    groups = Counter(item.bind_group for item in items if item.bind_group and not item.bind_group.startswith("crm-"))
    for name in (name for name, count in groups.items() if count == 1):
        yield f"only one field has the bindGroup {name!r}: it keeps nothing together"
    yield from _condition_warnings({item.id: item for item in iter_with_parts(items)})


def _condition_warnings(by_id: Mapping[str, FormItem]) -> Iterator[str]:
    for item in by_id.values():
        for condition in iter_conditions(item.visible_if) if item.visible_if else ():
            if (other := by_id.get(condition.id or "")) is None:
                continue
            for text in [text for text in condition.in_ or () if not can_be_answer(other, text)]:
                known = [name for choice in other.iter_choices() for name in (choice.id, choice.name)]
                yield f"visibleIf of {item.id!r}: no answer to {other.id!r} is {text!r}{suggest(text, known)}"


def translation_warnings(items: Iterable[FormItem], texts: Mapping[str, object], place: str = "") -> Iterator[str]:
    """Warnings about the translations of a form (``form`` of a queue's ``i18n``), which are by field id."""
    fields = {item.id: item for item in items}
    known = [*TRANSLATED_TEXTS, "values", "subItem"]
    for field_id, members in texts.items():
        item = fields.get(field_id)
        if item is None:
            yield f"{place}there is no field {field_id!r} to be translated{suggest(field_id, fields)}"
            continue
        if not isinstance(members, Mapping):
            yield f"{place}the translation of {field_id!r} has to have members, like title"
            continue
        for name, value in members.items():
            if name == "values" and isinstance(value, Mapping):
                choices = [choice.id for choice in iter_all_choices(item.values or ())]
                for key in (key for key in value if key not in choices):
                    yield f"{place}{field_id!r} has no value {key!r} to be translated{suggest(key, choices)}"
            elif name == "subItem" and isinstance(value, Mapping):
                yield from translation_warnings(item.sub_item or (), value, f"{place}{field_id}: ")
            elif name not in known:
                yield f"{place}the member {name!r} of {field_id!r} is not translated{suggest(name, known)}"
            elif not isinstance(value, str) or name in ("values", "subItem"):
                yield f"{place}the translation of {name!r} of {field_id!r} cannot be read"


def _name_list_warnings(item: FormItem) -> Iterator[str]:
    """Warnings about the values of a choice: the same name twice, no name, or the id of the free text."""
    if item.type not in CHOICE_TYPES | RATING_TYPES:
        return
    values = item.values or []
    for choices in (values, *(choice.values or () for choice in values)):
        names = Counter(choice.name.strip().casefold() for choice in choices if choice.name.strip())
        for choice in choices:
            if names.pop(choice.name.strip().casefold(), 0) > 1:
                yield f"two values have the name {choice.name!r}: nobody can tell them apart"
    if any(choice.name for choice in values):
        for choice in iter_all_choices(values):
            if not choice.name.strip():
                yield f"the value {choice.id!r} has no name: its id is shown"
    if item.other_value and any(choice.id == OTHER_CHOICE_ID for choice in item.iter_choices()):
        yield f"the value {OTHER_CHOICE_ID!r} is the free text of otherValue: give it another id, or leave it out"


def _markup_warnings(item: FormItem) -> Iterator[str]:
    """Warnings about HTML and Markdown in texts that are not rendered."""
    has_markdown_help = item.type in ("text", "consent")
    texts = {"its title": item.title, "its help": item.help or "", "its placeholder": item.placeholder or ""}
    texts |= {f"the name of the value {choice.id!r}": choice.name for choice in iter_all_choices(item.values or ())}
    for name, text in texts.items():
        if match := _HTML.search(text):
            yield f"HTML in {name} is shown as it is written: {match[0]}"
        elif (match := _MARKDOWN.search(text)) and not (name == "its help" and has_markdown_help):
            advice = "; the types text and consent have it in their help" if name == "its help" else ""
            yield f"Markdown in {name} is shown as it is written: {match[0]}{advice}"


def _effect_warnings(item: FormItem, rules: ValueFormat) -> Iterator[str]:
    """Warnings about members that the type of the question ignores."""
    item_type = resolve_type(item)
    has_limits = get_kind(item) is not None and item_type not in RATING_TYPES
    fitting = {
        **dict.fromkeys(("min", "max"), (has_limits, "only on numbers, dates, months and times")),
        **dict.fromkeys(("integer", "step", "unit"), (item_type in ("number", "price"), "only on numbers")),
        **dict.fromkeys(("case", "check", "mask"), (item_type in SHAPED_TYPES and not item.sub_item, "only on texts")),
    }
    for name, (fits, advice) in fitting.items():
        if getattr(rules, name) not in (None, False) and not fits:
            yield f"{name} has no effect on the type {item.type!r}, {advice}"
    if item.capture and item.type != "file":
        yield f"capture belongs to the type 'file', not {item.type!r}"
    if (item.min_label or item.max_label) and item_type not in RATING_TYPES:
        yield f"minLabel and maxLabel belong to ratings, not to the type {item.type!r}"
    if item.type in ("consent", "text") and item.value:
        yield f"value has no effect on the type {item.type!r}, which has no default"
    if item.type == "consent" and not (item.help or item.title):
        yield "it has no wording to agree to: write it into help"
    if item.type == "text" and (item.mandatory or item.value_format or item.bind or item.placeholder):
        yield "a text asks nothing: for a line of text the type is 'input'"
    if any(choice.exclusive for choice in item.iter_choices()) and not item.is_multiple:
        yield "exclusive has no effect: only one value can be chosen anyway"


def _name_warnings(item: FormItem, rules: ValueFormat) -> Iterator[str]:
    if item.type not in PARSERS:
        suggestion = suggest(item.type, PARSERS, _TYPES_ELSEWHERE)
        yield f"nobody knows the type {item.type!r}: it is asked as a line of text{suggestion}"
    if item.bind and item.bind not in KNOWN_BINDS:
        yield f"nobody knows the bind {item.bind!r}: it fills nothing{suggest(item.bind, KNOWN_BINDS)}"
    # Any name keeps fields together, those of the contract also say what they are.
    if item.bind_group and item.bind_group not in KNOWN_BIND_GROUPS:
        suggestion = suggest(item.bind_group, KNOWN_BIND_GROUPS)
        if suggestion or item.bind_group.startswith("crm-"):
            yield f"nobody knows the bindGroup {item.bind_group!r}{suggestion}"
    if rules.value_format and rules.value_format not in VALUE_FORMATS:
        suggestion = suggest(rules.value_format, VALUE_FORMATS)
        yield f"nobody knows the valueFormat {rules.value_format!r}: it checks nothing{suggestion}"
    if rules.regex_type and rules.regex_type not in REGEX_TYPES:
        suggestion = suggest(rules.regex_type, REGEX_TYPES)
        yield f"nobody knows the regexType {rules.regex_type!r}: only a regexValue is checked{suggestion}"


def _member_warnings(item: FormItem, rules: ValueFormat) -> Iterator[str]:
    known = [_get_wire_name(FormItem, name) for name in FormItem.model_fields] + sorted(EXTRA_MEMBERS)
    for name in [name for name in item.model_extra or {} if name not in EXTRA_MEMBERS]:
        yield f"nobody knows the member {name!r}: it has no effect{suggest(name, known, _MEMBERS_ELSEWHERE)}"
    known = [_get_wire_name(ValueFormat, name) for name in ValueFormat.model_fields]
    for name in rules.model_extra or {}:
        suggestion = suggest(name, known, _FORMAT_MEMBERS_ELSEWHERE)
        yield f"nobody knows the member {name!r} of valueFormat: it has no effect{suggestion}"
    known = [_get_wire_name(Choice, name) for name in Choice.model_fields]
    choices = iter_all_choices(item.values or ())
    for name in dict.fromkeys(name for choice in choices for name in choice.model_extra or {}):
        suggestion = suggest(name, known, _CHOICE_MEMBERS_ELSEWHERE)
        yield f"nobody knows the member {name!r} of values: it has no effect{suggestion}"


def _get_wire_name(model: type[FormItem | Choice | ValueFormat], name: str) -> str:
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
    elif rules.case is None and _asks_capitals(regex, examples):
        yield f'the pattern {pattern.quote(regex)} refuses small letters: let case = "upper" make capitals of them'


def _asks_capitals(regex: str, examples: Sequence[str]) -> bool:
    """Whether the pattern matches capital letters only, and not the same text in small ones."""
    written = [text for text in examples if text != text.lower()]
    return (
        bool(written)
        and all(text == text.upper() for text in examples)
        and not any(pattern.matches(regex, text.lower()) for text in written)
    )


def _can_be_entered(text: str) -> bool:
    try:
        return clean(text, multiline=True) == text != ""
    except TextRefused:
        return False


def _choice_warnings(item: FormItem) -> Iterator[str]:
    if item.multiple and item.type not in ("select", "checkbox", "file"):
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
