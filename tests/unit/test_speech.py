"""Speaking: what is said in which order, cutting off, engines that fail or die, hostile texts."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sys
import time
import wave
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.helpers import HOSTILE_TEXTS
from walkin.languages import list_languages
from walkin.speech.engines import Manner, Player, SpeechEngine, detect_engines
from walkin.speech.speaker import MAX_PARTS, Sentence, Speaker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

ENGINE = """
import sys
told, file, *manner = sys.argv[1:]
text = sys.stdin.buffer.read().decode()
if text == "die": sys.exit(9)
open(file, "w").write(text)
"""
PLAYER = """
import sys, time
told, file = sys.argv[1:]
text = open(file).read()
with open(told, "a") as out: out.write(text + "\\n")
time.sleep(600 if text.startswith("endless") else 0)
"""


def programs(tmp_path: Path) -> tuple[SpeechEngine, Player]:
    """A speech engine and a player that write down what is played."""
    for name, code in (("engine.py", ENGINE), ("player.py", PLAYER)):
        (tmp_path / name).write_text(code, encoding="utf-8")
    told = str(tmp_path / "told")
    python = (sys.executable, "-I", "-S")
    engine = SpeechEngine((*python, str(tmp_path / "engine.py"), told, "{file}", "{language}", "{volume}", "{rate}"))
    return engine, Player((*python, str(tmp_path / "player.py"), told, "{file}"))


@contextlib.asynccontextmanager
async def speaking(engines: Any, player: Player | None) -> AsyncIterator[tuple[Speaker, list[str]]]:
    problems: list[str] = []
    speaker = Speaker(engines, player, 80, problems.append)
    try:
        yield speaker, problems
    finally:
        await speaker.aclose()


async def wait_until(predicate: Callable[[], Any]) -> None:
    async with asyncio.timeout(60):
        while not predicate():
            await asyncio.sleep(0.01)


def told(tmp_path: Path) -> list[str]:
    file = tmp_path / "told"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


async def test_sentences_follow_each_other_and_a_new_utterance_is_heard_at_once(tmp_path: Path) -> None:
    engine, player = programs(tmp_path)
    async with speaking([engine], player) as (speaker, problems):
        speaker.prepare("en")
        speaker.say([Sentence("One. "), Sentence("")], "en")
        speaker.say([Sentence("Two", is_slow=True), Sentence("x")], "en")
        await wait_until(lambda: not speaker.is_speaking)
        assert told(tmp_path) == ["One.", "Two", "x"]
        speaker.say([Sentence("endless"), Sentence("never heard")], "en")
        await wait_until(lambda: "endless" in told(tmp_path))
        began = time.monotonic()
        speaker.stop()
        assert time.monotonic() - began < 0.1
        speaker.say([Sentence("other")], "fr")
        await wait_until(lambda: not speaker.is_speaking)
        assert told(tmp_path)[3:] == ["endless", "other"]
        folder = speaker._folder.name
        assert not list(Path(folder).iterdir()), "sounds are deleted once they were played or cut off"
    assert problems == []
    assert not Path(folder).exists()


async def test_a_pause_goes_on_with_the_sentence_that_it_interrupted(tmp_path: Path) -> None:
    engine, player = programs(tmp_path)
    async with speaking([engine], player) as (speaker, _):
        speaker.say([Sentence("first"), Sentence("endless")], "en")
        await wait_until(lambda: "endless" in told(tmp_path))
        speaker.toggle_pause()
        assert (speaker.is_paused, speaker.is_speaking) == (True, False)
        speaker.toggle_pause()
        await wait_until(lambda: told(tmp_path) == ["first", "endless", "endless"])


async def test_an_engine_that_dies_is_reported_once_and_the_next_utterance_is_spoken(tmp_path: Path) -> None:
    engine, player = programs(tmp_path)
    async with speaking([engine], player) as (speaker, problems):
        for text in ("die", "die", "alive"):
            speaker.say([Sentence(text)], "en")
            await wait_until(lambda: not speaker.is_speaking)
        assert told(tmp_path) == ["alive"]
        # The engine that waits for the next utterance is killed.
        await wait_until(lambda: speaker._spare is not None)
        assert speaker._spare is not None
        speaker._spare.process.kill()
        await speaker._spare.process.wait()
        speaker.say([Sentence("again")], "en")
        await wait_until(lambda: not speaker.is_speaking)
        assert told(tmp_path) == ["alive", "again"]
    assert problems == [f"{sys.executable} ended with 9"]


@pytest.mark.parametrize("missing", ["engine", "player", "program"])
async def test_what_is_missing_is_reported_once(tmp_path: Path, missing: str) -> None:
    engine, player = programs(tmp_path)
    engines = {"engine": [], "player": [engine], "program": [SpeechEngine(("no-such-program", "{file}"))]}[missing]
    async with speaking(engines, None if missing == "player" else player) as (speaker, problems):
        for _ in range(3):
            speaker.say([Sentence("hello")], "en")
            await wait_until(lambda: not speaker.is_speaking)
    assert len(problems) == 1
    assert told(tmp_path) == []


async def test_long_texts_are_split_and_end(tmp_path: Path) -> None:
    engine, player = programs(tmp_path)
    async with speaking([engine], player) as (speaker, _):
        speaker.say([Sentence("It is so. " * 60 + "x" * 900), Sentence("line\nline")], "en")
        parts = [sentence.text for sentence in speaker._sentences]
        assert parts[:60] == ["It is so."] * 60
        assert [len(part) for part in parts[60:63]] == [400, 400, 100]
        assert parts[63:] == ["line", "line"]
        speaker.stop()
        speaker.say([Sentence("word. " * 10_000)], "en")
        assert len(speaker._sentences) == MAX_PARTS


def real_engines() -> list[Any]:
    """The installed espeak engine, if any."""
    is_there = find_spec("espeakng_loader") is not None or shutil.which("espeak-ng") is not None
    return [] if not is_there else list(detect_engines("", None))


@pytest.mark.skipif(not real_engines(), reason="neither the extra speech nor espeak-ng is installed")
async def test_hostile_names_are_spoken_as_words(tmp_path: Path) -> None:
    """No phonemes, no markup, no options; and the engine gets no control character."""
    (engine,) = real_engines()
    lengths = {}
    for name, text in {
        "plain": "Ann Lee",
        "phonemes": "[[Ann]] Lee",
        "marks": "<speak><break time='60s'/>Ann Lee",
        "all": " ".join(HOSTILE_TEXTS),
        "long": "Z\u0301" * 2_001,
    }.items():
        file = tmp_path / "x.wav"
        await engine.speak(text, Manner("en", 80), file)
        with wave.open(str(file)) as sound:
            lengths[name] = sound.getnframes() / sound.getframerate()
    assert lengths["phonemes"] == pytest.approx(lengths["plain"], abs=0.2)
    assert lengths["marks"] < 20, "no pause of a minute"
    assert all(length > 0.3 for length in lengths.values())


@pytest.mark.long
@pytest.mark.skipif(not real_engines(), reason="neither the extra speech nor espeak-ng is installed")
@pytest.mark.parametrize("language", list_languages())
async def test_each_language_has_a_voice(tmp_path: Path, language: str) -> None:
    (engine,) = real_engines()
    await engine.speak("A 42", Manner(language, 80), tmp_path / "x.wav")
    assert (tmp_path / "x.wav").stat().st_size > 10_000
