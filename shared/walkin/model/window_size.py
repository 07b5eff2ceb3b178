"""The fewest columns and rows of a screen's window: a notice covers a smaller one."""

MIN_SIZE = (80, 24)
BAR_SIZE = (60, 3)
"""For the counter in bar mode."""
PORTRAIT_SIZE = (60, 60)


def find_kiosk_size(rows: int) -> tuple[int, int]:
    """The fewest columns and rows of a kiosk whose window has so many rows: a portrait one may have fewer columns."""
    return PORTRAIT_SIZE if rows >= PORTRAIT_SIZE[1] else MIN_SIZE
