"""Forms: the FormItem resource, and the validation of definitions and of filled forms."""
