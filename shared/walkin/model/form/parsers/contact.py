"""Parsers for e-mail addresses, phone numbers and web addresses."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urlsplit

from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.registry import InvalidAnswer, ParseContext, parses_text
from walkin.model.text import NAME_LENGTH, to_ascii_digits, to_ascii_letters

if TYPE_CHECKING:
    import phonenumbers


@parses_text("email", "email", limit=NAME_LENGTH, fold=to_ascii_letters)
def parse_email(text: str, definition: FormItem, context: ParseContext) -> str:
    """The address with its domain in lower case, also from ``Ann <ann@example.org>`` and ``mailto:ann@example.org``.

    Its deliverability is not checked.
    """
    from email_validator import EmailNotValidError, validate_email

    text = re.sub("^mailto:", "", text, flags=re.IGNORECASE)
    try:
        address = validate_email(text, check_deliverability=False, test_environment=True, allow_display_name=True)
    except EmailNotValidError:
        raise InvalidAnswer("email") from None
    if len(address.local_part) > 64:
        raise InvalidAnswer("email")
    return address.normalized


# Prefixes that were dialled within a country, and that people still write after its code: 1 (once 044 or 045) before
# mobile numbers of Mexico, 15 after the area code of those of Argentina.
_OLD_PREFIXES = {52: r"(?:1|01|044|045)()([2-9]\d{9})", 54: r"(?=\d{13}$)(9\d{2,4}?)15(\d+)"}


@parses_text("phone", "phone", fold=to_ascii_digits)
def parse_phone(text: str, definition: FormItem, context: ParseContext) -> str:
    """The number in E.164. Without ``+`` or ``00`` it is one of the office's country."""
    import phonenumbers

    number = _parse_possible_number(text, context.country)
    if number is None:
        is_national = not re.match(r"\W*(?:tel:)?\W*(?:\+|00)", text, re.IGNORECASE)
        lacks_country = not context.country and is_national and re.search(r"\d{5}", re.sub(r"\W", "", text))
        raise InvalidAnswer("phoneCountry" if lacks_country else "phone")
    if number.extension:
        # E.164 has none: without it the number would be another one.
        raise InvalidAnswer("phoneExtension")
    if re.search("[A-Za-z]", text):
        plain = _parse_possible_number(re.sub("[A-Za-z]+", " ", text), context.country)
        is_complete = (
            plain and phonenumbers.is_possible_number_with_reason(plain) == phonenumbers.ValidationResult.IS_POSSIBLE
        )
        if is_complete and plain != number:
            # Letters stand for digits in 0800 FLOWERS, and not in "030 123456 (home)".
            raise InvalidAnswer("phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _parse_possible_number(text: str, country: str | None) -> phonenumbers.PhoneNumber | None:
    number = _parse_with_old_prefix(text, country)
    if number is None and (abroad := re.fullmatch(r"\W*00(.+)", text)):
        number = _parse_with_old_prefix(f"+{abroad[1]}", None)
    return number


def _parse_with_old_prefix(text: str, country: str | None) -> phonenumbers.PhoneNumber | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number(number):
        return number
    digits = phonenumbers.national_significant_number(number)
    match = re.fullmatch(_OLD_PREFIXES.get(number.country_code or 0, "-"), digits)
    return phonenumbers.parse(f"+{number.country_code}{match[1]}{match[2]}") if match else None


def _fold_address(text: str) -> str:
    """A web address with ordinary letters for the full-width ones that a Japanese keyboard types."""
    return to_ascii_letters(text) if re.match("[\uff01-\uff5e]", text) else text


@parses_text("website", "url", "website", fold=_fold_address)
def parse_website(text: str, definition: FormItem, context: ParseContext) -> str:
    """An http or https URL with its host in ASCII; ``https://`` is added where no scheme was typed."""
    has_scheme = bool(re.match(r"https?://", text, re.IGNORECASE))
    address = text if has_scheme else f"https://{text}"
    try:
        parts = urlsplit(address)
        port = "" if parts.port is None else f":{parts.port}"
        host = _parse_host(parts, has_scheme=has_scheme)
    except (ValueError, UnicodeError):
        raise InvalidAnswer("website") from None
    if "\\" in address or "@" in parts.netloc:
        raise InvalidAnswer("website")
    location = parts._replace(scheme=parts.scheme.lower(), netloc=host + port).geturl()
    return re.sub(r"""[\s<>"`{}^]""", lambda match: quote(match[0]), location)


def _parse_host(parts: SplitResult, *, has_scheme: bool) -> str:
    host = parts.hostname or ""
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host)}]"
    if not host or len(host) > 253:
        raise ValueError(host)
    import idna

    ascii_host = idna.encode(host, uts46=True, std3_rules=True).decode("ascii")
    domain, _, top_level = ascii_host.rstrip(".").rpartition(".")
    # "12.50" and "none" are hosts only where a scheme was typed.
    if not has_scheme and (not domain or top_level.isdecimal()):
        raise ValueError(host)
    return ascii_host
