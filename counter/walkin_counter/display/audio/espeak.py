"""``python -m walkin_counter.display.audio.espeak LANGUAGE VOLUME FILE``: the text of standard input as a WAV file.

Speaks through the espeak-ng that the extra ``speech`` brings, in a process of its own: what happens in that library can
not touch a screen. Ends with 0, with 3 when there is no voice for the language, with 1 when anything else is wrong.
"""

from __future__ import annotations

import ctypes
import sys
import wave
from pathlib import Path

EXIT_NO_VOICE = 3

_OUTPUT_RETRIEVAL = 1
_CHARS_UTF8 = 1
_PARAMETER_VOLUME = 2
_INITIALIZE_DONT_EXIT = 0x8000

_SynthCallback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def main(language: str, volume: str, file: str) -> int:
    """Speak; gives the exit code."""
    import espeakng_loader

    library = ctypes.cdll.LoadLibrary(espeakng_loader.get_library_path())
    # The folder in which the folder of data lies.
    place = str(Path(espeakng_loader.get_data_path()).parent)
    rate = library.espeak_Initialize(_OUTPUT_RETRIEVAL, 0, place.encode(), _INITIALIZE_DONT_EXIT)
    if rate <= 0:
        return 1
    if library.espeak_SetVoiceByName(language.encode()) != 0:
        return EXIT_NO_VOICE
    pieces: list[bytes] = []

    def take(samples: ctypes._Pointer[ctypes.c_short], count: int, _events: object) -> int:
        if samples and count > 0:
            pieces.append(ctypes.string_at(samples, count * 2))
        return 0

    callback = _SynthCallback(take)
    library.espeak_SetSynthCallback(callback)
    library.espeak_SetParameter(_PARAMETER_VOLUME, int(volume), 0)
    text = sys.stdin.buffer.read() + b"\0"
    library.espeak_Synth(text, ctypes.c_size_t(len(text)), 0, 1, 0, _CHARS_UTF8, None, None)
    library.espeak_Synchronize()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(rate)
        written.writeframes(b"".join(pieces))
    return 0 if pieces else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
