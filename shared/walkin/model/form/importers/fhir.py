"""FHIR Questionnaire (R4, R5), as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from walkin.model.form.importers.notes import (
    YES_NO,
    ImportedForm,
    Members,
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

_CHOICE_TYPES = ("choice", "open-choice", "coding")
_COMPARISONS = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}
_HELP = ("help", "flyover", "prompt")
_VALUES_FROM = {"iso3166": "countries", "countries": "countries", "country": "countries", "languages": "languages"}
_OLDER = "it is from before R4: write its values"
_LIMITS = "limits are min, max and regexValue of valueFormat"
_MISSING_EXTENSIONS = {
    "sdc-questionnaire-calculatedExpression": COMPUTED,
    "sdc-questionnaire-enableWhenExpression": "write its condition as visibleIf",
    "sdc-questionnaire-initialExpression": "externalId takes what is known from a link",
    "sdc-questionnaire-answerExpression": "write its values",
    "cqf-expression": COMPUTED,
    "sdc-questionnaire-candidateExpression": "write its values",
    "questionnaire-constraint": _LIMITS,
    "targetConstraint": _LIMITS,
    "maxSize": "the office's largest file counts",
    "questionnaire-signatureRequired": 'ask for a file with capture = "signature"',
}


def read(document: Mapping[str, object]) -> ImportedForm:
    """Read a Questionnaire. Raises FormFileError."""
    reader = _Reader(document)
    return reader.draft.finish(reader.read_elements(document.get("item"), Place()))


class _Reader(Reader):
    id_member = "linkId"
    title_members = ("text",)
    help_members = ("help",)
    value_members = ("code", "display")
    types: Mapping[str, Members] = {
        "string": {"type": "input"},
        "text": {"type": "textarea"},
        "integer": {"type": "number", "valueFormat": {"integer": True}},
        "decimal": {"type": "number"},
        "quantity": {"type": "number"},
        "date": {"type": "date"},
        "dateTime": {"type": "date", "valueFormat": {"valueFormat": "dateTime"}},
        "time": {"type": "date", "valueFormat": {"valueFormat": "time"}},
        "url": {"type": "website"},
        "boolean": {"type": "radio", "values": YES_NO},
        "attachment": {"type": "file"},
        "display": {"type": "text"},
    }
    missing_types: Mapping[str, str] = {"reference": "ask for the name, or write values"}

    def list_texts(self, element: Element, *members: str) -> dict[str, str]:
        texts = super().list_texts(element, *members)
        for extension in iter_elements(as_mapping(element.get(f"_{members[0]}")).get("extension")):
            translation = _list_extensions(extension)
            if language := as_text(translation.get("lang")):
                texts[language] = as_text(translation.get("content"))
        return texts

    def read_element(self, element: Element, kind: str, place: Place) -> Iterator[Members]:
        extensions = _list_extensions(element)
        control = _get_control(element)
        if kind == "display" and control in (*_HELP, "unit", "lower", "upper"):
            # What belongs to the question above was read with it.
            return
        parts = list(iter_elements(element.get("item")))
        helps = [as_text(part.get("text")) for part in parts if _get_control(part) in _HELP]
        text = f"{as_text(element.get('prefix'))} {as_text(element.get('text'))}".strip()
        element = {**element, "text": text, "help": "\n".join(helps), "placeholder": extensions.get("entryFormat")}
        name = self.get_name(element)
        place = place.under(self._read_condition(element, name))
        if kind == "group" or (not kind and parts):
            yield from self._read_group(element, parts, extensions, place)
            return
        item = self.start_item(element, place)
        if kind in _CHOICE_TYPES or element.get("answerOption") or element.get("answerValueSet"):
            self._read_choice(item, element, kind, name)
        else:
            self.set_type(item, kind, name)
            if kind == "display":
                item |= make_text(text)
            if element.get("repeats") is True:
                self.set_multiple(item, name)
        self._read_rules(item, element, extensions, name)
        self._read_default(item, element, name)
        if extensions.get("questionnaire-hidden") is True:
            item["visible"] = False
        self.draft.note_members(element, {"readOnly": READ_ONLY, "option": _OLDER, "options": _OLDER}, name)
        self.draft.note_members(dict.fromkeys(extensions, True), _MISSING_EXTENSIONS, name)
        yield item
        # Questions that belong to an answer come behind it.
        yield from self.read_elements(parts, place.within())

    def _read_group(
        self, element: Element, parts: list[Element], extensions: Element, place: Place
    ) -> Iterator[Members]:
        if element.get("repeats") is True:
            repeat = read_numbers(extensions, {"min": "minOccurs", "max": "maxOccurs"}, lengths=True)
            yield from self.read_repeat(element, place, repeat, lambda inner: self.read_elements(parts, inner))
        else:
            yield from self.read_elements(parts, place.within(self.list_texts(element, "text")))

    def _read_condition(self, element: Element, name: str) -> object:
        clauses = iter_elements(element.get("enableWhen"))
        conditions = [condition for clause in clauses if (condition := self._read_clause(clause, name))]
        if element.get("enableBehavior") == "any" and len(conditions) > 1:
            return {"any": conditions}
        return join_conditions(*conditions)

    def _read_clause(self, clause: Element, name: str) -> object:
        question, operator = as_text(clause.get("question")), as_text(clause.get("operator"))
        answer = _get_value(clause, "answer")
        if operator == "exists":
            return {"id": question, "answered": answer is not False}
        if operator in ("=", "!="):
            condition: Members = {"id": question, "in": [_get_code(answer)]}
            return {"not": condition} if operator == "!=" else condition
        if operator in _COMPARISONS:
            bound = as_number(_get_code(answer))
            return {"id": question, _COMPARISONS[operator]: _get_code(answer) if bound is None else bound}
        self.draft.note(name, f"enableWhen with the operator {operator!r} is left out")
        return None

    def _read_choice(self, item: Members, element: Element, kind: str, name: str) -> None:
        control = _get_control(element)
        is_multiple = element.get("repeats") is True or control == "check-box"
        options = list(iter_elements(element.get("answerOption")))
        codings = [{**as_mapping(_get_value(option)), "code": _get_code(_get_value(option))} for option in options]
        values = self.read_values(item, codings)
        exclusive = [
            coding["code"]
            for option, coding in zip(options, codings, strict=True)
            if _list_extensions(option).get("questionnaire-optionExclusive") is True
        ]
        for value in values:
            if value["id"] in exclusive:
                value["exclusive"] = True
        if not values and (address := as_text(element.get("answerValueSet"))):
            values = self.read_values(item, self._list_concepts(address))
            named = next((to for part, to in _VALUES_FROM.items() if part in address.lower()), "")
            if not values and named:
                item |= {"type": "select", "multiple": is_multiple, "valuesFrom": named}
                return
            if not values:
                self.draft.note(name, f"the values of {address[:200]} are not in the file: write them into values")
        item |= make_choice(values, is_multiple=is_multiple, is_list=control in ("drop-down", "autocomplete"))
        if kind == "open-choice" or as_text(element.get("answerConstraint")).startswith("optionsOr"):
            item["otherValue"] = True

    def _list_concepts(self, address: str) -> list[Element]:
        """The values of a ValueSet in the file."""
        contained = iter_elements(self.document.get("contained"))
        value_set = next((entry for entry in contained if f"#{as_text(entry.get('id'))}" == address), {})
        includes = iter_elements(as_mapping(value_set.get("compose")).get("include"))
        expansion = iter_elements(as_mapping(value_set.get("expansion")).get("contains"))
        return [*expansion, *(concept for include in includes for concept in iter_elements(include.get("concept")))]

    def _read_rules(self, item: Members, element: Element, extensions: Element, name: str) -> None:
        limits = {limit: _get_code(extensions.get(f"{limit}Value")) for limit in ("min", "max")}
        rules = get_rules(item) | self.read_limits(name, **limits) | make_pattern(extensions.get("regex"))
        rules |= read_numbers(element, {"maxLength": "maxLength"}, lengths=True)
        rules |= read_numbers(extensions, {"minLength": "minLength"}, lengths=True)
        unit = as_mapping(find_member(extensions, "questionnaire-unit", "questionnaire-unitOption"))
        rules["unit"] = make_line(find_member(unit, "display", "code"))
        places = extensions.get("maxDecimalPlaces")
        if isinstance(places, int) and 0 <= places <= 6:
            rules |= {"integer": True} if places == 0 else {"step": round(10.0**-places, places)}
        item["valueFormat"] = rules

    def _read_default(self, item: Members, element: Element, name: str) -> None:
        chosen = [option for option in iter_elements(element.get("answerOption")) if option.get("initialSelected")]
        given = [_get_code(_get_value(entry)) for entry in (*iter_elements(element.get("initial")), *chosen)]
        self.set_default(item, given, name)


def _list_extensions(element: Element) -> dict[str, object]:
    """The value of each extension by the last part of its address."""
    extensions = iter_elements(element.get("extension"))
    return {as_text(entry.get("url")).rpartition("/")[2]: _get_value(entry) for entry in extensions}


def _get_value(element: Element, prefix: str = "value") -> object:
    """The value of whatever type."""
    return next((value for name, value in element.items() if name.startswith(prefix) and name != prefix), None)


def _get_code(value: object) -> str:
    """A value as the id of a choice: the code of a coding, a number of a quantity, a plain value."""
    element = as_mapping(value)
    return as_text(find_member(element, "code", "value", "display", "reference") if element else value)


def _get_control(element: Element) -> str:
    control = as_mapping(_list_extensions(element).get("questionnaire-itemControl"))
    return next((as_text(coding.get("code")) for coding in iter_elements(control.get("coding"))), "")
