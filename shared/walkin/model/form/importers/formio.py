"""form.io: the JSON of a form or wizard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from walkin.model.form.importers.expressions import read_condition
from walkin.model.form.importers.notes import (
    LENGTHS,
    ImportedForm,
    Members,
    as_list,
    as_mapping,
    as_number,
    as_text,
    get_rules,
    join_conditions,
    make_line,
    make_text,
    read_numbers,
)
from walkin.model.form.importers.reader import (
    COMPUTED,
    READ_ONLY,
    Element,
    Place,
    Reader,
    find_member,
    iter_elements,
    make_choice,
    make_pattern,
)

_PANELS = frozenset({"panel", "fieldset", "well", "columns", "table", "tabs", "container"})
_CHOICES = frozenset({"radio", "select", "selectboxes"})
_IGNORED = frozenset({"button", "recaptcha", "captcha"})
_COMPARISONS = {"lessThan": "lt", "lessThanOrEqual": "lte", "greaterThan": "gt", "greaterThanOrEqual": "gte"}
_MISSING_MEMBERS = {
    "calculateValue": COMPUTED,
    "customDefaultValue": COMPUTED,
    "disabled": READ_ONLY,
    "logic": "only whether a question is asked can depend on others, with visibleIf",
}
_MISSING_RULES = {
    "custom": "use min, max or regexValue of valueFormat",
    "json": "use min, max or regexValue of valueFormat",
    "minSelectedCount": "say it in the help",
    "maxSelectedCount": "say it in the help",
}


def read(document: Mapping[str, object]) -> ImportedForm:
    """Read a form. Raises FormFileError."""
    reader = _Reader(document)
    return reader.draft.finish(reader.read_elements(document.get("components"), Place()))


class _Reader(Reader):
    id_member = "key"
    title_members = ("label", "key")
    help_members = ("description", "tooltip")
    value_members = ("value", "label")
    types: Mapping[str, Members] = {
        "textfield": {"type": "input"},
        "textarea": {"type": "textarea"},
        "number": {"type": "number"},
        "currency": {"type": "price"},
        "password": {"type": "password"},
        "email": {"type": "email"},
        "url": {"type": "website"},
        "phoneNumber": {"type": "phone"},
        "day": {"type": "date"},
        "time": {"type": "date", "valueFormat": {"valueFormat": "time"}},
        "signature": {"type": "file", "capture": "signature"},
        "file": {"type": "file"},
        "address": {"type": "address"},
        "hidden": {"type": "input", "visible": False},
        "content": {"type": "text"},
        "htmlelement": {"type": "text"},
        "checkbox": {"type": "checkbox"},
        "radio": {"type": "radio"},
        "select": {"type": "select"},
        "selectboxes": {"type": "checkbox"},
        "datetime": {"type": "date", "valueFormat": {"valueFormat": "dateTime"}},
    }
    missing_types: Mapping[str, str] = {
        "tags": "ask for a checkbox with values",
        "datamap": "ask for a repeat with a name and a value",
        "tree": "ask for a repeat",
        "form": "import the other form by itself",
        "resource": "write its values",
        "dynamicWizard": "ask for a repeat",
        "datatable": "ask for a repeat",
        "custom": "ask for one of the types in the guide",
    }

    def is_required(self, element: Element) -> bool:
        return as_mapping(element.get("validate")).get("required") is True

    def read_element(self, element: Element, kind: str, place: Place) -> Iterator[Members]:
        if kind in _IGNORED:
            return
        name, inner = self.get_name(element), _list_inner(element)
        place = place.under(self._read_condition(element, name))
        if kind in ("datagrid", "editgrid"):
            validate = as_mapping(element.get("validate"))
            counts = read_numbers(validate, {"min": "minLength", "max": "maxLength"}, lengths=True)
            yield from self.read_repeat(element, place, counts, lambda parts: self.read_elements(inner, parts))
        elif kind in _PANELS or (kind not in self.types and inner):
            yield from self.read_elements(inner, place.within(self.list_texts(element, "title", "legend")))
        elif kind == "survey":
            rows = [
                {**row, "key": f"{name}.{as_text(row.get('value'))}", "validate": element.get("validate")}
                for row in iter_elements(element.get("questions"))
            ]
            yield from self.read_table(element, place, rows, element.get("values"))
        else:
            item = self.start_item(element, place)
            self._read_question(item, element, kind, name)
            yield item

    def _read_question(self, item: Members, element: Element, kind: str, name: str) -> None:
        self.set_type(item, kind, name)
        match kind:
            case "content" | "htmlelement":
                item |= make_text(find_member(element, "html", "content"))
            case "checkbox" if item.get("mandatory"):
                # A box that has to be ticked.
                item["type"] = "consent"
            case "checkbox":
                item["values"] = [{"id": "true", "name": item.get("title") or item["id"]}]
            case _ if kind in _CHOICES:
                self._read_choice(item, element, kind, name)
            case "datetime" if element.get("enableTime") is False:
                item["valueFormat"] = {"valueFormat": "date"}
        if element.get("multiple") is True and kind not in _CHOICES:
            self.set_multiple(item, name)
        if element.get("hidden") is True:
            item["visible"] = False
        self._read_rules(item, element, name)
        default = element.get("defaultValue")
        if isinstance(default, Mapping):
            default = [key for key, is_chosen in default.items() if is_chosen is True]
        self.set_default(item, default or None, name)
        self.draft.note_members(element, _MISSING_MEMBERS, name)

    def _read_choice(self, item: Members, element: Element, kind: str, name: str) -> None:
        data = as_mapping(element.get("data"))
        source = as_text(element.get("dataSrc")) or "values"
        if source not in ("values", "json"):
            self.draft.note(name, f"its values come from {source}: write them, or put a list into the folder lists")
        entries = data.get("json") if source == "json" else element.get("values") or data.get("values")
        is_multiple = kind == "selectboxes" or element.get("multiple") is True
        item |= make_choice(self.read_values(item, entries), is_multiple=is_multiple, is_list=kind == "select")

    def _read_rules(self, item: Members, element: Element, name: str) -> None:
        validate = as_mapping(element.get("validate"))
        rules = get_rules(item) | read_numbers(validate, LENGTHS, lengths=True) | make_pattern(validate.get("pattern"))
        if item["type"] in ("number", "price"):
            rules |= read_numbers(validate, {"min": "min", "max": "max"})
            if validate.get("integer") is True or element.get("decimalLimit") == 0:
                rules["integer"] = True
        if item["type"] == "date":
            picker = as_mapping(element.get("datePicker"))
            days = {member: picker.get(f"{member}Date") or element.get(f"{member}Date") for member in ("min", "max")}
            rules |= self.read_limits(name, **{member: _read_day(as_text(day)) for member, day in days.items()})
        rules["mask"] = as_text(element.get("inputMask")).replace("a", "A")
        rules["message"] = make_line(validate.get("customMessage"))
        rules["unit"] = make_line(find_member(element, "suffix", "prefix"))
        item["valueFormat"] = rules
        self.draft.note_members(validate, _MISSING_RULES, name)

    def _read_condition(self, element: Element, name: str) -> object:
        conditional = as_mapping(element.get("conditional"))
        conditions = [_build_condition(conditional)]
        if script := as_text(element.get("customConditional")).strip():
            text = re.sub(r"^show\s*=(?!=)", "", script)
            conditions.append(read_condition(text, "customConditional", self.draft, name))
        if conditional.get("json"):
            self.draft.note(name, "its condition as JSON logic is left out: write it as visibleIf")
        return join_conditions(*conditions)


def _read_day(text: str) -> str:
    """A day from today that is written in JavaScript as a limit."""
    text = re.sub(r"^(moment\(\)|new Date\(\))", "today()", text)
    match = re.fullmatch(r"today\(\)\.(add|subtract)\((\d{1,4}),\s*['\"]([dwmy])[a-z]*['\"]\)", text)
    return f"{'+' if match[1] == 'add' else '-'}{match[2]}{match[3]}" if match else text


def _list_inner(element: Element) -> list[Element]:
    """The components within a panel, in its columns, cells or tabs."""
    rows = [cell for row in as_list(element.get("rows")) for cell in iter_elements(row)]
    components = list(iter_elements(element.get("components")))
    # A tab has components and no type.
    holders = [*iter_elements(element.get("columns")), *rows, *(tab for tab in components if not tab.get("type"))]
    inner = [part for holder in holders for part in iter_elements(holder.get("components"))]
    return inner + [part for part in components if part.get("type")]


def _build_condition(conditional: Element) -> object:
    clauses = [
        built
        for clause in iter_elements(conditional.get("conditions"))
        if (built := _build_clause(clause.get("component"), as_text(clause.get("operator")), clause.get("value")))
    ]
    if simple := _build_clause(conditional.get("when"), "isEqual", conditional.get("eq")):
        clauses.append(simple)
    is_any = conditional.get("conjunction") == "any" and len(clauses) > 1
    condition: object = {"any": clauses} if is_any else join_conditions(*clauses)
    return {"not": condition} if condition and conditional.get("show") in (False, "false") else condition


def _build_clause(component: object, operator: str, value: object) -> Members | None:
    # Of "group.field" and "group.data.field" the last part is the field; selectboxes say "boxes.value".
    name = as_text(component).rpartition(".")[2]
    if not name:
        return None
    if operator in ("isEmpty", "isNotEmpty"):
        return {"id": name, "answered": operator == "isNotEmpty"}
    if operator in _COMPARISONS and (number := as_number(value)) is not None:
        return {"id": name, _COMPARISONS[operator]: number}
    condition: Members = {"id": name, "in": [as_text(value)]}
    return {"not": condition} if operator == "isNotEqual" else condition
