"""Render HTML documents from templates: all text is escaped and loses its unprintable characters."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader

from walkin.model.printable import strip_unprintable


def _finalize(value: object) -> object:
    # Markup is a subclass of str and stays as it is.
    return strip_unprintable(value) if type(value) is str else value


_environment = Environment(
    loader=PackageLoader("walkin.report", "templates"),
    autoescape=True,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    finalize=_finalize,
)


def render_template(name: str, **values: object) -> str:
    """The document of a template in ``templates``."""
    return _environment.get_template(name).render(values)
