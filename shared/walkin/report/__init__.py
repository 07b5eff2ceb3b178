"""Reports of statistics as text, HTML, CSV and JSON; posters with a QR code."""

from walkin.report.files import FORMATS, SEPARATORS, encode_report, guess_format, render_report

__all__ = ["FORMATS", "SEPARATORS", "encode_report", "guess_format", "render_report"]
