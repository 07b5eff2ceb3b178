"""SurveyJS: the JSON of a survey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from walkin.model.form.importers.expressions import read_condition
from walkin.model.form.importers.notes import (
    INPUT_TYPES,
    LENGTHS,
    YES_NO,
    ImportedForm,
    Members,
    as_list,
    as_mapping,
    as_number,
    as_text,
    get_rules,
    make_line,
    make_text,
    read_numbers,
)
from walkin.model.form.importers.reader import (
    COMPUTED,
    Element,
    Place,
    Reader,
    find_member,
    iter_elements,
    make_choice,
    make_pattern,
    make_steps,
)

_CHOICES = frozenset({"radiogroup", "dropdown", "checkbox", "tagbox", "imagepicker", "buttongroup"})
_PANELS = {"panel": "elements", "flowpanel": "elements", "multipletext": "items"}
_REPEATS = {
    "paneldynamic": {"min": "minPanelCount", "max": "maxPanelCount"},
    "matrixdynamic": {"min": "minRowCount", "max": "maxRowCount"},
}
_MISSING_MEMBERS = {
    "enableIf": "it can be answered whenever it is asked: make it a visibleIf",
    "requiredIf": "it is optional: split the question in two, each with visibleIf",
    "choicesVisibleIf": "all values are offered: split the question in two, each with visibleIf",
    "defaultValueExpression": COMPUTED,
    "setValueExpression": COMPUTED,
    "setValueIf": COMPUTED,
    "correctAnswer": "answers are not judged",
    "choicesByUrl": "put the list into the folder lists, for valuesFrom",
    "choicesFromQuestion": "write its values",
    "resetValueIf": "an answer that is no longer asked for is not kept anyway",
    "maxSelectedChoices": "say it in the help",
    "minSelectedChoices": "say it in the help",
}
_MISSING_SURVEY_MEMBERS = {
    "triggers": COMPUTED,
    "calculatedValues": COMPUTED,
    "completedHtml": "write it into the queue's thankMessage",
    "maxTimeToFinish": "there is no time limit",
}


def read(document: Mapping[str, object]) -> ImportedForm:
    """Read a survey. Raises FormFileError."""
    reader = _Reader(document)
    reader.draft.note_members(document, _MISSING_SURVEY_MEMBERS, "")
    pages = as_list(document.get("pages")) or [{"elements": find_member(document, "elements", "questions")}]
    return reader.draft.finish(reader.read_elements([{**as_mapping(page), "type": "panel"} for page in pages], Place()))


class _Reader(Reader):
    placeholder_members = ("placeholder", "placeHolder")
    types: Mapping[str, Members] = {
        "text": {"type": "input"},
        "comment": {"type": "textarea"},
        "html": {"type": "text"},
        "file": {"type": "file"},
        "signaturepad": {"type": "file", "capture": "signature"},
    }
    missing_types: Mapping[str, str] = {
        "expression": COMPUTED,
        "image": "pictures are not shown",
        "ranking": "ask for the first choice as radio",
        "imagemap": "ask for it as radio",
        "slider": "ask for a number with min and max",
        "microphone": "sounds are not taken",
        "matrixdropdown": "write a question for each cell",
    }

    def __init__(self, document: Element) -> None:
        super().__init__(document)
        self.default_languages = (as_text(document.get("locale")), "default")

    def get_kind(self, element: Element) -> str:
        return as_text(find_member(element, "type", "cellType")) or ("panel" if "elements" in element else "")

    def is_required(self, element: Element) -> bool:
        return element.get("isRequired") is True

    def list_texts(self, element: Element, *members: str) -> dict[str, str]:
        texts = as_mapping(find_member(element, *members))
        if not texts:
            return super().list_texts(element, *members)
        default = next(language for language in (*self.default_languages, *texts) if language in texts)
        translated = {language: as_text(text) for language, text in texts.items()}
        return {"": translated.pop(default)} | {
            language: text for language, text in translated.items() if language not in self.default_languages
        }

    def read_element(self, element: Element, kind: str, place: Place) -> Iterator[Members]:
        name = self.get_name(element)
        place = place.under(read_condition(as_text(element.get("visibleIf")), "visibleIf", self.draft, name))
        if kind in _PANELS and element.get("visible") is False:
            self.draft.note(name, "it is not visible and not carried, nor are its questions")
        elif kind in _PANELS:
            parts = find_member(element, _PANELS[kind], "questions")
            if kind == "multipletext":
                parts = [{**part, "type": "text"} for part in iter_elements(parts)]
            titles = self.list_texts(element, "title")
            yield from self.read_elements(parts, place.within(titles, as_text(element.get("name"))))
        elif kind == "matrix":
            rows = [as_mapping(row) or {"value": row} for row in as_list(element.get("rows"))]
            questions = [
                {
                    "name": f"{name}.{as_text(row.get('value'))}",
                    "title": find_member(row, "text", "value"),
                    "isRequired": find_member(element, "isAllRowRequired", "isRequired"),
                }
                for row in rows
            ]
            yield from self.read_table(element, place, questions, element.get("columns"))
        elif kind in _REPEATS:
            yield from self._read_repeat(element, kind, place)
        else:
            item = self.start_item(element, place)
            self._read_question(item, element, kind, name)
            yield item
        self.draft.note_members(element, _MISSING_MEMBERS, name)

    def _read_repeat(self, element: Element, kind: str, place: Place) -> Iterator[Members]:
        repeat = read_numbers(element, _REPEATS[kind], lengths=True)
        repeat["title"] = make_line(self.list_texts(element, "templateTitle")[""]).split("{")[0].strip(" #:")
        if kind == "paneldynamic":
            parts = as_list(element.get("templateElements"))
        else:
            defaults = {"cellType": element.get("cellType") or "dropdown", "choices": element.get("choices")}
            parts = [{**defaults, **column, "type": None} for column in iter_elements(element.get("columns"))]
        yield from self.read_repeat(element, place, repeat, lambda inner: self.read_elements(parts, inner))

    def _read_question(self, item: Members, element: Element, kind: str, name: str) -> None:
        if kind in _CHOICES:
            self._read_choice(item, element, kind, name)
        elif kind == "boolean":
            item |= {"type": "radio", "values": self._read_yes_and_no(item, element)}
        elif kind == "rating":
            self._read_rating(item, element, name)
        else:
            self.set_type(item, kind, name)
            if kind == "text":
                item |= INPUT_TYPES.get(as_text(element.get("inputType")), {})
        if kind == "html":
            html = self.list_texts(element, "html")[""]
            item |= make_text(html, make_line(self.list_texts(element, "title")[""]))
        if kind == "file" and element.get("allowMultiple") is True:
            item["multiple"] = True
        if element.get("visible") is False:
            item["visible"] = False
        self._read_rules(item, element, name)
        self.set_default(item, element.get("defaultValue"), name)

    def _read_choice(self, item: Members, element: Element, kind: str, name: str) -> None:
        if kind == "imagepicker":
            self.draft.note(name, "its pictures are not carried: their texts are the values")
        is_multiple = kind in ("checkbox", "tagbox") or element.get("multiSelect") is True
        values = self.read_values(item, element.get("choices"))
        if element.get("hasNone") is True or element.get("showNoneItem") is True:
            none = make_line(self.list_texts(element, "noneText")[""]) or "None"
            values.append({"id": "none", "name": none, **({"exclusive": True} if is_multiple else {})})
        item |= make_choice(values, is_multiple=is_multiple, is_list=kind in ("dropdown", "tagbox"))
        if element.get("hasOther") is True or element.get("showOtherItem") is True:
            item["otherValue"] = True
        for choice in iter_elements(element.get("choices")):
            if find_member(choice, "visibleIf", "enableIf"):
                value = as_text(choice.get("value"))
                self.draft.note(name, f"the value {value!r} is always offered: a value has no condition")

    def _read_yes_and_no(self, item: Members, element: Element) -> list[Members]:
        return self.read_values(
            item,
            [
                {
                    "value": find_member(element, f"value{key}") or key.lower(),
                    "text": find_member(element, f"label{key}") or default["name"],
                }
                for key, default in zip(("True", "False"), YES_NO, strict=True)
            ],
        )

    def _read_rating(self, item: Members, element: Element, name: str) -> None:
        least, most, step, count = (
            as_number(element.get(member, default))
            for member, default in (("rateMin", 1), ("rateMax", 5), ("rateStep", 1), ("rateCount", None))
        )
        if isinstance(count, int) and isinstance(least, int) and "rateMax" not in element:
            most = least + count - 1
        values = self.read_values(item, element.get("rateValues")) or make_steps(least, most, step, 20)
        if not values:
            self.draft.note(name, "its steps cannot be read: it is a scale of 1 to 5")
        item |= {"type": "scalerating", "values": values or make_steps(1, 5, 1, 5)}
        for member, ours in (("minRateDescription", "minLabel"), ("maxRateDescription", "maxLabel")):
            self.set_line(item, ours, self.list_texts(element, member))

    def _read_rules(self, item: Members, element: Element, name: str) -> None:
        rules = get_rules(item) | read_numbers(element, {"maxLength": "maxLength"}, lengths=True)
        if item["type"] in ("number", "date"):
            limits = {
                member: element.get(f"{member}ValueExpression") or element.get(member) for member in ("min", "max")
            }
            rules |= self.read_limits(name, **limits)
        step = as_number(element.get("step"))
        if step is not None and step > 0 and item["type"] == "number":
            rules["step"] = step
        if element.get("maskType") == "pattern":
            pattern = as_text(as_mapping(element.get("maskSettings")).get("pattern"))
            rules["mask"] = pattern.replace("a", "A").replace("#", "*")
        elif mask := as_text(element.get("maskType")):
            self.draft.note(name, f"the mask {mask} is not carried: write valueFormat.mask")
        for validator in iter_elements(element.get("validators")):
            rules |= self._read_validator(validator, item, name)
        item["valueFormat"] = rules

    def _read_validator(self, validator: Element, item: Members, name: str) -> Members:
        rules: Members = {}
        match as_text(validator.get("type")):
            case "numeric":
                rules = read_numbers(validator, {"min": "minValue", "max": "maxValue"})
            case "text":
                rules = read_numbers(validator, LENGTHS, lengths=True)
            case "regex":
                rules = make_pattern(validator.get("regex"))
            case "email":
                item["type"] = "email" if item["type"] == "input" else item["type"]
            case kind:
                self.draft.note(name, f"the validator {kind!r} is not carried: use valueFormat or visibleIf")
        message = make_line(self.list_texts(validator, "text")[""])
        return rules | ({"message": message} if message and rules else {})
