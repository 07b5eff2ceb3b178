"""The docstrings that follow the members of a class."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from typing import cast


def read_member_docstrings(owner: type) -> dict[str, str]:
    """The members of a class, without inherited ones, with the docstrings after them, read from its source."""
    (class_definition,) = ast.parse(inspect.getsource(owner)).body
    found = {}
    for member, docstring in pairwise(cast("ast.ClassDef", class_definition).body):
        match member, docstring:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                found[name] = inspect.cleandoc(text)
    return found
