"""The chime before a call: two falling notes, synthesised as a WAV file."""

from __future__ import annotations

import array
import io
import math
import sys
import wave

SAMPLE_RATE_HZ = 22_050
NOTES = ((659.26, 0.0), (523.25, 0.35))
"""Frequency in Hz and start in seconds of each note."""

CHIME_SECONDS = 1.2
OVERTONES = ((1.0, 1.0), (2.0, 0.25), (3.0, 0.08))
"""Multiple of the frequency and relative amplitude."""


def render_chime(volume: int) -> bytes:
    """Render a mono WAV file; ``volume`` is 0 to 100."""
    amplitude = 0.6 * volume / 100 * 32_767 / sum(share for _, share in OVERTONES)
    times = (index / SAMPLE_RATE_HZ for index in range(round(SAMPLE_RATE_HZ * CHIME_SECONDS)))
    samples = array.array("h", (round(amplitude * _sample_chime(time)) for time in times))
    if sys.byteorder == "big":
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(SAMPLE_RATE_HZ)
        wav.writeframes(samples.tobytes())
    return file.getvalue()


def _sample_chime(time: float) -> float:
    """The sum of the notes at ``time`` seconds, faded out at the end to avoid a click."""
    fade_out = min(1.0, (CHIME_SECONDS - time) / 0.05)
    return fade_out * sum(_sample_note(frequency, time - start) for frequency, start in NOTES if time >= start) / 1.4


def _sample_note(frequency: float, age: float) -> float:
    envelope = min(1.0, age / 0.01) * math.exp(-4.0 * age)
    return envelope * sum(share * math.sin(2 * math.pi * frequency * factor * age) for factor, share in OVERTONES)
