"""Figures: numbers and prices in the person's way of writing them, and phone numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from babel.numbers import format_decimal

from walkin.ui.fields.base import register_field
from walkin.ui.fields.entry import KeyboardPage
from walkin.ui.fields.text import TextField


@register_field("phone")
class PhoneField(TextField):
    """A phone number; what people write between the figures is for the rules to judge."""

    keyboard_page: ClassVar[KeyboardPage] = "digits"


@register_field("number")
class NumberField(TextField):
    """A number."""

    keyboard_page: ClassVar[KeyboardPage] = "digits"

    def get_format_hint(self) -> str:
        return self.app.words("field-expected-number", example=self.app.words.format_number(3.5))


@register_field("price")
class PriceField(TextField):
    """An amount of money."""

    keyboard_page: ClassVar[KeyboardPage] = "digits"

    def get_format_hint(self) -> str:
        example = format_decimal(Decimal("12.50"), "0.00", self.app.words.locale)
        return self.app.words("field-expected-price", example=example)
