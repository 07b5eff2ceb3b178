"""Safe text, themes, letters and QR codes: what they promise without an app."""

from __future__ import annotations

import functools
import importlib
import inspect
import itertools
import math
import pkgutil
import re
import unicodedata

import pytest
from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.app import App
from textual.color import Color
from textual.command import CommandPalette
from textual.content import Content
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen
from textual.signal import Signal
from textual.theme import Theme
from textual.timer import Timer
from textual.widgets import LoadingIndicator
from textual.widgets._toast import Toast
from textual.worker_manager import WorkerManager
from textual_serve.server import Server

import walkin.launcher
import walkin.ui
import walkin_counter
import walkin_kiosk
from tests.support.helpers import BIDI_CONTROLS, HOSTILE_TEXTS
from walkin.languages import Words
from walkin.model.qr_code import MAX_CODE_BYTES, QUIET_ZONE, CodeTooLong
from walkin.settings import find_shipped_themes
from walkin.ui.app import WalkinApp
from walkin.ui.error_log import log_error
from walkin.ui.letters import find_best_height, is_drawable, measure_width, render_letters, wrap_words
from walkin.ui.qr import fit_qr, render_qr
from walkin.ui.safe import REPLACEMENT, ConsoleFilter, sanitize, to_cell, to_content
from walkin.ui.size_guard import TooSmallNotice
from walkin.ui.themes import compute_contrast, load_themes, measure_contrasts, resolve_css_variables

UNWANTED = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b\u2028\u2029{BIDI_CONTROLS}]")
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class TestShown:
    @pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=ascii)
    def test_nothing_that_steers_a_terminal_is_left(self, text):
        one_line = sanitize(text)
        assert not UNWANTED.search(one_line)
        assert not UNWANTED.search(sanitize(text, multiline=True).replace("\n", ""))
        assert sanitize(one_line) == one_line
        assert to_content(text).plain == one_line
        assert to_cell(text).plain == one_line
        one_line.encode("utf-8")

    @pytest.mark.parametrize(
        "name",
        [
            "Anna [/x]",
            "Zoë",
            "Nguyễn Văn Ánh",
            "O'Connor",
            "محمد",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "X Æ A-12",
            "山田",
            "👩\u200d👧",
            "",
        ],
    )
    def test_names_stay_as_they_are(self, name):
        assert sanitize(name) == name

    def test_line_ends(self):
        assert sanitize("a\r\nb\rc\nd\te") == "a b c d e"
        assert sanitize("a\r\nb\rc\nd\te", multiline=True) == "a\nb\nc\nd e"

    def test_steering_is_seen_and_invisible_marks_go(self):
        assert sanitize("a\x1b[31m") == f"a{REPLACEMENT}[31m"
        assert sanitize("\u202eevil") == f"{REPLACEMENT}evil"
        assert sanitize("a\u200bb\ufeff\u00adc\u200f") == "abc"

    def test_at_most_four_marks_in_a_row(self):
        tall = sanitize("Z" + "\u0301" * 127 + "o\u0301")
        assert tall == "Z" + "\u0301" * 4 + "o\u0301"
        assert max(len(list(run)) for mark, run in itertools.groupby(tall, unicodedata.combining) if mark) == 4

    def test_markup_is_not_read(self):
        assert to_content("[b]x[/b]", "bold").markup != Content.from_markup("[b]x[/b]").markup
        assert to_content("[@click=app.quit]x[/]").plain == "[@click=app.quit]x[/]"

    def test_a_linux_console_gets_signs_that_its_font_has(self):
        segments = [Segment("“3–5 min…” ✗ ● Žižek\u00a0› ★"), Segment("plain")]
        signs, plain = ConsoleFilter().apply(segments, Color(0, 0, 0))
        assert signs.text == '"3-5 min~" x ● Žižek\u00a0> *'
        assert plain is segments[1]


# Machado, Oliveira & Fernandes 2009: what people see who lack one kind of cone.
SIGHT = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
}


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    """CIE L*a*b* of `colour` as somebody with that `sight` sees it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in Color.parse(colour).normalized]
    r, g, b = (max(0.0, sum(m * c for m, c in zip(row, linear, strict=True))) for row in SIGHT[sight])
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


SHIPPED_THEMES = sorted(file.stem for file in find_shipped_themes().glob("*.toml"))


class TestThemes:
    def test_five_come_with_walkin_without_a_problem(self):
        themes, problems = load_themes()
        assert problems == []
        assert set(themes) == {"office", "night", "contrast", "paper", "garden"}
        assert not themes["office"].dark
        assert themes["night"].dark
        for file in find_shipped_themes().glob("*.toml"):
            assert file.read_text(encoding="utf-8").startswith("#")

    @pytest.mark.parametrize("name", SHIPPED_THEMES)
    def test_everything_can_be_read(self, name):
        least = {"text": 7.0, "muted": 7.0 if name == "contrast" else 4.5, "line": 3.0}
        seen = list(measure_contrasts(load_themes()[0][name]))
        assert len(seen) > 40
        assert not [reading for reading in seen if reading.ratio < least[reading.kind]]

    @pytest.mark.parametrize("name", SHIPPED_THEMES)
    def test_muted_text_is_quieter_than_text_and_surfaces_differ(self, name):
        ratios = {(m.foreground, m.background): m.ratio for m in measure_contrasts(load_themes()[0][name])}
        for background in ("background", "surface", "panel"):
            assert ratios["text-muted", background] <= 0.62 * ratios["text", background]
        variables = resolve_css_variables(load_themes()[0][name])
        assert compute_contrast(variables["text"], variables["hover"]) >= 7
        steps = [variables[surface] for surface in ("background", "surface", "panel")]
        assert all(compute_contrast(*pair) > 1.1 for pair in itertools.pairwise(steps))

    @pytest.mark.parametrize("name", SHIPPED_THEMES)
    @pytest.mark.parametrize("sight", SIGHT)
    def test_states_are_told_apart_without_full_colour_sight(self, name, sight):
        theme = load_themes()[0][name]
        states = [theme.primary, theme.success, theme.warning, theme.error]
        for first, second in itertools.combinations(states, 2):
            assert math.dist(lab(first, sight), lab(second, sight)) > 15, (first, second)

    def test_contrast_is_that_of_wcag(self):
        assert compute_contrast("#000000", "#ffffff") == pytest.approx(21)
        assert compute_contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)
        assert compute_contrast("#777777", "#777777") == 1

    GOOD = '[colours]\nprimary = "#0b4678"\nforeground = "#000000"\nbackground = "#ffffff"\n'

    @pytest.mark.parametrize(
        ("text", "says", "usable"),
        [
            ("this is [not toml", "not written as it should be", False),
            (b"\xff\xfe\x00", "not written as it should be", False),
            ("colours = 3", "not written as it should be: colours", False),
            ("dark = 3\n" + GOOD, "not written as it should be: dark", False),
            ("[colours]\nprimary = '#000'", '"foreground"', False),
            (GOOD + 'accent = "sky blue pink"', '"sky blue pink" is not a colour (accent)', False),
            (GOOD + "accent = 3", '"3" is not a colour', False),
            (GOOD + 'accent = "ansi_red"', "is not a colour", False),
            (GOOD + '[variables]\nline = "; } Screen { display: none"', "is not a colour (line)", False),
            (GOOD + '[variables]\nlink-style = "blinking"', "is not a colour (link-style)", False),
            ("dark = false\n" + GOOD + 'colour-of-joy = "#fff"', '"colour-of-joy"', True),
            ("dark = false\nauthor = 'me'\n" + GOOD, '"author"', True),
            ("dark = false\n" + GOOD + '[variables]\nno-such = "red"', '"no-such"', True),
            ("dark = false\n" + GOOD.replace("#000000", "#999999"), "is hard to read: foreground on", True),
        ],
    )
    def test_a_bad_file_costs_one_sentence(self, tmp_path, text, says, usable):
        file = tmp_path / "mine.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        themes, problems = load_themes(tmp_path)
        assert len(problems) == 1
        assert says in problems[0]
        assert "mine.toml" in problems[0]
        assert ("mine" in themes) == usable
        assert "office" in themes
        assert load_themes(tmp_path, words=Words("fr"))[1] != problems

    def test_a_sites_own_file_wins_and_a_missing_folder_is_no_problem(self, tmp_path):
        accent = 'accent = "#5f1d7d"\nsuccess = "#005450"\nwarning = "#6b4300"\nerror = "#7d0038"\n'
        (tmp_path / "office.toml").write_text(
            "dark = false\n" + self.GOOD + accent + '[variables]\nbutton-color-foreground = "#ffffff"',
            encoding="utf-8",
        )
        themes, problems = load_themes(tmp_path / "nowhere", tmp_path)
        assert problems == []
        assert themes["office"].background == "#ffffff"

    def test_a_dozen_colours_are_a_theme(self, tmp_path):
        (tmp_path / "mine.toml").write_text(
            '[colours]\nprimary = "#83c1ff"\naccent = "#b9dcff"\nsuccess = "#8df1c6"\nwarning = "#f2c063"\n'
            'error = "#fea49a"\nforeground = "#e8eef4"\nbackground = "#101010"\nsurface = "#1c1c1c"\n'
            'panel = "#2a2a2a"\n'
            '[variables]\ntext-muted = "auto 70%"\n'
        )
        themes, problems = load_themes(tmp_path)
        assert problems == []
        # A share of white, which would be lost inside a text, is drawn as the colour it stands for.
        assert themes["mine"].variables["text-muted"] == "#B7B7B7"

    def test_an_unreadable_file(self, tmp_path):
        (tmp_path / "folder.toml").mkdir()
        assert load_themes(tmp_path)[1] == ["The theme file folder.toml cannot be read."]

    def test_readings_are_of_the_colours_textual_draws(self):
        grey = Theme("t", primary="#777777", foreground="#000000", background="#ffffff", dark=False)
        found = {(r.foreground, r.background): r.ratio for r in measure_contrasts(grey)}
        assert found["foreground", "background"] == pytest.approx(21)
        # "auto 87%" on white: black at 87 %.
        assert found["text", "background"] == pytest.approx(compute_contrast("#212121", "#ffffff"), rel=0.01)


class TestLetters:
    @pytest.mark.parametrize("height", [3, 5, 7, 10, 14, 15, 21])
    def test_every_character_is_full_height_and_unlike_all_others(self, height):
        drawn = {c: render_letters(c, height) for c in ALPHABET + "-→ .,:;!?'\"()/&+%€@#_·"}
        assert len({tuple(rows) for rows in drawn.values()}) == len(drawn)
        for c, rows in drawn.items():
            assert len(rows) == height
            assert {len(row) for row in rows} == {measure_width(c, height)}
            if c in ALPHABET:
                assert rows[0].strip(), c
                assert rows[-1].strip(), c
        assert not drawn[" "][0].strip()

    @pytest.mark.parametrize("height", [3, 5, 7])
    @pytest.mark.parametrize("pair", ["0O", "1I", "5S", "8B", "2Z", "6G", "DO", "QO", "UV", "VY", "HN", "MW", "38"])
    def test_like_characters_differ_in_more_than_a_dot(self, height, pair):
        one, other = ("".join(render_letters(c, height)) for c in pair)
        assert sum(a != b for a, b in zip(one, other, strict=True)) >= 2

    @pytest.mark.parametrize("height", [3, 5, 7, 14, 15])
    def test_width_is_known_in_advance(self, height):
        for text in ("", "A", "A042", "A042→12", "é-9", "B 7", "16:05 (ü), d’où?"):
            assert {len(row) for row in render_letters(text, height)} == {measure_width(text, height)}

    def test_scaling_repeats_every_cell(self):
        small, large = render_letters("A7", 7), render_letters("A7", 21)
        assert large == ["".join(c * 3 for c in row) for row in small for _ in range(3)]

    def test_best_height_fills_the_place(self):
        assert find_best_height("A042", 80, 24) == 10
        assert find_best_height("A042", 160, 50) == 21
        assert find_best_height("A042", 30, 5) == 3
        assert find_best_height("A042", 10, 50) == 0
        assert find_best_height("A042", 80, 2) == 0
        for columns, rows in itertools.product((20, 40, 80, 200), (3, 8, 24, 60)):
            height = find_best_height("G108", columns, rows)
            assert height <= rows
            assert height == 0 or measure_width("G108", height) <= columns

    @pytest.mark.parametrize("height", [3, 5, 14])
    def test_lines_end_between_words_and_fit(self, height):
        text = "Open from 9 to 12, and on Tuesdays"
        width = measure_width("Tuesdays", height)
        lines = wrap_words(text, width, height)
        assert " ".join(lines) == text
        assert len(lines) > 2
        assert all(measure_width(line, height) <= width for line in lines)
        assert wrap_words(text, width - 1, height) == []

    def test_what_has_no_large_form(self):
        assert is_drawable("é-42 →")
        assert render_letters("é", 5) == render_letters("E", 5)
        assert render_letters("Œuvre „Łódź“ ‹ 1−2 › • 3", 5) == render_letters("OEUVRE \"LODZ\" ' 1-2 ' · 3", 5)
        assert render_letters("№", 5) == render_letters("NO", 5)
        assert not is_drawable("Ж 5")
        assert render_letters("Ж5", 5) == render_letters(" 5", 5)
        with pytest.raises(ValueError, match="no letters of 4 rows"):
            render_letters("A", 4)
        with pytest.raises(ValueError, match="no letters of 0 rows"):
            render_letters("A", 0)


class TestQr:
    def test_size_is_known_in_advance(self):
        url = "https://q.example.org/t/4fJx9aQb"
        assert len(url) == 32
        for text, columns, rows in ((url, 37, 19), ("x" * 48, 41, 21)):
            assert {len(line) for line in render_qr(text)} == {columns}
            assert len(render_qr(text)) == rows
            assert fit_qr(text, columns, rows) == tuple(render_qr(text))
            assert 0 < len(fit_qr(text, columns, rows - 1)) < rows
            assert fit_qr(text, columns // 2, rows) == ()

    def test_quiet_zone(self):
        lines = render_qr("A042")
        assert not "".join(lines[: QUIET_ZONE // 2]).strip()
        assert all(not line[:QUIET_ZONE].strip() and not line[-QUIET_ZONE:].strip() for line in lines)

    def test_too_long_and_unsendable(self):
        with pytest.raises(CodeTooLong):
            render_qr("x" * 5000)
        assert fit_qr("x" * 5000, 1000, 1000) == ()
        for longest in ("é" * (MAX_CODE_BYTES // 2) + "x", "A" * MAX_CODE_BYTES, "x1" * (MAX_CODE_BYTES // 2)):
            assert render_qr(longest)
        assert render_qr("lone \ud800") == render_qr("lone ?")


class TestRecord:
    def test_traceback_without_the_values_of_variables(self, monkeypatch, tmp_path):
        monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "deep" / "walkin.log"))
        visitor = "Anna Secret"
        try:
            raise RuntimeError("broken \x1b]0;x\x07")
        except RuntimeError as error:
            file = log_error("it broke", error)
        text = file.read_text(encoding="utf-8")
        assert "it broke" in text
        assert "RuntimeError: broken" in text
        assert visitor not in text
        assert "\x1b" not in text
        assert file.stat().st_mode & 0o077 == 0

    def test_the_file_does_not_grow_for_ever(self, monkeypatch, tmp_path):
        file = tmp_path / "walkin.log"
        monkeypatch.setenv("WALKIN_OFFICE__LOG", str(file))
        monkeypatch.setattr("walkin.ui.error_log.MAX_LOG_BYTES", 100)
        for number in range(5):
            log_error(f"failure {number} " + "x" * 100)
        assert file.stat().st_size < 200
        assert sorted(path.name for path in tmp_path.iterdir()) == ["walkin.log", "walkin.log.1"]

    def test_a_folder_that_can_not_be_written(self, monkeypatch, tmp_path):
        (tmp_path / "plain").write_text("")
        monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "plain" / "walkin.log"))
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        assert log_error("x").parent == tmp_path
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "plain"))
        assert log_error("x") is None


PRIVATE_PARTS = {
    "_app": (WorkerManager, "the app to report a failed worker to"),
    "_remove_worker": (WorkerManager, "every worker ends here"),
    "_workers": (App, "takes no other manager of workers"),
    "_subscriptions": (Signal, "has no public list of its subscribers"),
    "_check_bindings": (App, "runs the priority keys alone"),
    "_action_command_list": (CommandPalette, "fails when a page is turned before its new commands are drawn"),
    "_bindings": (Screen, "keys from the settings, known only when a screen is made"),
    "_build_driver": (App, "makes the driver whose file has to survive a hangup"),
    "_file": (LinuxDriver, "the terminal that a hangup closes"),
    "_handle_exception": (App, "would draw local variables on the terminal"),
    "_fatal_error": (App, "would draw local variables on the terminal"),
    "_print_error_renderables": (App, "would print what was drawn"),
    "_exit_renderables": (App, "what was drawn"),
    "_exception": (App, "what the test pilot raises again"),
    "_exception_event": (App, "what the test pilot waits for"),
    "_dispatch_message": (App, "would stop a widget, and the app, at the first mistake of a handler"),
    "_register_child": (App, "every widget but scroll bars begins here"),
    "_start_widget": (App, "scroll bars begin here"),
    "_driver": (App, "the driver, to forget what has begun to arrive"),
    "_exit": (App, "whether the app is ending"),
    "_running": (App, "whether the app has begun"),
    "_enable_bracketed_paste": (LinuxDriver, "would let pastes in"),
    "_query_in_band_window_resize": (LinuxDriver, "would let the terminal say how large it is"),
    "_return_code": (App, "the exit code of a crash"),
    "_close_messages_no_wait": (App, "ends the app from anywhere"),
    "_reset_focus": (Screen, "focuses a neighbour of a removed widget, which would take the next key"),
    "_size": (Screen, "the size of which a screen that is laid out already is told again"),
    "_screen_resized": (Screen, "would lay a new screen out twice"),
    "_get_breakpoint_classes": (Screen, "the classes of a size, needed before the first layout"),
    "_loop": (LinuxDriver, "reads the size after a signal"),
    "_get_terminal_size": (LinuxDriver, "the size, by the environment too"),
    "_skip": (Timer, "a timer that fires once would never fire after a stall"),
    "_process_messages": (Server, "forwards the output of an app in a browser"),
}
"""The private parts of Textual and textual-serve that Walkin uses, and why: they have no public counterpart."""

SCREEN_PACKAGES = (walkin.ui, walkin.launcher, walkin_kiosk, walkin_counter)


@functools.cache
def list_private_names(owner: type) -> set[str]:
    """The private methods and attributes that the class itself defines or uses."""
    source = inspect.getsource(owner)
    return set(re.findall(r"(?:\bself\.|\bdef |(?m:^    ))(_[a-z]\w*)", source))


def list_textual_names(owner: type) -> set[str]:
    """The private names of the class's bases in Textual."""
    bases = [base for base in owner.__mro__ if base.__module__.startswith("textual")]
    return set().union(*map(list_private_names, bases))


class TestPrivatePartsOfTextual:
    """Textual is pinned to one version because of these. They are looked at anew with each change of the pin."""

    @pytest.mark.parametrize("name", PRIVATE_PARTS)
    def test_textual_still_has_it(self, name):
        assert name in list_textual_names(PRIVATE_PARTS[name][0])

    @pytest.mark.parametrize(
        "name",
        [
            "_build_driver",
            "_handle_exception",
            "_fatal_error",
            "_print_error_renderables",
            "_dispatch_message",
            "_register_child",
            "_start_widget",
        ],
    )
    def test_it_is_overridden_with_the_same_parameters(self, name):
        ours, theirs = (inspect.signature(getattr(app, name)).parameters for app in (WalkinApp, App))
        assert list(ours) == list(theirs)

    def test_the_notice_of_a_small_window_is_placed_as_textuals_own_widgets_are(self):
        assert "layer: _loading" in LoadingIndicator.DEFAULT_CSS
        assert Toast.DEFAULT_CLASSES == TooSmallNotice.DEFAULT_CLASSES

    def test_the_cache_that_keeps_drawings_can_be_emptied(self):
        StylesCache.get_inner_outer.cache_clear()

    def test_no_other_is_used_or_hidden_by_accident(self):
        used: dict[str, str] = {}
        for package in SCREEN_PACKAGES:
            for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
                if found.name.endswith("__main__"):
                    continue
                module = importlib.import_module(found.name)
                for owner in vars(module).values():
                    if isinstance(owner, type) and owner.__module__ == found.name:
                        inherited = list_textual_names(owner)
                        names = list_private_names(owner) & inherited if inherited else ()
                        used |= dict.fromkeys(names, owner.__qualname__)
        assert {name: owner for name, owner in used.items() if name not in PRIVATE_PARTS} == {}
