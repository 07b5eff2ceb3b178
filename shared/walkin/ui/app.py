"""The base class of the kiosk, the counter, the display and the launcher."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

from rich.console import Console, RenderableType
from textual import events
from textual._context import active_message_pump
from textual._styles_cache import StylesCache
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.dom import DOMNode, NoScreen
from textual.driver import Driver
from textual.filter import LineFilter
from textual.geometry import Size
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.signal import Signal, SignalCallbackType
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import Worker, WorkerFailed, WorkerState
from textual.worker_manager import WorkerManager

from walkin.languages import Words, choose_language
from walkin.model.printable import is_utf8
from walkin.model.window_size import MIN_SIZE
from walkin.ui.bidi import RightToLeftFilter
from walkin.ui.error_log import ErrorLogHandler, log_error
from walkin.ui.safe import ConsoleFilter, ControlCharacterFilter, sanitize
from walkin.ui.signals import (
    HangupSafeFile,
    add_stop_handlers,
    block_stop_signals,
    disable_signal_keys,
    ignore_suspension,
)
from walkin.ui.signs import IS_CONSOLE
from walkin.ui.size_guard import TooSmallNotice
from walkin.ui.themes import derive_variables, load_themes

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.timer import Timer, TimerCallback

    from walkin.model.form.definition import FormItem
    from walkin.model.form.presentation import Control
    from walkin.ui.fields import Field

CRASH_EXIT_CODE = 70
"""The exit code after an unhandled error (EX_SOFTWARE)."""

MAX_MISTAKES, MISTAKE_WINDOW_SECONDS = 3, 300.0
"""A public screen ends at so many unhandled errors within so many seconds."""

RELEASE_SECONDS = 10.0
"""Interval at which Textual's caches that keep drawn lines are cleared."""

DEFAULT_THEME = "office"
BASE_CSS = Path(__file__).with_name("base.tcss")

T = TypeVar("T")


class PruningSignal(Signal[T]):
    """A signal that releases closed screens at each subscription; Textual's keeps them until it is next published."""

    def subscribe(self, node: DOMNode, callback: SignalCallbackType[T], immediate: bool = False) -> None:
        # Signal has no public list of its subscribers.
        for closed in [subscriber for subscriber in self._subscriptions if not subscriber.is_running]:
            self.unsubscribe(closed)
        super().subscribe(node, callback, immediate)


class ReportingWorkerManager(WorkerManager):
    """Reports failed workers to the app, which goes on; a failed worker of Textual's own widgets would end it."""

    def add_worker(self, worker: Worker[object], start: bool = True, exclusive: bool = True) -> None:
        worker.exit_on_error = False
        super().add_worker(worker, start, exclusive)

    def _remove_worker(self, worker: Worker[object]) -> None:
        # Every worker ends here; WorkerManager has no public event for it.
        super()._remove_worker(worker)
        app = self._app
        is_failed = worker.state is WorkerState.ERROR and not is_of_removed(worker.node, worker.error)
        if is_failed and isinstance(app, WalkinApp):
            app.handle_worker_failure(worker)


def is_of_removed(node: object, error: BaseException | None) -> bool:
    """Whether the error is that of a widget that has been removed meanwhile: a failed query, or no screen."""
    if not isinstance(error, NoMatches | NoScreen) or not isinstance(node, Widget):
        return False
    is_on_stack = any(screen in node.app.screen_stack for screen in node.ancestors_with_self)
    return not (node.is_attached and is_on_stack)


class WalkinApp(App[int], inherit_bindings=False):
    """An app with Walkin's languages and themes, that keeps hostile text and tracebacks off the screen and always
    restores the terminal.

    It binds no keys: declare them in `BINDINGS`. `return_code` is `CRASH_EXIT_CODE` after an unhandled error.
    """

    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    ALLOW_PASTE: ClassVar[bool] = False
    """Whether the terminal's pastes are taken as such; otherwise their characters are keys."""
    IS_PUBLIC: ClassVar[bool] = False
    """Whether the screen is for clients: notices for staff are only logged, and repeated errors end it."""
    field_types: ClassVar[Mapping[Control, Callable[[FormItem, FormItem | None], Field]]] = {}
    """The app's own fields, by control, in place of those of `walkin.ui.fields`."""
    MIN_SIZE: tuple[int, int] = MIN_SIZE
    """Columns and rows below which a notice covers the screen."""

    def __init__(
        self,
        *,
        theme: str = DEFAULT_THEME,
        language: str = "en",
        theme_folders: Sequence[Path] = (),
        bidi: Literal["app", "terminal", "off"] = "app",
    ) -> None:
        """``bidi``: who arranges right-to-left text."""
        self.words = Words(choose_language(language))
        """The texts of the current language."""
        own_css = self.CSS_PATH or []
        super().__init__(css_path=[BASE_CSS, *(own_css if isinstance(own_css, list) else [own_css])])
        self.language_changed: PruningSignal[Words] = PruningSignal(self, "language-changed")
        """Published after `set_language`; subscribe in `on_mount` to update a screen's texts."""
        # App.__init__ makes its own manager and takes no other.
        self._workers = ReportingWorkerManager(self)
        self.bidi = bidi
        # Kept: Textual caches lines by the filter.
        self._character_filters = [ControlCharacterFilter(), *([ConsoleFilter()] if IS_CONSOLE else [])]
        self._direction_filters = {"ltr": RightToLeftFilter(), "rtl": RightToLeftFilter("R")}
        self.set_class(self.words.direction == "rtl", "-rtl")
        self._crash_log: Path | bool = False
        self._log_handler = ErrorLogHandler(logging.WARNING)
        self.mistake_count = 0
        """The number of unhandled errors so far."""
        self._mistake_times: list[float] = []
        self.last_mistake_log: Path | None = None
        self.stopped_by_signal = False
        """Whether a signal ended the app; its caller should end as well."""
        self._window_size: Size | None = None
        self.is_touch = False
        """Whether the last input was a touch or a click, not a key; kept by the kiosk."""
        self.uses_keypad = False
        """Whether arrows, Enter and Escape may be the only keys; kept by the kiosk."""
        self.themes, self.start_notices = load_themes(*theme_folders, words=self.words)
        """The available themes by name, and sentences to show at the start: one for each file with a mistake."""
        self._register_themes(theme)

    def get_default_screen(self) -> Screen[Any]:
        # A circular import.
        from walkin.ui.screens import WalkinScreen

        return WalkinScreen(id="_default")

    def _register_themes(self, requested_theme: str) -> None:
        used = next(
            (name for name in (requested_theme, DEFAULT_THEME, *self.themes) if name in self.themes), "textual-light"
        )
        if used != requested_theme:
            self.start_notices.append(self.words("app-theme-problem-name", name=requested_theme, used=used))
        if self.themes:
            for name in self.available_themes:
                self.unregister_theme(name)
        for theme in self.themes.values():
            self.register_theme(theme)
        self.set_reactive(App.theme, used)
        self.stylesheet.set_variables(self.get_css_variables())

    def run_for_exit_code(self) -> int:
        """Run until the app ends; returns the exit code for the shell."""
        # Textual writes to these. A terminal expects UTF-8 even where the locale names another encoding.
        for stream in (sys.__stdout__, sys.__stderr__):
            if isinstance(stream, io.TextIOWrapper) and not is_utf8(stream):
                stream.reconfigure(encoding="utf-8")
        with block_stop_signals(), disable_signal_keys():
            result = self.run()
        return self.return_code or (result if isinstance(result, int) else 0)

    @property
    def language(self) -> str:
        return self.words.language

    def set_language(self, code: str) -> None:
        """Change the language and publish `language_changed`; an unknown code means English."""
        language = choose_language(code)
        if language != self.language:
            self.words = Words(language)
            self.set_class(self.words.direction == "rtl", "-rtl")
            self._update_size_notice()
            self.language_changed.publish(self.words)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return derive_variables(self.current_theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = [*super().get_line_filters(), *self._character_filters]
        return [*filters, self._direction_filters[self.words.direction]] if self.bidi == "app" else filters

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """None: Textual's are in English only."""
        return ()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a toast; the text may be hostile. `markup` is ignored."""
        super().notify(
            sanitize(message, multiline=True), title=sanitize(title), severity=severity, timeout=timeout, markup=False
        )

    # Starting and stopping

    def on_load(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._log_task_failure)
        add_stop_handlers(loop, self._stop, self._mark_stopped)
        logging.getLogger().addHandler(self._log_handler)

    def on_mount(self) -> None:
        ignore_suspension(asyncio.get_running_loop(), lambda: self.refresh(repaint=True, layout=True))
        self.screen_change_signal.subscribe(self, lambda _screen: self._update_size_notice())
        self.set_interval(RELEASE_SECONDS, _release_drawings)
        if self.start_notices and self.IS_PUBLIC:
            log_error("\n".join(self.start_notices))
        elif self.start_notices:
            self.notify("\n".join(self.start_notices), severity="warning", timeout=15)

    def on_unmount(self) -> None:
        asyncio.get_running_loop().set_exception_handler(None)
        logging.getLogger().removeHandler(self._log_handler)

    def _mark_stopped(self) -> None:
        self.stopped_by_signal = True

    def _stop(self) -> None:
        if self.is_running:
            self.exit()

    def get_driver_class(self) -> type[Driver]:
        if sys.platform == "win32" or "TEXTUAL_DRIVER" in os.environ:
            return super().get_driver_class()
        from walkin.ui.terminal_driver import TerminalDriver

        return TerminalDriver

    def forget_input(self) -> None:
        """Drop keys, pastes and escape sequences that have begun to arrive: they are not the next client's."""
        if (forget := getattr(self._driver, "forget_input", None)) is not None:
            forget()

    def _build_driver(self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None) -> Driver:
        # The driver opens its file itself, and dies with the terminal.
        driver = super()._build_driver(headless, inline, mouse, size)
        if (file := getattr(driver, "_file", None)) is not None:
            driver._file = HangupSafeFile(file)  # type: ignore[attr-defined]
        return driver

    # A window that is too small

    def on_resize(self, event: events.Resize) -> None:
        self._window_size = event.size
        self._update_size_notice()
        if self.screen_stack and self.screen.size == event.size:
            # It changed and changed back, and the terminal has cut off what was drawn.
            self.screen.refresh()

    @property
    def is_too_small(self) -> bool:
        """Whether the window is smaller than `MIN_SIZE`: a notice covers it, and input is ignored."""
        columns, rows = self.min_size
        return self._window_size is not None and (self._window_size.width < columns or self._window_size.height < rows)

    @property
    def min_size(self) -> tuple[int, int]:
        return self.MIN_SIZE

    def set_timer(
        self, delay: float, callback: TimerCallback | None = None, *, name: str | None = None, pause: bool = False
    ) -> Timer:
        timer = super().set_timer(delay, callback, name=name, pause=pause)
        # Textual waits 8 ms before it draws a new size. A timer that skips would never fire if the machine stands still
        # for that long just as it starts, and no later size would be drawn either.
        timer._skip = False
        return timer

    def _update_size_notice(self) -> None:
        # While the app ends, no screen is attached.
        if not self.screen_stack or self._window_size is None or not self.screen.is_attached:
            return
        if not self.is_too_small:
            # On those below too, which a dialog lets shine through.
            for screen in self.screen_stack:
                screen.remove_class("-too-small").query_children(TooSmallNotice).remove()
            return
        notices = self.screen.add_class("-too-small").query_children(TooSmallNotice)
        notice = notices.first() if notices else TooSmallNotice()
        notice.show_size(self.words, self.min_size, self._window_size)
        if not notices:
            self.screen.mount(notice)

    async def on_event(self, event: events.Event) -> None:
        # A covered screen gets no input, but the app's priority keys (leaving, staff) still work. There is no public
        # way to run those alone.
        if self.is_too_small and isinstance(event, events.InputEvent | events.Paste):
            if isinstance(event, events.Key):
                await self._check_bindings(event.key, priority=True)
            return
        await super().on_event(event)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except (NoMatches, NoScreen) as error:
            # A key that came before its screen was built, or while it is removed, has nothing to act on.
            is_unbuilt = isinstance(default_namespace, Widget) and not default_namespace.is_mounted
            if is_unbuilt or is_of_removed(default_namespace, error):
                return True
            raise

    # Unhandled errors. Textual stops the widget whose handler failed, and then the app; it has no public hook.

    def recover(self) -> bool:
        """Go on after an unhandled error, which is logged already; False ends the app with `CRASH_EXIT_CODE`."""
        return False

    async def _dispatch_message(self, message: Message) -> None:
        if isinstance(message, events.Compose | events.Mount | events.Load):
            # An app that cannot start ends.
            await super()._dispatch_message(message)
            return
        try:
            await super()._dispatch_message(message)
        except Exception as error:  # noqa: BLE001 - whatever it is, see `recover`
            self._handle_exception(error)

    def _register_child(self, parent: DOMNode, child: Widget, before: int | None, after: int | None) -> None:
        # Every widget but scroll bars is started after this.
        self._guard(child)
        super()._register_child(parent, child, before, after)

    def _start_widget(self, parent: Widget, widget: Widget) -> None:
        self._guard(widget)
        super()._start_widget(parent, widget)

    def _guard(self, widget: Widget) -> None:
        """Catch errors of a widget's message handlers, so that it goes on processing messages."""
        dispatch = widget._dispatch_message

        async def dispatch_guarded(message: Message) -> None:
            try:
                await dispatch(message)
            except Exception as error:  # noqa: BLE001 - whatever it is, see `recover`
                self._handle_exception(error)

        widget._dispatch_message = dispatch_guarded  # type: ignore[method-assign]

    def _recover_logged(self, error: BaseException) -> bool:
        if not self._running or self._crash_log:
            return False
        if self._exit:
            # Screens that were just being built are no longer whole.
            if not isinstance(error, NoMatches):
                log_error(f"{type(self).__name__}: a mistake while it ended", error)
            return True
        self.last_mistake_log = log_error(f"{type(self).__name__}: a mistake, the app goes on", error)
        self.mistake_count += 1
        if self.IS_PUBLIC and self._has_repeated_mistakes():
            return False
        try:
            return self.recover()
        except Exception as failure:  # noqa: BLE001 - then it ends
            log_error(f"{type(self).__name__}: it could not go on", failure)
            return False

    def _has_repeated_mistakes(self) -> bool:
        """Note one more error; whether there were so many within minutes that the process should be started again."""
        now = monotonic()
        self._mistake_times = [time for time in self._mistake_times if now - time < MISTAKE_WINDOW_SECONDS] + [now]
        return len(self._mistake_times) >= MAX_MISTAKES

    # Errors. Textual draws tracebacks with all local variables, personal data among them, on the terminal. It has no
    # public hook for that, so every private method on the way is overridden.

    def handle_worker_failure(self, worker: Worker[object]) -> None:
        """Log the failure of a worker; extend it to tell the user as well."""
        log_error(f"{type(self).__name__}: the worker {worker.name!r} failed", worker.error)

    def _log_task_failure(self, _loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        error = context.get("exception")
        message = f"{type(self).__name__}: {context.get('message', 'a task failed')}"
        log_error(message, error if isinstance(error, BaseException) else None)

    def _crash(self, message: str, error: BaseException | None = None) -> None:
        file = log_error(f"{type(self).__name__}: {message}", error)
        self._crash_log = self._crash_log or file or True
        self._return_code = CRASH_EXIT_CODE
        self._close_messages_no_wait()

    def _handle_exception(self, error: Exception) -> None:
        cause = error.error if isinstance(error, WorkerFailed) else error
        if is_of_removed(active_message_pump.get(None), cause) or self._recover_logged(cause):
            return
        self._crash("stopped by an error", cause)
        # The test pilot raises it again.
        if self._exception is None:
            self._exception = error
            self._exception_event.set()

    def _fatal_error(self) -> None:
        self._crash("stopped by an error", sys.exception())

    def panic(self, *renderables: RenderableType) -> None:
        """Log the rendered tracebacks instead of printing them."""
        console = Console(file=io.StringIO(), width=120, color_system=None)
        with console.capture() as capture:
            console.print(*renderables)
        self._crash(f"panic\n{capture.get()}")

    def _print_error_renderables(self) -> None:
        if not self._crash_log:
            super()._print_error_renderables()
            return
        self._exit_renderables.clear()
        file = self._crash_log if isinstance(self._crash_log, Path) else None
        line = self.words("app-crashed", file=str(file)) if file else self.words("app-crashed-no-file")
        if sys.__stderr__ is not None:
            print(sanitize(line), file=sys.__stderr__, flush=True)


def get_next(current: str, values: Sequence[str]) -> str:
    """The value after ``current``, or the first one after the last and for an unknown ``current``."""
    return values[(values.index(current) + 1) % len(values)] if current in values else values[0]


def _release_drawings() -> None:
    """Empty those caches of Textual that keep the drawings of removed pages: 6 MB for each visit of a kiosk."""
    StylesCache.get_inner_outer.cache_clear()
    Strip.blank.cache_clear()
