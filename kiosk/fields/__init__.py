"""One field per FormItem type. A new type is one new file in this folder: `@asks("type")` above a class of its own."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from kiosk.fields.base import REGISTRY, Field
from shared.model.form import FormItem

__all__ = ["Field", "field_for"]

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)


def field_for(definition: FormItem, answer: FormItem | None = None) -> Field:
    """The field that asks this question; a type nobody knows is asked as a line of text."""
    return REGISTRY.get(definition.type, REGISTRY["input"])(definition, answer)
