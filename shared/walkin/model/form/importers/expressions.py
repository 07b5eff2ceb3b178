"""Expressions of XLSForm, SurveyJS and simple JavaScript, and the conditions and limits that they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal as Literal_

from walkin.model.form.importers.notes import Draft, Members, NotCarried, make_line

MAX_LENGTH = 4_000
MAX_DEPTH = 40


@dataclass(frozen=True)
class Reference:
    """The answer to a question; of the question itself with an empty name."""

    name: str


@dataclass(frozen=True)
class Literal:
    value: str | int | float | bool | tuple[str, ...] | None


@dataclass(frozen=True)
class Call:
    """A function, or an operator by its sign."""

    name: str
    arguments: tuple[Node, ...]


Node = Reference | Literal | Call

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<reference>\$?\{[^{}]+\})
    |(?P<text>"[^"]*"|'[^']*')
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<operator>===|!==|==|!=|<>|<=|>=|&&|\|\||[=<>!()\[\],+*-])
    |(?P<name>(?:\.\./|/|\./)?[A-Za-z_][\w./:-]*|\.(?![\w/]))
    )""",
    re.VERBOSE,
)
_SIGNS = {"==": "=", "===": "=", "<>": "!=", "!==": "!=", "&&": "and", "||": "or", "!": "not"}
_WORDS = {
    **{word: word for word in ("and", "or", "not", "empty", "notempty", "contains", "notcontains", "anyof", "allof")},
    "equal": "=",
    "notequal": "!=",
    "less": "<",
    "greater": ">",
    "lessorequal": "<=",
    "greaterorequal": ">=",
}
_COMPARISONS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_LEVELS = (
    ("or",),
    ("and",),
    ("=", "!=", "<", "<=", ">", ">=", "contains", "notcontains", "anyof", "allof", "empty", "notempty"),
    ("+", "-", "*"),
)
"""The operators, the loosest first."""
_TRANSPARENT = {"number", "int", "string", "date", "decimal-date-time", "decimal-time", "coalesce"}
_SIZES = {"string-length", "count-selected", "count"}
_EMPTY_VALUES = ("", None)
_CONSTANTS = {"true": True, "false": False, "null": None, "undefined": None}


def parse_expression(text: str) -> Node:
    """Parse an expression. Raises NotCarried for what is none, and for too long or deep ones."""
    if len(text) > MAX_LENGTH:
        raise NotCarried("it is too long")
    return _Parser(list(_split(text))).parse()


def _split(text: str) -> Iterator[tuple[str, str]]:
    place, text = 0, text.strip().rstrip(";")
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or match.end() == place:
            raise NotCarried(f"it cannot be read at {text[place : place + 20]!r}")
        place = match.end()
        kind = match.lastgroup or ""
        token = match[kind]
        if kind == "operator":
            yield kind, _SIGNS.get(token, token)
        elif kind == "name" and token.lower() in _WORDS:
            yield "operator", _WORDS[token.lower()]
        else:
            yield kind, token


class _Parser:
    def __init__(self, tokens: Sequence[tuple[str, str]]) -> None:
        self._tokens = [*tokens, ("end", "")]
        self._place = self._depth = 0

    def parse(self) -> Node:
        node = self._parse_level()
        if self._tokens[self._place][0] != "end":
            raise NotCarried(f"it cannot be read at {self._tokens[self._place][1]!r}")
        return node

    def _take(self, *tokens: str) -> str:
        kind, token = self._tokens[self._place]
        if kind == "operator" and token in tokens:
            self._place += 1
            return token
        return ""

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise NotCarried(f"{sign} is missing")

    def _parse_level(self, level: int = 0) -> Node:
        """What operators of a level, or of one that binds more tightly, join."""
        if level == len(_LEVELS):
            return self._parse_value()
        self._depth += 1
        if self._depth > MAX_DEPTH * len(_LEVELS):
            raise NotCarried("it is nested too deep")
        nodes = [self._parse_level(level + 1)]
        joined = 0
        while sign := self._take(*_LEVELS[level]):
            if sign in ("and", "or"):
                nodes.append(self._parse_level(level + 1))
                continue
            joined += 1
            if joined > MAX_DEPTH:
                raise NotCarried("it is too long")
            right = () if sign in ("empty", "notempty") else (self._parse_level(level + 1),)
            nodes = [Call(sign, (*nodes, *right))]
        self._depth -= 1
        return nodes[0] if len(nodes) == 1 else Call(_LEVELS[level][0], tuple(nodes))

    def _parse_value(self) -> Node:
        signs = 0
        while self._take("not"):
            signs += 1
        node = self._parse_plain_value()
        return Call("not", (node,)) if signs % 2 else node

    def _parse_plain_value(self) -> Node:
        kind, sign = self._tokens[self._place]
        self._place += 1
        match kind:
            case "reference":
                return Reference(sign.lstrip("$")[1:-1].strip().removeprefix("panel.").removeprefix("row."))
            case "text":
                return Literal(sign[1:-1])
            case "number":
                return _read_number(sign)
            case "name":
                return self._parse_name(sign)
            case _ if sign == "(":
                node = self._parse_level()
                self._expect(")")
                return node
            case _ if sign == "-" and self._tokens[self._place][0] == "number":
                _, number = self._tokens[self._place]
                self._place += 1
                return _read_number(f"-{number}")
            case _ if sign == "[":
                return Literal(tuple(_format_entry(node) for node in self._parse_list("]")))
        raise NotCarried(f"it cannot be read at {sign!r}" if sign else "it is not complete")

    def _parse_name(self, name: str) -> Node:
        if self._take("("):
            return Call(name.lower(), tuple(self._parse_list(")")))
        if name.lower() in _CONSTANTS:
            return Literal(_CONSTANTS[name.lower()])
        if name == ".":
            return Reference("")
        # The last step of a path of XPath, or of an object of JavaScript.
        return Reference(re.split(r"[/.]", name)[-1])

    def _parse_list(self, end: str) -> Iterator[Node]:
        while not self._take(end):
            yield self._parse_level()
            if not self._take(","):
                self._expect(end)
                return


def _read_number(text: str) -> Literal:
    return Literal(float(text) if "." in text else int(text))


def format_literal(value: str | int | float | bool | tuple[str, ...] | None) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _format_entry(node: Node) -> str:
    if not isinstance(node, Literal) or isinstance(node.value, tuple):
        raise NotCarried("a list holds something that is no value")
    return format_literal(node.value)


def read_condition(text: str, member: str, draft: Draft, place: str) -> Members | None:
    """The condition that the text of a member stands for; None without one, or with a note if it is not carried."""
    if not text:
        return None
    try:
        return build_condition(parse_expression(text))
    except NotCarried as reason:
        draft.note(place, f"{member} is left out, it is always asked: {reason} ({make_line(text)[:200]})")
        return None


def build_condition(node: Node) -> Members:
    """The condition that an expression stands for. Raises NotCarried."""
    match node:
        case Call("and" | "or", nodes):
            conditions = [build_condition(inner) for inner in nodes]
            return _join_values(conditions) if node.name == "or" else {"all": conditions}
        case Call("not", (inner,)):
            condition = build_condition(inner)
            negated = condition.get("not")
            return negated if isinstance(negated, dict) and len(condition) == 1 else {"not": condition}
        case Call("empty" | "notempty", (inner,)):
            return {"id": _name(inner), "answered": node.name == "notempty"}
        case Call("selected" | "contains" | "notcontains" | "anyof" | "allof" | "=" | "!=", (left, right)):
            return _build_equality(node.name, left, right)
        case Call("<" | "<=" | ">" | ">=", (left, right)):
            return _build_comparison(node.name, left, right)
        case Reference():
            return {"id": _name(node), "answered": True}
        case Literal(value=True):
            raise NotCarried("it always holds")
        case Call():
            raise NotCarried(f"{node.name} has no counterpart")
        case _:
            raise NotCarried("it compares nothing")


def _build_equality(sign: str, left: Node, right: Node) -> Members:
    if isinstance(left, Literal) and not isinstance(right, Literal):
        left, right = right, left
    if isinstance(left, Call) and _is_size(left) and sign in ("=", "!="):
        if isinstance(right, Literal) and right.value == 0:
            return {"id": _name(left.arguments[0]), "answered": sign == "!="}
        raise NotCarried(f"{left.name} has no counterpart")
    if not isinstance(right, Literal):
        raise NotCarried("it compares two answers: only smaller and larger can be said of them")
    name = _name(left)
    if right.value in _EMPTY_VALUES:
        return {"id": name, "answered": sign == "!="}
    values = list(right.value) if isinstance(right.value, tuple) else [format_literal(right.value)]
    if sign == "allof":
        return {"all": [{"id": name, "in": [value]} for value in values]}
    condition: Members = {"id": name, "in": values}
    return {"not": condition} if sign in ("!=", "notcontains") else condition


def _build_comparison(sign: str, left: Node, right: Node) -> Members:
    if not (isinstance(_strip(left), Reference) or _is_size(left)):
        left, right, sign = right, left, _FLIPPED[sign]
    inner = _strip(left)
    if isinstance(inner, Call) and _is_size(inner):
        if sign in (">", ">=") and isinstance(right, Literal) and right.value in (0, 1):
            return {"id": _name(inner.arguments[0]), "answered": True}
        raise NotCarried(f"{inner.name} has no counterpart")
    return {"id": _name(left), _COMPARISONS[sign]: build_bound(right)}


def _join_values(conditions: list[Members]) -> Members:
    """Alternatives; those about the values of one question are one list."""
    names = {condition.get("id") for condition in conditions}
    if len(names) == 1 and all(condition.keys() == {"id", "in"} for condition in conditions):
        values = [value for c in conditions if isinstance(c["in"], list) for value in c["in"]]
        return {"id": conditions[0]["id"], "in": list(dict.fromkeys(values))}
    return {"any": conditions}


def _is_size(node: Node) -> bool:
    return isinstance(node, Call) and node.name in _SIZES and len(node.arguments) == 1


def _strip(node: Node) -> Node:
    """The argument of functions that only convert it."""
    while isinstance(node, Call) and node.name in _TRANSPARENT and len(node.arguments) == 1:
        node = node.arguments[0]
    return node


def _name(node: Node) -> str:
    node = _strip(node)
    if not isinstance(node, Reference):
        raise NotCarried(f"{node.name} has no counterpart" if isinstance(node, Call) else "it compares two values")
    if not node.name:
        raise NotCarried("it refers to its own answer")
    return node.name


def build_bound(node: Node) -> object:
    """A limit: a number, a date, a day from today, or another answer. Raises NotCarried."""
    node = _strip(node)
    match node:
        case Literal(value) if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        case Literal(value) if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return value
        case Literal(value) if isinstance(value, str) and re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", value):
            return float(value) if "." in value else int(value)
        case Call("today" | "now" | "currentdate", ()):
            return "today"
        case Call("today", (Literal(int(days)),)):
            return f"{days:+d}d"
        case Call("+" | "-" as sign, (day, Literal(int(days)))) if build_bound(day) == "today":
            return _format_days(days if sign == "+" else -days)
        case Reference(name) if name:
            return {"id": name}
    raise NotCarried("its limit is computed")


def _format_days(days: int) -> str:
    # 6574 or 6575 days are what is written for 18 years.
    years = round(days / 365.25)
    return f"{years:+d}y" if years and abs(days - years * 365.25) <= 1 else f"{days:+d}d"


ValueKind = Literal_["integer", "decimal", "date", "text"]


def build_rules(node: Node, kind: ValueKind, notes: list[str]) -> Members:
    """The members of ``valueFormat`` that a constraint stands for. Raises NotCarried; `notes` get what differs."""
    match node:
        case Call("and", nodes):
            rules: Members = {}
            for inner in nodes:
                rules |= build_rules(inner, kind, notes)
            return rules
        case Call("regex", (Reference(""), Literal(str(pattern)))):
            return {"regexType": "custom", "regexValue": pattern}
        case Call("<" | "<=" | ">" | ">=" | "=", (left, right)):
            if _strip(right) == Reference(""):
                return _build_limit(_FLIPPED[node.name], _strip(right), left, kind, notes)
            return _build_limit(node.name, _strip(left), right, kind, notes)
    raise NotCarried(f"{node.name} has no counterpart" if isinstance(node, Call) else "it is no limit")


def _build_limit(sign: str, left: Node, right: Node, kind: ValueKind, notes: list[str]) -> Members:
    bound = build_bound(right)
    if isinstance(left, Call) and left.name == "string-length" and isinstance(bound, int):
        length: Members = {"minLength" if sign[0] == ">" else "maxLength": bound + {"<": -1, ">": 1}.get(sign, 0)}
        return length | ({"minLength": bound} if sign == "=" else {})
    if left != Reference("") or sign == "=":
        raise NotCarried(f"{left.name} has no counterpart" if isinstance(left, Call) else "it is no limit of its own")
    if len(sign) == 1:
        bound = _shift_bound(bound, 1 if sign == ">" else -1, kind, notes)
    return {"max" if sign[0] == "<" else "min": bound}


def _shift_bound(bound: object, step: int, kind: ValueKind, notes: list[str]) -> object:
    """The first value beyond a limit that is not allowed itself."""
    if kind == "integer" and isinstance(bound, int):
        return bound + step
    if kind == "date" and bound == "today":
        return f"{step:+d}d"
    if kind == "date" and isinstance(bound, dict):
        return bound | {"offset": f"{step:+d}d"}
    notes.append("its limit is allowed, too: min and max are inclusive")
    return bound
