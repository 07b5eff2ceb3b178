"""Forms: the FormItem resource, and the validation of definitions and of filled forms."""

from walkin.model.form.check import DefinitionProblem, check_definition
from walkin.model.form.client_binding import client_members
from walkin.model.form.definition import Choice, FormItem, ValueFormat
from walkin.model.form.files import FormFileError, dump_form, load_form
from walkin.model.form.parsers.registry import resolve_type
from walkin.model.form.prefill import prefill_answers
from walkin.model.form.validate import ValidatedForm, validate_form

__all__ = [
    "Choice",
    "DefinitionProblem",
    "FormFileError",
    "FormItem",
    "ValidatedForm",
    "ValueFormat",
    "check_definition",
    "client_members",
    "dump_form",
    "load_form",
    "prefill_answers",
    "resolve_type",
    "validate_form",
]
