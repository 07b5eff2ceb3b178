"""Patterns mean the same whether Java, browsers or RE2 would read them differently, and none backtracks."""

from __future__ import annotations

import time

import pytest

from walkin.model.form.pattern import MAX_PATTERN_LENGTH, compile_pattern, matches

DIALECTS = [
    # pattern, text, whether it matches
    (r"\d+", "12", True),
    (r"\d+", "٣", False),
    (r"\w+", "Łódź", False),
    (r"[0-9]+", "12\n", False),
    (r"^[0-9]+$", "12", True),
    (r"^[0-9]+$", "12\n", False),
    (r"[0-9]+\Z", "12", True),
    (r"[0-9]", "123", False),
    (r"\s+", "\t ", True),
    (r"\s", "\u00a0", False),
    (r"\h", "\u00a0", True),
    (r"[\h.]+", " .\u3000", True),
    (r"\H+", "a b", False),
    (r"[^\h]+", "ab", True),
    (r"\R", "\n", True),
    (r"a\vb", "a\nb", True),
    (r".", "\n", False),
    (r"\u00e9+", "éé", True),
    (r"\\u00e9", "\\u00e9", True),
    (r"\u{1F600}", "😀", True),
    (r"\ud83d\ude00", "😀", True),
    (r"[\u0041-\u0043]+", "ABC", True),
    (r"\x41", "A", True),
    (r"\0101", "A", True),
    (r"\cI", "\t", True),
    (r"\e?a", "a", True),
    (r"\p{IsAlphabetic}+", "Łódź", True),
    (r"[\p{IsAlphabetic} ]+", "李 Ann", True),
    (r"\P{IsAlphabetic}+", "12", True),
    (r"\p{L}+", "李", True),
    (r"\pL+", "é", True),
    (r"\p{Alpha}+", "ann", True),
    (r"\p{Alpha}+", "é", False),
    (r"[\P{Alpha}]+", "é1", True),
    (r"[\P{L}]+", "12", True),
    (r"\p{Lower}\p{Upper}", "aB", True),
    (r"\p{javaLetterOrDigit}+", "é1", True),
    (r"\p{IsLatin}+", "é", True),
    (r"\p{script=Greek}+", "Ω", True),
    (r"\p{IsLu}", "É", True),
    (r"[[:alpha:]]+", "ab", True),
    (r"\Qa.b\E+", "a.bb", True),
    (r"[\Q]^\E]+", "]^", True),
    (r"[]a]+", "a]", True),
    (r"[^]a]+", "b", True),
    (r"(?i)ann", "ANN", True),
    (r"(?i:a)b", "AB", False),
    (r"(?<year>\d{4})", "2024", True),
    (r"é", "e\u0301", False),
    ("|a", "", True),
]


@pytest.mark.parametrize(("pattern", "text", "agreed"), DIALECTS)
def test_the_agreed_reading(pattern: str, text: str, agreed: bool) -> None:
    assert matches(pattern, text) is agreed


REFUSED = [
    (r"[a-z&&[^b]]", "cannot hold another"),
    (r"[a-z&&b]", "&& is read differently"),
    (r"[\w--\d]", "-- is read differently"),
    (r"[a[b]]", r"write \\\[ for"),
    (r"[\P{IsAlphabetic}]", "not in a set"),
    (r"[\H]", "not in a set"),
    (r"(?=a)a", "looking ahead"),
    (r"(?!a)b", "looking ahead"),
    (r"(?<=a)b", "looking behind"),
    (r"(?<!a)b", "looking behind"),
    (r"(?>a)b", "give back"),
    (r"(a)\1", "referring back"),
    (r"(a)\12", "referring back"),
    (r"(?<n>a)\k<n>", "referring back"),
    (r"a++", "possessive"),
    (r"a*+", "possessive"),
    (r"(?U)\w", "flag 'U'"),
    (r"(?x)a b", "flag 'x'"),
    (r"\ud83d", "one half"),
    (r"a{1001}", "too large"),
    (r"((a{30}){30}){30}", "too large"),
    (r"a{2,1}", "wrong way round"),
    (r"*a", "nothing before it"),
    ("(", r"\( is not closed"),
    ("[", r"\[ is not closed"),
    (")", "was not opened"),
    ("\\", "middle of an escape"),
    (r"\q", r"\\q"),
    (r"\C", "not possible"),
    (r"\p{Klingon}", "Klingon"),
    ("[z-a]", "z-a"),
    ("a" * (MAX_PATTERN_LENGTH + 1), "longer than"),
    (r"[\p{L}]{1000}", "too large"),
    ("\x1b(", "x1b"),
]


@pytest.mark.parametrize(("pattern", "reason"), REFUSED)
def test_what_cannot_be_used_is_refused_with_a_reason(pattern: str, reason: str) -> None:
    with pytest.raises(ValueError, match="the pattern") as refused:
        compile_pattern(pattern)
    assert refused.match(reason)
    assert str(refused.value).isprintable()


SLOW = [
    "(a+)+$",
    "([a-zA-Z]+)*$",
    "(a|aa)+$",
    "(a|a?)+$",
    "(.*a){12}",
    "(.*)*x",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "(x+x+)+y",
    "(a*)*b",
    "((a*)*)*b",
    "(a?){500}a{500}",
    "([a-z]+){20}!",
    r"(\w+\s?)*$",
    r"(\d+)*x",
    r"^\s+|\s+$",
    r"(?:.*?,){20}P",
    r"^(a+)+(b+)+(c+)+$",
    r"([^@]+@)+x",
    r"(?:a|b|ab)*c",
    r"(\p{L}+\p{M}*)+!",
    ".*.*.*.*.*.*=.*",
    r"(.{1,30}){1,30}z",
]


@pytest.mark.parametrize("pattern", SLOW)
@pytest.mark.parametrize("text", ["a" * 1_999 + "!", "x" * 2_000, "ab, " * 500, " " * 1_999 + "é", "1@" * 1_000])
def test_no_pattern_takes_long(pattern: str, text: str) -> None:
    # With a backtracking engine this would not end.
    compile_pattern.cache_clear()
    started = time.perf_counter()
    matches(pattern, text)
    print(f"{(time.perf_counter() - started) * 1000:.1f} ms")
