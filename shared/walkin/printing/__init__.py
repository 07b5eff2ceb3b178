"""Tickets on paper: layout, pictures, ESC/POS, printers, and the process that prints. Needs the extra ``printer``."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from walkin.model.printer import PrinterAddress

_MODULES = {"usb": ("usb",), "serial": ("serial",)}


def find_missing(address: PrinterAddress) -> str:
    """A sentence about what has to be installed before this printer can be used, empty if nothing."""
    modules = ("PIL", "escpos", *_MODULES.get(address.kind, ()))
    if all(find_spec(module) is not None for module in modules):
        return ""
    return "Printing tickets needs the extra printer: pip install 'walkin[printer]'"
