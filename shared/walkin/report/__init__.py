"""Statistics as people keep them: as text, as a page to print, and as data for other programs."""

from walkin.report.files import FORMATS, content, kind_of, rendered

__all__ = ["FORMATS", "content", "kind_of", "rendered"]
