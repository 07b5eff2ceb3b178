"""One reader per type of FormItem. A new type is one new file in this folder: `@reads("type")` above its function."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)
