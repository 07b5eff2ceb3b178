"""Form fields for every app: one per control of `walkin.model.form.presentation`, registered by `register_field`.

`create_field` builds the bare field, `Question` the field with its title, hint and error message.
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
