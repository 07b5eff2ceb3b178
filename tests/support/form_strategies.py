"""Hypothesis strategies of forms and answers: every type and member, valid and invalid, plain and hostile."""

from __future__ import annotations

import base64
from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st

from tests.support.helpers import HOSTILE_TEXTS
from walkin.model.errors import TextRefused
from walkin.model.form.definition import CHOICE_TYPES, FormItem
from walkin.model.form.parsers.registry import get_kind, resolve_type
from walkin.model.text import clean

TYPES = (
    *("input", "textarea", "number", "price", "email", "phone", "website", "date", "radio", "checkbox", "select"),
    *("scalerating", "start", "star", "name", "address", "file"),
)
BINDS = ("crm-first-name", "crm-last-name", "crm-email", "crm-phone", "crm-mobile-phone", "crm-name", "crm-made-up")
PATTERNS = ("[0-9]+", ".*", r"\p{IsAlphabetic}+", "[A-Z]{2}[0-9]{2}", r"[^\s]{1,5}", "(a|aa)+", r"\u0041?.+")


def _is_json_text(text: str) -> bool:
    return text.isascii() or text.encode("utf-8", "ignore").decode() == text


def _is_clean_text(text: str) -> bool:
    try:
        return clean(text) == text
    except TextRefused:
        return False


HOSTILE_JSON = [text for text in HOSTILE_TEXTS if _is_json_text(text)]
"""Hostile texts that can be sent as JSON: a lone surrogate cannot."""

any_text = st.one_of(st.sampled_from(HOSTILE_JSON), st.text(max_size=30))
"""Texts as a client may send them."""

definition_texts = st.one_of(st.text(max_size=20), st.sampled_from(HOSTILE_TEXTS)).filter(_is_clean_text)
"""Texts that a form definition may have."""

item_ids = st.one_of(
    st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True), st.text(min_size=1, max_size=6).filter(_is_clean_text)
).filter(bool)

unknown_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
) | st.text(max_size=10)

unknown_members = st.dictionaries(
    st.text(max_size=8).map(lambda name: f"x-{name}"),
    unknown_values.filter(lambda value: value is not None),
    max_size=2,
)


@st.composite
def choices(draw: st.DrawFn, *, nested: bool, min_size: int = 1) -> list[dict[str, Any]]:
    """Choices with unique ids; nested choices are in categories."""
    keys = draw(st.lists(item_ids, min_size=min_size, max_size=6, unique=True))
    values = [
        {
            "id": key,
            **draw(st.fixed_dictionaries({}, optional={"name": definition_texts, "value": definition_texts})),
            **draw(unknown_members),
        }
        for key in keys
    ]
    if not nested:
        return values
    cut = draw(st.integers(0, len(values)))
    categories = [{"id": "c1", "name": "One", "values": values[:cut]}, {"id": "c2", "values": values[cut:]}]
    return categories if draw(st.booleans()) else [*categories[:1], *values[cut:]]


@st.composite
def value_formats(draw: st.DrawFn) -> dict[str, Any]:
    """Rules that some text can meet."""
    rules: dict[str, Any] = draw(unknown_members)
    if draw(st.booleans()):
        rules["maxLength"] = draw(st.integers(1, 2_500))
    if draw(st.booleans()):
        rules["minLength"] = draw(st.integers(0, min(5, rules.get("maxLength", 5))))
    if draw(st.integers(0, 3)) == 0:
        rules["regexValue"] = draw(st.sampled_from(PATTERNS))
    if draw(st.booleans()):
        rules["regexType"] = draw(st.sampled_from(["custom", "email", "phone", "number", "url", "klingon"]))
    if draw(st.booleans()):
        names = ["text", "number", "email", "phone", "url", "date", "dateTime", "price", "klingon"]
        rules["valueFormat"] = draw(st.sampled_from(names))
    return rules


@st.composite
def items(draw: st.DrawFn, *, depth: int = 2) -> dict[str, Any]:
    """Items of a form definition as JSON."""
    kind = draw(st.sampled_from([*TYPES, "hologram", "Ω"]))
    item: dict[str, Any] = {"id": draw(item_ids), "type": kind, **draw(unknown_members)}
    item |= draw(
        st.fixed_dictionaries(
            {},
            optional={
                "title": definition_texts,
                "help": definition_texts,
                "placeholder": definition_texts,
                "externalId": definition_texts,
                "bind": st.sampled_from(BINDS),
                "bindGroup": st.sampled_from(["crm-name", "crm-address"]),
                "mandatory": st.booleans(),
                "multiple": st.booleans(),
                "otherValue": st.booleans(),
                "fileName": definition_texts,
                "valueFormat": value_formats(),
            },
        )
    )
    if kind in CHOICE_TYPES or draw(st.integers(0, 5)) == 0:
        item["category"] = draw(st.booleans())
        item["values"] = draw(choices(nested=item["category"]))
    elif kind in ("scalerating", "start", "star") and draw(st.booleans()):
        item["values"] = draw(choices(nested=False))
    if draw(st.integers(0, 4)) == 0:
        item["visible"] = draw(st.booleans())
        if not item["visible"] and kind not in CHOICE_TYPES and draw(st.booleans()):
            item["value"] = draw(valid_texts(FormItem.model_validate(item)))
    if depth and kind in ("name", "address", "input", "hologram") and draw(st.integers(0, 2)) == 0:
        item["subItem"] = draw(st.lists(items(depth=depth - 1), min_size=1, max_size=3))
    return item


def _make_ids_unique(form: list[dict[str, Any]], prefix: str = "") -> list[dict[str, Any]]:
    """Make all ids unique; odd characters stay."""
    return [
        item
        | {"id": f"{prefix}{number}{item['id']}"}
        | ({"subItem": _make_ids_unique(item["subItem"], f"{prefix}{number}.")} if "subItem" in item else {})
        for number, item in enumerate(form)
    ]


@st.composite
def forms(draw: st.DrawFn, *, max_size: int = 6) -> list[FormItem]:
    """Forms that a queue accepts, unless a hidden default breaks its own lengths or pattern."""
    wire = _make_ids_unique(draw(st.lists(items(), min_size=1, max_size=max_size)))
    return [FormItem.model_validate(item) for item in wire]


def _build_data_uri(media: str, content: bytes) -> str:
    return f"data:{media};base64,{base64.b64encode(content).decode()}"


_VALID_TEXTS: dict[str, st.SearchStrategy[str]] = {
    "textarea": st.one_of(definition_texts, st.just("one\r\ntwo"), st.text("ab \n", max_size=40)),
    "address": st.just("1 Main Street\nSmalltown"),
    "number": st.one_of(
        st.integers().map(str),
        st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9).map(str),
        st.sampled_from(["1 234,5", "1,234.5", "1.234,5", "1'000", "1,234", "1.234", ".5", "-0,0", "+7", "١٢"]),
    ),
    "price": st.sampled_from(["12", "12,5 €", "$1,234.5", "EUR 7", "12.–", "1.234", "0,5", "kr 9", "Fr. 5"]),
    "email": st.one_of(st.emails(), st.sampled_from(["Ann@EXAMPLE.org", "ann@bücher.example", "Ὀδυσσεύς@example.org"])),
    "phone": st.sampled_from(["+44 20 7946 0018", "020 7946 0018", "+33 (1) 23-45-67-89", "0044 20 7946 0018"]),
    "website": st.sampled_from(
        ["example.org", "HTTPS://Example.ORG/Path?q=1#x", "bücher.example/ü", "http://[::1]:80/", "http://intranet"]
    ),
    "date": st.one_of(
        st.dates().map(date.isoformat),
        st.datetimes().map(lambda moment: datetime.isoformat(moment, timespec="minutes")),
    ),
    "scalerating": st.sampled_from(["1", "3", "5"]),
    "file": st.sampled_from(
        [
            _build_data_uri("image/png", b"\x89PNG\r\n\x1a\n"),
            _build_data_uri("image/jpg", b"\xff\xd8\xff\xe0 jpeg"),
            _build_data_uri("application/pdf;charset=binary", b"%PDF-1.7 text"),
            _build_data_uri("image/webp", b"RIFF\x00\x00\x00\x00WEBP"),
            "https://example.org/f/1",
            "/files/1",
        ]
    ),
}
_INVALID_TEXTS = (
    *(
        "12a",
        "1,2,3",
        "1e5",
        "ann@",
        "a@b",
        "call me",
        "12",
        "29/02/2024",
        "2023-02-29",
        "javascript:alert(1)",
        "0",
        "6",
    ),
    *(
        "ftp://example.org",
        "//example.org",
        "https://user:pass@example.org",
        "file:///etc/passwd",
        "9" * 40,
        "x" * 2_001,
    ),
)
_INVALID_FILES = (
    "data:image/png;base64,AAAA",
    "data:text/html;base64,PGI+",
    "data:image/png;base64,",
    "data:,x",
    "x.png",
)


def valid_texts(definition: FormItem) -> st.SearchStrategy[str]:
    """Texts that the type of the definition accepts, whatever its ``valueFormat``."""
    kind = resolve_type(definition)
    return _VALID_TEXTS.get({"start": "scalerating", "star": "scalerating"}.get(kind, kind), definition_texts)


@st.composite
def answers(draw: st.DrawFn, definition: FormItem) -> dict[str, Any]:
    """Answers to a definition as JSON, right or wrong."""
    answer: dict[str, Any] = {"id": definition.id, "type": definition.type}
    is_wrong = draw(st.integers(0, 3)) == 0
    if definition.sub_item:
        answer["subItem"] = [draw(answers(part)) for part in definition.sub_item if draw(st.integers(0, 5))]
    if definition.values is not None and (definition.type in CHOICE_TYPES or is_wrong):
        offered_ids = [{"id": choice.id} for choice in definition.iter_choices()]
        free = [{"id": "other", "value": draw(any_text)}, {"id": "other", "otherValue": draw(definition_texts)}]
        offered = [*offered_ids, *free, {"id": draw(item_ids)}] if is_wrong else offered_ids or [{"id": "x"}]
        count = len(offered) if definition.is_multiple or is_wrong else 1
        answer["values"] = draw(st.lists(st.sampled_from(offered), max_size=count))
    elif draw(st.integers(0, 9)):
        invalid = _INVALID_FILES if definition.type == "file" else _INVALID_TEXTS
        answer["value"] = draw(st.one_of(any_text, st.sampled_from(invalid)) if is_wrong else valid_texts(definition))
        if definition.type == "file":
            answer["fileName"] = draw(
                st.one_of(definition_texts, st.sampled_from(["../../etc/passwd", "C:\\x\\id.PNG", "a" * 300]))
            )
    return answer


@st.composite
def filled_forms(draw: st.DrawFn) -> tuple[list[FormItem], list[dict[str, Any]]]:
    """Forms with answers to most of their questions, sometimes also to a question that is not asked."""
    form = draw(forms())
    filled = [draw(answers(item)) for item in form if draw(st.integers(0, 5))]
    if draw(st.integers(0, 3)) == 0:
        filled.append(draw(answers(FormItem.model_validate(draw(items()) | {"id": "unasked"}))))
    return form, filled


# Conditions, limits, repeats, consents and texts


@st.composite
def _conditions(draw: st.DrawFn, earlier: list[FormItem], depth: int = 2) -> dict[str, Any]:
    """Conditions about earlier questions, with operators that fit their types."""
    if depth and draw(st.integers(0, 2)) == 0:
        inner = _conditions(earlier, depth - 1)
        name = draw(st.sampled_from(["not", "all", "any"]))
        return {name: draw(inner if name == "not" else st.lists(inner, min_size=1, max_size=2))}
    other = draw(st.sampled_from(earlier))
    kind, operators = get_kind(other), [{"answered": draw(st.booleans())}]
    if other.type in CHOICE_TYPES and other.values:
        operators.append({"in": [choice.id for choice in other.iter_choices()][: draw(st.integers(1, 3))]})
    elif kind == "number":
        operators.append({draw(st.sampled_from(["lt", "lte", "gt", "gte"])): draw(st.integers(-5, 5))})
    elif kind == "date":
        operators.append({draw(st.sampled_from(["lt", "lte", "gt", "gte"])): draw(_DAYS)})
    elif not other.sub_item and other.type != "file":
        operators.append({"in": [draw(definition_texts)]})
    return {"id": other.id, **draw(st.sampled_from(operators))}


_DAYS = st.sampled_from(["today", "-18y", "+3m", "2020-02-29", "-2w"])


@st.composite
def _limits(draw: st.DrawFn, item: dict[str, Any], earlier: list[FormItem]) -> dict[str, Any]:
    definition = FormItem.model_validate(item)
    kind, limits = get_kind(definition), dict[str, Any]()
    if definition.type in ("scalerating", "start", "star") or kind not in ("number", "date"):
        return {}
    same = [{"id": other.id} for other in earlier if get_kind(other) == kind and other.type not in ("start", "star")]
    if draw(st.booleans()):
        limits["min"] = draw(
            st.one_of(st.integers(-9, 0) if kind == "number" else st.just("-100y"), *map(st.just, same))
        )
    if draw(st.booleans()):
        limits["max"] = draw(st.integers(1, 9) if kind == "number" else st.sampled_from(["today", "+1y"]))
    if kind == "number" and draw(st.booleans()):
        limits |= {"integer": True, "step": draw(st.sampled_from([1, 2, 0.5])), "unit": "kg"}
    return limits


@st.composite
def conditional_forms(draw: st.DrawFn) -> list[FormItem]:
    """Forms with conditions, limits, repeats, sections, consents, texts and requirements."""
    wire = _make_ids_unique(draw(st.lists(items(), min_size=2, max_size=6)))
    form: list[FormItem] = []
    for number, item in enumerate(wire):
        if (extra := draw(st.integers(0, 5))) < 2:
            kind = ("consent", "text")[extra]
            form.append(FormItem.model_validate({"id": f"{kind}{number}", "type": kind, "help": "**So** it is."}))
        earlier = [other for other in form if other.type != "text" and other.repeat is None]
        if item.get("subItem") and draw(st.booleans()):
            item["repeat"] = {"min": draw(st.integers(0, 1)), "max": draw(st.integers(1, 3)), "title": "Person"}
            item.pop("visible", None)
        if limits := draw(_limits(item, earlier)):
            rules = {
                name: rule for name, rule in item.get("valueFormat", {}).items() if name in ("valueFormat", "regexType")
            }
            item["valueFormat"] = {**rules, **limits}
        if draw(st.booleans()):
            item["section"] = draw(definition_texts)
        if earlier and draw(st.integers(0, 2)):
            item["visibleIf"] = draw(_conditions(earlier))
        if earlier and draw(st.integers(0, 5)) == 0:
            item["require"] = [draw(st.sampled_from(earlier)).id, item["id"]]
        form.append(FormItem.model_validate(item))
    return form


@st.composite
def _conditional_answers(draw: st.DrawFn, definition: FormItem) -> dict[str, Any]:
    if definition.is_repeated:
        keys = draw(st.lists(st.sampled_from("12345"), max_size=3, unique=True))
        entries = [{"id": key, "subItem": [draw(answers(part)) for part in definition.sub_item or ()]} for key in keys]
        return {"id": definition.id, "subItem": entries}
    if definition.type in ("consent", "text"):
        return {"id": definition.id, "value": draw(st.sampled_from(["true", "true", "false", "maybe"]))}
    if get_kind(definition) == "number" and definition.type not in ("scalerating", "start", "star"):
        return {"id": definition.id, "value": draw(st.integers(-10, 10).map(str))}
    return draw(answers(definition))


@st.composite
def filled_conditional_forms(draw: st.DrawFn) -> tuple[list[FormItem], list[dict[str, Any]]]:
    """Conditional forms with answers to most of their questions, asked or not, that `FormItem` accepts."""
    form = draw(conditional_forms())
    filled = [draw(_conditional_answers(item)) for item in form if draw(st.integers(0, 7))]
    return form, [answer for answer in filled if can_be_read(answer)]


def can_be_read(answer: dict[str, Any]) -> bool:
    try:
        return bool(FormItem.model_validate(answer))
    except ValueError:
        return False
