"""Programs one line at a time, for a braille line, a screen reader or a teletype: plain lines out, typed lines in."""
