"""Forms: what a FormItem is, and the one set of rules that a filled form keeps."""

from walkin.model.form.check import Problem, check_definition
from walkin.model.form.client_binding import bound
from walkin.model.form.definition import Choice, FormItem, ValueFormat
from walkin.model.form.files import FormFileError, dump_form, load_form
from walkin.model.form.parsing import kind_of
from walkin.model.form.prefill import prefilled
from walkin.model.form.validate import Filled, fill

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
