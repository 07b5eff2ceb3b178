"""Parsers for e-mail addresses, phone numbers and web addresses."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

import idna
import phonenumbers
from email_validator import EmailNotValidError, validate_email

from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.registry import InvalidAnswer, ParseContext, parses_text
from walkin.model.text import NAME_LENGTH


@parses_text("email", "email", limit=NAME_LENGTH)
def parse_email(text: str, definition: FormItem, context: ParseContext) -> str:
    """The address with its domain in lower case. Its deliverability is not checked."""
    try:
        address = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise InvalidAnswer("email") from None
    if len(address.local_part) > 64:
        raise InvalidAnswer("email")
    return address.normalized


@parses_text("phone", "phone")
def parse_phone(text: str, definition: FormItem, context: ParseContext) -> str:
    """The number in E.164. Without ``+`` it is one of the office's country."""
    try:
        number = phonenumbers.parse(text, context.country)
    except phonenumbers.NumberParseException as error:
        lacks_country = error.error_type == error.INVALID_COUNTRY_CODE and not context.country
        raise InvalidAnswer("phoneCountry" if lacks_country else "phone") from None
    # E.164 has no extensions: without it the number would be another one.
    if number.extension or not phonenumbers.is_possible_number(number):
        raise InvalidAnswer("phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@parses_text("website", "url", "website")
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
    if re.search(r'[\s\\<>"`{}|^]', address) or "@" in parts.netloc:
        raise InvalidAnswer("website")
    return parts._replace(scheme=parts.scheme.lower(), netloc=host + port).geturl()


def _parse_host(parts: SplitResult, *, has_scheme: bool) -> str:
    host = parts.hostname or ""
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host)}]"
    if not host or len(host) > 253:
        raise ValueError(host)
    ascii_host = idna.encode(host, uts46=True, std3_rules=True).decode("ascii")
    domain, _, top_level = ascii_host.rstrip(".").rpartition(".")
    # "12.50" and "none" are hosts only where a scheme was typed.
    if not has_scheme and (not domain or top_level.isdecimal()):
        raise ValueError(host)
    return ascii_host
