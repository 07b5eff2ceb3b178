"""The kit in running apps: looks, keys, sizes, hostile text and errors."""

from __future__ import annotations

import asyncio
import gc
import logging
import re
from contextlib import suppress
from typing import ClassVar

import pytest
import zxingcpp
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual import _time, work
from textual.binding import Binding
from textual.color import Color
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.css.stylesheet import Stylesheet
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen
from textual.widgets import Button, Checkbox, DataTable, Input, Label, OptionList, RadioButton, Select, Static, Tree
from textual.widgets._toast import Toast

from tests.support.helpers import BIDI_CONTROLS, HOSTILE_TEXTS, MANY_HOSTILE_TEXTS, screen_text, wait_for
from walkin.languages import Words
from walkin.ui.app import CRASH_EXIT_CODE, WalkinApp
from walkin.ui.error_log import resolve_log_file
from walkin.ui.keybar import KeyBar
from walkin.ui.letters import BigText, render_letters
from walkin.ui.qr import QrCode, render_qr
from walkin.ui.safe import ControlCharacterFilter, to_cell, to_content
from walkin.ui.screens import WalkinScreen
from walkin.ui.size_guard import TooSmallNotice
from walkin.ui.themes import compute_contrast

THEMES = ("office", "night", "contrast", "paper", "garden")


@pytest.fixture(autouse=True)
def log(monkeypatch, tmp_path):
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path / "walkin.log"


def cells(widget):
    """Return the characters of `widget` as drawn, after all filters, with their two colours."""
    strips = widget.app.screen._compositor.render_strips()
    region = widget.region
    for strip in strips[region.y : region.bottom]:
        row = []
        for segment in strip.crop(region.x, region.right):
            row += [(c, segment.style) for c in segment.text]
        yield row


class Keys(WalkinApp):
    AUTO_FOCUS = "#second"
    BINDINGS: ClassVar = [
        Binding("n", "call", "Call next"),
        Binding("r", "recall", "Recall"),
        Binding("f1", "help", "stats-key-help"),
        Binding("ctrl+s", "save", "counter-edit-save"),
        Binding("x", "hidden", "Hidden", show=False),
        Binding("o", "off", "Off"),
    ]

    def __init__(self, **settings):
        super().__init__(**settings)
        self.did: list[str] = []
        self.off = True

    def compose(self):
        yield Input(id="first")
        yield Button("Press", id="second")
        yield KeyBar()

    def check_action(self, action, parameters):
        return not (action == "off" and self.off)

    def action_call(self):
        self.did.append("call")

    def action_recall(self):
        self.did.append("recall")

    def action_help(self):
        self.did.append("help")

    def action_save(self):
        self.did.append("save")

    action_hidden = action_off = action_save


def bar_text(app):
    return app.screen.query_one(KeyBar).render().plain


class TestKeyBar:
    async def test_says_which_keys_work_now_in_the_language_of_the_moment(self):
        app = Keys()
        async with app.run_test() as pilot:
            await wait_for(pilot, lambda: "Call next" in bar_text(app), "hints")
            assert bar_text(app) == "N Call next  R Recall  F1 Help  Ctrl+S Save"
            app.off = False
            app.refresh_bindings()
            await wait_for(pilot, lambda: "O Off" in bar_text(app), "an action that works again")
            app.set_language("fr")
            await wait_for(pilot, lambda: "F1 Aide  Ctrl+S Enregistrer" in bar_text(app), "French")
            assert "N Call next" in screen_text(app)
            app.screen.query_one("#first").focus()
            await wait_for(pilot, lambda: bar_text(app) == "F1 Aide  Ctrl+S Enregistrer", "no keys a field takes")

    async def test_a_click_runs_the_action(self):
        app = Keys()
        async with app.run_test() as pilot:
            await wait_for(pilot, lambda: "Call next" in bar_text(app), "hints")
            bar = app.screen.query_one(KeyBar)
            for word, did in (("Call", "call"), ("R Re", "recall"), ("Save", "save")):
                await pilot.click(bar, offset=(1 + bar_text(app).index(word), 0))
                await wait_for(pilot, lambda did=did: app.did[-1:] == [did], did)
            await pilot.click(bar, offset=(1 + bar_text(app).index("  R"), 0))
            await pilot.click(bar, offset=(70, 0))
            await pilot.pause()
            assert app.did == ["call", "recall", "save"]

    async def test_never_half_a_hint(self):
        class Many(Keys):
            BINDINGS: ClassVar = [Binding(f"f{n}", f"act({n})", f"Do a thing {n}") for n in range(2, 12)]

            def action_act(self, n): ...

        app = Many()
        async with app.run_test(size=(160, 30)) as pilot:
            await wait_for(pilot, lambda: "thing 3" in bar_text(app), "hints")
            bar = app.screen.query_one(KeyBar)
            everything = {f"{hint.key} {hint.description}" for hint in bar.hints}
            for columns in range(80, 181, 7):
                await pilot.resize_terminal(columns, 30)
                await wait_for(pilot, lambda c=columns: bar.size.width == c - 2, f"{columns} columns")
                text = bar_text(app)
                shown_hints = text.removesuffix(" …").split("  ")
                assert set(shown_hints) <= everything
                assert len(text) <= bar.content_size.width
                assert text.endswith(" …") == (len(shown_hints) < len(everything))
                assert "F1 Help" in text

    async def test_hostile_descriptions_are_only_text(self):
        app = Keys()
        async with app.run_test(size=(200, 30)) as pilot:
            for text in HOSTILE_TEXTS[:20]:
                # Textual has no public way to change a binding's description.
                app._bindings.key_to_bindings["n"] = [Binding("n", "call", text)]
                app.refresh_bindings()
                app.screen.query_one(KeyBar).refresh_hints()
                await pilot.pause()
                assert "\x1b" not in screen_text(app)

    @pytest.mark.long
    async def test_focus_changes_leave_nothing_behind(self):
        app = Keys()
        async with app.run_test() as pilot:

            async def move(times):
                for _ in range(times):
                    app.screen.focus_next()
                    app.refresh_bindings()
                    await pilot.pause()
                gc.collect()
                return sum(isinstance(thing, MessagePump) for thing in gc.get_objects())

            before = await move(10)
            assert await move(200) <= before

    @pytest.mark.long
    async def test_closed_screens_are_let_go(self):
        class Page(Screen[None]):
            def compose(self):
                yield Button("x")
                yield KeyBar()

            def on_mount(self):
                self.app.language_changed.subscribe(self, lambda words: None)

        def bars() -> int:
            gc.collect()
            return len([thing for thing in gc.get_objects() if isinstance(thing, KeyBar)])

        before = bars()
        app = Keys()
        async with app.run_test() as pilot:
            for _ in range(12):
                await app.push_screen(Page())
                await pilot.pause()
                await app.pop_screen()
                await pilot.pause()
            gc.collect()
            alive = [thing for thing in gc.get_objects() if isinstance(thing, Page)]
            assert len(alive) <= 2
            assert bars() - before <= 3


class Large(WalkinApp):
    CSS = "#box { width: 60; height: 12; } #auto { height: auto; }"

    def compose(self):
        with Vertical(id="box"):
            yield BigText("A042", id="big")
        yield BigText("B7", id="auto", max_rows=5)


class TestBigText:
    async def test_is_as_large_as_its_place_allows(self):
        app = Large()
        async with app.run_test(size=(100, 40)) as pilot:
            big, box = app.screen.query_one("#big", BigText), app.screen.query_one("#box")
            await wait_for(pilot, lambda: render_letters("A042", 7)[1].strip() in screen_text(app), "7 rows")
            assert app.screen.query_one("#auto").size.height == 5
            box.styles.width, box.styles.height = 80, 12
            await wait_for(pilot, lambda: render_letters("A042", 10)[0].strip() in screen_text(app), "10 rows")
            big.text = "A042→12"
            await wait_for(pilot, lambda: render_letters("A042→12", 5)[0].strip() in screen_text(app), "5 rows")
            big.text = "Zürich Ж [/x]"
            await wait_for(pilot, lambda: "Zürich Ж [/x]" in screen_text(app), "plain letters")
            for text in HOSTILE_TEXTS:
                big.text = text
                await pilot.pause()

    async def test_auto_width(self):
        app = Large()
        async with app.run_test(size=(100, 40)) as pilot:
            auto = app.screen.query_one("#auto", BigText)
            auto.styles.width = "auto"
            await wait_for(pilot, lambda: auto.size.width == len(render_letters("B7", 5)[0]), "its own width")


class Parts(WalkinApp):
    """One of each part of the visual language."""

    CSS = "Horizontal { height: 3; } Input { width: 30; } .tile { width: 26; height: 3; } OptionList { height: 6; }"

    def compose(self):
        with Horizontal():
            yield Button("Call next", variant="primary")
            yield Button("Recall")
            yield Button("Not now", disabled=True)
            yield Button("Delete", variant="error")
        with Horizontal():
            yield Input("a value")
            yield Input(placeholder="a name")
            yield Input("wrong", classes="-invalid")
        with Horizontal():
            for state in ("", "-chosen"):
                yield Tile("A choice", classes=f"tile {state}")
            yield Tile("Closed", classes="tile", disabled=True)
            yield Static("1", classes="strip")
        with Vertical(classes="card"):
            for level in ("title", "heading", "plain", "muted", "error", "warning", "success"):
                yield Static(level, classes=level, id=level)
            yield Static(Content.assemble("a name ", ("muted", "$text-muted")), id="markup")
            yield Input("in a card")
            yield Checkbox("Off")
            yield Checkbox("On", value=True)
        yield OptionList("First", "Second")
        yield KeyBar()


class Tile(Static, can_focus=True):
    pass


def read_colours(style, system=None):
    """The two colours of a cell as drawn, in the given system of colours."""
    pair = (style.color.triplet, style.bgcolor.triplet)
    return tuple(RichColor.from_triplet(c).downgrade(system).number if system else c.hex for c in pair)


class TestLanguage:
    """The visual language as drawn."""

    async def test_the_focus_has_a_shape(self):
        app = Parts()
        async with app.run_test(size=(110, 45)) as pilot:
            await wait_for(pilot, lambda: "Closed" in screen_text(app), "the parts")

            def draw(control):
                return ["".join(character for character, _ in row) for row in cells(control)]

            for control in app.screen.query("Button, Input, Tile, Checkbox"):
                if control.focusable:
                    app.set_focus(None)
                    await wait_for(
                        pilot, lambda c=control: "█▀" not in draw(c)[0] and "╔" not in draw(c)[0], "no focus"
                    )
                    control.focus()
                    await wait_for(pilot, lambda c=control: draw(c)[0][:2] in ("█▀", "╔═"), f"the focus of {control}")

    async def test_every_part_is_read_in_full_colour_and_in_sixteen(self):
        app = Parts()
        async with app.run_test(size=(110, 45)) as pilot:
            await wait_for(pilot, lambda: "Closed" in screen_text(app), "the parts")
            for app.theme in THEMES:
                background = Color.parse(app.themes[app.theme].background).rgb

                def is_drawn(background=background):
                    return next(cells(app.screen))[-1][1].bgcolor.triplet == background

                await wait_for(pilot, is_drawn, f"the theme {app.theme}")
                for row in cells(app.screen):
                    for character, style in row:
                        # What a Linux console's font has.
                        character.encode("cp437")
                        if character in " █":
                            continue
                        text, ground = read_colours(style)
                        # An empty toggle is a block: its sign is not to be seen.
                        if character == "X" and text == ground:
                            continue
                        least = 3 if character in "▀▄▐▌─═║╔╗╚╝" else 4.5
                        assert compute_contrast(text, ground) >= least, (app.theme, character, style)
                        text, ground = read_colours(style, ColorSystem.STANDARD)
                        assert text != ground, (app.theme, character, style)

    async def test_muted_text_is_one_colour_inside_markup_too(self):
        app = Parts()
        async with app.run_test(size=(110, 45)):
            plain, markup = (next(cells(app.screen.query_one(name))) for name in ("#muted", "#markup"))
            assert read_colours(plain[0][1]) == read_colours(markup[7][1])
            assert read_colours(plain[0][1]) != read_colours(markup[0][1])

    async def test_without_colours_everything_is_read(self, monkeypatch):
        monkeypatch.setenv("NO_COLOR", "1")
        app = Parts()
        async with app.run_test(size=(110, 45)) as pilot:
            await wait_for(pilot, lambda: "Closed" in screen_text(app), "the parts")
            for row in cells(app.screen):
                for character, style in row:
                    if character in " █":
                        continue
                    text, ground = read_colours(style)
                    assert len({text[1:3], text[3:5], text[5:]}) == len({ground[1:3], ground[3:5], ground[5:]}) == 1
                    assert character in "▀▄▐▌X" or compute_contrast(text, ground) >= 3


class Everything(WalkinApp):
    """Each hostile text in a label, a button and a list, all of them on the screen."""

    def compose(self):
        for text in MANY_HOSTILE_TEXTS:
            yield Static(to_content(text, multiline=True))
            yield Button(to_content(text))
        yield OptionList(*map(to_content, MANY_HOSTILE_TEXTS))


@pytest.mark.long
async def test_no_text_steers_the_screen():
    app = Everything()
    async with app.run_test(size=(200, 12_000)) as pilot:
        await wait_for(pilot, lambda: app.screen.query_one(OptionList).size.height > 500, "the list", 60)
        text = screen_text(app)
        assert not re.search(f"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b{BIDI_CONTROLS}]", text)
        assert text.count("[@click=app.quit]x") > 2
        # Textual has no public list of an app's exceptions.
        assert app._exception is None


class Code(WalkinApp):
    URL = "https://q.example.org/t/4fJx9aQb"

    def compose(self):
        yield QrCode(self.URL)


def bitmap(widget, scale=4):
    """Return an image of the widget from the colours of its cells, as (width, height, grey bytes)."""
    rows = []
    for row in cells(widget):
        upper, lower = [], []
        for c, style in row:
            ink, ground = (Color.from_rich_color(colour) for colour in (style.color, style.bgcolor))
            ink, ground = (round(colour.brightness * 255) for colour in (ink, ground))
            upper += [ink if c in "▀█" else ground] * scale
            lower += [ink if c in "▄█" else ground] * scale
        rows += [upper] * scale + [lower] * scale
    return rows


def decode(rows):
    image = memoryview(bytes(value for row in rows for value in row)).cast("B", (len(rows), len(rows[0])))
    return zxingcpp.read_barcode(image, formats=zxingcpp.BarcodeFormat.QRCode, try_invert=False)


class TestQr:
    @pytest.mark.parametrize("theme", THEMES)
    @pytest.mark.parametrize("no_color", [False, True])
    async def test_a_phone_can_read_it_off_the_screen(self, monkeypatch, theme, no_color):
        if no_color:
            monkeypatch.setenv("NO_COLOR", "1")
        app = Code(theme=theme)
        async with app.run_test(size=(80, 30)) as pilot:
            code = app.screen.query_one(QrCode)
            assert code.size == (len(render_qr(Code.URL)[0]), len(render_qr(Code.URL)))
            rows = bitmap(code)
            assert {value for row in rows for value in row} == {0, 255}
            assert decode(rows).text == Code.URL
            code.text = "A042 Zoë"
            lines = render_qr(code.text)
            await wait_for(pilot, lambda: code.size == (len(lines[0]), len(lines)), "the new size")
            assert decode(bitmap(code)).text == "A042 Zoë"
            code.text = ""
            await wait_for(pilot, lambda: code.size == (0, 0), "nothing")

    async def test_stays_black_on_white_in_a_dimmed_or_disabled_place(self):
        class Dim(WalkinApp):
            def compose(self):
                with Vertical(disabled=True):
                    yield QrCode(Code.URL)

        async with (app := Dim(theme="night")).run_test(size=(80, 30)):
            assert decode(bitmap(app.screen.query_one(QrCode))).text == Code.URL

    def test_characters_alone_are_a_code_too(self):
        rows = []
        for line in render_qr(Code.URL):
            for half in ("▀█", "▄█"):
                rows += [[0 if c in half else 255 for c in line for _ in range(4)]] * 4
        assert decode(rows).text == Code.URL


class Hostile(WalkinApp):
    def __init__(self, text, **settings):
        super().__init__(**settings)
        self.hostile = text

    def compose(self):
        text = self.hostile
        with VerticalScroll(can_focus=False):
            yield Static(to_content(text))
            yield Label(to_content(text, "bold $error"))
            with Horizontal():
                yield Button(to_content(text))
                yield Checkbox(to_content(text))
                yield RadioButton(to_content(text))
            yield OptionList(to_content(text))
            yield Select([(to_content(text), 1)])
            yield Input(text)
            # A text that was not cleaned is still filtered when it is drawn.
            yield Static(text, markup=False)
            table = DataTable()
            yield table
            yield Tree(to_cell(text))
        yield KeyBar()
        table.border_title = to_content(text)
        table.tooltip = to_content(text)

    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_column(to_cell(self.hostile))
        table.add_row(to_cell(self.hostile))
        self.notify(self.hostile, title=self.hostile)


class TestHostileText:
    @pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=ascii)
    @pytest.mark.long
    async def test_in_every_kind_of_widget(self, text):
        app = Hostile(text)
        async with app.run_test(size=(120, 60), notifications=True, tooltips=True) as pilot:
            await wait_for(pilot, lambda: app.screen.query(Toast) or not text, "the toast")
            drawn = screen_text(app)
            assert not [c for c in drawn.replace("\n", "") if ord(c) < 32 or 127 <= ord(c) < 160 or c in BIDI_CONTROLS]
            drawn.encode("utf-8")
            for widget in app.screen.query("VerticalScroll > Static"):
                if widget.region.bottom < 60:
                    await pilot.click(widget)
            assert app.is_running

    def test_the_filter_keeps_what_textual_itself_sends(self):
        style = Style(bold=True)
        control = Segment("\x1b[2J", None, [(1,)])
        plain = Segment("Anna", style)
        filtered = ControlCharacterFilter().apply(
            [control, plain, Segment("a\x1b]0;x\x07\u202eb\ud800", style)], Color(0, 0, 0)
        )
        assert filtered[0] is control
        assert filtered[1] is plain
        assert filtered[2] == Segment("a]0;xb\ufffd", style)


class TestApp:
    async def test_binds_no_key_of_its_own(self):
        class Bare(WalkinApp):
            def compose(self):
                yield Button("x")

        app = Bare()
        async with app.run_test(notifications=True) as pilot:
            await pilot.press("ctrl+q", "ctrl+c", "ctrl+p", "f1", "ctrl+z", "escape")
            await pilot.pause()
            assert app.is_running
            assert not app._notifications
            assert len(app.screen_stack) == 1

    async def test_only_walkins_themes_and_all_of_them_apply(self):
        app = Keys(theme="night")
        async with app.run_test() as pilot:
            assert app.theme == "night"
            assert set(app.available_themes) == set(app.themes) >= set(THEMES)
            for theme in app.themes:
                app.theme = theme
                await pilot.pause()
                assert app.screen.styles.background == Color.parse(app.themes[theme].background)

    async def test_a_bad_theme_is_one_toast(self, tmp_path):
        (tmp_path / "mine.toml").write_text("[/x] [@click=app.quit]")
        app = Keys(theme="mine", theme_folders=[tmp_path])
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            await wait_for(pilot, lambda: 'There is no theme called "mine"' in screen_text(app), "the toast")
            assert len(app.screen.query(Toast)) == 1
            assert app.theme == "office"
            assert "mine.toml" in screen_text(app)

    async def test_own_stylesheets_come_after_the_shared_one(self, tmp_path):
        (tmp_path / "own.tcss").write_text("Button { min-width: 40; border: ascii $line; color: $called-text; }")

        class Own(Keys):
            AUTO_FOCUS = "#first"
            CSS_PATH = tmp_path / "own.tcss"

        app = Own()
        async with app.run_test():
            button = app.screen.query_one(Button)
            assert button.size.width >= 36
            assert button.styles.border.top[0] == "ascii"

    async def test_focus_changes_the_shape_of_the_border(self):
        app = Keys()
        async with app.run_test() as pilot:
            button, field = app.screen.query_one(Button), app.screen.query_one(Input)
            button.focus()
            await wait_for(pilot, lambda: button.styles.border.top[0] == "thick", "the focus border")
            assert not field.styles.border.top[0]
            field.focus()
            await wait_for(pilot, lambda: field.styles.border.top[0] == "thick", "the focus border")
            assert button.styles.border.top[0] == "blank"

    async def test_language_changes_are_told(self):
        heard = []
        app = Keys(language="fr-CA")
        async with app.run_test() as pilot:
            assert app.language == "fr-CA"
            app.language_changed.subscribe(app, lambda words: heard.append(words.language))
            app.set_language("fr-CA")
            app.set_language("tlh")
            app.set_language("fr-FR")
            await wait_for(pilot, lambda: heard == ["en", "fr-FR"], "both changes")
            assert isinstance(app.words, Words)

    async def test_a_window_that_is_too_small_says_so_and_takes_no_input(self):
        class Priority(Keys):
            BINDINGS: ClassVar = [Binding("ctrl+q", "quit", "Quit", priority=True)]

        app = Priority()
        async with app.run_test(size=(79, 24), notifications=True) as pilot:
            await wait_for(
                pilot, lambda: "Walkin needs 80 × 24, this one has 79 × 24." in screen_text(app), "the notice"
            )
            assert "Call next" not in screen_text(app)
            app.set_focus(None)
            await pilot.press("n", "f1")
            await pilot.click(offset=(20, 23))
            assert app.did == []
            await pilot.resize_terminal(40, 9)
            await wait_for(pilot, lambda: "40 × 9" in screen_text(app), "the new size")
            app.set_language("fr")
            await wait_for(pilot, lambda: "trop petite" in screen_text(app), "French")
            await app.push_screen(ModalScreen())
            await wait_for(pilot, lambda: "trop petite" in screen_text(app), "the notice on the next screen")
            await pilot.resize_terminal(80, 24)
            await wait_for(pilot, lambda: "trop petite" not in screen_text(app), "the notice to go")
            await app.pop_screen()
            await wait_for(pilot, lambda: not app.screen.query(TooSmallNotice), "the notice to go")
            await wait_for(pilot, lambda: "Call next" in screen_text(app), "the screen")
            await pilot.press("n")
            await wait_for(pilot, lambda: app.did == ["call"], "keys to work")
            await pilot.resize_terminal(60, 20)
            await wait_for(pilot, lambda: app.screen.query(TooSmallNotice), "the notice")
            await pilot.press("ctrl+q")
            await wait_for(pilot, lambda: app._exit, "leaving by a priority key")


class TestErrors:
    async def crash(self, app, pilot):
        await pilot.press("n")
        await wait_for(pilot, lambda: app.return_code is not None, "the end")

    async def test_a_crash_shows_one_line_and_logs_no_values(self, log, capsys):
        class Breaks(Keys):
            def action_call(self):
                visitor = "Anna Secret"
                raise RuntimeError(f"broken {len(visitor)}")

        app = Breaks()
        with suppress(RuntimeError):
            async with app.run_test() as pilot:
                await self.crash(app, pilot)
        assert app.return_code == CRASH_EXIT_CODE
        shown_text = capsys.readouterr().err
        text = log.read_text()
        assert "RuntimeError: broken 11" in text
        assert "Secret" not in text.replace('visitor = "Anna Secret"', "")
        assert "Secret" not in shown_text

    async def test_an_error_in_a_worker_does_not_end_the_app(self, log):
        class Breaks(Keys):
            @work
            async def action_call(self):
                raise LookupError("in a worker")

        app = Breaks()
        async with app.run_test() as pilot:
            await pilot.press("n")
            await wait_for(pilot, lambda: log.exists() and "LookupError: in a worker" in log.read_text(), "the log")
            await pilot.press("r")
            await wait_for(pilot, lambda: app.did == ["recall"], "the next key")
        assert app.return_code != CRASH_EXIT_CODE

    async def test_an_error_in_a_quiet_worker_is_logged_and_told(self, log):
        class Breaks(Keys):
            def handle_worker_failure(self, worker):
                super().handle_worker_failure(worker)
                self.did.append(worker.name)

        app = Breaks()

        async def fetch():
            raise LookupError("of a widget's worker")

        async with app.run_test() as pilot:
            app.screen.query_one(Button).run_worker(fetch(), name="fetch", exit_on_error=False)
            await wait_for(pilot, lambda: app.did == ["fetch"], "the report")
            assert "LookupError: of a widget's worker" in log.read_text()
            assert app.is_running

    async def test_an_error_in_a_bare_task_is_logged(self, log):
        app = Keys()

        async def fails():
            raise LookupError("in a task")

        async with app.run_test() as pilot:
            task = asyncio.create_task(fails())
            await wait_for(pilot, task.done, "the task")
            del task
            gc.collect()
            await wait_for(pilot, log.exists, "the log")
            assert "LookupError: in a task" in log.read_text()

    async def test_a_stylesheet_with_a_mistake_is_a_crash_like_any_other(self, log, tmp_path, capsys):
        (tmp_path / "bad.tcss").write_text("Button { color: $no-such-variable; }")

        class Bad(Keys):
            CSS_PATH = tmp_path / "bad.tcss"

        app = Bad()
        await app.run_async(headless=True)
        assert app.return_code == CRASH_EXIT_CODE
        assert "no-such-variable" in log.read_text()
        assert capsys.readouterr().err.count("\n") <= 1

    async def test_the_log_is_where_it_was_asked_for(self, log, caplog):
        assert resolve_log_file() == log
        assert not caplog.records or max(record.levelno for record in caplog.records) < logging.ERROR


class WideApp(WalkinApp):
    CSS = ".-wide Static { color: rgb(0,200,0); }"


class WideScreen(WalkinScreen[None]):
    HORIZONTAL_BREAKPOINTS: ClassVar = [(0, "-narrow"), (100, "-wide")]

    def compose(self):
        yield Static("a text")


async def test_a_screen_finds_the_styles_of_its_widgets_once(monkeypatch):
    applied = []
    apply = Stylesheet.apply
    monkeypatch.setattr(Stylesheet, "apply", lambda *args, **kwargs: (applied.append(args[1]), apply(*args, **kwargs)))
    app = WideApp()
    async with app.run_test(size=(120, 30)) as pilot:
        await app.push_screen(WideScreen())
        text = app.screen.query_one(Static)
        await wait_for(pilot, lambda: text.region.height > 0 and app.screen.stack_updates > 0, "the screen is drawn")
        assert applied.count(text) == 1
        assert text.styles.color.rgb == (0, 200, 0)
        await pilot.resize_terminal(90, 30)
        await wait_for(pilot, lambda: text.styles.color.rgb != (0, 200, 0), "the narrow window's style")
        assert app.screen.has_class("-narrow")


async def test_a_new_size_is_drawn_although_the_machine_stands_still_as_it_comes(monkeypatch):
    get_time, stalls = _time.get_time, []

    def get_time_after_a_stall():
        # Seconds pass between any two looks of a timer that fires once.
        if (task := asyncio.current_task()) is not None and task.get_name().startswith("set_timer#"):
            stalls.append(5)
        return get_time() + sum(stalls)

    app = WideApp()
    async with app.run_test(size=(120, 30)) as pilot:
        await app.push_screen(WideScreen())
        await wait_for(pilot, lambda: app.screen.has_class("-wide"), "the first size")
        monkeypatch.setattr(_time, "get_time", get_time_after_a_stall)
        for columns, name in ((90, "-narrow"), (120, "-wide")):
            await pilot.resize_terminal(columns, 30)
            await wait_for(pilot, lambda name=name: app.screen.has_class(name), f"{columns} columns to be drawn")
        assert stalls
