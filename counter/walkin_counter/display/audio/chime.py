"""The sound before a call: two notes, falling, as a WAV file made here."""

from __future__ import annotations

import array
import io
import math
import sys
import wave

SAMPLE_RATE_HZ = 22_050
NOTES = ((659.26, 0.0), (523.25, 0.35))
"""Pitch in Hz and the second in which it begins."""

CHIME_SECONDS = 1.2
OVERTONES = ((1.0, 1.0), (2.0, 0.25), (3.0, 0.08))


def render_chime(volume: int) -> bytes:
    """A mono WAV file of 1.2 s; ``volume`` is 0 to 100."""
    loudest = 0.6 * volume / 100 * 32_767 / sum(share for _, share in OVERTONES)
    samples = array.array(
        "h",
        (
            round(loudest * _sample_chime(place / SAMPLE_RATE_HZ))
            for place in range(round(SAMPLE_RATE_HZ * CHIME_SECONDS))
        ),
    )
    if sys.byteorder == "big":
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(SAMPLE_RATE_HZ)
        written.writeframes(samples.tobytes())
    return file.getvalue()


def _sample_chime(moment: float) -> float:
    """The sum of the notes; each begins softly and fades, and so does the end, which would click otherwise."""
    end = min(1.0, (CHIME_SECONDS - moment) / 0.05)
    return end * sum(_sample_note(pitch, moment - begins) for pitch, begins in NOTES if moment >= begins) / 1.4


def _sample_note(pitch: float, age: float) -> float:
    swell = min(1.0, age / 0.01) * math.exp(-4.0 * age)
    return swell * sum(share * math.sin(2 * math.pi * pitch * times * age) for times, share in OVERTONES)
