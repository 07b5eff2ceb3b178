"""One parser per FormItem type, registered by `parses` or `parses_text`. Importing the package loads all of them."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)
