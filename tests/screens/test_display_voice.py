"""The display's announcements: their sentences, order and programs."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import shutil
import sys
import wave
from datetime import datetime, time
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.helpers import HOSTILE_TEXTS
from walkin.settings import Settings
from walkin.settings.display import is_quiet, parse_quiet_hours
from walkin.speech.engines import Manner, SpeechEngine, VoiceNotFound, choose_engine, detect_engines
from walkin_counter.display.announcements import Call, format_call, format_spoken_number
from walkin_counter.display.audio.chime import render_chime
from walkin_counter.display.audio.voice import Voice

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

WRITER = """
import sys, time
kind, file, *rest = sys.argv[1:]
text = sys.stdin.buffer.read().decode() if kind == "say" else ""
with open(file, "a", encoding="utf-8") as out: out.write(f"begin {kind} {' '.join(rest)} {text}\\n")
time.sleep(0.05)
with open(file, "a", encoding="utf-8") as out: out.write(f"end {kind}\\n")
"""
NOON = datetime(2026, 11, 24, 12, 0).astimezone()


@pytest.fixture(autouse=True)
def _log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))


def programs(tmp_path: Path, **more: Any) -> Settings:
    """Settings with a speech program and a player that record their arguments and input."""
    script = tmp_path / "writer.py"
    script.write_text(WRITER, encoding="utf-8")
    begin = f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}"
    log = shlex.quote(str(tmp_path / "told"))
    return Settings(
        **{
            "speech": True,
            "speech_command": f"{begin} say {log} {{language}} {{volume}}",
            "sound_command": f"{begin} play {log} {{file}}",
        }
        | more
    )


class Heard:
    """A running voice, and the problems and rings it reported."""

    def __init__(self, settings: Settings) -> None:
        self.bells = 0
        self.troubles: list[str] = []
        self.voice = Voice(settings, self._bell, lambda key, **_: self.troubles.append(key))

    def _bell(self) -> None:
        self.bells += 1

    async def done(self) -> None:
        async with asyncio.timeout(60):
            while self.voice.is_busy:
                await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def listening(settings: Settings) -> AsyncIterator[Heard]:
    heard = Heard(settings)
    task = asyncio.create_task(heard.voice.run())
    try:
        yield heard
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def lines(tmp_path: Path) -> list[str]:
    """The recorded calls of the programs, without the name of the chime's file."""
    log = (tmp_path / "told").read_text(encoding="utf-8").splitlines()
    return [" ".join(word for word in line.split() if not word.endswith(".wav")) for line in log]


def test_the_client_is_addressed_first() -> None:
    call = Call("1", "A042", "Desk 3", 1, 0.0, "fr-CA")
    assert format_call(call, format_spoken_number(call.number), "en") == [
        ("fr", "Numéro A 42, guichet 3"),
        ("en", "Number A 42, go to Desk 3"),
    ]
    assert [code for code, _ in format_call(call, "A042", "fr")] == ["fr"]
    unknown = Call("1", "A042", "", 1, 0.0, "tlh")
    assert format_call(unknown, "A042", "en") == [("en", "Number A042, come to the desk")]


@pytest.mark.parametrize(
    ("number", "words"), [("A042", "A 42"), ("AB100", "A B 100"), ("42", "42"), ("[/x]", "[/x]"), ("A1000", "A 1000")]
)
def test_numbers_are_said_in_groups(number: str, words: str) -> None:
    assert format_spoken_number(number) == words


async def test_announcements_never_cut_each_other_off(tmp_path: Path) -> None:
    async with listening(programs(tmp_path, repeat=2, volume=30)) as heard:
        for number in ("A 1", "A 2", "A 3"):
            heard.voice.announce([("fr", f"Numéro {number}"), ("en", f"Number {number}")], NOON)
        assert heard.voice.is_busy
        await heard.done()
        once = [f"begin say {language} 30 {word} A {{}}" for language, word in (("fr", "Numéro"), ("en", "Number"))]
        expected = []
        for number in (1, 2, 3):
            expected += ["begin play", "end play"]
            for text in once * 2:
                expected += [text.format(number), "end say"]
        assert lines(tmp_path) == expected
        assert heard.bells == 0
        assert heard.troubles == []


async def test_quiet_hours(tmp_path: Path) -> None:
    async with listening(programs(tmp_path, quiet="11:30-12:30")) as heard:
        heard.voice.announce([("en", "quiet")], NOON)
        heard.voice.announce([("en", "loud")], NOON.replace(hour=13))
        await heard.done()
        assert [line for line in lines(tmp_path) if "say" in line] == ["begin say en 80 loud", "end say"]


def test_hours_go_over_midnight() -> None:
    spans = parse_quiet_hours("22:00-07:00, 12:00-13:00")
    assert [is_quiet(spans, time(hour)) for hour in (23, 3, 7, 12, 13, 21)] == [True, True, False, True, False, False]
    assert not is_quiet(parse_quiet_hours(""), time(3))


async def test_programs_that_fail_are_told_of_once_and_ring_the_bell(tmp_path: Path) -> None:
    broken = programs(tmp_path, sound_command="no-such-program-at-all", speech_command="also-not-there {text}")
    async with listening(broken) as heard:
        for _ in range(3):
            heard.voice.announce([("en", "Number A 1")], NOON)
        await heard.done()
        assert heard.bells == 3
        assert heard.troubles == ["display-no-sound"]
    assert "no-such-program-at-all could not be started" in (tmp_path / "walkin.log").read_text()


async def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("walkin.speech.engines.MAX_RUN_SECONDS", 0.3)
    hang = f"{shlex.quote(sys.executable)} -c 'import time; time.sleep(600)'"
    async with listening(programs(tmp_path, speech_command=hang)) as heard:
        heard.voice.announce([("en", "Number A 1")], NOON)
        await heard.done()
        assert heard.troubles == ["display-no-sound"]


async def test_without_any_engine_it_is_silent_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda *_: None)
    async with listening(Settings(speech=True)) as heard:
        heard.voice.announce([("en", "Number A 1")], NOON)
        await heard.done()
        assert heard.bells == 1
        assert heard.troubles == ["display-no-speech"]


async def test_hostile_desks_reach_programs_as_words(tmp_path: Path) -> None:
    file = tmp_path / "told"
    code = f"import sys; open({str(file)!r}, 'a').write(repr(sys.argv[1:]) + chr(10))"
    engine = SpeechEngine((sys.executable, "-c", code, "{text}", "{language}"))
    hostile = [
        *HOSTILE_TEXTS,
        "--help",
        "-w /tmp/x",
        "[[h@loU]]",
        "{file} {language}",
        "$(reboot)",
        "`reboot`",
        "; reboot",
    ]
    for text in hostile:
        await engine.speak(text, Manner("en", 80), tmp_path / "x.wav")
    log = [eval(line) for line in file.read_text().splitlines()]
    assert len(log) == len(hostile)
    for arguments in log:
        text, language = arguments
        assert language == "en"
        assert not text.startswith("-")
        assert not set("[]{}<>\x1b\x00\n") & set(text)


def engines() -> list[Any]:
    """Return both ways to run espeak-ng; one that is not installed is skipped."""
    bundled = SpeechEngine((sys.executable, "-m", "walkin.speech.espeak", "{voice}", "{volume}", "{rate}", "{file}"))
    path = shutil.which("espeak-ng")
    program = SpeechEngine(
        (path or "", "-v", "{voice}", "-a", "{volume}", "-s", "{rate}", "-w", "{file}", "--stdin"),
        no_voice_exit_code=1,
        character_options=("--punct",),
    )
    no_extra = pytest.mark.skipif(find_spec("espeakng_loader") is None, reason="the extra speech is not installed")
    no_program = pytest.mark.skipif(path is None, reason="espeak-ng is not installed")
    return [
        pytest.param(bundled, id="extra", marks=no_extra),
        pytest.param(program, id="program", marks=no_program),
    ]


@pytest.mark.parametrize("engine", engines())
async def test_espeak_writes_words(tmp_path: Path, engine: SpeechEngine) -> None:
    file = tmp_path / "call.wav"
    calls = [Call("1", "A042", "Guichet 3", 1, 0.0, language) for language in ("fr", "zh-Hans", "pt-BR")]
    for code, text in chain.from_iterable(format_call(call, "A 42", "en") for call in calls):
        await engine.speak(text, Manner(code, 80), file)
        with wave.open(str(file)) as words:
            assert 1.0 < words.getnframes() / words.getframerate() < 6.0
            assert any(words.readframes(words.getnframes()))
    lengths = []
    for manner in (Manner("en", 80), Manner("en", 80, is_slow=True)):
        await engine.speak("Number A 42", manner, file)
        lengths.append(file.stat().st_size)
    assert lengths[1] > 1.2 * lengths[0], "slowly"
    await engine.speak("@", Manner("en", 80), file)
    with wave.open(str(file)) as words:
        assert any(words.readframes(words.getnframes())), "a sign has a name"
    with pytest.raises(VoiceNotFound):
        await engine.speak("nuqneH", Manner("tlh-none", 80), file)


PIPER = """#!{python}
import sys, wave
options = dict(zip(sys.argv[1::2], sys.argv[2::2]))
text = sys.stdin.read()
with open({log!r}, "a", encoding="utf-8") as log:
    print(options["--model"], options["--length_scale"], text, file=log)
with wave.open(options["--output_file"], "wb") as sound:
    sound.setparams((1, 2, 22050, 0, "NONE", "")); sound.writeframes(b"\\x01\\x02" * 2205)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
async def test_piper_speaks_the_languages_that_it_has_voices_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    voices, log = tmp_path / "voices", tmp_path / "told"
    voices.mkdir()
    for name in ("de_DE-thorsten-medium", "pt_BR-faber-medium", "pt_PT-tugao-medium", "deu_XX-other"):
        (voices / f"{name}.onnx").touch()
    stand_in = tmp_path / "piper"
    stand_in.write_text(PIPER.format(python=sys.executable, log=str(log)), encoding="utf-8")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    engines = detect_engines("", voices)
    assert engines[0].program[0] == "piper"
    # The files are listed once: a slow disk must not stop a screen at each sentence.
    shutil.rmtree(voices)
    chosen = {}
    for language in ("de", "de-AT", "pt-PT", "pt-BR", "pt"):
        engine = choose_engine(engines, language)
        assert engine is not None
        chosen[language] = Path(engine.find_voice(language)).name.partition("-")[0]
    assert chosen == {"de": "de_DE", "de-AT": "de_DE", "pt-PT": "pt_PT", "pt-BR": "pt_BR", "pt": "pt_BR"}
    file = tmp_path / "x.wav"
    await engines[0].speak("Nummer [[A]] 42 <s>", Manner("de", 80, is_slow=True), file)
    assert log.read_text(encoding="utf-8").split() == [
        str(voices / "de_DE-thorsten-medium.onnx"), "1.5", "Nummer", "A", "42", "s",
    ]  # fmt: skip
    with wave.open(str(file)) as words:
        assert words.getnframes() == 2205
    assert (other := choose_engine(engines, "fr")) is None or other.voices is None, "left to espeak-ng"
    # Without espeak-ng there is no voice for the rest.
    monkeypatch.setattr("walkin_counter.display.audio.voice.detect_engines", lambda *_: engines[:1])
    async with listening(programs(tmp_path, speech_command="", chime=False)) as heard:
        heard.voice.announce([("fr", "Numéro A 42"), ("fr", "guichet 3")], NOON)
        await heard.done()
        assert heard.troubles == ["display-no-voice"]


def test_voices_without_piper_are_logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert all(engine.voices is None for engine in detect_engines("", tmp_path))
    assert "piper is not installed" in (tmp_path / "walkin.log").read_text(encoding="utf-8")


def test_the_chime_is_short_and_as_loud_as_it_should_be(tmp_path: Path) -> None:
    peaks = {}
    for volume in (0, 40, 100):
        file = tmp_path / f"{volume}.wav"
        file.write_bytes(render_chime(volume))
        with wave.open(str(file)) as sound:
            assert sound.getnframes() / sound.getframerate() <= 1.5
            frames = sound.readframes(sound.getnframes())
        samples = memoryview(frames).cast("h")
        peaks[volume] = max(map(abs, samples))
        assert abs(samples[-1]) < 200, "it would click"
    assert peaks[0] == 0
    assert 0 < peaks[40] < peaks[100] < 32_767
