"""``python -m walkin.speech.espeak VOICE VOLUME RATE FILE``: synthesise standard input to a WAV file.

Uses the espeak-ng library of the extra ``speech`` in a process of its own, so that a crash of the library cannot stop
a screen. A single character is named: "at" for "@". Exit codes: 0, 3 if there is no voice for the language, 1 for any
other failure.
"""

from __future__ import annotations

import ctypes
import os
import sys
import wave
from pathlib import Path

EXIT_NO_VOICE = 3

_OUTPUT_RETRIEVAL = 1
_CHARS_UTF8 = 1
_PARAMETER_RATE, _PARAMETER_VOLUME = 1, 2
_INITIALIZE_DONT_EXIT = 0x8000

_SynthCallback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def main(voice: str, volume: str, rate: str, file: str) -> int:
    """Synthesise the text; returns the exit code."""
    import espeakng_loader

    library = ctypes.cdll.LoadLibrary(espeakng_loader.get_library_path())
    # espeak wants the parent of its data folder.
    data_parent = str(Path(espeakng_loader.get_data_path()).parent)
    sample_rate = library.espeak_Initialize(_OUTPUT_RETRIEVAL, 0, data_parent.encode(), _INITIALIZE_DONT_EXIT)
    if sample_rate <= 0:
        return 1
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        return EXIT_NO_VOICE
    chunks: list[bytes] = []

    def collect(samples: ctypes._Pointer[ctypes.c_short], count: int, _events: object) -> int:
        if samples and count > 0:
            chunks.append(ctypes.string_at(samples, count * 2))
        return 0

    callback = _SynthCallback(collect)
    library.espeak_SetSynthCallback(callback)
    library.espeak_SetParameter(_PARAMETER_VOLUME, int(volume), 0)
    library.espeak_SetParameter(_PARAMETER_RATE, int(rate), 0)
    text = sys.stdin.buffer.read()
    if len(character := text.decode(errors="replace")) == 1:
        library.espeak_Char(ctypes.c_wchar(character))
    else:
        text += b"\0"
        library.espeak_Synth(text, ctypes.c_size_t(len(text)), 0, 1, 0, _CHARS_UTF8, None, None)
    library.espeak_Synchronize()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(sample_rate)
        wav.writeframes(b"".join(chunks))
    return 0 if chunks else 1


if __name__ == "__main__":
    # Without the interpreter's own end, which takes longer than to speak a word.
    os._exit(main(*sys.argv[1:5]))
