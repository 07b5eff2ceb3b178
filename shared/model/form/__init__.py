"""Forms: what a FormItem is, and the one set of rules that a filled form keeps."""

from shared.model.form.bound import bound
from shared.model.form.definition import Problem, check_definition
from shared.model.form.files import FormFileError, dump_form, load_form
from shared.model.form.item import Choice, FormItem, ValueFormat
from shared.model.form.prefill import prefilled
from shared.model.form.reading import kind_of
from shared.model.form.rules import Filled, fill

__all__ = [
    "Choice",
    "Filled",
    "FormFileError",
    "FormItem",
    "Problem",
    "ValueFormat",
    "bound",
    "check_definition",
    "dump_form",
    "fill",
    "kind_of",
    "load_form",
    "prefilled",
]
