"""JSON Schema, with the hints of react-jsonschema-form (``uiSchema``) or JSONForms (``uischema``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from walkin.model.form.files import FormFileError
from walkin.model.form.importers.notes import (
    INPUT_TYPES,
    LENGTHS,
    MAX_NESTING,
    MAX_OPTIONS,
    YES_NO,
    ImportedForm,
    Members,
    as_list,
    as_mapping,
    as_number,
    as_text,
    get_rules,
    join_conditions,
    make_line,
    read_numbers,
    strip_markup,
)
from walkin.model.form.importers.reader import (
    READ_ONLY,
    Element,
    Place,
    Reader,
    find_member,
    iter_elements,
    make_choice,
    make_pattern,
)

_FORMATS: Mapping[str, Members] = {
    **INPUT_TYPES,
    "idn-email": {"type": "email"},
    "uri": {"type": "website"},
    "phone": {"type": "phone"},
    "data-url": {"type": "file"},
    "binary": {"type": "file"},
}
_WIDGETS: Mapping[str, Members] = {
    **INPUT_TYPES,
    "textarea": {"type": "textarea"},
    "uri": {"type": "website"},
    "hidden": {"visible": False},
}
_KNOWN_WIDGETS = {*_WIDGETS, "radio", "select", "checkboxes", "text", "updown", "checkbox", "alt-date", "alt-datetime"}
_MISSING_MEMBERS = {
    "field": "ask for one of the types in the guide",
    "readonly": READ_ONLY,
    "readOnly": READ_ONLY,
    "disabled": READ_ONLY,
    "enumDisabled": "all values can be chosen",
}
_MISSING = {
    "anyOf": "write its alternatives as questions with visibleIf",
    "oneOf": "write its alternatives as questions with visibleIf",
    "not": "nothing else is checked than valueFormat",
    "patternProperties": "ask for a repeat",
    "contains": "nothing else is checked than valueFormat",
    "dependentSchemas": "write the condition as visibleIf",
}


def read(document: Element) -> ImportedForm:
    """Read a schema, alone or as the member ``schema`` beside its hints. Raises FormFileError."""
    is_pair = isinstance(document.get("schema"), Mapping)
    reader = _Reader(as_mapping(document.get("schema")) if is_pair else document)
    if is_pair and (layout := as_mapping(document.get("uischema"))):
        return reader.draft.finish(reader.read_elements([layout], Place()))
    hints = as_mapping(find_member(document, "uiSchema", "ui")) if is_pair else {}
    return reader.draft.finish(reader.read_object(reader.document, hints, Place()))


class _Reader(Reader):
    """Its document is the schema, its elements are those of a layout of JSONForms."""

    title_members = ("title", "name")
    value_members = ("const", "title")

    def resolve(self, schema: Element, name: str) -> Element:
        """The schema with what its ``$ref`` and ``allOf`` name. Raises FormFileError for a circle of references."""
        seen: set[str] = set()
        while address := as_text(schema.get("$ref")):
            if address in seen or len(seen) > MAX_NESTING:
                raise FormFileError([f"{name or 'it'}: the references {address!r} go round in a circle"])
            seen.add(address)
            target = self._find(address)
            if target is None:
                self.draft.note(name, f"{address[:200]} is not in the file: it is asked as a line of text")
                target = {"type": "string"}
            schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
        for part in iter_elements(schema.get("allOf")):
            if "if" not in part:
                # References may double with each step.
                self.draft.enter(1)
                schema = _merge(schema, self.resolve(part, name) if "$ref" in part else part)
        return schema

    def _find(self, address: str) -> Element | None:
        if not address.startswith("#/"):
            return None
        found: object = self.document
        for step in address.split("/")[1:]:
            found = as_mapping(found).get(step.replace("~1", "/").replace("~0", "~"))
        return found if isinstance(found, Mapping) else None

    # Schemas with hints of react-jsonschema-form

    def read_object(self, schema: Element, hints: Element, place: Place) -> Iterator[Members]:
        """The questions for the properties of an object, in their order."""
        self.draft.enter(place.depth)
        schema = self.resolve(schema, place.group)
        required = as_list(schema.get("required"))
        properties = as_mapping(schema.get("properties"))
        for name in _order(list(properties), as_list(hints.get("ui:order"))):
            inner, is_required = as_mapping(properties[name]), name in required
            yield from self.read_property(name, inner, as_mapping(hints.get(name)), place, is_required=is_required)
        yield from self._read_conditionals(schema, hints, place)
        self.draft.note_members(schema, _MISSING, place.group or "the schema")

    def _read_conditionals(self, schema: Element, hints: Element, place: Place) -> Iterator[Members]:
        """The questions of if/then/else, and of dependencies, each with its condition."""
        for branch in (schema, *iter_elements(schema.get("allOf"))):
            if "if" in branch:
                condition = self._read_if(as_mapping(branch["if"]), place.group)
                yield from self._read_branch(branch.get("then"), hints, place.under(condition))
                yield from self._read_branch(branch.get("else"), hints, place.under(condition and {"not": condition}))
        dependencies = {**as_mapping(schema.get("dependencies")), **as_mapping(schema.get("dependentSchemas"))}
        for name, dependency in dependencies.items():
            if isinstance(dependency, list):
                self.draft.note(name, "what it makes mandatory stays optional: split the questions with visibleIf")
                continue
            yield from self._read_branch(dependency, hints, place.under({"id": name, "answered": True}), without=name)
            for alternative in iter_elements(as_mapping(dependency).get("oneOf")):
                rule = as_mapping(alternative.get("properties")).get(name)
                condition = self._read_if({"properties": {name: rule}}, name)
                yield from self._read_branch(alternative, hints, place.under(condition), without=name)

    def _read_branch(self, branch: object, hints: Element, place: Place, without: str = "") -> Iterator[Members]:
        schema = self.resolve(as_mapping(branch), place.group)
        properties = {name: value for name, value in as_mapping(schema.get("properties")).items() if name != without}
        if [name for name in as_list(schema.get("required")) if name not in properties]:
            self.draft.note(place.group or "the schema", "what a condition makes mandatory stays optional")
        rest = {key: value for key, value in schema.items() if key != "oneOf"}
        yield from self.read_object({**rest, "properties": properties}, hints, place.within())

    def _read_if(self, schema: Element, group: str) -> object:
        conditions = []
        for name, rule in as_mapping(schema.get("properties")).items():
            if (condition := _build_condition(name, as_mapping(rule))) is None:
                self.draft.note(group or name, f"the condition on {name!r} is left out: write it as visibleIf")
            conditions.append(condition)
        return join_conditions(*conditions)

    def read_property(
        self, name: str, schema: Element, hints: Element, place: Place, *, is_required: bool
    ) -> Iterator[Members]:
        """The questions for one property."""
        self.draft.enter(place.depth)
        schema = self.resolve(schema, name)
        options = {key.removeprefix("ui:"): value for key, value in hints.items() if key.startswith("ui:")}
        options |= as_mapping(options.get("options"))
        helps = (as_text(find_member({**schema, **options}, "description")), as_text(options.get("help")))
        element = {
            **schema,
            **options,
            "name": name,
            "required": is_required,
            "description": "\n".join(filter(None, map(strip_markup, helps))),
        }
        kind = _get_type(schema)
        if kind == "object" or schema.get("properties"):
            yield from self.read_object(schema, hints, place.within(self.list_texts(element, "title", "name"), name))
        elif kind == "array":
            yield from self._read_array(element, as_mapping(hints.get("items")), place)
        elif kind == "null":
            yield self.start_item({**element, "required": False}, place) | {"type": "text"}
        else:
            item = self.start_item(element, place)
            self._read_value(item, element, kind)
            yield item

    def _read_value(self, item: Members, element: Element, kind: str) -> None:
        name, widget = self.get_name(element), as_text(element.get("widget"))
        item |= self._choose_type(item, element, kind, widget)
        if widget and widget not in _KNOWN_WIDGETS:
            self.draft.note(name, f"the widget {widget!r} is not known: it is asked as {item['type']!r}")
        self.draft.note_members(element, _MISSING_MEMBERS, name)
        rules = get_rules(item) | ({} if item["type"] == "file" else read_numbers(element, LENGTHS, lengths=True))
        if pattern := as_text(element.get("pattern")):
            is_anchored = pattern.startswith("^") or pattern.endswith("$")
            rules |= make_pattern(pattern if is_anchored else f".*(?:{pattern}).*")
        if item["type"] == "number":
            rules |= self._read_numbers(name, element, kind)
        elif item["type"] == "date":
            rules |= self.read_limits(name, min=element.get("formatMinimum"), max=element.get("formatMaximum"))
        item["valueFormat"] = rules
        self.set_default(item, element.get("default", element.get("const")), name)

    def _choose_type(self, item: Members, element: Element, kind: str, widget: str) -> Members:
        if kind == "boolean" and element.get("const") is True:
            return {"type": "consent"}
        values = self._list_values(item, element)
        chosen = _WIDGETS.get(widget, {})
        if values or kind == "boolean":
            is_list = widget == "select" and kind != "boolean"
            hidden = {"visible": False} if widget == "hidden" else {}
            return make_choice(values or YES_NO, is_multiple=False, is_list=is_list) | hidden
        if kind == "string" and element.get("contentEncoding") == "base64":
            return {"type": "file"}
        plain: Members = {"type": "number" if kind in ("number", "integer") else "input"}
        return plain | _FORMATS.get(as_text(element.get("format")), {}) | chosen

    def _list_values(self, item: Members, element: Element) -> list[Members]:
        """The values of an ``enum``, or of a ``oneOf`` or ``anyOf`` of constants."""
        names = as_list(element.get("enumNames"))
        values: list[Element] = [
            {"const": value, "title": names[place] if place < len(names) else value}
            for place, value in enumerate(as_list(element.get("enum")))
        ]
        for entry in (*iter_elements(element.get("oneOf")), *iter_elements(element.get("anyOf"))):
            values += [{**entry, "const": entry.get("const", next(iter(as_list(entry.get("enum"))), None))}]
        return self.read_values(item, [value for value in values if as_text(value["const"])])

    def _read_numbers(self, name: str, element: Element, kind: str) -> Members:
        rules = read_numbers(element, {"min": "minimum", "max": "maximum"})
        for member, ours, step in (("exclusiveMinimum", "min", 1), ("exclusiveMaximum", "max", -1)):
            if (limit := as_number(element.get(member))) is None:
                continue
            if kind != "integer":
                self.draft.note(name, f"{member} is allowed itself, too: min and max are inclusive")
            rules[ours] = limit + step if kind == "integer" else limit
        if kind == "integer":
            rules["integer"] = True
        if (multiple := as_number(element.get("multipleOf"))) is not None and multiple > 0 and multiple != 1:
            rules["step"] = multiple
        return rules

    def _read_array(self, element: Element, hints: Element, place: Place) -> Iterator[Members]:
        """Several values of a list are a checkbox, files a file question, anything else a repeat."""
        name = self.get_name(element)
        if isinstance(element.get("items"), list):
            self.draft.note(name, "a list with a schema for each place is not carried: write a question for each")
            return
        entry = self.resolve(as_mapping(element.get("items")), name)
        element = {**element, "required": self.is_required(element) or (as_number(element.get("minItems")) or 0) > 0}
        if any(name in entry for name in ("enum", "oneOf", "anyOf")):
            item = self.start_item(element, place)
            values = self._list_values(item, {"enumNames": element.get("enumNames"), **entry})
            is_list = element.get("widget") == "select" or len(values) > 2 * MAX_OPTIONS
            item |= make_choice(values, is_multiple=True, is_list=is_list)
            self.set_default(item, element.get("default"), name)
            self.draft.note_members(element, {"maxItems": "say it in the help"}, name)
            yield item
        elif as_text(entry.get("format")) in ("data-url", "binary"):
            yield self.start_item(element, place) | {"type": "file", "multiple": True}
        else:
            repeat: Members = {"title": make_line(entry.get("title"))}
            repeat |= read_numbers(element, {"min": "minItems", "max": "maxItems"}, lengths=True)
            yield from self.read_repeat(
                element, place, repeat, lambda inner: self._read_parts(name, entry, hints, inner)
            )

    def _read_parts(self, name: str, entry: Element, hints: Element, place: Place) -> Iterator[Members]:
        if _get_type(entry) == "object" or entry.get("properties"):
            return self.read_object(entry, hints, place)
        return self.read_property(f"{name}-entry", entry, hints, place, is_required=True)

    # Layouts of JSONForms

    def read_element(self, element: Element, kind: str, place: Place) -> Iterator[Members]:
        place = place.under(self._read_rule(as_mapping(element.get("rule"))))
        if kind == "Control":
            yield from self._read_control(element, place)
        elif kind == "Label":
            title = find_member(element, "text", "label")
            yield self.start_item({"name": "label", "title": title}, place) | {"type": "text"}
        else:
            titles = self.list_texts(element, "label") if kind in ("Group", "Category") else None
            yield from self.read_elements(element.get("elements"), place.within(titles))

    def _read_control(self, element: Element, place: Place) -> Iterator[Members]:
        scope = as_text(element.get("scope"))
        names = [step for step in scope.split("/")[1:] if step != "properties"]
        holder, schema = self.document, self.document
        for name in names:
            holder = self.resolve(schema, name)
            schema = as_mapping(as_mapping(holder.get("properties")).get(name))
        if not names or not schema:
            self.draft.note(scope or "a control", "the schema has no such property: it is not carried")
            return
        options = as_mapping(element.get("options"))
        hints: dict[str, object] = {f"ui:{key}": options[key] for key in ("placeholder", "readonly") if key in options}
        if isinstance(element.get("label"), str):
            hints["ui:title"] = element["label"]
        if options.get("multi") is True:
            hints["ui:widget"] = "textarea"
        elif as_text(options.get("format")) in _KNOWN_WIDGETS:
            hints["ui:widget"] = options["format"]
        is_required = names[-1] in as_list(holder.get("required"))
        yield from self.read_property(names[-1], schema, hints, place, is_required=is_required)

    def _read_rule(self, rule: Element) -> object:
        if not rule:
            return None
        effect, condition = as_text(rule.get("effect")).upper(), as_mapping(rule.get("condition"))
        name = as_text(condition.get("scope")).rpartition("/")[2]
        if effect not in ("SHOW", "HIDE"):
            self.draft.note(name, f"the rule {effect} is not carried: it can be answered whenever it is asked")
            return None
        expected = {"const": condition["expectedValue"]} if "expectedValue" in condition else condition.get("schema")
        built = _build_condition(name, as_mapping(expected)) if name else None
        if built is None:
            self.draft.note(name or "a rule", "its condition is left out, it is always asked: write it as visibleIf")
        return {"not": built} if built and effect == "HIDE" else built


def _merge(schema: Element, part: Element) -> Element:
    merged = {**part, **schema}
    if properties := {**as_mapping(schema.get("properties")), **as_mapping(part.get("properties"))}:
        merged["properties"] = properties
    if required := [*as_list(schema.get("required")), *as_list(part.get("required"))]:
        merged["required"] = required
    return merged


def _get_type(schema: Element) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((entry for entry in kind if entry != "null"), "null")
    if kind is None:
        sample = next(iter(as_list(schema.get("enum"))), schema.get("const", schema.get("default")))
        kind = "boolean" if isinstance(sample, bool) else "object" if schema.get("properties") else "string"
    return as_text(kind)


def _order(names: list[str], order: Sequence[object]) -> list[str]:
    """The names in the order of ``ui:order``, in which "*" stands for the others."""
    listed = [as_text(name) for name in order]
    place = listed.index("*") if "*" in listed else len(listed)
    rest = [name for name in names if name not in listed]
    return [name for name in dict.fromkeys([*listed[:place], *rest, *listed[place:]]) if name in names]


def _build_condition(name: str, rule: Element) -> Members | None:
    """The condition that a schema sets on an answer, None when it has no counterpart."""
    if "const" in rule:
        return {"id": name, "in": [as_text(rule["const"])]}
    if "enum" in rule:
        return {"id": name, "in": [as_text(value) for value in as_list(rule["enum"])]}
    if "not" in rule:
        inner = _build_condition(name, as_mapping(rule["not"]))
        return {"not": inner} if inner else None
    if "contains" in rule:
        return _build_condition(name, as_mapping(rule["contains"]))
    signs = {"minimum": "gte", "maximum": "lte", "exclusiveMinimum": "gt", "exclusiveMaximum": "lt"}
    limits = {sign: as_number(rule.get(member)) for member, sign in signs.items() if member in rule}
    if limits and None not in limits.values():
        return {"id": name, **limits}
    return {"id": name, "answered": True} if rule.get("minLength") or rule.get("minItems") else None
