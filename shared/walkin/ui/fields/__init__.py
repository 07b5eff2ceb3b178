"""One field per FormItem type, for every app. A new type is one new file in this folder: `@asks("type")` above a class.

`field_for` gives the bare field, `Question` the field with its title, its hint and what to mend in it.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from walkin.ui.fields.base import Field, create_field
from walkin.ui.fields.entry import Entry, MultilineEntry
from walkin.ui.fields.question import Question

__all__ = ["Entry", "Field", "MultilineEntry", "Question", "create_field"]

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)
