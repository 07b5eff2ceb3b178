"""E-mail addresses, phone numbers and web addresses."""

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
    """The address with its domain in lower case. The network is not asked whether it exists."""
    try:
        address = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise InvalidAnswer("email") from None
    if len(address.local_part) > 64:
        raise InvalidAnswer("email")
    return address.normalized


@parses_text("phone", "phone")
def parse_phone(text: str, definition: FormItem, context: ParseContext) -> str:
    """E.164. A number without ``+`` is one of the office's country."""
    try:
        number = phonenumbers.parse(text, context.country)
    except phonenumbers.NumberParseException as error:
        unplaced = error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE and not context.country
        raise InvalidAnswer("phoneCountry" if unplaced else "phone") from None
    # E.164 has no place for an extension: dropping it in silence would ring somebody else.
    if number.extension or not phonenumbers.is_possible_number(number):
        raise InvalidAnswer("phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@parses_text("website", "url", "website")
def parse_website(text: str, definition: FormItem, context: ParseContext) -> str:
    """An http or https address with its host in ASCII; ``https://`` is added where no scheme was typed."""
    typed = re.match(r"https?://", text, re.IGNORECASE)
    address = text if typed else f"https://{text}"
    try:
        parts = urlsplit(address)
        port = "" if parts.port is None else f":{parts.port}"
        host = _parse_host(parts, has_scheme=bool(typed))
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
    last = ascii_host.rstrip(".").rpartition(".")
    # "12.50" or "none" is no address, unless somebody went out of their way to write the scheme.
    if not has_scheme and (not last[0] or last[2].isdecimal()):
        raise ValueError(host)
    return ascii_host
