"""From the patterns of Java and browsers to those of RE2."""

from __future__ import annotations

import re

_CLASSES = {
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
_ESCAPES = {
    "h": r"\t \x{a0}\x{1680}\x{180e}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}",
    "v": r"\n-\r\x{85}\x{2028}\x{2029}",
}
_SIMPLE = {"e": r"\x{1b}", "Z": r"\z"}
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


def translated(pattern: str) -> str:
    """The pattern for RE2. Raises ValueError in plain words for what RE2 would silently read in another way."""
    written: list[str] = []
    inside = first = False
    for token in _TOKEN.finditer(pattern):
        text = token[0]
        written.append(_translated(token, inside=inside))
        if not inside:
            inside = first = text == "["
        elif text == "]" and not first:
            inside = False
        elif not (text == "^" and written[-2] == "["):
            first = False
    return "".join(written)


def _translated(token: re.Match[str], *, inside: bool) -> str:
    """One token, within [ ] or not."""
    text, parts = token[0], token.groupdict()
    if inside and text in ("&&", "--", "["):
        advice = r"write \[ for the sign [" if text == "[" else f"{text} is read differently by every machine"
        raise ValueError(f"a [ ] cannot hold another or be combined with one: {advice}")
    if parts["quoted"] is not None:
        return "".join(_code(ord(character)) for character in parts["quoted"])
    if parts["back"]:
        raise ValueError(r"referring back to a group, like \1, is not possible")
    if not inside and (odd := set(parts["flags"] or "") - set("ims-")):
        raise ValueError(f"the flag {min(odd)!r} is not possible, only i, m and s are")
    if parts["property"]:
        return _property(parts["property"], negated=parts["sign"] == "P", inside=inside)
    if parts["letter"]:
        return _letter(parts["letter"], inside=inside)
    if (point := _point(parts)) is not None:
        return _code(point)
    return text


def _point(parts: dict[str, str | None]) -> int | None:
    """The character that an escape names, if it is of that kind."""
    if parts["high"] and parts["low"]:
        return 0x10000 + ((int(parts["high"], 16) - 0xD800) << 10) + int(parts["low"], 16) - 0xDC00
    if parts["control"]:
        return ord(parts["control"].upper()) ^ 0x40
    if parts["octal"]:
        return int(parts["octal"], 8)
    digits = parts["unit"] or parts["point"]
    if digits is None:
        return None
    if 0xD800 <= int(digits, 16) <= 0xDFFF:
        raise ValueError(f"\\u{digits} is one half of a character only")
    return int(digits, 16)


def _letter(letter: str, *, inside: bool) -> str:
    if letter.lower() in _ESCAPES:
        return _set(_ESCAPES[letter.lower()], negated=letter.isupper(), inside=inside)
    if letter == "R" and not inside:
        return _LINE_END
    if letter == "C":
        raise ValueError(r"\C is not possible")
    return _SIMPLE.get(letter, f"\\{letter}")


def _property(name: str, *, negated: bool, inside: bool) -> str:
    if name in _CLASSES:
        return _set(_CLASSES[name], negated=negated, inside=inside)
    plain = re.sub(
        r"^(?:(?:script|sc|scx|Script|Script_Extensions|general_category|gc|General_Category)=|Is)", "", name
    )
    return f"\\{'P' if negated else 'p'}{{{plain}}}"


def _set(content: str, *, negated: bool, inside: bool) -> str:
    """A set of characters, as a class of its own or as a part of one."""
    if not inside:
        return f"[{'^' if negated else ''}{content}]"
    if not negated:
        return content
    if re.fullmatch(r"\[:\w+:\]|\\p\{\w+\}", content):
        return content.replace("[:", "[:^").replace(r"\p", r"\P")
    raise ValueError("what is not in a set cannot be a part of [ ]")


def _code(point: int) -> str:
    return f"\\x{{{point:x}}}"
