"""Translates patterns of Java and browsers to RE2."""

from __future__ import annotations

import re

_CHARACTER_CLASSES = {
    # Java's POSIX classes are ASCII.
    "Lower": "[:lower:]",
    "Upper": "[:upper:]",
    "ASCII": "[:ascii:]",
    "Alpha": "[:alpha:]",
    "Digit": "[:digit:]",
    "Alnum": "[:alnum:]",
    "Punct": "[:punct:]",
    "Graph": "[:graph:]",
    "Print": "[:print:]",
    "Blank": "[:blank:]",
    "Cntrl": "[:cntrl:]",
    "XDigit": "[:xdigit:]",
    "Space": "[:space:]",
    "IsAlphabetic": r"\p{L}\p{Nl}",
    "Alphabetic": r"\p{L}\p{Nl}",
    "IsLetter": r"\p{L}",
    "Letter": r"\p{L}",
    "IsUppercase": r"\p{Lu}",
    "Uppercase": r"\p{Lu}",
    "Uppercase_Letter": r"\p{Lu}",
    "IsLowercase": r"\p{Ll}",
    "Lowercase": r"\p{Ll}",
    "Lowercase_Letter": r"\p{Ll}",
    "IsDigit": r"\p{Nd}",
    "Decimal_Number": r"\p{Nd}",
    "Number": r"\p{N}",
    "IsPunctuation": r"\p{P}",
    "Punctuation": r"\p{P}",
    "Mark": r"\p{M}",
    "Symbol": r"\p{S}",
    "IsIdeographic": r"\p{Han}",
    "IsWhite_Space": r"\s\x{b}\x{85}\p{Z}",
    "White_Space": r"\s\x{b}\x{85}\p{Z}",
    "L1": r"\x{0}-\x{ff}",
    "javaLetter": r"\p{L}",
    "javaAlphabetic": r"\p{L}\p{Nl}",
    "javaDigit": r"\p{Nd}",
    "javaLetterOrDigit": r"\p{L}\p{Nd}",
    "javaUpperCase": r"\p{Lu}",
    "javaLowerCase": r"\p{Ll}",
}
_CLASS_ESCAPES = {
    "h": r"\t \x{a0}\x{1680}\x{180e}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}",
    "v": r"\n-\r\x{85}\x{2028}\x{2029}",
}
_SIMPLE_ESCAPES = {"e": r"\x{1b}", "Z": r"\z"}
_LINE_END = r"(?:\r\n|[\n-\r\x{85}\x{2028}\x{2029}])"

_TOKEN = re.compile(
    r"""\\Q(?P<quoted>.*?)(?:\\E|\Z)
    |\\u(?P<high>[dD][89abAB][0-9A-Fa-f]{2})\\u(?P<low>[dD][c-fC-F][0-9A-Fa-f]{2})
    |\\u(?:(?P<unit>[0-9A-Fa-f]{4})|\{(?P<point>[0-9A-Fa-f]{1,6})\})
    |\\(?P<sign>[pP])\{(?P<property>[\w=]+)\}
    |\\0(?P<octal>[0-3]?[0-7]{1,2})
    |\\c(?P<control>[A-Za-z])
    |\\(?P<back>[1-9]|k<)
    |\\(?P<letter>[A-Za-z])
    |\\.
    |\[:\^?[a-z]+:\]
    |\(\?(?P<flags>[a-zA-Z]*-?[a-zA-Z]*)[:)]
    |&&|--|.""",
    re.DOTALL | re.VERBOSE,
)


def translate_pattern(pattern: str) -> str:
    """Translate a pattern. Raises ValueError, in plain words, for syntax that RE2 would read differently."""
    output: list[str] = []
    inside = first = False
    for token in _TOKEN.finditer(pattern):
        text = token[0]
        output.append(_translate_token(token, in_class=inside))
        if not inside:
            inside = first = text == "["
        elif text == "]" and not first:
            inside = False
        elif not (text == "^" and output[-2] == "["):
            first = False
    return "".join(output)


def _translate_token(token: re.Match[str], *, in_class: bool) -> str:
    text, parts = token[0], token.groupdict()
    if in_class and text in ("&&", "--", "["):
        advice = r"write \[ for the sign [" if text == "[" else f"{text} is read differently by every machine"
        raise ValueError(f"a [ ] cannot hold another or be combined with one: {advice}")
    if parts["quoted"] is not None:
        return "".join(_format_code_point(ord(character)) for character in parts["quoted"])
    if parts["back"]:
        raise ValueError(r"referring back to a group, like \1, is not possible")
    if not in_class and (odd := set(parts["flags"] or "") - set("ims-")):
        raise ValueError(f"the flag {min(odd)!r} is not possible, only i, m and s are")
    if parts["property"]:
        return _translate_property(parts["property"], negated=parts["sign"] == "P", in_class=in_class)
    if parts["letter"]:
        return _translate_letter(parts["letter"], in_class=in_class)
    if (point := _parse_code_point(parts)) is not None:
        return _format_code_point(point)
    return text


def _parse_code_point(groups: dict[str, str | None]) -> int | None:
    """The code point of a numeric or control escape, None for other tokens."""
    if groups["high"] and groups["low"]:
        return 0x10000 + ((int(groups["high"], 16) - 0xD800) << 10) + int(groups["low"], 16) - 0xDC00
    if groups["control"]:
        return ord(groups["control"].upper()) ^ 0x40
    if groups["octal"]:
        return int(groups["octal"], 8)
    digits = groups["unit"] or groups["point"]
    if digits is None:
        return None
    if 0xD800 <= int(digits, 16) <= 0xDFFF:
        raise ValueError(f"\\u{digits} is one half of a character only")
    return int(digits, 16)


def _translate_letter(letter: str, *, in_class: bool) -> str:
    if letter.lower() in _CLASS_ESCAPES:
        return _format_class(_CLASS_ESCAPES[letter.lower()], negated=letter.isupper(), in_class=in_class)
    if letter == "R" and not in_class:
        return _LINE_END
    if letter == "C":
        raise ValueError(r"\C is not possible")
    return _SIMPLE_ESCAPES.get(letter, f"\\{letter}")


def _translate_property(name: str, *, negated: bool, in_class: bool) -> str:
    if name in _CHARACTER_CLASSES:
        return _format_class(_CHARACTER_CLASSES[name], negated=negated, in_class=in_class)
    plain = re.sub(
        r"^(?:(?:script|sc|scx|Script|Script_Extensions|general_category|gc|General_Category)=|Is)", "", name
    )
    return f"\\{'P' if negated else 'p'}{{{plain}}}"


def _format_class(content: str, *, negated: bool, in_class: bool) -> str:
    if not in_class:
        return f"[{'^' if negated else ''}{content}]"
    if not negated:
        return content
    if re.fullmatch(r"\[:\w+:\]|\\p\{\w+\}", content):
        return content.replace("[:", "[:^").replace(r"\p", r"\P")
    raise ValueError("what is not in a set cannot be a part of [ ]")


def _format_code_point(code_point: int) -> str:
    return f"\\x{{{code_point:x}}}"
