"""Forms: what a FormItem is, and the one set of rules that a filled form keeps."""

from shared.model.form.item import Choice, FormItem, ValueFormat
from shared.model.form.rules import Filled, fill

__all__ = ["Choice", "Filled", "FormItem", "ValueFormat", "fill"]
