"""Statistics as people keep them: as text, as a page to print, and as data for other programs."""

from walkin.report.files import FORMATS, encode_report, guess_format, render_report

__all__ = ["FORMATS", "encode_report", "guess_format", "render_report"]
